"""What documents tell that waits for a person, and statements of notes beside what their originals say.

Part of the queue of ``kb.review_queue``, which orders it with the rest. It reads and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from kb.catalogue.accounts import rows_of_kinds
from kb.catalogue.judged import Decided
from kb.catalogue.judged_accounts import unjudged
from kb.catalogue.suggestions import DERIVED
from kb.catalogue.suggestions_accounts import OF_ACCOUNT, PLACE, Row
from kb.review_pending import FINDING, REST, RESULT, TOLD, UNMET, Pending

KINDS = (*OF_ACCOUNT, *DERIVED)
RESULTS = ("effect", "change")
"""Kinds of finding that say whether something came of it: they come before the others."""
AGREES = "agrees"


def waiting(
    connection: Connection, documents: Collection[str], decided: Decided, kind: str | None
) -> Iterator[Pending]:
    """What nobody judged of what these documents tell, of one kind or of every one."""
    kinds = [one for one in KINDS if kind in (None, one)]
    if not kinds:
        return
    found = rows_of_kinds(connection, kinds, documents)
    for document, some in groupby(found, key=itemgetter("document_id")):
        rows: list[Row] = list(some)
        if document in decided.suggestions_of:
            rows = [row for one in kinds for row in _left(decided, document, rows, one)]
        yield from map(_pending, rows)


def _left(decided: Decided, document: str, rows: list[Row], kind: str) -> list[Row]:
    own = [row for row in rows if row["kind"] == kind]
    if kind in OF_ACCOUNT:
        return unjudged(decided, document, own, kind)
    return [row for row in own if decided.on(row["id"]) is None]


def _pending(row: Row) -> Pending:
    detail: Mapping[str, Any] = row["detail"] or {}
    return Pending(
        id=row["id"],
        kind=row["kind"],
        document_id=row["document_id"],
        title="",
        value=row["value"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        page=detail.get("page"),
        page_label=detail.get("page_label"),
        rule=row["rule"],
        score=row["score"],
        detail={name: said for name, said in detail.items() if name not in PLACE},
        passage_id=row["passage_id"],
        tier=_tier(row["kind"], detail),
    )


def _tier(kind: str, detail: Mapping[str, Any]) -> int:
    if kind == "finding":
        return RESULT if detail.get("kind") in RESULTS else FINDING
    if kind in DERIVED:
        return REST if detail.get("state") == AGREES else UNMET
    return TOLD
