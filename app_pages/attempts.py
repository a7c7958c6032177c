"""The Attempts screen: the register, sorted and filtered, as a list or on a timeline, up to three compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import streamlit as st

from app_pages import (
    base,
    compared,
    downloads,
    facets,
    filters,
    home,
    look,
    opening,
    ordered,
    rows,
    timeline,
)
from app_pages.filters import Choice, Groups
from app_pages.markup import Html, join, link, tag
from app_pages.opening import Opened
from app_pages.views import (
    MOST_COMPARED,
    SHAPES,
    SORTS,
    AttemptsView,
    attempts_params,
    attempts_view,
    organisation_link,
    places_link,
)
from kb import contract, places
from kb.errors import UnknownId, WhatWorksError
from kb.models import Attempt

TITLE = "Attempts"
AT_ONCE = 50
"""Attempts in one part of the list."""
KEY = "attempts-"
GROUPS: Groups = {
    "Area": filters.GROUPS["Area"],
    "What was done": (Choice("kind", "What was done", "kinds", held=filters.held_of("kind")),),
    "Where": filters.GROUPS["Where"],
    "When": (),
    "Who": (
        *filters.GROUPS["Who"],
        Choice("population", "For whom", "populations", held=filters.held_of("population")),
    ),
    "Evidence": (
        filters.GROUPS["Evidence"][0],
        Choice("direction", "Has a finding that is", "directions"),
        Choice("outcome", "What was measured", "outcomes", held=filters.held_of("outcome")),
    ),
    "Status": (Choice("status", "Status", "attempt-statuses"),),
}


def draw() -> None:
    """The whole screen."""
    opened = opening.begin(TITLE)
    if opened is None:
        return
    view = attempts_view(filters.params())
    look.show(_about())
    filters.draw(opened.base, filters.asked(), opened.schemes, GROUPS)
    try:
        held = base.register(opened.base, view.filters)
    except WhatWorksError as error:
        look.trouble("This list could not be drawn", str(error))
        return
    if not held.attempts and view.filters.is_empty():
        look.show(home.no_attempts())
        return
    listed = ordered.chosen(held.attempts, view)
    _controls(view, held.attempts)
    _compared(opened, view)
    notes = {c.document_id for c in held.citations if c.kind == "paraphrase"}
    _listed(opened, view, listed, notes)
    if listed:
        columns, scheme = rows.CSV, opened.schemes.chosen
        left = replace(held, attempts=listed)
        downloads.offer("attempts", columns, rows.csv_rows(listed, scheme), contract.register(left))


def _about() -> Html:
    told = "Something tried, whatever came of it: those that failed or were closed stand beside the others."
    ways = (
        link(places_link(), "by place"),
        link(organisation_link(), "by organisation"),
    )
    return tag("p", told, " The same ", join(ways, ", or "), ".", class_="ww-coverage")


def _controls(view: AttemptsView, held: tuple[Attempt, ...]) -> None:
    known = {one.id: one.name for one in held}
    for name, value in (("words", view.words), ("sort", view.sort), ("show", view.show)):
        if st.session_state.get(KEY + name) != value:
            st.session_state[KEY + name] = value
    chosen = [one for one in view.compare if one in known]
    if st.session_state.get(KEY + "compare") != chosen:
        st.session_state[KEY + "compare"] = chosen
    words, sort, show = st.columns([3, 2, 2], vertical_alignment="bottom")
    words.text_input("Words of the name, place or people", key=KEY + "words", on_change=_changed)
    sort.selectbox(
        "Sort by", list(SORTS), format_func=SORTS.__getitem__, key=KEY + "sort", on_change=_changed
    )
    show.segmented_control(
        "Show as",
        list(SHAPES),
        format_func=SHAPES.__getitem__,
        key=KEY + "show",
        on_change=_changed,
        required=True,
    )
    st.multiselect(
        f"Compare up to {MOST_COMPARED}, side by side",
        list(known),
        format_func=lambda one: known.get(one, one),
        max_selections=MOST_COMPARED,
        key=KEY + "compare",
        on_change=_changed,
        placeholder="Choose attempts by name",
    )


def _changed() -> None:
    before = attempts_view(filters.params())
    view = replace(
        before,
        words=" ".join(st.session_state[KEY + "words"].split()),
        sort=st.session_state[KEY + "sort"],
        show=st.session_state[KEY + "show"] or before.show,
        compare=tuple(st.session_state[KEY + "compare"]),
        part=1,
    )
    filters.go_to(attempts_params(view))


def _compared(opened: Opened, view: AttemptsView) -> None:
    found, missing = [], []
    for one in view.compare:
        try:
            found.append(base.dossier(opened.base, one))
        except UnknownId as error:
            missing.append(str(error))
    if missing:
        look.trouble("Not everything asked for can be compared", " ".join(missing))
    if found:
        st.html(tag("div", compared.draw(found, opened.schemes), class_="ww ww-wide"))


def _listed(
    opened: Opened, view: AttemptsView, listed: tuple[Attempt, ...], notes: Collection[str]
) -> None:
    if not listed:
        told = "No attempt matches. Fewer words, or another filter, may find one."
        look.show(tag("p", told))
        return
    drawn = base.drawn_map(opened.base)
    share = places.share(listed, (result.finding for result in drawn.results))
    look.show(tag("p", rows.counts(listed, share), class_="ww-headline"))
    counted = facets.draw(listed, view, opened.schemes.chosen)
    st.html(tag("div", counted, class_="ww ww-wide"))
    if view.show == "timeline":
        timeline.show(listed)
        return
    first = (view.part - 1) * AT_ONCE
    shown = listed[first : first + AT_ONCE]
    if not shown:
        look.show(tag("p", "This part of the list is empty."))
        return
    if len(listed) > AT_ONCE:
        told = f"{first + 1} to {first + len(shown)} of {len(listed):,}."
        look.show(tag("p", told, class_="ww-note"))
    st.html(tag("div", rows.table(shown, opened.schemes, notes), class_="ww ww-wide"))
    with st.container(horizontal=True, gap="small", key="attempts-turn"):
        _part("Previous part", view.part - 1, is_there=view.part > 1)
        _part("Next part", view.part + 1, is_there=first + len(shown) < len(listed))


def _part(label: str, part: int, *, is_there: bool) -> None:
    if is_there:
        st.button(label, on_click=_turn, args=(part,))


def _turn(part: int) -> None:
    filters.go_to(attempts_params(replace(attempts_view(filters.params()), part=part)))
