"""What people's judgements make of what documents tell: laid over, never written into it.

As ``judged`` does for facts of how something was studied; reading what stands is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kb.catalogue.judged import Decided, copy_of
from kb.catalogue.suggestions_accounts import Row, with_value
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
        if row["id"] not in judged and not any(_says_same(row, about) for about in gone)
    ]


def _says_same(row: Row, about: Row) -> bool:
    """Whether a row says what another one, of an older reading, said on mostly the same words.

    Newer rules may cut a sentence elsewhere, or name its outcome otherwise; what a person said of it holds.
    """
    shared = min(about["end"], row["end"]) - max(about["start"], row["start"])
    if 2 * shared <= max(about["end"] - about["start"], row["end"] - row["start"]):
        return False
    return any(
        key is not None and key in _SAYING[row["kind"]](about) for key in _SAYING[row["kind"]](row)
    )


_SAYING: Mapping[str, Callable[[Row], tuple[Any, ...]]] = {
    "finding": lambda row: (row["detail"]["outcome_slug"], row["detail"]["outcome"].casefold()),
    "lesson": lambda row: (row["value"], row["detail"]["theme"]),
    "programme": lambda row: ((row["value"], row["detail"]["value"].casefold()),),
    "problem": lambda row: ((row["value"], row["detail"]["area"]),),
}
"""What two rows of one kind have to share, in one place at least, to say the same."""
