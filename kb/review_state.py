"""How an item stands with what people decided laid over it: what is compared before and after a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from kb.catalogue import read
from kb.catalogue import tables as t
from kb.catalogue.judgements import AboutKind
from kb.catalogue.shown import Shown
from kb.errors import UnknownId
from kb.models import Level


@dataclass(frozen=True, slots=True)
class About:
    """The document that a judgement is about; of a note, its attempt."""

    id: str
    """Id of the document."""
    title: str
    attempt_id: str | None = None

    @property
    def rated(self) -> tuple[AboutKind, str]:
        """Kind and id of what has a level: a note's is its attempt's."""
        return ("attempt", self.attempt_id) if self.attempt_id else ("document", self.id)


@dataclass(frozen=True, slots=True)
class State:
    """What a document is, how it was studied and where it stands by each scheme."""

    type: str
    interest: str
    design: str | None
    """Null where it was not read for this."""
    levels: Mapping[str, Level] = field(default_factory=dict)


def about_item(
    connection: Connection, kind: str, item: str, value: Mapping[str, Any] | None = None
) -> About:
    """What an attempt, a document or a suggestion belongs to.

    ``value`` is that of a judgement: a suggestion that newer rules no longer make is found by the copy
    in it.
    """
    a = t.attempts.c
    query = select(a.id, a.name, a.document_id)
    if kind == "attempt":
        row = connection.execute(query.where(a.id == item)).first()
    else:
        document = _document_of(connection, item, value or {}) if kind == "suggestion" else item
        row = connection.execute(query.where(a.document_id == document)).first()
        if row is None:
            return About(document, read.document(connection, document).title)
    if row is None:
        raise UnknownId(f"open attempt {item}: there is none; `whatworks attempts` lists them")
    return About(row.document_id, row.name, row.id)


def _document_of(connection: Connection, suggestion: str, value: Mapping[str, Any]) -> str:
    held = select(t.suggestions.c.document_id).where(t.suggestions.c.id == suggestion)
    found = connection.execute(held).scalar()
    about = value.get("about")
    if found is None and isinstance(about, dict):
        found = about.get("document_id")
    if found is None:
        raise UnknownId(f"open suggestion {suggestion}: there is none")
    return str(found)


def state_of(view: Shown, about: About) -> State:
    """How an item stands, as every screen shows it."""
    document = view.document(read.document(view.connection, about.id))
    readings = view.readings([about.id])
    reading = readings.get(about.id)
    return State(
        type=document.type,
        interest=document.interest,
        design=reading.design if reading else None,
        levels=view.levels(readings, [about.id]).get(about.id, {}),
    )


def rises(before: State, after: State) -> str | None:
    """A scheme by which an item stands higher than before; null where it does by none."""
    for scheme, level in after.levels.items():
        was = before.levels.get(scheme)
        if (level.rank or 0) > ((was.rank or 0) if was else 0):
            return level.scheme_label or scheme
        if len(level.held) > (len(was.held) if was else 0):
            return level.scheme_label or scheme
    return None
