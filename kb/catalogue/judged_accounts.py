"""What people's judgements make of what documents tell: laid over, never written into it.

As ``judged`` does for facts of how something was studied; reading what stands is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.catalogue.judged import Decided, copy_of
from kb.catalogue.suggestions_accounts import Row, says_same, with_value
from kb.catalogue.verdicts import name_of


@dataclass(frozen=True, slots=True)
class TheirWord:
    """A suggestion's row as people have it."""

    row: Row
    """Of a judged one, with what was set otherwise; its place is that which it had when it was judged."""
    judged_by: str = ""
    """Who decided; empty where nobody did."""


def told(decided: Decided, document_id: str, rows: Iterable[Row], kind: str) -> list[TheirWord]:
    """What a document tells, of one kind, with people's word over the machine's, in the order of its text.

    Accepted and edited ones are judged, whatever the rules say of them now; declined ones are gone.
    """
    some = list(rows)
    held = {row["id"]: row for row in some}
    kept = [TheirWord(row) for row in unjudged(decided, document_id, some, kind)]
    for item, found in decided.about(document_id, kind).items():
        if found.counts.value is not None:
            as_judged = {**held.get(item, {}), **copy_of(found), "id": item}
            row = with_value(as_judged, found.counts.value)
            kept.append(TheirWord(row, name_of(found.counts.judgement)))
    return sorted(kept, key=lambda one: (one.row["start"], one.row["end"], one.row["id"]))


def unjudged(decided: Decided, document_id: str, rows: Iterable[Row], kind: str) -> list[Row]:
    """The rows of which nobody judged anything, nor of the same words under an older reading."""
    judged, some = decided.about(document_id, kind), list(rows)
    present = {row["id"] for row in some}
    gone = [copy_of(found) for item, found in judged.items() if item not in present]
    return [
        row
        for row in some
        if row["id"] not in judged and not any(says_same(row, about) for about in gone)
    ]
