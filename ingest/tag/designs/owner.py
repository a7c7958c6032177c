"""Whose study a cue speaks of: this one, one that is cited, or one that a review includes.

The nearest words that tell it hold; where none do, it is this study's. It decides by one sentence; that a
whole document is a review is ``design.py``'s to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.tag.designs.cues import Trigger
from ingest.tag.designs.matching import Hit
from ingest.tag.designs.status import reaching
from kb.evidence import FactOwner, FactStatus

_OWNERS: Mapping[str, FactOwner] = {
    "this": "this", "cited": "cited", "included-in-review": "included-in-review",
}  # fmt: skip
_UNDER: Mapping[FactStatus, FactOwner] = {
    "planned": "this", "negated": "this", "hypothetical": "none", "recommended": "none",
    "definitional": "none",
}  # fmt: skip
"""What was not done has no study of its own, or is told of the one at hand."""


@dataclass(frozen=True, slots=True)
class Whose:
    """An owner, and whether the sentence tells it."""

    owner: FactOwner
    told: bool = False
    soft: bool = False
    """Whether it gives way where the whole document speaks of one study of its own."""


def of(cue: Hit, triggers: Sequence[Hit], known: Mapping[str, Trigger]) -> tuple[FactOwner, bool]:
    """The owner of a cue, and whether the sentence says so."""
    whose = told(cue, triggers, known)
    return whose.owner, whose.told


def told(cue: Hit, triggers: Sequence[Hit], known: Mapping[str, Trigger], never: str = "") -> Whose:
    """The owner of a cue, and how surely the sentence says so."""
    near = sorted(
        (-1 if known[hit.key].sure else gap, hit.key, owner)
        for hit, gap in reaching(cue, triggers, known)
        if (owner := _OWNERS.get(known[hit.key].means)) and owner != never
    )
    if not near:
        return Whose("this")
    return Whose(near[0][2], told=True, soft=known[near[0][1]].soft)


def under(status: FactStatus, owner: FactOwner) -> FactOwner:
    """The owner that goes with a status: only what was done can be of somebody else."""
    return _UNDER.get(status, owner)
