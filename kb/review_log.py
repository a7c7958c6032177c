"""The record of what people decided: who, when, why, what, and whether it still stands. It changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from kb.catalogue import Catalogue, judgements, signatures, study_decisions
from kb.catalogue.judged import Decided, load
from kb.catalogue.judgements import Judgement
from kb.errors import UnknownId
from kb.review_ids import resolve
from kb.review_state import about_item

OPEN = ("judgement", "attempt", "document", "suggestion")
"""What the record can be asked about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the record."""

    judgement: Judgement
    title: str
    """Of the document or attempt; empty where it is not held here."""
    stands: bool
    """Whether it was not taken back; of an undoing, whether it was not undone."""
    counts: bool
    """Whether what it says is followed: of several people's words the one that counts."""
    undone_by: str | None = None
    problem: str | None = None
    """Why it does not count, whatever it says: ``nobody is named``."""


def log(catalogue: Catalogue, item: str | None = None) -> tuple[Entry, ...]:
    """Every judgement in the order of its time; with ``item`` those about it and what belongs to it."""
    with catalogue.read() as connection:
        rows = judgements.held(connection)
        kind, one = resolve(connection, item, *OPEN) if item is not None else ("", "")
        decided = load(connection, catalogue.standards)
        undone = _undone(rows)
        followed = _of_studies(connection)
        found = []
        for row in rows:
            title, belongs = _belonging(connection, row)
            if kind == "judgement":
                belongs = {row.id, row.undoes or ""}
            if item is None or one in belongs:
                found.append(_entry(row, title, decided, followed, undone.get(row.id)))
    return tuple(found)


def _undone(rows: Iterable[Judgement]) -> dict[str, Judgement]:
    by_field: dict[tuple[str, str, str], list[Judgement]] = {}
    for row in rows:
        by_field.setdefault((row.about_kind, row.about_id, row.field), []).append(row)
    found: dict[str, Judgement] = {}
    for some in by_field.values():
        found |= judgements.taken_back(some)
    return found


def _belonging(connection: Connection, row: Judgement) -> tuple[str, set[str]]:
    """The title of what a row is about, and the ids by which it is asked for."""
    try:
        about = about_item(connection, row.about_kind, row.about_id, row.value)
    except UnknownId:  # what an import told of may not be held here; its row is shown all the same
        return "", {row.about_id}
    return about.title, {row.about_id, about.id, about.attempt_id or about.id}


def _of_studies(connection: Connection) -> frozenset[str]:
    """Judgements that studies follow: of several people's words about two documents the one that counts."""
    held = study_decisions.load(connection, signatures.current_of(connection))
    words = (*held.pairs.values(), *held.attempts.values())
    return frozenset(word.judgement.id for word in words)


def _entry(
    row: Judgement,
    title: str,
    decided: Decided,
    followed: Collection[str],
    by: Judgement | None,
) -> Entry:
    problem = judgements.unfit(row)
    verdict = decided.of(row.about_kind, row.about_id, row.field)
    return Entry(
        row,
        title,
        stands=by is None and problem is None,
        counts=row.id in followed
        or (verdict is not None and verdict.counts.judgement.id == row.id),
        undone_by=by.id if by else None,
        problem=problem,
    )
