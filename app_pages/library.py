"""The Library screen: every document, what could not be read and why, and adding more."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app_pages import adding, base, filters, home, look, shelves
from app_pages.address import LibraryView, ask_view, library_params, library_view
from app_pages.markup import tag
from app_pages.schemes import Schemes
from kb import vocab
from kb.catalogue import runs, shelf
from kb.errors import CatalogueError, UsageError, VocabularyError
from kb.models import IngestResult
from kb.settings import Settings
from pipelines.base import Base

AT_ONCE = 50
"""Documents in one part of the list."""
POLL_SECONDS = 2
FAILURES_OPEN = 3
MOST_FAILURES = 20
RUNS_SHOWN = 5
ACCEPTED = ["pdf", "html", "htm", "md", "markdown", "txt"]
KEY = "library-"


def draw() -> None:
    """The whole screen."""
    look.screen("Library", layout="wide")
    view = library_view(filters.params())
    look.show(tag("h1", "Library"))
    try:
        opened = base.opened()
    except CatalogueError as error:
        look.show(home.nothing_here(str(error)))
        _add(base.settings(), is_first=True)
        return
    try:
        shown = filters.schemes_of(opened, ask_view(filters.params()))
    except VocabularyError as error:
        look.unreadable_standards(error)
        return
    with opened.catalogue.read() as connection:
        held = shelf.types(connection)
        failed = runs.failures(connection)
    look.show(shelves.totals(held))
    _add(opened.settings, is_first=not held)
    _progress(opened)
    _failures(opened, failed)
    _documents(opened, view, shown, sorted(held))


def _add(settings: Settings, *, is_first: bool) -> None:
    if base.is_read_only():
        told = "This app answers to other machines, so documents can only be read here, not added."
        look.show(tag("p", told, class_="ww-note"))
        return
    with st.expander("Add documents", expanded=is_first):
        turn = st.session_state.setdefault(KEY + "turn", 0)
        files = st.file_uploader(
            "PDF, HTML, Markdown or text files",
            type=ACCEPTED,
            accept_multiple_files=True,
            key=f"{KEY}files-{turn}",
        )
        if st.button("Add to the base", disabled=not files, type="primary", key=KEY + "add"):
            try:
                refs = [str(adding.keep(settings.home, f.name, f.getvalue())) for f in files]
                st.session_state[KEY + "started"] = adding.start(settings, refs)
            except UsageError as error:
                look.trouble("The files could not be added", str(error))
                return
            st.session_state[KEY + "turn"] = turn + 1
            st.rerun()
    _starting()


def _starting() -> None:
    """Between the start of the process and its first line in the catalogue, or if it never got there."""
    started: adding.Started | None = st.session_state.get(KEY + "started")
    if started is None:
        return
    if not started.is_over():
        told = "Reading the files has begun. It goes on if you close this page."
        look.show(tag("p", told, class_="ww-note", role="status"))
    elif started.process.returncode not in (0, 3):
        look.trouble("The files could not be added", started.last_words())


@st.fragment(run_every=POLL_SECONDS)
def _progress(opened: Base) -> None:
    """How far runs are, also those of other processes; what they added shows as it is committed."""
    with opened.catalogue.read() as connection:
        recent = runs.recent(connection, RUNS_SHOWN)
    alive = [run for run in recent if run.is_alive]
    for run in alive:
        st.progress(run.done / run.total if run.total else 0.0, text=shelves.progress(run))
    over = shelves.runs(recent)
    if over:
        listed = tag("details", tag("summary", "Recent additions"), over, class_="ww-fold")
        look.show(listed)
    started: adding.Started | None = st.session_state.get(KEY + "started")
    state = (base.version(opened), len(alive), started is not None and started.is_over())
    if st.session_state.get(KEY + "state") not in (None, state):
        st.session_state[KEY + "state"] = state
        st.rerun(scope="app")
    st.session_state[KEY + "state"] = state


def _failures(opened: Base, failed: list[tuple[str, IngestResult]]) -> None:
    if not failed:
        return
    look.show(tag("h2", f"What could not be read ({len(failed)})"))
    can_retry = not base.is_read_only()
    if can_retry and len(failed) > 1:
        refs = [result.ref for _, result in failed]
        st.button("Try all of them again", on_click=_retry, args=(opened.settings, refs))
    if len(failed) <= FAILURES_OPEN:
        _each_failure(opened, failed, can_retry=can_retry)
        return
    with st.expander(f"Each of the {len(failed)} with its reason"):
        _each_failure(opened, failed[:MOST_FAILURES], can_retry=can_retry)
        if len(failed) > MOST_FAILURES:
            told = f"The first {MOST_FAILURES} are listed."
            look.show(tag("p", told, class_="ww-note"))


def _each_failure(opened: Base, failed: list[tuple[str, IngestResult]], *, can_retry: bool) -> None:
    for i, (at, result) in enumerate(failed):
        look.show(shelves.failure(result.ref, at, result.reason))
        if can_retry:
            told = f"Try again: {adding.safe_name(result.ref)}"
            st.button(
                told, on_click=_retry, args=(opened.settings, [result.ref]), key=f"{KEY}try-{i}"
            )


def _retry(settings: Settings, refs: list[str]) -> None:
    st.session_state[KEY + "started"] = adding.start(settings, refs)


def _documents(opened: Base, view: LibraryView, shown: Schemes, types: list[str]) -> None:
    look.show(tag("h2", "Documents"))
    _filters(view, types)
    wanted = shelf.Wanted(view.words, view.type, view.area)
    with opened.catalogue.read() as connection:
        offset = (view.part - 1) * AT_ONCE
        found, total = shelf.shelved(
            connection, wanted, limit=AT_ONCE, offset=offset, standards=shown.standards
        )
    if not found:
        told = "No document matches. Fewer words or another filter may find one."
        look.show(tag("p", told if total == 0 else "This part of the list is empty."))
        return
    first, last = offset + 1, offset + len(found)
    look.show(tag("p", f"{first} to {last} of {total:,}.", class_="ww-note"))
    st.html(tag("div", shelves.table(found, shown), class_="ww ww-wide"))
    with st.container(horizontal=True, gap="small", key="library-turn"):
        _part("Previous part", view.part - 1, is_there=view.part > 1)
        _part("Next part", view.part + 1, is_there=last < total)


def _part(label: str, part: int, *, is_there: bool) -> None:
    if is_there:
        st.button(label, on_click=_turn, args=(part,))


def _turn(part: int) -> None:
    filters.go_to(library_params(replace(library_view(filters.params()), part=part)))


def _filters(view: LibraryView, types: list[str]) -> None:
    for name, value in (("words", view.words), ("type", view.type), ("area", view.area)):
        if st.session_state.get(KEY + name, "") != value:
            st.session_state[KEY + name] = value
    kinds, areas = vocab.load("document-types"), vocab.load("areas")
    columns = st.columns(3)
    columns[0].text_input("Words of the title", key=KEY + "words", on_change=_chosen)
    with columns[1]:
        _choose("Type", "type", kinds, types, view.type)
    with columns[2]:
        _choose("Area", "area", areas, list(areas.slugs), view.area)


def _choose(
    label: str, name: str, terms: vocab.Vocabulary, offered: list[str], current: str | None
) -> None:
    def named(slug: str | None) -> str:
        return terms.label_of(slug) if slug else "Any"

    extra = [current] if current and current not in offered else []
    options: list[str | None] = [None, *offered, *extra]
    st.selectbox(
        label, options, format_func=named, key=KEY + name, on_change=_chosen, placeholder="Any"
    )


def _chosen() -> None:
    view = LibraryView(
        words=" ".join(st.session_state[KEY + "words"].split()),
        type=st.session_state[KEY + "type"],
        area=st.session_state[KEY + "area"],
    )
    filters.go_to(library_params(view))
