"""How often the software is right about designs: the published figures, as values and as markup.

They are measured by ``whatworks eval`` on labelled sets and written to a file that the package carries;
nothing is measured here, and where the file is missing that is said.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from app_pages.markup import EMPTY, Html, join, tag
from kb import wording
from kb.errors import VocabularyError

PACKAGE, FILE = "ingest.tag.designs", "figures.json"
COLUMNS = ("Label", "In the set", "Right of those it said", "Found of those there")
NONE_YET = "No figures are published with this version, so take every suggestion as unchecked."


@dataclass(frozen=True, slots=True)
class OfLabel:
    """One label of a set. Shares are 0 to 1; null where there was nothing to divide by."""

    label: str
    items: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class OfSet:
    """One labelled set: what it is, and for how many of its items the software was right."""

    name: str
    what: str
    n: int
    right: int
    headline: str
    per_label: tuple[OfLabel, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Every published figure, and when they were measured."""

    measured_on: str
    sets: tuple[OfSet, ...]


def load() -> Figures | None:
    """The figures that this version carries; null where it carries none."""
    file = resources.files(PACKAGE).joinpath(FILE)
    return parse(file.read_text("utf-8")) if file.is_file() else None


def parse(written: str) -> Figures:
    """Figures from the words of their file; ``VocabularyError`` for anything else."""
    try:
        value: dict[str, Any] = json.loads(written)
        sets = tuple(_set(one) for one in value["sets"])
        return Figures(str(value["measured_on"]), sets)
    except (ValueError, KeyError, TypeError) as error:
        raise VocabularyError(
            f"read {FILE}: {type(error).__name__} {error}; measured_on and sets of name, what, n, "
            "right, headline, per_label and note are accepted"
        ) from error


def draw(figures: Figures | None) -> Html:
    """The figures as people read them: right for N of M, set by set and label by label."""
    if figures is None:
        return tag("p", NONE_YET)
    measured = f"Measured on {wording.date(figures.measured_on)}, on texts labelled by people."
    return join([tag("p", measured, class_="ww-note"), *(_drawn(one) for one in figures.sets)])


def _set(one: dict[str, Any]) -> OfSet:
    labels = tuple(
        OfLabel(str(x["label"]), int(x["items"]), _share(x["precision"]), _share(x["recall"]))
        for x in one.get("per_label", ())
    )
    note = str(one["note"]) if one.get("note") else None
    n, right = int(one["n"]), int(one["right"])
    return OfSet(str(one["name"]), str(one["what"]), n, right, str(one["headline"]), labels, note)


def _share(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is no share from 0 to 1")
    return float(value)


def _drawn(one: OfSet) -> Html:
    told = f"Software suggested; right for {one.right:,} of {one.n:,}."
    return tag(
        "div",
        tag("h3", one.name),
        tag("p", one.what, class_="ww-about"),
        tag("p", tag("strong", told), " ", one.headline),
        tag("p", one.note, class_="ww-note") if one.note else EMPTY,
        _table(one.name, one.per_label),
    )


def _table(name: str, labels: Sequence[OfLabel]) -> Html:
    if not labels:
        return EMPTY
    head = tag("tr", *(tag("th", column, scope="col") for column in COLUMNS))
    rows = [
        tag(
            "tr",
            tag("th", one.label, scope="row"),
            tag("td", f"{one.items:,}"),
            tag("td", _shown(one.precision)),
            tag("td", _shown(one.recall)),
        )
        for one in labels
    ]
    caption = tag("caption", f"{name}, label by label", class_="ww-listen")
    table = tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="ww-table")
    told = tag("summary", "Label by label")
    about = f"Figures label by label: {name}"
    scrolled = tag("div", table, class_="ww-scroll", tabindex=0, role="region", aria_label=about)
    return tag("details", told, scrolled, class_="ww-fold")


def _shown(share: float | None) -> str:
    return "–" if share is None else f"{share:.2f}"
