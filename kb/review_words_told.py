"""Words for what documents tell, as ``review_words`` has them for the rest. Values to plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kb import vocab

KINDS: Mapping[str, str] = {
    "finding": "What was found",
    "lesson": "What was learned",
    "programme": "About the programme",
    "problem": "About the problem",
    "quote": "Our note and its original",
}
ASPECTS: Mapping[str, str] = {
    "name": "Name",
    "organisation": "Organisation",
    "place": "Place",
    "period": "Period",
    "status": "Status",
    "why-ended": "Why it ended",
    "population": "For whom",
    "target": "Target",
    "cost": "Cost",
    "activity": "What was done",
    "size": "How large it is",
    "who": "Whom it meets",
    "where": "Where",
    "trend": "How it moves",
}
STATES: Mapping[str, str] = {
    "agrees": "its words are close, and every number agrees",
    "differs": "it says so with other numbers",
    "not-found": "it was not found there",
}

Detail = Mapping[str, Any]


def suggested(kind: str, value: str, detail: Detail) -> str:
    """What a suggestion says: ``Effect against a comparison: in work after a year, favours the attempt``."""
    return _SAID[kind](value, detail)


def _finding(value: str, detail: Detail) -> str:
    slug = detail.get("outcome_slug")
    measured = vocab.load("outcomes").label_of(slug) if slug else "no outcome of the list"
    parts = [
        f"{_label('finding-kinds', detail.get('kind'))}: {detail.get('outcome')} ({measured})",
        _label("directions", value).lower(),
    ]
    if detail.get("comparator"):
        parts.append(f"against {detail['comparator']}")
    people = [_label("populations", one) for one in detail.get("populations") or ()]
    if people:
        parts.append(f"for {', '.join(people)}")
    return "; ".join(parts)


def _lesson(value: str, detail: Detail) -> str:
    theme = _label("themes", detail["theme"]) if detail.get("theme") else "no theme of the list"
    view = _label("views", detail.get("view")).lower()
    return f"{_label('lesson-kinds', value)}: {theme}; as {view} see it"


def _programme(value: str, detail: Detail) -> str:
    told = detail.get("detail") or {}
    more = ", ".join(f"{name} {said}" for name, said in told.items())
    return f"{ASPECTS.get(value, value)}: {detail.get('value')}" + (f" ({more})" if more else "")


def _problem(value: str, detail: Detail) -> str:
    aspect = "What it costs" if value == "cost" else ASPECTS.get(value, value)
    said = f"{aspect}: {_label('areas', detail.get('area'))}"
    return f"{said}, {detail['when']}" if detail.get("when") else said


def _quote(value: str, detail: Detail) -> str:
    state = str(detail.get("state"))
    told = f"Our {detail.get('statement') or 'statement'}"
    if detail.get("attempt"):
        told += f" on {detail['attempt']}"
    others = [
        f"{one.get('text')} is {one.get('says')} there"
        for one in detail.get("numbers") or ()
        if isinstance(one, Mapping) and one.get("says")
    ]
    said = "; ".join([STATES.get(state, state), *others])
    return f"{told}: {detail.get('text') or 'it'} In the original: {said}"


def _label(name: str, slug: Any) -> str:
    return vocab.load(name).label_of(str(slug))


_SAID: Mapping[str, Callable[[str, Detail], str]] = {
    "finding": _finding,
    "lesson": _lesson,
    "programme": _programme,
    "problem": _problem,
    "quote": _quote,
}
