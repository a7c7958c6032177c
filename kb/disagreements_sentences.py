"""The amounts of a text, each with its sentence, its own clause, and the noun that it counts.

A plain split at ends of sentences and lines: enough to see what stands around a number. Passages and
readers have a better one, which fetches more than the knowledge of numbers needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.amounts import Amount, amounts
from kb.amounts_status import status
from kb.amounts_words import DAYS_IN, STOP
from kb.disagreements_words import load, stem
from kb.models import FigureStatus


@dataclass(frozen=True, slots=True)
class Said:
    """An amount where it is said."""

    start: int
    """Of its sentence."""
    end: int
    sentence: str
    behind: str
    """The words of its clause that follow it."""
    clause: str
    """The words of its own clause, up to the numbers beside it."""
    words: str
    """The amount with what it directly counts."""
    amount: Amount
    noun: str
    """The noun that it counts, under its common name; empty where none follows."""
    before: str
    """What it is an amount of, where that stands before it: "revenue of £3.2 million"."""
    status: FigureStatus


_WORD = re.compile(r"[A-Za-z]{3}")
_FORESEEN = re.compile(r"(?:forecast|target|planned|expected|estimated?|so far)", re.I)
_END = re.compile(r"(?<=[.!?])[”\"’')]*\s+(?=[“\"‘'(]?[A-Z0-9])|\n\s*")
_EDGE = re.compile(r"[;:]\s|\s[–—]\s|[()]|,\s(?:and|but|with|while|whereas|which|who|so|then)\s|\b(?:while|whereas|but|although)\b")  # fmt: skip
_OF = re.compile(r"\b((?:[A-Za-z][\w’'-]*[ ]){0,2}[A-Za-z][\w’'-]*)[ ](?:of|was|were|totall?ed|totalling)[ ]$")  # fmt: skip


def said(text: str) -> Iterator[Said]:
    """Every amount of ``text`` that counts something; lengths of time are none."""
    start = 0
    for end in [*(match.start() for match in _END.finditer(text)), len(text)]:
        if end > start:
            low = start + len(text[start:end]) - len(text[start:end].lstrip())
            high = start + len(text[start:end].rstrip())
            if high > low:
                yield from _of_sentence(text, low, high)
        start = end


def _of_sentence(text: str, low: int, high: int) -> Iterator[Said]:
    found = amounts(text, low, high)
    if not found:
        return
    sentence = text[low:high]
    edges = [match.start() for match in _EDGE.finditer(text, low, high)]
    for i, one in enumerate(found):
        if (one.unit or "").removesuffix("s") in DAYS_IN or one.unit == "times":
            continue
        left = max([found[i - 1].end if i else low, *(e for e in edges if e < one.start)])
        right = min([found[i + 1].start if i + 1 < len(found) else high, *(e for e in edges if e >= one.end)])  # fmt: skip
        ahead, behind = text[left : one.start], text[one.end : right]
        if not _WORD.search(f"{ahead} {behind} {one.counts or ''}"):
            continue  # the number of an item of a list
        if _is_mark(one):
            continue
        if one.counts and _FORESEEN.fullmatch(one.counts):
            one = replace(one, counts=None)
        of = _OF.search(ahead)
        before = of[1].rsplit(" ", 1)[-1] if of and of[1].rsplit(" ", 1)[-1] not in STOP else ""
        yield Said(
            low, high, sentence, behind, f"{ahead} {behind}", _words(text, one, high, left if before else None), one,
            _noun(one.counts), before, status(ahead, behind),
        )  # fmt: skip


def _is_mark(one: Amount) -> bool:
    """Whether bare digits count nothing, or stand before a name: the mark of a footnote, "1968.12", "4 Open
    Services"."""
    if not one.text.isdigit():
        return False
    return one.counts is None or _NAME.match(one.counts) is not None


_NAME = re.compile(r"[A-Z](?!\w*s\b)")


def _words(text: str, one: Amount, high: int, left: int | None) -> str:
    if not one.counts:
        ahead = text[left : one.start].rstrip() if left is not None else ""
        named = _LAST_TWO.search(ahead)
        return text[left + named.start() : one.end] if left is not None and named else one.text
    at = text.find(one.counts, one.end, min(high, one.end + len(one.counts) + 32))
    return text[one.start : at + len(one.counts)] if at >= 0 else one.text


_LAST_TWO = re.compile(r"\b[A-Za-z][\w’'-]* [a-z]+$")


def _noun(counts: str | None) -> str:
    if not counts:
        return ""
    short = stem(counts.split(" ")[-1])
    return load().aliases.get(short, short)
