"""The Ask screen: a question, its filters, and the picture of what is known; the app's home."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from app_pages import (
    answer,
    base,
    bibliography,
    downloads,
    filters,
    findings,
    home,
    look,
    plotted,
    preference,
)
from app_pages.address import AskView, ask_params, ask_view
from app_pages.markup import Html, tag
from app_pages.schemes import Schemes
from kb import charts, contract, effects
from kb.errors import CatalogueError, VocabularyError, WhatWorksError
from kb.marks import Plot, Theme
from kb.models import EffectRow, Query
from pipelines.base import Base

QUESTION = "What do you want to know about past attempts?"
LONGEST = 500
"""Characters of a question."""


def draw() -> None:
    """The whole screen."""
    look.screen("Ask")
    view = ask_view(filters.params())
    look.show(tag("h1", QUESTION))
    try:
        opened = base.opened()
    except CatalogueError as error:
        look.show(home.nothing_here(str(error)))
        return
    try:
        shown = filters.schemes_of(opened, view)
    except VocabularyError as error:
        look.unreadable_standards(error)
        return
    _question(view)
    filters.draw(opened, view, shown)
    preference.keep()
    if view.question:
        _answer(opened, view, shown)
    else:
        with opened.catalogue.read() as connection:
            look.show(home.before_a_question(connection, view))


def _question(view: AskView) -> None:
    if st.session_state.get("ask-question") != view.question:
        st.session_state["ask-question"] = view.question
    with st.form("ask-form", border=False), st.container(horizontal=True, gap="small"):
        st.text_input(
            QUESTION,
            key="ask-question",
            label_visibility="collapsed",
            max_chars=LONGEST,
            placeholder="Such as: has mental health first aid training helped staff?",
        )
        st.form_submit_button("Ask", type="primary", on_click=_asked)


def _asked() -> None:
    view = ask_view(filters.params())
    question = " ".join(str(st.session_state["ask-question"]).split())
    filters.go_to(ask_params(replace(view, question=question)))


def _answer(opened: Base, view: AskView, shown: Schemes) -> None:
    try:
        with st.spinner("Looking through what is held; the first question takes longest …"):
            picture = base.picture(opened, Query(view.question, view.filters))
    except WhatWorksError as error:
        look.trouble("This question could not be answered", str(error), _way_out(view))
        return
    if not picture.coverage.get("documents"):
        look.show(home.empty())
        return
    drawn = answer.draw(picture, shown)
    if picture.answerable:
        with st.container(horizontal=True, gap="small", key="ask-actions"):
            with st.popover("Copy link", key="ask-copy-link"):
                st.code(
                    _address(replace(view, scheme=shown.chosen)), language=None, wrap_lines=True
                )
            with st.popover("Copy references", key="ask-copy-references"):
                st.code(bibliography.text(drawn.numbers), language=None, wrap_lines=True)
            with st.popover("Data", key="ask-data"):
                st.caption("Findings as a table, or the whole answer.")
                rows = findings.csv_rows(picture)
                downloads.offer("answer", findings.CSV, rows, contract.picture(picture))
    st.html(drawn.before)
    # The words first: the library that draws plots takes a moment to load.
    place = st.container()
    if drawn.after:
        st.html(drawn.after)
    with place:
        _plot(drawn)


def _plot(drawn: answer.Answer) -> None:
    """The effect-direction plot, the same in words, and its data."""
    if not drawn.plotted:
        return
    plotted.show(partial(_effects, drawn.plotted), "effects")
    st.html(tag("div", drawn.twin, class_="ww-only-narrow"))
    with st.expander("The same as a table, and its data"):
        st.html(drawn.twin)
        rows = effects.table(drawn.plotted)
        downloads.offer("directions", effects.COLUMNS, rows, rows)


def _effects(some: tuple[EffectRow, ...], theme: Theme) -> Plot | None:
    return charts.effects(some, theme)


def _address(view: AskView) -> str:
    """The address of this very view, also for somebody who prefers another standard."""
    from urllib.parse import urlencode

    here = st.context.url or "./"
    return f"{here}?{urlencode(ask_params(view), doseq=True)}"


def _way_out(view: AskView) -> Html | None:
    if view.filters.is_empty():
        return None
    return tag("a", "Ask without filters", href="./?" + _only_question(view))


def _only_question(view: AskView) -> str:
    from urllib.parse import urlencode

    return urlencode({"q": view.question})
