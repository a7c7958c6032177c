"""Citations: a span of a document with what a reader must be told of it, and its CSL item.

A quote is verbatim in the stored text. A note's words are a paraphrase: never a quote, cited as the
underlying source "as summarised in" the note. Formatting references is ``kb.references``'s job.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from kb import pages
from kb.catalogue import read
from kb.catalogue import tables as t
from kb.catalogue.shown import Shown, look
from kb.errors import UnknownId
from kb.models import Citation, Document, Locator, Passage, Reported
from kb.standards import Standards

NOTE_TYPE = "evidence-note"

Key = tuple[str, int, int, str | None]
"""Document, start, end, and of a note the reference that the span is about."""


class Placed(NamedTuple):
    """A span of a document with its place on the page. A tuple, since an answer may hold a hundred thousand."""

    document_id: str
    start: int
    end: int
    page: int | None
    page_end: int | None
    page_label: str | None
    page_end_label: str | None
    heading: str | None
    quote: str
    passage_id: str
    is_whole: bool
    """Whether the span is the whole passage."""

    @classmethod
    def at(cls, place: Locator, quote: str, passage: Passage) -> Placed:
        """A span that begins in ``passage``."""
        whole = (place.start, place.end) == (passage.locator.start, passage.locator.end)
        return cls(
            passage.document_id, place.start, place.end, place.page, place.page_end, place.page_label,
            place.page_end_label, place.heading, quote, passage.id, whole,
        )  # fmt: skip


@dataclass(slots=True)
class Citations:
    """The citations of one answer, each span once, numbered ``c1``, ``c2`` … as they are met.

    A citation of a ``Placed`` span is a number until it is asked for: of thousands that were counted few
    are shown.
    """

    connection: Connection
    _shown: Shown | None = None
    _documents: dict[str, Document] = field(default_factory=dict)
    _texts: dict[str, read.StoredText] = field(default_factory=dict)
    _references: dict[str, dict[str, Mapping[str, Any]]] = field(default_factory=dict)
    _held: Mapping[str, frozenset[str]] | None = None
    _passages: dict[str, tuple[Passage, ...]] = field(default_factory=dict)
    _made: dict[Key, Citation | Placed] = field(default_factory=dict)
    _numbers: dict[Key, str] = field(default_factory=dict)

    def of_passage(self, passage: Passage) -> Citation:
        """The citation of a whole passage."""
        document = self._document(passage.document_id)
        reference = self._reference_within(document, passage.locator.start, passage.locator.end)
        key = (document.id, passage.locator.start, passage.locator.end, reference)
        if key not in self._made:
            number = self._number(key)
            span = Placed.at(passage.locator, passage.text, passage)
            self._made[key] = self._make(number, document, span, reference)
        return self._of(key)

    def of_span(
        self,
        document_id: str,
        start: int,
        end: int,
        reference: str | None = None,
        locator: str | None = None,
    ) -> Citation:
        """The citation of a span; for a note with the reference that the span is about."""
        key = (document_id, start, end, reference)
        if key not in self._made:
            document = self._document(document_id)
            stored = self._text(document_id)
            passage = self._passage_at(document_id, start)
            place = pages.locate(stored.page_map, stored.headings, start, end)
            span = Placed.at(place, stored.text[start:end], passage)
            self._made[key] = self._make(self._number(key), document, span, reference, locator)
        return self._of(key)

    def of_placed(self, span: Placed) -> str:
        """The id of the citation of a span whose place is known. The citation is made when it is asked for."""
        key = (span.document_id, span.start, span.end, None)
        number = self._numbers.get(key)
        if number is None:
            number = self._number(key)
            self._made[key] = span
        return number

    def all(self) -> tuple[Citation, ...]:
        """Every citation, in order."""
        self.preload({one.document_id for one in self._made.values()})
        return tuple([self._of(key) for key in self._made])

    def these(self, ids: Collection[str]) -> tuple[Citation, ...]:
        """The citations of these ids, in the order of their numbers."""
        wanted = set(ids)
        keys = [key for key, number in self._numbers.items() if number in wanted]
        self.preload({document for document, _, _, _ in keys})
        return tuple([self._of(key) for key in keys])

    def _number(self, key: Key) -> str:
        number = f"c{len(self._numbers) + 1}"
        self._numbers[key] = number
        return number

    def _of(self, key: Key) -> Citation:
        found = self._made[key]
        if isinstance(found, Placed):
            document = self._document(found.document_id)
            self._made[key] = found = self._make(self._numbers[key], document, found, None)
        return found

    def preload(self, documents: Collection[str]) -> None:
        """Read several documents at once, when it is known that they will be cited."""
        missing = [d for d in documents if d not in self._documents]
        if missing:
            self._documents.update(self.shown().documents(missing))

    def preload_texts(self, documents: Collection[str]) -> None:
        """Read the texts, passages and references of several documents at once: of notes, which are short."""
        self.preload(documents)
        missing = [d for d in documents if d not in self._texts]
        self._texts.update(read.texts_of(self.connection, missing))
        missing = [d for d in documents if d not in self._passages]
        self._passages.update(read.passages_of_all(self.connection, missing))

    def shown(self, standards: Standards | None = None) -> Shown:
        """What is shown of documents, as people have it: read once an answer."""
        if self._shown is None or (standards is not None and standards != self._shown.standards):
            self._shown = look(self.connection, standards)
        return self._shown

    def _make(
        self,
        number: str,
        document: Document,
        span: Placed,
        reference: str | None,
        locator: str | None = None,
    ) -> Citation:
        reported, interest = self._reported(document, reference, locator)
        link = f"/source?passage={span.passage_id}"
        if not span.is_whole:
            link += f"&start={span.start}&end={span.end}"
        return Citation(
            id=number,
            kind="paraphrase" if document.type == NOTE_TYPE else "quote",
            passage_id=span.passage_id,
            document_id=document.id,
            source_id=document.source_id,
            title=document.title,
            authors=document.authors,
            publisher=document.publisher,
            date=document.date,
            url=document.url,
            type=document.type,
            interest=interest or document.interest,
            page=span.page,
            page_end=span.page_end,
            page_label=span.page_label,
            page_end_label=span.page_end_label,
            heading=span.heading,
            start=span.start,
            end=span.end,
            quote=span.quote,
            link=link,
            status=document.status,
            reports=reported,
        )

    def _reported(
        self, document: Document, reference: str | None, locator: str | None
    ) -> tuple[Reported | None, str | None]:
        if document.type != NOTE_TYPE:
            return None, None
        known = self._note_references(document.id)
        row = known.get(reference or "") or next(iter(known.values()), None)
        if row is None:
            return None, None
        held = str(row["key"]) in self._originals().get(document.id, ())
        return Reported(dict(row["csl"]), row["url"], locator, held), row["interest"]

    def _originals(self) -> Mapping[str, frozenset[str]]:
        """By note: the references whose original is held, as studies were drawn last."""
        if self._held is None:
            detail = t.suggestions.c.detail
            query = select(detail["note"].as_string(), detail["keys"].as_string()).distinct()
            found: dict[str, frozenset[str]] = {}
            for note, keys in self.connection.execute(query.where(t.suggestions.c.kind == "quote")):
                found[note] = found.get(note, frozenset()) | frozenset(json.loads(keys or "[]"))
            self._held = found
        return self._held

    def _document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            held = read.document(self.connection, document_id)
            self._documents[document_id] = self.shown().document(held)
        return self._documents[document_id]

    def _text(self, document_id: str) -> read.StoredText:
        if document_id not in self._texts:
            self._texts[document_id] = read.text_of(self.connection, document_id)
        return self._texts[document_id]

    def _passage_at(self, document_id: str, start: int) -> Passage:
        if document_id not in self._passages:
            self._passages[document_id] = read.passages_of(self.connection, document_id)
        before = [p for p in self._passages[document_id] if p.locator.start <= start]
        if not before:
            raise UnknownId(f"cite document {document_id} at {start}: no passage starts before it")
        return before[-1]

    def _note_references(self, document_id: str) -> dict[str, Mapping[str, Any]]:
        if document_id not in self._references:
            query = select(t.note_references).where(t.note_references.c.document_id == document_id)
            rows = sorted(
                self.connection.execute(query).mappings(), key=lambda row: str(row["key"])
            )
            self._references[document_id] = {row["key"]: dict(row) for row in rows}
        return self._references[document_id]

    def _reference_within(self, document: Document, start: int, end: int) -> str | None:
        """For a passage of a note: the reference of the first statement that stands in it."""
        if document.type != NOTE_TYPE:
            return None
        firsts: list[tuple[int, str | None]] = []
        for table in (t.findings, t.lessons, t.problems):
            query = (
                select(table.c.start, table.c.reference)
                .where(table.c.document_id == document.id, table.c.start < end, table.c.end > start)
                .order_by(table.c.start)
                .limit(1)
            )
            firsts.extend((row[0], row[1]) for row in self.connection.execute(query))
        return min(firsts, key=lambda first: first[0])[1] if firsts else None


def issued(csl: Mapping[str, Any]) -> str | None:
    """The date of a CSL item, as far as it is known."""
    parts = (csl.get("issued") or {}).get("date-parts") or ()
    return "-".join(f"{int(part):02d}" for part in parts[0]) if parts and parts[0] else None


def csl_of_document(document: Document, url: str | None = None) -> dict[str, Any]:
    """A document as a CSL-JSON item. Only what was found; nothing is filled in."""
    from kb import vocab

    csl: dict[str, Any] = {
        "id": document.id,
        "type": vocab.load("document-types").require(document.type).csl or "document",
        "title": document.title,
    }
    if document.authors:
        csl["author"] = [_name(author) for author in document.authors]
    if document.date:
        csl["issued"] = {"date-parts": [[int(part) for part in document.date[:10].split("-")]]}
    for key, value in (
        ("publisher", document.publisher),
        ("URL", url or document.url),
        ("language", document.language),
    ):
        if value:
            csl[key] = value
    for found in document.metadata:
        if found.field in {"DOI", "ISBN"} and found.field not in csl:
            csl[found.field] = found.value
    return csl


def _name(author: str) -> dict[str, str]:
    """A CSL name. ``Family, Given`` is taken apart; anything else stays whole, since a guess could be wrong."""
    family, comma, given = author.partition(",")
    if comma and family.strip() and given.strip() and "," not in given:
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": author}
