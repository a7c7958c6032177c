"""Whether a sentence tells a result of this study, and which way it went: for the attempt, against it, neither.

``read`` takes one sentence or short passage by itself. It does not know whose sentence it is, what was
measured (unless it is told) nor where it stands; choosing sentences is ``ingest.tag.findings``'. "Not
significant" is read as no clear difference, never as proof of none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.tag.findings import direction_features
from ingest.tag.findings.direction_features import Sentence
from kb.models import Direction

VERSION = "direction-1"
Change = Literal["increased", "decreased", "no-difference"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one sentence says of a result."""

    is_finding: bool
    direction: Direction
    """Of the result; of a sentence that is no finding, what it would be if it were one."""
    change: Change | None
    """Of what was measured, whether or not that is good; null where it is not one of the three."""
    hedged: bool
    """The writer does not stand behind it wholly: "may have", "suggests"."""
    rule: str
    score: float
    """0 to 1, comparable within one version."""


_AGAINST = ("aim", "future", "advice", "others", "definition", "method", "launch", "question")


def read(text: str, *, outcome: str | None = None) -> Said:
    """What a sentence says. ``outcome`` is what was measured, where the sentence does not name it."""
    sentence = direction_features.parse(text)
    classes = sentence.classes
    direction, rule = _direction(sentence)
    against = [name for name in _AGAINST if name in classes]
    told = {"told", "measure", "significant"} & classes or "control" in classes
    results = bool(sentence.events) or bool({"null", "unclear", "mixed"} & classes)
    is_finding = (
        results
        and (bool(told) or not against)
        and not (
            "question" in classes or ({"future", "advice"} & classes and "told" not in classes)
        )
    )
    change = _change(sentence) if is_finding else None
    reason = rule if is_finding else f"none.{against[0] if against else 'no-result'}"
    return Said(
        is_finding, direction, change, "hedge" in classes, f"{VERSION}:{reason}",
        1.0 if is_finding and not against else 0.5,
    )  # fmt: skip


def _direction(sentence: Sentence) -> tuple[Direction, str]:
    classes = sentence.classes
    signs = {event.sign for event in sentence.events if event.sign}
    if "unclear" in classes:
        return "unclear", "unclear"
    if {1, -1} <= signs and "contrast" in classes:
        return "mixed", "both-ways"
    if "null" in classes:
        apart = signs and "contrast" in classes
        return ("mixed", "some-not") if apart else ("no-effect", "null")
    if "mixed" in classes and not signs:
        return "mixed", "mixed"
    if signs:
        first = next(event for event in sentence.events if event.sign)
        return ("positive" if first.sign > 0 else "negative"), first.name
    raw = [event.name for event in sentence.events if not event.negated]
    if raw:
        return ("positive" if raw[0] == "rise" else "negative"), raw[0]
    return ("no-effect", "negated") if sentence.events else ("unclear", "nothing-told")


def _change(sentence: Sentence) -> Change | None:
    if "null" in sentence.classes:
        return "no-difference"
    for event in sentence.events:
        if event.negated:
            return "no-difference"
        up = event.name.startswith(("rise", "better")) != event.turned
        return "increased" if up else "decreased"
    return None
