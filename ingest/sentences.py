"""Where sentences begin and end in stored text. Rules only; no language model and no meaning.

A paragraph end, a line that opens with a bullet, and a heading always divide. Inside a paragraph a
full stop divides unless what stands before it is an abbreviation, an initial or a number of a list, or
what follows does not open a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 180
"""Words. A longer "sentence" (a table, a list without stops) is cut at white space."""


@dataclass(frozen=True, slots=True)
class Span:
    """One sentence: code points of the text, no white space at either end, and its words."""

    start: int
    end: int
    words: int


_PART = 120
_PIECE = re.compile(r"\S{1,240}")

_DIVIDER = re.compile(r"\n[ \t]*\n\s*|\n[ \t]*(?=(?:[•●▪■◦‣–*-]|\(?[0-9a-zA-Z]{1,3}[.)])[ \t])")

_STOP = re.compile(
    r"""
    (?<![.!?…]) (?P<stop> [.!?…]++ )
    (?P<close> ["'”’»)\]]*+ )
    (?P<mark> (?: \[?\d{1,3}\]? (?: ,\s?\d{1,3} )* )? )   # a note's number set after the stop
    \s++
    (?= ["'“‘«(\[¿¡]* [^\W\d_a-z] | ["'“‘«(\[]* \d | [•●▪■◦‣–—-]\s )
    | [。！？] ["'”’」』）]* \s*
    | [؟۔।] \s+
    """,
    re.X,
)

_BREAK = re.compile(r"[\s—–]+")
_OPENING = "\"'“‘«([/"


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER_LAST = _listed("""
    dr mr mrs ms prof rev hon sir st fr gen col lt sgt capt sen rep gov messrs
    e.g i.e cf viz vs v approx ca c eds ed trans
    fig figs tab no nos nr vol vols pp p para paras sec sect ch chap art arts eq ref refs app annex
    dept univ
    jan feb mar apr jun jul aug sep sept oct nov dec
    """)
"""Abbreviations that stand before a name or a number, so a stop after one never ends a sentence."""

_SELDOM_LAST = _listed("al etc inc ltd co corp plc u.s u.k u.n e.u a.m p.m ph.d esq jr sr")
"""Abbreviations that may end a sentence: they do before a word that usually opens one."""

_OPENERS = _listed("""
    the a an this that these those it its he she they we i you there here in on at by for from to of
    with as if when while where after before since although however moreover but and or so yet both all
    some many most each every no not one two three our their his her what which who how why during
    """)

_NEEDS_NUMBER = _listed(
    "no nos nr fig figs tab p pp vol vols para paras sec sect ch chap art arts eq app annex"
)
"""These are words as well ("no", "annex"): abbreviations only before a number or a capital letter alone."""


def sentences(text: str, edges: Sequence[int] = ()) -> Iterator[Span]:
    """Sentences in order; none crosses one of ``edges`` (sorted code points, such as headings)."""
    position = 0
    for start, end in _paragraphs(text, edges):
        for low, high in _stops(text, start, end):
            position = _trimmed_start(text, max(low, position), high)
            stop = _trimmed_end(text, position, high)
            if position < stop:
                yield from _short_enough(text, position, stop)
            position = high


def _trimmed_start(text: str, start: int, end: int) -> int:
    """The first code point from ``start`` that is no white space, or ``end``."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _paragraphs(text: str, edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    cuts = sorted({*(match.end() for match in _DIVIDER.finditer(text)), *edges, len(text)})
    start = 0
    for cut in cuts:
        if cut > start:
            yield start, cut
            start = cut


def _stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    low = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, low, match):
            yield low, match.end()
            low = match.end()
    yield low, end


def _ends_sentence(text: str, low: int, match: re.Match[str]) -> bool:
    if match["stop"] != ".":
        return True
    if match["mark"] and not match["close"] and text[match.start() - 1].isdigit():
        return False
    before = text[max(low, match.start() - 24) : match.start()]
    last = _BREAK.split(before)[-1].lstrip(_OPENING)
    if len(last) == 1 and last.isalpha() and not last.islower():
        # An initial ("J. Smith") or the letter of a list ("A. Scope").
        return False
    word = last.lower()
    following = text[match.end() : match.end() + 16].lstrip(_OPENING)
    if word in _NEVER_LAST:
        return word in _NEEDS_NUMBER and not following[:1].isdigit()
    if word in _SELDOM_LAST:
        opener = re.match(r"[^\W\d_]+", following)
        return bool(opener and opener.group().lower() in _OPENERS)
    return not (word.isdigit() and not text[low : match.start() - len(word)].strip())


def _short_enough(text: str, start: int, end: int) -> Iterator[Span]:
    """The span, or even parts of it of ``LONGEST`` words at most, cut at white space."""
    words = _count(text, start, end)
    if words <= LONGEST:
        yield Span(start, end, words)
        return
    share = words / -(-words // _PART)
    low, last, used = start, start, 0
    for piece in _PIECE.finditer(text, start, end):
        weight = _count(text, piece.start(), piece.end())
        if used and used + weight / 2 > share:
            yield Span(low, last, used)
            low, used = piece.start(), 0
        last, used = piece.end(), used + weight
    yield Span(low, last, used)


def _count(text: str, start: int, end: int) -> int:
    """Words; where a script sets no spaces between them, or a table no words, a dozen characters each."""
    return max(len(text[start:end].split()), (end - start) // 12)
