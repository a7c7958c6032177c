"""Whether the signs of a sentence make it a result of this document, of what kind, and how surely.

Weights are summed and held against one threshold; no sign decides alone. It reads no direction and no words
of its own: those are ``signs.toml``'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.tag.findings.signs import KINDS, Seen
from ingest.tag.sheet import Line, Sheet
from kb.models import FindingKind

THRESHOLD = 0.95
COMPARES = frozenset(
    {"rct", "rdd", "iv", "its", "synthetic-control", "did", "panel", "matching", "controls-only"}
)
"""Designs that set what was tried against something else."""
REVIEW = "systematic-review"
_SECTION: Mapping[str, float] = {
    "results": 0.25, "abstract": 0.2, "conclusion": 0.1, "discussion": 0.0, "introduction": -0.25,
    "methods": -0.4, "literature-review": -0.9, "recommendations": -0.5, "annex": -0.3,
    "limitations": -0.2, "about": -0.6,
}  # fmt: skip
_DESIGN: Mapping[str, float] = {
    "cited-only": -0.3,
    "protocol": -0.8,
    "programme-description": -0.05,
    **dict.fromkeys(COMPARES, 0.1),
}
_TYPE: Mapping[str, float] = {
    "guidance": -0.4, "policy-paper": -0.3, "terms-of-reference": -0.8, "protocol": -0.8,
    "evaluation": 0.1,
}  # fmt: skip
_MORE, _NUMBER_COUNTS = 0.15, 0.2
_NUMBER = re.compile(
    r"(?:£|\$|€)\s?\d|(?<![\w.-])(?!(?:19|20)\d\d(?:[-/]\d{2,4})?\b)\d[\d,.]*\s?(?:%|per ?cent|m\b|k\b|bn\b)?"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|half|third|quarter|majority)\b"
)
_POOLED = re.compile(
    r"\bpooled\b|\bmeta-analys[ie]s (?:showed|found|shows|finds|of all)|\boverall effect\b|\bacross (?:all )?(?:the )?"
    r"(?:\d+|\w+) (?:included )?(?:studies|trials|rcts)\b|\b(?:this|our|the) review (?:found|finds|shows|concluded)|\bwe found\b"
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a sentence is taken to report."""

    kind: FindingKind
    score: float
    """0 to 1; half is the threshold."""
    sign: Seen
    """The sign that tells the result most strongly."""


def weigh(line: Line, said: str, seen: Sequence[Seen], sheet: Sheet) -> Weighed | None:
    """The kind and the score of a sentence; nothing where it is not taken for a result."""
    counted = bool(_NUMBER.search(said))
    told = [one for one in seen if _stands(one, counted)]
    strong = [one for one in told if one.sign.id != "found.that"]
    if not strong:
        return None
    best = max(strong, key=lambda one: (one.sign.weight, -one.start))
    against = sum(
        one.sign.weight for one in seen if one.sign.gives == "against" and _reaches(one, strong)
    )
    ahead = any(one.sign.gives == "ahead" and _reaches(one, [best]) for one in seen)
    if ahead and not counted:
        return None
    score = best.sign.weight + _MORE * min(2, len(told) - 1) - against
    score += max((one.sign.weight for one in seen if one.sign.gives == "own"), default=0.0)
    score += sum(one.sign.weight for one in seen if one.sign.gives == "compared")
    score += _NUMBER_COUNTS * counted + _standing(line, sheet)
    if sheet.design == REVIEW and not _POOLED.search(said):
        score -= 0.6
    if score < THRESHOLD:
        return None
    kind: FindingKind = "forecast" if ahead else _kind(strong, seen, sheet)
    return Weighed(kind, round(min(1.0, score / (2 * THRESHOLD)), 3), best)


def _stands(one: Seen, counted: bool) -> bool:
    if one.sign.gives not in KINDS:
        return False
    return counted or one.sign.id not in ("delivery.done", "cost.each")


def _reaches(one: Seen, told: Sequence[Seen]) -> bool:
    """Whether it stands before what is told, near enough; one without a reach holds anywhere."""
    if one.sign.reach is None:
        return True
    return all(
        one.start <= other.start and other.start - one.end <= one.sign.reach for other in told[:1]
    )


def _standing(line: Line, sheet: Sheet) -> float:
    """What the place in the document, its design and its type add or take off."""
    return (
        _SECTION.get(line.section, 0.0)
        + _DESIGN.get(sheet.design, 0.0)
        + _TYPE.get(sheet.type, 0.0)
    )


def _kind(told: Sequence[Seen], seen: Sequence[Seen], sheet: Sheet) -> FindingKind:
    kinds = {one.sign.gives: one for one in sorted(told, key=lambda one: one.sign.weight)}
    others = {one.sign.gives for one in seen}
    if "cost" in kinds:
        return "cost"
    if "change" in kinds and "compared" in others:
        return "effect"
    if "experience" in kinds:
        return "experience"
    if "change" in kinds and sheet.design in COMPARES and "impact" in others:
        return "effect"
    if "delivery" in kinds and (
        "change" not in kinds or kinds["delivery"].sign.weight > kinds["change"].sign.weight
    ):
        return "delivery"
    return "change"
