"""What a problem is called for people, from the sentences that tell of it: "people in problem debt".

A subject of a few words for a heading or a list; the sentences themselves are what is quoted. The words are data
(``problem_names.toml``). It reads no figure and decides on no area.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kb.errors import VocabularyError
from kb.models import ProblemAspect

FILE = "problem_names.toml"
ANYBODY = "people"
_MARKS = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_MONEY = re.compile(r"[£$€] ?\d|\b(?:pounds|euros|dollars)\b")
_DAYS = re.compile(r"\bdays? (?:\w+ ){0,3}lost\b|\blos\w+ (?:[\w.,]+ ){0,5}days?\b|\bdays off\b")
_ENDINGS: Mapping[ProblemAspect, str] = {
    "who": "{people}: who is affected most",
    "where": "{people}: where it is most common",
    "trend": "{people}: change over time",
}


@dataclass(frozen=True, slots=True)
class State:
    """A state of affairs of an area, and what it is called."""

    area: str
    people: str
    state: str
    sum: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that is looked for, in the order in which it is tried."""

    states: tuple[State, ...]
    payers: Mapping[str, re.Pattern[str]]
    who: Mapping[str, re.Pattern[str]]


def named(area: str, aspect: ProblemAspect, texts: Sequence[str]) -> str:
    """A subject for the problem that all of ``texts`` tell of; empty where they name no state of ``area``."""
    known = load()
    said = [_plain(text) for text in texts]
    state = _state(area, said, known)
    if state is None:
        return ""
    who = _of_all(known.who, said) or ANYBODY
    people = state.people.format(who=who)
    if aspect == "cost":
        if said and all(_DAYS.search(one) for one in said):
            return f"working days lost to {state.state}"
        payer = _of_all(known.payers, said)
        return f"cost of {state.state} to {payer}" if payer else f"cost of {state.state}"
    if aspect == "size" and state.sum and all(_MONEY.search(one) for one in said):
        return state.sum.format(who=who)
    return _ENDINGS.get(aspect, "{people}").format(people=people)


def _plain(text: str) -> str:
    return " ".join(text.translate(_MARKS).lower().split())


def _state(area: str, said: Sequence[str], known: Names) -> State | None:
    """The state that most of the sentences name; of several the first of the file."""
    states = [one for one in known.states if one.area == area]
    told = {one: sum(1 for text in said if one.pattern.search(text)) for one in states}
    most = max(told.values(), default=0)
    return next((one for one in states if told[one] == most), None) if most else None


def _of_all(some: Mapping[str, re.Pattern[str]], said: Sequence[str]) -> str | None:
    """The first name that holds in each sentence."""
    return next(
        (
            name
            for name, pattern in some.items()
            if said and all(pattern.search(text) for text in said)
        ),
        None,
    )


@lru_cache(maxsize=1)
def load() -> Names:
    """The shipped names."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return parse(tomllib.loads(text))


def parse(table: Mapping[str, Any]) -> Names:
    """Names from a table; ``VocabularyError`` names what is malformed."""
    from kb import vocab

    areas = vocab.load("areas")
    return Names(
        tuple(
            State(
                areas.require(raw["area"]).slug,
                raw["people"],
                raw["state"],
                raw.get("sum", ""),
                _pattern(raw, raw["state"]),
            )
            for raw in table["state"]
        ),
        {raw["name"]: _pattern(raw, raw["name"]) for raw in table["payer"]},
        {raw["name"]: _pattern(raw, raw["name"]) for raw in table["who"]},
    )


def _pattern(raw: Mapping[str, Any], name: str) -> re.Pattern[str]:
    if not raw.get("rationale"):
        raise VocabularyError(f"read {FILE}: {name!r} has no rationale; one is needed")
    try:
        return re.compile(r"\b(?:" + "|".join(raw["phrases"]) + r")(?!\w)")
    except re.error as error:
        raise VocabularyError(
            f"read {FILE}: {name!r}: {error}; accepted: regular expressions"
        ) from error
