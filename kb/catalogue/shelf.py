"""What stands on the shelf: documents as a library lists them, their versions, what each one said.

For looking through what is held. Finding what answers a question is ``kb.search``; one document by its
id is ``read``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, func, select

from kb import vocab
from kb.catalogue import narrow, read
from kb.catalogue import tables as t
from kb.catalogue.designs import NOTE_TYPE
from kb.catalogue.shown import Shown, look
from kb.errors import UnknownId
from kb.evidence import Reading
from kb.models import Document, Filters, Level
from kb.standards import Standards


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents to list; nothing said means all."""

    words: str = ""
    """Words of the title, all of them."""
    type: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document with what a list says of it."""

    document: Document
    passages: int
    areas: tuple[str, ...]
    design: str | None = None
    """The strongest design it reports as done, or what it is called without one; null where not read."""
    levels: dict[str, Level] = field(default_factory=dict)
    """By scheme: its ceiling; of a note, what its attempt is shown at."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held of one challenge area."""

    area: str
    attempts: int
    documents: int
    """Notes are not counted: each is about an attempt."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that rests on a span of a document."""

    kind: str
    """``finding`` or ``lesson``."""
    text: str
    start: int
    end: int
    reference: str | None
    """For a note: the key of the source that the statement is about."""
    locator: str | None


def shelved(
    connection: Connection,
    wanted: Wanted,
    *,
    limit: int,
    offset: int = 0,
    standards: Standards | None = None,
) -> tuple[list[Shelved], int]:
    """A page of the list, newest first, and how many there are in all. Levels are those of
    ``standards``; without them, of the shipped ones."""
    shown = look(connection, standards)
    chosen = _chosen(shown, wanted)
    total = connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    order = (t.documents.c.added_at.desc(), func.lower(t.documents.c.title), t.documents.c.id)
    ids = list(connection.execute(chosen.order_by(*order).limit(limit).offset(offset)).scalars())
    documents, readings = shown.documents(ids), shown.readings(ids)
    passages = _passages(connection, ids)
    areas, levels = areas_of(connection, ids), shown.levels(readings, ids)
    found = [
        Shelved(
            documents[i],
            passages.get(i, 0),
            areas.get(i, ()),
            readings[i].design if i in readings and readings[i].note is None else None,
            levels.get(i, {}),
        )
        for i in ids
    ]
    return found, total


def reading(connection: Connection, document_id: str) -> Reading | None:
    """What a document says of how it was studied, as people have it; null where it was not read for it."""
    return look(connection).readings([document_id]).get(document_id)


def types(connection: Connection) -> dict[str, int]:
    """How many current documents there are of each type held, as people have them."""
    query = (
        select(t.documents.c.type, func.count())
        .where(t.documents.c.superseded_by.is_(None))
        .group_by(t.documents.c.type)
    )
    counts = Counter({row[0]: row[1] for row in connection.execute(query)})
    shown = look(connection)
    for before in read.documents(connection, shown.decided.documents).values():
        if before.superseded_by is None:
            counts[before.type] -= 1
            counts[shown.document(before).type] += 1
    return {kind: held for kind, held in sorted(counts.items()) if held}


def holdings(connection: Connection) -> tuple[Holding, ...]:
    """What each challenge area holds, in the order of the vocabulary."""
    kinds = {
        row.id: row.type
        for row in connection.execute(
            select(t.documents.c.id, t.documents.c.type).where(
                t.documents.c.superseded_by.is_(None)
            )
        )
    }
    made = []
    for slug in vocab.load("areas").slugs:
        held = narrow.documents(connection, Filters(area=(slug,))) or frozenset()
        found = [kinds[document] for document in held if document in kinds]
        notes = found.count(NOTE_TYPE)
        made.append(Holding(slug, notes, len(found) - notes))
    return tuple(made)


def terms_held(connection: Connection, facet: str) -> tuple[str, ...]:
    """Terms that some attempt carries: a filter offers nothing that would find nothing."""
    query = (
        select(t.attempt_terms.c.term)
        .where(t.attempt_terms.c.facet == facet)
        .distinct()
        .order_by(t.attempt_terms.c.term)
    )
    return tuple(connection.execute(query).scalars())


def areas_of(connection: Connection, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Areas of documents: what a note states outranks what a machine suggests."""
    found = look(connection).areas("document", ids)
    for some in read.in_chunks(ids):
        stated: dict[str, list[str]] = {}
        query = (
            select(t.attempts.c.document_id, t.attempt_terms.c.term)
            .join(t.attempt_terms, t.attempt_terms.c.attempt_id == t.attempts.c.id)
            .where(t.attempts.c.document_id.in_(some), t.attempt_terms.c.facet == "area")
            .order_by(t.attempt_terms.c.term)
        )
        for row in connection.execute(query):
            stated.setdefault(row.document_id, []).append(row.term)
        found.update({document: tuple(areas) for document, areas in stated.items()})
    return found


def versions(connection: Connection, source_id: str) -> tuple[Document, ...]:
    """Every version of a source, newest first."""
    query = (
        select(t.documents.c.id)
        .where(t.documents.c.source_id == source_id)
        .order_by(
            t.documents.c.superseded_by.is_not(None),
            t.documents.c.added_at.desc(),
            t.documents.c.id,
        )
    )
    ids = list(connection.execute(query).scalars())
    documents = read.documents(connection, ids)
    return tuple(documents[i] for i in ids)


def said(connection: Connection, document_id: str) -> tuple[Said, ...]:
    """The findings and lessons that rest on a document, in the order of its text."""
    found: list[Said] = []
    for kind, table in (("finding", t.findings), ("lesson", t.lessons), ("problem", t.problems)):
        query = select(
            table.c.text, table.c.start, table.c.end, table.c.reference, table.c.locator
        ).where(table.c.document_id == document_id)
        found.extend(Said(kind, *row) for row in connection.execute(query))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def note_of(connection: Connection, attempt_id: str) -> str:
    """The document that an attempt is described in; ``UnknownId`` when there is none."""
    query = select(t.attempts.c.document_id).where(t.attempts.c.id == attempt_id)
    found = connection.execute(query).scalar()
    if found is None:
        raise UnknownId(
            f"open attempt {attempt_id}: there is none; `whatworks attempts` lists what is held"
        )
    return str(found)


def _chosen(shown: Shown, wanted: Wanted) -> Select[Any]:
    query = select(t.documents.c.id).where(t.documents.c.superseded_by.is_(None))
    for word in wanted.words.casefold().split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        query = query.where(func.lower(t.documents.c.title).like(f"%{escaped}%", escape="\\"))
    if wanted.type:
        judged = shown.documents(shown.decided.documents)
        of_type = [i for i, document in judged.items() if document.type == wanted.type]
        as_read = (t.documents.c.type == wanted.type) & t.documents.c.id.not_in(sorted(judged))
        query = query.where(as_read | t.documents.c.id.in_(of_type))
    if wanted.area:
        of_area = narrow.documents(shown.connection, Filters(area=(wanted.area,)))
        query = query.where(t.documents.c.id.in_(sorted(of_area or ())))
    return query


def _passages(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in read.in_chunks(ids):
        query = (
            select(t.passages.c.document_id, func.count())
            .where(t.passages.c.document_id.in_(some))
            .group_by(t.passages.c.document_id)
        )
        found.update({row[0]: row[1] for row in connection.execute(query)})
    return found
