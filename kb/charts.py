"""Plots as Vega-Lite, drawn by Altair: one function a plot, for the screens and for the exports.

A plot holds nothing that its rows do not say: every mark has a shape and a word besides its colour, and the
rows are its data and its text equivalent. ``svg`` draws it without a browser. Altair is imported late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kb import vocab, wording
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


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: its Vega-Lite, the rows that it draws, and what it says in words."""

    spec: dict[str, Any]
    rows: tuple[Row, ...]
    alt: str


def effects(some: Sequence[EffectRow], theme: Theme = "light", width: int = 640) -> Plot | None:
    """The effect-direction plot: a row a study in the order given, a column an outcome; null without rows."""
    rows = effect_rows(some)
    if not rows:
        return None
    import altair as alt

    studies = list(dict.fromkeys(row["label"] for row in rows))
    outcomes = list(dict.fromkeys(row["outcome"] for row in rows))
    outcomes.sort(key=lambda name: name == OTHER)
    x: Any = alt.X("outcome:N", sort=outcomes, title=None).axis(
        orient="top", labelAngle=0, labelLimit=max(60, width // max(1, len(outcomes)) - 6),
        labelExpr="split(datum.label, ' ')", domain=False, ticks=False,
    )  # fmt: skip
    y: Any = alt.Y("label:N", sort=studies, title=None).axis(
        labelLimit=300, grid=True, domain=False, ticks=False
    )
    chart = (
        alt.Chart(_data(rows))
        .mark_point(filled=True, size=150, opacity=1)
        .encode(
            x=x,
            y=y,
            shape=_shape(alt),
            color=_colour(alt, theme),
            tooltip=[alt.Tooltip(f"{name}:N", title=name.capitalize()) for name in TOLD],
        )
        .properties(width=width, height={"step": 30})
    )
    return Plot(_styled(chart, theme), tuple(rows), _effects_in_words(rows, studies))


TOLD = ("study", "strength", "outcome", "direction", "effects")


def effect_rows(some: Sequence[EffectRow]) -> list[Row]:
    """A row for each study and outcome: what the plot marks, in words."""
    outcomes = vocab.load("outcomes")
    made: list[Row] = []
    labels: dict[str, int] = {}
    for row in some:
        label = _clipped(row.name)
        labels[label] = labels.get(label, 0) + 1
        if labels[label] > 1:
            label = f"{label} ({labels[label]})"
        merged: dict[str, list[str]] = {}
        for slug, ways in row.outcomes:
            term = outcomes.get(slug or "")
            name = term.label if term and term.slug != "other" else OTHER
            merged.setdefault(name, []).extend(ways)
        for name, several in merged.items():
            way = direction_of(several)
            mark, word = wording.direction(way)
            made.append(
                {
                    "label": label,
                    "study": row.name,
                    "strength": strength(row),
                    "outcome": name,
                    "slug": way,
                    "mark": mark,
                    "direction": word,
                    "effects": len(several),
                }
            )
    return made


def strength(row: EffectRow) -> str:
    """How strongly a study was done, in words, and whose word that is."""
    known = wording.design(row.design) if row.design else None
    rank = f"{row.scheme} {row.level}" if row.scheme and row.level else None
    return " · ".join(part for part in (known, rank, row.basis) if part)


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
    seen: dict[str, int] = {}
    for row in made:
        label = row["label"]
        seen[label] = seen.get(label, 0) + 1
        row["label"] = f"{label} ({seen[label]})" if seen[label] > 1 else label
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
