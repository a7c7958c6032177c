"""The register: every attempt that matches, with the studies of each. A list, not an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select

from kb.catalogue import Catalogue, attempts, narrow
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.cite import Citations
from kb.models import Attempt, Citation, Filters


@dataclass(frozen=True, slots=True)
class StudyDocument:
    """A document of a study, and whether it reports it, includes it in a review, or only cites it."""

    document_id: str
    role: str


@dataclass(frozen=True, slots=True)
class Study:
    """An investigation with its documents. A note is never one of them."""

    id: str
    title: str
    documents: tuple[StudyDocument, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Register:
    """Attempts by name, the studies of each by attempt id, and the studies of no attempt."""

    attempts: tuple[Attempt, ...]
    studies: Mapping[str, tuple[Study, ...]]
    unattached: tuple[Study, ...]
    citations: tuple[Citation, ...]


def draw(catalogue: Catalogue, filters: Filters) -> Register:
    """The part of the register that ``filters`` leave; a study of no attempt is met by its documents."""
    standards = catalogue.standards
    with catalogue.read() as connection:
        matching = narrow.documents(connection, filters, standards)
        citations = Citations(connection)
        if matching is None:
            ids: Collection[str] = attempts.all_ids(connection)
        else:
            ids = set(attempts.ids_of_documents(connection, matching).values())
        tried = attempts.attempts(connection, sorted(ids), citations, standards)
        of_attempt = _by_attempt(connection)
        studies = _studies(connection)
        attached = {study for some in of_attempt.values() for study in some}
        return Register(
            attempts=tuple(sorted(tried, key=lambda a: (a.name.casefold(), a.id))),
            studies={a.id: tuple(studies[s] for s in of_attempt.get(a.id, ())) for a in tried},
            unattached=tuple(
                study
                for study in studies.values()
                if study.id not in attached
                and (matching is None or any(d.document_id in matching for d in study.documents))
            ),
            citations=citations.all(),
        )


def _by_attempt(connection: Connection) -> dict[str, list[str]]:
    query = select(t.attempt_studies).order_by(t.attempt_studies.c.study_id)
    found: dict[str, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.attempt_id, []).append(row.study_id)
    return found


def _studies(connection: Connection) -> dict[str, Study]:
    rows = {
        row["id"]: row
        for row in connection.execute(
            select(t.studies).order_by(t.studies.c.title, t.studies.c.id)
        ).mappings()
    }
    documents: dict[str, list[RowMapping]] = {}
    for some in in_chunks(rows):
        query = (
            select(t.study_documents)
            .where(t.study_documents.c.study_id.in_(some))
            # The document that the study is told in first leads.
            .order_by(t.study_documents.c.is_primary.desc(), t.study_documents.c.document_id)
        )
        for row in connection.execute(query).mappings():
            documents.setdefault(row["study_id"], []).append(row)
    return {
        study: Study(
            study,
            row["title"],
            tuple(StudyDocument(d["document_id"], d["role"]) for d in documents.get(study, ())),
            row["basis"],
        )
        for study, row in rows.items()
    }
