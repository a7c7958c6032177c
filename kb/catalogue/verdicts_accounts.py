"""What people may set otherwise in what a document tells, and which of their words claims least.

Values only; it asks no database. What several people's words come to is ``verdicts``'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

from kb import vocab
from kb.accounts import ProblemFact, ProgrammeFact, ToldFinding, ToldLesson
from kb.catalogue import suggestions_accounts as rows
from kb.errors import UnknownName, UsageError
from kb.models import Direction, FindingKind, LessonKind, ProblemAspect, View

EDITABLE: Mapping[str, tuple[str, ...]] = {
    "finding": (
        "kind", "direction", "outcome", "outcome_slug", "comparator", "population", "populations",
        "place", "when",
    ),
    "lesson": ("kind", "theme", "view"),
    "programme": ("value", "detail"),
    "problem": ("area", "aspect", "population", "place", "when"),
}  # fmt: skip
"""By kind of suggestion, what a person may set otherwise."""
NULLABLE = frozenset({"outcome_slug", "comparator", "population", "place", "when", "theme"})
"""What may be set to nothing."""
LISTS = frozenset({"populations"})
"""Fields that hold several slugs."""
CLOSED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("finding", "kind"): get_args(FindingKind),
    ("finding", "direction"): get_args(Direction),
    ("lesson", "kind"): get_args(LessonKind),
    ("lesson", "view"): get_args(View),
    ("problem", "aspect"): get_args(ProblemAspect),
}
"""By kind of suggestion and field: its closed list."""
VOCABULARIES: Mapping[str, str] = {
    "outcome_slug": "outcomes",
    "populations": "populations",
    "theme": "themes",
    "area": "areas",
}
"""Fields that are slugs of a vocabulary."""
LONGEST = 1000
"""Characters of a text that a person sets."""
_WHEN = re.compile(r"\d{4}(-\d{2}){0,2}(/(\d{4}(-\d{2}){0,2})?)?")

_DIRECTIONS = ("unclear", "mixed", "no-effect", "negative", None, "positive")
_FINDINGS = ("forecast", "experience", "delivery", "cost", "change", "effect")
_LESSONS = ("hindered", None, "implication", "helped")
_VIEWS = ("deliverer", "participant", "other", "evaluator")
"""Each the word that claims least first. Null is a result that was declined: where people differ whether
it is one, a favourable one is left out and one that is not favourable is kept, so that no failure goes
unseen by the word of one of two."""


def changed(about: Mapping[Any, Any], changes: Mapping[str, Any]) -> rows.Told:
    """The value of a suggestion's row with what a person set otherwise."""
    said: dict[str, Any] = {
        name: tuple(value) if name in LISTS else value for name, value in changes.items()
    }
    told: Any = rows.told_of(about)
    made: rows.Told = replace(told, **said)
    return made


def check(kind: str, name: str, value: Any) -> None:
    """Refuse to set the field ``name`` to a value that is in no list, or is none of its kind."""
    if value is None and name in NULLABLE:
        return
    if name in LISTS:
        if not isinstance(value, list):
            raise UsageError(f"set {name}: {value!r:.40}; a list of slugs is accepted")
        for one in value:
            vocab.load("populations").require(str(one))
        return
    if not isinstance(value, str) or not value.strip() or "\0" in value or len(value) > LONGEST:
        raise UsageError(
            f"set {name}: {value!r:.40}; a text of up to {LONGEST} characters is accepted"
        )
    if (kind, name) in CLOSED:
        if value not in CLOSED[kind, name]:
            raise UnknownName.among(name, value, CLOSED[kind, name])
    elif name in VOCABULARIES:
        vocab.load(VOCABULARIES[name]).require(value)
    elif name == "when" and not _WHEN.fullmatch(value):
        raise UsageError(f"set when: {value!r:.40}; 2014, 2014-03 or 2014/2016 is accepted")


def strength(value: Any) -> float | None:
    """How much a word about what a document tells claims; null where it is about something else."""
    told = _STRENGTH.get(type(value))
    return told(value) if told else None


def declined_strength(kind: str) -> float:
    """Where a declined one stands among the others of its kind."""
    if kind == "finding":
        return 10.0 * _DIRECTIONS.index(None)
    return 10.0 * _LESSONS.index(None) if kind == "lesson" else 0.0


def _of_finding(value: Any) -> float:
    return 10.0 * _DIRECTIONS.index(value.direction) + _FINDINGS.index(value.kind)


def _of_lesson(value: Any) -> float:
    return 10.0 * _LESSONS.index(value.kind) + _VIEWS.index(value.view)


def _of_fact(value: Any) -> float:
    return 1.0


_STRENGTH: Mapping[type, Callable[[Any], float]] = {
    ToldFinding: _of_finding,
    ToldLesson: _of_lesson,
    ProgrammeFact: _of_fact,
    ProblemFact: _of_fact,
}
