"""What notes state, as values with their citations: findings, lessons, facts of a problem.

Compiled, or judged where a named person confirmed the note. Of the current version of each note only. What
machines read out of documents is laid beside it by ``told``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.cite import Citations
from kb.models import Figure, Finding, Lesson, Problem

FIGURE_COLUMNS = (
    "text", "value", "low", "high", "unit", "counts", "status", "arm", "n", "months",
    "as_of", "currency", "price_year", "hedge",
)  # fmt: skip

Owner = tuple[str, str]
"""Kind and id of the statement that a figure belongs to."""


def findings(
    connection: Connection, citations: Citations, attempts: Collection[str] | None
) -> list[Finding]:
    """Findings of notes, in the order of the attempts asked for; without them of every attempt."""
    rows = _statements(connection, t.findings, attempts)
    figures = _figures(connection, citations, rows)
    found = []
    for row in rows:
        citation = _cited(citations, row)
        found.append(
            Finding(
                id=row["id"],
                attempt_id=row["attempt_id"],
                study_id=row["study_id"],
                outcome=row["outcome"],
                outcome_slug=row["outcome_slug"],
                population=row["population"],
                kind=row["kind"],
                direction=row["direction"],
                comparator=row["comparator"],
                figures=_of(citations, figures, "finding", row, citation),
                text=row["text"],
                basis=row["basis"],
                citation=citation,
                design=row["design"],
                populations=tuple(row["populations"] or ()),
                place=row["place"],
                when=row["when"],
                document_id=row["document_id"],
                judged_by=row["reviewed_by"] or "",
            )
        )
    return found


def lessons(
    connection: Connection, citations: Citations, attempts: Collection[str] | None
) -> list[Lesson]:
    """Lessons of notes, in the order of the attempts asked for; without them of every attempt."""
    rows = _statements(connection, t.lessons, attempts)
    citations.preload_texts({row["document_id"] for row in rows})
    return [
        Lesson(
            id=row["id"],
            attempt_id=row["attempt_id"],
            kind=row["kind"],
            theme=row["theme"],
            view=row["view"],
            text=row["text"],
            basis=row["basis"],
            citation=_cited(citations, row),
            document_id=row["document_id"],
            judged_by=row["reviewed_by"] or "",
        )
        for row in rows
    ]


def problems(
    connection: Connection, citations: Citations, areas: Collection[str] | None
) -> list[Problem]:
    """Facts of problems that notes state, of these areas; without them of every one."""
    rows = _statements(connection, t.problems, None)
    rows = [row for row in rows if areas is None or row["area"] in areas]
    figures = _figures(connection, citations, rows)
    found = []
    for row in rows:
        citation = _cited(citations, row)
        found.append(
            Problem(
                id=row["id"],
                area=row["area"],
                aspect=row["aspect"],
                text=row["text"],
                figures=_of(citations, figures, "problem", row, citation),
                population=row["population"],
                place=row["place"],
                when=row["when"],
                basis=row["basis"],
                citation=citation,
                document_id=row["document_id"],
                judged_by=row["reviewed_by"] or "",
            )
        )
    return found


def _statements(
    connection: Connection, table: Table, attempts: Collection[str] | None
) -> list[RowMapping]:
    """Rows of current notes, with who confirmed the note."""
    query = (
        select(table, t.attempts.c.reviewed_by)
        .join(t.documents, t.documents.c.id == table.c.document_id)
        .join(t.attempts, t.attempts.c.id == table.c.attempt_id)
        .where(t.documents.c.superseded_by.is_(None))
    )
    found: list[RowMapping] = []
    if attempts is None:
        found.extend(connection.execute(query).mappings())
        order = {attempt: i for i, attempt in enumerate(sorted({r["attempt_id"] for r in found}))}
    else:
        order = {attempt: i for i, attempt in enumerate(dict.fromkeys(attempts))}
        for some in in_chunks(order):
            wanted = query.where(table.c.attempt_id.in_(some))
            found.extend(connection.execute(wanted).mappings())
    return sorted(found, key=lambda row: (order[row["attempt_id"]], row["position"], row["id"]))


def _cited(citations: Citations, row: RowMapping) -> str:
    return citations.of_span(
        row["document_id"], row["start"], row["end"], row["reference"], row["locator"]
    ).id


def _figures(
    connection: Connection, citations: Citations, rows: Collection[RowMapping]
) -> Mapping[Owner, list[RowMapping]]:
    """Figures by what they belong to. The notes' texts are read on the way, all at once."""
    notes = {row["document_id"] for row in rows}
    citations.preload_texts(notes)
    found: dict[Owner, list[RowMapping]] = {}
    for some in in_chunks(notes):
        query = select(t.figures).where(t.figures.c.document_id.in_(some))
        ordered = query.order_by(t.figures.c.position, t.figures.c.id)
        for row in connection.execute(ordered).mappings():
            found.setdefault((row["owner_kind"], row["owner_id"]), []).append(row)
    return found


def _of(
    citations: Citations,
    figures: Mapping[Owner, list[RowMapping]],
    kind: str,
    row: Mapping[Any, Any],
    citation: str,
) -> tuple[Figure, ...]:
    """The figures of a statement; one that rests on a source of its own is cited as that source."""
    made = []
    for figure in figures.get((kind, row["id"]), ()):
        cited = citation
        if figure["reference"] and figure["reference"] != row["reference"]:
            place = (row["document_id"], row["start"], row["end"])
            cited = citations.of_span(*place, figure["reference"], figure["locator"]).id
        values = {name: figure[name] for name in FIGURE_COLUMNS}
        made.append(Figure(**values, citation=cited))
    return tuple(made)
