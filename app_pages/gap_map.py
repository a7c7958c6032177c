"""The Map screen: what this base holds, outcomes by kinds of attempt, people or places; a cell opens its studies."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages import base, downloads, filters, home, look, matrix, opening, results, rows
from app_pages.address import SourceView, source_link
from app_pages.markup import EMPTY, Html, items, join, link, section, tag
from app_pages.quotes import Numbers
from app_pages.views import COLUMNS, MapView, map_link, map_params, map_view
from kb import cells, gaps, vocab, wording
from kb.cells import Matrix
from kb.gaps import Map
from kb.models import Attempt, Cell
from kb.results import Result

TITLE = "Map"
KEY = "map-"


def draw() -> None:
    """The whole screen."""
    opened = opening.begin(TITLE)
    if opened is None:
        return
    view = map_view(filters.params())
    areas = vocab.load("areas")
    drawn = base.drawn_map(opened.base)
    if not drawn.attempts and not drawn.results:
        look.show(home.no_attempts())
        return
    chosen = view.area if view.area and view.area in areas else areas.slugs[0]
    view = replace(view, area=chosen)
    look.show(tag("p", gaps.NOTE, class_="ww-coverage"))
    _controls(view)
    made = cells.matrix(drawn, chosen, view.by)
    if view.outcome or view.column:
        _opened(drawn, made, view)
    st.html(tag("div", matrix.draw(made, view), class_="ww ww-wide"))
    rows_of = cells.table(made)
    downloads.offer("map", cells.COLUMNS, rows_of, rows_of)
    look.show(_beside(drawn, chosen))


def _controls(view: MapView) -> None:
    areas = vocab.load("areas")
    for name, value in (("area", view.area), ("by", view.by)):
        if st.session_state.get(KEY + name) != value:
            st.session_state[KEY + name] = value
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    left.selectbox(
        "Area", areas.slugs, format_func=areas.label_of, key=KEY + "area", on_change=_changed
    )
    right.segmented_control(
        "Columns",
        list(COLUMNS),
        format_func=COLUMNS.__getitem__,
        key=KEY + "by",
        on_change=_changed,
        required=True,
    )


def _changed() -> None:
    before = map_view(filters.params())
    by = st.session_state[KEY + "by"] or before.by
    # A cell belongs to an area and a kind of column: another one has none open.
    view = MapView(st.session_state[KEY + "area"], by, scheme=before.scheme)
    filters.go_to(map_params(view))


def _opened(drawn: Map, made: Matrix, view: MapView) -> None:
    """What stands in the open cell."""
    cell = made.cell(view.outcome, view.column)
    outcome = vocab.load("outcomes").label_of(view.outcome) if view.outcome else matrix.EVERY
    column = cells.label(made.by, view.column) if view.column else None
    title = f"{outcome}: {column}" if column else outcome
    close = link(map_link(MapView(view.area, view.by, scheme=view.scheme)), "Close this cell")
    told = tag("p", f"{matrix.words(cell)}.", class_="ww-headline")
    inside = _studies(drawn, cell) if cell else EMPTY
    st.html(
        tag(
            "div",
            section(title, told, inside, tag("p", close, class_="ww-note")),
            class_="ww",
            id="ww-open-cell",
        )
    )


def _studies(drawn: Map, cell: Cell) -> Html:
    """The studies of a cell with their findings; then what was tried there without any."""
    numbers = Numbers({citation.id: citation for citation in drawn.citations})
    known = {attempt.id: attempt for attempt in drawn.attempts}
    held: dict[str, list[Result]] = {}
    for result in cells.inside(drawn, cell):
        held.setdefault(result.study, []).append(result)
    parts = [_study(some, known, numbers) for some in held.values()]
    shown = {result.finding.attempt_id for some in held.values() for result in some}
    left = [known[a] for a in cell.attempts if a in known and a not in shown]
    if left:
        listed = items("ul", [rows.named(attempt) for attempt in left])
        parts.append(join([tag("p", "Tried, with no result held on this:"), listed]))
    return join(parts)


def _study(some: list[Result], known: dict[str, Attempt], numbers: Numbers) -> Html:
    first = some[0]
    attempt = known.get(first.finding.attempt_id or "")
    citation = numbers.citations[first.finding.citation]
    name = (
        rows.named(attempt)
        if attempt
        else link(source_link(SourceView(document=citation.document_id)), citation.title)
    )
    counted = (
        "one study, known through our summary alone"
        if first.is_summarised
        else f"one study ({wording.count(len(first.documents), 'document')})"
    )
    told = results.told([result.finding for result in some], numbers, has_kind=True)
    return join([tag("h3", name), tag("p", counted, class_="ww-note"), *told])


def _beside(drawn: Map, area: str) -> Html:
    """What is in no cell, or in one without a study: said apart."""
    never, only = cells.unevaluated(drawn, area), cells.promotional(drawn, area)
    parts = [
        _attempts("Tried, never evaluated", never, "Nothing is held of what became of people."),
        _attempts(
            "Only promotional sources", only, "Only those who delivered or paid for it tell of it."
        ),
    ]
    if drawn.unmapped:
        told = wording.count(drawn.unmapped, "finding")
        said = f"{told} of this base, of every area, measured something that is in no list of outcomes; they are in no row."
        parts.append(section("Not on the map", tag("p", said)))
    return join(parts)


def _attempts(title: str, some: tuple[Attempt, ...], told: str) -> Html:
    if not some:
        return section(title, tag("p", "None is held."))
    listed = items("ul", [rows.named(one) for one in some])
    count = tag("p", f"{wording.count(len(some), 'attempt')}. {told}", class_="ww-note")
    return section(title, count, listed)
