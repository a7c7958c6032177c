"""The Source screen: the words that were cited, where they stand, and what is known of the document."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from app_pages import (
    base,
    bibliography,
    facts,
    filters,
    look,
    pages,
    place,
    rated,
    recounted,
)
from app_pages.address import (
    ZOOMS,
    LibraryView,
    SourceView,
    ask_view,
    library_link,
    source_params,
    source_view,
)
from app_pages.markup import join, link, tag
from app_pages.schemes import Schemes
from kb import cite, recount, wording
from kb.errors import CatalogueError, UnknownId, VocabularyError, WhatWorksError
from pipelines.base import Base

PIXELS_PER_POINT = 1.6
"""Of a page image at its usual size; a larger one is drawn finer."""


def draw() -> None:
    """The whole screen."""
    look.screen("Source", layout="wide")
    view = source_view(filters.params())
    try:
        opened = base.opened()
        shown = filters.schemes_of(opened, ask_view(filters.params()))
        with opened.catalogue.read() as connection:
            found = place.find(connection, view, shown.standards)
    except UnknownId as error:
        look.show(tag("h1", "Source"))
        to = join(
            [
                "Try the ",
                link(library_link(LibraryView()), "library"),
                ", which lists every document, or ",
                link("./", "ask"),
                " again.",
            ]
        )
        look.trouble("Nothing is held under this address", str(error), to)
        return
    except VocabularyError as error:
        look.unreadable_standards(error)
        return
    except CatalogueError as error:
        look.trouble("There is no knowledge base here yet", str(error))
        return
    _draw(opened, found, view, shown)


def _draw(opened: Base, found: place.Place, view: SourceView, shown: Schemes) -> None:
    citation = found.citation
    kind = "Our evidence note" if found.is_note else None
    head = [tag("p", kind, class_="ww-note") if kind else None, tag("h1", found.document.title)]
    look.show(join(head), facts.superseded(found))
    if citation is not None:
        look.show(facts.quoted(citation, found.document))
    reading, beside = st.columns([3, 2], gap="large")
    with reading:
        if found.has_pages:
            _pages(opened, found, view)
        else:
            _text(found, view)
    with beside:
        with st.popover("Copy citation", key="source-copy"):
            st.code(_citation(found, view), language=None, wrap_lines=True)
        st.html(facts.draw(found, shown))
    st.html(tag("div", rated.draw(found, shown), class_="ww ww-wide"))
    if not found.is_note:
        with opened.catalogue.read() as connection:
            told = recount.of(connection, found.document.id, shown.standards)
        st.html(tag("div", recounted.draw(told), class_="ww"))


def _pages(opened: Base, found: place.Place, view: SourceView) -> None:
    page, last = found.page(view), found.document.pages
    label = found.label(page)
    where = f"Page {page} of {last}" + (f", printed as {label}" if label else "")
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="source-turn"):
        st.button("Previous page", on_click=_turn, args=(page - 1,), disabled=page <= 1)
        st.button("Next page", on_click=_turn, args=(page + 1,), disabled=page >= last)
        _zoom(view)
    try:
        with st.spinner(f"Drawing page {page} …"):
            png = base.page_image(
                opened, found.document, page, PIXELS_PER_POINT * (view.zoom / 100) ** 0.5
            )
            marks, told = _marks(opened, found, page)
    except (OSError, WhatWorksError) as error:
        look.show(
            tag("p", f"{where}. The page cannot be shown as an image: {error}", class_="ww-note"),
            *pages.paragraphs(found.text_of_page(page), 0, None, ()),
        )
        return
    alt = f"{where} of {found.document.title}" + (", with the quote marked" if marks else "")
    look.show(tag("p", where, ". ", told, class_="ww-note"))
    st.html(tag("div", pages.image(png, marks, view.zoom, alt), class_="ww ww-wide"))
    look.show(pages.page_text(found.text_of_page(page), page))


def _marks(opened: Base, found: place.Place, page: int) -> tuple[pages.Boxes, str | None]:
    """Where the quote stands on a page, exactly or not at all, and what to say where it is not."""
    citation = found.citation
    if citation is None:
        return (), None
    stored = (found.stored.page_map, found.stored.text)
    boxes = base.page_boxes(opened, found.document, stored, citation.start, citation.end)
    if boxes is not None and page in boxes:
        return boxes[page], None
    first, last = citation.page or 0, citation.page_end or citation.page or 0
    if first <= page <= last:
        return (), pages.NOT_MARKED
    return (), f"The quote is on {wording.page(citation)}." if citation.page else None


def _text(found: place.Place, view: SourceView) -> None:
    citation = found.citation
    span = (citation.start, citation.end) if citation else None
    shown = pages.text_view(found.stored.text, found.stored.headings, view, span)
    look.show(shown)


def _zoom(view: SourceView) -> None:
    if st.session_state.get("source-zoom") != view.zoom:
        st.session_state["source-zoom"] = view.zoom
    st.segmented_control(
        "Size of the page",
        ZOOMS,
        format_func=lambda zoom: f"{zoom}%",
        key="source-zoom",
        on_change=_zoomed,
        label_visibility="collapsed",
    )


def _zoomed() -> None:
    view = source_view(filters.params())
    zoom = st.session_state["source-zoom"] or ZOOMS[0]
    filters.go_to(source_params(replace(view, zoom=zoom)))


def _turn(page: int) -> None:
    filters.go_to(source_params(replace(source_view(filters.params()), page=page)))


def _citation(found: place.Place, view: SourceView) -> str:
    """The words and their reference as text, with where this view is."""
    citation, document = found.citation, found.document
    here = f"{st.context.url or 'source'}?{urlencode(source_params(view), doseq=True)}"
    if citation is not None and citation.reports is not None:
        reference = bibliography.reference(citation.reports.csl)
        return f"{reference}. As summarised in the evidence note “{document.title}”, {here}"
    reference = bibliography.reference(cite.csl_of_document(document))
    where = wording.page(citation) if citation else None
    located = f"{reference}, {where}" if where else reference
    quote = f"“{' '.join(citation.quote.split())}”\n" if citation else ""
    return f"{quote}{located}. {here}"
