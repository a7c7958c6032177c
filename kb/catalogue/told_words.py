"""What documents tell of one kind, document by document, with people's word over the machine's.

Rows and words; making values of them, with citations and links, is ``told``'s.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, Text, select, type_coerce

from kb.catalogue import tables as t
from kb.catalogue.judged import COPIED, Decided
from kb.catalogue.judged_accounts import TheirWord, told
from kb.catalogue.read import in_chunks

_S, _P = t.suggestions.c, t.passages.c
_DETAIL = "detail"
COLUMNS = ("id", *COPIED, "passage_start", "passage_end")
"""What a row holds: a suggestion's columns, and the span of the passage that it stands in."""
_OWN = tuple(_S[name] for name in COLUMNS[:-2])
_BATCH = 1000

Row = dict[str, Any]


def words_of(
    connection: Connection, decided: Decided, kind: str, documents: Collection[str] | None
) -> Iterator[tuple[str, list[TheirWord]]]:
    """By document, in the order asked for or of ids: what it tells of one kind, as people have it.

    Document by document, so that rows do not pile up beside what is made of them. A row that a person
    judged and that newer rules no longer make has no span of a passage.
    """
    judged = decided.suggestions_of.keys()
    for document, some in _each(connection, judged, kind, documents):
        if document in judged:
            yield document, told(decided, document, some, kind)
        else:
            yield document, [TheirWord(row) for row in some]


def _each(
    connection: Connection, judged: Collection[str], kind: str, documents: Collection[str] | None
) -> Iterator[tuple[str, list[Row]]]:
    """Documents with their rows; judged ones also without any."""
    wanted = _rows(kind)
    if documents is not None:
        for some in in_chunks(dict.fromkeys(documents)):
            held = dict(_grouped(connection, wanted.where(_S.document_id.in_(some))))
            for document in some:
                yield document, held.get(document, [])
        return
    current = t.documents.c.superseded_by.is_(None)
    without = sorted(_current(connection, judged), reverse=True)
    every = wanted.join(t.documents, t.documents.c.id == _S.document_id).where(current)
    for document, found in _grouped(connection, every):
        while without and without[-1] <= document:
            other = without.pop()
            if other != document:
                yield other, []
        yield document, found
    for other in reversed(without):
        yield other, []


def _rows(kind: str) -> Select[Any]:
    """Suggestions of a kind with the span of their passage, in the order of documents and of their texts."""
    return (
        select(*(type_coerce(c, Text) if c.name == _DETAIL else c for c in _OWN), _P.start, _P.end)
        .join(t.passages, _P.id == _S.passage_id)
        .where(_S.kind == kind)
        .order_by(_S.document_id, _S.start, _S.end, _S.id)
    )


def _grouped(connection: Connection, query: Select[Any]) -> Iterator[tuple[str, list[Row]]]:
    parts = connection.execute(query).partitions(_BATCH)
    read = chain.from_iterable(_read(part) for part in parts)
    for document, some in groupby(read, key=itemgetter("document_id")):
        yield document, list(some)


def _read(found: Sequence[Any]) -> list[Row]:
    """Rows with their details. They are parsed as one text where the driver hands over texts: of sixty
    thousand small ones most of the time went into calling the parser."""
    made = [dict(zip(COLUMNS, row, strict=True)) for row in found]
    texts = [row[_DETAIL] for row in made]
    if made and isinstance(texts[0], str):
        for row, detail in zip(made, json.loads(f"[{','.join(texts)}]"), strict=True):
            row[_DETAIL] = detail
    return made


def _current(connection: Connection, documents: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    for some in in_chunks(documents):
        query = select(t.documents.c.id).where(
            t.documents.c.id.in_(some), t.documents.c.superseded_by.is_(None)
        )
        found.update(connection.execute(query).scalars())
    return frozenset(found)
