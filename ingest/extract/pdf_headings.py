"""Which paragraphs of a PDF are headings: named in its outline, or set apart by size, weight or capitals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.models import Heading

_LONGEST = 160
_BODY = 60
"""Characters of a paragraph that counts as text under a heading."""
_OUTLINE_ENTRIES = 5000

_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBERING = re.compile(
    r"^\W*(?:(?:chapter|section|part|annex|appendix)\s+)?[\divxlc]*(?:\.\d+)*[.):]?\s+", re.I
)
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_NO_HEADING = re.compile(r"(?i:by):?\s+[^\W\d_a-z]|[•●▪■◦‣➢✓]|o\s|[“\"].{60}|[—–-]\s?continue")
_SENTENCE_END = re.compile(r"[.;,][\"'”’)\d]*$")


@dataclass(frozen=True, slots=True)
class Written:
    """A paragraph as it stands in the stored text, and how it is set."""

    text: str
    start: int
    end: int
    page: int
    size: float
    bold: bool
    lines: int
    upright: bool
    listed: bool = False
    """Whether it is a line of a table of contents."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the PDF's outline."""

    title: str
    page: int
    depth: int


def outline(document: Any) -> tuple[Entry, ...]:
    """The outline of a ``pypdfium2.PdfDocument``; entries that point nowhere are left out."""
    entries: list[Entry] = []
    for bookmark in document.get_toc(max_depth=6):
        destination = bookmark.get_dest()
        index = destination.get_index() if destination else None
        if index is not None:
            entries.append(Entry(bookmark.get_title().strip(), index + 1, bookmark.level + 1))
        if len(entries) >= _OUTLINE_ENTRIES:
            break
    return tuple(entries)


def headings(paragraphs: Sequence[Written], entries: Sequence[Entry]) -> tuple[Heading, ...]:
    """Headings in the order of the text."""
    body = _body_size(paragraphs)
    named = {(_key(entry.title), entry.page): entry.depth for entry in reversed(entries)}
    shaped = [_is_shaped(paragraph, body) for paragraph in paragraphs]
    depths = _depths(
        paragraph for paragraph, is_one in zip(paragraphs, shaped, strict=True) if is_one
    )
    found: list[Heading] = []
    for position, paragraph in enumerate(paragraphs):
        depth = _named_depth(named, paragraph)
        if depth is None and shaped[position] and _stands_over_text(paragraphs, shaped, position):
            depth = depths[_rank(paragraph)]
        if depth is not None:
            found.append(Heading(paragraph.text, paragraph.start, paragraph.end, depth))
    return tuple(found)


def _named_depth(named: dict[tuple[str, int], int], paragraph: Written) -> int | None:
    if not named or not _may_be(paragraph):
        return None
    key = _key(paragraph.text)
    near = (named.get((key, paragraph.page + shift)) for shift in (0, -1, 1))
    return next((depth for depth in near if depth is not None), None) if key else None


def _may_be(paragraph: Written) -> bool:
    text = paragraph.text
    words = _WORD.findall(text)
    return (
        3 <= len(text) <= _LONGEST
        and paragraph.lines <= 4
        and paragraph.upright
        and not paragraph.listed
        and not _SENTENCE_END.search(text)
        and not _NO_HEADING.match(text)
        and len(words) >= 0.4 * len(text.split())
        and sum(character.isalpha() for character in text) >= 0.5 * len(text)
    )


def _is_shaped(paragraph: Written, body: float) -> bool:
    text = paragraph.text
    if not _may_be(paragraph) or text[0].islower() or paragraph.size < 0.95 * body:
        return False
    if paragraph.size >= 1.12 * body:
        return True
    capitals = text.isupper() and len(_WORD.findall(text)) > 1 and len(text) <= 90
    return (paragraph.bold or capitals) and not text.endswith(":")


def _stands_over_text(paragraphs: Sequence[Written], shaped: Sequence[bool], position: int) -> bool:
    """Labels of charts and cells of tables look like headings, but nothing is told under them."""
    for later in range(position + 1, min(position + 4, len(paragraphs))):
        if not shaped[later]:
            return len(paragraphs[later].text) >= _BODY
    return False


def _rank(paragraph: Written) -> tuple[float, bool]:
    return (round(paragraph.size * 2) / 2, paragraph.bold)


def _depths(found: Any) -> dict[tuple[float, bool], int]:
    """Depth by size and weight: larger is higher, bold before plain, six at most."""
    ranks = sorted({_rank(paragraph) for paragraph in found}, reverse=True)
    return {rank: min(position + 1, 6) for position, rank in enumerate(ranks)}


def _body_size(paragraphs: Sequence[Written]) -> float:
    sizes = Counter[float]()
    for paragraph in paragraphs:
        sizes[paragraph.size] += len(paragraph.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _key(title: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", _NUMBERING.sub("", title.strip() + " ", count=1)).casefold()
