"""Several comparisons in one report, each to be rated by itself: "Study 1", "Study 2"; Leeds and the rest.

Conservative: a document has one comparison unless headings or plain words set them apart. It decides
no design: the strongest of the facts of a part is asked of the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.tag.designs.sections import Outline
from kb.evidence import Contrast, DesignFact
from kb.models import Heading


@dataclass(frozen=True, slots=True)
class Part:
    """Where one comparison is told. One number may have several parts."""

    number: int
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a document, in order; empty where there is one comparison."""

    parts: tuple[Part, ...] = ()

    def at(self, offset: int) -> int:
        """Number of the comparison that holds a code point (that of a cue); 0 for none."""
        return next((p.number for p in self.parts if p.start <= offset < p.end), 0)


def split(text: str, headings: Sequence[Heading] = (), outline: Outline | None = None) -> Parts:
    """The comparisons that ``text`` sets apart."""
    return Parts()


def rated(
    parts: Parts,
    facts: Sequence[DesignFact],
    design_of: Callable[[Sequence[DesignFact]], str],
) -> tuple[Contrast, ...]:
    """Each comparison with the design of its own facts; empty where there is but one."""
    return ()
