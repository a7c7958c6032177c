"""Documents of a folder as records, verified: digests, ids, page map, spans. It writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from kb import ids, pages
from kb.catalogue.record import Record
from kb.cite import NOTE_TYPE
from kb.errors import ExchangeError
from kb.exchange import rows
from kb.exchange.cutting import from_spans
from kb.exchange.layout import Malformed, regular_bytes, utf8
from kb.exchange.notes import read_note
from kb.exchange.suggested import Suggested
from kb.models import Document, Heading, PageMap, Source
from kb.notes import Note, render
from kb.tiling import problem_of


@dataclass(frozen=True, slots=True)
class Version:
    """One document of a folder, ready to be written."""

    record: Record
    with_text: bool
    suggested: Suggested = field(default_factory=Suggested, repr=False)


def document_json(folder: Path) -> tuple[Document, str, rows.Spans | None]:
    """The ``document.json`` of a document's folder, whose name is its id."""
    document, cutter, spans = rows.document_from(rows.parse(utf8(folder / "document.json")))
    if document.id != folder.name:
        raise Malformed(f"id is {document.id} but the folder is named {folder.name}")
    return document, cutter, spans


def version(
    folder: Path, source: Source, superseded_by: str | None, snapshot: Path
) -> tuple[Version, str | None]:
    """The document in ``folder``, and why its statements could not be read where they could not.

    ``superseded_by`` is its place in the base that it goes to; ``snapshot`` the bytes that it came from.
    """
    document, cutter, spans = document_json(folder)
    if superseded_by != document.superseded_by:
        document = replace(
            document,
            superseded_by=superseded_by,
            status="superseded" if superseded_by else document.status,
        )
    if spans is None:
        return Version(_bare(source, document, cutter), with_text=False), None
    text = _text(folder / "text.txt", document)
    page_map, headings = _page_map(folder / "pagemap.json", len(text))
    note, problem = _note(document, text, snapshot) if document.type == NOTE_TYPE else (None, None)
    record = Record(
        source=source,
        document=document,
        text=text,
        page_map=page_map,
        headings=headings,
        passages=from_spans(document.id, text, page_map, headings, spans),
        cutter=cutter,
        note=note,
    )
    return Version(record, with_text=True), problem


def _bare(source: Source, document: Document, cutter: str) -> Record:
    return Record(source, document, "", PageMap(), (), (), cutter)


def _text(path: Path, document: Document) -> str:
    data = regular_bytes(path)
    if ids.sha256(data) != document.text_sha256:
        raise Malformed(f"text.txt: its SHA-256 is not {document.text_sha256}; it was altered")
    text = data.decode("utf-8")
    if "\0" in text:
        raise Malformed("text.txt: it holds a null character, which not every database takes")
    return text


def _page_map(path: Path, length: int) -> tuple[PageMap, tuple[Heading, ...]]:
    try:
        page_map, headings = pages.from_json(utf8(path))
    except ExchangeError as error:
        raise Malformed(f"pagemap.json: {error}") from error
    problem = problem_of(page_map, headings, length)
    if problem:
        raise Malformed(f"pagemap.json: {problem}")
    return page_map, headings


def _note(document: Document, text: str, snapshot: Path) -> tuple[Note | None, str | None]:
    """The note behind a document's text, unless its bytes are lost or this software renders it otherwise."""
    try:
        note = read_note(regular_bytes(snapshot), "note")
    except Malformed as error:
        return None, f"its statements are not read, its text is: {error}"
    if render(note).text != text:
        return None, "its statements are not read, its text is: another version rendered it"
    return note, None
