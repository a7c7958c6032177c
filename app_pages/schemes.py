"""The evidence standards of a base as screens offer them, and the one that levels are shown by.

Which there are, and which are offered first, is data (``kb.standards``): a standard that is added to a base
stands in every list without a line of code. Nothing is derived here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kb.standards import Standard, Standards


@dataclass(frozen=True, slots=True)
class Schemes:
    """Every standard of a base, and the one that a person reads levels by."""

    standards: Standards
    chosen: str

    @property
    def first(self) -> tuple[str, ...]:
        """Standards that are offered first."""
        return tuple(slug for slug, one in self.standards.items() if one.shown)

    @property
    def others(self) -> tuple[str, ...]:
        """Standards that are reachable, and not paraded."""
        return tuple(slug for slug, one in self.standards.items() if not one.shown)

    @property
    def standard(self) -> Standard:
        """The chosen one."""
        return self.standards[self.chosen]

    def beside(self, areas: Collection[str]) -> tuple[str, ...]:
        """Standards that stand side by side for what is of these areas, the chosen one first."""
        fit = [one.slug for one in self.standards.shown(tuple(areas))]
        return (self.chosen, *(slug for slug in fit if slug != self.chosen))


def choose(standards: Standards, wanted: Iterable[str | None]) -> Schemes:
    """The first of ``wanted`` that there is, else the standard that is offered first."""
    known = next((slug for slug in wanted if slug and slug in standards), None)
    fallback = next((slug for slug, one in standards.items() if one.shown), next(iter(standards)))
    return Schemes(standards, known or fallback)
