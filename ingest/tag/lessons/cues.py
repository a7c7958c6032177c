"""Whether a sentence tells a lesson, and of which kind: the cues in it, and what its place adds.

Theme and view are ``about.py``'s. Nothing is proposed where only the problem is described, an aim is told
or the text speaks of itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tag.lessons import rules
from ingest.tag.lessons.phrases import Hit
from ingest.tag.lessons.places import QUIET
from ingest.tag.lessons.rules import Cue

IMPLIES, LESSON = "implication", "lesson"
HELPED, HINDERED = "helped", "hindered"
_FIRST = {"implication": 0, "hindered": 1, "helped": 2}
"""Of cues of equal strength what follows is taken first, and a hindrance before a help."""
_RESULT = re.compile(
    r"\d ?%|\d per ?cent|\d percent|[£€$]\d|\bp ?[<=>]|\d points|95 ?% ci|hazard ratio|confidence interval"
)
"""A result in figures is a finding, whatever its words."""
_WHOLE = 7
"""Words from which a sentence under such a heading tells enough to be one."""
_LISTED = 0.5
_PLAINEST = 0.85
"""From this strength a cue counts where the scene is set."""
_ANNOUNCED = 0.15
"""What a heading of the same kind adds."""


@dataclass(frozen=True, slots=True)
class Told:
    """A lesson that a sentence tells: its kind, the cue, and how strong it is."""

    kind: str
    cue: str
    strength: float


def read(
    sentence: str,
    said: Sequence[str],
    announced: str,
    is_item: bool = False,
    *,
    is_short: bool = False,
) -> Told | None:
    """What a folded sentence of the words ``said`` tells where ``announced`` was announced.

    In a short text (``is_short``) plain words count too, and what stands under "What got in the way" is an
    item of that list.
    """
    table = rules.cues()
    hits = table.phrases.find(sentence, said)
    if is_short:
        is_item = is_item or (announced in (HELPED, HINDERED) and len(said) >= _WHOLE)
        is_plain = announced != QUIET and not (announced == "" and _RESULT.search(sentence))
        hits += table.plain.find(sentence, said) if is_plain else []
    if announced and announced != QUIET:
        hits += table.thin.find(sentence, said)
    if not hits:
        return _listed(announced) if is_item else None
    by_id = table.by_id
    if any(by_id[hit.key].kind == "never" for hit in hits):
        return None
    silent = [hit for hit in hits if by_id[hit.key].kind == "none"]
    is_ours = not table.ours.isdisjoint(said)
    standing = [
        by_id[hit.key]
        for hit in hits
        if by_id[hit.key].kind != "none" and not any(_inside(hit, other) for other in silent)
    ]
    cues = [cue for cue in standing if _counts(cue, is_ours, announced)]
    if not cues:
        return _listed(announced) if is_item else None
    return max(
        (Told(cue.kind, cue.id, _strength(cue, announced)) for cue in cues),
        key=lambda told: (told.strength, -_FIRST[told.kind], told.cue),
    )


def _listed(announced: str) -> Told | None:
    """An item of a list of lessons, though no word of it says so."""
    if announced in ("", QUIET, LESSON):
        return None
    return Told(announced, "listed", _LISTED)


def _inside(hit: Hit, other: Hit) -> bool:
    return hit.start < other.end and other.start < hit.end


def _counts(cue: Cue, is_ours: bool, announced: str) -> bool:
    if announced == QUIET:
        return cue.strength >= _PLAINEST
    if cue.needs == "told":
        return announced == cue.kind or (announced == LESSON and cue.kind == IMPLIES)
    return cue.needs == "nothing" or is_ours or bool(announced)


def _strength(cue: Cue, announced: str) -> float:
    return min(1.0, cue.strength + (_ANNOUNCED if cue.kind == announced else 0.0))
