"""Findings of a document: results it reports of its own study or programme, each with kind, outcome and direction."""

from __future__ import annotations

from ingest.tag.sheet import Sheet
from kb.accounts import ToldFinding

VERSION = "findings-1"


def read(sheet: Sheet) -> tuple[ToldFinding, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    return ()
