"""Everything that one document tells: findings, lessons, facts of its programme and of the problem, as people
have them, each with its citation. Read for the page of a document; it counts and ranks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from kb.accounts import ProgrammeFact
from kb.catalogue import told
from kb.cite import Citations
from kb.models import Citation, Finding, Lesson, Problem
from kb.standards import Standards

KINDS = ("effect", "change", "delivery", "experience", "cost", "forecast")
"""Findings are told in this order: what was compared first."""


@dataclass(frozen=True, slots=True)
class Recount:
    """What a document tells."""

    findings: tuple[Finding, ...]
    lessons: tuple[Lesson, ...]
    problems: tuple[Problem, ...]
    programme: tuple[tuple[ProgrammeFact, str], ...]
    """Each fact with the id of its citation."""
    citations: tuple[Citation, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read out of it."""
        return not (self.findings or self.lessons or self.problems or self.programme)


def of(connection: Connection, document_id: str, standards: Standards | None = None) -> Recount:
    """What the document tells; nothing of a note, whose statements are its text."""
    citations = Citations(connection)
    citations.shown(standards)
    only = (document_id,)
    facts = told.programme(connection, only).get(document_id, ())
    placed = tuple(
        (fact, citations.of_span(document_id, fact.span.start, fact.span.end).id) for fact in facts
    )
    findings = told.findings(connection, citations, documents=only)
    return Recount(
        findings=tuple(sorted(findings, key=lambda one: KINDS.index(one.kind))),
        lessons=tuple(told.lessons(connection, citations, documents=only)),
        problems=tuple(told.problems(connection, citations, documents=only)),
        programme=placed,
        citations=citations.all(),
    )
