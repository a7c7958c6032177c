"""What is linked to an attempt that may carry it to the steps that only a person can judge.

Counted by study, over links, interests and facts that people made, stated or confirmed: what software
suggested opens no door. What each step needs is ``kb.levels``'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from kb.catalogue import tables as t
from kb.catalogue.judged import Decided
from kb.catalogue.read import in_chunks
from kb.evidence import DesignFact
from kb.levels import Linked

OTHERS = frozenset({"evaluator", "independent"})
"""Who a document is written by where it is by a body other than the one that delivers."""
GONE = ("withdrawn", "retracted")


def linked(connection: Connection, attempt_id: str, decided: Decided) -> Linked:
    """What is linked to an attempt; nothing for one that is not held."""
    documents = _documents(connection, attempt_id)
    independent = _by_others(connection, set(documents), decided)
    by_others = {study for document in independent for study in documents[document]}
    facts = [f for d in documents for f in decided.facts(d, ()) if f.counts]
    costs = connection.execute(
        select(t.attempts.c.costs).where(t.attempts.c.id == attempt_id)
    ).scalar()
    return Linked(
        evaluations=len({study for some in documents.values() for study in some}),
        independent_evaluations=len(by_others),
        places=len(_places(connection, by_others)),
        replication=any(f.aspect == "replication" for f in facts),
        cost=bool(costs) or any(f.aspect == "cost" for f in facts),
        months=max(_months(facts), default=0.0),
    )


def _documents(connection: Connection, attempt_id: str) -> dict[str, set[str]]:
    """Studies by the documents that report them; links that are only suggested are left out."""
    query = (
        select(t.study_documents.c.document_id, t.study_documents.c.study_id)
        .join(t.attempt_studies, t.attempt_studies.c.study_id == t.study_documents.c.study_id)
        .join(t.documents, t.documents.c.id == t.study_documents.c.document_id)
        .where(
            t.attempt_studies.c.attempt_id == attempt_id,
            t.attempt_studies.c.basis != "suggested",
            t.study_documents.c.basis != "suggested",
            t.study_documents.c.role == "reports",
            t.documents.c.status.not_in(GONE),
        )
    )
    found: dict[str, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.document_id, set()).add(row.study_id)
    return found


def _by_others(
    connection: Connection, documents: Collection[str], decided: Decided
) -> frozenset[str]:
    """Documents that a person said are by a body other than the deliverer."""
    found = set()
    for some in in_chunks(documents):
        query = select(t.documents.c.id, t.documents.c.interest).where(t.documents.c.id.in_(some))
        guessed = select(t.suggestions.c.document_id, t.suggestions.c.value).where(
            t.suggestions.c.document_id.in_(some), t.suggestions.c.kind == "interest"
        )
        by_machine = {(row.document_id, row.value) for row in connection.execute(guessed)}
        for row in connection.execute(query):
            judged = decided.of("document", row.id, "interest")
            if judged is not None:
                said = judged.counts.value
            else:
                said = None if (row.id, row.interest) in by_machine else row.interest
            if said in OTHERS:
                found.add(row.id)
    return frozenset(found)


def _places(connection: Connection, studies: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    for some in in_chunks(studies):
        query = (
            select(t.attempts.c.place)
            .join(t.attempt_studies, t.attempt_studies.c.attempt_id == t.attempts.c.id)
            .where(
                t.attempt_studies.c.study_id.in_(some),
                t.attempt_studies.c.basis != "suggested",
                t.attempts.c.place.is_not(None),
            )
        )
        found.update(str(place).casefold() for place in connection.execute(query).scalars())
    return frozenset(found)


def _months(facts: Collection[DesignFact]) -> Iterator[float]:
    for fact in facts:
        months = fact.detail.get("months")
        if fact.aspect == "follow-up" and isinstance(months, int | float):
            yield float(months)
