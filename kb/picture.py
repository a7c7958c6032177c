"""Hits to the picture: what was tried, what happened, what was learned, and what is not known.

Assembled from statements and quotes, without a language model. Every sentence of ours cites what it
rests on. It refuses, with a reason, what the base holds nothing on, and says when only one source, or
only the deliverer, speaks. Words of the summary are in ``kb.summary``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, func, select

from kb import asked, relevance, summary
from kb.catalogue import Catalogue, attempts, read
from kb.catalogue import tables as t
from kb.cite import NOTE_TYPE, Citations
from kb.models import Finding, Hit, Picture, Query
from kb.search import Clock, Found, Ranked, as_hits
from kb.standards import Standards

MOST_ATTEMPTS = 10
CLOSE = 0.6
"""Share of the best attempt's score from which an attempt is on the question and not only related to
it. On the questions of the starter base: 3.6 attempts a question, three in five of them named in the
answer key, against one in five of the first ten (recall 0.78 against 0.94)."""
MOST_PASSAGES = 10
MOST_NEAREST = 3
REGISTER_ATTEMPTS = 30
"""A question about the register itself is answered with a longer list."""


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
        return _with_nearest(connection, picture, found.ranked)
    return _answered(connection, query, found, about, held, standards)


def _answered(
    connection: Connection,
    query: Query,
    found: Found,
    about: asked.Asked,
    held: dict[str, object],
    standards: Standards,
) -> Picture:
    order = ranked_attempts(connection, found.ranked, about, found.matching, standards)
    citations = Citations(connection)
    chosen = list(order)[: REGISTER_ATTEMPTS if about.is_register else MOST_ATTEMPTS]
    tried = attempts.attempts(connection, chosen, citations, standards)
    findings = _first_what_was_found(
        attempts.findings(connection, chosen, citations), found.ranked, citations
    )
    lessons = attempts.lessons(connection, chosen, citations)
    passages = _of_other_documents(connection, found, citations, standards)
    best = max(order.values(), default=0.0)
    close = tuple(a for a in chosen if about.is_register or order[a] >= CLOSE * best)
    told = summary.Told(
        tuple(a for a in tried if a.id in close),
        tuple(f for f in findings if f.attempt_id in close),
        passages,
        citations,
    )
    return Picture(
        question=query.text,
        filters=query.filters,
        answer_kind="answered",
        reason=None,
        coverage=held,
        summary=summary.in_short(told),
        attempts=tuple(tried),
        findings=tuple(findings),
        lessons=tuple(lessons),
        nearest=(),
        not_to_conclude=summary.not_to_conclude(told),
        close=close,
        passages=passages,
        citations=citations.all(),
        timings_ms={},
    )


def ranked_attempts(
    connection: Connection,
    ranked: Sequence[Ranked],
    about: asked.Asked,
    matching: frozenset[str] | None,
    standards: Standards | None = None,
) -> dict[str, float]:
    """Attempts by their best passage, best first; those with a fact that is asked for move up."""
    of_document = attempts.ids_of_documents(connection, {r.passage.document_id for r in ranked})
    scores: dict[str, float] = {}
    for one in ranked:
        attempt = of_document.get(one.passage.document_id)
        if attempt is not None:
            scores[attempt] = max(scores.get(attempt, 0.0), one.score)
    facts = [asked.having(connection, fact, standards) for fact in about.facts]
    if about.is_register:
        allowed = _attempts_in(connection, matching)
        scores = {a: scores.get(a, 0.0) for a in sorted(frozenset.intersection(*facts) & allowed)}
    for attempt in scores:
        scores[attempt] += asked.BOOST * sum(attempt in having for having in facts)
    return dict(sorted(scores.items(), key=lambda one: (-one[1], one[0])))


def _attempts_in(connection: Connection, matching: frozenset[str] | None) -> frozenset[str]:
    if matching is None:
        return frozenset(attempts.all_ids(connection))
    return frozenset(attempts.ids_of_documents(connection, matching).values())


def _first_what_was_found(
    findings: list[Finding], ranked: Sequence[Ranked], citations: Citations
) -> list[Finding]:
    """Findings whose words stand in a retrieved passage first, in the order of the ranking."""
    places = {one.passage.id: i for i, one in enumerate(ranked)}
    spans = {citation.id: citation for citation in citations.all()}

    def place(finding: Finding) -> int:
        return places.get(spans[finding.citation].passage_id, len(places))

    return sorted(findings, key=place)


def _of_other_documents(
    connection: Connection, found: Found, citations: Citations, standards: Standards
) -> tuple[Hit, ...]:
    """Passages near the question from documents that are linked to no attempt."""
    documents = read.documents(connection, {r.passage.document_id for r in found.ranked})
    near = [
        one
        for one in relevance.near(found.ranked, relevance.names_in(found.query.text))
        if documents[one.passage.document_id].type != NOTE_TYPE
    ][:MOST_PASSAGES]
    return as_hits(connection, near, citations, standards)


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
