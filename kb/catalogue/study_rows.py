"""What a drawing of studies comes to as rows: studies, their documents, their ids, whose attempt each is.

Values to rows; nothing is written here. Every row says whether it is only suggested, and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from kb.catalogue import quotes, signatures
from kb.catalogue import tables as t
from kb.catalogue.study_decisions import ATTACHED, DETACHED, ONE, StudyDecisions, Word
from kb.links.attempts import Match
from kb.links.cluster import Clusters
from kb.links.pairs import Pair, by_document
from kb.links.shelf import Shelf
from kb.links.signature import Signature

REPORTS = "reports"
SUGGESTED, JUDGED = "suggested", "judged"
LEADING = (
    "evaluation", "journal-article", "report", "working-paper", "systematic-review", "audit", "thesis",
    "evidence-summary", "case-study", "conference-paper", "policy-paper", "protocol", "trial-registration",
)  # fmt: skip
"""Types of document by which a study is named, the first before the others; of one type the longest."""
DECIDED = "judged"
"""Kind of a reason that is a person's word."""

Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Drawing:
    """All that links are written from, and what was weighed on the way."""

    shelf: Shelf
    pairs: tuple[Pair, ...]
    clusters: Clusters
    matches: tuple[Match, ...]
    decided: StudyDecisions


def studies(connection: Connection, drawing: Drawing) -> list[Row]:
    d = t.documents.c
    added = {row.id: row.added_at for row in connection.execute(select(d.id, d.added_at))}
    basis = _basis(drawing)
    return [
        {
            "id": study,
            "title": _lead(drawing.shelf, members).title,
            "basis": JUDGED if any(basis[m] == JUDGED for m in members) else SUGGESTED,
            "created_at": added[study],
        }
        for study, members in drawing.clusters.members.items()
    ]


def _lead(shelf: Shelf, members: Iterable[str]) -> Signature:
    """The document that a study is named by."""
    some = [shelf.signatures[m] for m in members]

    def place(one: Signature) -> tuple[int, int, str]:
        rank = LEADING.index(one.type) if one.type in LEADING else len(LEADING)
        return rank, -one.words, one.document_id

    return min(some, key=place)


def _basis(drawing: Drawing) -> dict[str, str]:
    """Judged: a person said of this document which study it tells of, or whose attempt its study is."""
    study_of = drawing.clusters.study_of()
    basis = dict.fromkeys(drawing.shelf.ids, SUGGESTED)
    for (a, b), word in drawing.decided.pairs.items():
        if (word.value == ONE) != (study_of[a] == study_of[b]):
            continue
        for one in (a, b):
            # That two are apart confirms nothing of those that either is still together with.
            if word.value == ONE or len(drawing.clusters.members[study_of[one]]) == 1:
                basis[one] = JUDGED
    for (_, document), word in drawing.decided.attempts.items():
        if word.value == ATTACHED:
            basis[document] = JUDGED
    return basis


def documents(drawing: Drawing) -> list[Row]:
    study_of, basis = drawing.clusters.study_of(), _basis(drawing)
    of = by_document([p for p in drawing.pairs if p.is_proposed])
    said: dict[str, list[Row]] = defaultdict(list)
    for pair, word in sorted(drawing.decided.pairs.items()):
        for one, other in (pair, pair[::-1]):
            if (word.value == ONE) == (study_of[one] == study_of[other]):
                said[one].append(_judged(word, other))
    rows = []
    for study, members in drawing.clusters.members.items():
        for member in members:
            reasons = said[member] + [
                {"kind": reason.kind, "text": reason.text, "with": other}
                for pair in of.get(member, ())
                if (other := pair.other if pair.one == member else pair.one) in members
                for reason in pair.reasons
            ]
            rows.append(_row(study, member, REPORTS, basis[member], reasons, is_primary=True))
    for mention in drawing.clusters.mentions:
        reason = {"kind": mention.role, "text": mention.reason, "with": mention.of}
        rows.append(_row(study_of[mention.of], mention.document_id, mention.role, SUGGESTED, [reason]))  # fmt: skip
    return rows


def _row(
    study: str,
    document: str,
    role: str,
    basis: str,
    reasons: list[Row],
    *,
    is_primary: bool = False,
) -> Row:
    return {
        "study_id": study,
        "document_id": document,
        "role": role,
        "is_primary": is_primary,
        "basis": basis,
        "reasons": reasons,
    }


def _judged(word: Word, other: str) -> Row:
    judgement = word.judgement
    said = "one study" if word.value == ONE else "two studies"
    text = f"{judgement.who} decided that they are {said}: {judgement.reason}"
    return {"kind": DECIDED, "text": text, "with": other, "judgement": judgement.id}


def aliases(connection: Connection, drawing: Drawing) -> list[Row]:
    """The id of every version of every document of a study, but the study's own."""
    study_of = drawing.clusters.study_of()
    return [
        {"alias": version, "study_id": study_of[document]}
        for version, document in sorted(signatures.current_of(connection).items())
        if version not in drawing.clusters.members
    ]


def attempts(connection: Connection, drawing: Drawing) -> list[Row]:
    """Links of studies to attempts: what a person attached, and what is suggested and nobody detached."""
    study_of = drawing.clusters.study_of()
    held = set(connection.execute(select(t.attempts.c.id)).scalars())
    detached, attached = set(), dict[Key, list[Row]]()
    for (attempt, document), word in sorted(drawing.decided.attempts.items()):
        key = (attempt, study_of[document])
        if word.value == DETACHED:
            detached.add(key)
        else:
            text = f"{word.judgement.who} decided: {word.judgement.reason}"
            attached.setdefault(key, []).append(
                {
                    "kind": DECIDED,
                    "text": text,
                    "document": document,
                    "judgement": word.judgement.id,
                }
            )
    suggested: dict[Key, list[Row]] = defaultdict(list)
    for match in drawing.matches:
        if match.is_aside:
            continue
        suggested[(match.attempt_id, study_of[match.document_id])].append(
            {"kind": match.reason.kind, "text": match.reason.text, "document": match.document_id,
             "reference": match.reference}
        )  # fmt: skip
    return [
        {
            "attempt_id": attempt,
            "study_id": study,
            "basis": JUDGED if (attempt, study) in attached else SUGGESTED,
            "reasons": attached.get((attempt, study), []) + suggested.get((attempt, study), []),
        }
        for attempt, study in sorted({*attached, *suggested} - detached)
        if attempt in held
    ]


def met(connection: Connection, drawing: Drawing, links: Iterable[Row]) -> Iterator[quotes.Met]:
    """Documents that are what a note names, unless a person says that they are no study of its attempt."""
    study_of = drawing.clusters.study_of()
    linked = {(row["attempt_id"], row["study_id"]) for row in links}
    linked |= {(m.attempt_id, study_of[m.document_id]) for m in drawing.matches if m.is_aside}
    a = t.attempts.c
    notes = {row.id: row.document_id for row in connection.execute(select(a.id, a.document_id))}
    for match in drawing.matches:
        if match.reference and (match.attempt_id, study_of[match.document_id]) in linked:
            yield match.document_id, notes[match.attempt_id], match.reference
