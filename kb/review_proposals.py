"""What the machine proposes of links, and what people decided: each with its reasons. It changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kb.catalogue import Catalogue, read, studies
from kb.catalogue import tables as t
from kb.catalogue.study_rows import REPORTS, Drawing
from kb.links.pairs import POSSIBLE

ORDER = (
    "Proposed studies of several documents come first, then proposed links to attempts, then pairs that may be "
    "one study and are not linked, the likeliest first; what people decided comes last."
)


@dataclass(frozen=True, slots=True)
class ProposedDocument:
    """A document of a proposal."""

    document_id: str
    title: str
    type: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link between documents, or of a study to an attempt, with why."""

    kind: str
    """``study``: its documents tell of one; ``attempt``: the study is one of it; ``possible``: two documents
    may tell of one study and are not linked."""
    study_id: str | None
    attempt_id: str | None
    documents: tuple[ProposedDocument, ...]
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    basis: str
    score: float = 1.0


def proposals(catalogue: Catalogue, basis: str | None = None) -> tuple[Proposal, ...]:
    """Every proposal, and what people decided of links; with ``basis`` one of ``suggested``, ``judged``."""
    with catalogue.write() as connection:  # signatures that lack are made
        drawing = studies.draw(connection)
    with catalogue.read() as connection:
        found = [
            *_studies(connection),
            *_attempts(connection),
            *_possible(connection, drawing),
        ]
    rank = {"study": 0, "attempt": 1, "possible": 2}
    found.sort(key=lambda p: (p.basis != "suggested", rank[p.kind], -p.score))
    return tuple(p for p in found if basis is None or p.basis == basis)


def _studies(connection: Connection) -> list[Proposal]:
    sd = t.study_documents.c
    rows = connection.execute(
        select(t.study_documents).where(sd.role == REPORTS).order_by(sd.study_id, sd.document_id)
    ).mappings()
    by_study = defaultdict(list)
    for row in rows:
        by_study[row["study_id"]].append(row)
    found = []
    for study, some in by_study.items():
        decided = [row for row in some if row["basis"] == "judged"]
        if len(some) == 1 and not decided:
            continue
        reasons = dict.fromkeys(r["text"] for row in some for r in row["reasons"] or ())
        is_judged = len(decided) == len(some)
        found.append(
            Proposal(
                "study", study, None, _documents(connection, [row["document_id"] for row in some]),
                tuple(reasons), (), "judged" if is_judged else "suggested",
            )
        )  # fmt: skip
    return found


def _attempts(connection: Connection) -> list[Proposal]:
    a = t.attempt_studies.c
    rows = connection.execute(select(t.attempt_studies).order_by(a.attempt_id, a.study_id))
    return [
        Proposal(
            "attempt", row.study_id, row.attempt_id,
            _documents(connection, studies.documents_of(connection, row.study_id)),
            tuple(dict.fromkeys(r["text"] for r in row.reasons or ())), (), row.basis,
        )
        for row in rows.all()
    ]  # fmt: skip


def _possible(connection: Connection, drawing: Drawing) -> list[Proposal]:
    """Pairs that speak for one study, though not enough, and on which nobody decided."""
    study_of = drawing.clusters.study_of()
    return [
        Proposal(
            "possible", None, None, _documents(connection, [pair.one, pair.other]),
            tuple(r.text for r in pair.reasons), pair.against, "suggested", round(pair.score, 2),
        )
        for pair in drawing.pairs
        if pair.score >= POSSIBLE
        and study_of[pair.one] != study_of[pair.other]
        and (pair.one, pair.other) not in drawing.decided.pairs
    ]  # fmt: skip


def _documents(connection: Connection, ids: Sequence[str]) -> tuple[ProposedDocument, ...]:
    held = read.documents(connection, ids)
    return tuple(ProposedDocument(i, held[i].title, held[i].type) for i in ids if i in held)
