"""What a short text calls the thing that it is about: a name in its title, or one that is brought in as a thing.

A short text (a blog, a press release, a note of closure) repeats no name and defines no short form; it says
"we launched Boiler Buddy, the no-interest loan" once. It reads no long report: ``names.py`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.tag.programmes import organisations, words
from ingest.tag.programmes.names import OWN_SHAPE, START, Programme
from ingest.tag.sheet import Sheet

NEEDED, BRIEFLY = 3.5, 2.5
"""Strength from which a name is taken, and in a text of a page or two (``BRIEF`` sentences)."""
BRIEF = 60
BESIDE = 4.0
"""Strength from which a second name is taken: a newsletter tells of two things."""
MOST = 3
_NAME = re.compile(words.NAME)
_PARTS = re.compile(r"[:–—?!|]|[ ]-[ ]")
_TITLED = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Professor|Councillor|Cllr|Minister|Chef|Officer)$"
)
_SPEAKS = re.compile(
    r"(?:,[ ]\d|[ ](?:said|says|told|argues|argued|wrote|writes|commented|explained|recalled|et[ ]al|and[ ]colleagues))\b|[ ]\((?:19|20)\d\d\)"
)
_JOINT = re.compile(r"[ ](?:in|and|to|for|of)[ ]")
_POSSESSIVE = re.compile(r"[’']s?$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LEADS = re.compile(r"(?:The|Our|This|A|An|From|Of|Inside|About|How|Why|When|What)[ ]")
_FORM = re.compile(
    r"[ ](?:[Pp]rogramme|[Pp]roject|[Pp]ilot|[Ss]cheme|[Tt]rial|[Ss]ervice|youth[ ]guarantee|Social[ ]Impact[ ]Bond)$"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands: line, span, and whether it opens the sentence."""

    line: int
    start: int
    end: int
    opens: bool


def find(sheet: Sheet, flat: Sequence[str]) -> tuple[Programme, ...]:
    """The names of what a short text is about, the surest first; empty where none is sure."""
    headings = {heading.start for heading in sheet.headings}
    is_head = [line.start in headings or text == sheet.title for line, text in zip(sheet.lines, flat, strict=True)]  # fmt: skip
    placed: dict[str, list[_Place]] = {}
    for i, text in enumerate(flat):
        for name, start in _names(text):
            opens = start == 0 or text[:start].strip(" “\"(0123456789.").casefold() in ("the", "our", "")  # fmt: skip
            placed.setdefault(name, []).append(_Place(i, start, start + len(name), opens))
    ranked = []
    for name, where in placed.items():
        body = [place for place in where if not is_head[place.line]]
        if body and _may_name(name, where, flat):
            weight, first = _strength(name, body, sheet, flat, is_head)
            ranked.append((-weight, first.line, name, first))
    ranked.sort(key=lambda one: one[:3])
    taken: list[Programme] = []
    for weight, _, name, first in ranked:
        needed = BESIDE if taken else BRIEFLY if len(flat) <= BRIEF else NEEDED
        if -weight < needed or len(taken) == MOST:
            break
        if not any(name in held.name or held.name in name for held in taken):
            taken.append(Programme(name, "", first.line, first.start, first.end, -weight))
    return tuple(taken)


def _names(text: str) -> Iterator[tuple[str, int]]:
    """Each name of a sentence and its place; "X programme" also as X."""
    for match in _NAME.finditer(text):
        name, start = match[0], match.start()
        lead = START.match(name) or _LEADS.match(name)
        if lead:
            name, start = name[lead.end() :], start + lead.end()
        name = _POSSESSIVE.sub("", name)
        if not name:
            continue
        yield name, start
        for short in sorted({_FORM.sub("", name), _JOINT.split(name, maxsplit=1)[0]} - {name}):
            if " " in short or OWN_SHAPE.search(short):
                yield short, start


def _may_name(name: str, where: Sequence[_Place], flat: Sequence[str]) -> bool:
    """Whether a name can be that of a thing tried: no person, place, heading word or body."""
    parts = name.casefold().split()
    none = words.listed("no_name")
    if all(part in none or len(part) < 3 for part in parts) or name.isupper():
        return False
    if name in words.places() or name in words.listed("regions") or len(name) > 60 or "." in name:
        return False
    if parts[-1] not in _heads() and (organisations.sector_of(name) or is_body(name)):
        return False
    return not any(
        _SPEAKS.match(flat[one.line], one.end)
        or _TITLED.search(flat[one.line][: one.start].rstrip())
        for one in where
    )


@lru_cache(maxsize=1)
def _heads() -> frozenset[str]:
    return words.listed("heads") | words.plain("heads")


def is_body(name: str) -> bool:
    """Whether the words of a name make it an organisation's, by their type: "Harrow Vale Council"."""
    parts = name.casefold().replace("’", "'").split()
    if len(parts) < 2:
        return False
    return parts[-1] in words.plain("org_last") or parts[0] in words.plain("org_first")


@lru_cache(maxsize=1)
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    before = re.compile(
        rf"(?<!\w){words.either(words.plain('brought_in'))}[ ](?:the[ ]|our[ ]|a[ ])?[“‘\"']?$",
        re.I,
    )
    surely = re.compile(
        rf"(?<!\w){words.either(words.plain('surely'))}[ ](?:the[ ]|our[ ])?[“‘\"']?$", re.I
    )
    kind = rf"(?:(?!(?:with|at|of|in|for|to|by|from|on|and|who|which|that)[ ])[\w’'-]+[ ]){{0,7}}?{words.either(words.plain('kinds'))}(?!\w)"
    called = re.compile(
        rf"[”’\"']?(?:,|[ ][-–—]|[ ]\(|[ ](?:is|was)(?=[ ]))[ ]?(?:a|an|the|its|our|their|one[ ]of[ ]\w+)[ ]{kind}|[ ]{words.either(words.listed('things'))}(?!\w)"
    )
    does = re.compile(rf"[ ](?:also[ ])?{words.either(words.plain('does'))}(?!\w)")
    return before, surely, called, does


def _strength(
    name: str,
    body: Sequence[_Place],
    sheet: Sheet,
    flat: Sequence[str],
    is_head: Sequence[bool],
) -> tuple[float, _Place]:
    """How sure it is that ``name`` is what the text is about, and the place that introduces it."""
    before, surely, called, does = _cues()
    best, first = 0.0, body[0]
    for place in body:
        text = flat[place.line]
        front = text[max(0, place.start - 28) : place.start]
        weight = 2.5 * (called.match(text, place.end) is not None)
        sure = surely.search(front) is not None
        weight += 1.5 * sure or 0.5 * (before.search(front) is not None)
        weight += 1.0 * (sure and _YEAR.search(text) is not None) + 2.0 * front.endswith(("Our ", " our "))  # fmt: skip
        weight += 1.0 * (does.match(text, place.end) is not None)
        if weight > best:
            best, first = weight, place
    inside = [place for place in body if not place.opens]
    headed = max((_in_title(name, text) for text, head in zip(flat, is_head, strict=True) if head), default=0.0)  # fmt: skip
    by_title = _in_title(name, sheet.title) or (
        headed * 0.6 if best < 1 else headed if headed > 2 else headed * 0.75
    )
    if best < 1 and by_title < 2:
        return 0.0, first
    weight = best + by_title + 0.5 * min(4, len(body) - 1)
    weight += 2.0 * (OWN_SHAPE.search(name) is not None) + 0.5 * (name.casefold().split()[-1] in _heads())  # fmt: skip
    if " " not in name and OWN_SHAPE.search(name) is None:
        # One plain word may be any that opens a sentence.
        is_sure = by_title >= 3 and (best >= 1.5 or len(body) > 1)
        weight -= 0.0 if is_sure else 1.0 if inside and by_title >= 2 else 2.0 if inside or best >= 3.5 else 9.0  # fmt: skip
    return weight, first


def _in_title(name: str, title: str) -> float:
    """3 where a part of the title is the name, 2 where the name stands in it."""
    for part in _PARTS.split(title):
        part = part.strip()
        if part.removeprefix("The ").removeprefix("the ") == name or _FORM.sub("", part) == name:
            return 3.0
    return 2.0 if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) else 0.0
