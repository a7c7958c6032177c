"""The rules of design reading as values: cues, and what decides whose they are and whether done.

What they look for is data: ``cues.toml`` (what names a design), ``scope.toml`` (status and owner),
``marks.toml`` (what a whole document is). It reads no text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, get_args

from ingest.tag.designs.matching import Phrases
from kb.errors import VocabularyError
from kb.evidence import STRONGEST_FIRST, FactOwner, FactStatus

FACTS = (*STRONGEST_FIRST, "lift", "lower", "none")
DIRECTIONS = ("forward", "backward", "both", "sentence")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying that a design was used. ``fact`` none: words that look like one and are not."""

    id: str
    fact: str
    rationale: str
    weak: bool = False
    """Counts only where nothing firmer of the same sentence does: "adjusted for" beside "randomised"."""
    status: FactStatus | None = None
    """Set where the words themselves tell: "consent to randomisation" is before any result."""
    owner: FactOwner | None = None
    declares: bool = False
    """Names the design of a study outright: hints at a stronger one do not outdo it."""
    allots: bool = False
    """Tells that those who studied it made the groups: a control group beside it is that of a trial."""
    verbal: bool = False
    """Tells what was done and never explains a method: "taken into account"."""
    besides: tuple[str, ...] = ()
    """Facts that the rule silences when it stands in the same sentence."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that set the status or the owner of the cues in their reach."""

    id: str
    means: str
    """A status, an owner, ``end`` (nothing reaches past it) or ``pseudo`` (triggers inside are none)."""
    rationale: str
    direction: str = "forward"
    reach: int = 12
    """Words between the trigger and the cue at most."""
    sure: bool = False
    """Holds before nearer and stronger ones: it says it outright."""
    soft: bool = False
    """Gives way where the whole document speaks of one study of its own."""
    opening: int = 0
    """The cue must stand among the first so many words; 0: anywhere."""
    comma: bool = False
    """Whether a comma ends its reach."""
    unless: tuple[str, ...] = ()
    """Ids of triggers; one of them in the sentence silences this one."""


@dataclass(frozen=True)
class Rules:
    """All rules by id, each with its phrases."""

    cues: Mapping[str, Rule]
    triggers: Mapping[str, Trigger]
    cue_phrases: Phrases
    trigger_phrases: Phrases


@lru_cache(maxsize=1)
def load() -> Rules:
    """The shipped rules."""
    return parse(_table("cues.toml"), _table("scope.toml"))


def parse(cues: Mapping[str, Any], scope: Mapping[str, Any]) -> Rules:
    """Rules from the two tables; a fault names the rule and says what would be accepted."""
    lists = {**cues.get("words", {}), **scope.get("words", {})}
    cue_phrases, trigger_phrases = Phrases(lists), Phrases(lists)
    rules: dict[str, Rule] = {}
    for entry in _entries(cues, "rule", rules):
        _accepted(entry, "fact", FACTS)
        _accepted(entry, "status", get_args(FactStatus), needed=False)
        _accepted(entry, "owner", get_args(FactOwner), needed=False)
        cue_phrases.add(entry["id"], entry.pop("patterns"))
        rules[entry["id"]] = Rule(**{**entry, "besides": tuple(entry.get("besides", ()))})
    triggers: dict[str, Trigger] = {}
    means = (*get_args(FactStatus), *get_args(FactOwner), "end", "comma", "pseudo", "sign")
    for entry in _entries(scope, "trigger", triggers):
        _accepted(entry, "means", means)
        _accepted(entry, "direction", DIRECTIONS, needed=False)
        trigger_phrases.add(entry["id"], entry.pop("patterns"))
        triggers[entry["id"]] = Trigger(**{**entry, "unless": tuple(entry.get("unless", ()))})
    return Rules(rules, triggers, cue_phrases, trigger_phrases)


def _table(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _entries(
    table: Mapping[str, Any], kind: str, known: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    for entry in table.get(kind, ()):
        for key in ("id", "patterns", "rationale"):
            if not entry.get(key):
                raise VocabularyError(f"the {kind} {entry.get('id', '?')!r} has no {key}")
        if entry["id"] in known:
            raise VocabularyError(f"the {kind} {entry['id']!r} stands twice; ids are given once")
        yield dict(entry)


def _accepted(
    entry: Mapping[str, Any], key: str, values: tuple[str, ...], needed: bool = True
) -> None:
    value = entry.get(key)
    if value not in values and (needed or value is not None):
        raise VocabularyError(
            f"{entry['id']!r} has {key} = {value!r}; accepted are {', '.join(values)}"
        )
