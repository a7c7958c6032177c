"""What a short account says was to be reached, so that a bare count elsewhere in it is set against that.

"The bid promised 900 clients" in one paragraph makes "1,043 people were seen" in another a plan that was kept.
Counts are compared only where both are of people, or of things with one name. Money and times are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.tag.findings.plain import plain
from ingest.tag.sheet import Sheet
from kb.models import Direction
from kb.numbers import Number, numbers

_PLANNED = re.compile(
    r"\b(?:targets?|goals?|aim(?:s|ed)?|set out to|promis\w+|pledg\w+|planned|plans? (?:was|were|to|for)|foresees?|foresaw|foreseen|expected|hoped|intended"
    r"|was to|were to|meant to|contract(?:ed)?|(?:the|our|its) bid|business case|specif\w+|budgeted|envisaged|ambition|undertook|asked for|wanted to|commit\w+ to)\b"
)
_AHEAD = re.compile(r"\b(?:next year|by 20[3-9]\d|by 202[7-9]|in future|will)\b")
"""What is still to come is no plan that this account can have kept."""
_PEOPLE = frozenset(
    [
        "people",
        "clients",
        "customers",
        "tenants",
        "residents",
        "parents",
        "mothers",
        "families",
        "households",
        "learners",
        "pupils",
        "students",
        "trainees",
        "apprentices",
        "participants",
        "users",
        "callers",
        "members",
        "claimants",
        "jobseekers",
        "workers",
        "staff",
        "employees",
        "managers",
        "employers",
        "firms",
        "businesses",
        "patients",
        "men",
        "women",
        "girls",
        "boys",
        "adults",
        "children",
        "teenagers",
        "veterans",
        "officers",
        "carers",
        "volunteers",
        "starters",
        "savers",
        "borrowers",
        "riders",
        "enrol",
        "enrolled",
        "recruitment",
        "recruited",
        "joined",
        "started",
        "seen",
        "helped",
        "reached",
        "referred",
        "referrals",
        "signed",
    ]
)
_UNITS = frozenset(
    [
        "year",
        "years",
        "month",
        "months",
        "week",
        "weeks",
        "day",
        "days",
        "hour",
        "hours",
        "minutes",
        "per",
        "pence",
        "p",
        "pounds",
        "percent",
        "cent",
        "points",
        "million",
    ]
)
_LONGEST = 800
_MONEY = ("£", "€", "$")
_WORD = re.compile(r"[a-z][a-z'-]+")
_REACH, _FARTHEST = 40, 60
"""Letters about a count in which its name stands; letters behind the word for a plan in which its count does."""


@dataclass(frozen=True, slots=True)
class Plan:
    """So many of what were to be reached."""

    value: float
    of: frozenset[str]
    """The words about it, in the singular; ``*`` stands for people."""
    percent: bool


def of(sheet: Sheet) -> tuple[Plan, ...]:
    """The plans of a short account, in order."""
    found: list[Plan] = []
    for line in sheet.lines:
        if len(line.text) > _LONGEST:
            continue
        said = plain(line.text)
        match = _PLANNED.search(said)
        if match is None or _AHEAD.search(said):
            continue
        found += [
            Plan(number.value, names, number.percent)
            for number, names in _counts(said)
            if 0 <= number.start - match.end() <= _FARTHEST
        ]
    return tuple(found)


def direction(text: str, plans: tuple[Plan, ...]) -> Direction | None:
    """Whether the count of a sentence keeps the plan it is of; nothing where none is."""
    said = plain(text)
    if not plans or _PLANNED.search(said):
        return None
    for number, names in _counts(said):
        for plan in plans:
            if plan.percent == number.percent and plan.of & names and plan.value != number.value:
                return "positive" if number.value > plan.value else "negative"
    return None


def _counts(said: str) -> Iterator[tuple[Number, frozenset[str]]]:
    """Each count with the words near it, in the singular."""
    for number in numbers(said):
        if (
            number.value < 2
            or 1900 <= number.value <= 2099
            or said[: number.start].endswith(_MONEY)
        ):
            continue
        behind = _WORD.findall(said[number.end : number.end + _REACH])[:3]
        if behind[:1] and behind[0] in _UNITS:
            continue
        ahead = _WORD.findall(said[max(0, number.start - _REACH) : number.start])[-4:]
        near = behind or ahead
        names = {_singular(word) for word in near if len(word) > 4}
        if _PEOPLE.intersection(near):
            names = {name for name in names if name not in _PEOPLE_STEMS} | {"*"}
        yield number, frozenset(names - _EMPTY)


def _singular(word: str) -> str:
    """ "Partners" and "partner" are one name, "partnership" is another."""
    return word.removesuffix("s")


_PEOPLE_STEMS = frozenset(map(_singular, _PEOPLE))
_EMPTY = frozenset(
    _singular(word)
    for word in [
        "about",
        "around",
        "nearly",
        "almost",
        "their",
        "there",
        "which",
        "where",
        "those",
        "these",
        "first",
        "other",
        "after",
        "before",
        "between",
        "under",
        "planned",
        "target",
        "targets",
        "promised",
        "expected",
        "total",
        "three",
        "seven",
        "eight",
        "years",
        "months",
        "weeks",
        "every",
        "since",
        "would",
        "could",
        "should",
        "against",
    ]
)
