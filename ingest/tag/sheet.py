"""A document laid out for its readers: its sentences once, each with its section and its own words.

Made once a document, so that findings, lessons, facts of the programme and of the problem are read from the
same sentences and nothing is split twice. It reads no meaning.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.sentences import sentences
from ingest.tag.designs import sections
from kb.evidence import DesignFact, Reading
from kb.models import Heading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Vectors of texts as passages, ``[len(texts), dimension]``."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: ``text`` is the stored text from ``start`` to ``end``."""

    text: str
    start: int
    end: int
    section: str
    """``abstract``, ``methods``, ``results`` …; empty if not known."""
    weight: float
    """How much the section counts, 0 to 1; 0 for references and the like, which is left out of a sheet."""
    heading: str = ""
    """The heading that it stands under."""
    is_item: bool = False
    """Whether it is an item of a list."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document's sentences, with what is known of the document."""

    lines: tuple[Line, ...]
    title: str = ""
    publisher: str | None = None
    type: str = "report"
    interest: str = "unknown"
    areas: tuple[str, ...] = ()
    """Challenge areas suggested for the whole document, strongest first."""
    design: str = "programme-description"
    """The strongest design that its own study did, as ``ingest.tag.designs`` read it."""
    facts: tuple[DesignFact, ...] = ()
    date: str | None = None
    headings: tuple[Heading, ...] = field(default=(), repr=False)
    embed: Embed | None = field(default=None, repr=False, compare=False)
    """Makes sentence vectors, for the few sentences that a reader proposes; null: words alone."""


def lay_out(
    text: str,
    *,
    headings: Sequence[Heading] = (),
    reading: Reading | None = None,
    title: str = "",
    publisher: str | None = None,
    type: str = "report",
    interest: str = "unknown",
    areas: Sequence[str] = (),
    date: str | None = None,
) -> Sheet:
    """The sheet of ``text``; empty where the reading says that nothing can be read (another language)."""
    empty = Sheet(
        (),
        title=title,
        publisher=publisher,
        type=type,
        interest=interest,
        areas=tuple(areas),
        design=reading.design if reading else "programme-description",
        facts=reading.facts if reading else (),
        date=date,
        headings=tuple(headings),
    )
    if reading is not None and reading.note is not None:
        return empty
    outline = sections.outline(text, headings)
    edges = sorted(heading.start for heading in headings)
    within = _headings_of(headings)
    lines = []
    for span in sentences(text, edges):
        section = outline.at(span.start)
        if section.weight <= 0:
            continue
        said = text[span.start : span.end]
        lines.append(
            Line(
                said,
                span.start,
                span.end,
                section.name,
                section.weight,
                within(span.start),
                said.lstrip()[:1] in "•-–*▪◦·",
            )
        )
    return replace(empty, lines=tuple(lines))


def _headings_of(headings: Sequence[Heading]) -> Callable[[int], str]:
    ordered = sorted(headings, key=lambda heading: heading.start)
    starts = [heading.start for heading in ordered]

    def at(place: int) -> str:
        i = bisect_right(starts, place) - 1
        return ordered[i].text if i >= 0 else ""

    return at
