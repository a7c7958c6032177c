"""Everything that is held of one attempt, in one value: what its page, and a brief of it, are drawn from.

Read from the catalogue when asked; nothing is decided here. Order is that of the note and of the links.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from kb import disagreements, register
from kb.accounts import ProgrammeFact
from kb.catalogue import Catalogue, attempts, quotes, told
from kb.catalogue import tables as t
from kb.catalogue.quotes import Checked
from kb.cite import Citations
from kb.errors import UnknownId
from kb.models import Attempt, Citation, Disagreement, Document, Figure, Filters, Finding, Lesson
from kb.register import Study


@dataclass(frozen=True, slots=True)
class Stated:
    """A target or a cost as a note states it, with its figures."""

    id: str
    text: str
    figures: tuple[Figure, ...]
    citation: str
    result: str | None = None
    """Of a target: what came of it, where that is known."""
    per: str | None = None
    """Of a cost: ``participant``, ``outcome``, ``total`` or ``other``."""
    paid_by: str | None = None


@dataclass(frozen=True, slots=True)
class InOriginal:
    """A statement of a note in the original that it is about."""

    state: str
    """``agrees``, ``differs`` (its numbers are others) or ``not-found``."""
    citation: str | None
    """The words that say it; null where they were not found."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """One attempt with all that rests on it."""

    attempt: Attempt
    note_id: str
    kind_stated: str | None
    period_note: str | None
    basis: str
    reviewed_by: str | None
    reviewed_on: str | None
    targets: tuple[Stated, ...]
    costs: tuple[Stated, ...]
    findings: tuple[Finding, ...]
    lessons: tuple[Lesson, ...]
    programme: tuple[tuple[ProgrammeFact, str], ...]
    """What documents of its studies tell of the programme, each with the id of its citation."""
    studies: tuple[Study, ...]
    documents: Mapping[str, Document]
    """Documents of its studies, by id, as people have them."""
    disagreements: tuple[Disagreement, ...]
    checked: Checked
    """How many of the note's statements stand in an original that is held."""
    originals: Mapping[str, InOriginal]
    """By id of a finding, lesson or cost: where it stands in its original."""
    citations: tuple[Citation, ...]


def draw(catalogue: Catalogue, attempt_id: str) -> Dossier:
    """The dossier of an attempt; ``UnknownId`` where there is none."""
    with catalogue.read() as connection:
        row = _row(connection, attempt_id)
    held = register.draw(catalogue, Filters(document=(row["document_id"],)))
    studies = held.studies.get(attempt_id, ())
    with catalogue.read() as connection:
        citations = Citations(connection)
        tried = attempts.attempts(connection, [attempt_id], citations, catalogue.standards)
        documents = {one.document_id for study in studies for one in study.documents}
        reports = _reporting(studies)
        return Dossier(
            attempt=tried[0],
            note_id=row["document_id"],
            kind_stated=row["kind_stated"],
            period_note=row["period_note"],
            basis=row["basis"],
            reviewed_by=row["reviewed_by"],
            reviewed_on=row["reviewed_on"],
            targets=_stated(row, "targets", citations, tried[0].targets),
            costs=_stated(row, "costs", citations, tried[0].costs),
            # A document that is linked to several attempts speaks for the one that it is first of.
            findings=tuple(
                one
                for one in told.findings(
                    connection, citations, attempts=[attempt_id], documents=reports
                )
                if one.attempt_id == attempt_id
            ),
            lessons=tuple(
                one
                for one in told.lessons(
                    connection, citations, attempts=[attempt_id], documents=reports
                )
                if one.attempt_id == attempt_id
            ),
            programme=_programme(connection, attempt_id, reports, citations),
            studies=studies,
            documents=citations.shown().documents(documents),
            disagreements=tuple(
                one
                for one in disagreements.of(connection, citations, attempts=[attempt_id])
                if one.attempt_id in (attempt_id, None)
            ),
            checked=quotes.checked(connection, [attempt_id]).get(attempt_id, Checked()),
            originals=_originals(connection, attempt_id, citations),
            citations=citations.all(),
        )


def _originals(
    connection: Connection, attempt_id: str, citations: Citations
) -> dict[str, InOriginal]:
    """Where statements stand in the originals that are held."""
    found = {}
    for statement, (document, start, end, state) in quotes.quotes(connection, [attempt_id]).items():
        cited = citations.of_span(document, start, end).id if end > start else None
        found[statement] = InOriginal(state, cited)
    return found


def _programme(
    connection: Connection, attempt_id: str, documents: Collection[str], citations: Citations
) -> tuple[tuple[ProgrammeFact, str], ...]:
    """Facts of the documents that are first of this attempt."""
    linked = told.links(connection)
    own = [document for document in documents if linked.of(document)[0] == attempt_id]
    held = told.programme(connection, own)
    return tuple(
        (fact, citations.of_span(document, fact.span.start, fact.span.end).id)
        for document in own
        for fact in held.get(document, ())
    )


def _reporting(studies: Iterable[Study]) -> tuple[str, ...]:
    """Documents that report a study: one that only cites or includes it says nothing of its own of it."""
    found = (d.document_id for study in studies for d in study.documents if d.role == "reports")
    return tuple(dict.fromkeys(found))


def _row(connection: Connection, attempt_id: str) -> RowMapping:
    row = connection.execute(select(t.attempts).where(t.attempts.c.id == attempt_id)).mappings()
    found = row.first()
    if found is None:
        raise UnknownId(
            f"open attempt {attempt_id}: there is none; `whatworks attempts` lists what is held"
        )
    return found


def _stated(
    row: RowMapping, column: str, citations: Citations, figures: tuple[Figure, ...]
) -> tuple[Stated, ...]:
    """What a note states, each with the figures that rest on the same words."""
    entries: list[dict[str, Any]] = row[column]
    made = []
    for entry in entries:
        citation = citations.of_span(
            row["document_id"], entry["start"], entry["end"], entry["reference"], entry["locator"]
        )
        own = tuple(f for f in figures if f.citation == citation.id and f.text != entry["text"])
        made.append(
            Stated(
                entry["id"],
                entry["text"],
                own,
                citation.id,
                entry.get("result"),
                entry.get("per"),
                entry.get("paid_by"),
            )
        )
    return tuple(made)
