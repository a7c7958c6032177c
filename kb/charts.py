"""Plots as Vega-Lite, drawn by Altair: one function a plot, for the screens and for the exports.

A plot holds nothing that its rows do not say: every mark has a shape and a word besides its colour, and the
rows are its data and its text equivalent. ``svg`` draws it without a browser. Altair is imported late.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kb import standards, vocab, wording
from kb.catalogue.attempts import direction_of
from kb.models import Attempt, EffectRow

Theme = Literal["light", "dark"]
Row = dict[str, Any]

SHAPES: Mapping[str, str] = {
    "positive": "triangle-up",
    "negative": "triangle-down",
    "no-effect": "M-1,0L-0.35,-0.7L-0.35,0.7ZM1,0L0.35,-0.7L0.35,0.7Z",
    "mixed": "diamond",
    "unclear": "circle",
    "not-studied": "M-0.9,-0.15H0.9V0.15H-0.9Z",
}
"""The mark of each direction, as the words have it: ▲ ▼ ◄► ◆; a ring where it is unclear, a dash."""
COLOURS: Mapping[Theme, Mapping[str, str]] = {
    "light": {
        "positive": "#1f5fa8", "negative": "#a8480f", "no-effect": "#57524a", "mixed": "#6d3f8c",
        "unclear": "#57524a", "not-studied": "#57524a",
    },
    "dark": {
        "positive": "#8fbbe8", "negative": "#f2a36b", "no-effect": "#b9b3a8", "mixed": "#cfa6ec",
        "unclear": "#b9b3a8", "not-studied": "#b9b3a8",
    },
}  # fmt: skip
"""At least 4.5:1 against the ground of the theme, and told apart by those who see no red or no green."""
INK: Mapping[Theme, str] = {"light": "#1f1d1a", "dark": "#ece8e1"}
RULE: Mapping[Theme, str] = {"light": "#d8d2c6", "dark": "#46423b"}
FONT = "Charter, 'Bitstream Charter', 'Iowan Old Style', 'Noto Serif', Cambria, Georgia, serif"
LONGEST = 46
"""Characters of a name along an axis; the rows hold the whole of it."""
OTHER = "Other outcomes"
MOST_COLUMNS = 6
SHORT: Mapping[str, str] = {
    "positive": "favours",
    "negative": "against",
    "no-effect": "no clear difference",
    "mixed": "mixed",
    "unclear": "unclear",
    "not-studied": "not studied",
}
"""The word under a mark."""
_LINES = "split(datum.label, '\\n')"
EFFECT_TOLD = ("study", "strength", "outcome", "direction", "effects")


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: its Vega-Lite, the rows that it draws, and what it says in words."""

    spec: dict[str, Any]
    rows: tuple[Row, ...]
    alt: str


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
    base = alt.Chart(_data(rows)).encode(x=x, y=y, tooltip=told)
    marks = base.mark_point(filled=True, size=170, opacity=1, yOffset=-7).encode(
        shape=_shape(alt), color=_colour(alt, theme)
    )
    words = base.mark_text(dy=11, fontSize=10.5, color=INK[theme]).encode(text="short:N")
    chart = (marks + words).properties(width=width, height={"step": 48})
    return Plot(_styled(chart, theme), tuple(rows), _effects_in_words(rows, studies))


def effect_rows(some: Sequence[EffectRow]) -> list[Row]:
    """A row for each study and outcome: what the plot marks, in words."""
    columns = _columns(some)
    made: list[Row] = []
    labels = _distinct([_clipped(row.name) for row in some])
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


def _distinct(labels: Sequence[str]) -> list[str]:
    """Labels told apart: an axis takes two of one name for one."""
    seen: Counter[str] = Counter()
    made = []
    for label in labels:
        seen[label] += 1
        made.append(f"{label} ({seen[label]})" if seen[label] > 1 else label)
    return made


def timeline(attempts: Sequence[Attempt], today: str, theme: Theme = "light") -> Plot | None:
    """When attempts ran, a bar each, the oldest first; null where none has a date.

    A bar without a known end is a tick where it began; one that still runs reaches ``today``.
    """
    rows = timeline_rows(attempts, today)
    if not rows:
        return None
    import altair as alt

    order = [row["label"] for row in rows]
    y: Any = alt.Y("label:N", sort=order, title=None).axis(
        labelLimit=320, grid=True, domain=False, ticks=False
    )
    first, last = min(r["from"] for r in rows), max(r["until"] for r in rows)
    scale = alt.Scale(domain=[first - 1, last + 1], nice=False)
    base = alt.Chart(_data(rows)).encode(y=y)
    told = [alt.Tooltip(f"{n}:N", title=n.capitalize()) for n in ("name", "when", "direction")]
    bars = base.mark_bar(height=5, opacity=0.75).encode(
        x=alt.X("from:Q", scale=scale, title=None).axis(
            format="d", orient="top", tickMinStep=1, tickCount=8
        ),
        x2="until:Q",
        color=_colour(alt, theme),
        tooltip=told,
    )
    marks = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("from:Q", scale=scale), shape=_shape(alt), color=_colour(alt, theme), tooltip=told
    )
    chart = (bars + marks).properties(width=520, height={"step": 20})
    words = (
        f"{wording.count(len(rows), 'attempt')} with a date, from {first:.0f} to {last:.0f}; "
        "the table under it says the same."
    )
    return Plot(_styled(chart, theme), tuple(rows), words)


def timeline_rows(attempts: Sequence[Attempt], today: str) -> list[Row]:
    """A row for each attempt whose beginning or end is known, the oldest first."""
    made: list[Row] = []
    for one in attempts:
        start, end = _year(one.start), _year(one.end, is_end=True)
        if start is None and end is None:
            continue
        begin = start if start is not None else end
        running = one.status == "running" and end is None
        until = end if end is not None else _year(today) if running else begin
        assert begin is not None
        made.append(
            {
                "id": one.id,
                "label": _clipped(one.name),
                "name": one.name,
                "from": begin,
                "until": max(begin, until or begin),
                "when": wording.period(one.start, one.end, one.status) or "",
                "slug": one.direction,
                "direction": wording.direction(one.direction)[1],
                "mark": wording.direction(one.direction)[0],
                "status": one.status,
            }
        )
    made.sort(key=lambda row: (row["from"], row["until"], row["name"].casefold()))
    for row, label in zip(made, _distinct([row["label"] for row in made]), strict=True):
        row["label"] = label
    return made


def svg(plot: Plot) -> str:
    """A plot as SVG, drawn without a browser; for exports."""
    import vl_convert

    newest = vl_convert.get_vegalite_versions()[-1]
    drawn: str = vl_convert.vegalite_to_svg(plot.spec, vl_version=newest)
    return drawn


def _data(rows: Sequence[Row]) -> Any:
    from altair import InlineData

    return InlineData(values=list(rows))


def _shape(alt: Any) -> Any:
    scale = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return alt.Shape("slug:N", scale=scale, legend=None)


def _colour(alt: Any, theme: Theme) -> Any:
    colours = COLOURS[theme]
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("slug:N", scale=scale, legend=None)


def _styled(chart: Any, theme: Theme) -> dict[str, Any]:
    styled = (
        chart.configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK[theme], labelFontSize=13, gridColor=RULE[theme], tickColor=RULE[theme],
            domainColor=RULE[theme],
        )
    )  # fmt: skip
    spec: dict[str, Any] = styled.to_dict()
    return spec


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


def _year(written: str | None, *, is_end: bool = False) -> float | None:
    """A date as a number of years; a year alone begins at its beginning and ends at its end."""
    if not written or not written[:4].isdigit():
        return None
    parts = written.split("-")
    if len(parts) < 2 or not parts[1].isdigit():
        return int(parts[0]) + (0.99 if is_end else 0.0)
    return int(parts[0]) + (int(parts[1]) - 1 + (0.99 if is_end else 0.0)) / 12


def _clipped(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
