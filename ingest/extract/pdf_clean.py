"""Paragraphs of lines into clean text on a tape: hyphens, ligatures, white space, controls.

Every change keeps the way back: what is taken names its character, what is added is marked as ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ingest.extract.pdf_ligatures import MARKS
from ingest.extract.pdf_runs import Tape
from ingest.extract.pdf_text import Line

LIGATURES = {
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    **MARKS,
}
_EXPANDED = str.maketrans(LIGATURES)

_SPECIAL = re.compile(
    r"[ \t]{2,}|[\t\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"  # white space
    r"|([^\w\s\x00-\x1f\ue000-\uf8ff])[ ]?(?:\1[ ]?){4,}"  # leaders: one sign, again and again
    r"|[\ufb00-\ufb06\U0010a500-\U0010a5ff]"
    r"|[^\W\d_][\u0300-\u036f]+"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff]+"
    r"|[\ue000-\uf8ff]"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\s(\[“‘\"/]*\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*\Z|\S+\.\S+/\S*\Z")
# Not after a space, which would have ended the address.
_BROKEN_ADDRESS = re.compile(r"(?:https?://|www\.)\S*[./_=&?%~-]\Z")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_FIRST_OF_COMPOUND = _listed(
    "self non well ex cross follow half all long short high low full part mid near so twenty thirty forty "
    "fifty sixty seventy eighty ninety decision evidence policy peer face one two three four five"
)
_LAST_OF_COMPOUND = _listed(
    "based making makers maker term level related specific driven led up wide scale oriented old "
    "effective being depth economic quality focused funded friendly income to off out sector governmental "
    "party year risk solving sharing setting building raising"
)
"""Only asked where the document itself never shows the word whole."""


class Hyphens:
    """Whether a hyphen at a line's end was there before: asked of the document's own words."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: Counter[str] = Counter()
        after_hyphen = False
        for line in lines:
            words = _WORD.findall(line.text.translate(_EXPANDED).casefold())
            # Fragments at a broken line end are no words.
            words = words[1:] if after_hyphen else words
            self._words.update(words[:-1] if line.hyphen else words)
            after_hyphen = line.hyphen

    def keeps(self, before: str, after: str) -> bool:
        """Whether "before-" and "after", on two lines, are one word with a hyphen."""
        before, after = before.translate(_EXPANDED), after.translate(_EXPANDED)
        match = _FIRST_WORD.match(after)
        left = _LAST_WORD.search(before)
        if not match or not left or not left.group() or _ADDRESS.search(before):
            return True
        right = match.group()
        stem = left.group().rsplit("-", 1)[-1]
        if not right[0].islower() or not stem or not stem[-1].isalpha():
            return True
        right, stem, whole = right.casefold(), stem.casefold(), left.group().casefold()
        joined = self._words[stem + right]
        apart = self._words[f"{stem}-{right}"] + (
            self._words[f"{whole}-{right}"] if whole != stem else 0
        )
        if joined != apart:
            return apart > joined
        if stem in _FIRST_OF_COMPOUND or right.split("-")[0] in _LAST_OF_COMPOUND:
            return True
        return len(stem) > 3 and len(right) > 3 and min(self._words[stem], self._words[right]) > 2


class Writer:
    """Puts lines on the tape, cleaned, and joins each to the one before."""

    def __init__(self, hyphens: Hyphens) -> None:
        self.tape = Tape()
        self.unreadable = 0
        """Characters that the PDF's fonts give no meaning."""
        self._hyphens = hyphens
        self._last: Line | None = None
        self._spaced = True

    def begin(self) -> None:
        """Begin a paragraph."""
        if self.tape.length:
            self.tape.insert("\n\n")
        self._last, self._spaced = None, True

    def finish(self) -> None:
        """End a paragraph. Where the rest of its last word is missing, a hyphen is what is printed."""
        if self._last and self._last.hyphen:
            self.tape.take(self._last.page, self._last.end, "-")

    def line(self, line: Line) -> None:
        """Write one more line of the paragraph."""
        last = self._last
        if last is not None:
            self._join(last, line)
        self._words(line)
        self._last = line

    def _join(self, last: Line, line: Line) -> None:
        if last.hyphen:
            if self._hyphens.keeps(last.text, line.text.lstrip()):
                self.tape.take(last.page, last.end, "-")
            self._spaced = True
        elif _BROKEN_ADDRESS.search(last.text) and line.text[:1].islower():
            self._spaced = True
        elif not self._spaced and not _touches(last, line):
            self.tape.insert(" ")
            self._spaced = True

    def _words(self, line: Line) -> None:
        text = line.text
        position, end = len(text) - len(text.lstrip()), len(text.rstrip())
        for match in _SPECIAL.finditer(text, position, end):
            self._plain(line, position, match.start())
            self._special(line, match)
            position = match.end()
        self._plain(line, position, end)

    def _plain(self, line: Line, start: int, end: int) -> None:
        if start < end and self._spaced and line.text[start] == " ":
            start += 1
        if start < end:
            self.tape.take(line.page, line.start + start, line.text[start:end])
            self._spaced = line.text[end - 1] == " "

    def _special(self, line: Line, match: re.Match[str]) -> None:
        found, char = match.group(), line.start + match.start()
        if found in LIGATURES:
            self.tape.expand(line.page, char, LIGATURES[found])
            self._spaced = False
        elif found[0].isspace() or match[1]:
            if not self._spaced:
                self.tape.take(line.page, char, " ")
            self._spaced = True
        elif len(found) > 1 and unicodedata.combining(found[1]):
            composed = unicodedata.normalize("NFC", found)
            self.tape.take(line.page, char, composed if len(composed) == 1 else found)
            self._spaced = False
        elif "\ue000" <= found <= "\uf8ff" and not line.text[: match.start()].strip():
            # Symbol fonts keep their bullets in the private use area.
            self.tape.take(line.page, char, "•")
            self._spaced = False
        else:
            self.unreadable += sum(
                character not in "\xad\u200b\u200e\u200f\u2060\ufeff" for character in found
            )


def _touches(last: Line, line: Line) -> bool:
    """Whether ``line`` goes on in the same word: a superscript, a change of font."""
    size = max(last.size, line.size)
    gap = line.left - last.right
    return abs(line.base - last.base) < 0.6 * size and -0.5 * size < gap < 0.12 * size
