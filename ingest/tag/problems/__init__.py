"""Facts of the problem itself: how large it is, whom it meets, where, how it moves and what it costs."""

from __future__ import annotations

from ingest.tag.sheet import Sheet
from kb.accounts import ProblemFact

VERSION = "problems-1"


def read(sheet: Sheet) -> tuple[ProblemFact, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    return ()
