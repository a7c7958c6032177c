"""Filters by what documents tell: outcome, direction and population of their findings, as people have them.

What machines suggested is selected in the database; only documents of which people judged anything are looked
at one by one. What a note states is ``narrow``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.catalogue.shown import Shown
from kb.catalogue.suggestions_accounts import Row
from kb.catalogue.told_words import words_of

FINDING = "finding"
_S = t.suggestions.c


def _slugs_of(row: Row, name: str) -> Collection[str]:
    found = row["detail"][name]
    return found if isinstance(found, list) else (found,)


def _any_of(name: str) -> Callable[[Collection[str]], ColumnElement[bool]]:
    """A list of slugs is looked through as its JSON text: a slug has no character that JSON escapes."""
    return lambda wanted: or_(
        *(_S.detail[name].as_string().like(f'%"{slug}"%') for slug in sorted(wanted))
    )


_ROWS: Mapping[str, Callable[[Row], Collection[str]]] = {
    "direction": lambda row: (row["value"],),
    "outcome": lambda row: _slugs_of(row, "outcome_slug"),
    "population": lambda row: _slugs_of(row, "populations"),
}
_COLUMNS: Mapping[str, Callable[[Collection[str]], ColumnElement[bool]]] = {
    "direction": lambda wanted: _S.value.in_(sorted(wanted)),
    "outcome": lambda wanted: _S.detail["outcome_slug"].as_string().in_(sorted(wanted)),
    "population": _any_of("populations"),
}
"""By filter: what a finding's row has of it, and the same as a condition. Slugs are of closed lists."""


def documents(shown: Shown, name: str, wanted: Collection[str]) -> frozenset[str]:
    """Documents that tell a finding of one of these directions, outcomes or populations; and the notes of
    the attempts that they are linked to."""
    found = frozenset(str(row["document_id"]) for row in _rows(shown, name, wanted))
    return found | _notes_of(shown, found)


def passages(shown: Shown, directions: Collection[str]) -> frozenset[str]:
    """Passages that carry a finding of one of these directions, of documents and of notes.

    An attempt without an effect (``not-studied``) has no finding to be carried: every passage of its note
    stands for it.
    """
    told = (row["passage_id"] for row in _rows(shown, "direction", directions))
    found = {str(passage) for passage in told if passage is not None}
    f, p = t.findings.c, t.passages.c
    of_notes = (
        select(p.id)
        .join(t.findings, f.document_id == p.document_id)
        .where(f.direction.in_(sorted(directions)), f.start < p.end, f.end > p.start)
    )
    found.update(shown.connection.execute(of_notes).scalars())
    if "not-studied" in directions:
        unstudied = select(p.id).where(p.document_id.in_(select(t.attempts.c.document_id)))
        studied = select(f.document_id).where(f.kind == "effect")
        found.update(
            shown.connection.execute(unstudied.where(p.document_id.not_in(studied))).scalars()
        )
    return frozenset(found)


def _rows(shown: Shown, name: str, wanted: Collection[str]) -> Iterable[Mapping[Any, Any]]:
    """Ids of document and passage of each finding that matches."""
    people = shown.decided.suggestions_of.keys()
    query = select(_S.document_id, _S.passage_id).where(_S.kind == FINDING, _COLUMNS[name](wanted))
    for row in shown.connection.execute(query.distinct()).mappings():
        if row["document_id"] not in people:
            yield dict(row)
    for _, words in words_of(shown.connection, shown.decided, FINDING, sorted(people)):
        for word in words:
            if set(_ROWS[name](word.row)) & set(wanted):
                yield word.row


def _notes_of(shown: Shown, some: Collection[str]) -> frozenset[str]:
    """Notes of the attempts that documents are linked to as reports of a study."""
    found: set[str] = set()
    for part in in_chunks(some):
        query = (
            select(t.attempts.c.document_id)
            .join(t.attempt_studies, t.attempt_studies.c.attempt_id == t.attempts.c.id)
            .join(t.study_documents, t.study_documents.c.study_id == t.attempt_studies.c.study_id)
            .where(t.study_documents.c.document_id.in_(part), t.study_documents.c.role == "reports")
        )
        found.update(shown.connection.execute(query).scalars())
    return frozenset(found)
