"""The screen on how levels are made: each standard from its own table, and how often the software is right."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app_pages import base, derivation, figures, filters, home, look
from app_pages.address import standards_view
from app_pages.markup import EMPTY, Html, items, join, tag
from app_pages.schemes import Schemes, choose
from kb import wording
from kb.errors import CatalogueError, VocabularyError
from kb.standards import Standard

TITLE = "How levels are made"
TOLD = (
    "Software reads what a document says of its own study: a sentence, a cue in it, whether it was "
    "done, and whose study it was. Each such fact is kept with its sentence. Every standard below is "
    "derived from the same facts, when it is asked for.",
    "A document sets a ceiling. A level says how strongly something was studied; it says nothing of "
    "what was found, how large it was, or whether it matters.",
    "Praise raises nothing. What is unclear takes the lower step, and what is planned, quoted from "
    "others or merely defined counts for nothing.",
)


def draw() -> None:
    """The whole screen."""
    look.screen(TITLE)
    look.show(tag("h1", TITLE))
    try:
        opened = base.opened()
    except CatalogueError as error:
        look.show(home.nothing_here(str(error)))
        return
    try:
        standards = opened.catalogue.standards
    except VocabularyError as error:
        look.unreadable_standards(error)
        return
    wanted = standards_view(filters.params()).standard
    st.html(tag("div", page(choose(standards, (wanted,)), wanted, _figures()), class_="ww"))


def page(shown: Schemes, wanted: str | None, measured: Html) -> Html:
    """Everything, the standard that was asked for first."""
    asked = [shown.chosen] if wanted in shown.standards else []
    first = [slug for slug in shown.first if slug not in asked]
    others = [slug for slug in shown.others if slug not in asked]
    return join(
        [
            *(tag("p", told) for told in TOLD),
            _basis(),
            *(_standard(shown.standards[slug]) for slug in asked),
            _heading("How often the software is right"),
            measured,
            *(_standard(shown.standards[slug]) for slug in first),
            _others([shown.standards[slug] for slug in others]),
        ]
    )


def _figures() -> Html:
    try:
        return figures.draw(figures.load())
    except VocabularyError as error:
        return tag("p", str(error))


def _basis() -> Html:
    told = (
        join([tag("strong", slug), ": ", explained])
        for slug, explained in wording.BASIS_EXPLAINED.items()
    )
    return join([_heading("Whose word it is"), items("ul", told)])


def _standard(one: Standard) -> Html:
    return tag("section", _heading(one.full_label), derivation.draw(one), aria_label=one.full_label)


def _others(some: Iterable[Standard]) -> Html:
    """Standards that are reachable: closed until somebody wants one."""
    folds = [
        tag("details", tag("summary", one.full_label), derivation.draw(one), class_="ww-fold")
        for one in some
    ]
    if not folds:
        return EMPTY
    told = f"Levels by different standards are {wording.EQUIVALENT}: each asks something else."
    return join([_heading("Other standards"), tag("p", told, class_="ww-note"), *folds])


def _heading(words: str) -> Html:
    return tag("h2", words)
