"""What a sentence tells of a study besides its design: lifts, lowers and attributes, with numbers.

What is looked for is data (``aspects.toml``, a rationale and examples each), what is read out of it
``aspects_details``. Whether it was done, and in whose study, is ``aspects_standing``'s to tell.

A rule is tried only where a word of the sentence begins like one of its hints: most sentences cost the
look-up of their words and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from ingest.tag.designs import aspects_standing as standing
from ingest.tag.designs.aspects_details import READERS
from ingest.tag.designs.aspects_text import Sentence, made_whole
from ingest.tag.designs.contrasts import Parts
from kb import vocab
from kb.errors import VocabularyError
from kb.evidence import DesignFact, Detail, FactOwner, FactStatus
from kb.numbers import SCALES, SMALL

HINT = 4
"""Letters of a word by which hints are looked up."""
MANY = ("n", "cost")
"""Readers of which one sentence may tell several: the sizes of three groups, two prices."""
CLAIM = "claim"
ALLOCATED = "allocated"
"""The rule of samples that tells arms: two of one size are two, and no other rule need tell them."""
ONE = Parts()
"""A document with one comparison."""
A_NUMBER = "#"
"""The hint that any number is, in figures or in words."""
_WORD = re.compile(r"[a-z][a-z0-9]*")
_SMALL = "|".join(sorted(SMALL, key=len, reverse=True))
_SCALE = "|".join(SCALES)
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|(?:{_SMALL}|an? (?:{_SCALE}))(?:[ -](?:and )?(?:{_SMALL}|{_SCALE}))*)"
_COUNTS = re.compile(rf"\d|\b(?:{_SMALL}|{_SCALE})\b", re.I)
_MONEY = r"(?:(?:[£€$]|\b[A-Z]{1,2}\$|\b(?:GBP|EUR|USD|CHF|SEK|DKK|NOK)) ?\d[\d,.]*(?: ?(?:million|billion|thousand|bn|m|k)\b)?|\b\d[\d,.]* (?:million |thousand )?(?:pounds|euros|dollars)\b)"
_TIME = rf"(?:(?:{_NUMBER})[ -](?:calendar |full |more )?(?:day|week|month|year)s?\b|(?:a|one|full|whole)[ -](?:full |whole )?(?:year|month)\b|month (?:{_NUMBER}))"
_BUILT_IN = {"number": _NUMBER, "money": _MONEY, "time": _TIME}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a sentence tells. ``start`` and ``end`` are of the words that say so."""

    aspect: str
    """A slug of the design-aspects vocabulary."""
    fact: str
    """``lift``, ``lower``, or ``none`` for an attribute."""
    start: int
    end: int
    rule: str
    """Name of the rule, without version: ``attrition.lost``."""
    detail: Detail = field(default_factory=dict)
    status: FactStatus | None = None
    """Set where the words themselves say it ("there was no comparison group"); else null."""
    owner: FactOwner | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ``aspects.toml``."""

    name: str
    aspect: str
    fact: str
    says: tuple[re.Pattern[str], ...]
    also: frozenset[str]
    """Beginnings of words, one of which must stand in the sentence too; empty where none need."""
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    reads: str
    status: FactStatus | None
    holds: tuple[str, ...]
    fails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, and those to try for each beginning of a word."""

    rules: tuple[Rule, ...]
    by_hint: Mapping[str, tuple[tuple[str, int], ...]]


def told(text: str, start: int = 0, end: int | None = None) -> tuple[Told, ...]:
    """What the sentence ``text[start:end]`` tells; offsets are those of ``text``."""
    stop = len(text) if end is None else end
    rules = load()
    sentence = made_whole(text, start, stop)
    words = _WORD.findall(sentence.words.casefold())
    begun = {word[:HINT] for word in words}
    if _COUNTS.search(sentence.words):
        begun.add(A_NUMBER)
    tried: set[int] = set()
    for word in words:
        for hint, place in rules.by_hint.get(word[:HINT], ()):
            if place not in tried and word.startswith(hint):
                also = rules.rules[place].also
                if not also or not also.isdisjoint(begun):
                    tried.add(place)
    every = [each for place in sorted(tried) for each in _by(rules.rules[place], sentence)]
    return tuple(_once(every))


def facts(
    text: str,
    start: int,
    end: int,
    *,
    status: FactStatus = "done",
    owner: FactOwner = "this",
    section: str = "",
    weight: float = 1.0,
    parts: Parts = ONE,
    version: str = "designs-1",
) -> tuple[DesignFact, ...]:
    """What the sentence tells as facts of a document.

    ``status`` and ``owner`` hold for the whole sentence where they are not done and this study's;
    else its words tell of each. ``parts`` numbers facts by the comparison in which their words stand.
    Attributes of another study, or of what was not done, are left out.
    """
    found = told(text, start, end)
    quote = text[start:end]
    facts = [
        DesignFact(
            fact=one.fact,
            status=one.status or stands,
            owner=one.owner or whose,
            quote=quote,
            start=start,
            end=end,
            rule=f"{version}:{one.rule}",
            aspect=one.aspect,
            detail=one.detail,
            section=section,
            weight=weight,
            contrast=parts.at(one.start),
        )
        for one, (stands, whose) in _stood(found, quote, start, (status, owner))
    ]
    return tuple(fact for fact in facts if fact.fact != "none" or fact.counts)


def _stood(
    found: Sequence[Told], quote: str, start: int, whole: standing.Standing
) -> Iterator[tuple[Told, standing.Standing]]:
    """Each with its status and owner; a claim is the document's own, whatever else is told."""
    each = [whole] * len(found)
    if found and whole == standing.DONE:
        spans = [(one.start - start, one.end - start, one.fact != "lower") for one in found]
        each = list(standing.of(quote, spans))
    for one, stands in zip(found, each, strict=True):
        yield one, standing.DONE if one.aspect == CLAIM else stands


def _by(rule: Rule, sentence: Sentence) -> Iterator[Told]:
    words = sentence.words
    if rule.needs and not rule.needs.search(words):
        return
    allowed = rule.unless is None
    for pattern in rule.says:
        found = False
        for match in pattern.finditer(words):
            # Asked last: most sentences say nothing, and then this need not be read.
            if not allowed and rule.unless and rule.unless.search(words):
                return
            allowed = True
            details = READERS[rule.reads](words, match) if rule.reads else [("", {})]
            low, high = sentence.place(*match.span())
            for aspect, detail in details:
                other = aspect or rule.aspect
                fact = rule.fact if not aspect else _group(other)
                yield Told(other, fact, low, high, f"{other}.{rule.name}", detail, rule.status)
            found = found or bool(details)
            if found and rule.reads not in MANY:
                return
        if found and rule.reads != "n":
            return


def _once(every: Sequence[Told]) -> Iterator[Told]:
    """Without what another says with more detail: one attrition without a number beside one with."""
    seen: set[tuple[str, str]] = set()
    detailed = {each.aspect for each in every if each.detail}
    for each in every:
        n = each.detail.get("n")
        key = (each.aspect, repr(sorted(each.detail.items())) if n is None else str(n))
        if each.rule == f"sample.{ALLOCATED}":
            key = (ALLOCATED, repr(each.detail))
            seen.add(("sample", str(n)))
        bare = not each.detail and each.aspect in detailed
        if key not in seen and not bare:
            seen.add(key)
            yield each


@lru_cache(maxsize=1)
def load() -> Rules:
    """The shipped rules."""
    name = "aspects.toml"
    table = tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
    return parse(table, name)


def parse(table: Mapping[str, Any], where: str) -> Rules:
    """Rules from a table; ``VocabularyError`` names the rule that is malformed."""
    lists: dict[str, str] = dict(_BUILT_IN)
    for name, pattern in table["lists"].items():
        lists[name] = _filled(pattern, lists)
    rules: list[Rule] = []
    by_hint: dict[str, list[tuple[str, int]]] = {}
    for row in table["rule"]:
        try:
            rules.append(_rule(row, lists))
        except (re.error, KeyError, ValueError) as error:
            raise VocabularyError(
                f"read {where}: rule {row.get('aspect')}.{row.get('name')}: {error}; aspect, name, "
                "rationale, hints, says and examples that hold are needed"
            ) from error
        for hint in row["hints"]:
            by_hint.setdefault(hint[:HINT], []).append((hint, len(rules) - 1))
    return Rules(tuple(rules), {key: tuple(at) for key, at in by_hint.items()})


def _rule(row: Mapping[str, Any], lists: Mapping[str, str]) -> Rule:
    if not row["rationale"] or not row["holds"]:
        raise ValueError("no rationale or no example")
    if row.get("reads", "") not in ("", *READERS):
        raise ValueError(f"nothing reads {row['reads']!r}")
    # No match begins inside a word: that is wrong, and costs a try at every letter.
    says = tuple(re.compile(rf"(?<!\w)(?:{_filled(p, lists)})", re.I) for p in row["says"])
    either = {
        key: re.compile(_filled("|".join(row[key]), lists), re.I) if row.get(key) else None
        for key in ("needs", "unless")
    }
    return Rule(
        row["name"],
        row["aspect"],
        _group(row["aspect"]),
        says,
        frozenset(hint[:HINT] for hint in row.get("also", ())),
        either["needs"],
        either["unless"],
        row.get("reads", ""),
        row.get("status"),
        tuple(row["holds"]),
        tuple(row.get("fails", ())),
    )


def _filled(pattern: str, lists: Mapping[str, str]) -> str:
    return re.sub(r"(?<!\?P)<([a-z]+)>", lambda match: lists[match[1]], pattern)


@lru_cache(maxsize=64)
def _group(aspect: str) -> str:
    """``lift``, ``lower`` or, for an attribute, ``none``."""
    group = next(t.group for t in vocab.load("design-aspects").terms if t.slug == aspect)
    return group if group in ("lift", "lower") else "none"
