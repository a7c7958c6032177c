"""Where a span of stored text sits on the pages it came from. Pure functions over values.

It reads page maps; it does not make them (``ingest.extract``) and opens no file. The JSON here is the
``pagemap.json`` of the exchange format: rows of numbers, so that it stays small and any language reads it.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kb.errors import ExchangeError
from kb.models import Heading, Locator, Page, PageMap, Run

FORMAT = 1


def locate(page_map: PageMap, headings: Sequence[Heading], start: int, end: int) -> Locator:
    """The pages, labels and heading of ``text[start:end]``; ``headings`` in order of ``start``."""
    first = _page_at_or_after(page_map, start, end)
    last = _page_at_or_before(page_map, start, end)
    return Locator(
        start=start,
        end=end,
        page=first.index if first else None,
        page_end=last.index if last else None,
        page_label=first.label if first else None,
        page_end_label=last.label if last else None,
        heading=heading_at(headings, start),
    )


def heading_at(headings: Sequence[Heading], position: int) -> str | None:
    """The text of the heading that ``position`` stands under, or in."""
    found = bisect_right(headings, position, key=_start)
    return headings[found - 1].text if found else None


@dataclass(frozen=True, slots=True)
class Placed:
    """Code points ``start`` to ``end`` of the stored text, and the characters of ``page`` behind them."""

    start: int
    end: int
    page: int
    chars: range
    """One for each code point, or one for all of them (a ligature)."""


def placed(page_map: PageMap, start: int, end: int) -> Iterator[Placed]:
    """The parts of ``text[start:end]`` that have a place, in the order of the text."""
    for run in _runs(page_map, start, end):
        low, high = max(start, run.start), min(end, run.end)
        if run.page and low < high:
            first = run.char + (low - run.start) * run.step
            yield Placed(low, high, run.page, range(first, first + max(1, (high - low) * run.step)))


def page_chars(page_map: PageMap, start: int, end: int) -> dict[int, tuple[range, ...]]:
    """For each page, the 0-based engine characters behind ``text[start:end]``, in the order of the text.

    Code points that we inserted have no place and are left out; so are pages that have none.
    """
    gathered: dict[int, list[range]] = {}
    for part in placed(page_map, start, end):
        ranges = gathered.setdefault(part.page, [])
        if ranges and ranges[-1].stop == part.chars.start:
            ranges[-1] = range(ranges[-1].start, part.chars.stop)
        else:
            ranges.append(part.chars)
    return {page: tuple(ranges) for page, ranges in sorted(gathered.items())}


def to_json(page_map: PageMap, headings: Sequence[Heading] = ()) -> str:
    """The exchange file: one line of JSON with sorted keys and a final line feed."""
    value = {
        "format": FORMAT,
        "pages": [[p.index, p.label, p.start, p.end, p.chars] for p in page_map.pages],
        "runs": [[r.start, r.end, r.page, r.char, r.step] for r in page_map.runs],
        "headings": [[h.start, h.end, h.depth, h.text] for h in headings],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def from_json(written: str) -> tuple[PageMap, tuple[Heading, ...]]:
    """What ``to_json`` wrote; ``ExchangeError`` for anything else."""
    try:
        value: dict[str, Any] = json.loads(written)
        if value["format"] != FORMAT:
            raise ExchangeError(
                f"read a page map: format {value['format']!r} is not known; {FORMAT} is accepted"
            )
        page_map = PageMap(
            pages=tuple(Page(i, label, s, e, chars) for i, label, s, e, chars in value["pages"]),
            runs=tuple(Run(s, e, page, char, step) for s, e, page, char, step in value["runs"]),
        )
        return page_map, tuple(Heading(t, s, e, depth) for s, e, depth, t in value["headings"])
    except (ValueError, KeyError, TypeError) as error:
        raise ExchangeError(
            f"read a page map: {type(error).__name__} {error}; rows of pages, runs and headings are accepted"
        ) from error


def _start(value: Page | Run | Heading) -> int:
    return value.start


def _end(value: Run) -> int:
    return value.end


def _runs(page_map: PageMap, start: int, end: int) -> Iterator[Run]:
    """The runs that overlap the span, in order."""
    runs = page_map.runs
    position = bisect_right(runs, start, key=_end)
    while position < len(runs) and runs[position].start < end:
        yield runs[position]
        position += 1


def _page_at_or_after(page_map: PageMap, start: int, end: int) -> Page | None:
    run = next((run for run in _runs(page_map, start, end) if run.page), None)
    return _numbered(page_map, run.page) if run else _page_of_range(page_map, start)


def _page_at_or_before(page_map: PageMap, start: int, end: int) -> Page | None:
    runs = page_map.runs
    position = bisect_left(runs, end, key=_start) - 1
    while position >= 0 and runs[position].end > start:
        if runs[position].page:
            return _numbered(page_map, runs[position].page)
        position -= 1
    return _page_of_range(page_map, max(start, end - 1))


def _numbered(page_map: PageMap, index: int) -> Page | None:
    """Pages are in the order of the file, so index 1 is usually the first."""
    pages = page_map.pages
    if 0 < index <= len(pages) and pages[index - 1].index == index:
        return pages[index - 1]
    return next((page for page in pages if page.index == index), None)


def _page_of_range(page_map: PageMap, position: int) -> Page | None:
    """For text whose characters have no place (a second reader found it): the page it lies in."""
    found = bisect_right(page_map.pages, position, key=_start)
    return page_map.pages[found - 1] if found else None
