"""Where a Source address leads: the document, the words that are meant, and what a reader must know.

Reads the catalogue; draws nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app_pages.address import SourceView
from kb import cite, levels
from kb.catalogue import attempts, read, shelf, shown
from kb.errors import UnknownId
from kb.evidence import Reading
from kb.models import AreaTag, Citation, Document, Level, Passage, Source
from kb.standards import Standards

MOST_PASSAGES = 400
"""Passages that are listed beside a document."""


@dataclass(frozen=True, slots=True)
class Place:
    """A document that is open at some words, or at none."""

    document: Document
    source: Source
    stored: read.StoredText
    citation: Citation | None
    versions: tuple[Document, ...]
    areas: tuple[AreaTag, ...]
    stated_areas: tuple[str, ...]
    said: tuple[shelf.Said, ...]
    passages: tuple[Passage, ...]
    reading: Reading | None = None
    """What it says of how it was studied; null where it was not read for this."""
    levels: Mapping[str, Level] = field(default_factory=dict)
    """By standard: its ceiling; of a note, what its attempt is shown at."""
    by_contrast: Mapping[int, Mapping[str, Level]] = field(default_factory=dict)
    stated_design: str | None = None
    """Of a note: how the strongest study was designed, in the note's words."""

    @property
    def of_areas(self) -> tuple[str, ...]:
        """The areas it is of: what a note states, else what is suggested."""
        return self.stated_areas or tuple(tag.area for tag in self.areas)

    @property
    def is_note(self) -> bool:
        """Whether its words are ours."""
        return self.document.type == cite.NOTE_TYPE

    @property
    def has_pages(self) -> bool:
        """Whether it can be shown as pages."""
        return self.document.media_type == "application/pdf" and self.document.pages > 0

    def page(self, view: SourceView) -> int:
        """The page to show: the one asked for, else the one the quote is on, else the first."""
        quoted = self.citation.page if self.citation else None
        return min(max(1, view.page or quoted or 1), max(1, self.document.pages))

    def label(self, page: int) -> str | None:
        """What is printed on a page as its number, where it differs from its place in the file."""
        pages = self.stored.page_map.pages
        label = next((one.label for one in pages if one.index == page), None)
        return label if label != str(page) else None

    def text_of_page(self, page: int) -> str:
        """The stored text of a page."""
        found = next((p for p in self.stored.page_map.pages if p.index == page), None)
        return self.stored.text[found.start : found.end] if found else ""


def find(connection: Connection, view: SourceView, standards: Standards) -> Place:
    """The place that ``view`` names; ``UnknownId`` where it names none."""
    held, passage = _named(connection, view)
    seen = shown.look(connection, standards)
    document, document_id = seen.document(held), held.id
    stored = read.text_of(connection, document_id)
    said = shelf.said(connection, document_id)
    tags = read.area_tags(connection, document_id)
    readings = seen.readings([document_id])
    reading = readings.get(document_id)
    return Place(
        document=document,
        source=read.sources(connection, [document.source_id])[document.source_id],
        stored=stored,
        citation=_citation(connection, document, passage, _span(view, stored), said),
        versions=shelf.versions(connection, document.source_id),
        areas=tuple(tag for about, tag in tags if about is None),
        stated_areas=shelf.areas_of(connection, [document_id]).get(document_id, ()),
        said=said,
        passages=read.passages_of(connection, document_id),
        reading=reading,
        levels=seen.levels(readings, [document_id]).get(document_id, {}),
        by_contrast=levels.by_contrast(reading, standards, document_id) if reading else {},
        stated_design=_stated_design(connection, document_id),
    )


def _stated_design(connection: Connection, document_id: str) -> str | None:
    about = list(attempts.ids_of_documents(connection, [document_id]).values())
    found = attempts.attempts(connection, about, cite.Citations(connection))
    return found[0].design if found else None


def _named(connection: Connection, view: SourceView) -> tuple[Document, Passage | None]:
    if view.passage:
        passage = read.passages(connection, [view.passage]).get(view.passage)
        if passage is None:
            raise UnknownId(
                f"open passage {view.passage}: there is none in this base; it may belong to another "
                "base, or have been withdrawn"
            )
        return read.document(connection, passage.document_id), passage
    if view.document:
        return read.document(connection, view.document), None
    if view.attempt:
        return read.document(connection, shelf.note_of(connection, view.attempt)), None
    raise UnknownId("open a source: the address names none")


def _span(view: SourceView, stored: read.StoredText) -> tuple[int, int] | None:
    if view.start is None or view.end is None or view.end > len(stored.text):
        return None
    return view.start, view.end


def _citation(
    connection: Connection,
    document: Document,
    passage: Passage | None,
    span: tuple[int, int] | None,
    said: tuple[shelf.Said, ...],
) -> Citation | None:
    citations = cite.Citations(connection)
    if span is None:
        return citations.of_passage(passage) if passage else None
    about = next((one for one in said if (one.start, one.end) == span), None)
    reference, locator = (about.reference, about.locator) if about else (None, None)
    return citations.of_span(document.id, *span, reference, locator)
