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

THRESHOLD = 0.89
COMPARES = frozenset(
    {"rct", "rdd", "iv", "its", "synthetic-control", "did", "panel", "matching", "controls-only"}
)
"""Designs that set what was tried against something else."""
REVIEW = "systematic-review"
_SECTION: Mapping[str, float] = {
    "results": 0.25, "abstract": 0.2, "conclusion": 0.1, "introduction": -0.25, "methods": -0.4,
    "literature-review": -0.9, "recommendations": -0.5, "annex": -0.3, "limitations": -0.2,
    "about": -0.1,
}  # fmt: skip
_DESIGN: Mapping[str, float] = {
    **dict.fromkeys(COMPARES, 0.3),
    "pre-post": 0.2, "value-for-money": 0.1, "post-only": 0.05, "process": 0.05, "qualitative": -0.1,
    "programme-description": 0.0, "cited-only": -0.3, "protocol": -3.0, REVIEW: -0.4,
}  # fmt: skip
_TYPE: Mapping[str, float] = {
    "evaluation": 0.1, "guidance": -0.4, "policy-paper": -0.3, "protocol": -3.0,
    "trial-registration": -3.0, "statistics": -0.6, "book": -0.1, "news": -0.1,
    "parliamentary-record": -0.3,
}  # fmt: skip
_MORE, _NUMBER_COUNTS, _OWN_MORE = 0.15, 0.2, 0.1
_NOBODYS, _SPOKEN, _CITED_COUNTS = (0.15, 0.5), 0.5, 1.2
_STUDIES = COMPARES | {"pre-post", "value-for-money"}
_NUMBER = re.compile(
    r"[£$€]\s?\d|(?<![\w.-])(?!(?:19|20)\d\d(?:[-/]\d{2,4})?\b)\d[\d,.]*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?|half|third|quarters?|majority|twice)\b"
)
_POOLED = re.compile(
    r"\bpooled\b|\bmeta-analys[ie]s (?:showed|found|shows|finds|of all)|\boverall effect\b"
    r"|\bacross (?:all )?(?:the )?(?:\d+|\w+) (?:\w+ )?(?:studies|trials|rcts|conditions|types)\b"
    r"|\b(?:this|our|the) review (?:found|finds|shows|concluded)\b"
)
_CITED = re.compile(
    r"\((?:[^()]{0,60}; ?)?(?:see |cf\. ?|e\.g\.,? ?)?(?!(?:In|Since|From|By|Until|As|FY|January|February|March|April|May"
    r"|June|July|August|September|October|November|December|Q[1-4]|Figure|Table|Year|Spring|Summer|Autumn|Winter)\b)"
    r"[A-Z][\w'’-]+[^()]{0,60}?,? (?:19|20)\d\d[a-z]?(?:[,;:][^()]{0,80})?\)"
    r"|\b[A-Z][\w'’-]+ (?:et al\.?|and [A-Z][\w'’-]+|& [A-Z][\w'’-]+),? \(?(?:19|20)\d\d"
)
"""A name and a year: what is said is that writer's."""
_NAMED_STUDY = re.compile(
    r"\b(?:[Tt]he|A|a) (?!Final|Interim|Year|Evaluation|Impact|Baseline|Endline|Midterm|Mid|Project|Programme|Program|Pilot|Annual|[A-Z]{2,}\b)"
    r"[A-Z][\w&'’]+(?: [A-Z][\w&'’]+){0,4} (?:study|report|survey|review|analysis|evaluation|trial|poll)\b"
)
"""A study that goes by somebody's name: "the Deloitte study"."""
_NAMED_COUNTS = 0.6
_SAMPLE = 0.3
"""In a study of outcomes, so many who received or took part are as a rule its sample."""
_DELIVERER = 0.15
"""What is told as done, in a text by those who did it."""
_BESIDE_OWN = 0.5
"""Of what tells of others' studies, where the writers say in the same breath what they found."""
_QUOTED = ('"', "“", "‘", "'", "«")
_GIVEN_BY: Mapping[str, str] = {"effect": "change"}
_MOVED = ("change.moved", "change.noun", "difference.than", "found.that", "change.entered")
_OVER_TIME = re.compile(
    r"\b(?:from|since|than at|at|compared (?:to|with)|relative to) baseline\b|\bover time\b|\bbefore and after\b|\bpre-? ?(?:and|to) post"
)


_BOTH = re.compile(
    r"\b(?:both|all|the two|each of the) (?:\w+ ){0,2}?(?:groups|arms|conditions|interventions|treatments|programmes|programs)\b"
)
_APART = re.compile(
    r"\bdiffer|\bthan\b|\bbetween\b|\bmore so\b|\bcompared\b|\brelative to\b|\bversus\b"
)
"""Groups that changed alike are no comparison; what sets them apart makes one."""
_SET_AGAINST = frozenset({"difference.than", "difference.more"})
_FOUND = frozenset({"own.found", "impact.caused", "impact.present", "impact.associated"})
"""Signs that speak of impact where the design is built to find it from what happened anyway."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a sentence is taken to report."""

    kind: FindingKind
    score: float
    """0 to 1; half is the threshold."""
    sign: Seen
    """The sign that tells the result most strongly."""


def weigh(
    line: Line, said: str, seen: Sequence[Seen], sheet: Sheet, *, named: float = 0.0
) -> Weighed | None:
    """The kind and the score of a sentence; nothing where it is not taken for a result.

    ``named``: how much its naming what the document is about counts.
    """
    told = [one for one in seen if one.sign.gives in KINDS]
    strong = [one for one in told if one.sign.id not in ("found.that", "experience.share")]
    if not strong:
        return None
    best = max(strong, key=_strength)
    counted = bool(_NUMBER.search(said))
    lies_ahead = best.sign.gives == "forecast" or any(
        one.sign.gives == "ahead" and _reaches(one, [best]) for one in seen
    )
    if lies_ahead and not counted:
        return None
    score = best.sign.weight + _MORE * min(2, len(told) - 1) + _NUMBER_COUNTS * counted
    if best.sign.id == "delivery.done" and sheet.design in COMPARES:
        score -= _SAMPLE
    score += (
        _owned(seen, named, sheet, best)
        + _standing(line, sheet)
        - _against(line, said, seen, strong, sheet)
    )
    if score < THRESHOLD:
        return None
    kind: FindingKind = "forecast" if lies_ahead else _kind(strong, seen, said, sheet)
    gives = _GIVEN_BY.get(kind, kind)
    best = max((one for one in strong if one.sign.gives == gives), key=_strength, default=best)
    return Weighed(kind, round(min(1.0, score / (2 * THRESHOLD)), 3), best)


def _strength(one: Seen) -> tuple[float, int]:
    return one.sign.weight, -one.start


def _owned(seen: Sequence[Seen], named: float, sheet: Sheet, best: Seen) -> float:
    """How much says that the result is this study's or this programme's."""
    own = sorted((one.sign.weight for one in seen if one.sign.gives == "own"), reverse=True)
    compared = sum(one.sign.weight for one in seen if one.sign.gives == "compared")
    if named:
        own.append(named)
    if not own and sheet.interest == "deliverer" and best.sign.gives == "delivery":
        return _DELIVERER
    if not own:
        is_study = sheet.design in _STUDIES or sheet.type == "evaluation"
        return compared or -_NOBODYS[not is_study]
    return max(own) + _OWN_MORE * (len(own) - 1) + compared


def _against(
    line: Line,
    said: str,
    seen: Sequence[Seen],
    told: Sequence[Seen],
    sheet: Sheet,
) -> float:
    """How much says that it is no result, or somebody else's."""
    found = any(one.sign.id == "own.found" for one in seen)
    standing = {
        one.sign.id: one.sign.weight
        for one in seen
        if one.sign.gives == "against" and _reaches(one, told)
    }
    if found and "against.others" in standing:
        standing["against.others"] *= _BESIDE_OWN
    against = sum(standing.values())
    if line.text.lstrip().startswith(_QUOTED) and not any(
        one.sign.gives == "experience" for one in told
    ):
        against += _SPOKEN
    if _CITED.search(line.text):
        against += _CITED_COUNTS
    if _NAMED_STUDY.search(line.text):
        against += _NAMED_COUNTS
    if sheet.design == REVIEW and not _POOLED.search(said):
        against += 0.4
    return against


def _reaches(one: Seen, told: Sequence[Seen]) -> bool:
    """Whether it stands before what is told, near enough; one without a reach holds anywhere."""
    if one.sign.reach is None:
        return True
    first = min(told, key=lambda other: (-other.sign.weight, other.start))
    return one.start <= first.end and first.start - one.end <= one.sign.reach


def _standing(line: Line, sheet: Sheet) -> float:
    """What the place in the document, its design and its type add or take off."""
    return (
        _SECTION.get(line.section, 0.0)
        + _DESIGN.get(sheet.design, 0.0)
        + _TYPE.get(sheet.type, 0.0)
    )


def _kind(told: Sequence[Seen], seen: Sequence[Seen], said: str, sheet: Sheet) -> FindingKind:
    """Never more than is said: an effect needs a comparison, in the sentence or in the design."""
    kinds = {one.sign.gives: one for one in sorted(told, key=lambda one: one.sign.weight)}
    change = kinds.get("change")
    effect = change is not None and _is_effect(change, seen, said, sheet)
    cost = kinds.get("cost")
    if cost is not None and not (
        effect and change is not None and change.sign.weight > cost.sign.weight
    ):
        return "cost"
    if effect and change is not None and _outspoken(change, seen):
        return "effect"
    done, said_by = kinds.get("delivery"), kinds.get("experience")
    if said_by is not None and (change is None or change.sign.id in _MOVED):
        asked = any(one.sign.id == "experience.share" for one in seen)
        if asked or done is None or done.sign.weight <= said_by.sign.weight:
            return "experience"
    if effect:
        return "effect"
    if done is not None and (change is None or done.sign.weight >= change.sign.weight):
        return "delivery"
    return "change" if change is not None else "experience"


def _outspoken(change: Seen, seen: Sequence[Seen]) -> bool:
    """Whether an effect is told as a difference, whoever reports it."""
    return change.sign.id.startswith("difference.") or any(
        one.sign.gives == "compared" for one in seen
    )


def _is_effect(change: Seen, seen: Sequence[Seen], said: str, sheet: Sheet) -> bool:
    """Whether a change is told against a comparison: the sentence names one, or the design has one and the
    sentence speaks of impact."""
    gives, ids = {one.sign.gives for one in seen}, {one.sign.id for one in seen}
    compares = sheet.design in COMPARES
    if _BOTH.search(said) and not _APART.search(said):
        return False
    if "compared" in gives:
        return compares or "own" in gives
    if sheet.design == REVIEW:
        return bool(_POOLED.search(said))
    speaks = "impact" in gives or "own.arms" in ids or bool(ids & _SET_AGAINST)
    speaks = speaks or (sheet.design != "rct" and bool(ids & _FOUND))
    return compares and speaks and not _OVER_TIME.search(said)
