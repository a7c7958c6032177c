"""Writing what a note compiled: its attempt, findings, lessons, problem facts, figures and references.

Every statement points at its span in the note's stored text. The attempt's row follows the newest
version of its note; findings and lessons of an older version stay with that version.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kb import ids, vocab
from kb.catalogue import tables as t
from kb.notes import Note, Rendered, render
from kb.notes.schema import UNMAPPED, FigureEntry, ReferenceEntry

FIGURE_FIELDS = (
    "text", "value", "low", "high", "unit", "counts", "status", "arm", "n", "months",
    "as_of", "currency", "price_year", "reference", "locator", "hedge",
)  # fmt: skip


def write(connection: Connection, document_id: str, note: Note, *, is_current: bool = True) -> None:
    """Make ``note`` the compiled record of its attempt; with ``is_current`` false, of a past version."""
    rendered = render(note)
    attempt = select(t.attempts.c.id).where(t.attempts.c.id == note.id)
    if is_current or connection.execute(attempt).first() is None:
        _attempt(connection, document_id, note, rendered)
    held = select(t.note_references.c.key).where(t.note_references.c.document_id == document_id)
    if connection.execute(held).first() is not None:
        return  # this version was written before
    connection.execute(
        insert(t.note_references), [_reference_row(document_id, r) for r in note.references]
    )
    _findings(connection, document_id, note, rendered)
    _lessons(connection, document_id, note, rendered)
    _problems(connection, document_id, note, rendered)
    for i, target in enumerate(note.targets):
        owner = _statement("target", document_id, rendered, i)
        _figures(connection, document_id, "target", owner, target.figures)
    for i, cost in enumerate(note.costs):
        owner = _statement("cost", document_id, rendered, i)
        _figures(connection, document_id, "cost", owner, cost.figures)


def _attempt(connection: Connection, document_id: str, note: Note, rendered: Rendered) -> None:
    values: dict[str, Any] = {
        "document_id": document_id,
        "name": note.title,
        "kind": note.kind,
        "kind_stated": note.kind_stated,
        "what": note.what,
        "what_start": rendered.spans[("what", 0)][0],
        "what_end": rendered.spans[("what", 0)][1],
        "status": note.status,
        "why_ended": note.why_ended,
        "place": note.where,
        "start": note.start,
        "end": note.end,
        "period_note": note.period_note,
        "related": [r.model_dump() for r in note.related],
        "dates": _statements("date", document_id, rendered, note.dates),
        "population": note.population,
        "who": [w.model_dump() for w in note.who],
        "targets": _statements("target", document_id, rendered, note.targets),
        "costs": _statements("cost", document_id, rendered, note.costs),
        "design": note.evidence.design,
        "levels": dict(note.evidence.levels),
        "level_reason": note.evidence.reason,
        "basis": "judged" if note.reviewed_by else "compiled",
        "reviewed_by": note.reviewed_by,
        "reviewed_on": note.reviewed_on,
    }
    held = connection.execute(select(t.attempts.c.id).where(t.attempts.c.id == note.id)).scalar()
    if held:
        connection.execute(update(t.attempts).where(t.attempts.c.id == note.id).values(**values))
        connection.execute(delete(t.attempt_terms).where(t.attempt_terms.c.attempt_id == note.id))
    else:
        connection.execute(insert(t.attempts).values(id=note.id, **values))
    connection.execute(
        insert(t.attempt_terms),
        [{"attempt_id": note.id, "facet": f, "term": x[:512]} for f, x in sorted(_terms(note))],
    )


def _terms(note: Note) -> set[tuple[str, str]]:
    """Facets by which an attempt is found. A nation is also its country."""
    countries = vocab.load("countries")
    states = {countries.require(c).part_of for c in note.countries} - {""}
    terms = {("area", a) for a in note.areas}
    terms |= {("population", p) for p in note.populations}
    terms |= {("country", c) for c in {*note.countries, *states}}
    terms |= {("sector", w.sector) for w in note.who}
    terms |= {("organisation", w.name.casefold()) for w in note.who}
    terms |= {("interest", r.interest) for r in note.references}
    terms |= {("outcome", f.outcome_slug) for f in note.findings if f.outcome_slug != UNMAPPED}
    terms |= {("kind", note.kind)} if note.kind != UNMAPPED else set()
    return terms | {("place", note.where.casefold())}


def _statement(kind: str, document_id: str, rendered: Rendered, i: int) -> str:
    start, end = rendered.spans[(f"{kind}s", i)]
    return ids.statement_id(kind, document_id, start, end)


def _statements(
    kind: str, document_id: str, rendered: Rendered, entries: Iterable[Any]
) -> list[dict[str, Any]]:
    rows = []
    for i, entry in enumerate(entries):
        start, end = rendered.spans[(f"{kind}s", i)]
        row = entry.model_dump(exclude={"figures"})
        rows.append(
            {"id": _statement(kind, document_id, rendered, i), **row, "start": start, "end": end}
        )
    return rows


def _reference_row(document_id: str, reference: ReferenceEntry) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "key": reference.id,
        "csl": csl_of(reference),
        "url": reference.url,
        "document_type": reference.document_type,
        "interest": reference.interest,
        "mirror": reference.mirror,
        "title_described": reference.title_described,
    }


def csl_of(reference: ReferenceEntry) -> dict[str, Any]:
    """The reference as a CSL-JSON item."""
    csl: dict[str, Any] = {"id": reference.id, "type": reference.type, "title": reference.title}
    if reference.author:
        csl["author"] = [name.model_dump(exclude_none=True) for name in reference.author]
    if reference.issued:
        csl["issued"] = {"date-parts": [[int(part) for part in reference.issued.split("-")]]}
    for key, value in (
        ("publisher", reference.publisher),
        ("container-title", reference.container_title),
        ("volume", reference.volume),
        ("issue", reference.issue),
        ("page", reference.page),
        ("number", reference.number),
        ("URL", reference.url),
        ("DOI", reference.doi),
        ("note", reference.note),
    ):
        if value:
            csl[key] = value
    return csl


def _mapped(slug: str) -> str | None:
    return None if slug == UNMAPPED else slug


def _findings(connection: Connection, document_id: str, note: Note, rendered: Rendered) -> None:
    basis = "judged" if note.reviewed_by else "compiled"
    for i, f in enumerate(note.findings):
        start, end = rendered.spans[("findings", i)]
        finding = ids.finding_id(document_id, start, end, f.outcome, f.direction)
        connection.execute(
            insert(t.findings).values(
                id=finding,
                attempt_id=note.id,
                document_id=document_id,
                position=i,
                start=start,
                end=end,
                outcome=f.outcome,
                outcome_slug=_mapped(f.outcome_slug),
                population=f.population,
                populations=list(f.populations),
                place=f.place,
                when=f.when,
                kind=f.kind,
                direction=f.direction,
                comparator=f.comparator,
                text=f.text,
                design=f.design,
                basis=basis,
                reference=f.reference,
                locator=f.locator,
            )
        )
        _figures(connection, document_id, "finding", finding, f.figures)


def _lessons(connection: Connection, document_id: str, note: Note, rendered: Rendered) -> None:
    basis = "judged" if note.reviewed_by else "compiled"
    for i, lesson in enumerate(note.lessons):
        start, end = rendered.spans[("lessons", i)]
        connection.execute(
            insert(t.lessons).values(
                id=_statement("lesson", document_id, rendered, i),
                attempt_id=note.id,
                document_id=document_id,
                position=i,
                start=start,
                end=end,
                kind=lesson.kind,
                theme=_mapped(lesson.theme),
                view=lesson.view,
                text=lesson.text,
                basis=basis,
                reference=lesson.reference,
                locator=lesson.locator,
            )
        )


def _problems(connection: Connection, document_id: str, note: Note, rendered: Rendered) -> None:
    basis = "judged" if note.reviewed_by else "compiled"
    for i, fact in enumerate(note.problems):
        start, end = rendered.spans[("problems", i)]
        problem = _statement("problem", document_id, rendered, i)
        connection.execute(
            insert(t.problems).values(
                id=problem,
                attempt_id=note.id,
                document_id=document_id,
                area=fact.area,
                aspect=fact.aspect,
                position=i,
                start=start,
                end=end,
                population=fact.population,
                place=fact.place,
                when=fact.when,
                text=fact.text,
                basis=basis,
                reference=fact.reference,
                locator=fact.locator,
            )
        )
        _figures(connection, document_id, "problem", problem, fact.figures)


def _figures(
    connection: Connection,
    document_id: str,
    owner_kind: str,
    owner_id: str,
    figures: tuple[FigureEntry, ...],
) -> None:
    rows = [
        {
            "id": ids.statement_id("figure", owner_id, i, i, figure.text),
            "document_id": document_id,
            "owner_kind": owner_kind,
            "owner_id": owner_id,
            "position": i,
            **{name: getattr(figure, name) for name in FIGURE_FIELDS},
        }
        for i, figure in enumerate(figures)
    ]
    if rows:
        connection.execute(insert(t.figures), rows)
