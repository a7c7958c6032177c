"""Evidence notes: their stored text is rendered by ``kb.notes``; this reader only hands it on."""

from __future__ import annotations

from kb.errors import ExtractError, NoteError
from kb.models import Extraction, Found, PageMap
from kb.notes import parse, render
from kb.notes.text import RENDERER
from kb.settings import Limits

VERSION = RENDERER


def read(data: bytes, *, name: str, url: str | None, limits: Limits) -> Extraction:
    """The stored text of a note; ``ExtractError`` with file, line and what is accepted."""
    try:
        note = parse(data, name)
    except NoteError as error:
        raise ExtractError(str(error)) from error
    rendered = render(note)
    return Extraction(
        text=rendered.text,
        page_map=PageMap(),
        headings=rendered.headings,
        metadata=(Found("id", note.id, "front matter"), Found("title", note.title, "front matter")),
        extractor=VERSION,
        method="evidence note",
    )
