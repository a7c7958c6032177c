"""Results by study: who counts once, whatever number of documents, findings or summaries tell of it.

The one place where a finding is given its study. Documents that report one investigation are one study; an
attempt is also one study known through our note, of which no document is held, as far as the note rests on
sources that are not. It counts nothing and draws nothing: ``kb.gaps`` and ``kb.effects`` do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, select

from kb import vocab
from kb.catalogue import quotes
from kb.catalogue import tables as t
from kb.catalogue.attempts import direction_of
from kb.catalogue.read import in_chunks
from kb.catalogue.shown import Shown
from kb.cite import Citations
from kb.evidence import STRONGEST_FIRST, WITHOUT_DESIGN
from kb.models import Attempt, Finding

OF_NOTE = "note:"
"""How the id of a study begins that is known through a note alone; the attempt's id follows."""
OWN_SIDE = ("deliverer", "funder")
COMPARES = (
    "rct",
    "rdd",
    "iv",
    "its",
    "synthetic-control",
    "did",
    "panel",
    "matching",
    "controls-only",
)
"""Designs that set a result against something."""
BESIDE = {
    "experience": ("qualitative", "process", "post-only", "theory-based"),
    "cost": ("value-for-money",),
}
"""Designs that stand behind results of other kinds."""
EVALUATES = ("effect", "change")
"""Kinds of finding that say what became of people, not what was done."""


@dataclass(frozen=True, slots=True)
class Result:
    """One finding as it is counted: in which study, of whom, where, and by whom told."""

    finding: Finding
    study: str
    documents: tuple[str, ...]
    """Documents held that report the study; none of a study known through a note alone."""
    areas: tuple[str, ...]
    populations: tuple[str, ...]
    """Slugs of those that it is a result for."""
    included: tuple[str, ...]
    """Slugs of those that were among the people, without a result of their own."""
    places: tuple[str, ...]
    """Slugs of countries and nations."""
    kind: str | None
    """The kind of attempt."""
    design: str | None
    """The strongest design behind this very result; null where it compares and measures nothing."""
    interest: str

    @property
    def is_summarised(self) -> bool:
        """Whether the study is known through our summary alone."""
        return self.study.startswith(OF_NOTE)

    @property
    def is_studied(self) -> bool:
        """Whether a study stands behind it: what was only done, and counted by those who did it, was not studied."""
        return self.finding.kind in EVALUATES or self.design is not None

    @property
    def is_promotional(self) -> bool:
        """Whether those who delivered or funded it tell it, and it measures no change and compares nothing."""
        return self.interest in OWN_SIDE and self.finding.kind not in EVALUATES


def results(
    connection: Connection,
    findings: Iterable[Finding],
    attempts: Iterable[Attempt],
    citations: Citations,
) -> list[Result]:
    """Findings with the study that each belongs to, in the order given."""
    told = list(findings)
    tried = {attempt.id: attempt for attempt in attempts}
    shown = citations.shown()
    documents = documents_of_studies(connection)
    study_of = {document: study for study, some in documents.items() for document in some}
    originals = {
        statement: study_of[document]
        for statement, (document, *_) in quotes.quotes(connection, tried).items()
        if document in study_of
    }
    raw = {f.document_id for f in told if f.document_id and f.attempt_id not in tried}
    areas = shown.areas("document", raw)
    held = {finding: documents.get(study, ()) for finding, study in originals.items()}
    designs = _designs(shown, told, tried, held, connection)
    interests = {citation.id: citation.interest for citation in citations.all()}
    made = []
    for finding in told:
        attempt = tried.get(finding.attempt_id or "")
        study = _study(finding, originals)
        own, included = _populations(finding, attempt)
        made.append(
            Result(
                finding=finding,
                study=study,
                documents=documents.get(study, ()),
                areas=_areas(finding, attempt, areas),
                populations=own,
                included=included,
                places=attempt.countries if attempt else (),
                kind=attempt.kind if attempt else None,
                design=_design(finding, designs.get(finding.id)),
                interest=interests.get(finding.citation, "unknown"),
            )
        )
    return made


def studies_of_attempts(
    connection: Connection, attempts: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The studies whose documents are held, by attempt; suggested links too."""
    found: dict[str, list[str]] = {}
    for some in in_chunks(attempts):
        query = (
            select(t.attempt_studies.c.attempt_id, t.attempt_studies.c.study_id)
            .where(t.attempt_studies.c.attempt_id.in_(some))
            .order_by(t.attempt_studies.c.study_id)
        )
        for row in connection.execute(query):
            found.setdefault(row.attempt_id, []).append(row.study_id)
    return {attempt: tuple(studies) for attempt, studies in found.items()}


def documents_of_studies(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Current documents that report each study. A document that only cites or includes it is none."""
    query = (
        select(t.study_documents.c.study_id, t.study_documents.c.document_id)
        .join(t.documents, t.documents.c.id == t.study_documents.c.document_id)
        .where(t.study_documents.c.role == "reports", t.documents.c.superseded_by.is_(None))
        .order_by(t.study_documents.c.study_id, t.study_documents.c.document_id)
    )
    found: dict[str, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.study_id, []).append(row.document_id)
    return {study: tuple(documents) for study, documents in found.items()}


def direction(some: Iterable[Result]) -> str:
    """The direction of one study over some of its results: of effects alone; ``not-studied`` without any."""
    return direction_of([r.finding.direction for r in some if r.finding.kind == "effect"])


def best_design(some: Iterable[Result]) -> str | None:
    """The strongest design behind any of these results."""
    held = {result.design for result in some if result.design}
    return min(held, key=STRONGEST_FIRST.index) if held else None


def _study(finding: Finding, originals: Mapping[str, str]) -> str:
    """A note's finding belongs to the study of its original where that is held. What rests on sources that
    are not held is one study, known through the note: no other study is given its effects."""
    if finding.study_id:
        return finding.study_id
    if finding.id in originals:
        return originals[finding.id]
    if finding.attempt_id:
        return OF_NOTE + finding.attempt_id
    # Between a document and the drawing of studies after its batch, it is a study of its own.
    return finding.document_id or finding.id


def _areas(
    finding: Finding, attempt: Attempt | None, of_document: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Areas of the attempt, or of the document, that the outcome belongs to; all where it belongs to none."""
    held = attempt.areas if attempt else of_document.get(finding.document_id or "", ())
    term = vocab.load("outcomes").get(finding.outcome_slug or "")
    own = tuple(area for area in held if term and area in term.areas)
    return own or tuple(held)


def _populations(
    finding: Finding, attempt: Attempt | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For whom it is a result, and who was only among them.

    What an attempt says of its people is one group described by several words, unless it lists several
    groups: then no result is one of theirs alone.
    """
    among = attempt.populations if attempt else ()
    own = finding.populations or mentioned(finding.population or "")
    if own:
        return own, tuple(p for p in among if p not in own)
    if attempt is None or finding.population:
        return (), among
    listed = f" {attempt.population or ''} "
    several = len(among) > 1 and any(mark in listed for mark in (" or ", "; ", ", "))
    return ((), among) if several else (among, ())


@lru_cache(maxsize=4096)
def mentioned(words: str) -> tuple[str, ...]:
    """Populations whose label or alias stands in ``words``."""
    said = f" {' '.join(words.casefold().split())} "
    return tuple(
        term.slug
        for term in vocab.load("populations").terms
        if any(f" {name.casefold()} " in said for name in (term.label, *term.aliases))
    )


def _designs(
    shown: Shown,
    told: Sequence[Finding],
    tried: Collection[str],
    originals: Mapping[str, Sequence[str]],
    connection: Connection,
) -> dict[str, str]:
    """The design behind each finding: of the documents of its study that are held, else of what tells it."""
    notes = _notes(connection, tried)
    tells = {
        f.id: originals.get(f.id) or [f.document_id or notes.get(f.attempt_id or "", "")]
        for f in told
    }
    readings = shown.readings(
        {document for some in tells.values() for document in some if document}
    )
    found = {}
    for finding, some in tells.items():
        held = [readings[document].design for document in some if document in readings]
        if held:
            found[finding] = min(held, key=_strength)
    return found


def _strength(design: str) -> int:
    return STRONGEST_FIRST.index(design) if design in STRONGEST_FIRST else len(STRONGEST_FIRST)


def _notes(connection: Connection, attempts: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in in_chunks(attempts):
        query = select(t.attempts.c.id, t.attempts.c.document_id).where(t.attempts.c.id.in_(some))
        found.update({row.id: row.document_id for row in connection.execute(query)})
    return found


def _design(finding: Finding, of_document: str | None) -> str | None:
    """What stands behind this very result: a randomised study's count of leaflets is no trial result."""
    if of_document is None or of_document in WITHOUT_DESIGN:
        return None
    if finding.kind == "effect":
        return of_document if of_document in (*COMPARES, "systematic-review") else None
    if finding.kind == "change":
        return "pre-post" if of_document in COMPARES else of_document
    return of_document if of_document in BESIDE.get(finding.kind, ()) else None
