"""The words of what a document tells, as frozen values: findings, lessons, facts of a programme and of a problem.

They hold what a machine read out of one document, each with the sentence that says it; they do not act.
Reading them is ``ingest.tag.accounts``', keeping them ``kb.catalogue.accounts``'; what is shown of them,
with people's judgements laid over, are ``kb.models.Finding``, ``Lesson`` and ``Problem``.
Offsets are code points of the document's stored text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kb.models import Basis, Direction, Figure, FindingKind, LessonKind, ProblemAspect, View

ProgrammeAspect = Literal[
    "name", "organisation", "place", "period", "status", "why-ended", "population", "target",
    "cost", "activity",
]  # fmt: skip
"""What a fact of a programme is about. Results of a target are findings."""
Detail = Mapping[str, str | float | int | bool]


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence, or a run of words, of a document, and how it came to be proposed."""

    quote: str
    start: int
    end: int
    rule: str
    """Rule or model and its version: ``findings-1:effect.more-likely``."""
    score: float = 1.0
    """0 to 1; comparable within one rule version only."""
    section: str = ""
    """``abstract``, ``results`` …; empty if not known."""


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """One result that the document reports of its own study or programme."""

    span: Span
    kind: FindingKind
    outcome: str
    """What was measured, in the document's words."""
    outcome_slug: str | None
    """A slug of the outcomes vocabulary; null where none fits: an unmapped finding."""
    direction: Direction
    comparator: str | None = None
    figures: tuple[Figure, ...] = ()
    population: str | None = None
    populations: tuple[str, ...] = ()
    """Slugs of the populations vocabulary."""
    place: str | None = None
    when: str | None = None
    """Year, month or period that the result is of: ``2014``, ``2014-03``, ``2014/2016``."""


@dataclass(frozen=True, slots=True)
class ToldLesson:
    """What helped, what hindered, or what follows, as the document says it."""

    span: Span
    kind: LessonKind
    theme: str | None
    """A slug of the themes vocabulary; null where none fits."""
    view: View


@dataclass(frozen=True, slots=True)
class ProgrammeFact:
    """One fact of the programme that a document is about."""

    span: Span
    aspect: ProgrammeAspect
    value: str
    """The name, place, period (``2017-09/``), status slug … as a short text."""
    detail: Detail = field(default_factory=dict)
    """``organisation``: ``sector``, ``role``, ``contribution``; ``cost``: ``per`` (participant, outcome,
    total, other), ``paid_by``; ``name``: ``acronym``; ``period``: ``start``, ``end``; ``place``: ``country``."""
    figures: tuple[Figure, ...] = ()
    basis: Basis = "suggested"
    id: str = ""
    """Id of the suggestion it is kept as; empty for a document that is not in the base."""
    judged_by: str = ""
    """Of a judged fact: who decided, and from which base where that is another."""


@dataclass(frozen=True, slots=True)
class ProblemFact:
    """One fact of the problem itself: how large it is, whom it meets, where, how it moves, what it costs."""

    span: Span
    area: str
    aspect: ProblemAspect
    figures: tuple[Figure, ...] = ()
    population: str | None = None
    place: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What was read out of one document about what was tried, what happened and what was learned."""

    findings: tuple[ToldFinding, ...] = ()
    lessons: tuple[ToldLesson, ...] = ()
    programme: tuple[ProgrammeFact, ...] = ()
    problems: tuple[ProblemFact, ...] = ()
    reader: str = ""
    """Version of the rules: ``accounts-1``. What an older reader read is read again by ``reindex``."""
