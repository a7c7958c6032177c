"""Reading attempts as values, with their citations. What is told of them is ``told``'s."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from kb import vocab
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.cite import Citations
from kb.evidence import STRONGEST_FIRST
from kb.models import Actor, Attempt, Figure, FigureStatus, Level
from kb.standards import Standards

FIGURE_COLUMNS = (
    "text", "value", "low", "high", "unit", "counts", "status", "arm", "n", "months",
    "as_of", "currency", "price_year",
)  # fmt: skip


def ids_of_documents(connection: Connection, documents: Collection[str]) -> dict[str, str]:
    """The attempt that each note document is about."""
    found: dict[str, str] = {}
    for some in in_chunks(documents):
        query = select(t.attempts.c.document_id, t.attempts.c.id).where(
            t.attempts.c.document_id.in_(some)
        )
        found.update({row[0]: row[1] for row in connection.execute(query)})
    return found


def all_ids(connection: Connection) -> tuple[str, ...]:
    """Every attempt id, in order."""
    return tuple(connection.execute(select(t.attempts.c.id).order_by(t.attempts.c.id)).scalars())


def attempts(
    connection: Connection,
    ids: Collection[str],
    citations: Citations,
    standards: Standards | None = None,
) -> list[Attempt]:
    """Attempts in the order asked; unknown ids are left out. Their levels are those of ``standards``;
    without them, of the shipped ones."""
    rows = {
        row["id"]: row
        for some in in_chunks(ids)
        for row in connection.execute(
            select(t.attempts).where(t.attempts.c.id.in_(some))
        ).mappings()
    }
    terms = _terms(connection, ids)
    citations.preload({row["document_id"] for row in rows.values()})
    figures = _figures(connection, {row["document_id"] for row in rows.values()})
    directions = _directions(connection, ids)
    counts = _study_counts(connection, ids)
    levels = citations.shown(standards).attempt_levels(list(rows.values()))
    return [
        _attempt(
            rows[i],
            levels[i],
            terms.get(i, {}),
            directions.get(i, ()),
            counts.get(i, (0, 0)),
            figures,
            citations,
        )
        for i in dict.fromkeys(ids)
        if i in rows
    ]


def direction_of(directions: Collection[str]) -> str:
    """An attempt's direction from its effect findings: by direction alone, never by size.

    Unclear findings decide only where nothing else is held; different directions are mixed.
    """
    if not directions:
        return "not-studied"
    clear = set(directions) - {"unclear"}
    if not clear or (clear == {"no-effect"} and "unclear" in directions):
        return "unclear"  # what could not be told does not become a difference that was not there
    return clear.pop() if len(clear) == 1 else "mixed"


def _statements(
    connection: Connection, table: Any, attempt_ids: Collection[str]
) -> list[RowMapping]:
    order = {attempt: i for i, attempt in enumerate(dict.fromkeys(attempt_ids))}
    found: list[RowMapping] = []
    for some in in_chunks(attempt_ids):
        query = (
            select(table)
            .join(t.documents, t.documents.c.id == table.c.document_id)
            .where(table.c.attempt_id.in_(some), t.documents.c.superseded_by.is_(None))
        )
        found.extend(connection.execute(query).mappings())
    return sorted(found, key=lambda row: (order[row["attempt_id"]], row["position"]))


def _terms(connection: Connection, ids: Collection[str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for some in in_chunks(ids):
        query = select(t.attempt_terms).where(t.attempt_terms.c.attempt_id.in_(some))
        for row in connection.execute(query.order_by(t.attempt_terms.c.term)):
            found.setdefault(row.attempt_id, {}).setdefault(row.facet, []).append(row.term)
    return found


def _directions(connection: Connection, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Directions of the effect findings of each attempt. Only those make an attempt's direction."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _statements(connection, t.findings, ids):
        if row["kind"] == "effect":
            found[row["attempt_id"]] = (*found.get(row["attempt_id"], ()), row["direction"])
    return found


def _study_counts(connection: Connection, ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Distinct studies and documents that report them, by attempt. A note is never one of them, and a page that
    only tells what was done is a document and no study."""
    studies: dict[str, set[str]] = {}
    documents: dict[str, set[str]] = {}
    d = t.designs.c
    for some in in_chunks(ids):
        query = (
            select(
                t.attempt_studies.c.attempt_id,
                t.study_documents.c.study_id,
                t.study_documents.c.document_id,
                d.design.in_(STRONGEST_FIRST).label("is_study"),
            )
            .join(t.study_documents, t.study_documents.c.study_id == t.attempt_studies.c.study_id)
            .outerjoin(t.designs, d.document_id == t.study_documents.c.document_id)
            .where(t.attempt_studies.c.attempt_id.in_(some), t.study_documents.c.role == "reports")
        )
        for row in connection.execute(query):
            documents.setdefault(row.attempt_id, set()).add(row.document_id)
            own = studies.setdefault(row.attempt_id, set())
            if row.is_study or row.is_study is None:
                own.add(row.study_id)
    return {attempt: (len(studies[attempt]), len(held)) for attempt, held in documents.items()}


def _figures(
    connection: Connection, documents: Collection[str]
) -> dict[tuple[str, str], list[RowMapping]]:
    found: dict[tuple[str, str], list[RowMapping]] = {}
    for some in in_chunks(documents):
        query = (
            select(t.figures)
            .where(t.figures.c.document_id.in_(some))
            .order_by(t.figures.c.position)
        )
        for row in connection.execute(query).mappings():
            found.setdefault((row["owner_kind"], row["owner_id"]), []).append(row)
    return found


def _figure(row: RowMapping, citation: str) -> Figure:
    return Figure(**{name: row[name] for name in FIGURE_COLUMNS}, citation=citation)


def _attempt(
    row: RowMapping,
    levels: Mapping[str, Level],
    terms: Mapping[str, list[str]],
    directions: tuple[str, ...],
    counts: tuple[int, int],
    figures: Mapping[tuple[str, str], list[RowMapping]],
    citations: Citations,
) -> Attempt:
    document = row["document_id"]

    def stated(kind: str, entries: list[dict[str, Any]]) -> tuple[Figure, ...]:
        """Figures of targets or costs; one that has no number is shown by its words."""
        made: list[Figure] = []
        for entry in entries:
            citation = citations.of_span(
                document, entry["start"], entry["end"], entry["reference"], entry["locator"]
            )
            rows = figures.get((kind, entry["id"]), [])
            made.extend(_figure(f, citation.id) for f in rows)
            if not rows:
                status: FigureStatus = "target" if kind == "target" else "actual"
                made.append(Figure(entry["text"], status=status, citation=citation.id))
        return tuple(made)

    countries = terms.get("country", [])
    stated_countries = [c for c in countries if not _is_state_of_another(c, countries)]
    targets, costs = stated("target", row["targets"]), stated("cost", row["costs"])
    what = citations.of_span(document, row["what_start"], row["what_end"])
    return Attempt(
        id=row["id"],
        name=row["name"],
        areas=tuple(terms.get("area", ())),
        kind=row["kind"],
        what=row["what"],
        status=row["status"],
        why_ended=row["why_ended"],
        who=tuple(
            Actor(w["name"], w["sector"], w["role"], w["contribution"], what.id) for w in row["who"]
        ),
        where=row["place"],
        country=", ".join(vocab.load("countries").label_of(c) for c in stated_countries) or None,
        start=row["start"],
        end=row["end"],
        population=row["population"],
        targets=targets,
        costs=costs,
        studies=counts[0],
        documents=counts[1],
        direction=direction_of(directions),
        levels=dict(levels),
        citations=tuple(
            dict.fromkeys([what.id, *(f.citation for f in (*targets, *costs) if f.citation)])
        ),
        populations=tuple(terms.get("population", ())),
        countries=tuple(countries),
        design=row["design"],
    )


def _is_state_of_another(country: str, countries: list[str]) -> bool:
    """Whether ``country`` is there only because one of its nations is."""
    known = vocab.load("countries")
    return any((term := known.get(c)) and term.part_of == country for c in countries)
