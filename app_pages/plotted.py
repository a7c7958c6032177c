"""A plot on a screen: drawn by the browser in the colours of its theme, with its words and its rows beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app_pages.markup import tag
from kb.marks import Plot, Theme


def theme() -> Theme:
    """The theme that a person reads in."""
    kind = getattr(getattr(st.context, "theme", None), "type", None)
    return "dark" if kind == "dark" else "light"


def show(make: Callable[[Theme], Plot | None], key: str) -> Plot | None:
    """Draw a plot with what it says in words; null where there is nothing to draw."""
    plot = make(theme())
    if plot is None:
        return None
    spec: dict[str, Any] = {**plot.spec, "description": plot.alt}
    with st.container(key=f"plot-{key}"):
        st.vega_lite_chart(spec, theme=None, width="stretch", key=f"chart-{key}")
    st.html(tag("div", tag("p", plot.alt, class_="ww-listen"), class_="ww"))
    return plot
