"""What the front matter of an evidence note may hold. Pydantic, because people write these files.

Slugs are checked against the vocabularies where the note is read, so that a new term is data alone.
``reference`` is the id of an entry of ``references``; ``locator`` says where in that source.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from kb import people, vocab
from kb.errors import UnknownName
from kb.models import (
    Arm,
    Direction,
    FigureStatus,
    FindingKind,
    Hedge,
    LessonKind,
    ProblemAspect,
    View,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Period = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")
]
"""A date, or two with a stroke between: ``2014``, ``2014-03``, ``1998/1999``."""
UNMAPPED = "unmapped"


def _term(vocabulary: str, *, or_unmapped: bool = False) -> AfterValidator:
    """A validator: the value is a slug of ``vocabulary`` (or ``unmapped``)."""

    def check(value: str) -> str:
        if or_unmapped and value == UNMAPPED:
            return value
        try:
            return vocab.load(vocabulary).require(value).slug
        except UnknownName as error:
            raise ValueError(str(error)) from error

    return AfterValidator(check)


AreaSlug = Annotated[str, _term("areas")]
KindSlug = Annotated[str, _term("kinds", or_unmapped=True)]
OutcomeSlug = Annotated[str, _term("outcomes", or_unmapped=True)]
CountrySlug = Annotated[str, _term("countries")]
PopulationSlug = Annotated[str, _term("populations")]
ThemeSlug = Annotated[str, _term("themes", or_unmapped=True)]
SectorSlug = Annotated[str, _term("sectors")]
RoleSlug = Annotated[str, _term("roles")]
InterestSlug = Annotated[str, _term("interests")]
DocumentTypeSlug = Annotated[str, _term("document-types")]


class Strict(BaseModel):
    """No unknown keys: a misspelt field must not be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FigureEntry(Strict):
    """A number as reported, and what it is."""

    text: Text
    hedge: Hedge | None = None
    """How the number is said to be meant; left out where it is said flatly."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    counts: str | None = None
    status: FigureStatus = "actual"
    arm: Arm = "unknown"
    n: int | None = Field(default=None, ge=0)
    months: float | None = Field(default=None, ge=0)
    as_of: Date | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    price_year: Annotated[str, StringConstraints(pattern=r"^\d{4}$")] | None = None
    reference: Slug | None = None
    locator: str | None = None

    @model_validator(mode="after")
    def _interval(self) -> FigureEntry:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self


class Sourced(Strict):
    """Something that rests on a reference."""

    reference: Slug
    locator: str | None = None


class WhoEntry(Strict):
    """An organisation that took part."""

    name: Text
    sector: SectorSlug
    role: RoleSlug
    contribution: str | None = None
    reference: Slug | None = None


class ProblemEntry(Sourced):
    """A fact of the problem itself of a challenge area, as one source states it."""

    area: AreaSlug
    aspect: ProblemAspect
    text: Text
    population: str | None = None
    place: str | None = None
    when: Period | None = None
    """What moment the fact is of; left out when the source does not say."""
    figures: tuple[FigureEntry, ...] = ()


class DateEntry(Sourced):
    """When something of the attempt happened, as one source gives it. Sources may differ."""

    what: Literal["start", "end", "announced", "extended", "relaunched"]
    date: Period
    text: Text
    scope: str | None = None
    """Of which part of the attempt; left out where it is of the whole."""


class RelatedEntry(Strict):
    """Another attempt whose results bear on this one: what differs between them can be shown side by side."""

    attempt: Slug
    how: Literal["copy-of", "follow-on", "same-approach"]
    reference: Slug | None = None


class TargetEntry(Sourced):
    """What was aimed at, and what came of it where that is known."""

    text: Text
    figures: tuple[FigureEntry, ...] = ()
    result: str | None = None


class FindingEntry(Sourced):
    """One reported result."""

    kind: FindingKind
    outcome: Text
    outcome_slug: OutcomeSlug
    direction: Direction
    text: Text
    population: str | None = None
    populations: tuple[PopulationSlug, ...] = ()
    place: str | None = None
    when: Period | None = None
    comparator: str | None = None
    figures: tuple[FigureEntry, ...] = ()
    design: str | None = None


class LessonEntry(Sourced):
    """What helped, what hindered, or what follows."""

    kind: LessonKind
    theme: ThemeSlug
    view: View
    text: Text


class CostEntry(Sourced):
    """What it cost, for what unit, and who paid."""

    text: Text
    per: Literal["participant", "outcome", "total", "other"]
    figures: tuple[FigureEntry, ...] = ()
    paid_by: str | None = None


class EvidenceEntry(Strict):
    """Design and levels as compiled: scheme and edition to step. A machine or a reader may cap them."""

    design: Text
    levels: dict[Slug, str] = Field(default_factory=dict)
    reason: str | None = None


class Name(Strict):
    """A CSL name: a person, or an organisation as ``literal``."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Name:
        if bool(self.literal) == bool(self.family):
            raise ValueError("a name is either family (and given) or literal")
        return self


class ReferenceEntry(Strict):
    """The underlying source, in CSL terms, with what a reader must know of it."""

    id: Slug
    type: Text
    """CSL type: ``article-journal``, ``report``, ``webpage`` …"""
    title: Text
    title_described: bool = False
    """True where the source shows no title and ours is a description: never set in quotation marks."""
    author: tuple[Name, ...] = ()
    publisher: str | None = None
    container_title: str | None = Field(default=None, alias="container-title")
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    number: str | None = None
    issued: Date | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, alias="URL"
    )
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,}/\S+$")] | None = Field(
        default=None, alias="DOI"
    )
    document_type: DocumentTypeSlug
    interest: InterestSlug
    mirror: bool = False
    """True where the address is a copy, not the publisher's own."""
    note: str | None = None


class NoteMatter(Strict):
    """The front matter."""

    id: Slug
    title: Text
    areas: tuple[AreaSlug, ...] = Field(min_length=1)
    kind: KindSlug
    kind_stated: str | None = None
    status: Literal["running", "ended", "closed-early", "unknown"]
    why_ended: str | None = None
    who: tuple[WhoEntry, ...] = Field(min_length=1)
    where: Text
    countries: tuple[CountrySlug, ...] = ()
    start: Date | None = None
    end: Date | None = None
    period_note: str | None = None
    dates: tuple[DateEntry, ...] = ()
    """Dates as the sources give them, each with its own reference; ``start`` and ``end`` are what we go by."""
    population: Text
    populations: tuple[PopulationSlug, ...] = ()
    related: tuple[RelatedEntry, ...] = ()
    what: Text
    problems: tuple[ProblemEntry, ...] = ()
    targets: tuple[TargetEntry, ...] = ()
    findings: tuple[FindingEntry, ...] = ()
    lessons: tuple[LessonEntry, ...] = ()
    costs: tuple[CostEntry, ...] = ()
    evidence: EvidenceEntry
    references: tuple[ReferenceEntry, ...] = Field(min_length=1)
    reviewed_by: str | None = None
    reviewed_on: Date | None = None

    @model_validator(mode="after")
    def _reviewed_whole(self) -> NoteMatter:
        if bool(self.reviewed_by) != bool(self.reviewed_on):
            raise ValueError("reviewed_by and reviewed_on belong together")
        if self.reviewed_by is not None and (fault := people.fault_of(self.reviewed_by.strip())):
            raise ValueError(f"reviewed_by: {fault}; a person's name is accepted")
        return self


class Note(NoteMatter):
    """A whole note: its front matter and its body."""

    body: str = ""

    def reference(self, reference_id: str | None) -> ReferenceEntry | None:
        """The reference of that id; null for null."""
        return next((r for r in self.references if r.id == reference_id), None)
