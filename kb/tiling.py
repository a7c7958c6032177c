"""Whether a page map holds together: runs tile the text, pages and headings lie within it in order."""

from __future__ import annotations

from collections.abc import Sequence

from kb.models import Heading, PageMap


def problem_of(page_map: PageMap, headings: Sequence[Heading], length: int) -> str | None:
    """What is wrong with a page map of a text of ``length`` code points; null for nothing."""
    position = 0
    numbers = {page.index for page in page_map.pages}
    for number, run in enumerate(page_map.runs):
        if run.start != position or run.end <= run.start:
            return f"run {number} covers {run.start} to {run.end}, expected one from {position}"
        if run.page and run.page not in numbers:
            return f"run {number} is of page {run.page}, which is not listed"
        position = run.end
    if page_map.runs and position != length:
        return f"runs end at {position}, the text at {length}"
    before = 0
    for page in page_map.pages:
        if not before <= page.start <= page.end <= length:
            return (
                f"page {page.index} covers {page.start} to {page.end} of {length}, after {before}"
            )
        before = page.start
    for heading in headings:
        if not 0 <= heading.start <= heading.end <= length:
            return (
                f"heading {heading.text!r:.60} covers {heading.start} to {heading.end} of {length}"
            )
    return None
