"""``eval disagreements FILE``: are the differences between sources that people listed reported?

On the base as it stands, and changing nothing. An item of kind figure is found when one reported
disagreement holds, on two sides, the numbers of two of its ``says``; one of kind finding when two reported
sides of different direction cite two of its addresses. Other kinds are listed and not scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

from kb import ids
from kb.amounts import Amount, amounts, comparable, numbers_of, of_figure
from kb.amounts_words import DAYS_IN
from kb.disagreements import Disagreements
from kb.errors import UsageError
from kb.models import Citation, Disagreement, Side

SCORED = ("figure", "finding")


@dataclass(frozen=True, slots=True)
class Item:
    """A difference that someone listed: what each source says, and where."""

    id: str
    kind: str
    says: tuple[str, ...]
    urls: tuple[str, ...]


def run(file: Path, drawn: Disagreements) -> dict[str, object]:
    """Figures over the items of ``file``, and which were not found."""
    items = read(file)
    citations = {one.id: one for one in drawn.citations}
    scored = [item for item in items if item.kind in SCORED]
    found = [item for item in scored if is_found(item, drawn.disagreements, citations)]
    return {
        "listed": len(items),
        "scored": len(scored),
        "found": len(found),
        "recall": round(len(found) / len(scored), 4) if scored else None,
        "reported": len(drawn.disagreements),
        "missed": [item.id for item in scored if item not in found],
    }


def read(file: Path) -> list[Item]:
    """The items of a YAML list."""
    accepted = "a list of tables with id, kind and sides (says, source_url) is accepted"
    try:
        table = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = str(error).splitlines()[0]
        raise UsageError(f"read {file}: {line}; {accepted}") from error
    if not isinstance(table, list) or not table:
        raise UsageError(f"read {file}: it holds no list; {accepted}")
    try:
        return [
            Item(
                str(raw["id"]),
                str(raw["kind"]),
                tuple(str(side["says"]) for side in raw["sides"]),
                tuple(str(side.get("source_url") or "") for side in raw["sides"]),
            )
            for raw in table
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"read {file}: {error!r} in one of the tables; {accepted}") from error


def is_found(
    item: Item, reported: Sequence[Disagreement], citations: Mapping[str, Citation]
) -> bool:
    """Whether one of the reported disagreements is the one listed."""
    if item.kind == "figure":
        return any(_holds_numbers(item, one.sides) for one in reported)
    return any(_holds_directions(item, one.sides, citations) for one in reported)


def _holds_numbers(item: Item, sides: Sequence[Side]) -> bool:
    """Whether two sides hold the numbers of two of the ``says``, each side those of one."""
    fits = [[_holds(says, side) for side in sides] for says in item.says]
    return any(
        fits[a][i] and fits[b][j]
        for a, b in combinations(range(len(fits)), 2)
        for i in range(len(sides))
        for j in range(len(sides))
        if i != j
    )


def _holds(says: str, side: Side) -> bool:
    """Whether every number that is said is among those of a side; lengths of time need not be."""
    wanted = [one for one in amounts(says) if (one.unit or "").removesuffix("s") not in DAYS_IN]
    if any(_has_digits(one) for one in wanted):  # "27% for cohorts with two full years" says 27 %
        wanted = [one for one in wanted if _has_digits(one)]
    held = list(amounts(side.value))
    if side.figure and (own := of_figure(side.figure)):
        held.append(own)
    return bool(wanted) and all(any(_is_it(one, other) for other in held) for one in wanted)


def _has_digits(one: Amount) -> bool:
    return any(character.isdigit() for character in one.text)


def _is_it(one: Amount, other: Amount) -> bool:
    if not (comparable(one, other) or None in (one.unit, other.unit) or _are_shares(one, other)):
        return False
    theirs = list(numbers_of(other))
    return all(any(abs(a - b) <= 1e-6 * max(abs(a), 1) for b in theirs) for a in numbers_of(one))


def _are_shares(one: Amount, other: Amount) -> bool:
    """ "4 and 7 points" are said of per cent as often as of percentage points."""
    return {one.unit, other.unit} <= {"%", "percentage points", "points"}


def _holds_directions(item: Item, sides: Sequence[Side], citations: Mapping[str, Citation]) -> bool:
    wanted = {_address(url) for url in item.urls if url}
    cited = [(side.direction, _addresses(citations[side.citation]) & wanted) for side in sides]
    return any(
        one and other and one != other and mine and theirs and len(mine | theirs) > 1
        for (one, mine), (other, theirs) in combinations(cited, 2)
    )


def _addresses(citation: Citation) -> set[str]:
    found = {citation.url or "", (citation.reports.url if citation.reports else "") or ""}
    return {_address(url) for url in found if url}


def _address(url: str) -> str:
    return ids.normalise_url(url) if "://" in url else url
