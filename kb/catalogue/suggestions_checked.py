"""What another base says a document tells, verified before it is taken: lists, vocabularies, figures, places.

Values and dictionaries only. The other kinds of suggestions are ``suggestions.checked``'s.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from kb import vocab
from kb.accounts import ProgrammeAspect
from kb.catalogue import suggestions_accounts as rows
from kb.catalogue.verdicts_accounts import CLOSED, VOCABULARIES
from kb.errors import UnknownName
from kb.models import (
    Arm,
    Direction,
    FigureStatus,
    Hedge,
    LessonKind,
    ProblemAspect,
)

Check = Callable[[Any], str | None]
"""What is wrong with a value; null where nothing is."""

VALUES: Mapping[str, tuple[str, ...]] = {
    "finding": get_args(Direction),
    "lesson": get_args(LessonKind),
    "programme": get_args(ProgrammeAspect),
    "problem": get_args(ProblemAspect),
}
"""What the ``value`` of each kind may be."""
LONGEST = 4000
_YEAR = re.compile(r"\d{4}")


def checked(row: dict[str, Any], layout: rows.Layout) -> tuple[dict[str, Any], str | None]:
    """A row of an account with the detail that its kind has and nothing else, and what is wrong with it."""
    kind, detail = row["kind"], row["detail"]
    if not isinstance(detail, dict):
        return row, f"detail: {detail!r:.40} found; an object is accepted"
    problem = _of_list(VALUES[kind])(row["value"]) or _misplaced(row, layout)
    if problem:
        return row, problem
    kept = {name: detail.get(name) for name in DETAILS[kind]}
    for name, check in DETAILS[kind].items():
        problem = check(kept[name])
        if problem:
            return row, f"detail: {name}: {problem}"
    if "figures" in kept:
        problem = _unsaid(detail["figures"], row["quote"])
        if problem:
            return row, f"detail: {problem}"
        kept["figures"] = [_without_defaults(one) for one in detail["figures"]]
    place = layout.place(row["start"], row["end"])
    astray = [name for name in rows.PLACE if detail.get(name) != place[name]]
    if astray:
        name = astray[0]
        return row, f"detail: {name} is {detail.get(name)!r:.40}, not {place[name]!r:.40}"
    if "nth" in detail and kind != "finding":
        kept["nth"] = detail["nth"]
        if not isinstance(kept["nth"], int) or isinstance(kept["nth"], bool) or kept["nth"] < 2:
            return row, f"detail: nth: {kept['nth']!r:.40}; a whole number from 2 is accepted"
    return {**row, "detail": {**kept, **place}}, None


def _unsaid(figures: Iterable[Mapping[str, Any]], quote: str) -> str | None:
    """A figure whose words are not those of the quote: nobody could check it."""
    unsaid = [one["text"] for one in figures if not rows.says(quote, one["text"])]
    return f"figures: {unsaid[0]!r:.40} is not in the quote" if unsaid else None


def _without_defaults(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figure.items() if _FIGURE[name][0] != value}


def _misplaced(row: Mapping[str, Any], layout: rows.Layout) -> str | None:
    if not 0 <= row["score"] <= 1:
        return f"score {row['score']!r}; 0 to 1 is accepted"
    if row["start"] == row["end"]:
        return "quote is empty: what a document tells stands on its words"
    passage = layout.passage_at(row["start"])
    if passage is None or row["passage_id"] != passage:
        return f"passage_id {row['passage_id']!r:.40} is not {passage}, in which it stands"
    return None


# --- one value ----------------------------------------------------------------------------------


def _text(value: Any) -> str | None:
    fits = isinstance(value, str) and "\0" not in value and len(value) <= LONGEST
    return None if fits else f"{value!r:.40}; a text of up to {LONGEST} characters is accepted"


def _words(value: Any) -> str | None:
    return _text(value) or (None if value.strip() else "it is empty; words are accepted")


def _null_or(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _of_list(accepted: tuple[str, ...]) -> Check:
    known = frozenset(accepted)

    def check(value: Any) -> str | None:
        if isinstance(value, str) and value in known:
            return None
        return f"{value!r:.40}; accepted: {', '.join(accepted)}"

    return check


def _slug(name: str) -> Check:
    def check(value: Any) -> str | None:
        try:
            vocab.load(name).require(str(value))
        except UnknownName as error:
            return str(error)
        return None

    return check


def _list_of(check: Check) -> Check:
    def each(value: Any) -> str | None:
        if not isinstance(value, list):
            return f"{value!r:.40}; a list is accepted"
        return next((problem for one in value if (problem := check(one))), None)

    return each


def _number(value: Any) -> str | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return None if fits else f"{value!r:.40}; a number is accepted"


def _whole(value: Any) -> str | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return None if fits else f"{value!r:.40}; a whole number is accepted"


def _year(value: Any) -> str | None:
    fits = isinstance(value, str) and _YEAR.fullmatch(value)
    return None if fits else f"{value!r:.40}; a year is accepted"


def _flat(value: Any) -> str | None:
    if not isinstance(value, dict):
        return f"{value!r:.40}; an object is accepted"
    for name, told in value.items():
        if not isinstance(told, bool) and (_text(told) and _number(told)):
            return f"{name!r:.40} is {told!r:.40}; a text, a number or a truth value is accepted"
    return None


def _figure(value: Any) -> str | None:
    if not isinstance(value, dict):
        return f"{value!r:.40}; an object is accepted"
    unknown = sorted(value.keys() - _FIGURE.keys())
    if unknown:
        return f"{unknown[0]!r:.40} is no field of a figure; accepted: {', '.join(_FIGURE)}"
    if problem := _words(value.get("text")):
        return f"text: {problem}"
    for name, said in value.items():
        default, check = _FIGURE[name]
        if said != default and (problem := check(said)):
            return f"{name}: {problem}"
    return None


_FIGURE: Mapping[str, tuple[Any, Check]] = {
    "text": ("", _words),
    "value": (None, _number),
    "low": (None, _number),
    "high": (None, _number),
    "unit": (None, _text),
    "counts": (None, _text),
    "status": ("actual", _of_list(get_args(FigureStatus))),
    "arm": ("unknown", _of_list(get_args(Arm))),
    "n": (None, _whole),
    "months": (None, _number),
    "as_of": (None, _text),
    "currency": (None, _text),
    "price_year": (None, _year),
    "hedge": (None, _of_list(get_args(Hedge))),
}
"""Fields of a figure: what each is where nothing is said, and what it may be."""

_WHERE: Mapping[str, Check] = {
    "population": _null_or(_text),
    "place": _null_or(_text),
    "when": _null_or(_text),
}
_FIGURES = _list_of(_figure)

DETAILS: Mapping[str, Mapping[str, Check]] = {
    "finding": {
        "kind": _of_list(CLOSED["finding", "kind"]),
        "outcome": _words,
        "outcome_slug": _null_or(_slug(VOCABULARIES["outcome_slug"])),
        "comparator": _null_or(_text),
        "figures": _FIGURES,
        "populations": _list_of(_slug(VOCABULARIES["populations"])),
        **_WHERE,
        "section": _text,
    },
    "lesson": {
        "theme": _null_or(_slug(VOCABULARIES["theme"])),
        "view": _of_list(CLOSED["lesson", "view"]),
        "section": _text,
    },
    "programme": {"value": _text, "detail": _flat, "figures": _FIGURES, "section": _text},
    "problem": {
        "area": _slug(VOCABULARIES["area"]),
        "figures": _FIGURES,
        **_WHERE,
        "section": _text,
    },
}
"""By kind of suggestion: the fields of its detail."""
