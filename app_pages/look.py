"""What every screen shares: its width, its style sheet, and the callouts for what went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st

from app_pages.markup import Html, tag
from kb.errors import VocabularyError

STYLE = Path(__file__).with_name("style.css")


def screen(title: str, layout: Literal["centered", "wide"] = "centered") -> None:
    """Begin a screen: the title of the tab, the width, the style sheet."""
    st.set_page_config(page_title=f"{title} · What was tried", page_icon=None, layout=layout)
    st.html(STYLE)


def show(*parts: Html) -> None:
    """Show markup of ours."""
    st.html(tag("div", *parts, class_="ww"))


def unreadable_standards(error: VocabularyError) -> None:
    """Say which file of an evidence standard cannot be read."""
    trouble("The standards of this base cannot be read", str(error))


def trouble(title: str, told: str, advice: Html | str | None = None) -> None:
    """Say what went wrong and what to try. The words may hold a file's name: they are only text."""
    body = [tag("h2", title), tag("p", told)]
    if advice:
        body.append(tag("p", advice))
    st.html(tag("div", tag("div", *body, class_="ww-trouble", role="alert"), class_="ww"))
