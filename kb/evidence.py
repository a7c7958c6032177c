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
    """Design facts that are done and this study's."""
    aspects: Mapping[str, float]
    """Lifts, lowers and attributes that hold, with the number that matters (months, percent, n); 1
    where there is none. The number nearest to a lower level is kept: fewest months, most attrition."""


def profile(reading_design: str, facts: Iterable[DesignFact]) -> Profile:
    """The profile of a document from its facts."""
    held = [fact for fact in facts if fact.counts]
    aspects: dict[str, float] = {}
    for fact in held:
        if fact.aspect is None:
            continue
        number = next(
            (
                float(fact.detail[key])
                for key in ("months", "percent", "n", "sites")
                if isinstance(fact.detail.get(key), int | float)
            ),
            1.0,
        )
        most = fact.fact == "lower"
        known = aspects.get(fact.aspect)
        if known is None or (number > known if most else number < known):
            aspects[fact.aspect] = number
    designs = frozenset(f.fact for f in held if f.fact in STRONGEST_FIRST)
    return Profile(reading_design, designs, dict(sorted(aspects.items())))


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
