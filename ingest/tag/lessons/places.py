"""Where in a document lessons are told: what the headings above a sentence, or the line that opens its list, announce.

It reads headings and the look of lines; which sentence tells a lesson ``cues.py`` says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.tag.lessons import rules
from ingest.tag.lessons.phrases import folded, words
from ingest.tag.sheet import Line, Sheet

QUIET, ENDS = "quiet", "none"
_ENDS = (".", "!", "?", ":", ";", ",")
_ABOVE = 3
"""Headings above the nearest one that still announce: a section, its part, its chapter."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is announced where a sentence stands: a kind, ``lesson`` or nothing, and whether it heads others."""

    announced: str = ""
    heads: bool = False
    """Whether it is a heading itself."""


def places(sheet: Sheet) -> list[Place]:
    """The place of each line, in order."""
    starts = [heading.start for heading in sheet.headings]
    told = _announced_by(sheet)
    own = {heading.start for heading in sheet.headings}
    bare = None if starts else ""
    found = []
    ended = -2
    following: list[Line | None] = [*sheet.lines[1:], None] if sheet.lines else []
    for line, after in zip(sheet.lines, following, strict=True):
        apart, ended = line.start - ended > 1, line.end
        if line.start in own or (bare is not None and apart and _looks_like_heading(line, after)):
            if line.start not in own:
                bare = _or_nothing(announces(line.text))
            found.append(Place(heads=True))
            continue
        i = bisect_right(starts, line.start) - 1
        found.append(Place((told[i] if i >= 0 else "") or (bare or "")))
    return found


def announces(words_of_heading: str) -> str:
    """The kind that a heading announces; empty where it announces none, ``none`` where it ends what was."""
    table = rules.headings()
    text = folded(words_of_heading)
    long = len(text.split())
    hits = table.phrases.find(text, words(text))
    kinds = [table.kinds[hit.key] for hit in hits if long <= table.longest[hit.key]]
    told = [kind for kind in kinds if kind != QUIET]
    if ENDS in told:
        return ENDS
    return (told or kinds or [""])[0]


def _announced_by(sheet: Sheet) -> list[str]:
    """What each heading announces, by its own words or by those of the headings above it."""
    above: list[tuple[int, str]] = []
    found = []
    for heading in sheet.headings:
        while above and above[-1][0] >= heading.depth:
            above.pop()
        own = announces(heading.text)
        inherited = next((kind for _, kind in reversed(above[-_ABOVE:]) if kind), "")
        kind = _or_nothing(own or inherited)
        found.append(kind)
        above.append((heading.depth, kind))
    return found


def _or_nothing(kind: str) -> str:
    return "" if kind == ENDS else kind


def _looks_like_heading(line: Line, after: Line | None) -> bool:
    """A short line without a stop, on its own, before one that goes on longer: where nothing is marked."""
    text = line.text.strip()
    if line.is_item or "\n" in text or text.endswith(_ENDS) or not text[:1].isupper():
        return False
    return len(text.split()) <= 12 and after is not None and len(after.text) > len(text)


def in_lists(lines: Sequence[Line]) -> Iterator[int]:
    """For each line the index of the line that opens its list ("…the following:"); -1 in none."""
    opener = -1
    for i, line in enumerate(lines):
        if line.is_item and opener >= 0:
            yield opener
            continue
        if not line.is_item:
            opener = i if line.text.rstrip().endswith(":") else -1
        yield -1
