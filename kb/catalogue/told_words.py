"""What documents tell of one kind, document by document, with people's word over the machine's.

Rows and words; making values of them, with citations and links, is ``told``'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from sqlalchemy import Connection, RowMapping, select

from kb.catalogue import suggestions_accounts as rows
from kb.catalogue import tables as t
from kb.catalogue.judged import Decided
from kb.catalogue.judged_accounts import TheirWord, told
from kb.catalogue.read import in_chunks

Passage = tuple[int, int] | None
"""Where the passage lies that a suggestion stands in; null where its row is gone."""


def words_of(
    connection: Connection, decided: Decided, kind: str, documents: Collection[str] | None
) -> Iterator[tuple[str, list[tuple[TheirWord, Passage]]]]:
    """By document, in the order asked for: what it tells of one kind, as people have it."""
    held = {
        document: list(some)
        for document, some in groupby(
            _rows(connection, kind, documents), key=lambda row: str(row["document_id"])
        )
    }
    judged = decided.suggestions_of.keys()
    if documents is None:
        order = sorted(held.keys() | (judged & _current(connection, judged)))
    else:
        order = list(dict.fromkeys(documents))
    for document in order:
        some = held.get(document, [])
        spans = {row["id"]: (row["passage_start"], row["passage_end"]) for row in some}
        if document in judged:
            words = told(decided, document, some, kind)
        else:
            words = [TheirWord(row, rows.told_of(row)) for row in some]
        yield document, [(word, spans.get(word.row["id"])) for word in words]


def _rows(
    connection: Connection, kind: str, documents: Collection[str] | None
) -> Iterator[RowMapping]:
    """Suggestions of a kind with the span of their passage, in the order of documents and of their texts."""
    s, p = t.suggestions.c, t.passages.c
    wanted = (
        select(t.suggestions, p.start.label("passage_start"), p.end.label("passage_end"))
        .join(t.passages, p.id == s.passage_id)
        .where(s.kind == kind)
        .order_by(s.document_id, s.start, s.end, s.id)
    )
    if documents is None:
        current = wanted.join(t.documents, t.documents.c.id == s.document_id).where(
            t.documents.c.superseded_by.is_(None)
        )
        yield from connection.execute(current).mappings()
        return
    for some in in_chunks(sorted(set(documents))):
        yield from connection.execute(wanted.where(s.document_id.in_(some))).mappings()


def _current(connection: Connection, documents: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    for some in in_chunks(documents):
        query = select(t.documents.c.id).where(
            t.documents.c.id.in_(some), t.documents.c.superseded_by.is_(None)
        )
        found.update(connection.execute(query).scalars())
    return frozenset(found)
