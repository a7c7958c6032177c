"""The rules of authorship as values, read from ``authorship.toml``. It reads no document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kb import vocab
from kb.errors import VocabularyError

PLACES = (
    "media", "url", "title", "publisher", "container", "front", "head", "tail", "body",
    "organisation",
)  # fmt: skip
"""What ``where`` of a rule may name."""
ORGANISATION = "<organisation>"
KINDS: Mapping[str, str] = {"type": "document-types", "interest": "interests"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One sign of a value, and how strong it is."""

    value: str
    name: str
    where: tuple[str, ...]
    hints: tuple[str, ...]
    """Small letters, one of which must stand in a place for it to be searched; empty for always."""
    says: tuple[str, ...]
    pattern: re.Pattern[str] | None
    """All of ``says``; null where the organisation has to be filled in first."""
    unless: re.Pattern[str] | None
    least: int
    strength: float


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules by kind (type, interest) and what it takes to say something."""

    of: Mapping[str, tuple[Rule, ...]]
    needed: float
    lead: float
    last: tuple[str, ...]
    """Values that say little, the narrower first: taken only where nothing else is."""


@lru_cache(maxsize=1)
def load() -> Rules:
    """The shipped rules."""
    name = "authorship.toml"
    table = tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
    return parse(table, name)


def parse(table: Mapping[str, Any], where: str) -> Rules:
    """Rules from a table; ``VocabularyError`` names the rule that is malformed."""
    of: dict[str, tuple[Rule, ...]] = {}
    for kind, vocabulary in KINDS.items():
        accepted = vocab.load(vocabulary).slugs
        rules = []
        for row in table[kind]:
            try:
                rules.append(_rule(row, table["lists"], accepted))
            except (re.error, KeyError, ValueError) as error:
                raise VocabularyError(
                    f"read {where}: {kind} {row.get('value')}.{row.get('name')}: {error}; a slug of "
                    f"{vocabulary}, rationale, where, says and strength are needed"
                ) from error
        of[kind] = tuple(rules)
    return Rules(of, float(table["needed"]), float(table["lead"]), tuple(table["last"]))


def _rule(row: Mapping[str, Any], lists: Mapping[str, str], accepted: tuple[str, ...]) -> Rule:
    if row["value"] not in accepted:
        raise ValueError(f"{row['value']!r} is not in the vocabulary")
    if not row["rationale"] or not 0 < row["strength"] <= 1:
        raise ValueError("no rationale, or a strength outside 0 to 1")
    if unknown := set(row["where"]) - set(PLACES):
        raise ValueError(f"where {sorted(unknown)[0]!r} is not known")
    says = tuple(_filled(pattern, lists) for pattern in row["says"])
    unless = row.get("unless", ())
    return Rule(
        row["value"],
        row["name"],
        tuple(row["where"]),
        tuple(row.get("hints", ())),
        says,
        None if any(ORGANISATION in each for each in says) else compiled(says),
        compiled(tuple(_filled(each, lists) for each in unless)) if unless else None,
        int(row.get("least", 1)),
        float(row["strength"]),
    )


def compiled(says: tuple[str, ...]) -> re.Pattern[str]:
    """All ways of saying it as one pattern."""
    return re.compile("|".join(f"(?:{each})" for each in says), re.I | re.M)


def _filled(pattern: str, lists: Mapping[str, str]) -> str:
    previous = ""
    while previous != pattern:
        previous = pattern
        for name, words in lists.items():
            pattern = pattern.replace(f"<{name}>", words)
    return pattern
