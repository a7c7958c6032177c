"""What waits for a person: suggestions that nobody judged, in the order in which judging them matters.

It reads and changes nothing. Judging is ``kb.review``'s.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from kb import evidence, pages, review_told
from kb.catalogue import Catalogue, designs, narrow, suggestions
from kb.catalogue import tables as t
from kb.catalogue.judged import Decided, design_of, load
from kb.catalogue.read import in_chunks, text_of, titles
from kb.errors import UnknownName
from kb.evidence import DesignFact, Reading
from kb.levels import step_of
from kb.models import Filters, PageMap
from kb.review_ids import resolve
from kb.review_pending import AREA, DOCUMENT, OWN, PASSAGE, REST, RESTS, Pending, Resting
from kb.standards import Standard, Standards, Step

__all__ = ["KINDS", "LIMIT", "ORDER", "Pending", "Queue", "Resting", "pending"]

KINDS = ("design", "type", "interest", "area", *review_told.KINDS)
ORDER = (
    "Facts on which a level rests come first, the highest level before the others; then what a document "
    "is and who wrote it; then other facts of its own study; then effects and changes; then statements of "
    "notes that their original tells otherwise, then those it does not tell; then other findings; then areas; then "
    "lessons and facts of programmes and problems; then what it says of other studies and of plans. Within "
    "each the least certain comes first. Areas of single passages wait behind --kind area."
)
ROWS = ("type", "interest", "area")
"""Kinds that are one slug a row."""
LIMIT = 20


@dataclass(frozen=True, slots=True)
class Queue:
    """The first of what waits, how many wait in all, and in which order."""

    items: tuple[Pending, ...]
    total: int
    order: str = ORDER


def pending(
    catalogue: Catalogue,
    area: str | None = None,
    document: str | None = None,
    kind: str | None = None,
    limit: int = LIMIT,
) -> Queue:
    """The queue of a base, of an area or of a document; ``document`` may be the beginning of its id."""
    if kind is not None and kind not in KINDS:
        raise UnknownName.among("kind of suggestion", kind, KINDS)
    with catalogue.read() as connection:
        wanted = narrow.documents(connection, Filters(area=(area,))) if area else None
        if document is not None:
            one = {resolve(connection, document, "document")[1]}
            wanted = frozenset(one if wanted is None else wanted & one)
        decided = load(connection, catalogue.standards)
        found: list[Pending] = []
        for some in in_chunks(_documents(connection, wanted)):
            found.extend(_waiting(connection, some, decided, catalogue.standards, kind))
        found.sort(key=_place)
        shown = review_told.filled(connection, found[:limit])
        return Queue(tuple(_placed(connection, shown)), len(found))


def _placed(connection: Connection, shown: Sequence[Pending]) -> Iterator[Pending]:
    """With titles, and the page of an area's words, which its row does not keep."""
    names = titles(connection, {one.document_id for one in shown})
    maps: dict[str, PageMap] = {}
    for one in shown:
        if one.kind == "area":
            document = one.document_id
            if document not in maps:
                maps[document] = text_of(connection, document).page_map
            at = pages.locate(maps[document], (), one.start, one.end)
            one = replace(one, page=at.page, page_label=at.page_label)
        yield replace(one, title=names.get(one.document_id, ""))


def _documents(connection: Connection, wanted: Collection[str] | None) -> list[str]:
    """Current documents that are no notes: what a note says is compiled, not suggested."""
    query = (
        select(t.documents.c.id)
        .outerjoin(t.attempts, t.attempts.c.document_id == t.documents.c.id)
        .where(t.documents.c.superseded_by.is_(None), t.attempts.c.id.is_(None))
        .order_by(t.documents.c.id)
    )
    found = connection.execute(query).scalars()
    return [one for one in found if wanted is None or one in wanted]


def _waiting(
    connection: Connection,
    documents: Collection[str],
    decided: Decided,
    standards: Standards,
    kind: str | None,
) -> list[Pending]:
    of_reading = kind is None or kind in suggestions.OF_READING
    readings = designs.of_documents(connection, documents) if of_reading else {}
    found: list[Pending] = []
    if kind in (None, "design"):
        for document, reading in readings.items():
            found.extend(_facts(document, reading, decided, standards))
    found.extend(review_told.waiting(connection, documents, decided, kind))
    kinds = [one for one in ROWS if kind in (None, one)]
    query = select(t.suggestions).where(
        t.suggestions.c.document_id.in_(documents), t.suggestions.c.kind.in_(kinds)
    )
    if kind != "area":
        query = query.where(t.suggestions.c.passage_id.is_(None))
    for row in connection.execute(query).mappings():
        if decided.on(row["id"]) is not None or _is_told(row, decided):
            continue
        tier = PASSAGE if row["passage_id"] else AREA if row["kind"] == "area" else DOCUMENT
        found.append(_of_row(row, tier))
    return found


def _is_told(row: Mapping[Any, Any], decided: Decided) -> bool:
    """Whether a person already said what a document is, or that its passages are not of this area."""
    if row["kind"] == "area":
        return decided.area(row) is None
    return decided.of("document", row["document_id"], row["kind"]) is not None


def _facts(
    document: str, reading: Reading, decided: Decided, standards: Standards
) -> Iterable[Pending]:
    left = decided.unjudged(document, reading.facts)
    if not left:
        return
    now = decided.reading(document, reading)
    carried, height = _carried(now, standards)
    for fact in left:
        rests = carried.get((fact.fact, fact.aspect), ()) if fact.counts else ()
        tier = RESTS if rests else OWN if fact.counts else REST
        yield Pending(
            id=fact.id,
            kind="design",
            document_id=document,
            title="",
            value=fact.fact,
            quote=fact.quote,
            start=fact.start,
            end=fact.end,
            page=fact.page,
            page_label=fact.page_label,
            rule=fact.rule,
            score=fact.weight,
            status=fact.status,
            owner=fact.owner,
            aspect=fact.aspect,
            detail=dict(fact.detail),
            rests=rests,
            tier=tier,
            height=height,
        )


def _carried(
    reading: Reading, standards: Standards
) -> tuple[dict[tuple[str, str | None], tuple[Resting, ...]], int]:
    """What is said, by design and aspect, with the levels that would be others without it."""
    held = _steps(reading.design, reading.facts, standards)
    found: dict[tuple[str, str | None], tuple[Resting, ...]] = {}
    for said in {(f.fact, f.aspect) for f in reading.facts if f.counts}:
        others = [f for f in reading.facts if not f.counts or (f.fact, f.aspect) != said]
        without = _steps(design_of(reading.design, others), others, standards)
        found[said] = tuple(
            _resting(standards[scheme], step, without[scheme])
            for scheme, step in held.items()
            if without[scheme] != step
        )
    return found, max((step.rank or 0 for step in held.values() if step), default=0)


def _resting(standard: Standard, step: Step | None, without: Step | None) -> Resting:
    level, other = (one.slug if one else None for one in (step, without))
    label = f"{standard.short} {level or 'none'}, without it {other or 'none'}"
    return Resting(standard.slug, level, other, label)


def _steps(
    design: str, facts: Iterable[DesignFact], standards: Standards
) -> dict[str, Step | None]:
    profile = evidence.profile(design, facts)
    return {one.slug: step_of(one, profile) for one in standards.shown()}


def _of_row(row: Mapping[Any, Any], tier: int) -> Pending:
    detail = row["detail"] or {}
    return Pending(
        id=row["id"],
        kind=row["kind"],
        document_id=row["document_id"],
        title="",
        value=row["value"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        page=detail.get("page"),
        page_label=detail.get("page_label"),
        rule=row["rule"],
        score=row["score"],
        reason=detail.get("reason"),
        passage_id=row["passage_id"],
        tier=tier,
    )


def _place(one: Pending) -> tuple[int, int, float, str, int, str]:
    height = one.height if one.tier == RESTS else 0
    return one.tier, -height, one.score, one.document_id, one.start, one.id
