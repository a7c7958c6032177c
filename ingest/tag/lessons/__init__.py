"""Lessons of a document: what helped, what hindered, what follows, each with its theme and whose view it is."""

from __future__ import annotations

from ingest.tag.sheet import Sheet
from kb.accounts import ToldLesson

VERSION = "lessons-1"


def read(sheet: Sheet) -> tuple[ToldLesson, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    return ()
