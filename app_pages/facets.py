"""What a list of attempts is made of: counts by facet, each leading to the list narrowed to it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from app_pages.markup import EMPTY, Html, items, join, link, tag
from app_pages.views import AttemptsView, attempts_link
from kb import vocab, wording
from kb.models import Attempt

MOST = 12
"""Values of a facet that are listed; filters offer the others."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A property that attempts are counted by."""

    name: str
    label: str
    vocabulary: str
    values: Callable[[Attempt], Collection[str]]
    is_filter: bool = True
    """Whether it is a filter of a question; else it is a property of the list alone, or only counted."""


def _who(attempt: Attempt) -> Collection[str]:
    return {actor.sector for actor in attempt.who}


FACETS = (
    Facet("area", "Area", "areas", lambda one: one.areas),
    Facet("kind", "What was done", "kinds", lambda one: (one.kind,)),
    Facet("country", "Country", "countries", lambda one: one.countries),
    Facet("sector", "Sector of those who took part", "sectors", _who),
    Facet("population", "For whom", "populations", lambda one: one.populations),
    Facet("status", "Status", "attempt-statuses", lambda one: (one.status,), is_filter=False),
)


def draw(attempts: Iterable[Attempt], view: AttemptsView, scheme: str) -> Html:
    """Counts by facet, by direction and by level, folded."""
    some = tuple(attempts)
    if len(some) < 2:
        return EMPTY
    parts = [_facet(one, some, view) for one in FACETS]
    parts.append(_counted("Direction", _directions(some)))
    parts.append(_counted("Level", _levels(some, scheme)))
    told = tag("summary", "Counts by facet")
    return tag("details", told, tag("div", *parts, class_="ww-columns"), class_="ww-fold")


def narrowed(view: AttemptsView, facet: Facet, value: str) -> AttemptsView:
    """The same list with one more filter."""
    before = view.status if not facet.is_filter else getattr(view.filters, facet.name)
    values = tuple(dict.fromkeys((*before, value)))
    if not facet.is_filter:
        return replace(view, status=values, part=1)
    changed: dict[str, tuple[str, ...]] = {facet.name: values}
    return replace(view, filters=replace(view.filters, **changed), part=1)  # type: ignore[arg-type]


def _facet(facet: Facet, some: Iterable[Attempt], view: AttemptsView) -> Html:
    terms = vocab.load(facet.vocabulary)
    counts = Counter(value for one in some for value in facet.values(one) if value in terms)
    order = sorted(counts, key=lambda slug: (-counts[slug], terms.slugs.index(slug)))
    entries = [
        join(
            [
                link(attempts_link(narrowed(view, facet, slug)), terms.label_of(slug)),
                f": {counts[slug]:,}",
            ]
        )
        for slug in order[:MOST]
    ]
    left = len(order) - MOST
    more = tag("p", f"and {left:,} others", class_="ww-note") if left > 0 else EMPTY
    return _group(facet.label, entries, more)


def _directions(some: Iterable[Attempt]) -> Mapping[str, int]:
    counts = Counter(one.direction for one in some)
    slugs = [slug for slug in vocab.load("directions").slugs if counts[slug]]
    return {" ".join(wording.direction(slug)): counts[slug] for slug in slugs}


def _levels(some: Iterable[Attempt], scheme: str) -> Mapping[str, int]:
    held = [one.levels.get(scheme) for one in some]
    ranked = Counter((level.rank or 0, level.level) for level in held if level and level.level)
    label = next((level.scheme_label for level in held if level), scheme)
    counts = {f"{label} {slug}": n for (_, slug), n in sorted(ranked.items(), reverse=True)}
    left = len(held) - sum(counts.values())
    return counts | ({f"No {label} level": left} if left else {})


def _counted(label: str, counts: Mapping[str, int]) -> Html:
    return _group(label, [f"{words}: {n:,}" for words, n in counts.items()], EMPTY)


def _group(label: str, entries: Iterable[Html | str], more: Html) -> Html:
    listed = items("ul", entries, class_="ww-plain")
    return tag("div", tag("p", label, class_="ww-label"), listed, more) if listed else EMPTY
