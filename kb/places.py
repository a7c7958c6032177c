"""Where attempts took place: countries and nations as the vocabulary has them, places as sources put them.

Counts are of attempts and of studies, and always say how many are from the United Kingdom. It draws no
borders: what a source calls several countries at once stays that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kb import vocab
from kb.catalogue import tables as t
from kb.models import Attempt
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


def evaluated(connection: Connection) -> frozenset[str]:
    """Attempts of which our notes tell what became of people, with a comparison or without."""
    query = (
        select(t.findings.c.attempt_id)
        .join(t.documents, t.documents.c.id == t.findings.c.document_id)
        .where(t.findings.c.kind.in_(EVALUATES), t.documents.c.superseded_by.is_(None))
    )
    return frozenset(one for one in connection.execute(query).scalars() if one)


def share(attempts: Iterable[Attempt], evaluated: Collection[str]) -> Share:
    """How much of ``attempts`` is from the United Kingdom.

    An attempt counts for the studies of it that are held, or for one where our note alone tells what
    became of people (``evaluated``).
    """
    some = tuple(attempts)
    studies = {one.id: one.studies or int(one.id in evaluated) for one in some}
    home = [one for one in some if is_home(one)]
    return Share(len(some), len(home), sum(studies.values()), sum(studies[one.id] for one in home))


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
