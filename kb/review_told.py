"""What documents tell that waits for a person, and statements of notes beside what their originals say.

Part of the queue of ``kb.review_queue``, which orders it with the rest. It reads and changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from kb.catalogue import tables as t
from kb.catalogue.accounts import rows_of_kinds
from kb.catalogue.judged import Decided
from kb.catalogue.judged_accounts import unjudged
from kb.catalogue.read import in_chunks
from kb.catalogue.suggestions import DERIVED
from kb.catalogue.suggestions_accounts import OF_ACCOUNT, PLACE, Row
from kb.review_pending import DIFFERING, FINDING, REST, RESULT, TOLD, UNMET, Pending

KINDS = (*OF_ACCOUNT, *DERIVED)
RESULTS = ("effect", "change")
"""Kinds of finding that say whether something came of it: they come before the others."""
AGREES, DIFFERS = "agrees", "differs"
_S = t.suggestions.c


def waiting(
    connection: Connection, documents: Collection[str], decided: Decided, kind: str | None
) -> Iterator[Pending]:
    """What nobody judged of what these documents tell, of one kind or of every one.

    Enough of each to find its place; ``filled`` brings the words of the few that are shown. A base of
    thousands of documents has a hundred thousand of them.
    """
    kinds = [one for one in KINDS if kind in (None, one)]
    if not kinds:
        return
    judged = set(documents) & decided.suggestions_of.keys()
    plain = sorted(set(documents) - judged)
    columns = (_S.id, _S.kind, _S.document_id, _S.value, _S.start, _S.end, _S.rule, _S.score)
    told = (_S.detail["kind"].as_string(), _S.detail["state"].as_string())
    for some in in_chunks(plain):
        query = select(*columns, *told).where(_S.document_id.in_(some), _S.kind.in_(kinds))
        for item, of, document, value, start, end, rule, score, sort, state in connection.execute(
            query
        ):
            yield Pending(
                item, of, document, "", value, "", start, end, None, None, rule, score,
                tier=_tier(of, sort, state),
            )  # fmt: skip
    found = rows_of_kinds(connection, kinds, judged)
    for document, group in groupby(found, key=itemgetter("document_id")):
        rows: list[Row] = list(group)
        yield from (_pending(row) for one in kinds for row in _left(decided, document, rows, one))


def filled(connection: Connection, shown: Sequence[Pending]) -> list[Pending]:
    """The same with the words, the page and the detail of what documents tell."""
    rows = {
        row["id"]: row
        for some in in_chunks([one.id for one in shown if one.kind in KINDS])
        for row in connection.execute(
            select(t.suggestions).where(t.suggestions.c.id.in_(some))
        ).mappings()
    }
    return [_pending(rows[one.id]) if one.id in rows else one for one in shown]


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
        tier=_tier(row["kind"], detail.get("kind"), detail.get("state")),
    )


def _tier(kind: str, sort: str | None, state: str | None) -> int:
    if kind == "finding":
        return RESULT if sort in RESULTS else FINDING
    if kind in DERIVED:
        # What an original contradicts comes before what was not found in it.
        return DIFFERING if state == DIFFERS else REST if state == AGREES else UNMET
    return TOLD
