"""What the PDF engine sees on each page: its characters, its lines and where they stand.

Nothing is cleaned or joined here (``pdf_clean``, ``pdf_paragraphs``). Character indexes are pdfium's own,
0-based, and stay valid for drawing boxes later. Positions are in points as a reader sees the page, from
its top left corner, rotation applied.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ENGINE = threading.RLock()
"""pdfium serves one thread at a time; whoever calls it holds this."""

BREAK_HYPHEN = "\ufffe"
"""pdfium's mark for a hyphen that ends a line; it stands for the hyphen and the line end."""

_LINE = re.compile(r"[^\r\n\ufffe]+\ufffe?")
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.I)
_FORCE_BOLD = 1 << 18
_SAMPLES = 512


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the engine reports it: characters ``start`` to ``end`` of ``page``."""

    page: int
    start: int
    end: int
    text: str
    """One code point a character, not yet cleaned; without the hyphen that ends it."""
    hyphen: bool
    """Whether it ends in a hyphen that was put there, or kept, to break a word."""
    left: float
    right: float
    base: float
    """Baseline, downwards from the top of the page."""
    size: float
    """Font size in points, as drawn."""
    bold: bool
    upright: bool = True
    """False for text that runs up or down the page."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page: what is on it, in the order of the engine."""

    index: int
    width: float
    height: float
    chars: int
    lines: tuple[Line, ...]


def raw_pages(document: Any) -> Iterator[RawPage]:
    """The pages of a ``pypdfium2.PdfDocument`` in order; one that cannot be loaded is empty."""
    import pypdfium2

    for index in range(len(document)):
        try:
            page = document[index]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            # A damaged page is reported as one without text; the others are still read.
            yield RawPage(index + 1, 0.0, 0.0, 0, ())
            continue
        yield _raw_page(index + 1, page, text_page)
        text_page.close()
        page.close()


def characters(text_page: Any) -> str:
    """All characters of a page, such that position ``i`` is the engine's character ``i``."""
    import pypdfium2.raw as engine

    count = text_page.count_chars()
    if not count:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    written = engine.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: max(0, written - 1) * 2].decode("utf-16-le", "replace")
    code = engine.FPDFText_GetUnicode
    if len(text) == count and all(
        ord(text[i]) in (code(text_page, i), 0xFFFE)
        for i in {*range(0, count, _SAMPLES), count - 1}
    ):
        return text
    # The bulk call leaves some characters out; then ask for each, which is twenty times slower.
    return "".join(_character(code(text_page, i)) for i in range(count))


def _character(code: int) -> str:
    if code == 2:
        return BREAK_HYPHEN
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\x00"


def _raw_page(index: int, page: Any, text_page: Any) -> RawPage:
    width, height = page.get_size()
    text = characters(text_page)
    measure = _Measure(page, text_page)
    lines = []
    for match in _LINE.finditer(text):
        line = measure.line(index, match)
        if line:
            lines.append(line)
    return RawPage(index, width, height, len(text), tuple(lines))


class _Measure:
    """Asks the engine for a few characters of each line only: each call costs about a microsecond."""

    def __init__(self, page: Any, text_page: Any) -> None:
        import pypdfium2.raw as engine

        self._engine = engine
        self._raw = text_page.raw
        self._rect = engine.FS_RECTF()
        self._matrix = engine.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._view = _viewer(page)

    def line(self, index: int, match: re.Match[str]) -> Line | None:
        """The measured line, or null where it holds nothing but white space."""
        text = match.group()
        hyphen = text.endswith(BREAK_HYPHEN)
        text = text[:-1] if hyphen else text
        visible = text.strip("\x00\t \xa0")
        if not visible:
            return None
        start = match.start()
        first = start + text.index(visible[0])
        last = start + len(text.rstrip("\x00\t \xa0")) - 1
        middle = (first + last) // 2
        while text[middle - start].isspace() and middle < last:
            middle += 1
        left, right = self._sides(first, last)
        _, base = self._origin(middle)
        size, upright = self._size(middle)
        return Line(
            page=index,
            start=start,
            end=start + len(text),
            text=text,
            hyphen=hyphen,
            left=left,
            right=right,
            base=base,
            size=size,
            bold=all(self._is_bold(char) for char in {first, middle, last}),
            upright=upright,
        )

    def _sides(self, first: int, last: int) -> tuple[float, float]:
        rect, sides = self._rect, []
        for char in (first, last):
            self._engine.FPDFText_GetLooseCharBox(self._raw, char, rect)
            sides.append(self._view(rect.left, rect.top)[0])
            sides.append(self._view(rect.right, rect.bottom)[0])
        return min(sides), max(sides)

    def _origin(self, char: int) -> tuple[float, float]:
        self._engine.FPDFText_GetCharOrigin(self._raw, char, self._x, self._y)
        return self._view(self._x.value, self._y.value)

    def _size(self, char: int) -> tuple[float, bool]:
        size = self._engine.FPDFText_GetFontSize(self._raw, char)
        matrix = self._matrix
        if not self._engine.FPDFText_GetMatrix(self._raw, char, matrix):
            return float(size), True
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        dx, dy = self._view(matrix.a, matrix.b)
        ox, oy = self._view(0.0, 0.0)
        return round(float(size * scale), 1), abs(dx - ox) >= abs(dy - oy)

    def _is_bold(self, char: int) -> bool:
        written = self._engine.FPDFText_GetFontInfo(
            self._raw, char, self._name, len(self._name), self._flags
        )
        if written and _BOLD.search(self._name.raw[: max(0, written - 1)]):
            return True
        return bool(self._flags.value & _FORCE_BOLD)


def _viewer(page: Any) -> Callable[[float, float], tuple[float, float]]:
    """From PDF user space to points from the top left corner of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }[page.get_rotation()]
