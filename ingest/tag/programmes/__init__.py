"""Facts of the programme that a document is about: name, who took part, where, when, for whom, targets, costs."""

from __future__ import annotations

from ingest.tag.sheet import Sheet
from kb.accounts import ProgrammeFact

VERSION = "programmes-1"


def read(sheet: Sheet) -> tuple[ProgrammeFact, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    return ()
