"""The sides of a sentence that tells of two outcomes which went different ways.

"Women earned more, but men's hours fell" holds two results with one quote. Each side has an outcome and a
direction of its own; a sentence whose sides do not differ so stays one result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tag.findings import direction, outcome
from ingest.tag.findings.outcome import Outcome
from ingest.tag.findings.signs import Signs
from kb.models import Direction, FindingKind

_TURN = re.compile(
    r"[;,]? \b(?:but|while|whereas|although|though|however)\b,? |; |, (?:and|with) (?=(?:no|did|had|there|fewer|lower|higher|more|less|a)\b)"
)
_SHORTEST = 4
"""Words of a side."""
_CLEAR = ("positive", "negative", "no-effect")


@dataclass(frozen=True, slots=True)
class Side:
    """One outcome of several, and the words that tell of it."""

    text: str
    measured: Outcome
    direction: Direction


def read(
    text: str,
    said: str,
    kind: FindingKind,
    known: Signs,
    asked: Sequence[int],
    areas: tuple[str, ...],
) -> tuple[Side, ...]:
    """The sides of a sentence, in order; empty where it tells one thing."""
    sides: list[Side] = []
    for start, end in _parts(said):
        side = _side(text[start:end], said[start:end], kind, known, asked, areas)
        if side is not None and side.measured.words not in {one.measured.words for one in sides}:
            sides.append(side)
    return tuple(sides) if len({side.direction for side in sides}) > 1 else ()


def _parts(said: str) -> list[tuple[int, int]]:
    turns = list(_TURN.finditer(said))
    starts = [0, *(turn.end() for turn in turns)]
    ends = [*(turn.start() for turn in turns), len(said)]
    parts = list(zip(starts, ends, strict=True))
    return [part for part in parts if len(said[slice(*part)].split()) >= _SHORTEST] if turns else []


def _side(
    text: str,
    said: str,
    kind: FindingKind,
    known: Signs,
    asked: Sequence[int],
    areas: tuple[str, ...],
) -> Side | None:
    told = [seen for seen in known.find(said, asked) if seen.sign.gives == "change"]
    told = [seen for seen in told if seen.sign.id != "found.that"]
    if not told:
        return None
    sign = max(told, key=lambda seen: (seen.sign.weight, -seen.start))
    measured = outcome.read(text, said, kind, sign, areas)
    if measured is None:
        return None
    way = direction.read(text).direction
    return Side(text, measured, way) if way in _CLEAR else None
