"""When attempts ran, as a plot: a bar each, a mark where it began that says what came of it.

An attempt without any date is in no plot; who draws it says so. The marks are ``kb.marks``'.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb import wording
from kb.marks import Plot, Row, Theme, clipped, colour, data, distinct, shape, styled
from kb.models import Attempt


def plot(attempts: Sequence[Attempt], today: str, theme: Theme = "light") -> Plot | None:
    """When attempts ran, a bar each, the oldest first; null where none has a date.

    A bar without a known end is a tick where it began; one that still runs reaches ``today``.
    """
    held = rows(attempts, today)
    if not held:
        return None
    import altair as alt

    order = [row["label"] for row in held]
    y: Any = alt.Y("label:N", sort=order, title=None).axis(
        labelLimit=320, grid=True, domain=False, ticks=False
    )
    first, last = min(r["from"] for r in held), max(r["until"] for r in held)
    scale = alt.Scale(domain=[first - 1, last + 1], nice=False)
    base = alt.Chart(data(held)).encode(y=y)
    told = [alt.Tooltip(f"{n}:N", title=n.capitalize()) for n in ("name", "when", "direction")]
    bars = base.mark_bar(height=5, opacity=0.75).encode(
        x=alt.X("from:Q", scale=scale, title=None).axis(
            format="d", orient="top", tickMinStep=1, tickCount=8
        ),
        x2="until:Q",
        color=colour(alt, theme),
        tooltip=told,
    )
    marks = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("from:Q", scale=scale), shape=shape(alt), color=colour(alt, theme), tooltip=told
    )
    chart = (bars + marks).properties(width=520, height={"step": 20})
    words = (
        f"{wording.count(len(held), 'attempt')} with a date, from {first:.0f} to {last:.0f}; "
        "the table under it says the same."
    )
    return Plot(styled(chart, theme), tuple(held), words)


def rows(attempts: Sequence[Attempt], today: str) -> list[Row]:
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
                "label": clipped(one.name),
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
    for row, label in zip(made, distinct([row["label"] for row in made]), strict=True):
        row["label"] = label
    return made


def _year(written: str | None, *, is_end: bool = False) -> float | None:
    """A date as a number of years; a year alone begins at its beginning and ends at its end."""
    if not written or not written[:4].isdigit():
        return None
    parts = written.split("-")
    if len(parts) < 2 or not parts[1].isdigit():
        return int(parts[0]) + (0.99 if is_end else 0.0)
    return int(parts[0]) + (int(parts[1]) - 1 + (0.99 if is_end else 0.0)) / 12
