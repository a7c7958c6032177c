"""Words for how something was studied: levels, designs, and what a document says of them.

Pure functions from values to plain text, from a level alone: a standard that a person adds is said like
any other. The rest of the words are ``kb.wording``'s, which offers these too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kb import standards, vocab
from kb.evidence import STRONGEST_FIRST, WITHOUT_DESIGN, DesignFact
from kb.models import Attempt, Level

NESTA, MARYLAND = "nesta-2013", "sms-wwg-2016"
"""The two that speak for a design where no design is known."""

EQUIVALENT = "approximately equivalent, not official"
"""Said wherever levels of several schemes stand side by side."""

DESIGN_BY_MARYLAND: Mapping[int, str] = {
    5: "Randomised",
    4: "Natural experiment",
    3: "Comparison group",
}
DESIGN_BY_NESTA: Mapping[int, str] = {
    5: "Comparison group",
    4: "Comparison group",
    3: "Comparison group",
    2: "Data on users, no comparison group",
    1: "Account of what was done",
}
"""In plain words, what a level says of how something was studied. Where two schemes differ, the lower
one speaks."""

STRENGTH_OF_DESIGN: Mapping[str, int] = {
    "rct": 6,
    **dict.fromkeys(("rdd", "iv", "its", "synthetic-control"), 5),
    **dict.fromkeys(("did", "panel", "matching"), 4),
    "systematic-review": 3,
    **dict.fromkeys(("controls-only", "pre-post"), 2),
}
"""For sorting, on the scale of ``design_of``; every other design is 1, and no study at all 0."""

WITHOUT_DESIGN_WORDS: Mapping[str, str] = {
    "protocol": "Plan of a study",
    "cited-only": "Tells of studies by others",
    "programme-description": "Account of what was done",
}
"""What a document without a study of its own is called."""

FACT_STATUS_WORDS: Mapping[str, str] = {
    "done": "done",
    "planned": "planned, not done",
    "negated": "said not to have been done",
    "hypothetical": "only supposed, not done",
    "recommended": "recommended, not done",
    "definitional": "explained, not done",
    "none": "told",
}
FACT_OWNER_WORDS: Mapping[str, str] = {
    "this": "of this study",
    "cited": "of a study it cites",
    "included-in-review": "of a study it reviews",
    "none": "of no study in particular",
}

NOTHING_STATED = "No level stated"


def design(slug: str) -> str:
    """A design, or what a document without one is called, in plain words."""
    return WITHOUT_DESIGN_WORDS.get(slug) or vocab.load("design-facts").label_of(slug)


def fact_status(slug: str) -> str:
    """Whether something was done: ``planned, not done``."""
    return FACT_STATUS_WORDS.get(slug, slug)


def fact_owner(slug: str) -> str:
    """Whose study it is: ``of a study it cites``."""
    return FACT_OWNER_WORDS.get(slug, slug)


def fact(one: DesignFact) -> str:
    """What a sentence tells, whether it was done and whose it is: ``Randomised · planned, not done · of
    this study``."""
    if one.aspect is None:
        name = design(one.fact)
    else:
        name = vocab.load("design-aspects").label_of(one.aspect)
    return " · ".join((name, fact_status(one.status), fact_owner(one.owner)))


def design_of(levels: Mapping[str, Level], known: str | None = None) -> tuple[int, str]:
    """How strongly something was studied (for sorting, higher is stronger) and in plain words.

    ``known`` is the slug of a design that was read or judged; without one, the levels speak.
    """
    if known in STRONGEST_FIRST:
        return STRENGTH_OF_DESIGN.get(known, 1), design(known)
    if known in WITHOUT_DESIGN:
        return 0, design(known)
    nesta, maryland = (levels[s].rank if s in levels else None for s in (NESTA, MARYLAND))
    if nesta is not None and nesta <= 2:
        return nesta, DESIGN_BY_NESTA[nesta]
    if maryland is not None and maryland in DESIGN_BY_MARYLAND:
        return maryland + 1, DESIGN_BY_MARYLAND[maryland]
    if nesta is not None:
        return 4, DESIGN_BY_NESTA[nesta]
    return 0, NOTHING_STATED


def level(levels: Mapping[str, Level], scheme: str | None = None, known: str | None = None) -> str:
    """A level chip: plain design first, then the step of the scheme (Nesta where none is named), then whose
    word it is."""
    scheme = scheme or NESTA
    words = design_of(levels, known)[1]
    held = levels.get(scheme)
    if held is None:
        return words
    said = _step(held, scheme)
    if words == NOTHING_STATED:
        return f"{said[:1].upper()}{said[1:]} · {held.basis}"
    return f"{words} · {said} · {held.basis}"


def step(held: Level, scheme: str = "") -> str:
    """A level on its own, with its edition: ``Nesta 3 of 5 (2013), the most one study can have``; where
    there is none, why: ``no Nesta level (2013): it reviews studies by others``."""
    said = _step(held, scheme, with_edition=True)
    if held.level is None and held.why_not_higher:
        said += f": {_lowered(held.why_not_higher[0])}"
    return said


def side_by_side(levels: Mapping[str, Level], schemes: Sequence[str]) -> str | None:
    """Levels of several schemes in one line, and that they are no official equivalents."""
    told = [step(levels[scheme], scheme) for scheme in schemes if scheme in levels]
    if not told:
        return None
    return "; ".join(told) + (f": {EQUIVALENT}" if len(told) > 1 else "")


def strongest(attempts: Iterable[Attempt]) -> str | None:
    """The strongest design among ``attempts`` in plain words; null where none states a level."""
    best = max((design_of(a.levels) for a in attempts), default=(0, ""))
    return best[1] if best[0] else None


def _step(given: Level, scheme: str, with_edition: bool = False) -> str:
    held = _named(given, scheme)
    edition = f" ({held.edition})" if with_edition and held.edition else ""
    if held.level is None:
        return f"no {held.scheme_label} level{edition}"
    aside = f", {held.aside}" if held.aside else ""
    if held.steps and held.level == str(held.rank):
        return f"{held.scheme_label} {held.rank} of {held.steps}{edition}{aside}"
    ticks = ", ".join(slug.replace("-", " ") for slug in held.held)
    said = ticks or _lowered(held.label) or held.level
    return f"{held.scheme_label}{edition}: {said}{aside}"


def _named(held: Level, scheme: str) -> Level:
    """A level with the words of its standard, where it was made without them."""
    if held.scheme_label:
        return held
    slug = held.scheme or scheme
    standard = standards.load().get(slug)
    if standard is None:
        return replace(held, scheme=slug, scheme_label=slug)
    found = standard.step(held.level) if held.level is not None else None
    return replace(
        held,
        scheme=slug,
        scheme_label=standard.short,
        edition=standard.edition,
        label=found.label if found else held.label,
        aside=found.aside if found else held.aside,
        steps=len(standard.ladder) or None,
    )


def _lowered(words: str) -> str:
    """For the middle of a sentence: what is written in capitals stays so, and no full stop."""
    said = words.removesuffix(".")
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]
