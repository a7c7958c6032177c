"""What a sentence tells of a study besides its design: lifts, lowers and attributes, with numbers.

What is looked for is data (``aspects.toml``, a rationale each). Whether it was done, and in whose
study, is decided by those who read status and owner; a sentence that only names a thing in passing
("a planned follow-up") is theirs to drop.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.evidence import DesignFact, Detail, FactOwner, FactStatus


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a sentence tells. ``start`` and ``end`` are of the words that say so."""

    aspect: str
    """A slug of the design-aspects vocabulary."""
    fact: str
    """``lift``, ``lower``, or ``none`` for an attribute."""
    start: int
    end: int
    rule: str
    """Name of the rule, without version: ``attrition.percent-lost``."""
    detail: Detail = field(default_factory=dict)
    status: FactStatus | None = None
    """Set where the rule itself knows ("no follow-up was possible"); else the sentence decides."""
    owner: FactOwner | None = None


def told(text: str, start: int = 0, end: int | None = None) -> tuple[Told, ...]:
    """What the sentence ``text[start:end]`` tells; offsets are those of ``text``."""
    return ()


def facts(
    text: str,
    start: int,
    end: int,
    *,
    status: FactStatus,
    owner: FactOwner,
    section: str = "",
    weight: float = 1.0,
    contrast: int = 0,
    version: str = "designs-1",
) -> tuple[DesignFact, ...]:
    """What the sentence tells as facts of a document, given its status and its owner.

    Attributes are ``fact`` none, done and this study's; they are left out where the sentence is of
    another study or was not done.
    """
    return ()
