"""What a sentence tells of a problem, and the figure that tells it: how many, whom, where, how it moves, at what cost.

It is given the words that name the state of affairs, and says nothing of whether the sentence is a result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tag.figures import figures
from ingest.tag.problems.rules import Aspect, Rules
from kb.models import Figure

FAR = 110
"""Characters between a state and the number that is of it."""
MANY = 1_000
"""A count below it is that of a group somebody met, not of a problem."""
SOME = 500
"""A count below it is no size where the place of the sentence alone says that it is of a problem."""
NAMED_BY_ITSELF = 100_000
"""A count above it needs no word for people: "with 5.5m struggling with debt"."""
BEHIND = 26
"""Characters behind a number in which it says that it counts days."""
_THOUSANDS = re.compile(r"\d,\d{3}|million|thousand")
_VERB = re.compile(r"|[a-z]+ed")
"""What figures take for what is counted where a verb follows the number."""
_WORK_DAYS = re.compile(r"\bdays?\b")
_SHARE_UNITS = frozenset({"%", "percentage points"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure and where it stands in the sentence."""

    figure: Figure
    start: int
    end: int

    def away(self, start: int, end: int) -> int:
        """Characters between it and a run of words; 0 where they touch."""
        return max(0, start - self.end, self.start - end)


def placed(text: str) -> list[Placed]:
    """The figures of a sentence, in order."""
    found, at = [], 0
    for figure in figures(text):
        start = text.find(figure.text, at)
        if start < 0:
            start = max(0, text.find(figure.text))
        at = start + 1
        found.append(Placed(figure, start, start + len(figure.text)))
    return found


def is_nearer(one: Placed, own: Sequence[re.Match[str]], others: Sequence[re.Match[str]]) -> bool:
    """Whether a figure belongs to the states of this area, where a sentence tells of several."""
    if not others:
        return True
    return min(one.away(*m.span()) for m in own) <= min(one.away(*m.span()) for m in others)


def told(
    said: str,
    states: Sequence[re.Match[str]],
    some: Sequence[Placed],
    aspects: Sequence[Aspect],
    known: Rules,
) -> tuple[Aspect, Placed | None] | None:
    """What is told by the first of ``aspects`` that holds, and the figure that tells it; a figure far from the
    words that name the state tells nothing of it, unless there are no such words."""
    near = [one for one in some if not states or min(one.away(*m.span()) for m in states) <= FAR]
    for aspect in aspects:
        if aspect.pattern is not None and not aspect.pattern.search(said):
            continue
        if aspect.figure == "none":
            return aspect, None
        telling = next((one for one in near if _fits(aspect, one, said, known)), None)
        if telling is not None:
            return aspect, telling
    return None


def _fits(aspect: Aspect, one: Placed, said: str, known: Rules) -> bool:
    """Whether a figure is a number of the sort that an aspect needs."""
    figure = one.figure
    if aspect.figure == "money":
        return figure.currency is not None
    if aspect.figure == "days":
        after = said[one.end : one.end + BEHIND]
        return _WORK_DAYS.search(f"{figure.counts or ''} {figure.unit or ''} {after}") is not None
    if aspect.figure == "any":
        return True
    if figure.currency is not None or figure.arm in ("attempt", "comparison", "difference"):
        return False
    if aspect.figure == "share":
        return figure.unit in _SHARE_UNITS or (figure.unit is None and _is_many(figure))
    if figure.unit in _SHARE_UNITS:
        return known.people.search(said) is not None
    return figure.unit is None and _is_crowd(figure, said, known)


def _is_many(figure: Figure) -> bool:
    amount = figure.value if figure.value is not None else figure.low
    return amount is not None and amount >= SOME


def _is_crowd(figure: Figure, said: str, known: Rules) -> bool:
    """Whether a count is of people, and of more than somebody met."""
    counts = None if _VERB.fullmatch(figure.counts or "") else figure.counts
    is_of_people = counts is None or known.people.search(counts.lower()) is not None
    amount = figure.value if figure.value is not None else figure.low
    if amount is None:  # two numbers that are not told apart
        return counts is not None and is_of_people and bool(_THOUSANDS.search(figure.text))
    if amount >= NAMED_BY_ITSELF and counts is None:
        return True
    return amount >= MANY and is_of_people and known.people.search(said) is not None
