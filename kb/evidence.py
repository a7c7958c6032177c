"""The words of evidence as frozen values: what a document says of how something was studied.

They hold; they do not act. Reading them out of text is ``ingest.tag.designs``', deriving levels from
them ``kb.levels``'. Offsets are code points of the document's stored text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kb.models import Basis, Ground, Level

FactStatus = Literal[
    "done", "planned", "negated", "hypothetical", "recommended", "definitional", "none"
]
FactOwner = Literal["this", "cited", "included-in-review", "none"]
Detail = Mapping[str, float | int | str | bool]

STRONGEST_FIRST = (
    "rct", "rdd", "iv", "its", "synthetic-control", "did", "panel", "matching", "systematic-review",
    "controls-only", "pre-post", "value-for-money", "theory-based", "process", "qualitative",
    "post-only",
)  # fmt: skip
"""Designs in the order in which one of them names a document: the strongest that was done."""

WITHOUT_DESIGN = ("protocol", "cited-only", "programme-description")
"""What a document is called that reports no study of its own."""


@dataclass(frozen=True, slots=True)
class DesignFact:
    """One thing that a document says of how something was studied, with the sentence that says so."""

    fact: str
    """A slug of the design-facts vocabulary; ``none`` where only an ``aspect`` is told."""
    status: FactStatus
    owner: FactOwner
    quote: str
    start: int
    end: int
    rule: str
    """Rule and version: ``designs-1:rct.random-assignment``."""
    aspect: str | None = None
    """What a lift, a lower or an attribute is about: a slug of the design-aspects vocabulary."""
    detail: Detail = field(default_factory=dict)
    """Numbers and names read out of the sentence: ``{"n": 65, "arm": "attempt"}``, ``{"months": 12}``,
    ``{"percent": 46}``, ``{"registration": "ISRCTN00000000"}``, ``{"unit": "schools"}``."""
    section: str = ""
    """``abstract``, ``methods``, ``results``, ``introduction``, ``discussion`` …; empty if not known."""
    weight: float = 1.0
    """How much the section counts, 0 to 1."""
    contrast: int = 0
    """Which comparison of the document it belongs to; 0 where there is only one."""
    page: int | None = None
    page_label: str | None = None
    basis: Basis = "suggested"
    id: str = ""
    """Id of the suggestion it is kept as; empty for a document that is not in the base."""
    judged_by: str = ""
    """Of a judged fact: who decided, and from which base where that is another."""

    @property
    def counts(self) -> bool:
        """Whether it speaks for this study: done, and its own."""
        return self.status == "done" and self.owner == "this"


@dataclass(frozen=True, slots=True)
class Guess:
    """A suggested value of a closed list (document type, who wrote it), and why."""

    value: str
    reason: Ground
    rule: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Contrast:
    """One comparison of a document that reports several: its own facts, its own design."""

    number: int
    name: str
    """What it is called in the document: a heading, or the words that set it apart."""
    design: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one document about how it came to know what it says."""

    facts: tuple[DesignFact, ...]
    design: str
    """The strongest design that was done in this study (a slug of design-facts), else ``protocol``,
    ``cited-only`` or ``programme-description``."""
    contrasts: tuple[Contrast, ...] = ()
    """Where a document reports several; empty for one."""
    type: Guess | None = None
    interest: Guess | None = None
    language: str | None = None
    """ISO 639-1 of the text; null where there is too little of it."""
    note: str | None = None
    """Why nothing is proposed: ``The text is in German; …``, ``There is nothing but references.``"""
    reader: str = ""
    """Version of the rules: ``designs-1``. Facts of an older reader are read again by ``reindex``."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What levels are derived from, without the words: which designs and aspects hold for this study.

    Small and canonical, so that the catalogue can keep it a document and derive any standard, a new
    one too, from the few distinct profiles it holds.
    """

    design: str
    facts: frozenset[str]
    """Design facts that are done and this study's, and ``planned:rct`` for one that is planned. One that
    the document also denies is left out: see ``denied``."""
    aspects: Mapping[str, float]
    """Lifts, lowers and attributes that hold, with the number that matters to each; 0 where it is told
    without one. The number nearest to a lower level is kept: fewest months, most attrition."""


NUMBER_OF: Mapping[str, str] = {
    "follow-up": "months",
    "attrition": "percent",
    "uneven-attrition": "percent",
    "low-response": "percent",
    "sample": "n",
    "small-sample": "n",
    "multi-site": "sites",
}
"""Which number of a sentence a level may rest on, by aspect: not how many were lost but what share."""

NEEDS_COMPARISON = ("rct", "synthetic-control", "did", "matching")
"""Designs that no study has which says that it had nobody to compare with."""

OUTWEIGHS = 3.0
"""A denial stands unless so many times as much is said for the design, weighed by section. A short text
that says both is taken at its lower word; a long report denies many things in passing ("teachers were
not randomised, schools were")."""


def denied(facts: Iterable[DesignFact]) -> frozenset[tuple[str, int]]:
    """Designs, each with its comparison, that a document reports as done and also says were not done.

    A sentence that does both ("first without controlling for age, then with it") denies nothing.
    """
    everything = tuple(facts)
    done = [f for f in everything if f.counts and f.fact in STRONGEST_FIRST]
    said: dict[tuple[str, int], float] = {}
    for fact in done:
        place = (fact.fact, fact.contrast)
        said[place] = said.get(place, 0.0) + fact.weight
    in_one = {(f.fact, f.start, f.end) for f in done}
    against: dict[tuple[str, int], float] = {}
    for fact in everything:
        for design in _denies(fact):
            if (design, fact.start, fact.end) not in in_one:
                place = (design, fact.contrast)
                against[place] = against.get(place, 0.0) + fact.weight
    return frozenset(
        place for place in said if place in against and said[place] < OUTWEIGHS * against[place]
    )


def _denies(fact: DesignFact) -> tuple[str, ...]:
    if fact.owner != "this":
        return ()
    if fact.status == "done" and fact.aspect == "no-comparison":
        return NEEDS_COMPARISON
    return (fact.fact,) if fact.status == "negated" else ()


def profile(reading_design: str, facts: Iterable[DesignFact]) -> Profile:
    """The profile of a document, or of one of its comparisons, from its facts."""
    said = tuple(facts)
    against = denied(said)
    held = [fact for fact in said if fact.counts and (fact.fact, fact.contrast) not in against]
    designs = {fact.fact for fact in held if fact.fact in STRONGEST_FIRST}
    if reading_design in {design for design, _ in against} and reading_design not in designs:
        left = (design for design in STRONGEST_FIRST if design in designs)
        reading_design = next(left, WITHOUT_DESIGN[-1])
    designs |= {
        f"planned:{fact.fact}"
        for fact in said
        if fact.status == "planned" and fact.owner == "this" and fact.fact in STRONGEST_FIRST
    }
    return Profile(reading_design, frozenset(designs), _aspects(held))


def _aspects(held: Iterable[DesignFact]) -> dict[str, float]:
    numbers: dict[str, list[float]] = {}
    for fact in held:
        if fact.aspect is None:
            continue
        told = numbers.setdefault(fact.aspect, [])
        number = fact.detail.get(NUMBER_OF.get(fact.aspect, ""))
        if isinstance(number, int | float) and number > 0:
            told.append(float(number))
    worst = {"percent": max}
    return {
        aspect: worst.get(NUMBER_OF.get(aspect, ""), min)(told, default=0.0)
        for aspect, told in sorted(numbers.items())
    }


@dataclass(frozen=True, slots=True)
class Grade:
    """One document with what it says of how it was studied, and the ceiling each standard gives it."""

    document_id: str | None
    """Null for a document that is not in the base."""
    title: str
    type: str
    interest: str
    reading: Reading
    levels: Mapping[str, Level]
    by_contrast: Mapping[int, Mapping[str, Level]] = field(default_factory=dict)
    """Where a document reports several comparisons: the levels of each, by its number."""
    pages: int = 0
    areas: tuple[str, ...] = ()
    """Of a document in the base: its challenge areas. Some standards are shown for some areas only."""
