"""What people judged, row by row: appended, never changed, never removed.

A judgement is about one field of one item (a suggestion, a document, an attempt) and has a named person,
a reason and a time. Undoing one is another row that names it; undoing that row restores it. Several people
may judge the same field: all their rows stay. What follows from them for facts and levels is
``kb.catalogue.judged``'s; asking people and guarding what they may decide is ``kb.review``'s.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select

from kb import ids, people
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.errors import UsageError

AboutKind = Literal["suggestion", "document", "attempt"]

DECISION = "decision"
"""Field of a suggestion: accepted, edited or declined."""
TYPE, INTEREST = "type", "interest"
"""Fields of a document."""
LEVEL = "level:"
"""A document's or an attempt's field for its step in a scheme: ``level:nesta-2013``."""

LONGEST_REASON = 4000

_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
_TICK = timedelta(microseconds=1)
AHEAD = timedelta(days=1)
"""How far another base's clock may be ahead of ours before what it says is taken for a forgery."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing that one person decided about one field of one item, and why."""

    about_kind: AboutKind
    about_id: str
    field: str
    value: Mapping[str, Any]
    """What was decided, and under ``about`` a copy of what it was decided about."""
    who: str
    reason: str
    at: str = ""
    """UTC, ISO 8601 with microseconds, later than any before it of this base; given by ``append``."""
    id: str = ""
    verified: bool = False
    """Whether a login vouches for the name."""
    origin: str | None = None
    """The base it came from; null for one of ours."""
    undoes: str | None = None
    """Id of the judgement that this one takes back."""

    @property
    def person(self) -> tuple[str, str]:
        """Who decided, as told apart: a name here and the same name elsewhere are two people."""
        return self.who.casefold(), self.origin or ""


Standing = dict[tuple[str, str], tuple[Judgement, ...]]
"""By item and field: the judgements that stand, the earliest first. The last of each person is their word."""


# --- who and why --------------------------------------------------------------------------------


def person(name: str | None) -> str:
    """The name of who acts; ``UsageError`` where it names nobody."""
    said = " ".join((name or "").split())
    problem = people.fault_of(said)
    if problem:
        raise UsageError(
            f"judge: {problem}; accepted: a person's name, by --as NAME or WHATWORKS_CURATOR"
        )
    return said


def reason(words: str | None) -> str:
    """Why somebody decides; ``UsageError`` where nothing is said."""
    said = " ".join((words or "").split())
    if not any(c.isalnum() for c in said):
        raise UsageError("judge: no reason is given; accepted: --reason with a few words")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in said):
        raise UsageError("judge: the reason has characters that are no text; accepted: plain words")
    if len(said) > LONGEST_REASON:
        raise UsageError(
            f"judge: the reason has {len(said):,} characters; accepted: up to {LONGEST_REASON:,}"
        )
    return said


def unfit(judgement: Judgement, now: datetime | None = None) -> str | None:
    """Why a row does not count, whatever it says; null where it does. Rows of ours were checked when written."""
    if judgement.origin is None:
        return None
    problem = people.fault_of(" ".join(judgement.who.split()))
    if problem:
        return problem
    if not any(c.isalnum() for c in judgement.reason):
        return "no reason is given"
    at = moment(judgement.at)
    if at is None:
        return f"its time {judgement.at!r} is none"
    if at > (now or datetime.now(UTC)) + AHEAD:
        return f"its time {judgement.at} has not come yet"
    return None


# --- rows ---------------------------------------------------------------------------------------


def append(connection: Connection, judgement: Judgement) -> Judgement:
    """Write a judgement of somebody here; as written, with its id and time.

    Times of this base only grow, also when its clock is set back, so that the latest is the last written.
    """
    who, why = person(judgement.who), reason(judgement.reason)
    ours = select(func.max(t.judgements.c.at)).where(t.judgements.c.origin.is_(None))
    last = moment(connection.execute(ours).scalar() or "")
    now = datetime.now(UTC)
    at = (now if last is None else max(now, last + _TICK)).strftime(_TIME)
    about = f"{judgement.about_kind}:{judgement.about_id}"
    written = replace(
        judgement,
        who=who,
        reason=why,
        at=at,
        origin=None,
        id=ids.statement_id("judgement", about, 0, 0, f"{judgement.field} {at} {who}"),
    )
    values = {name: getattr(written, name) for name in Judgement.__dataclass_fields__}
    connection.execute(insert(t.judgements).values(**{**values, "value": dict(written.value)}))
    return written


def undo(connection: Connection, undone: Judgement, who: str, why: str) -> Judgement:
    """Take a judgement back, by a row of its own about the same field of the same item."""
    copy = {"about": undone.value.get("about")}
    row = replace(undone, value=copy, who=who, reason=why, verified=False, undoes=undone.id)
    return append(connection, row)


def held(
    connection: Connection, about_kind: str | None = None, about_ids: Collection[str] | None = None
) -> list[Judgement]:
    """Every row, undone ones and undoings too, in the order of their times."""
    return _ordered(_rows(connection, about_kind, about_ids))


def _rows(
    connection: Connection, about_kind: str | None, about_ids: Collection[str] | None
) -> list[Judgement]:
    query = _COLUMNS
    if about_kind is not None:
        query = query.where(t.judgements.c.about_kind == about_kind)
    if about_ids is None:
        return [_judgement(row) for row in connection.execute(query)]
    return [
        _judgement(row)
        for some in in_chunks(sorted(set(about_ids)))
        for row in connection.execute(query.where(t.judgements.c.about_id.in_(some)))
    ]


def find(connection: Connection, judgement_id: str) -> Judgement:
    """A row by its id, which must be held."""
    query = _COLUMNS.where(t.judgements.c.id == judgement_id)
    return _judgement(connection.execute(query).one())


def standing(
    connection: Connection, about_kind: str | None = None, about_ids: Collection[str] | None = None
) -> dict[str, Standing]:
    """By kind of item: the rows of each of its fields that stand. ``stands`` says what standing is."""
    by_field: dict[tuple[str, str, str], list[Judgement]] = {}
    for row in _rows(connection, about_kind, about_ids):
        by_field.setdefault((row.about_kind, row.about_id, row.field), []).append(row)
    found: dict[str, Standing] = {}
    for (kind, item, field), some in by_field.items():
        left = stands(some)
        if left:
            found.setdefault(kind, {})[(item, field)] = tuple(left)
    return found


def stands(rows: Iterable[Judgement], now: datetime | None = None) -> list[Judgement]:
    """Those of the rows about one field that were not taken back, undoings aside, in order."""
    fit = [row for row in rows if unfit(row, now) is None]
    if len(fit) > 1:  # most fields are judged once
        undone = taken_back(fit, now)
        fit = [row for row in _ordered(fit) if row.id not in undone]
    return [row for row in fit if row.undoes is None]


def taken_back(rows: Iterable[Judgement], now: datetime | None = None) -> dict[str, Judgement]:
    """What was taken back, by its id, and by which row.

    A row is taken back by a later row that names it and is not itself taken back. Nobody elsewhere takes
    back what was decided here.
    """
    ordered = _ordered(row for row in rows if unfit(row, now) is None)
    by_id = {row.id: row for row in ordered}
    undone: dict[str, Judgement] = {}
    later: set[str] = set()
    for row in reversed(ordered):
        later.add(row.id)
        target = by_id.get(row.undoes or "")
        if target is None or target.id in later or row.id in undone:
            continue
        if row.origin in (None, target.origin):
            undone.setdefault(target.id, row)
    return undone


def moment(at: str) -> datetime | None:
    """The time that a row says; null where it is none."""
    try:
        said = datetime.fromisoformat(at)
    except ValueError:
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def _ordered(rows: Iterable[Judgement]) -> list[Judgement]:
    """By time. Within one moment, as bases that keep whole seconds have it, an undoing comes after
    what it undoes."""
    some = list(rows)
    by_id = {row.id: row for row in some}

    def depth(row: Judgement) -> int:
        passed = {row.id}
        while row.undoes in by_id and row.undoes not in passed:
            passed.add(row.undoes)
            row = by_id[row.undoes]
        return len(passed)

    first = datetime.min.replace(tzinfo=UTC)
    return sorted(some, key=lambda row: (moment(row.at) or first, depth(row), row.id))


_COLUMNS = select(*(t.judgements.c[name] for name in Judgement.__dataclass_fields__))
_VALUE = tuple(Judgement.__dataclass_fields__).index("value")


def _judgement(row: Row[Any]) -> Judgement:
    values = list(row)
    if not isinstance(values[_VALUE], dict):  # an import may bring any JSON
        values[_VALUE] = {}
    return Judgement(*values)
