"""The effect-direction plot as Vega-Lite, drawn by Altair: one function for the screens and for the exports.

It holds nothing that its rows do not say: every mark has a shape and a word besides its colour, and the rows
are its data and its text equivalent. Which rows, and in what order, is ``kb.effects``'; the marks are
``kb.marks``'. Altair is imported late.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kb import standards, vocab, wording
from kb.catalogue.attempts import direction_of
from kb.marks import INK, SHORT, Plot, Row, Theme, clipped, colour, data, distinct, shape, styled
from kb.models import EffectRow

OTHER = "Other outcomes"
MOST_COLUMNS = 6
_LINES = "split(datum.label, '\\n')"
EFFECT_TOLD = ("study", "strength", "outcome", "direction", "effects")


def effects(some: Sequence[EffectRow], theme: Theme = "light", width: int = 460) -> Plot | None:
    """The effect-direction plot: a row a study in the order given, a column an outcome; null without rows."""
    rows = effect_rows(some)
    if not rows:
        return None
    import altair as alt

    studies = list(dict.fromkeys(row["label"] for row in rows))
    outcomes = outcomes_of(rows)
    lines = max(row["column"].count("\n") for row in rows)
    x: Any = alt.X("column:N", sort=[_wrapped(name) for name in outcomes], title=None).axis(
        orient="top", labelAngle=0, labelFontSize=12, domain=False, ticks=False,
        labelExpr=_LINES, labelLineHeight=14, labelPadding=8 + 14 * lines, labelBaseline="bottom",
    )  # fmt: skip
    y: Any = alt.Y("label:N", sort=studies, title=None).axis(
        labelLimit=290, labelExpr=_LINES, labelLineHeight=15, grid=True,
        domain=False, ticks=False,
    )  # fmt: skip
    told = [alt.Tooltip(f"{name}:N", title=name.capitalize()) for name in EFFECT_TOLD]
    base = alt.Chart(data(rows)).encode(x=x, y=y, tooltip=told)
    marks = base.mark_point(filled=True, size=170, opacity=1, yOffset=-7).encode(
        shape=shape(alt), color=colour(alt, theme)
    )
    words = base.mark_text(dy=11, fontSize=10.5, color=INK[theme]).encode(text="short:N")
    chart = (marks + words).properties(width=width, height={"step": 48})
    return Plot(styled(chart, theme), tuple(rows), _effects_in_words(rows, studies))


def effect_rows(some: Sequence[EffectRow]) -> list[Row]:
    """A row for each study and outcome: what the plot marks, in words."""
    columns = _columns(some)
    made: list[Row] = []
    labels = distinct([clipped(row.name) for row in some])
    for row, label in zip(some, labels, strict=True):
        merged: dict[str, list[str]] = {}
        for slug, ways in row.outcomes:
            name = _outcome(slug)
            merged.setdefault(name if name in columns else OTHER, []).extend(ways)
        for name in columns:
            if name in merged:
                way = direction_of(merged[name])
                made.append(
                    {
                        "label": f"{label}\n{strength(row)}",
                        "study": row.name,
                        "id": row.study,
                        "strength": strength(row),
                        "outcome": name,
                        "column": _wrapped(name),
                        "slug": way,
                        "mark": wording.direction(way)[0],
                        "direction": wording.direction(way)[1],
                        "short": SHORT[way],
                        "effects": len(merged[name]),
                    }
                )
    return made


def outcomes_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of a plot, in the order of the list of outcomes; what is in none stands last."""
    order = {term.label: i for i, term in enumerate(vocab.load("outcomes").terms)}
    names = dict.fromkeys(row["outcome"] for row in rows)
    return tuple(sorted(names, key=lambda n: (n == OTHER, order.get(n, len(order)))))


def strength(row: EffectRow) -> str:
    """How strongly a study was done, in words, and whose word that is."""
    known = wording.design(row.design) if row.design else None
    step = None
    if row.scheme and row.level:
        standard = standards.load().get(row.scheme)
        step = f"{standard.short if standard else row.scheme} {row.level}"
    return " · ".join(part for part in (known, step, row.basis) if part)


def _wrapped(name: str) -> str:
    """The words of a column on short lines."""
    return "\n".join(textwrap.wrap(name, 14, break_long_words=False))


def _columns(some: Sequence[EffectRow]) -> tuple[str, ...]:
    """The outcomes that most studies have, the rest together: a plot stays narrow."""
    found = Counter(name for row in some for name in {_outcome(slug) for slug, _ in row.outcomes})
    named = [name for name, _ in found.most_common() if name != OTHER]
    shown = named[: MOST_COLUMNS - 1] if len(named) + (OTHER in found) > MOST_COLUMNS else named
    has_other = OTHER in found or len(shown) < len(named)
    return (*shown, OTHER) if has_other else tuple(shown)


def _outcome(slug: str | None) -> str:
    term = vocab.load("outcomes").get(slug or "")
    return term.label if term and term.slug != "other" else OTHER


def _effects_in_words(rows: Sequence[Row], studies: Sequence[str]) -> str:
    ways: dict[str, int] = {}
    for row in rows:
        ways[row["direction"]] = ways.get(row["direction"], 0) + 1
    told = ", ".join(f"{word.lower()} {n}" for word, n in ways.items())
    counted = wording.count(len(studies), "study", "studies")
    return (
        f"{counted} with a comparison, the strongest first; directions by study and outcome: {told}. "
        "The table under it says the same."
    )
