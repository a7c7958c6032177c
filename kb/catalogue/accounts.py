"""What documents tell, as the catalogue keeps it: findings, lessons, facts of programmes and of problems.

Each is a suggestion on its sentence; a document has one row of ``accounts``, which says by which rules it was
read. Reading them out of text is ``ingest.tag.accounts``', showing them with what people decided ``told``'s.
A note has no account: what it states is compiled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from kb.accounts import Account
from kb.catalogue import read
from kb.catalogue import suggestions_accounts as rows
from kb.catalogue import tables as t
from kb.catalogue.designs import NOTE_TYPE
from kb.models import Heading, PageMap, Passage


def write(
    connection: Connection,
    document_id: str,
    account: Account,
    layout: rows.Layout | None = None,
) -> None:
    """Keep ``account`` in place of what an older reader said. Judgements are untouched; of a note nothing
    is kept. Without ``layout`` it is that of the text that is held."""
    _clear(connection, document_id)
    kind = select(t.documents.c.type).where(t.documents.c.id == document_id)
    if connection.execute(kind).scalar() == NOTE_TYPE:
        return
    made = rows.rows_of(document_id, account, layout or held_layout(connection, document_id))
    if made:
        connection.execute(insert(t.suggestions), made)
    connection.execute(insert(t.accounts).values(document_id=document_id, reader=account.reader))


def reread(connection: Connection, document_id: str, account: Account) -> None:
    """``write``, unless the same rules read the document before."""
    held = select(t.accounts.c.reader).where(t.accounts.c.document_id == document_id)
    if connection.execute(held).scalar() != account.reader:
        write(connection, document_id, account)


def _clear(connection: Connection, document_id: str) -> None:
    of_document = t.suggestions.c.document_id == document_id
    connection.execute(
        delete(t.suggestions).where(of_document, t.suggestions.c.kind.in_(rows.OF_ACCOUNT))
    )
    connection.execute(delete(t.accounts).where(t.accounts.c.document_id == document_id))


def held_layout(connection: Connection, document_id: str) -> rows.Layout:
    """Where things stand in a document that is held."""
    stored = read.text_of(connection, document_id)
    passages = read.passages_of(connection, document_id)
    return layout_of(stored.page_map, stored.headings, passages)


def layout_of(
    page_map: PageMap, headings: Sequence[Heading], passages: Sequence[Passage]
) -> rows.Layout:
    """Where things stand in a text that was cut into ``passages``."""
    starts = sorted((passage.locator.start, passage.id) for passage in passages)
    return rows.Layout(page_map, sorted(headings, key=lambda heading: heading.start), starts)


def of_document(connection: Connection, document_id: str) -> Account | None:
    """What a document tells; null where it was not read for this."""
    return of_documents(connection, [document_id]).get(document_id)


def of_documents(connection: Connection, ids: Collection[str]) -> dict[str, Account]:
    """What several documents tell, as the machine reads them; one that was not read for this is left out."""
    readers: dict[str, str] = {}
    for some in read.in_chunks(ids):
        query = select(t.accounts).where(t.accounts.c.document_id.in_(some))
        readers.update({row.document_id: row.reader for row in connection.execute(query)})
    said: dict[str, dict[str, list[Any]]] = {}
    for row in rows_of_kinds(connection, rows.OF_ACCOUNT, list(readers)):
        kinds = said.setdefault(row["document_id"], {})
        kinds.setdefault(row["kind"], []).append(rows.told_of(row))
    return {
        document: _account(reader, said.get(document, {})) for document, reader in readers.items()
    }


def _account(reader: str, told: Mapping[str, Sequence[Any]]) -> Account:
    return Account(
        findings=tuple(told.get("finding", ())),
        lessons=tuple(told.get("lesson", ())),
        programme=tuple(told.get("programme", ())),
        problems=tuple(told.get("problem", ())),
        reader=reader,
    )


def rows_of_kinds(
    connection: Connection, kinds: Collection[str], documents: Collection[str] | None
) -> list[RowMapping]:
    """Suggestions of these kinds, of these documents or of every current one, in the order of the documents'
    ids and of their texts."""
    wanted = select(t.suggestions).where(t.suggestions.c.kind.in_(sorted(kinds)))
    found: list[RowMapping] = []
    if documents is None:
        current = wanted.join(t.documents, t.documents.c.id == t.suggestions.c.document_id).where(
            t.documents.c.superseded_by.is_(None)
        )
        found.extend(connection.execute(current).mappings())
    else:
        for some in read.in_chunks(documents):
            query = wanted.where(t.suggestions.c.document_id.in_(some))
            found.extend(connection.execute(query).mappings())
    return sorted(found, key=lambda row: (row["document_id"], row["start"], row["end"], row["id"]))


def outdated(
    connection: Connection, reader: str | None, also: Collection[str] = ()
) -> tuple[str, ...]:
    """Ids of current documents with a text, notes aside, that other rules than ``reader`` read for this, or
    none did; and those of ``also``. Without ``reader``: those that none did."""
    query = (
        select(t.documents.c.id, t.accounts.c.reader)
        .join(t.texts, t.texts.c.document_id == t.documents.c.id)
        .outerjoin(t.accounts, t.accounts.c.document_id == t.documents.c.id)
        .where(t.documents.c.superseded_by.is_(None), t.documents.c.type != NOTE_TYPE)
        .order_by(t.documents.c.id)
    )
    named = frozenset(also)
    return tuple(
        row.id
        for row in connection.execute(query)
        if row.reader is None or row.id in named or reader not in (None, row.reader)
    )
