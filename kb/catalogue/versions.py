"""Which source some bytes belong to, and whether they are already held."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kb import ids
from kb.catalogue import read
from kb.catalogue import tables as t
from kb.models import Document


def source_of(connection: Connection, canonical_ref: str, alias: str, sha256: str) -> str:
    """The id of the source that these bytes belong to.

    A note or an address is known by its name. A file is known by the first bytes seen: the same bytes
    anywhere are the same source, and other bytes under a known path are a new version of it.
    """
    if not canonical_ref.startswith("file:"):
        return ids.source_id(canonical_ref)
    same_bytes = connection.execute(
        select(t.documents.c.source_id)
        .join(t.sources, t.sources.c.id == t.documents.c.source_id)
        .where(t.documents.c.snapshot_sha256 == sha256, t.sources.c.ref.like("file:%"))
        .order_by(t.documents.c.superseded_by.is_not(None), t.documents.c.id)
        .limit(1)
    ).scalar()
    if same_bytes:
        return str(same_bytes)
    same_path = connection.execute(
        select(t.source_aliases.c.source_id)
        .join(t.sources, t.sources.c.id == t.source_aliases.c.source_id)
        .where(t.source_aliases.c.alias == alias, t.sources.c.ref.like("file:%"))
        .order_by(t.sources.c.added_at.desc(), t.sources.c.id)
        .limit(1)
    ).scalar()
    return str(same_path or ids.source_id(canonical_ref))


def current(connection: Connection, source_id: str) -> Document | None:
    """The document of a source that is not superseded."""
    found = connection.execute(
        select(t.documents.c.id).where(
            t.documents.c.source_id == source_id, t.documents.c.superseded_by.is_(None)
        )
    ).scalar()
    return read.document(connection, found) if found else None


def held(
    connection: Connection,
    canonical_ref: str,
    alias: str | None,
    sha256: str,
    extractor: str | None,
) -> tuple[Document | None, bool]:
    """The current document of these very bytes as the same extractor read them, and whether ``alias``
    is a new name for it. An address is another source than a file with the same bytes."""
    is_file = canonical_ref.startswith("file:")
    query = (
        select(t.documents.c.id, t.documents.c.source_id)
        .join(t.sources, t.sources.c.id == t.documents.c.source_id)
        .where(
            t.documents.c.snapshot_sha256 == sha256,
            t.documents.c.superseded_by.is_(None),
            t.documents.c.extractor == extractor,
        )
        .order_by(t.documents.c.id)
    )
    if is_file:
        query = query.where(t.sources.c.ref.like("file:%") | t.sources.c.ref.like("note:%"))
    else:
        query = query.where(t.sources.c.id == ids.source_id(canonical_ref))
    row = connection.execute(query.limit(1)).first()
    if row is None:
        return None, False
    known = connection.execute(
        select(t.source_aliases.c.alias).where(
            t.source_aliases.c.source_id == row.source_id, t.source_aliases.c.alias == alias
        )
    ).first()
    return read.document(connection, row.id), known is None
