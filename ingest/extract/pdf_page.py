"""A page as an image, and the places of its characters, for showing a quote where it stands.

Exactly or not at all: ``places`` gives rectangles only when the characters under them spell the quote.
Rectangles are shares of the page as it is shown (0 to 1 from the top left), so any image size fits.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ingest.extract.pdf_text import BREAK_HYPHEN, ENGINE, characters
from kb.errors import Encrypted, ExtractError
from kb.models import PageMap
from kb.pages import Placed, page_chars, placed

_SCALE = 100
"""Steps per point: the engine maps to whole device pixels, so ask for a large device."""
_GAP = 0.025
"""Share of the page between characters of one line, at most: less than the space between columns."""
_IGNORED = re.compile(r"[\W_]+")
LARGEST = 6000
"""Pixels of the longer side of an image, at most, whatever scale is asked for."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in shares of the page, from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


def render(data: bytes, page: int, scale: float = 2.0) -> bytes:
    """Page ``page`` (1-based) as PNG; ``scale`` is pixels per point (72 to the inch)."""
    with _loaded(data, page) as (loaded, _):
        width, height = loaded.get_size()
        fitting = min(scale, LARGEST / max(width, height, 1.0))
        bitmap = loaded.render(scale=fitting)
        try:
            buffer = BytesIO()
            bitmap.to_pil().save(buffer, "PNG")
            return buffer.getvalue()
        finally:
            bitmap.close()


def places(
    data: bytes, page_map: PageMap, text: str, start: int, end: int
) -> dict[int, tuple[Box, ...]] | None:
    """Boxes by page of ``text[start:end]``, one a line; null unless all of it can be shown exactly."""
    parts = list(placed(page_map, start, end))
    if _letters("".join(text[part.start : part.end] for part in parts)) != _letters(
        text[start:end]
    ):
        # Some of it has no place on any page (a second reader found it).
        return None
    found: dict[int, tuple[Box, ...]] = {}
    for page, chars in page_chars(page_map, start, end).items():
        with _loaded(data, page) as (loaded, text_page):
            on_page = characters(text_page)
            if not all(_spells(on_page, text, part) for part in parts if part.page == page):
                return None
            found[page] = _boxes(loaded, text_page, on_page, chars)
        if not found[page]:
            return None
    return found or None


def boxes(data: bytes, page: int, chars: Iterable[range]) -> tuple[Box, ...]:
    """Boxes of engine characters (see ``kb.pages.page_chars``), one a line, whatever they spell."""
    with _loaded(data, page) as (loaded, text_page):
        return _boxes(loaded, text_page, characters(text_page), chars)


def _spells(on_page: str, text: str, part: Placed) -> bool:
    """Whether the characters on the page are the letters and digits of the stored text there.

    White space, hyphens, punctuation and accents aside. One character that stands for several letters is
    right when it is the first of them: some fonts say "f" where they draw "ffi" (``pdf_ligatures``).
    """
    wanted = _letters(text[part.start : part.end])
    there = _letters(on_page[part.chars.start : part.chars.stop])
    if len(part.chars) == 1 and part.end - part.start > 1:
        return bool(there) and wanted.startswith(there)
    return there == wanted


def _letters(text: str) -> str:
    composed = unicodedata.normalize("NFKD", text.replace(BREAK_HYPHEN, ""))
    return _IGNORED.sub("", "".join(c for c in composed if not unicodedata.combining(c)))


def _boxes(page: Any, text_page: Any, on_page: str, chars: Iterable[range]) -> tuple[Box, ...]:
    """A box for each stretch of visible characters on one line."""
    found: list[Box] = []
    upright = True
    for box, level in _character_boxes(page, text_page, on_page, chars):
        if found and level == upright and _on_one_line(found[-1], box, level=level):
            found[-1] = _around(found[-1], box)
        else:
            found.append(box)
        upright = level
    return tuple(found)


@contextmanager
def _loaded(data: bytes, page: int) -> Iterator[tuple[Any, Any]]:
    """The page and its text, while the engine is ours."""
    import pypdfium2
    import pypdfium2.raw as engine

    with ENGINE:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code == engine.FPDF_ERR_PASSWORD:
                raise Encrypted("show a page: the PDF needs a password") from error
            raise ExtractError(f"show a page: not a readable PDF ({error})") from error
        with document:
            if not 1 <= page <= len(document):
                raise ExtractError(f"show page {page}: pages 1 to {len(document)} are accepted")
            try:
                loaded = document[page - 1]
                text_page = loaded.get_textpage()
            except pypdfium2.PdfiumError as error:
                raise ExtractError(f"show page {page}: {error}") from error
            yield loaded, text_page


def _character_boxes(
    page: Any, text_page: Any, on_page: str, chars: Iterable[range]
) -> Iterator[tuple[Box, bool]]:
    """The box of each visible character, and whether its line is level on the page as shown."""
    import pypdfium2.raw as engine

    rect = engine.FS_RECTF()
    width, height = page.get_size()
    size = (round(width * _SCALE), round(height * _SCALE))
    turns = page.get_rotation() // 90
    for char in (char for part in chars for char in part if 0 <= char < len(on_page)):
        if on_page[char].isspace() or on_page[char] in "\x00\ufffe":
            continue
        if not engine.FPDFText_GetLooseCharBox(text_page, char, rect):
            continue
        quarters = round(engine.FPDFText_GetCharAngle(text_page, char) / (math.pi / 2))
        yield _device_box(page, rect, size), (quarters + turns) % 2 == 0


def _device_box(page: Any, rect: Any, size: tuple[int, int]) -> Box:
    import pypdfium2.raw as engine

    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for corner in ((rect.left, rect.top), (rect.right, rect.bottom)):
        engine.FPDF_PageToDevice(page, 0, 0, *size, 0, *corner, x, y)
        corners.append((x.value / size[0], y.value / size[1]))
    (x1, y1), (x2, y2) = corners
    left, right, top, bottom = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
    clip = [min(1.0, max(0.0, round(value, 5))) for value in (left, top, right, bottom)]
    return Box(*clip)


def _on_one_line(first: Box, second: Box, *, level: bool) -> bool:
    """Side by side on a level line; one above the other where the line runs up or down the page."""
    across = min(first.right, second.right) - max(first.left, second.left)
    down = min(first.bottom, second.bottom) - max(first.top, second.top)
    if level:
        return down > 0.5 * min(_height(first), _height(second)) and across > -_GAP
    return across > 0.5 * min(_width(first), _width(second)) and down > -_GAP


def _height(box: Box) -> float:
    return box.bottom - box.top


def _width(box: Box) -> float:
    return box.right - box.left


def _around(first: Box, second: Box) -> Box:
    return Box(
        min(first.left, second.left),
        min(first.top, second.top),
        max(first.right, second.right),
        max(first.bottom, second.bottom),
    )
