"""How the register is narrowed by words and status and put in order. Pure; no markup."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from app_pages.views import AttemptsView
from kb import vocab, wording
from kb.models import Attempt

_LAST = "9999"

Key = Callable[[Attempt], tuple[object, ...]]


def _by_name(attempt: Attempt) -> tuple[object, ...]:
    return (attempt.name.casefold(), attempt.id)


def _newest(attempt: Attempt) -> tuple[object, ...]:
    year = (attempt.start or attempt.end or "0")[:4]
    return (-int(year) if year.isdigit() else 0, *_by_name(attempt))


def _oldest(attempt: Attempt) -> tuple[object, ...]:
    return (attempt.start or attempt.end or _LAST, *_by_name(attempt))


def _strongest(attempt: Attempt) -> tuple[object, ...]:
    return (-wording.design_of(attempt.levels)[0], *_by_name(attempt))


def _most_studies(attempt: Attempt) -> tuple[object, ...]:
    return (-attempt.studies, -attempt.documents, *_by_name(attempt))


def _status(attempt: Attempt) -> tuple[object, ...]:
    slugs = vocab.load("attempt-statuses").slugs
    return (slugs.index(attempt.status) if attempt.status in slugs else 99, *_by_name(attempt))


KEYS: Mapping[str, Key] = {
    "name": _by_name,
    "newest": _newest,
    "oldest": _oldest,
    "strength": _strongest,
    "studies": _most_studies,
    "status": _status,
}
"""What each order of ``views.SORTS`` compares; a test holds the two together."""


def chosen(attempts: Iterable[Attempt], view: AttemptsView) -> tuple[Attempt, ...]:
    """The attempts of the list, in order: every word of the search stands in the name, place or people."""
    words = view.words.casefold().split()
    left = (one for one in attempts if _has(one, words) and _is_of(one.status, view.status))
    return tuple(sorted(left, key=KEYS[view.sort]))


def _is_of(status: str, wanted: Collection[str]) -> bool:
    return not wanted or status in wanted


def _has(attempt: Attempt, words: Collection[str]) -> bool:
    told = (attempt.name, attempt.what, attempt.where, attempt.population, *_names(attempt))
    said = " ".join(part for part in told if part).casefold()
    return all(word in said for word in words)


def _names(attempt: Attempt) -> Iterable[str]:
    return (actor.name for actor in attempt.who)
