"""Lessons of a document: what helped, what hindered, what follows, each with its theme and whose view it is.

A lesson is one sentence that says so. What is a cue, a theme, a view or a heading that announces lessons is
data beside this file (a rationale each). It weighs nothing and merges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from ingest.tag.lessons import about, cues
from ingest.tag.lessons.phrases import folded, words
from ingest.tag.lessons.places import in_lists, places
from ingest.tag.sheet import Line, Sheet
from kb.accounts import Span, ToldLesson
from kb.models import LessonKind, View

VERSION = "lessons-1"
SHORTEST, LONGEST = 4, 110
"""Words of a sentence that is read; what is longer is a table or a page without stops."""
PLAINLY_TOLD = ("guidance", "protocol", "statistics", "trial-registration", "systematic-review")
"""Types of document that tell people what to do, or what others did: only what stands under a heading, or in
a list, that announces lessons is taken from them."""

_BULLET = re.compile(r"[\s•●▪■◦‣·*–—-]*(?P<number>\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z])[.):]\s+)?")
_ENDS = (*".!;)]”\"’'", *"0123456789")
"""What a sentence ends with that is whole, or with a note's number; an item of a list may lack it."""
_PURPOSE = re.compile(r"[\W\d]*(?:To|Who|Why|How|What|Where|When)\s")
"""An item that tells what something is for, or asks."""
_TO = re.compile(r"To\s[^,]*$")
"""Half a sentence that tells what something is for."""
_NOTE = re.compile(r"\d{1,3}\s+[A-Z“‘\"](?=.*(?:[“\"”]|(?:19|20)\d\d|http|Ibid))", re.S)
"""A note below a page, or a reference."""
_LETTERS = 0.6
"""Share of letters and spaces in a sentence; below it stands a table, an address or a reference."""


def read(sheet: Sheet) -> tuple[ToldLesson, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``, without the bullet before it."""
    return tuple(_lessons(sheet))


def _lessons(sheet: Sheet) -> Iterator[ToldLesson]:
    whose = about.author(sheet)
    is_short = len(sheet.lines) <= about.SHORT_TEXT
    openers = list(in_lists(sheet.lines))
    opened: dict[int, str] = {}
    for i, (line, place) in enumerate(zip(sheet.lines, places(sheet), strict=True)):
        if place.heads:
            continue
        announced = opened.get(openers[i], "") or place.announced
        mark = cast("re.Match[str]", _BULLET.match(line.text))
        sentence = folded(line.text[mark.end() :])
        said = words(sentence)
        is_item = line.is_item or (mark["number"] is not None and line.text.endswith("."))
        told = cues.read(sentence, said, announced, is_item, is_short=is_short)
        if told and line.text.rstrip().endswith(":"):
            opened[i] = told.kind
        if told is None or not _may_tell(line, sentence, announced, sheet.type):
            continue
        yield ToldLesson(
            span=_span(line, mark.end(), told),
            kind=cast("LessonKind", told.kind),
            theme=about.theme(sentence, said, line.heading),
            view=cast("View", about.view(sentence, said, whose)),
        )


def _may_tell(line: Line, sentence: str, announced: str, type: str) -> bool:
    """Whether a line can be a lesson by its form: a sentence, no question, no table, no opening of a list,
    no piece of a longer quotation, no note."""
    if type in PLAINLY_TOLD and not announced:
        return False
    text = line.text.rstrip()
    if text.endswith(("?", ":")) or not SHORTEST <= sentence.count(" ") + 1 <= LONGEST:
        return False
    if not (line.is_item or text.endswith(_ENDS)) or (line.is_item and _PURPOSE.match(text)):
        return False
    if _TO.match(text) or _NOTE.match(text) or (text.count("”") > text.count("“")):
        return False
    plain = sum(map(str.isalpha, text)) + text.count(" ") + text.count("\n")
    return plain >= _LETTERS * len(text)


def _span(line: Line, skipped: int, told: cues.Told) -> Span:
    return Span(
        quote=line.text[skipped:],
        start=line.start + skipped,
        end=line.end,
        rule=f"{VERSION}:{told.cue}",
        score=round(told.strength, 2),
        section=line.section,
    )
