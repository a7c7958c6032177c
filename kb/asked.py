"""What a question asks besides its topic: who was never evaluated, what failed, what it cost.

Cues are data (``asked.toml``), each with its reason. They move attempts up that have the fact; they
never decide whether there is an answer, except for questions about the register itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from sqlalchemy import Connection, select

from kb import levels
from kb.catalogue import tables as t
from kb.catalogue.narrow_shown import attempt_ranks
from kb.catalogue.shown import Shown, look
from kb.errors import VocabularyError
from kb.standards import Standards

BOOST = 0.1
"""What a fact that is asked for adds to an attempt's score, which runs from 0 to 1."""

_REGISTER = re.compile(
    r"\bwhich (of the |of these )?(attempts|programmes|programs|projects|schemes|initiatives|trials|"
    r"interventions|partnerships|services)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Facts asked for, and whether the question is about the register: which attempts have them."""

    facts: tuple[str, ...]
    is_register: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that ask for a fact."""

    fact: str
    pattern: re.Pattern[str]
    why: str


def read(question: str) -> Asked:
    """What ``question`` asks for."""
    words = question.casefold()
    facts = tuple(cue.fact for cue in cues() if cue.pattern.search(words))
    # A register question has no topic of its own: "which attempts were never evaluated?"
    is_register = "weak-evidence" in facts and bool(_REGISTER.search(words))
    return Asked(facts, is_register)


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    """The cues of ``asked.toml``."""
    table = tomllib.loads(resources.files("kb").joinpath("asked.toml").read_text("utf-8"))
    made = []
    for i, raw in enumerate(table["cue"], start=1):
        if raw["fact"] not in FACTS:
            raise VocabularyError(
                f"read kb/asked.toml: [[cue]] {i}: fact {raw['fact']!r}; accepted: {', '.join(FACTS)}"
            )
        pattern = re.compile(r"\b(" + "|".join(raw["words"]) + r")\b")
        made.append(Cue(raw["fact"], pattern, raw["why"]))
    return tuple(made)


def having(connection: Connection, fact: str, standards: Standards | None = None) -> frozenset[str]:
    """Ids of the attempts that have a fact. Levels are those of ``standards``; without them, of the
    shipped ones."""
    return FACTS[fact](look(connection, standards))


def _weak_evidence(shown: Shown) -> frozenset[str]:
    """Nothing above an account of impact (Nesta 1), or no level at all."""
    ranks = attempt_ranks(shown, levels.DEFAULT)
    return frozenset(attempt for attempt, rank in ranks.items() if (rank or 0) <= 1)


def _strong_evidence(shown: Shown) -> frozenset[str]:
    ranks = attempt_ranks(shown, levels.DEFAULT)
    return frozenset(a for a, rank in ranks.items() if (rank or 0) >= levels.NESTA_UNCONFIRMED)


def _with_finding(*directions: str) -> Callable[[Shown], frozenset[str]]:
    def found(shown: Shown) -> frozenset[str]:
        query = select(t.findings.c.attempt_id).where(t.findings.c.direction.in_(directions))
        return frozenset(a for a in shown.connection.execute(query).scalars() if a)

    return found


def _with_cost(shown: Shown) -> frozenset[str]:
    query = select(t.attempts.c.id, t.attempts.c.costs)
    stated = {row.id for row in shown.connection.execute(query) if row.costs}
    findings = select(t.findings.c.attempt_id).where(t.findings.c.kind == "cost")
    return frozenset(stated | {a for a in shown.connection.execute(findings).scalars() if a})


def _ended(shown: Shown) -> frozenset[str]:
    query = select(t.attempts.c.id).where(
        (t.attempts.c.status == "closed-early") | t.attempts.c.why_ended.is_not(None)
    )
    return frozenset(shown.connection.execute(query).scalars())


FACTS: Mapping[str, Callable[[Shown], frozenset[str]]] = {
    "weak-evidence": _weak_evidence,
    "strong-evidence": _strong_evidence,
    "no-benefit": _with_finding("no-effect", "negative"),
    "harm": _with_finding("negative"),
    "cost": _with_cost,
    "ended": _ended,
}
