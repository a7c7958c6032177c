"""Lines into paragraphs, by where they stand: leading, indents, size, weight, and what would have fitted.

The order of the engine is kept, with one repair: a paragraph that breaks off (at a column, a page, a
footnote) is joined to the piece that takes it up. Text of one page stays together; nothing is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.extract.pdf_text import Line

_TERMINATOR = re.compile(r"""[.!?:;…。！？؟][)\]"'”’»\d,\s\x00]*$""")
_BULLET = re.compile(r"[\s\x00]*[•●▪■◦‣➢✓\ue000-\uf8ff][\s\x00]*\S")
_MARKER = re.compile(
    r"[\s\x00]*(?:[–—*-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,2}){1,4}\.?|\d{1,3})"
    r"[\s\x00]+\S"
)
"""What opens an item of a list or a note, but also stands at the start of a line by chance."""
LEADER = re.compile(r"([^\w\s])[\s\x00]?(?:\1[\s\x00]?){3,}(?:\d{1,4}|[ivxlc]{1,6})?[\s\x00]*$")
"""The dots between a line of a table of contents and its page."""
_LOWER = re.compile(r"[\s\x00]*[(“\"‘']?[a-zß-öø-ÿ\ufb00-\ufb06]")
_HANGING = re.compile(
    r"(?<![^\W_])(?:the|an?|of|and|or|in|on|at|by|to|for|from|with|as|that|which|its|their|our|is|are|was|were)[\s\x00]*$"
)
"""Words after which no sentence and no heading ends."""
_LOOK_AHEAD = 12
"""Blocks to pass over, at most, in search of the rest of a paragraph."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one page that belong together."""

    page: int
    lines: tuple[Line, ...]
    size: float
    bold: bool

    @property
    def is_open(self) -> bool:
        """Whether it breaks off: a hyphen, or running text without a stop at its end."""
        last = self.lines[-1]
        return last.hyphen or (len(last.text) > 25 and not _TERMINATOR.search(last.text))

    @property
    def is_cut(self) -> bool:
        """Whether it breaks off in the middle of the running text: the last line is full."""
        last = self.lines[-1]
        full = last.right >= 0.85 * max(line.right for line in self.lines)
        return self.is_open and (last.hyphen or (len(self.lines) > 1 and full))

    @property
    def begins_small(self) -> bool:
        """Whether it opens in the middle of a sentence."""
        return bool(_LOWER.match(self.lines[0].text)) and not _BULLET.match(self.lines[0].text)


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[list[Block]]:
    """Paragraphs in reading order; ``pages`` holds the lines of each page, furniture left out."""
    blocks = [_threaded(list(_blocks(lines))) for lines in pages]
    filled = [page for page in blocks if page]
    for page, following in pairwise(filled):
        _carry_over(page, following)
    joined: list[list[Block]] = []
    for block in (block for page in blocks for block in page):
        if joined and _takes_up(joined[-1][-1], block):
            joined[-1].append(block)
        else:
            joined.append([block])
    return joined


def _threaded(blocks: list[Block]) -> list[Block]:
    """Within one page: a block that breaks off is followed by the one that takes it up."""
    position = 0
    while position < len(blocks) - 1:
        block = blocks[position]
        if block.is_cut and not _takes_up(block, blocks[position + 1]):
            reach = range(position + 2, min(len(blocks), position + 2 + _LOOK_AHEAD))
            for later in reach:
                if _takes_up(block, blocks[later], small=True) and not _takes_up(
                    blocks[later - 1], blocks[later]
                ):
                    blocks.insert(position + 1, blocks.pop(later))
                    break
        position += 1
    return blocks


def _carry_over(page: list[Block], following: list[Block]) -> None:
    """A paragraph that goes on overleaf: notes below it and boxes above its rest are read around it."""
    if _takes_up(page[-1], following[0]):
        return
    for later in range(min(len(following), _LOOK_AHEAD)):
        rest = following[later]
        if not rest.begins_small or (later and _takes_up(following[later - 1], rest)):
            continue
        for position in range(len(page) - 1, max(-1, len(page) - 1 - _LOOK_AHEAD), -1):
            if page[position].is_cut and _takes_up(page[position], rest, small=True):
                page.append(page.pop(position))
                following.insert(0, following.pop(later))
                return


def _takes_up(block: Block, following: Block, *, small: bool = False) -> bool:
    """Whether ``following`` is the rest of ``block``; ``small`` asks for a small first letter."""
    if not block.is_open or abs(block.size - following.size) > 0.06 * block.size:
        return False
    if block.bold != following.bold or block.lines[-1].upright != following.lines[0].upright:
        return False
    last, first = block.lines[-1], following.lines[0]
    if following.begins_small:
        return True
    if _HANGING.search(last.text) and len(first.text) > 30 and not _is_item(first):
        return True
    if small or block.lines[-1].hyphen:
        return False
    # Not a small letter, but full lines on both sides of a column or page break: names, years, "I".
    breaks = first.page != last.page or first.base < last.base
    full = len(block.lines) > 1 and last.right >= 0.97 * max(line.right for line in block.lines)
    return breaks and full and len(first.text) > 40 and not _is_item(first) and not block.bold


def _is_item(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or _MARKER.match(line.text))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    shape = _Shape(lines)
    held: list[Line] = []
    for line in lines:
        if held and shape.breaks(held, line):
            yield _block(held)
            held = []
        held.append(line)
    if held:
        yield _block(held)


def _block(lines: list[Line]) -> Block:
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return Block(
        page=lines[0].page,
        lines=tuple(lines),
        size=sizes.most_common(1)[0][0],
        bold=all(line.bold for line in lines),
    )


class _Shape:
    """How one page is set: leading by font size, and the right edge of the column each line is in."""

    def __init__(self, lines: Sequence[Line]) -> None:
        steps: dict[float, list[float]] = {}
        for line, following in pairwise(lines):
            step = following.base - line.base
            if abs(line.size - following.size) < 0.6 and 0.7 < step / max(line.size, 1) < 2.6:
                steps.setdefault(round(line.size), []).append(step)
        self._leading = {
            size: median(sorted(found)[: max(1, len(found) * 4 // 5)])
            for size, found in steps.items()
        }
        self._edges: dict[int, tuple[float, float]] = {}
        column: list[Line] = []
        for line in lines:
            if column and not _below(column[-1], line):
                self._close(column)
                column = []
            column.append(line)
        self._close(column)

    def _close(self, column: Sequence[Line]) -> None:
        if not column:
            return
        edges = min(line.left for line in column), max(line.right for line in column)
        wide = edges[1] - edges[0]
        if len(column) > 3:
            near = sum(line.right > edges[1] - 0.25 * wide for line in column)
            if near < 0.5 * len(column):
                # Lines of all lengths are a list, where each line ends because it is done.
                edges = edges[0], edges[1] + 0.6 * wide
        self._edges.update((line.start, edges) for line in column)

    def breaks(self, held: Sequence[Line], line: Line) -> bool:
        """Whether ``line`` begins a block of its own after ``held``."""
        last = held[-1]
        if last.upright != line.upright:
            return True
        step, size = line.base - last.base, max(last.size, line.size, 1.0)
        if abs(step) < 0.6 * size and line.left >= last.right - 0.5 * size:
            return False
        leading = self._leading.get(round(line.size), 1.3 * size)
        if step <= 0 or step > leading + 0.35 * size:
            return True
        if last.hyphen:
            return False
        return self._differs(last, line) or self._ends_before(held, line)

    def _differs(self, last: Line, line: Line) -> bool:
        if abs(last.size - line.size) > 0.08 * max(last.size, line.size):
            # A line of one short word may be a superscript or an inline formula.
            return min(len(last.text), len(line.text)) > 4
        return last.bold != line.bold and not _LOWER.match(line.text)

    def _ends_before(self, held: Sequence[Line], line: Line) -> bool:
        last, text = held[-1], line.text
        if _BULLET.match(text) or LEADER.search(last.text):
            return True
        stopped = bool(_TERMINATOR.search(last.text))
        room = self._has_room(last, line)
        indent = 0.8 * line.size
        if _MARKER.match(text) and (stopped or room or line.left < last.left - indent):
            return True
        if room and (stopped or not _LOWER.match(text)):
            return True
        if stopped and line.left > last.left + indent and line.left > held[0].left + indent:
            # Not the second line of an item whose first hangs out.
            return len(held) > 1 or not _is_item(last)
        return stopped and len(held) > 2 and line.left < last.left - indent

    def _has_room(self, last: Line, line: Line) -> bool:
        """Whether the first word of ``line`` would have fitted on ``last`` with ease: so the break is meant."""
        left, right = self._edges[last.start]
        words = line.text.split(None, 1)
        width = (line.right - line.left) / max(1, len(line.text.strip()))
        needed = width * (len(words[0]) + 1 if words else 1) + 0.08 * (right - left)
        return last.right + needed < right


def _below(last: Line, line: Line) -> bool:
    """Whether ``line`` goes on in the column of ``last``: on the same line, or shortly below it."""
    size = max(last.size, line.size)
    alike = abs(last.size - line.size) < 0.15 * size or min(len(last.text), len(line.text)) < 5
    return alike and -0.6 * size < line.base - last.base < 3 * size
