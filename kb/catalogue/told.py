"""What is told of what was tried: what notes state and what documents say, side by side, as people have it.

The one place from which findings, lessons, facts of problems and of programmes are read. A statement is
compiled (written in a note), suggested (read by a machine) or judged (decided by a named person), never two
of them, and carries the id of a citation that opens at its words. Nothing here counts or ranks.

``attempts`` and ``documents`` say whose: what the notes of these attempts state, and what these documents
tell. Neither means everything current; one of them means the other's are left out. The order is that asked
for, else that of ids, so that it is the same whatever was ingested first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import Connection, select

from kb.accounts import ProgrammeFact
from kb.catalogue import stated
from kb.catalogue import suggestions_accounts as rows
from kb.catalogue import tables as t
from kb.catalogue.judged import Decided, load
from kb.catalogue.judged_accounts import TheirWord
from kb.catalogue.told_words import words_of
from kb.cite import Citations, Placed
from kb.models import Basis, Finding, Lesson, Problem

T = TypeVar("T")
REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Links:
    """Which study a document reports, and which attempt it is of."""

    studies: Mapping[str, str]
    """By document: the study that it is the primary report of, or reports."""
    attempts: Mapping[str, str]
    """By study: its attempt; of several the one that a person linked, else the smallest id."""

    def of(self, document_id: str) -> tuple[str | None, str | None]:
        """The attempt and the study of a document; null where nothing links it."""
        study = self.studies.get(document_id)
        return self.attempts.get(study or ""), study


def links(connection: Connection) -> Links:
    """Every link there is between documents, studies and attempts."""
    of_document = select(
        t.study_documents.c.document_id,
        t.study_documents.c.study_id,
    ).where(t.study_documents.c.role == REPORTS)
    order = (t.study_documents.c.is_primary.desc(), t.study_documents.c.study_id)
    studies: dict[str, str] = {}
    for document, study in connection.execute(of_document.order_by(*order)):
        studies.setdefault(document, study)
    a = t.attempt_studies.c
    of_study = select(a.study_id, a.attempt_id).order_by(a.basis != "judged", a.attempt_id)
    attempts: dict[str, str] = {}
    for study, attempt in connection.execute(of_study):
        attempts.setdefault(study, attempt)
    return Links(studies, attempts)


def findings(
    connection: Connection,
    citations: Citations,
    *,
    attempts: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> list[Finding]:
    """Findings of the notes of ``attempts``, then those of ``documents``."""
    every = attempts is None and documents is None
    found: list[Finding] = []
    if every or attempts is not None:
        found.extend(stated.findings(connection, citations, attempts))
    if every or documents is not None:
        linked = links(connection)

        def made(word: TheirWord, citation: str) -> Finding:
            return _finding(word, citation, linked)

        found.extend(_of_documents(connection, citations, "finding", documents, made))
    return found


def lessons(
    connection: Connection,
    citations: Citations,
    *,
    attempts: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> list[Lesson]:
    """Lessons of the notes of ``attempts``, then those of ``documents``."""
    every = attempts is None and documents is None
    found: list[Lesson] = []
    if every or attempts is not None:
        found.extend(stated.lessons(connection, citations, attempts))
    if every or documents is not None:
        linked = links(connection)

        def made(word: TheirWord, citation: str) -> Lesson:
            return _lesson(word, citation, linked)

        found.extend(_of_documents(connection, citations, "lesson", documents, made))
    return found


def problems(
    connection: Connection,
    citations: Citations,
    areas: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> list[Problem]:
    """Facts of the problem itself of these areas, or of every one: of notes, then of documents. With
    ``documents`` of these alone, and of no note."""
    found = stated.problems(connection, citations, areas) if documents is None else []
    found.extend(_of_documents(connection, citations, "problem", documents, _problem, areas))
    return found


def programme(
    connection: Connection, documents: Collection[str], decided: Decided | None = None
) -> dict[str, tuple[ProgrammeFact, ...]]:
    """By document: the facts of its programme. Each opens by the span it stands on (``Citations.of_span``)."""
    known = decided if decided is not None else load(connection)
    found: dict[str, tuple[ProgrammeFact, ...]] = {}
    for document, words in words_of(connection, known, "programme", documents):
        facts = tuple(_fact(word) for word in words)
        if facts:
            found[document] = facts
    return found


# --- what documents tell ------------------------------------------------------------------------


def _of_documents(
    connection: Connection,
    citations: Citations,
    kind: str,
    documents: Collection[str] | None,
    made: Callable[[TheirWord, str], T],
    areas: Collection[str] | None = None,
) -> Iterator[T]:
    decided = citations.shown().decided
    for _, words in words_of(connection, decided, kind, documents):
        for word in words:
            if areas is None or word.row["detail"]["area"] in areas:
                yield made(word, _cited(citations, word.row))


def _cited(citations: Citations, row: rows.Row) -> str:
    start, end = row["start"], row["end"]
    passage = (row.get("passage_start"), row.get("passage_end"))
    if passage[0] is None:  # a person judged what newer rules no longer say: it is placed anew
        return citations.of_span(row["document_id"], start, end).id
    detail = row["detail"]
    return citations.of_placed(
        Placed(
            document_id=row["document_id"],
            start=start,
            end=end,
            **{name: detail[name] for name in rows.PLACE},
            quote=row["quote"],
            passage_id=row["passage_id"],
            is_whole=(start, end) == passage,
        )
    )


def _basis(word: TheirWord) -> Basis:
    return "judged" if word.judged_by else "suggested"


def _finding(word: TheirWord, citation: str, linked: Links) -> Finding:
    row, detail = word.row, word.row["detail"]
    attempt, study = linked.of(row["document_id"])
    return Finding(
        id=row["id"],
        attempt_id=attempt,
        study_id=study,
        outcome=detail["outcome"],
        outcome_slug=detail["outcome_slug"],
        population=detail["population"],
        kind=detail["kind"],
        direction=row["value"],
        comparator=detail["comparator"],
        figures=rows.figures_in(detail["figures"], citation),
        text=row["quote"],
        basis=_basis(word),
        citation=citation,
        populations=tuple(detail["populations"]),
        place=detail["place"],
        when=detail["when"],
        document_id=row["document_id"],
        judged_by=word.judged_by,
    )


def _lesson(word: TheirWord, citation: str, linked: Links) -> Lesson:
    row, detail = word.row, word.row["detail"]
    attempt, study = linked.of(row["document_id"])
    return Lesson(
        id=row["id"],
        attempt_id=attempt,
        kind=row["value"],
        theme=detail["theme"],
        view=detail["view"],
        text=row["quote"],
        basis=_basis(word),
        citation=citation,
        study_id=study,
        document_id=row["document_id"],
        judged_by=word.judged_by,
    )


def _problem(word: TheirWord, citation: str) -> Problem:
    row, detail = word.row, word.row["detail"]
    return Problem(
        id=row["id"],
        area=detail["area"],
        aspect=row["value"],
        text=row["quote"],
        figures=rows.figures_in(detail["figures"], citation),
        population=detail["population"],
        place=detail["place"],
        when=detail["when"],
        basis=_basis(word),
        citation=citation,
        document_id=row["document_id"],
        judged_by=word.judged_by,
    )


def _fact(word: TheirWord) -> ProgrammeFact:
    return replace(rows.programme(word.row), basis=_basis(word), judged_by=word.judged_by)
