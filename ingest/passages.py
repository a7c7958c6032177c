"""Stored text cut into passages: whole sentences, about 100 to 150 words, under one heading.

It decides where to cut and nothing else: it reads no file and judges no content. Where it cuts enters
the ids of passages, so the rules are our own and change only with ``CUTTER``. (spaCy's sentencizer was
the alternative: 35,000 words a second against about a million here, half a second to import, and its
token rules change with its releases, which would change ids.)
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.sentences import LONGEST, Span, sentences
from kb import ids
from kb.models import Heading, PageMap, Passage
from kb.pages import locate

CUTTER = "passages-1"

SMALLEST = 40
"""A section of fewer words is read together with the one after it."""

_LETTER = re.compile(r"[^\W\d_]")
_PARAGRAPH_END = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class _Section:
    """Sentences under one heading, or under several where they are tiny."""

    spans: tuple[Span, ...]
    words: int


def split(
    document_id: str,
    text: str,
    page_map: PageMap,
    headings: Sequence[Heading] = (),
    *,
    target: int = 120,
    maximum: int = 150,
) -> tuple[Passage, ...]:
    """Passages in the order of the text. ``target`` and ``maximum`` count words.

    Nothing but white space is left out, and passages without a single letter (rows of digits, rules).
    One sentence may be longer than ``maximum``, up to ``sentences.LONGEST`` words.
    """
    ordered = sorted(headings, key=lambda heading: heading.start)
    passages: list[Passage] = []
    for section in _sections(text, ordered):
        for start, end in _packed(text, section, target, maximum):
            words = text[start:end]
            if not _LETTER.search(words):
                continue
            passages.append(
                Passage(
                    id=ids.passage_id(document_id, start, end),
                    document_id=document_id,
                    position=len(passages),
                    text=words,
                    locator=locate(page_map, ordered, start, end),
                )
            )
    return tuple(passages)


def _sections(text: str, headings: Sequence[Heading]) -> Iterator[_Section]:
    """Stretches between headings; a tiny one is joined to the next, the last one to that before it."""
    whole: list[_Section] = []
    for section in _between(text, headings):
        if whole and whole[-1].words < SMALLEST:
            whole[-1] = _joined(whole[-1], section)
        else:
            whole.append(section)
    if len(whole) > 1 and whole[-1].words < SMALLEST:
        whole[-2:] = [_joined(whole[-2], whole[-1])]
    yield from whole


def _joined(first: _Section, second: _Section) -> _Section:
    return _Section(first.spans + second.spans, first.words + second.words)


def _between(text: str, headings: Sequence[Heading]) -> Iterator[_Section]:
    spans = list(sentences(text, [heading.start for heading in headings]))
    starts = [span.start for span in spans]
    edges = sorted({0, *(heading.start for heading in headings), len(text)})
    for low, high in pairwise(edges):
        inside = spans[bisect_left(starts, low) : bisect_left(starts, high)]
        if inside:
            yield _Section(tuple(inside), sum(span.words for span in inside))


def _packed(text: str, section: _Section, target: int, maximum: int) -> Iterator[tuple[int, int]]:
    """Even passages of whole sentences; where two cuts are as good, between paragraphs."""
    left = section.words
    goal = _goal(left, target, maximum)
    held: list[Span] = []
    words = 0
    for span in section.spans:
        at_paragraph = held and _PARAGRAPH_END.search(text, held[-1].end, span.start)
        # A paragraph end is worth a shorter passage, unless only a stub would be left after it.
        near = 0.8 * goal if at_paragraph and left - words >= 1.5 * SMALLEST else goal
        if held and _closes(words, words + span.words, near, maximum):
            yield held[0].start, held[-1].end
            left -= words
            goal = _goal(left, target, maximum)
            held, words = [], 0
        held.append(span)
        words += span.words
    if held:
        yield held[0].start, held[-1].end


def _goal(left: int, target: int, maximum: int) -> float:
    """Words of each of the even passages that ``left`` words make."""
    return left / max(1, round(left / target), -(-left // maximum))


def _closes(words: int, longer: int, goal: float, maximum: int) -> bool:
    """Whether a passage of ``words`` ends here, rather than after the next sentence at ``longer``."""
    if longer > maximum:
        # A long sentence after a few words would leave a stub: take it while a passage stays sane.
        return words >= SMALLEST or longer > LONGEST
    return goal - words <= longer - goal
