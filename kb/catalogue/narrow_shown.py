"""Filters by what is shown: area, type, who wrote it, design, level, each as people have it.

What machines suggested is selected in the database; only the few documents that people judged are looked
at one by one. Filters by what a note states alone are ``narrow``'s.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping, select

from kb import levels
from kb.catalogue import designs, read
from kb.catalogue import tables as t
from kb.catalogue.shown import Shown
from kb.evidence import Profile, profile
from kb.models import Level
from kb.standards import Standard


def with_area(shown: Shown, areas: Collection[str]) -> frozenset[str]:
    """Documents that are about one of these areas, or that have a passage which is."""
    people = shown.decided.documents
    query = select(t.suggestions.c.document_id).where(
        t.suggestions.c.kind == "area", t.suggestions.c.value.in_(areas)
    )
    found = frozenset(shown.connection.execute(query).scalars()) - people
    return found | {
        row["document_id"]
        for row in read.area_rows(shown.connection, "document", people, with_passages=True)
        if shown.decided.area(row) in areas
    }


def by_column(shown: Shown, name: str, values: Collection[str]) -> frozenset[str]:
    """Documents whose ``type`` or ``interest`` is one of these."""
    query = select(t.documents.c.id).where(t.documents.c[name].in_(values))
    found = frozenset(shown.connection.execute(query).scalars())
    people = shown.decided.documents
    return (found - people) | {
        document
        for document, held in shown.documents(people).items()
        if getattr(held, name) in values
    }


def with_design(shown: Shown, wanted: Collection[str]) -> frozenset[str]:
    """Documents that report one of these designs as done in their own study, or that are called so."""
    people = shown.decided.documents
    found = designs.documents_with(shown.connection, wanted) - people
    return found | {
        document
        for document, reading in shown.readings(people).items()
        if designs.has_design(reading, wanted)
    }


def at_level(shown: Shown, scheme: str, rank: int) -> frozenset[str]:
    """Documents whose ceiling, and notes whose attempt, is shown at this rank or a stronger one."""
    rows = shown.connection.execute(select(t.attempts)).mappings().all()
    notes = {row["document_id"] for row in rows}
    people = shown.decided.documents
    standard = shown.standards.require(scheme)
    found = set(designs.documents_at(shown.connection, standard, rank) - people - notes)
    ranks = _document_ranks(shown, standard, people - notes)
    found |= {document for document, held in ranks.items() if (held or 0) >= rank}
    of_attempt = attempt_ranks(shown, scheme, rows)
    found |= {row["document_id"] for row in rows if (of_attempt[row["id"]] or 0) >= rank}
    return frozenset(found)


def _document_ranks(
    shown: Shown, standard: Standard, documents: Collection[str]
) -> dict[str, int | None]:
    """The rank each document is shown at; quotes are gathered only where its level was judged."""
    by_people = shown.decided.with_levels("document") & set(documents)
    full = shown.levels(shown.readings(by_people), by_people)
    ranks = {document: _rank(some.get(standard.slug)) for document, some in full.items()}
    for document, held in _profiles(shown, set(documents) - by_people).items():
        step = levels.step_of(standard, held)
        ranks[document] = step.rank if step else None
    return ranks


def attempt_ranks(
    shown: Shown, scheme: str, rows: Sequence[RowMapping] | None = None
) -> dict[str, int | None]:
    """The rank each attempt is shown at; quotes are gathered only where its level was judged."""
    if rows is None:
        rows = shown.connection.execute(select(t.attempts)).mappings().all()
    by_people = shown.decided.with_levels("attempt")
    full = shown.attempt_levels([row for row in rows if row["id"] in by_people])
    held = _profiles(shown, {row["document_id"] for row in rows})
    directions = shown.directions([row["id"] for row in rows])
    standard = shown.standards.require(scheme)
    ranks: dict[str, int | None] = {}
    for row in rows:
        stated, of_note = row["levels"].get(scheme), held.get(row["document_id"])
        if row["id"] in full:
            rank = _rank(full[row["id"]].get(scheme))
        elif stated is not None:
            said = levels.compiled({scheme: stated}, row["basis"], None, standards=shown.standards)
            rank = _rank(said[scheme])
        elif of_note is not None:
            told = directions.get(row["id"], ())
            lower = levels.exceeds(row["levels"], of_note, shown.standards, told)
            step = None if lower else levels.step_of(standard, of_note, told)
            rank = step.rank if step else None
        else:
            rank = None
        ranks[row["id"]] = rank
    return ranks


def _profiles(shown: Shown, documents: Collection[str]) -> dict[str, Profile]:
    """Profiles of documents, with people's word on their facts; none where nothing could be read."""
    held = designs.profiles_of(shown.connection, documents)
    judged = shown.readings(shown.decided.documents & set(documents))
    return held | {
        document: profile(reading.design, reading.facts)
        for document, reading in judged.items()
        if reading.note is None
    }


def _rank(level: Level | None) -> int | None:
    return level.rank if level is not None else None
