"""What several people's words about one field come to. Values only; it asks no database.

Everybody's latest word stays and is shown. Where people of this base differ, the cautious word counts
until one of them agrees; people from elsewhere count only where nobody here has spoken.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from kb import vocab
from kb.catalogue import suggestions, verdicts_accounts
from kb.catalogue.judgements import INTEREST, LEVEL, TYPE, Judgement, moment
from kb.errors import UnknownName, UsageError
from kb.evidence import NUMBER_OF, STRONGEST_FIRST, DesignFact, FactOwner, FactStatus

ACCEPTED, EDITED, DECLINED = "accepted", "edited", "declined"

VOCABULARY_OF: Mapping[str, str] = {
    "area": "areas",
    "type": "document-types",
    "interest": "interests",
}
"""Suggestions that are one slug, and the list it comes from; edited by ``value``."""
EDITABLE: Mapping[str, tuple[str, ...]] = {
    "design": ("fact", "status", "owner", "aspect", "detail"),
    **dict.fromkeys(VOCABULARY_OF, ("value",)),
    **verdicts_accounts.EDITABLE,
    **dict.fromkeys(suggestions.DERIVED, ()),
}
"""By kind of suggestion, what a person may set otherwise."""
NEITHER: Mapping[str, str] = {TYPE: "other", INTEREST: "unknown"}
"""What a document is where the suggestion was declined and nobody said better."""
LEAST_FIRST: Mapping[str, tuple[str, ...]] = {
    TYPE: ("press-release", "blog", "web-page", "news", "presentation", "other"),
    INTEREST: ("deliverer", "funder", "unknown", "journalist", "evaluator", "independent"),
}
"""Which of two values promises less; one that is not named promises most."""


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement and what it comes to: a fact, a slug, a step; null where it declines."""

    judgement: Judgement
    value: Any


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people decided of one field: the latest word of each, the earliest first, and what counts."""

    said: tuple[Said, ...]
    counts: Said

    @property
    def differ(self) -> bool:
        """Whether people who are heard say different things."""
        return any(one.value != self.counts.value for one in _heard(self.said))


def verdict(name: str, said: Iterable[Said]) -> Verdict:
    """The verdict on the field ``name``."""
    some = tuple(said)
    if len(some) == 1:
        return Verdict(some, some[0])
    latest: dict[tuple[str, str], Said] = {}
    for one in sorted(some, key=lambda one: str(moment(one.judgement.at))):
        latest.pop(one.judgement.person, None)
        latest[one.judgement.person] = one
    words = tuple(latest.values())
    return Verdict(words, min(_heard(words), key=lambda one: _caution(name, one)))


def _heard(said: tuple[Said, ...]) -> tuple[Said, ...]:
    return tuple(one for one in said if one.judgement.origin is None) or said


def name_of(judgement: Judgement) -> str:
    """Who decided, for people; those of another base are told as such."""
    if judgement.origin is None:
        return judgement.who
    return f"{judgement.who} (in another base, {judgement.origin[:8]})"


def _caution(name: str, one: Said) -> tuple[float, int]:
    if one.value is None:
        about = one.judgement.value.get("about") or {}
        return verdicts_accounts.declined_strength(str(about.get("kind"))), 0
    return caution(name, one.value)


def caution(name: str, value: Any) -> tuple[float, int]:
    """Sorts what claims least first."""
    if name in LEAST_FIRST:
        order = LEAST_FIRST[name]
        return (order.index(value) if value in order else len(order)), 0
    if name.startswith(LEVEL):
        return (value.get("rank") or 0), len(value.get("held") or ())
    return strength(value), int(value is not None)


def strength(value: Any) -> float:
    """How much a fact speaks for a study: below nothing what denies or weakens it, nothing what is not done."""
    claimed = verdicts_accounts.strength(value)
    if claimed is not None:
        return claimed
    if not isinstance(value, DesignFact) or value.owner != "this":
        return 0.0
    if value.fact in STRONGEST_FIRST:
        height = 10.0 * (len(STRONGEST_FIRST) - STRONGEST_FIRST.index(value.fact))
        return {"done": height, "negated": -height}.get(value.status, 0.0)
    if not value.counts:
        return 0.0
    told = value.detail.get(NUMBER_OF.get(value.aspect or "", ""), 1.0)
    number = abs(float(told)) if isinstance(told, int | float) else 1.0
    size = number / (1.0 + number)  # orders numbers of one aspect without outweighing a design
    return -1.0 - size if value.fact == "lower" else 1.0 + size


# --- decisions about suggestions ----------------------------------------------------------------


def outcome(decision: str, changes: Mapping[str, Any], about: Mapping[str, Any]) -> Any:
    """What a decision about a suggestion's row comes to: null where it is declined."""
    if decision == DECLINED:
        return None
    if about["kind"] == "design":
        return replace(suggestions.fact(about), **changes)
    if about["kind"] in verdicts_accounts.EDITABLE:
        return verdicts_accounts.changed(about, changes)
    return changes.get("value", about["value"])


def check_changes(kind: str, changes: Mapping[str, Any]) -> None:
    """Refuse to set what there is not, or to a value that is in no list."""
    if not EDITABLE[kind]:
        raise UsageError(
            f"edit: a suggestion of kind {kind} follows from the words; accepted: accept or decline"
        )
    for name, value in changes.items():
        if name not in EDITABLE[kind]:
            raise UnknownName.among(f"field of a suggestion of kind {kind}", name, EDITABLE[kind])
        if name == "detail":
            _check_detail(value)
        elif kind in verdicts_accounts.EDITABLE:
            verdicts_accounts.check(kind, name, value)
        elif name == "aspect" and value is None:
            continue
        elif not isinstance(value, str):
            raise UsageError(f"set {name}: {value!r:.40} is no text; a slug is accepted")
        elif name in _CLOSED:
            if value not in _CLOSED[name]:
                raise UnknownName.among(name, value, _CLOSED[name])
        else:
            vocab.load(_VOCABULARIES.get(name) or VOCABULARY_OF[kind]).require(value)


_CLOSED: Mapping[str, tuple[str, ...]] = {
    "status": get_args(FactStatus),
    "owner": get_args(FactOwner),
}
_VOCABULARIES: Mapping[str, str] = {"fact": "design-facts", "aspect": "design-aspects"}


def _check_detail(value: Any) -> None:
    if not isinstance(value, dict):
        raise UsageError(f"set detail: {value!r:.40}; accepted: names with a number or a text each")
    for name, told in value.items():
        number = isinstance(told, int | float) and math.isfinite(told)
        if not (isinstance(told, bool | str) or number) or len(str(told)) > 1000:
            raise UsageError(
                f"set {name}: {told!r:.40}; accepted: a number, a truth value or a short text"
            )
