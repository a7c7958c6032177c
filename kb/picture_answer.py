"""The parts of an answer: which attempts and documents, their findings by study, and what is missing.

Reads and orders; the gate before it is ``kb.picture``'s, the sentences are ``kb.summary``'s, which study a
finding belongs to is ``kb.results``'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, select

from kb import asked, effects, levels, picture_people, relevance
from kb.catalogue import attempts, quotes, read, told
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.cite import NOTE_TYPE, Citations
from kb.models import Attempt, Citation, EffectRow, Finding, Hit, Lesson
from kb.results import Result, documents_of_studies, results, studies_of_attempts
from kb.search import Found, Ranked, as_hits
from kb.standards import Standards

Said = TypeVar("Said", Finding, Lesson)

MOST_ATTEMPTS = 10
CLOSE = 0.6
"""Share of the best attempt's score from which an attempt is on the question and not only related to
it. On the questions of the starter base: 3.6 attempts a question, three in five of them named in the
answer key, against one in five of the first ten (recall 0.78 against 0.94)."""
MOST_PASSAGES = 10
SECOND = 0.1
"""Share of its second passage's score that an attempt is given: one that speaks of it twice is more likely
meant than one that does once. On the questions of the starter base 0.05 to 0.2 find the same."""
REGISTER_ATTEMPTS = 30
"""A question about the register itself is answered with a longer list."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What an answer is drawn from, every statement with its citation."""

    attempts: tuple[Attempt, ...]
    close: tuple[str, ...]
    findings: tuple[Finding, ...]
    lessons: tuple[Lesson, ...]
    passages: tuple[Hit, ...]
    results: tuple[Result, ...]
    """Of the close attempts and of the documents near the question; the plot and the counts are of these."""
    effects: tuple[EffectRow, ...]
    reports: Mapping[str, tuple[str, ...]]
    """By attempt: the documents held that report a study of it."""
    documents: tuple[str, ...]
    """Documents near the question that speak for none of the attempts listed."""
    citations: Citations


def gather(connection: Connection, found: Found, about: asked.Asked, standards: Standards) -> Parts:
    """The parts for a ranking."""
    order = ranked_attempts(
        connection, found.ranked, about, found.matching, standards, found.query.text
    )
    citations = Citations(connection)
    citations.shown(standards)
    chosen = list(order)[: REGISTER_ATTEMPTS if about.is_register else MOST_ATTEMPTS]
    best = max(order.values(), default=0.0)
    close = tuple(a for a in chosen if about.is_register or order[a] >= CLOSE * best)
    tried = attempts.attempts(connection, chosen, citations, standards)
    near = relevance.near(found.ranked, relevance.names_in(found.query.text))
    others = _unattached(connection, near, chosen)
    reports = documents_of(connection, chosen)
    own = tuple(dict.fromkeys(document for some in reports.values() for document in some))
    of_attempts = told.findings(connection, citations, attempts=chosen, documents=own)
    of_others = _said_near(
        told.findings(connection, citations, attempts=(), documents=others), near, citations
    )
    seen = _quoted(connection, chosen)
    of_attempts = _unquoted(of_attempts, citations, seen)
    findings = _first_what_was_found([*of_attempts, *of_others], found.ranked, citations)
    lessons = [
        *_unquoted(
            told.lessons(connection, citations, attempts=chosen, documents=own), citations, seen
        ),
        *_said_near(
            told.lessons(connection, citations, attempts=(), documents=others), near, citations
        ),
    ]
    passages = _of_other_documents(connection, near, citations, standards)
    on_question = [f for f in findings if f.attempt_id in close or f.attempt_id not in chosen]
    counted = results(connection, on_question, tried, citations)
    return Parts(
        attempts=tuple(tried),
        close=close,
        findings=tuple(findings),
        lessons=tuple(lessons),
        passages=passages,
        results=tuple(counted),
        effects=plot(connection, counted, tried, citations, standards),
        reports=reports,
        documents=others,
        citations=citations,
    )


def plot(
    connection: Connection,
    counted: Sequence[Result],
    tried: Iterable[Attempt],
    citations: Citations,
    standards: Standards | None = None,
) -> tuple[EffectRow, ...]:
    """The effect-direction plot of some results."""
    documents = {result.study: result.documents for result in counted if result.documents}
    shown = citations.shown(standards)
    every = {document for some in documents.values() for document in some}
    of_document = shown.levels(shown.readings(every), every) if every else {}
    of_study = {
        study: levels.proposal([of_document[d] for d in some if d in of_document], shown.standards)
        for study, some in documents.items()
    }
    titles = study_titles(connection, {result.study for result in counted})
    return effects.rows(counted, tried, titles, of_study)


def study_titles(connection: Connection, studies: Collection[str]) -> dict[str, str]:
    """Titles of the studies whose documents are held."""
    found: dict[str, str] = {}
    for some in in_chunks(studies):
        query = select(t.studies.c.id, t.studies.c.title).where(t.studies.c.id.in_(some))
        found.update({row.id: row.title for row in connection.execute(query)})
    return found


def ranked_attempts(
    connection: Connection,
    ranked: Sequence[Ranked],
    about: asked.Asked,
    matching: frozenset[str] | None,
    standards: Standards | None = None,
    question: str = "",
) -> dict[str, float]:
    """Attempts by their best two passages, best first; those with a fact, or for people, that are
    asked for move up.

    A passage speaks for an attempt where its document is the attempt's note, or reports a study of it.
    """
    of_document = _attempts_of(connection, {r.passage.document_id for r in ranked})
    said: dict[str, list[float]] = {}
    for one in ranked:
        for attempt in of_document.get(one.passage.document_id, ()):
            said.setdefault(attempt, []).append(one.score)
    scores: dict[str, float] = {}
    for attempt, held in said.items():
        best, *others = sorted(held, reverse=True)
        scores[attempt] = best + SECOND * (others[0] if others else 0.0)
    facts = [asked.having(connection, fact, standards) for fact in about.facts]
    if about.is_register:
        allowed = _attempts_in(connection, matching)
        scores = {a: scores.get(a, 0.0) for a in sorted(frozenset.intersection(*facts) & allowed)}
    people = picture_people.having(connection, question)
    for attempt in scores:
        scores[attempt] += asked.BOOST * sum(attempt in having for having in (*facts, *people))
    return dict(sorted(scores.items(), key=lambda one: (-one[1], one[0])))


Spans = Mapping[str, Collection[tuple[int, int]]]


def _quoted(connection: Connection, chosen: Collection[str]) -> Spans:
    """By original: the sentences that say what a note of these attempts states, its numbers agreeing."""
    found: dict[str, set[tuple[int, int]]] = {}
    for document, start, end, state in quotes.quotes(connection, chosen).values():
        if state == "agrees" and end > start:
            found.setdefault(document, set()).add((start, end))
    return found


def _unquoted(some: Iterable[Said], citations: Citations, spans: Spans) -> list[Said]:
    """Statements that are no sentence of an original with which a note's statement is shown already."""
    listed = list(some)
    if not spans:
        return listed
    cited = {one.id: one for one in citations.these({one.citation for one in listed})}

    def is_quoted(one: Citation) -> bool:
        held = spans.get(one.document_id, ())
        return any(low < one.end and one.start < high for low, high in held)

    return [one for one in listed if not is_quoted(cited[one.citation])]


def _attempts_of(
    connection: Connection, documents: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {
        document: [attempt]
        for document, attempt in attempts.ids_of_documents(connection, documents).items()
    }
    for some in in_chunks(documents):
        query = (
            select(t.study_documents.c.document_id, t.attempt_studies.c.attempt_id)
            .join(t.attempt_studies, t.attempt_studies.c.study_id == t.study_documents.c.study_id)
            .where(t.study_documents.c.document_id.in_(some), t.study_documents.c.role == "reports")
            .order_by(t.attempt_studies.c.attempt_id)
        )
        for row in connection.execute(query):
            found.setdefault(row.document_id, []).append(row.attempt_id)
    return {document: tuple(dict.fromkeys(some)) for document, some in found.items()}


def documents_of(connection: Connection, chosen: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By attempt: the current documents that report a study of it."""
    studies = studies_of_attempts(connection, chosen)
    documents = documents_of_studies(connection)
    return {
        attempt: tuple(
            document for study in studies.get(attempt, ()) for document in documents.get(study, ())
        )
        for attempt in chosen
    }


def _attempts_in(connection: Connection, matching: frozenset[str] | None) -> frozenset[str]:
    if matching is None:
        return frozenset(attempts.all_ids(connection))
    return frozenset(attempts.ids_of_documents(connection, matching).values())


def _unattached(
    connection: Connection, near: Sequence[Ranked], chosen: Collection[str]
) -> tuple[str, ...]:
    """Documents near the question that speak for none of the attempts that are listed."""
    documents = dict.fromkeys(one.passage.document_id for one in near)
    of_document = _attempts_of(connection, list(documents))
    return tuple(d for d in documents if not set(of_document.get(d, ())) & set(chosen))


def _said_near(some: Iterable[Said], near: Sequence[Ranked], citations: Citations) -> list[Said]:
    """Statements of a report that stand in a passage near the question; its others are beside it."""
    passages = {one.passage.id for one in near}
    spans = {citation.id: citation.passage_id for citation in citations.all()}
    return [one for one in some if spans[one.citation] in passages]


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
    connection: Connection, near: Sequence[Ranked], citations: Citations, standards: Standards
) -> tuple[Hit, ...]:
    """Passages near the question from documents that are linked to no attempt."""
    documents = read.documents(connection, {r.passage.document_id for r in near})
    linked = _attempts_of(connection, list(documents))
    others = [
        one
        for one in near
        if documents[one.passage.document_id].type != NOTE_TYPE
        and not linked.get(one.passage.document_id)
    ][:MOST_PASSAGES]
    return as_hits(connection, others, citations, standards)
