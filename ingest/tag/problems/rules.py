"""The rules by which a sentence is read for a fact of a problem: ``rules.toml``, compiled once.

It knows phrases and where they stand in a plain sentence. What they make together is ``read``'s to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, cast

from kb.errors import VocabularyError
from kb.models import ProblemAspect

Needs = Literal["money", "days", "people", "share", "any", "none"]
NEEDS: tuple[Needs, ...] = ("money", "days", "people", "share", "any", "none")
ASPECTS: tuple[ProblemAspect, ...] = ("size", "who", "where", "trend", "cost")
FILE = "rules.toml"


@dataclass(frozen=True, slots=True)
class Condition:
    """A state of affairs, the area whose problem it is, and what must stand beside it."""

    area: str
    name: str
    pattern: re.Pattern[str]
    beside: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is told of a problem, and the number that it needs."""

    slug: ProblemAspect
    name: str
    figure: Needs
    pattern: re.Pattern[str] | None
    """Null where the figure alone says it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that is looked for."""

    stems: tuple[str, ...]
    conditions: tuple[Condition, ...]
    aspects: tuple[Aspect, ...]
    against: re.Pattern[str]
    groups: Mapping[str, re.Pattern[str]]
    people: re.Pattern[str]
    country: re.Pattern[str]

    def may_tell(self, said: str) -> bool:
        """Whether a plain sentence has a piece of any condition: most have none, and cost nothing more."""
        return any(stem in said for stem in self.stems)


@lru_cache(maxsize=1)
def load() -> Rules:
    """The shipped rules."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return parse(tomllib.loads(text))


def parse(table: Mapping[str, Any]) -> Rules:
    """Rules from a table; ``VocabularyError`` names what is malformed."""
    groups = {name: pattern(group, f"group {name!r}") for name, group in table["groups"].items()}
    conditions = tuple(_condition(raw, groups) for raw in table["condition"])
    against = [phrase for raw in table["not"] for phrase in phrases(raw, f"not {raw['name']!r}")]
    return Rules(
        tuple(dict.fromkeys(stem for raw in table["condition"] for stem in raw["stems"])),
        conditions,
        tuple(aspect(raw) for raw in table["aspect"]),
        joined(against),
        groups,
        groups["people"],
        groups["country"],
    )


def _condition(raw: Mapping[str, Any], groups: Mapping[str, re.Pattern[str]]) -> Condition:
    from kb import vocab

    where = f"condition {raw['name']!r}"
    vocab.load("areas").require(raw["area"])
    beside = raw.get("beside")
    if beside is not None and beside not in groups:
        raise VocabularyError(
            f"read {FILE}: {where}: group {beside!r} is not in the file; accepted: {', '.join(groups)}"
        )
    return Condition(
        raw["area"], raw["name"], pattern(raw, where), groups[beside] if beside else None
    )


def aspect(raw: Mapping[str, Any]) -> Aspect:
    """What is told, from its table."""
    where = f"aspect {raw['name']!r}"
    if raw["slug"] not in ASPECTS or raw["figure"] not in NEEDS:
        raise VocabularyError(
            f"read {FILE}: {where}: {raw['slug']!r} with figure {raw['figure']!r}; accepted: "
            f"{', '.join(ASPECTS)} with {', '.join(NEEDS)}"
        )
    shape = pattern(raw, where) if any(phrases(raw, where)) else None
    return Aspect(cast(ProblemAspect, raw["slug"]), raw["name"], raw["figure"], shape)


def phrases(raw: Mapping[str, Any], where: str) -> Sequence[str]:
    """The phrases of a table, which must give its rationale."""
    if not raw.get("rationale"):
        raise VocabularyError(f"read {FILE}: {where} has no rationale; one is needed")
    listed: Sequence[str] = raw["phrases"]
    return listed


def pattern(raw: Mapping[str, Any], where: str) -> re.Pattern[str]:
    """All phrases of a table as one pattern."""
    try:
        return joined(phrases(raw, where))
    except re.error as error:
        raise VocabularyError(
            f"read {FILE}: {where}: {error}; accepted: regular expressions"
        ) from error


def joined(some: Sequence[str]) -> re.Pattern[str]:
    """One pattern of whole words."""
    return re.compile(r"(?<![\w])(?:" + "|".join(some) + r")(?![\w])")
