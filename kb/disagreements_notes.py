"""What the sources of notes say: each figure, date and direction under its own reference.

A note sets several sources side by side: each of its references is a source. A figure of a finding may
name another reference than the finding does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Table, select

from kb import ids
from kb.amounts import of_figure
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.catalogue.stated import FIGURE_COLUMNS
from kb.cite import issued
from kb.disagreements_claims import Claim, Place
from kb.disagreements_words import tokens
from kb.models import Figure

Row = Mapping[Any, Any]
SIDES = ("positive", "negative", "no-effect", "mixed")
"""Directions that can differ. An unclear one does only where the very same outcome was measured."""
MEASURED = ("effect", "change")


@dataclass(frozen=True, slots=True)
class Notes:
    """The rows of some notes, by what they belong to."""

    attempts: tuple[Row, ...]
    findings: tuple[Row, ...]
    problems: tuple[Row, ...]
    figures: Mapping[tuple[str, str], list[Row]]
    references: Mapping[tuple[str, str], Row]
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By attempt: the attempts whose results are known to bear on it."""


def read(
    connection: Connection,
    attempts: Collection[str] | None = None,
    areas: Collection[str] | None = None,
) -> Notes:
    """The notes of ``attempts``, and facts of the problems of ``areas`` in every note; null is everything."""
    every = {row["id"]: row for row in connection.execute(select(t.attempts)).mappings()}
    families = _families(every)
    wanted = set(every) if attempts is None else {a for a in attempts if a in every}
    wanted |= {other for a in wanted for other in families.get(a, ())}
    problems = [
        row for row in _current(connection, t.problems) if areas is None or row["area"] in areas
    ]
    findings = [row for row in _current(connection, t.findings) if row["attempt_id"] in wanted]
    held = tuple(every[a] for a in sorted(wanted))
    documents = {row["document_id"] for row in (*findings, *problems, *held)}
    figures: dict[tuple[str, str], list[Row]] = {}
    references: dict[tuple[str, str], Row] = {}
    for some in in_chunks(sorted(documents)):
        query = select(t.figures).where(t.figures.c.document_id.in_(some))
        for row in connection.execute(query.order_by(t.figures.c.position)).mappings():
            figures.setdefault((row["owner_kind"], row["owner_id"]), []).append(row)
        known = select(t.note_references).where(t.note_references.c.document_id.in_(some))
        for row in connection.execute(known).mappings():
            references[(row["document_id"], row["key"])] = row
    return Notes(held, tuple(findings), tuple(problems), figures, references, families)


def _current(connection: Connection, table: Table) -> list[Row]:
    query = (
        select(table)
        .join(t.documents, t.documents.c.id == table.c.document_id)
        .where(t.documents.c.superseded_by.is_(None))
        .order_by(table.c.attempt_id, table.c.position, table.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _families(attempts: Mapping[str, Row]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for attempt, row in attempts.items():
        for other in row["related"] or ():
            if other["attempt"] in attempts:
                found.setdefault(attempt, set()).add(other["attempt"])
                found.setdefault(other["attempt"], set()).add(attempt)
    return {attempt: frozenset(others) for attempt, others in found.items()}


# --- figures --------------------------------------------------------------------------------


def figures(notes: Notes) -> Iterator[Claim]:
    """Every figure with a number, of findings, problems, targets and costs."""
    for row in notes.findings:
        yield from _figures(notes, row, "finding", row["kind"], {"slug": row["outcome_slug"]})
    for row in notes.problems:
        yield from _figures(
            notes, row, "problem", f"problem {row['aspect']}", {"area": row["area"]}
        )
    for attempt in notes.attempts:
        for kind in ("target", "cost"):
            for entry in attempt[f"{kind}s"] or ():
                row = {**entry, "attempt_id": attempt["id"], "document_id": attempt["document_id"]}
                yield from _figures(notes, row, kind, kind, {})


def _figures(
    notes: Notes, row: Row, owner: str, group: str, more: Mapping[str, Any]
) -> Iterator[Claim]:
    attempt = None if owner == "problem" else row["attempt_id"]
    subject = f"area:{row['area']}" if owner == "problem" else f"attempt:{attempt}"
    for held in notes.figures.get((owner, row["id"]), ()):
        figure = Figure(**{name: held[name] for name in FIGURE_COLUMNS})
        amount = of_figure(figure)
        if amount is None:
            continue
        reference = held["reference"] or row["reference"]
        counts = figure.counts or row.get("outcome") or figure.text
        yield Claim(
            subjects=frozenset((subject,)),
            **_said(notes, row, reference, held["locator"] or row["locator"]),
            text=figure.text,
            told=f"{figure.text} {counts} {row.get('text') or ''}",
            counted=tokens(counts),
            about=counts,
            owner=row["id"],
            group=group,
            amount=amount,
            figure=figure,
            attempt_id=attempt,
            population=row.get("population"),
            where=row.get("place"),
            when=row.get("when"),
            **more,
        )


def _said(notes: Notes, row: Row, reference: str | None, locator: str | None) -> dict[str, Any]:
    """Source, place, date and writer of a statement under one of the note's references."""
    document = row["document_id"]
    known = notes.references.get((document, reference or ""))
    place = Place(document, row["start"], row["end"], reference or "", locator or "")
    if known is None:
        return {"source": f"{document}:{reference or ''}", "place": place}
    url = known["url"]
    return {
        "source": ids.normalise_url(url) if url else f"{document}:{reference}",
        "place": place,
        "published": issued(known["csl"]),
        "writer": known["interest"],
        "title": str(known["csl"].get("title") or ""),
    }


# --- dates and directions -------------------------------------------------------------------


def dates(notes: Notes) -> Iterator[Claim]:
    """Each date of an attempt that a source gives."""
    for attempt in notes.attempts:
        for entry in attempt["dates"] or ():
            row = {**entry, "document_id": attempt["document_id"]}
            yield Claim(
                subjects=frozenset((f"attempt:{attempt['id']}",)),
                **_said(notes, row, entry["reference"], entry["locator"]),
                text=str(entry["date"]) + (f" ({entry['scope']})" if entry.get("scope") else ""),
                told=entry["text"],
                counted=frozenset((entry["what"],)),
                about=f"{entry['what']} of {attempt['name']}",
                owner=entry["id"],
                group=entry["what"],
                date=str(entry["date"]),
                population=entry.get("scope"),
                attempt_id=attempt["id"],
            )


def directions(notes: Notes) -> Iterator[Claim]:
    """Each finding that points some way, or that could have."""
    for row in notes.findings:
        if row["direction"] not in SIDES and row["kind"] not in MEASURED:
            continue
        yield Claim(
            subjects=frozenset((f"attempt:{row['attempt_id']}",)),
            **_said(notes, row, row["reference"], row["locator"]),
            text=row["text"],
            told=row["text"],
            counted=tokens(row["outcome"]),
            about=row["outcome"],
            owner=row["id"],
            group=row["kind"],
            slug=row["outcome_slug"],
            direction=row["direction"],
            figure=_first(notes, row),
            attempt_id=row["attempt_id"],
            population=row["population"],
            where=row["place"],
            when=row["when"],
        )


def across(notes: Notes, found: Iterable[Claim]) -> Iterator[list[Claim]]:
    """For each two attempts that are known to bear on each other, what is said of either."""
    of_attempt: dict[str | None, list[Claim]] = {}
    for claim in found:
        if claim.direction in ("positive", "negative", "no-effect"):
            of_attempt.setdefault(claim.attempt_id, []).append(claim)
    for one in sorted(notes.families):
        for other in sorted(notes.families[one]):
            if one < other:
                pair = frozenset((f"pair:{one}|{other}",))
                both = (*of_attempt.get(one, ()), *of_attempt.get(other, ()))
                yield [replace(claim, subjects=pair) for claim in both]


def _first(notes: Notes, row: Row) -> Figure | None:
    for held in notes.figures.get(("finding", row["id"]), ()):
        if held["reference"] in (None, row["reference"]):
            return Figure(**{name: held[name] for name in FIGURE_COLUMNS})
    return None
