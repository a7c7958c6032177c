"""The result that a question asks for: on which outcome, after how long; and whether any held finding has it.

An attempt may be held, and be on the question, without the result that was asked for: then nothing is
answered. Only what a question says in so many words counts; where it names neither an outcome nor a time,
nothing is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kb import vocab
from kb.models import Finding
from kb.numbers import months

LATER = re.compile(
    r"\b(?:after|later|afterwards|on|within|following|at|follow-?up|by)\b", re.IGNORECASE
)
"""A length of time is asked for only beside one of these: "a two-year course" is none."""
TOLERANCE = (0.75, 2.0)
"""Shares of the time asked for between which a finding's own time counts as it: results two years on answer
a question about eighteen months, and none about five years."""
_REACH = 14


@dataclass(frozen=True, slots=True)
class AskedResult:
    """The outcome slugs that a question names, and the months after which it asks; null for any time."""

    outcomes: frozenset[str]
    months: float | None


def read(question: str) -> AskedResult:
    """What result ``question`` asks for."""
    words = f" {' '.join(re.findall(r'[a-z0-9-]+', question.casefold()))} "
    outcomes = frozenset(slug for name, slug in _names() if f" {name} " in words)
    return AskedResult(outcomes, _time(question))


def lacking(asked: AskedResult, findings: Iterable[Finding]) -> str | None:
    """Why none of these findings is the result asked for; null where one is, or nothing special is asked."""
    if asked.months is None:
        return None
    timed = [finding for finding in findings if _is_at(finding, asked.months)]
    if not timed:
        return f"No result after {_spelt(asked.months)} is held of the attempts nearest to this."
    if asked.outcomes and not any(f.outcome_slug in asked.outcomes for f in timed):
        labels = ", ".join(
            sorted(vocab.load("outcomes").label_of(slug).lower() for slug in asked.outcomes)
        )
        return f"No result on {labels} after {_spelt(asked.months)} is held of the attempts nearest to this."
    return None


def _time(question: str) -> float | None:
    for length in months(question):
        near = question[max(0, length.start - _REACH) : length.end + _REACH]
        if LATER.search(near):
            return length.value
    return None


def _is_at(finding: Finding, asked: float) -> bool:
    told = [figure.months for figure in finding.figures if figure.months]
    said = " ".join([finding.outcome, finding.text, *(f.text for f in finding.figures)])
    told += [length.value for length in months(said)]
    low, high = (share * asked for share in TOLERANCE)
    return any(low <= held <= high for held in told)


def _spelt(number: float) -> str:
    whole = int(number) if number == int(number) else number
    if number >= 12 and number % 12 == 0:
        years = int(number // 12)
        return "a year" if years == 1 else f"{years} years"
    return "a month" if whole == 1 else f"{whole} months"


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Every name of an outcome, case-folded, and its slug."""
    return tuple(
        (name.casefold(), term.slug)
        for term in vocab.load("outcomes").terms
        for name in (term.label, term.slug.replace("-", " "), *term.aliases)
    )
