"""Hits to the picture: what was tried, what happened, what was learned, and what is not known.

Assembled from statements and quotes, without a language model. Every sentence of ours cites what it
rests on. It refuses, with a reason, what the base holds nothing on, and says when only one source, or
only the deliverer, speaks. Words of the summary are in ``kb.summary``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from kb import (
    asked,
    asked_result,
    disagreements,
    gaps_of_answer,
    picture_answer,
    picture_people,
    relevance,
    summary,
)
from kb.catalogue import Catalogue, attempts, read
from kb.catalogue import tables as t
from kb.cite import NOTE_TYPE
from kb.models import Picture, Query
from kb.picture_answer import Parts
from kb.search import Clock, Found, Ranked
from kb.standards import Standards

MOST_NEAREST = 3


def draw(catalogue: Catalogue, query: Query, found: Found) -> Picture:
    """What is known for ``query``, from the ranking ``found``."""
    clock = Clock()
    with catalogue.read() as connection:
        held = coverage(connection)
        if not held["documents"]:
            reason = "This base is empty: nothing was ingested yet."
            picture = _refused(query, "nothing-held", reason, held)
        elif found.matching is not None and not found.matching:
            picture = _refused(query, "nothing-held", "No document matches these filters.", held)
        else:
            picture = _judged(connection, query, found, held, catalogue.standards)
    spent = clock.milliseconds()["total"]
    timings = {**found.timings_ms, "picture": spent, "total": found.timings_ms["total"] + spent}
    return _with_timings(picture, timings)


def coverage(connection: Connection) -> dict[str, object]:
    """What the base is: a collection, not the world."""
    current = t.documents.c.superseded_by.is_(None)
    count = select(func.count()).select_from(t.documents).where(current)
    notes = connection.execute(count.where(t.documents.c.type == NOTE_TYPE)).scalar_one()
    documents = connection.execute(count).scalar_one()
    tried = connection.execute(select(func.count()).select_from(t.attempts)).scalar_one()
    newest = connection.execute(select(func.max(t.documents.c.added_at)).where(current)).scalar()
    others = documents - notes
    held = f"{tried} attempts described in notes"
    if others:
        held += f" and {others} document{'s' if others != 1 else ''}"
    return {
        "held": held,
        "how_selected": "Hand-picked and added by its curators, not a systematic search.",
        "searched_to": None,
        "last_added": newest,
        "attempts": tried,
        "documents": documents,
    }


def _judged(
    connection: Connection,
    query: Query,
    found: Found,
    held: dict[str, object],
    standards: Standards,
) -> Picture:
    about = asked.read(query.text)
    verdict = relevance.judge(connection, query.text, found.ranked)
    if not verdict.is_near and not about.is_register:
        kind = "held-but-not-on-this" if _is_near_by(found.ranked) else "nothing-held"
        picture = _refused(query, kind, verdict.reason or "", held)
        people = picture_people.named(query.text) if kind != "nothing-held" else ()
        near = picture_people.nearest(connection, people)
        return (
            replace(picture, nearest=near)
            if near
            else _with_nearest(connection, picture, found.ranked)
        )
    parts = picture_answer.gather(connection, found, about, standards)
    wanted = asked_result.read(query.text)
    lacking = None if about.is_register else _lacking(connection, query, parts, wanted)
    if lacking:
        picture = _refused(query, "held-but-not-on-this", lacking, held)
        return _with_nearest(connection, picture, found.ranked)
    unmet = () if about.is_register else picture_people.unmet(connection, query.text, parts)
    if unmet:
        picture = _refused(query, "held-but-not-on-this", picture_people.reason(unmet), held)
        return replace(picture, nearest=picture_people.nearest(connection, unmet))
    return _answered(connection, query, parts, wanted, held)


def _lacking(
    connection: Connection, query: Query, parts: Parts, wanted: asked_result.AskedResult
) -> str | None:
    """Why the result asked for is not held, though attempts on the question are."""
    names = relevance.names_in(query.text)
    tellers = frozenset(f.document_id for f in parts.findings if f.document_id)
    naming = relevance.naming(connection, tellers, names)
    on_question = [
        f
        for f in parts.findings
        if (f.attempt_id in parts.close or f.attempt_id is None)
        and (not naming or f.document_id in naming)
    ]
    return asked_result.lacking(wanted, on_question) if parts.findings else None


def _answered(
    connection: Connection,
    query: Query,
    parts: Parts,
    wanted: asked_result.AskedResult,
    held: dict[str, object],
) -> Picture:
    citations = parts.citations
    on_question = tuple(a for a in parts.attempts if a.id in parts.close)
    said = summary.Told(on_question, parts.results, parts.effects, parts.passages, citations)
    missing = gaps_of_answer.of(connection, on_question, parts.results, wanted, citations)
    own = dict.fromkeys(document for attempt in parts.close for document in parts.reports[attempt])
    differing = disagreements.of(
        connection, citations, attempts=parts.close, documents=(*own, *parts.documents)
    )
    return Picture(
        question=query.text,
        filters=query.filters,
        answer_kind="answered",
        reason=None,
        coverage=held,
        summary=summary.in_short(said),
        attempts=parts.attempts,
        findings=parts.findings,
        lessons=parts.lessons,
        nearest=(),
        disagreements=tuple(differing),
        gaps=missing,
        effects=parts.effects,
        changes=tuple(r.finding.id for r in parts.results if r.finding.kind == "change"),
        not_to_conclude=summary.not_to_conclude(said),
        close=parts.close,
        passages=parts.passages,
        citations=citations.all(),
        timings_ms={},
    )


def _is_near_by(ranked: Sequence[Ranked]) -> bool:
    """Whether something of the same field is held, though not on the question."""
    return any(r.cosine is not None and r.cosine >= relevance.NEAR_COSINE for r in ranked)


def _refused(query: Query, kind: str, reason: str, held: Mapping[str, object]) -> Picture:
    return Picture(
        question=query.text,
        filters=query.filters,
        answer_kind=kind,  # type: ignore[arg-type]
        reason=reason,
        coverage=dict(held),
        summary=(),
        attempts=(),
        findings=(),
        lessons=(),
        nearest=(),
        citations=(),
        timings_ms={},
    )


def _with_nearest(connection: Connection, picture: Picture, ranked: Sequence[Ranked]) -> Picture:
    """A refusal that names what is nearest, and why it was not taken for an answer."""
    if picture.answer_kind == "nothing-held":
        return picture
    documents = list(dict.fromkeys(one.passage.document_id for one in ranked))[:MOST_NEAREST]
    of_document = attempts.ids_of_documents(connection, documents)
    titles = read.titles(connection, documents)
    nearest = tuple(
        {
            "id": of_document.get(d, d),
            "kind": "attempt" if d in of_document else "document",
            "title": titles[d],
            "why": "Nearest in meaning; not on what was asked.",
        }
        for d in documents
    )
    return replace(picture, nearest=nearest)


def _with_timings(picture: Picture, timings: Mapping[str, float]) -> Picture:
    return replace(picture, timings_ms={name: round(ms, 2) for name, ms in timings.items()})
