"""Whose each amount of a sentence is: the attempt's, the comparison's, the difference, everyone's, or not said.

Two numbers that are set against each other without either group being named get no arm: it is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.tag import figures_cues as cues
from kb.amounts import Amount
from kb.models import Arm


@dataclass(frozen=True, slots=True)
class Told:
    """An amount in its sentence: the words before it and behind it, as far as its clause and neighbours go."""

    amount: Amount
    ahead: str
    behind: str
    n: int | None
    begin: int
    end: int


def arms_of(text: str, told: Sequence[Told]) -> list[Arm | None]:
    """The arm of each; None for the first of two that are set against each other without names."""
    named = [_named(one) for one in told]
    has_comparison = cues.COMPARISON.search(text) is not None
    arms: list[Arm | None] = [_alone(one, arm, has_comparison) for one, arm in zip(told, named, strict=True)]  # fmt: skip
    if len(told) > 1 and (cues.RESPECTIVELY.search(text) or _are_listed(text, told)):
        _in_order(text, told, arms)
        return arms
    for i in range(len(told) - 1):
        one, other = told[i], told[i + 1]
        if (
            arms[i] == "difference"
            or arms[i + 1] == "difference"
            or not _are_set_against(text, one, other)
        ):
            continue
        arms[i], arms[i + 1] = _pair(named[i], named[i + 1], other)
    return arms


def _named(one: Told) -> Arm | None:
    """The arm that the words next to an amount name: those behind it first."""
    ahead, behind = one.ahead, one.behind
    for match in cues.CONTRAST.finditer(one.ahead):
        ahead = one.ahead[match.end() :]
    if match_behind := cues.CONTRAST.search(behind):
        behind = behind[: match_behind.start()]
    return _first(behind) or _first(ahead, last=True)


def _first(words: str, *, last: bool = False) -> Arm | None:
    best: tuple[int, Arm] | None = None
    marks: tuple[tuple[Arm, re.Pattern[str]], ...] = (
        ("comparison", cues.COMPARISON),
        ("attempt", cues.ATTEMPT),
    )
    for arm, pattern in marks:
        for match in pattern.finditer(words):
            place = -match.end() if last else match.start()
            if best is None or place < best[0]:
                best = (place, arm)
    if best is not None and not last and best[0] > 80:
        return None
    return best[1] if best else None


def _alone(one: Told, named: Arm | None, has_comparison: bool) -> Arm:
    """The arm of an amount that is set against no other."""
    if one.amount.unit in cues.DIFFERENCE_UNITS:
        return "difference"
    if cues.DIFFERENCE_AFTER.match(one.behind) or cues.DIFFERENCE_BEFORE.search(one.ahead):
        return "difference"
    if named == "comparison":
        return "comparison"
    if not has_comparison:
        return "whole"
    return named or "unknown"


def _are_set_against(text: str, one: Told, other: Told) -> bool:
    if one.amount.unit != other.amount.unit or one.amount.currency != other.amount.currency:
        return False
    between = text[one.end : other.begin]
    if cues.RISING.fullmatch(between) or cues.FROM.search(one.ahead):
        return False
    return len(between) < 160 and cues.CONTRAST.search(between) is not None


def _pair(first: Arm | None, second: Arm | None, other: Told) -> tuple[Arm | None, Arm | None]:
    """The arms of two that are set against each other; one named is enough where the other is no benchmark."""
    if first is not None and second is not None and first != second:
        return first, second
    if second == "comparison" and first is None:
        return "attempt", "comparison"
    if second == "attempt" and first is None:
        return "comparison", "attempt"
    if first == "comparison" and second is None:
        return "comparison", "unknown" if cues.BENCHMARK.search(other.behind) else "attempt"
    if first == "attempt" and second is None:
        return "attempt", "unknown" if cues.BENCHMARK.search(other.behind) else "comparison"
    if first is None and second is None and not cues.BENCHMARK.search(other.behind + other.ahead):
        return None, None
    return first or "unknown", second or "unknown"


def _are_listed(text: str, told: Sequence[Told]) -> bool:
    """Whether two numbers side by side are followed by two groups side by side: "86% and 83% for the
    intervention group and control group"."""
    for one, other in pairwise(told):
        if cues.JOINED.fullmatch(text, one.end, other.begin):
            groups = [
                p.search(text, other.end, other.end + 120) for p in (cues.ATTEMPT, cues.COMPARISON)
            ]
            if groups[0] and groups[1]:
                first, second = sorted(groups, key=lambda m: m.start() if m else 0)
                between = text[first.end() : second.start()] if first and second else ""
                return re.fullmatch(r"\s*(?:group)?s?\s*and (?:the )?", between) is not None
    return False


def _in_order(text: str, told: Sequence[Told], arms: list[Arm | None]) -> None:
    """ "55% and 28% of the programme and control groups, respectively": the first is the first's."""
    attempt, comparison = cues.ATTEMPT.search(text), cues.COMPARISON.search(text)
    pair = [
        i
        for i in range(len(told) - 1)
        if cues.JOINED.fullmatch(text, told[i].end, told[i + 1].begin)
    ]
    if not pair:
        return
    i = pair[0]
    if not comparison:
        arms[i : i + 2] = [None, None]
        return
    is_first = attempt is None or attempt.start() < comparison.start()
    arms[i : i + 2] = ["attempt", "comparison"] if is_first else ["comparison", "attempt"]
