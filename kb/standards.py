"""Evidence standards as data: one TOML file a standard, with its steps and how they follow from facts.

To add a standard, add ``<slug>.toml`` to ``kb/vocab/standards`` or, without touching the package, to
``<home>/vocab/standards``; it then shows up wherever standards are listed. Which level a document has is
``kb.levels``'; reading the files is ``kb.standards_file``'s. Nothing here is a branch on a scheme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from kb.errors import UnknownName

Kind = Literal["ladder", "ticks", "dimensions", "form"]
"""``ladder``: steps in an order. ``ticks``: each holds or not. ``dimensions``: aspects that are never
added up. ``form``: people fill it in; nothing is derived."""

Scope = Literal["attempt", "outcome", "document"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so, over names that hold and their numbers. Empty parts ask nothing.

    Names are designs (``rct``), what a document without one is called (``protocol``), aspects
    (``attrition``), ``planned:rct`` (planned only), ``planned`` (any), ``direction:no-effect``. The
    number of a name that is told without one is 0, and 0 never satisfies a bound: where it is not
    known how much, the lower step is taken.
    """

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at_least: Mapping[str, float] = field(default_factory=dict)
    at_most: Mapping[str, float] = field(default_factory=dict)
    """A name that does not hold satisfies this; one that holds without a number does not."""

    def holds(self, names: Mapping[str, float]) -> bool:
        """Whether ``names`` satisfy every part."""
        return (
            (not self.any or any(name in names for name in self.any))
            and all(name in names for name in self.all)
            and not any(name in names for name in self.none)
            and all(names.get(name, 0.0) >= least for name, least in self.at_least.items())
            and all(
                name not in names or 0 < names[name] <= most for name, most in self.at_most.items()
            )
        )

    @property
    def asks_for(self) -> frozenset[str]:
        """Names whose presence helps to satisfy it: what a quote has to be about to be its reason."""
        return frozenset((*self.any, *self.all, *self.at_least))


@dataclass(frozen=True, slots=True)
class Step:
    """One level, tick or dimension of a standard."""

    slug: str
    label: str
    definition: str
    rank: int | None = None
    """1 is the weakest; null for what stands outside the order (``ne``) and where there is none."""
    aside: str = ""
    """What a chip adds to it: ``the most one study can have``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a step holds. In a ladder the first rule that holds decides; ticks take every one."""

    step: str | None
    """Null: nothing is rated, for this reason."""
    when: Condition
    reason: str
    """A sentence: why it holds where no quote can say so, or why nothing is rated."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What is said under why not higher, when its condition holds: quotes if there are, else a sentence."""

    step: str | None
    """The step that is out of reach because of it; null: said whatever the step (a flag)."""
    when: Condition
    text: str
    quotes: tuple[str, ...] = ()
    """Aspects whose quotes say it in the document's own words."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be linked before a person may judge something at a step."""

    step: str
    when: Condition
    """Over the names of ``kb.levels.Linked``."""
    text: str
    """What it is, as the object of "needs": ``an evaluation by a body other than the deliverer``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a form: what people say about one reason or criterion."""

    slug: str
    label: str
    definition: str
    accepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """A rating of what something costs a unit."""

    rating: int
    label: str
    up_to: float | None = None
    """The highest amount of this rating; null for the last."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One published standard of evidence in one edition."""

    slug: str
    label: str
    short: str
    """The name on a chip."""
    edition: str
    kind: Kind
    source: str
    """Address where it is published."""
    scope: Scope
    """What a level belongs to."""
    unrated: str
    """Why nothing is rated where no rule holds."""
    steps: tuple[Step, ...]
    shown: bool = False
    """Whether the app parades it; the others are reachable."""
    areas: tuple[str, ...] = ()
    """Areas where it is paraded; empty for all."""
    machine_ceiling: str | None = None
    """The step above which nothing is placed without a named person; null: all can be derived."""
    note: str = ""
    rules: tuple[Rule, ...] = ()
    lacks: tuple[Lack, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    entries: tuple[Entry, ...] = ()
    costs: tuple[Cost, ...] = ()

    @property
    def is_ordered(self) -> bool:
        """Whether its steps can be compared."""
        return self.kind == "ladder"

    @property
    def ladder(self) -> tuple[Step, ...]:
        """Steps with a rank, weakest first."""
        ranked = [step for step in self.steps if step.rank is not None]
        return tuple(sorted(ranked, key=lambda step: step.rank or 0))

    @property
    def full_label(self) -> str:
        """Its name with its edition."""
        return f"{self.label}, {self.edition}"

    def step(self, slug: str) -> Step | None:
        """The step of a slug, or nothing."""
        return next((step for step in self.steps if step.slug == slug), None)

    def require(self, slug: str) -> Step:
        """The step of a slug; ``UnknownName`` says which there are."""
        step = self.step(slug)
        if step is None:
            raise UnknownName.among(f"step of {self.slug}", slug, [s.slug for s in self.steps])
        return step

    @property
    def highest_derived(self) -> int | None:
        """The rank above which nothing is shown until a named person judged it."""
        held = self.step(self.machine_ceiling) if self.machine_ceiling else None
        return held.rank if held else None

    def cost_of(self, amount: float) -> Cost | None:
        """The rating of what a unit costs; null where the standard rates no cost."""
        return next((c for c in self.costs if c.up_to is None or amount <= c.up_to), None)

    def is_shown_in(self, areas: tuple[str, ...] = ()) -> bool:
        """Whether the app parades it for what belongs to ``areas``."""
        return self.shown and (not self.areas or any(area in self.areas for area in areas))


@dataclass(frozen=True)
class Standards(Mapping[str, Standard]):
    """Every standard there is, by slug: the shown ones first, each in the order of its file."""

    by_slug: Mapping[str, Standard] = field(repr=False)

    def __getitem__(self, slug: str) -> Standard:
        return self.by_slug[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_slug)

    def __len__(self) -> int:
        return len(self.by_slug)

    def require(self, slug: str) -> Standard:
        """The standard of a slug; ``UnknownName`` offers the nearest when there is none."""
        if slug not in self.by_slug:
            raise UnknownName.among("evidence standard", slug, self.by_slug)
        return self.by_slug[slug]

    def shown(self, areas: tuple[str, ...] = ()) -> tuple[Standard, ...]:
        """Those that the app parades for what belongs to ``areas``."""
        return tuple(one for one in self.values() if one.is_shown_in(areas))

    @property
    def ladders(self) -> tuple[Standard, ...]:
        """Those that can be filtered by a step or a stronger one."""
        return tuple(one for one in self.values() if one.is_ordered)


@lru_cache(maxsize=16)
def load(extra: Path | None = None) -> Standards:
    """The shipped standards and those of ``<extra>/standards``. Read once in a process.

    ``VocabularyError`` names the file, the key and what is accepted.
    """
    from kb.standards_file import read

    return Standards(read(extra))
