"""A document as it is read: a page image with the quote marked, or its text with the words marked.

Pure markup. Text from a document is only ever text here: its own HTML or Markdown is shown, never run.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app_pages.address import SourceView, source_link
from app_pages.markup import EMPTY, Html, join, link, tag
from kb.models import Heading

NOT_MARKED = "The quote is on this page; its exact place could not be marked."
WINDOW = 12_000
"""Characters of a text without pages that are shown at once."""
BEFORE = 500
"""Characters shown before the words that are meant."""
MARGIN = 0.002
"""A share of the page that the mark stands out over the letters."""

Boxes = Sequence[tuple[float, float, float, float]]
_GAP = re.compile(r"\n\s*\n|\n")


def image(png: bytes, boxes: Boxes, zoom: int, alt: str) -> Html:
    """A page with its marks; both scale together."""
    data = base64.b64encode(png).decode("ascii")
    marks = [tag("span", class_="ww-glow", style=_at(box), aria_hidden="true") for box in boxes]
    picture = tag("img", src=f"data:image/png;base64,{data}", alt=alt)
    sheet = tag("div", picture, *marks, class_="ww-sheet", style=f"width: {zoom}%")
    return tag("div", sheet, class_="ww-desk", tabindex=0, role="region", aria_label=alt)


def page_text(text: str, page: int) -> Html:
    """The text of a page, for those who cannot see its image."""
    told = tag("summary", f"Text of page {page}")
    return tag("details", told, *paragraphs(text, 0, None, ()), class_="ww-fold")


def window(text: str, at: int | None, span: tuple[int, int] | None) -> tuple[int, int]:
    """The part of a long text to show: around the words that are meant, ends of paragraphs kept."""
    if len(text) <= WINDOW:
        return 0, len(text)
    begin = at if at is not None else max(0, span[0] - BEFORE) if span else 0
    begin = min(begin, len(text) - 1)
    start = text.rfind("\n", 0, begin) + 1 if begin else 0
    if begin - start > BEFORE:
        start = begin
    end = min(len(text), max(start + WINDOW, span[1] if span and span[0] >= start else 0))
    stop = text.find("\n", end)
    return start, min(len(text), stop if 0 <= stop <= end + BEFORE else end)


def text_view(
    text: str, headings: Sequence[Heading], view: SourceView, span: tuple[int, int] | None
) -> Html:
    """A text with the words that are meant marked, and links to what stands before and after."""
    start, end = window(text, view.at, span)
    earlier = replace(view, at=max(0, start - WINDOW))
    later = replace(view, at=end)
    return tag(
        "div",
        tag("p", link(source_link(earlier), "Earlier text"), class_="ww-note") if start else EMPTY,
        *paragraphs(text[start:end], start, span, headings),
        tag("p", link(source_link(later), "Later text"), class_="ww-note")
        if end < len(text)
        else EMPTY,
        class_="ww-text",
        tabindex=0,
        role="region",
        aria_label="Text of the document",
    )


def paragraphs(
    text: str, offset: int, span: tuple[int, int] | None, headings: Sequence[Heading]
) -> Iterator[Html]:
    """The paragraphs of ``text``, which begins at ``offset`` of the stored text."""
    heads = {heading.start for heading in headings}
    start = 0
    for gap in [*_GAP.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        if text[start:stop].strip():
            kind = "ww-heading" if start + offset in heads else None
            yield tag("p", _marked(text[start:stop], start + offset, span), class_=kind)
        start = gap.end() if gap else stop


def _marked(text: str, offset: int, span: tuple[int, int] | None) -> Html:
    if span is None:
        return join([text])
    low, high = max(0, span[0] - offset), min(len(text), span[1] - offset)
    if low >= high:
        return join([text])
    return join([text[:low], tag("mark", text[low:high]), text[high:]])


def _at(box: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = box
    edges = {
        "left": left - MARGIN,
        "top": top - MARGIN,
        "width": right - left + 2 * MARGIN,
        "height": bottom - top + 2 * MARGIN,
    }
    return "; ".join(f"{name}: {share * 100:.3f}%" for name, share in edges.items())
