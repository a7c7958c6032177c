"""Directions of proposed findings, read once more with the sentence's vector. It proposes and drops none.

Only where the words alone gave the direction of the one finding that a sentence tells: what another rule
gave (a forecast, a cost, a side of a comparison, a plan missed) stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.tag.findings import direction
from ingest.tag.sheet import Embed
from kb.accounts import ToldFinding

_KINDS = ("effect", "change")


def read(found: Sequence[ToldFinding], embed: Embed) -> list[ToldFinding]:
    """The same findings in their order, each with the direction that words and vector give together.

    ``embed`` makes vectors of the space that ``direction_model.meaning`` names.
    """
    told = Counter(one.span.start for one in found)
    asked = [
        place
        for place, one in enumerate(found)
        if one.kind in _KINDS
        and told[one.span.start] == 1
        and direction.read(one.span.quote).direction == one.direction
    ]
    if not asked:
        return list(found)
    vectors = embed([found[place].span.quote for place in asked])
    heard = list(found)
    for place, vector in zip(asked, vectors, strict=True):
        way = direction.read(found[place].span.quote, vector=vector).direction
        heard[place] = replace(found[place], direction=way)
    return heard
