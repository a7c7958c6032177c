"""Reads the cues of challenge areas in a text: which rules hold, how often, and in which sentence.

What it looks for is data (``areas_cues.toml``). It does not decide on an area: ``ingest.tag.areas``
weighs what is read here together with the vector of the text.

Phrases are sought word by word in one tree for all groups, because 1,800 alternatives in regular
expressions took 23 ms for a passage of 150 words, and the tree takes 0.1 ms.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from kb.errors import VocabularyError

SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£$€])|\n{2,}")
WORD = re.compile(r"\w+")
LONGEST = 600
"""Characters that a sentence may have before it is cut at a blank."""
HELD_BY = ""
"""Key of the tree under which the groups of a phrase that ends there stand; no word is empty."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One signal for or against an area: every group of ``all`` in one sentence or passage."""

    area: str
    name: str
    all: tuple[str, ...]
    within: str
    against: bool


@dataclass(frozen=True)
class Cues:
    """The phrases of all groups as one tree of words, and the rules over the groups."""

    tree: dict[str, Any]
    groups: tuple[str, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The areas that have rules, in the order of the file."""
        return tuple(dict.fromkeys(rule.area for rule in self.rules))

    def of_area(self, area: str) -> tuple[int, ...]:
        """Positions of an area's rules in ``rules``."""
        return tuple(i for i, rule in enumerate(self.rules) if rule.area == area)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cues say of one text."""

    sentences: tuple[tuple[int, int], ...]
    """Spans that hold every word of the text, in order."""
    held: tuple[tuple[int, ...], ...]
    """For each rule, the sentences in which it holds (for a rule over the passage, those with
    any of its groups)."""

    def strength(self, rule: int) -> float:
        """0 where a rule does not hold, then nearer to 1 with each sentence in which it does."""
        return float(1.0 - 0.5 ** len(self.held[rule]))


@lru_cache(maxsize=1)
def load() -> Cues:
    """The shipped cues."""
    name = "areas_cues.toml"
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return parse(tomllib.loads(text), name)


def parse(table: Mapping[str, Any], where: str) -> Cues:
    """Cues from a table; ``VocabularyError`` names the group or rule that is malformed."""
    tree: dict[str, Any] = {}
    for group in table["group"]:
        name = group["name"]
        if not group.get("rationale"):
            raise VocabularyError(f"read {where}: group {name!r} has no rationale; one is needed")
        for phrase in group["phrases"]:
            try:
                readings = expanded(phrase)
            except ValueError as error:
                raise VocabularyError(f"read {where}: group {name!r}: {error}") from error
            for reading in readings:
                _plant(tree, words(reading), name)
    groups = tuple(group["name"] for group in table["group"])
    return Cues(tree, groups, tuple(_rule(raw, groups, where) for raw in table["rule"]))


def _rule(raw: Mapping[str, Any], groups: tuple[str, ...], where: str) -> Rule:
    unknown = [name for name in raw["all"] if name not in groups]
    if unknown or raw["within"] not in ("sentence", "passage"):
        wrong = repr(unknown[0]) if unknown else f"within = {raw['within']!r}"
        raise VocabularyError(
            f"read {where}: rule {raw['name']!r} of {raw['area']}: {wrong} is not known; "
            "groups of the file, within a sentence or a passage, are accepted"
        )
    against = bool(raw.get("against", False))
    return Rule(raw["area"], raw["name"], tuple(raw["all"]), raw["within"], against)


def _plant(tree: dict[str, Any], phrase: list[str], group: str) -> None:
    for word in phrase:
        tree = tree.setdefault(word, {})
    tree.setdefault(HELD_BY, set()).add(group)


def words(text: str) -> list[str]:
    """The words of a phrase, as they are sought."""
    return WORD.findall(text.casefold())


def expanded(phrase: str) -> list[str]:
    """Every phrase that a pattern stands for: ``jobs?`` is ``job`` and ``jobs``, ``(a|b) c`` two."""
    choices, rest = _choices(phrase, 0)
    if rest != len(phrase):
        raise ValueError(f"{phrase!r} closes a bracket that it did not open")
    return choices


def _choices(phrase: str, at: int) -> tuple[list[str], int]:
    """The readings from ``at`` to the closing bracket or the end, and where that is."""
    done: list[str] = []
    line = [""]
    while at < len(phrase) and phrase[at] != ")":
        if phrase[at] == "|":
            done, line, at = done + line, [""], at + 1
            continue
        if phrase[at] == "(":
            item, at = _choices(phrase, at + 1)
            if at == len(phrase):
                raise ValueError(f"{phrase!r} opens a bracket that it does not close")
        else:
            item = [phrase[at]]
        at += 1
        if phrase[at : at + 1] == "?":
            item, at = ["", *item], at + 1
        line = [head + tail for head in line for tail in item]
    return done + line, at


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of sentences without the blanks around them; one span where no end is seen."""
    spans: list[tuple[int, int]] = []
    start = 0
    cuts = [(m.start(), m.end()) for m in SENTENCE_END.finditer(text)]
    for stop, following in [*cuts, (len(text), len(text))]:
        piece = text[start:stop]
        lead = len(piece) - len(piece.lstrip())
        if body := piece.strip():
            spans += _cut(text, start + lead, start + lead + len(body))
        start = following
    return tuple(spans)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A span in pieces that can be quoted: tables and lists often have no end of a sentence."""
    pieces = []
    while end - start > LONGEST:
        stop = text.rfind(" ", start, start + LONGEST)
        stop = stop if stop > start else start + LONGEST
        pieces.append((start, start + len(text[start:stop].rstrip())))
        start = stop
        while start < end and text[start].isspace():
            start += 1
    return [*pieces, (start, end)]


def read(text: str, cues: Cues) -> Reading:
    """Which rules hold in a text, and where."""
    spans = sentences(text)
    found = _found(text, [start for start, _ in spans], cues)
    return Reading(spans, tuple(_held(rule, found) for rule in cues.rules))


def _found(text: str, starts: list[int], cues: Cues) -> dict[str, set[int]]:
    """For each group, the sentences with one of its phrases."""
    found: dict[str, set[int]] = {name: set() for name in cues.groups}
    tokens = [(match.group().casefold(), match.start()) for match in WORD.finditer(text)]
    tokens = [token for token in tokens if token[0] != "s"]  # the rest of a possessive
    for first, (word, start) in enumerate(tokens):
        node = cues.tree.get(word)
        following = first
        while node is not None:
            if HELD_BY in node:
                sentence = bisect_right(starts, start) - 1
                for name in node[HELD_BY]:
                    found[name].add(sentence)
            following += 1
            node = node.get(tokens[following][0]) if following < len(tokens) else None
    return found


def _held(rule: Rule, found: Mapping[str, set[int]]) -> tuple[int, ...]:
    groups = [found[name] for name in rule.all]
    if rule.within == "sentence":
        return tuple(sorted(set.intersection(*groups)))
    return tuple(sorted(set.union(*groups))) if all(groups) else ()
