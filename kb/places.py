"""Where attempts took place: countries and nations as the vocabulary has them, places as sources put them.

Counts are of attempts and of studies, and always say how many are from the United Kingdom. It draws no
borders: what a source calls several countries at once stays that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb import vocab
from kb.models import Attempt, Finding
from kb.results import EVALUATES

HOME = "united-kingdom"
"""The country that every count is set against."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many attempts and studies there are, and how many of them are from the United Kingdom."""

    attempts: int
    home_attempts: int
    studies: int
    home_studies: int


@dataclass(frozen=True, slots=True)
class Held:
    """A country, nation or region with the attempts in it. ``depth`` is 1 for a nation of a country."""

    slug: str
    label: str
    depth: int
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Every country that some attempt took place in, nations after their country, and where that is not said."""

    held: tuple[Held, ...]
    unplaced: tuple[Attempt, ...]


def is_home(attempt: Attempt) -> bool:
    """Whether an attempt took place in the United Kingdom, there alone or there too."""
    countries = vocab.load("countries")
    terms = (countries.get(slug) for slug in attempt.countries)
    return any(term and HOME in (term.slug, term.part_of) for term in terms)


def share(attempts: Iterable[Attempt], findings: Iterable[Finding]) -> Share:
    """How much of ``attempts`` is from the United Kingdom.

    Studies are counted where ``findings`` tell what became of people: those whose documents are held by
    themselves, and one for an attempt of which our note alone tells it.
    """
    some = {one.id: one for one in attempts}
    held: dict[str, set[str]] = {}
    for one in findings:
        if one.kind in EVALUATES and one.attempt_id in some:
            own = held.setdefault(one.attempt_id, set())
            own.update([one.study_id] if one.study_id else [])
    studies = {attempt: max(1, len(own)) for attempt, own in held.items()}
    home = [one for one in some.values() if is_home(one)]
    at_home = sum(studies.get(one.id, 0) for one in home)
    return Share(len(some), len(home), sum(studies.values()), at_home)


def draw(attempts: Sequence[Attempt]) -> Places:
    """Attempts by where they took place. A nation counts for its country too."""
    by_slug: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        for slug in attempt.countries:
            by_slug.setdefault(slug, []).append(attempt)
    countries = vocab.load("countries")
    order = []
    for term in countries.terms:
        if not term.part_of:
            order.append((term, 0))
            order += [(one, 1) for one in countries.terms if one.part_of == term.slug]
    held = tuple(
        Held(term.slug, term.label, depth, tuple(by_slug[term.slug]))
        for term, depth in order
        if term.slug in by_slug
    )
    return Places(held, tuple(one for one in attempts if not one.countries))


def named(attempts: Iterable[Attempt], place: str) -> tuple[Attempt, ...]:
    """Attempts in a place as their sources put it, whatever its case."""
    wanted = place.casefold()
    return tuple(one for one in attempts if (one.where or "").casefold() == wanted)
