"""Ids as people type them: whole, or as much of the beginning as tells one item from all others."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, select

from kb.catalogue import tables as t
from kb.errors import UnknownId, UsageError

PLACES: dict[str, Column[Any]] = {
    "suggestion": t.suggestions.c.id,
    "document": t.documents.c.id,
    "attempt": t.attempts.c.id,
    "judgement": t.judgements.c.id,
}
"""Where the ids of each kind of item are."""
JUDGED = "suggestion"
"""Kind of item whose rows may be gone while somebody's judgement of it is held."""
SHOWN_BY: dict[str, str] = {
    "suggestion": "review list",
    "document": "search",
    "attempt": "attempts",
    "judgement": "review log",
}
"""Which command shows the ids of each kind of item."""
_OFFERED, _NEAR = 3, 2000


def resolve(connection: Connection, typed: str, *kinds: str) -> tuple[str, str]:
    """Kind and id of the one item of ``kinds`` that ``typed`` is, or is the beginning of.

    ``UnknownId`` offers the nearest; ``UsageError`` says which ones an ambiguous beginning could be.
    """
    said = typed.strip().lower() if typed.isprintable() else ""
    found = {
        (kind, item)
        for kind in kinds
        for item in _starting_with(connection, kind, said, _OFFERED + 2)
    }
    whole = [one for one in found if one[1] == said]
    if whole or len(found) == 1:
        return min(whole or found)
    what = " or ".join(kinds)
    if found and said:
        several = ", ".join(sorted(item for _, item in found)[:_OFFERED])
        raise UsageError(
            f"find {what} {typed}: several begin so ({several}…); accepted: more of the id"
        )
    raise UnknownId(f"find {what} {typed!r:.80}: there is none; {_offer(connection, said, kinds)}")


def _starting_with(connection: Connection, kind: str, said: str, limit: int) -> list[str]:
    columns: list[tuple[Any, Any]] = [(PLACES[kind], True)]
    if kind == JUDGED:
        columns.append((t.judgements.c.about_id, t.judgements.c.about_kind == kind))
    found: list[str] = []
    for column, condition in columns:
        exact = select(column).where(column == said, condition).limit(1)
        begins = (
            select(column).where(column.startswith(said, autoescape=True), condition).distinct()
        )
        found.extend(connection.execute(exact).scalars())
        found.extend(connection.execute(begins.order_by(column).limit(limit)).scalars())
    return found


def _offer(connection: Connection, said: str, kinds: Sequence[str]) -> str:
    known: list[str] = []
    for kind in kinds:
        known.extend(_starting_with(connection, kind, said[:1], _NEAR))
    near = difflib.get_close_matches(said, known, n=_OFFERED, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(near)}?"
    shown = ", ".join(f"of a {kind} by `whatworks {SHOWN_BY[kind]}`" for kind in kinds)
    return f"accepted: an id as it is shown {shown}"
