"""The register: every attempt that matches, with the studies of each. A list, not an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from kb.catalogue import Catalogue, attempts, narrow, quotes
from kb.catalogue import tables as t
from kb.catalogue.quotes import Checked
from kb.catalogue.read import in_chunks
from kb.cite import Citations
from kb.models import Attempt, Citation, Filters

ROLES = ("reports", "includes", "cites")


@dataclass(frozen=True, slots=True)
class StudyDocument:
    """A document of a study, and whether it reports it, includes it in a review, or only cites it."""

    document_id: str
    role: str
    basis: str = "suggested"
    """Judged where a person said that it tells of this study."""
    reasons: tuple[str, ...] = ()
    """Why it is taken to."""


@dataclass(frozen=True, slots=True)
class Study:
    """An investigation with its documents. A note is never one of them."""

    id: str
    title: str
    documents: tuple[StudyDocument, ...]
    """Those that report it first, then reviews that include it, then what only cites it."""
    basis: str
    """Of an attempt's study, whether a person said that it is one of it; of one of no attempt, whether a
    person said which documents tell of it."""
    reasons: tuple[str, ...] = ()
    """Why it is taken to be one of the attempt."""


@dataclass(frozen=True, slots=True)
class Register:
    """Attempts by name, the studies of each by attempt id, and the studies of no attempt."""

    attempts: tuple[Attempt, ...]
    studies: Mapping[str, tuple[Study, ...]]
    unattached: tuple[Study, ...]
    citations: tuple[Citation, ...]
    checked: Mapping[str, Checked] = field(default_factory=dict)
    """By attempt: how many of its note's statements were found in an original that is held."""


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
        links = _by_attempt(connection)
        studies = _studies(connection)
        attached = {link["study_id"] for some in links.values() for link in some}
        return Register(
            attempts=tuple(sorted(tried, key=lambda a: (a.name.casefold(), a.id))),
            studies={
                a.id: tuple(_of_attempt(studies[x["study_id"]], x) for x in links.get(a.id, ()))
                for a in tried
            },
            unattached=tuple(
                study
                for study in studies.values()
                if study.id not in attached
                and (matching is None or any(d.document_id in matching for d in study.documents))
            ),
            citations=citations.all(),
            checked=quotes.checked(connection, [a.id for a in tried]),
        )


def _by_attempt(connection: Connection) -> dict[str, list[RowMapping]]:
    query = select(t.attempt_studies).order_by(t.attempt_studies.c.study_id)
    found: dict[str, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["attempt_id"], []).append(row)
    return found


def _of_attempt(study: Study, link: RowMapping) -> Study:
    """A study as one of an attempt: suggested until a person says so."""
    return replace(study, basis=link["basis"], reasons=_words(link["reasons"]))


def _words(reasons: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(reason["text"]) for reason in reasons or ()))


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
            .order_by(t.study_documents.c.document_id)
        )
        for row in connection.execute(query).mappings():
            documents.setdefault(row["study_id"], []).append(row)
    return {
        study: Study(
            study,
            row["title"],
            tuple(
                StudyDocument(d["document_id"], d["role"], d["basis"], _words(d["reasons"]))
                for d in sorted(documents.get(study, ()), key=lambda d: ROLES.index(d["role"]))
            ),
            row["basis"],
        )
        for study, row in rows.items()
    }
