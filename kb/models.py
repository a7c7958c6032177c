"""The words of the knowledge base, as frozen values. They hold; they do not act.

Offsets are code points of the stored text of a document, ``start`` inclusive and ``end`` exclusive.
Page indexes count from 1 in the order of the file; a page label is what is printed on the page.
Change means ``dataclasses.replace``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Basis = Literal["suggested", "compiled", "judged"]
Direction = Literal["positive", "negative", "no-effect", "mixed", "unclear"]
FindingKind = Literal["effect", "change", "delivery", "experience", "cost", "forecast"]
LessonKind = Literal["helped", "hindered", "implication"]
View = Literal["deliverer", "evaluator", "participant", "other"]
Arm = Literal["attempt", "comparison", "difference", "whole", "unknown"]
FigureStatus = Literal["actual", "target", "forecast", "self-reported"]
DocumentStatus = Literal[
    "current", "corrected", "superseded", "withdrawn", "retracted", "not-checked"
]
CitationKind = Literal["quote", "paraphrase"]
Outcome = Literal["added", "unchanged", "updated", "failed"]
ProblemAspect = Literal["size", "who", "where", "trend", "cost"]
"""What is told of a problem itself."""
Hedge = Literal["over", "at-least", "under", "up-to", "nearly", "about"]
"""How a number is said to be meant; null where it is said flatly."""
DisagreementKind = Literal["figure", "direction", "date", "scope", "definition"]
CellState = Literal["empty", "never-evaluated", "promotional-only", "held"]


# --- what is read ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The exact bytes that were had, and how."""

    ref: str
    """What the person named: a path or a URL."""
    canonical_ref: str
    """What the source id is made from (see ``kb.ids``)."""
    data: bytes = field(repr=False)
    sha256: str
    media_type: str
    """As sniffed from the bytes first, the name second: ``application/pdf``, ``text/html``,
    ``text/markdown``, ``text/plain``, ``text/x-evidence-note``."""
    url: str | None = None
    """Final address after redirects; null for a file."""
    fetched_at: str = ""
    """UTC, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document, and where its text lies in the stored text."""

    index: int
    label: str | None
    start: int
    end: int
    chars: int = 0
    """Characters the PDF engine reports on the page; 0 where there is no text layer."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of stored text and where its code points come from.

    Code point ``start + i`` is character ``char + i * step`` of page ``page`` (0-based, in the PDF
    engine's own character order). ``step`` is 1, or 0 where several code points come from one
    character (a ligature). ``page`` 0 means inserted by us: it has no place on any page.
    """

    start: int
    end: int
    page: int
    char: int = 0
    step: int = 1


@dataclass(frozen=True, slots=True)
class PageMap:
    """The way back from stored text to pages. Runs tile the text without gap or overlap."""

    pages: tuple[Page, ...] = ()
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, where it stands in the stored text, and its depth (1 is the top)."""

    text: str
    start: int
    end: int
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One bibliographic fact and where it was found. Never invented."""

    field: str
    """CSL name: ``title``, ``author``, ``issued``, ``publisher``, ``language`` …"""
    value: str
    origin: str
    """For people: ``PDF metadata``, ``largest text on page 1``, ``<meta name=author>`` …"""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor read out of a snapshot."""

    text: str = field(repr=False)
    page_map: PageMap
    headings: tuple[Heading, ...]
    metadata: tuple[Found, ...]
    extractor: str
    """Name and version, such as ``pdf-1``; part of what makes a document version."""
    method: str = ""
    """Which of several ways was used, for people."""
    kept: float | None = None
    """Share of a web page's visible text that was kept (0 to 1); null where it has no meaning."""
    pages_without_text: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a span sits. ``page`` is that of its first character, ``page_end`` of its last."""

    start: int
    end: int
    page: int | None = None
    page_end: int | None = None
    page_label: str | None = None
    page_end_label: str | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence-aligned piece of a document: the unit that is retrieved and cited."""

    id: str
    document_id: str
    position: int
    """0-based order in the document."""
    text: str
    locator: Locator


# --- what is held ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where something can be had."""

    id: str
    ref: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    date: str | None = None
    areas: tuple[str, ...] = ()
    why: str | None = None
    mirror: bool = False
    licence: str | None = None
    added_by: str | None = None
    added_at: str | None = None
    aliases: tuple[str, ...] = ()
    """Paths and other spellings under which it was named."""
    type: str | None = None
    """What a person said its documents are: a slug of the document types vocabulary."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a source at one moment."""

    id: str
    source_id: str
    snapshot_sha256: str
    text_sha256: str
    media_type: str
    type: str
    """A slug of the document types vocabulary."""
    interest: str
    """Who wrote it: deliverer, funder, evaluator, independent, journalist, unknown."""
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    date: str | None
    url: str | None
    language: str | None
    extractor: str
    method: str
    kept: float | None
    pages: int
    pages_without_text: tuple[int, ...]
    status: DocumentStatus
    added_at: str
    metadata: tuple[Found, ...] = ()
    warnings: tuple[str, ...] = ()
    superseded_by: str | None = None
    replaces_reason: str | None = None
    """Why this version was made: ``changed``, ``re-extracted``; null for the first."""


@dataclass(frozen=True, slots=True)
class AreaTag:
    """A challenge area of a document or a passage, and the words that say so."""

    area: str
    score: float
    """0 to 1; comparable within one rule version only."""
    quote: str
    start: int
    end: int
    rule: str
    """Rule or model, with its version: ``areas-1:cue``."""
    basis: Basis = "suggested"


@dataclass(frozen=True, slots=True)
class Citation:
    """A document plus a locator, with what a reader must be told of it. Fields as in the contract."""

    id: str
    kind: CitationKind
    passage_id: str
    document_id: str
    source_id: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    date: str | None
    url: str | None
    type: str
    interest: str
    page: int | None
    page_end: int | None
    page_label: str | None
    page_end_label: str | None
    heading: str | None
    start: int
    end: int
    quote: str
    link: str
    status: DocumentStatus
    reports: Reported | None = None
    """For a paraphrase: the source that our words are about."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The underlying source of a paraphrase. ``held`` says whether its original is in this base."""

    csl: dict[str, object]
    url: str | None
    locator: str | None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts and whose arm it is. ``text`` is as reported."""

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    counts: str | None = None
    status: FigureStatus = "actual"
    arm: Arm = "unknown"
    n: int | None = None
    months: float | None = None
    as_of: str | None = None
    currency: str | None = None
    price_year: str | None = None
    citation: str | None = None
    """Id of the citation it rests on, within one answer."""
    hedge: Hedge | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason of a level: a quote with its place, or a sentence naming what is missing."""

    text: str
    against: bool = False
    """Whether it says why the level is not higher."""
    document_id: str | None = None
    """Null for a sentence of ours: it is no quote and opens nowhere."""
    start: int | None = None
    end: int | None = None
    page: int | None = None
    page_label: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's judgement of a level, as it is shown beside the level."""

    judgement_id: str
    who: str
    at: str
    """UTC, ISO 8601."""
    reason: str
    level: str | None
    """The step that this person decided on; null where none applies."""
    origin: str | None = None
    """The base it came from; null for somebody here."""
    verified: bool = False
    """Whether a login vouches for the name."""
    counts: bool = True
    """Whether it is the one that the level follows: of several that differ the lowest."""


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a scheme, why, and why not a higher one."""

    level: str | None
    """The step's slug."""
    rank: int | None
    """Higher is stronger; null where the scheme is no ladder."""
    basis: Basis
    why: tuple[str, ...] = ()
    why_not_higher: tuple[str, ...] = ()
    scheme: str = ""
    """Slug of the standard, edition included: ``nesta-2013``."""
    scheme_label: str = ""
    """Short name for people: ``Nesta``."""
    edition: str = ""
    label: str = ""
    """The step in words."""
    steps: int | None = None
    """How many ranks the ladder has; null where the scheme is no ladder."""
    ceiling: str | None = None
    """The step above which nothing of this kind may be placed without a named person."""
    held: tuple[str, ...] = ()
    """Of a scheme of several ticks or dimensions: the slugs of all that hold."""
    grounds: tuple[Ground, ...] = ()
    """``why`` and ``why_not_higher`` with the places where their quotes open."""
    judged: tuple[Judged, ...] = ()
    """Of a judged level: the latest word of each person, the earliest first."""
    aside: str = ""
    """What a chip adds to the step: ``the most one study can have``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reported result."""

    id: str
    attempt_id: str | None
    study_id: str | None
    outcome: str
    outcome_slug: str | None
    population: str | None
    kind: FindingKind
    direction: Direction
    comparator: str | None
    figures: tuple[Figure, ...]
    text: str
    basis: Basis
    citation: str
    design: str | None = None
    populations: tuple[str, ...] = ()
    """Slugs of the populations vocabulary that it is about."""
    place: str | None = None
    when: str | None = None
    """Year, month or period that the result is of: ``2014``, ``2014-03``, ``2014/2016``."""
    document_id: str | None = None
    """The document, or the note, that tells it."""
    judged_by: str = ""
    """Of a judged finding: who decided, and from which base where that is another."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What helped, what hindered, or what follows; in whose view."""

    id: str
    attempt_id: str | None
    kind: LessonKind
    theme: str | None
    view: View
    text: str
    basis: Basis
    citation: str
    study_id: str | None = None
    document_id: str | None = None
    judged_by: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fact of a challenge area's problem itself: its size, whom it meets, where, its trend, its cost."""

    id: str
    area: str
    aspect: ProblemAspect
    text: str
    figures: tuple[Figure, ...]
    population: str | None
    place: str | None
    when: str | None
    basis: Basis
    citation: str
    document_id: str | None = None
    judged_by: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says where another says otherwise."""

    value: str
    """The words that differ, for people: ``over 800,000``, ``faster``, ``September 2017``."""
    direction: str | None
    figure: Figure | None
    citation: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Figures or directions about the same thing that differ between sources, side by side; never averaged."""

    id: str
    about: str
    kind: DisagreementKind
    attempt_id: str | None
    area: str | None
    """Where it is about the problem itself."""
    sides: tuple[Side, ...]
    reading: str | None
    """Why they may differ (another moment, another population, a forecast against what came); null where
    nothing held explains it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the map: what this base holds where an area, an outcome, a population and a place meet."""

    area: str
    outcome: str | None
    population: str | None
    place: str | None
    studies: int
    """Distinct studies with a result here: those whose documents are held, and one for each attempt that is
    known through a note alone."""
    documents: int
    """Documents held that report those studies; a note is none."""
    best_design: str | None
    directions: tuple[tuple[str, int], ...]
    """Direction and how many studies have it."""
    state: CellState
    summarised: int = 0
    """How many of ``studies`` are known through our summary alone."""
    attempts: tuple[str, ...] = ()
    study_ids: tuple[str, ...] = ()
    without_results: int = 0
    """Studies that included this population without a separate result for it."""
    kind: str | None = None
    """A kind of attempt, where the column is one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What a question meets nothing on in this base, with the nearest that is held."""

    text: str
    state: CellState
    area: str | None
    outcome: str | None
    population: str | None
    nearest: tuple[str, ...]
    """Ids of attempts."""
    citations: tuple[str, ...]
    """What the nearest rest on."""


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One study in an effect-direction plot: the directions of its effects, by outcome."""

    study: str
    """Id of the study; ``note:`` and the attempt's id where it is known through our note alone."""
    name: str
    attempt_id: str | None
    documents: tuple[str, ...]
    design: str | None
    scheme: str | None
    level: str | None
    rank: int | None
    basis: Basis
    direction: Direction
    """Over all its effects, by direction alone."""
    outcomes: tuple[tuple[str | None, tuple[Direction, ...]], ...]
    """Outcome slug, null for unmapped ones, and the direction of each effect on it."""
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation in an attempt: its sector, its role and what it brought."""

    name: str
    sector: str
    role: str
    contribution: str | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something tried, whatever came of it: one delivery of a programme in a place and a period."""

    id: str
    name: str
    areas: tuple[str, ...]
    kind: str
    what: str
    status: str
    why_ended: str | None
    who: tuple[Actor, ...]
    where: str | None
    country: str | None
    start: str | None
    end: str | None
    population: str | None
    targets: tuple[Figure, ...]
    costs: tuple[Figure, ...]
    studies: int
    documents: int
    direction: str
    """A finding's direction, or ``not-studied`` where no effect finding is held."""
    levels: dict[str, Level]
    citations: tuple[str, ...]
    populations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    design: str | None = None
    """How the strongest study was designed, in the note's words."""


# --- what happened, what is asked, what is answered ------------------------------------------


@dataclass(frozen=True, slots=True)
class IngestResult:
    """The one end of a ref."""

    ref: str
    outcome: Outcome
    source_id: str | None = None
    document_id: str | None = None
    passages: int = 0
    pages: int | None = None
    pages_without_text: int = 0
    kept: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of the contract. Values of one field are OR, different fields AND."""

    area: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    interest: tuple[str, ...] = ()
    standard: str | None = None
    min_level: str | None = None
    from_year: int | None = None
    to_year: int | None = None
    document: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Query:
    """What a person wants to know."""

    text: str
    filters: Filters = Filters()
    limit: int = 10
    rerank: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query, and where else the same words stand."""

    rank: int
    score: float
    citation: Citation
    areas: tuple[str, ...]
    text: str
    elsewhere: tuple[Citation, ...] = ()
    design: str | None = None
    """The strongest design that its document reports as done: a slug of design-facts, or what a
    document is called that reports no study; null where it was not read."""
    levels: dict[str, Level] = field(default_factory=dict)
    """By scheme: the ceiling of its document; of a note, what its attempt is shown at."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of ours in a picture: its certainty word and the citations it rests on."""

    text: str
    certainty: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known for a question. Fields as ``ask`` in the contract."""

    question: str
    filters: Filters
    answer_kind: Literal["answered", "held-but-not-on-this", "nothing-held"]
    reason: str | None
    coverage: dict[str, object]
    summary: tuple[Statement, ...]
    attempts: tuple[Attempt, ...]
    findings: tuple[Finding, ...]
    lessons: tuple[Lesson, ...]
    nearest: tuple[dict[str, str], ...]
    citations: tuple[Citation, ...]
    timings_ms: dict[str, float]
    disagreements: tuple[Disagreement, ...] = ()
    gaps: tuple[Gap, ...] = ()
    effects: tuple[EffectRow, ...] = ()
    """The effect-direction plot of the studies on the question, the strongest first."""
    changes: tuple[str, ...] = ()
    """Ids of the findings of change: what followed, cause not established. Never in the plot."""
    not_to_conclude: tuple[dict[str, object], ...] = ()
    close: tuple[str, ...] = ()
    """Ids of the attempts that are on the question; the others listed are only related to it, and no
    sentence of the summary counts them."""
    passages: tuple[Hit, ...] = ()
    """Passages of documents that are linked to no attempt, shown as such."""

    @property
    def answerable(self) -> bool:
        """True for ``answered`` alone."""
        return self.answer_kind == "answered"
