"""A note from a folder as the record that the catalogue keeps, as if it had been ingested.

What is filled in here is what ingesting a note fills in: the same file gives the same ids either way,
and a test holds the two together. Areas come from its front matter, not from a machine.
"""

from __future__ import annotations

import re

from kb import ids
from kb.catalogue.record import Record, now
from kb.cite import NOTE_TYPE
from kb.errors import NoteError
from kb.exchange.cutting import Cutter
from kb.exchange.layout import Malformed
from kb.models import Document, Found, PageMap, Source
from kb.notes import Note, parse, render
from kb.notes.text import RENDERER

MEDIA_TYPE = "text/x-evidence-note"
_PLACE = re.compile(r"(?P<line>\d+): (?P<reason>.*)", re.DOTALL)


def read_note(data: bytes, name: str, slug: str | None = None) -> Note:
    """The note in ``data``; with ``slug`` given its id must be that."""
    try:
        note = parse(data, name)
    except NoteError as error:
        place = _PLACE.fullmatch(str(error).removeprefix(f"{name}:"))
        if place is None:
            raise Malformed(str(error)) from error
        raise Malformed(place["reason"], int(place["line"])) from error
    if slug is not None and note.id != slug:
        raise Malformed(
            f"id is {note.id!r} but the file is named {slug}.md; accepted: one name for both", 2
        )
    return note


def source_of(note: Note) -> Source:
    """A note is known by its slug, wherever its file lies."""
    ref = f"note:{note.id}"
    return Source(id=ids.source_id(ref), ref=ref, added_at=now())


def record_of(note: Note, data: bytes, cutter: Cutter, before: Document | None) -> Record:
    """The record of ``note``, whose bytes are ``data``; ``before`` is the version held until now."""
    rendered = render(note)
    source = source_of(note)
    digest, text_digest = ids.sha256(data), ids.sha256(rendered.text.encode())
    reason = None
    if before is not None:
        reason = "re-extracted" if before.snapshot_sha256 == digest else "changed"
    document = Document(
        id=ids.document_id(source.id, digest, text_digest),
        source_id=source.id,
        snapshot_sha256=digest,
        text_sha256=text_digest,
        media_type=MEDIA_TYPE,
        type=NOTE_TYPE,
        interest="unknown",
        title=note.title,
        authors=(),
        publisher=None,
        date=None,
        url=None,
        language=None,
        extractor=RENDERER,
        method="evidence note",
        kept=None,
        pages=0,
        pages_without_text=(),
        status="current",
        added_at=now(),
        metadata=(
            Found("id", note.id, "front matter"),
            Found("title", note.title, "front matter"),
        ),
        replaces_reason=reason,
    )
    return Record(
        source=source,
        document=document,
        text=rendered.text,
        page_map=PageMap(),
        headings=rendered.headings,
        passages=cutter.cut(document.id, rendered.text, PageMap(), rendered.headings),
        cutter=cutter.name,
        note=note,
    )
