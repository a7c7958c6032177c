"""Words for suggestions and judgements, the same in the terminal and on a screen. Values to plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb import review_words_told, vocab
from kb.catalogue.judgements import DECISION, LEVEL, Judgement
from kb.catalogue.verdicts import VOCABULARY_OF

DIFFER = "They differ, so the cautious word counts until one of them agrees."

STATUSES: Mapping[str, str] = {
    "done": "done",
    "planned": "planned",
    "negated": "said not to be so",
    "hypothetical": "hypothetical",
    "recommended": "recommended",
    "definitional": "explained in general",
    "none": "status not clear",
}
OWNERS: Mapping[str, str] = {
    "this": "by this study",
    "cited": "by a study it cites",
    "included-in-review": "by a study that it reviews",
    "none": "by whom is not clear",
}
KINDS: Mapping[str, str] = {
    "design": "How it was studied",
    "type": "What it is",
    "interest": "Who wrote it",
    "area": "Challenge area",
    **review_words_told.KINDS,
}


def suggested(
    kind: str,
    value: str,
    status: str | None = None,
    owner: str | None = None,
    aspect: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> str:
    """What a suggestion says: ``Randomised, done by this study``; ``Follow-up (months 12)``."""
    if kind in review_words_told.KINDS:
        return review_words_told.suggested(kind, value, detail or {})
    if kind != "design":
        return vocab.load(VOCABULARY_OF[kind]).label_of(value)
    label = vocab.load("design-aspects").label_of(aspect) if aspect else ""
    label = label or vocab.load("design-facts").label_of(value)
    numbers = _numbers(detail)
    said = f"{label} ({numbers})" if numbers else label
    how = " ".join(
        words for words in (STATUSES.get(status or ""), OWNERS.get(owner or "")) if words
    )
    return f"{said}, {how}" if how else said


def decision(judgement: Judgement) -> str:
    """What a person decided, in a line."""
    value = judgement.value
    if judgement.undoes:
        return f"took back {judgement.undoes[:8]}"
    if judgement.field == DECISION:
        changes = _numbers(value.get("set"), ": ")
        said = f"{value.get('decision')} {_about(value.get('about'))}"
        return f"{said} ({changes})" if changes else said
    of_link = _link(judgement)
    if of_link:
        return of_link
    if judgement.field.startswith(LEVEL):
        placed = value.get("is")
        step = placed.get("step") if isinstance(placed, dict) else placed
        return f"{judgement.field.removeprefix(LEVEL)}: {step or 'no step'}"
    return f"{judgement.field}: {value.get('is')}"


def _link(judgement: Judgement) -> str:
    """What was decided of studies, in a line; empty for anything else."""
    value, name = judgement.value, judgement.field
    if judgement.about_kind == "document" and name == "split":
        return "tells of another study than those it was linked with"
    if judgement.about_kind == "document" and name.startswith("study:"):
        said = "one study" if value.get("is") == "one" else "two studies"
        return f"with {name.removeprefix('study:')[:8]}: {said}"
    if judgement.about_kind == "attempt" and name.startswith("document:"):
        said = "is" if value.get("is") == "attached" else "is not"
        return f"the study of {name.removeprefix('document:')[:8]} {said} one of it"
    return ""


def _numbers(told: Any, between: str = " ") -> str:
    """``n 65, arm attempt``: names with what is said of each."""
    if not isinstance(told, Mapping):
        return ""
    return ", ".join(f"{name}{between}{_said(said)}" for name, said in told.items())


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return _numbers(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "none"
    return "none" if value is None else str(value)


def _about(about: Any) -> str:
    if not isinstance(about, dict) or about.get("kind") not in KINDS:
        return "a suggestion"
    told = about.get("detail")
    if about["kind"] in review_words_told.KINDS:
        detail = told if isinstance(told, dict) else {}
        return review_words_told.suggested(about["kind"], str(about.get("value")), detail)
    told = told if isinstance(told, dict) and about["kind"] == "design" else {}
    numbers = told.get("detail")
    return suggested(
        about["kind"],
        str(about.get("value")),
        told.get("status"),
        told.get("owner"),
        told.get("aspect"),
        numbers if isinstance(numbers, dict) else None,
    )
