"""What one source says of one thing: a number, a date or a direction, with the place where it says so.

The values that disagreements are looked for among. Notes are read into them by ``kb.disagreements_notes``,
documents by ``kb.disagreements_documents``; comparing them is ``kb.disagreements_same``'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.amounts import Amount
from kb.cite import Citations
from kb.models import Figure


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something is said: a span of a document, and of a note the reference that it is about."""

    document_id: str
    start: int
    end: int
    reference: str = ""
    locator: str = ""

    def cite(self, citations: Citations) -> str:
        """The id of its citation."""
        return citations.of_span(
            self.document_id, self.start, self.end, self.reference or None, self.locator or None
        ).id


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one source says. Which of ``amount``, ``date`` and ``direction`` is set says what kind."""

    subjects: frozenset[str]
    """What it is about: ``attempt:<id>``, ``area:<slug>``, ``name:<programme>``."""
    source: str
    """Who says so: two claims of one source are no disagreement."""
    place: Place
    text: str
    """The words that may differ from others'."""
    told: str
    """The words around it, in which it is explained."""
    counted: frozenset[str]
    """What is counted or measured, as words of one form."""
    around: frozenset[str] = frozenset()
    """Other words of its sentence; empty for a note, whose figures name what they count."""
    noun: str = ""
    """The noun that is counted, where the sentence names it."""
    about: str = ""
    """What is counted, for people."""
    owner: str = ""
    """The statement of a note that it stands in."""
    group: str = ""
    """What kind of statement it is: a kind of finding, ``cost``, ``target``, ``problem``."""
    slug: str | None = None
    """Slug of the outcome."""
    amount: Amount | None = None
    figure: Figure | None = None
    date: str | None = None
    direction: str | None = None
    attempt_id: str | None = None
    area: str | None = None
    population: str | None = None
    where: str | None = None
    when: str | None = None
    published: str | None = None
    """Date of the source."""
    writer: str = ""
    """The interest of who wrote it."""
    title: str = ""
    """Of the source, as it is found or stated."""

    @property
    def is_of_note(self) -> bool:
        """Whether a note states it: what it counts is then named in full."""
        return bool(self.owner)

    @property
    def status(self) -> str:
        """Whether it came about; ``actual`` of what has no figure."""
        return self.figure.status if self.figure else "actual"


_LONG = 20
"""Letters of a title that no two sources share by chance: "Final report" is the title of many."""


def under_one_source(claims: Iterable[Claim]) -> list[Claim]:
    """Claims whose sources have one title under one of them: a page that is held, and the same page as a
    note cites it, say nothing different by being two records."""
    some = list(claims)
    first: dict[str, str] = {}
    for claim in some:
        title = _plain(claim.title)
        if len(title) >= _LONG:
            first[title] = min(first.get(title, claim.source), claim.source)
    return [
        replace(claim, source=source) if source != claim.source else claim
        for claim in some
        for source in (first.get(_plain(claim.title), claim.source),)
    ]


@lru_cache(maxsize=4096)
def _plain(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())
