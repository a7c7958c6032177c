"""The register on a timeline: when each attempt ran, and the same as a table, with those of no known date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from app_pages import plotted, rows, tables
from app_pages.markup import EMPTY, Html, items, join, link, tag
from app_pages.views import attempt_link
from kb import timeline, wording
from kb.marks import Plot, Row, Theme
from kb.models import Attempt

COLUMNS = ("Attempt", "When", "Status", "Direction")
LEGEND = ("positive", "no-effect", "negative", "mixed", "unclear", "not-studied")


def show(attempts: Sequence[Attempt]) -> None:
    """The plot, what its marks mean, and its rows."""
    today = datetime.now(UTC).date().isoformat()
    drawn = plotted.show(partial(_plot, attempts, today), "timeline")
    dated = timeline.rows(attempts, today)
    held = table(dated, attempts)
    words = tag("div", held, class_="ww-only-narrow")
    if drawn is not None:
        told = tag("p", legend(LEGEND), class_="ww-note")
        folded = tag("details", tag("summary", "The same as a table"), held, class_="ww-fold")
        words = join([words, tag("div", told, folded, class_="ww-only-wide")])
    st.html(tag("div", words, undated(attempts, dated), class_="ww ww-wide"))


def _plot(attempts: Sequence[Attempt], today: str, theme: Theme) -> Plot | None:
    return timeline.plot(attempts, today, theme)


def legend(slugs: Iterable[str]) -> str:
    """Marks in words."""
    told = "; ".join(" ".join(wording.direction(slug)) for slug in slugs)
    return f"A mark stands where an attempt began, and says what came of it: {told}."


def table(dated: Sequence[Row], attempts: Sequence[Attempt]) -> Html:
    """What the plot shows, as a table."""
    if not dated:
        return tag("p", "No attempt of this list has a date.")
    known = {one.id: one for one in attempts}
    body = [
        (
            link(attempt_link(row["id"]), row["name"]),
            row["when"],
            rows.status(known[row["id"]]),
            f"{row['mark']} {row['direction']}",
        )
        for row in dated
    ]
    return tables.table("When attempts ran", COLUMNS, body)


def undated(attempts: Sequence[Attempt], dated: Sequence[Row]) -> Html:
    """Attempts that no date is held of: they are in no plot, and not lost."""
    known = {row["id"] for row in dated}
    left = [one for one in attempts if one.id not in known]
    if not left:
        return EMPTY
    told = f"{wording.count(len(left), 'attempt')} without a date"
    listed = items("ul", [rows.named(one) for one in left])
    return join([tag("details", tag("summary", told), listed, class_="ww-fold")])
