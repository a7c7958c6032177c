"""What sort of document it is and who wrote it, each with the words that say so, or nothing.

Read from title, metadata, address, first and last parts of the text and what is told in the first person.
Rules are data (``authorship.toml``, a rationale each). When in doubt it says nothing; nobody is called
evaluator or independent without words that say so, nor where the document tells that its author ran or
paid for it. It judges nobody: a person may set both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.tag.designs import authorship_rules
from ingest.tag.designs.authorship_organisations import organisations
from ingest.tag.designs.authorship_rules import ORGANISATION, Rule, Rules
from kb.evidence import Guess
from kb.models import Found, Ground, Heading

VERSION = "authorship-1"
FRONT, HEAD, TAIL, BODY = 900, 6_000, 1_500, 60_000
FIRST_HEADINGS = 3
LONGEST_QUOTE = 320
ONE_A_MORE = 20_000
"""Characters of text for each further place that a rule over the body needs to hold at: one "we
supported" in a report of a hundred pages tells nothing."""
WITH_A_STAKE = ("deliverer", "funder")
WITHOUT_STAKE = ("evaluator", "independent")
STAKE_TOLD = 0.5
"""From this strength of a stake on nobody is called evaluator or independent."""

_QUOTED = re.compile(r"[“\"][^“”\"\n]{10,600}[”\"]")
_SENTENCE = re.compile(r"(?<=[.!?])[”’\")\]]*\s+(?=[“\"(A-Z])|\n")


@dataclass(frozen=True, slots=True)
class Authorship:
    """Type (a slug of document-types) and interest (a slug of interests), each with its reason."""

    type: Guess | None = None
    interest: Guess | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """Words to look in: a span of the text, or something told about the document."""

    words: str
    start: int | None
    """Where they begin in the text; null for an address, a title that is not in the text …"""
    label: str = ""
    small: str = ""
    """The words in small letters, for hints."""


_Words = tuple[str, int | None, str]
"""Words, where they begin in the text, and what they are where they are not in it."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A rule that holds, and the words that say so."""

    rule: Rule
    reason: Ground


def read(
    text: str,
    *,
    title: str = "",
    metadata: Sequence[Found] = (),
    headings: Sequence[Heading] = (),
    media_type: str = "",
    url: str | None = None,
) -> Authorship:
    """What the document says of its own sort and of who wrote it. Grounds carry offsets, no page."""
    places = _places(text, title, metadata, headings, media_type, url)
    rules = authorship_rules.load()
    names = organisations(text, metadata)
    signs = {
        kind: [sign for rule in rules.of[kind] for sign in _signs(rule, places, text, names)]
        for kind in rules.of
    }
    interest = _likeliest(signs["interest"], rules)
    if interest and interest.value in WITHOUT_STAKE and _stake(signs["interest"]) >= STAKE_TOLD:
        interest = None
    return Authorship(_likeliest(signs["type"], rules), interest)


# --- where to look -----------------------------------------------------------------------------------


def _places(
    text: str,
    title: str,
    metadata: Sequence[Found],
    headings: Sequence[Heading],
    media_type: str,
    url: str | None,
) -> Mapping[str, list[_Place]]:
    titles = [_in_text(text, title, "title")] if title else []
    titles += [
        _in_text(text, f.value, f"title ({f.origin})") for f in metadata if f.field == "title"
    ]
    first = next((m for m in re.finditer(r"\S[^\n]{2,160}", text[:FRONT])), None)
    if first and not title:
        titles.append((first[0], first.start(), ""))
    near = (h for h in headings[:FIRST_HEADINGS] if h.start < FRONT)
    titles += [(text[h.start : h.end], h.start, "") for h in near]
    addresses = [url] if url else []
    addresses += [f.value for f in metadata if f.field == "URL"]
    tail = max(0, len(text) - TAIL)
    body = _unquoted(text[:BODY])
    told: dict[str, list[_Words]] = {
        "media": [(media_type, None, "media type")],
        "url": [(address, None, "address") for address in addresses],
        "title": titles,
        "publisher": _of_field(metadata, "publisher", "publisher"),
        "container": _of_field(metadata, "container-title", "journal"),
        "front": [(text[:FRONT], 0, "")],
        "head": [(text[:HEAD], 0, "")],
        "tail": [(text[tail:], tail, "")],
        "body": [(body, 0, "")],
        "organisation": [(body, 0, "")],
    }
    return {
        name: [_Place(words, start, label, words.lower()) for words, start, label in places]
        for name, places in told.items()
    }


def _of_field(metadata: Sequence[Found], field: str, label: str) -> list[_Words]:
    return [(f.value, None, f"{label} ({f.origin})") for f in metadata if f.field == field]


def _in_text(text: str, words: str, label: str) -> _Words:
    """The place of ``words`` near the top of the text, or what they are the ``label`` of."""
    at = text.find(words, 0, HEAD)
    return words, at if at >= 0 else None, label


def _unquoted(text: str) -> str:
    """The text with what others said blanked out, so that offsets stay."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


# --- what holds --------------------------------------------------------------------------------------


def _signs(
    rule: Rule, places: Mapping[str, list[_Place]], text: str, names: Sequence[str]
) -> Iterator[_Sign]:
    """The rule with its first reason, where it holds often enough."""
    pattern = rule.pattern or _with_names(rule.says, tuple(names))
    if pattern is None:
        return
    seen: dict[str, Ground] = {}
    for place in (each for name in rule.where for each in places[name]):
        if rule.hints and not any(hint in place.small for hint in rule.hints):
            continue
        for match in pattern.finditer(place.words):
            ground = _ground(place, match, text)
            if not (rule.unless and rule.unless.search(ground.text)):
                seen.setdefault(ground.text, ground)
    needed = rule.least + (len(text[:BODY]) // ONE_A_MORE if rule.where == ("body",) else 0)
    if len(seen) >= needed:
        yield _Sign(rule, next(iter(seen.values())))


@lru_cache(maxsize=256)
def _with_names(says: tuple[str, ...], names: tuple[str, ...]) -> re.Pattern[str] | None:
    if not names:
        return None
    either = "(?-i:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names) + ")"
    return authorship_rules.compiled(tuple(each.replace(ORGANISATION, either) for each in says))


def _ground(place: _Place, match: re.Match[str], text: str) -> Ground:
    """The sentence or line around a match; for what is not in the text, a sentence of ours."""
    if place.start is None:
        return Ground(f"The {place.label} is “{place.words}”.")
    low, high = place.start + match.start(), place.start + match.end()
    ends = [m.end() for m in _SENTENCE.finditer(text, max(0, low - LONGEST_QUOTE), low + 1)]
    start = ends[-1] if ends else max(0, low - LONGEST_QUOTE) if low > LONGEST_QUOTE else 0
    after = _SENTENCE.search(text, max(start, high - 1), min(len(text), high + LONGEST_QUOTE))
    end = after.start() if after else min(len(text), high + LONGEST_QUOTE)
    start, end = min(start, low), max(end, high)
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()
    return Ground(quote, start=start, end=start + len(quote))


def _likeliest(signs: Sequence[_Sign], rules: Rules) -> Guess | None:
    """The value that its signs make likely enough, well before the next; else none.

    A value of ``rules.last`` is taken only where no narrower one is.
    """
    scores: dict[str, float] = {}
    for sign in signs:
        missing = 1 - scores.get(sign.rule.value, 0.0)
        scores[sign.rule.value] = 1 - missing * (1 - sign.rule.strength)
    narrow = [value for value, score in scores.items() if score >= rules.needed]
    for value in reversed(rules.last):
        if len(narrow) > 1 and value in narrow:
            narrow.remove(value)
            del scores[value]
    ranked = sorted(scores, key=lambda value: -scores[value])
    if not ranked or scores[ranked[0]] < rules.needed:
        return None
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < rules.lead:
        return None
    best = max((s for s in signs if s.rule.value == ranked[0]), key=lambda s: s.rule.strength)
    name = f"{VERSION}:{best.rule.value}.{best.rule.name}"
    return Guess(ranked[0], best.reason, name, round(scores[ranked[0]], 2))


def _stake(signs: Sequence[_Sign]) -> float:
    return max((s.rule.strength for s in signs if s.rule.value in WITH_A_STAKE), default=0.0)
