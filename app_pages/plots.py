"""The effect-direction plot: a row an attempt that was compared with something, a column an outcome.

Drawn as a table of marks, so that it is its own text equivalent and reads on paper, on a phone and aloud.
It counts nothing and pools nothing; a mark is the direction of one finding, whatever its size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app_pages import findings
from app_pages.markup import EMPTY, Html, hidden, join, tag
from kb import vocab, wording
from kb.models import Attempt, Finding, Picture

MOST_COLUMNS = 6
OTHER = "Other outcomes"
ORDER = ("positive", "no-effect", "negative", "mixed", "unclear")


@dataclass(frozen=True, slots=True)
class Plot:
    """Directions by attempt, the strongest studied first, and by outcome, the most studied first."""

    outcomes: tuple[str, ...]
    rows: tuple[tuple[Attempt, dict[str, tuple[str, ...]]], ...]


def plot(picture: Picture) -> Plot | None:
    """The plot of an answer; null where fewer than two attempts were compared with something."""
    effects = [group for group in findings.grouped(picture) if group.kind == "effect"]
    compared = [one for group in effects for one in group.attempts if one.attempt is not None]
    if len(compared) < 2:
        return None
    found = Counter(_outcome(finding) for one in compared for finding in one.findings)
    named = [name for name, _ in found.most_common() if name != OTHER]
    columns = named[: MOST_COLUMNS - 1] if len(named) > MOST_COLUMNS else named
    has_other = OTHER in found or len(columns) < len(named)
    rows = tuple(
        (one.attempt, _cells(one.findings, columns)) for one in compared if one.attempt is not None
    )
    return Plot((*columns, OTHER) if has_other else tuple(columns), rows)


def draw(picture: Picture) -> Html:
    """The plot as markup; nothing where there is too little to compare."""
    made = plot(picture)
    if made is None:
        return EMPTY
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Attempt", *made.outcomes)))
    body = [
        tag(
            "tr",
            tag(
                "th", attempt.name, tag("span", _strength(attempt), class_="ww-about"), scope="row"
            ),
            *(tag("td", _marks(cells.get(name, ()))) for name in made.outcomes),
        )
        for attempt, cells in made.rows
    ]
    caption = tag("caption", "Direction of each comparison, the strongest studied first")
    table = tag("table", caption, tag("thead", head), tag("tbody", *body), class_="ww-table")
    scrolled = tag(
        "div",
        table,
        class_="ww-scroll ww-plot",
        tabindex=0,
        role="region",
        aria_label="Direction of each comparison",
    )
    return join([scrolled, tag("p", _legend(made), class_="ww-note")])


def _outcome(finding: Finding) -> str:
    term = vocab.load("outcomes").get(finding.outcome_slug or "")
    return term.label if term and term.slug != "other" else OTHER


def _cells(some: Sequence[Finding], columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    cells: dict[str, tuple[str, ...]] = {}
    for finding in some:
        name = _outcome(finding)
        name = name if name in columns else OTHER
        cells[name] = (*cells.get(name, ()), finding.direction)
    return {name: tuple(sorted(held, key=ORDER.index)) for name, held in cells.items()}


def _strength(attempt: Attempt) -> str:
    return f" {wording.design_of(attempt.levels)[1]}"


def _marks(directions: Sequence[str]) -> Html:
    if not directions:
        return hidden("nothing held")
    return join((_mark(slug) for slug in directions), " ")


def _mark(slug: str) -> Html:
    mark, word = wording.direction(slug)
    shape = tag("span", mark, class_="ww-mark", aria_hidden="true")
    return tag("span", shape, hidden(word), title=word)


def _legend(made: Plot) -> str:
    """The marks that are used, in words."""
    used = {slug for _, cells in made.rows for held in cells.values() for slug in held}
    told = [" ".join(wording.direction(slug)).lower() for slug in ORDER if slug in used]
    return f"A mark is one finding: {', '.join(told)}. An empty cell: nothing held."
