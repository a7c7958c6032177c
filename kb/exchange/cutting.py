"""How passages come to be on import: cut again for a note, from their spans for everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb import ids, pages
from kb.exchange.layout import Malformed
from kb.exchange.rows import Spans
from kb.models import Heading, PageMap, Passage

Cut = Callable[[str, str, PageMap, Sequence[Heading]], tuple[Passage, ...]]
"""Document id, text, page map and headings to passages: ``ingest.passages.split``."""


@dataclass(frozen=True, slots=True)
class Cutter:
    """A passage cutter and its name with version, as the catalogue records it."""

    name: str
    cut: Cut


def from_spans(
    document_id: str, text: str, page_map: PageMap, headings: Sequence[Heading], spans: Spans
) -> tuple[Passage, ...]:
    """The passages that stood at ``spans``; they get the ids that they had."""
    ordered = sorted(headings, key=lambda heading: heading.start)
    before = 0
    for number, (start, end) in enumerate(spans):
        if not (before <= start < end <= len(text)):
            raise Malformed(
                f"passages.{number}: {start} to {end} does not follow {before} "
                f"within {len(text)} characters"
            )
        before = start
    return tuple(
        Passage(
            id=ids.passage_id(document_id, start, end),
            document_id=document_id,
            position=position,
            text=text[start:end],
            locator=pages.locate(page_map, ordered, start, end),
        )
        for position, (start, end) in enumerate(spans)
    )
