"""Writing one document, in one transaction: source, text, passages, vectors, suggestions, statements.

Versions: a source has one current document; the others stay, superseded and citable. The same document
id met again (the same bytes read to the same text) is made current and not written twice.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select, update

from kb import pages
from kb.accounts import Account
from kb.catalogue import accounts, designs, suggestions
from kb.catalogue import tables as t
from kb.catalogue.read import INDEX
from kb.evidence import Reading
from kb.models import AreaTag, Document, Heading, PageMap, Passage, Source

if TYPE_CHECKING:
    from kb.notes import Note


Vectors = NDArray[np.float32]
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Record:
    """All that is kept of one document as it was read."""

    source: Source
    document: Document
    text: str = field(repr=False)
    page_map: PageMap = field(repr=False)
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...] = field(repr=False)
    cutter: str
    areas: tuple[tuple[str | None, AreaTag], ...] = ()
    """Suggested areas by passage id; null means the whole document. Offsets are the document's."""
    vectors: Vectors | None = field(default=None, repr=False)
    """One row a passage, in order; null leaves embedding to a later ``reindex``."""
    embedder: str | None = None
    note: Note | None = field(default=None, repr=False)
    reading: Reading | None = field(default=None, repr=False)
    """How it was studied, by its own words; null leaves that to a later ``reindex``."""
    account: Account | None = field(default=None, repr=False)
    """What it tells; null for a note, else it is left to a later ``reindex``."""


def now() -> str:
    """This moment, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def words_sha256(text: str) -> str:
    """Digest of the case-folded words alone: equal where two passages say the same."""
    return hashlib.sha256(" ".join(WORD.findall(text.casefold())).encode()).hexdigest()


def record(connection: Connection, item: Record) -> None:
    """Write ``item`` and make it the current document of its source."""
    keep_source(connection, item.source)
    held = connection.execute(
        select(t.documents.c.id).where(t.documents.c.id == item.document.id)
    ).scalar()
    _supersede_others(connection, item.document)
    if held:
        connection.execute(
            update(t.documents)
            .where(t.documents.c.id == item.document.id)
            .values(status=item.document.status, superseded_by=None)
        )
    else:
        _document(connection, item)
    is_new = _text(connection, item)
    _read_out(connection, item, is_new=is_new)
    _compiled(connection, item)
    changed(connection, item.document.id, "added")


def restore(connection: Connection, item: Record, *, with_text: bool = True) -> bool:
    """Write one version as another base recorded it, its place among the versions included.

    What is held of it already stays as it is; whether anything was new. ``with_text`` is false for a
    document whose text could not be handed over. ``make_current`` says which version of several leads.
    """
    keep_source(connection, item.source)
    held = connection.execute(
        select(t.documents.c.id).where(t.documents.c.id == item.document.id)
    ).scalar()
    if not held:
        _document(connection, item)
    grown = with_text and _text(connection, item)
    if item.note is not None:
        is_current = item.document.superseded_by is None
        _compiled(connection, item, is_current=is_current)
    if grown or not held:
        changed(connection, item.document.id, "added")
    return grown or not held


def make_current(connection: Connection, document: Document) -> None:
    """Let a held document lead its source again; whichever led is superseded by it."""
    _supersede_others(connection, document)
    connection.execute(
        update(t.documents)
        .where(t.documents.c.id == document.id)
        .values(status=document.status, superseded_by=None)
    )
    changed(connection, document.id, "added")


def _read_out(connection: Connection, item: Record, *, is_new: bool) -> None:
    """What was read out of a new text; of one that is held already, where newer rules read it."""
    document = item.document.id
    if is_new and item.reading is not None:
        designs.write(connection, document, item.reading, item.page_map)
    elif item.reading is not None:
        held = select(t.designs.c.reader).where(t.designs.c.document_id == document)
        if connection.execute(held).scalar() != item.reading.reader:
            designs.reread(connection, document, item.reading)
    if is_new and item.account is not None:
        layout = accounts.layout_of(item.page_map, item.headings, item.passages)
        accounts.write(connection, document, item.account, layout)
    elif item.account is not None:
        accounts.reread(connection, document, item.account)


def _compiled(connection: Connection, item: Record, *, is_current: bool = True) -> None:
    # Late: notes need pydantic, a tenth of a cold command that only asks.
    from kb.catalogue import compiled

    if item.note is not None:
        compiled.write(connection, item.document.id, item.note, is_current=is_current)


def add_alias(connection: Connection, source_id: str, alias: str) -> None:
    """Remember another name under which a source was met."""
    held = select(t.source_aliases).where(
        t.source_aliases.c.source_id == source_id, t.source_aliases.c.alias == alias
    )
    if connection.execute(held).first() is None:
        connection.execute(insert(t.source_aliases).values(source_id=source_id, alias=alias))


def changed(connection: Connection, document_id: str, what: str) -> None:
    """Tell the index that a document was ``added`` or ``removed``."""
    connection.execute(insert(t.changes).values(at=now(), document_id=document_id, what=what))


def keep_source(connection: Connection, source: Source) -> bool:
    """Write a source, or fill in what was not known of it; whether it was new. Nothing is overwritten."""
    held = (
        connection.execute(select(t.sources).where(t.sources.c.id == source.id)).mappings().first()
    )
    values = {
        "ref": source.ref,
        "title": source.title,
        "url": source.url,
        "publisher": source.publisher,
        "date": source.date,
        "areas": list(source.areas),
        "why": source.why,
        "mirror": source.mirror,
        "licence": source.licence,
        "added_by": source.added_by,
        "added_at": source.added_at or now(),
        "type": source.type,
    }
    if held is None:
        connection.execute(insert(t.sources).values(id=source.id, **values))
    else:
        grown = {k: v for k, v in values.items() if v and not held[k] and k != "added_at"}
        areas = sorted({*held["areas"], *source.areas})
        if areas != held["areas"]:
            grown["areas"] = areas
        if grown:
            connection.execute(update(t.sources).where(t.sources.c.id == source.id).values(**grown))
    for alias in source.aliases:
        add_alias(connection, source.id, alias)
    return held is None


def _supersede_others(connection: Connection, document: Document) -> None:
    others = connection.execute(
        select(t.documents.c.id).where(
            t.documents.c.source_id == document.source_id,
            t.documents.c.id != document.id,
            t.documents.c.superseded_by.is_(None),
        )
    ).scalars()
    for other in others.all():
        connection.execute(
            update(t.documents)
            .where(t.documents.c.id == other)
            .values(status="superseded", superseded_by=document.id)
        )
        changed(connection, other, "removed")


def _document(connection: Connection, item: Record) -> None:
    connection.execute(
        insert(t.documents).values(**document_row(item.document), cutter=item.cutter)
    )


def _text(connection: Connection, item: Record) -> bool:
    """Text, passages, vectors and suggestions, unless they are held; whether they were new."""
    held = select(t.texts.c.document_id).where(t.texts.c.document_id == item.document.id)
    if connection.execute(held).first() is not None:
        return False
    connection.execute(
        update(t.documents).where(t.documents.c.id == item.document.id).values(cutter=item.cutter)
    )
    connection.execute(
        insert(t.texts).values(
            document_id=item.document.id,
            text=item.text,
            page_map=pages.to_json(item.page_map, item.headings),
        )
    )
    if item.passages:
        connection.execute(insert(t.passages), [passage_row(p) for p in item.passages])
    if item.vectors is not None and item.embedder and len(item.passages):
        store_vectors(connection, item.embedder, [p.id for p in item.passages], item.vectors)
    if item.areas:
        connection.execute(
            insert(t.suggestions),
            [suggestions.of_area(item.document.id, passage, tag) for passage, tag in item.areas],
        )
    return True


def document_row(document: Document) -> dict[str, Any]:
    """Column values of a document, the cutter aside."""
    row = {
        name: getattr(document, name)
        for name in Document.__dataclass_fields__
        if name not in {"authors", "pages_without_text", "metadata", "warnings"}
    }
    row["authors"] = list(document.authors)
    row["pages_without_text"] = list(document.pages_without_text)
    row["metadata"] = [asdict(found) for found in document.metadata]
    row["warnings"] = list(document.warnings)
    return row


def passage_row(passage: Passage) -> dict[str, Any]:
    """Column values of a passage."""
    locator = passage.locator
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "position": passage.position,
        "start": locator.start,
        "end": locator.end,
        "page": locator.page,
        "page_end": locator.page_end,
        "page_label": locator.page_label,
        "page_end_label": locator.page_end_label,
        "heading": locator.heading,
        "words_sha256": words_sha256(passage.text),
        "text": passage.text,
    }


def store_vectors(
    connection: Connection, embedder: str, passage_ids: list[str], vectors: Vectors
) -> None:
    """Keep vectors, so that the index can be rebuilt without embedding again."""
    connection.execute(
        delete(t.vectors).where(
            t.vectors.c.embedder == embedder, t.vectors.c.passage_id.in_(passage_ids)
        )
    )
    connection.execute(
        insert(t.vectors),
        [
            {"passage_id": p, "embedder": embedder, "data": row.astype("<f2").tobytes()}
            for p, row in zip(passage_ids, vectors, strict=True)
        ],
    )


def note_index_state(connection: Connection, change: int) -> None:
    """Write that the index holds everything up to ``change``."""
    connection.execute(delete(t.index_state).where(t.index_state.c.name == INDEX))
    connection.execute(insert(t.index_state).values(name=INDEX, change=change, at=now()))
