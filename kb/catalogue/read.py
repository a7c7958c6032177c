"""Reading sources, documents, texts and passages back as values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, RowMapping, Select, func, select

from kb import pages
from kb.catalogue import tables as t
from kb.errors import UnknownId
from kb.models import AreaTag, Document, Found, Heading, Locator, PageMap, Passage, Source

INDEX = "passages"
"""Name of the one index there is, in its state's row."""

CHUNK = 500
"""Ids a statement: SQLite allows a limited number of parameters."""


@dataclass(frozen=True, slots=True)
class StoredText:
    """The stored text of a document with its way back to pages."""

    text: str
    page_map: PageMap
    headings: tuple[Heading, ...]


def in_chunks(ids: Collection[str]) -> Iterator[list[str]]:
    """``ids`` in lists that one statement can take."""
    ordered = list(ids)
    for i in range(0, len(ordered), CHUNK):
        yield ordered[i : i + CHUNK]


def _rows(
    connection: Connection, query: Select[Any], column: Any, ids: Collection[str]
) -> list[RowMapping]:
    found: list[RowMapping] = []
    for some in in_chunks(ids):
        found.extend(connection.execute(query.where(column.in_(some))).mappings())
    return found


def documents(connection: Connection, ids: Collection[str] | None = None) -> dict[str, Document]:
    """Documents by id: those asked for, or every one that is not superseded."""
    query = select(t.documents)
    if ids is None:
        rows = list(
            connection.execute(query.where(t.documents.c.superseded_by.is_(None))).mappings()
        )
    else:
        rows = _rows(connection, query, t.documents.c.id, ids)
    return {row["id"]: _document(row) for row in rows}


def titles(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Titles of documents by id."""
    query = select(t.documents.c.id, t.documents.c.title)
    return {row["id"]: row["title"] for row in _rows(connection, query, t.documents.c.id, ids)}


def document(connection: Connection, document_id: str) -> Document:
    """One document; ``UnknownId`` when there is none."""
    found = documents(connection, [document_id])
    if not found:
        raise UnknownId(
            f"open document {document_id}: there is none; `whatworks status` lists what is held"
        )
    return found[document_id]


def _document(row: RowMapping) -> Document:
    values = {name: row[name] for name in Document.__dataclass_fields__}
    values["authors"] = tuple(row["authors"])
    values["pages_without_text"] = tuple(row["pages_without_text"])
    values["metadata"] = tuple(Found(**found) for found in row["metadata"])
    values["warnings"] = tuple(row["warnings"])
    return Document(**values)


def sources(connection: Connection, ids: Collection[str] | None = None) -> dict[str, Source]:
    """Sources by id: those asked for, or all."""
    query = select(t.sources)
    if ids is None:
        rows = list(connection.execute(query).mappings())
    else:
        rows = _rows(connection, query, t.sources.c.id, ids)
    aliases: dict[str, list[str]] = {}
    for row in connection.execute(select(t.source_aliases).order_by(t.source_aliases.c.alias)):
        aliases.setdefault(row.source_id, []).append(row.alias)
    return {
        row["id"]: Source(
            **{
                **{k: v for k, v in row.items() if k != "areas"},
                "areas": tuple(row["areas"]),
                "aliases": tuple(aliases.get(row["id"], ())),
            }
        )
        for row in rows
    }


def text_of(connection: Connection, document_id: str) -> StoredText:
    """The stored text of a document; ``UnknownId`` when there is none."""
    row = (
        connection.execute(select(t.texts).where(t.texts.c.document_id == document_id))
        .mappings()
        .first()
    )
    if row is None:
        raise UnknownId(f"open the text of document {document_id}: there is none")
    return _stored(row)


def texts_of(connection: Connection, ids: Collection[str]) -> dict[str, StoredText]:
    """The stored texts of several documents; one without is left out. For notes and a few others: a long
    report is megabytes."""
    return {
        row["document_id"]: _stored(row)
        for row in _rows(connection, select(t.texts), t.texts.c.document_id, ids)
    }


def _stored(row: RowMapping) -> StoredText:
    page_map, headings = pages.from_json(row["page_map"])
    return StoredText(row["text"], page_map, headings)


def span(connection: Connection, document_id: str, start: int, end: int) -> str:
    """``text[start:end]`` of a document, without reading the rest of it."""
    found = connection.execute(
        select(func.substr(t.texts.c.text, start + 1, end - start)).where(
            t.texts.c.document_id == document_id
        )
    ).scalar()
    return str(found or "")


def passages(connection: Connection, ids: Collection[str]) -> dict[str, Passage]:
    """Passages by id; unknown ids are left out."""
    return {
        row["id"]: _passage(row)
        for row in _rows(connection, select(t.passages), t.passages.c.id, ids)
    }


def passages_of(connection: Connection, document_id: str) -> tuple[Passage, ...]:
    """Every passage of a document, in order."""
    query = (
        select(t.passages)
        .where(t.passages.c.document_id == document_id)
        .order_by(t.passages.c.position)
    )
    return tuple(_passage(row) for row in connection.execute(query).mappings())


def passages_of_all(connection: Connection, ids: Collection[str]) -> dict[str, tuple[Passage, ...]]:
    """Every passage of several documents, in order."""
    found: dict[str, list[Passage]] = {document: [] for document in ids}
    query = select(t.passages).order_by(t.passages.c.position)
    for row in _rows(connection, query, t.passages.c.document_id, ids):
        found[row["document_id"]].append(_passage(row))
    return {document: tuple(some) for document, some in found.items()}


def _passage(row: RowMapping) -> Passage:
    locator = Locator(**{name: row[name] for name in Locator.__dataclass_fields__})
    return Passage(row["id"], row["document_id"], row["position"], row["text"], locator)


def twins(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """For each passage, the digest of its words: equal digests say the same."""
    query = select(t.passages.c.id, t.passages.c.words_sha256)
    return {
        row["id"]: row["words_sha256"] for row in _rows(connection, query, t.passages.c.id, ids)
    }


def area_rows(
    connection: Connection,
    kind_of_id: str,
    ids: Collection[str],
    *,
    with_passages: bool = False,
) -> list[RowMapping]:
    """Suggested areas of passages, or of documents (as a whole, unless ``with_passages``), as rows."""
    column = t.suggestions.c.passage_id if kind_of_id == "passage" else t.suggestions.c.document_id
    query = select(t.suggestions).where(t.suggestions.c.kind == "area")
    if kind_of_id == "document" and not with_passages:
        query = query.where(t.suggestions.c.passage_id.is_(None))
    return _rows(connection, query, column, ids)


def area_tags(connection: Connection, document_id: str) -> list[tuple[str | None, AreaTag]]:
    """Every suggested area of a document, with the passage it is about (null: the document)."""
    query = (
        select(t.suggestions)
        .where(t.suggestions.c.document_id == document_id, t.suggestions.c.kind == "area")
        .order_by(t.suggestions.c.start, t.suggestions.c.value, t.suggestions.c.id)
    )
    return [
        (
            row["passage_id"],
            AreaTag(
                row["value"], row["score"], row["quote"], row["start"], row["end"], row["rule"]
            ),
        )
        for row in connection.execute(query).mappings()
    ]


def vectors(
    connection: Connection, embedder: str, passage_ids: Sequence[str], dimension: int
) -> dict[str, NDArray[np.float32]]:
    """Stored vectors by passage id; a passage without one is left out."""
    query = select(t.vectors).where(t.vectors.c.embedder == embedder)
    return {
        row["passage_id"]: np.frombuffer(row["data"], dtype="<f2", count=dimension).astype(
            np.float32
        )
        for row in _rows(connection, query, t.vectors.c.passage_id, passage_ids)
    }


def passage_counts(connection: Connection) -> dict[str, int]:
    """Passages by current document: what the index should hold."""
    query = (
        select(t.passages.c.document_id, func.count())
        .join(t.documents, t.documents.c.id == t.passages.c.document_id)
        .where(t.documents.c.superseded_by.is_(None))
        .group_by(t.passages.c.document_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def last_change(connection: Connection) -> int:
    """Number of the newest change the index must follow; 0 where there is none."""
    return int(connection.execute(select(func.coalesce(func.max(t.changes.c.seq), 0))).scalar_one())


def index_state(connection: Connection) -> tuple[int, str] | None:
    """The last change that was published to the index, and when; null before the first."""
    row = connection.execute(
        select(t.index_state.c.change, t.index_state.c.at).where(t.index_state.c.name == INDEX)
    ).first()
    return None if row is None else (row.change, row.at)
