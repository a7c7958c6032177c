"""What ``check`` verifies of suggestions: quotes, ids, the pages of facts, and profiles against facts.

It yields what it looked at, by the name of the check; counting and reporting is ``kb.check``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from kb import pages
from kb.catalogue import designs, suggestions
from kb.catalogue import tables as t
from kb.catalogue.read import StoredText
from kb.evidence import profile
from kb.models import PageMap

Looked = tuple[str, str | None]
"""Name of a check, and what was wrong with the one thing that was looked at."""


def looked_at(connection: Connection, document_id: str, stored: StoredText) -> Iterator[Looked]:
    """Every suggestion of a document, and what was read out of it as a whole."""
    query = select(t.suggestions).where(t.suggestions.c.document_id == document_id)
    rows = connection.execute(query).mappings().all()
    for row in rows:
        name = f"suggestion {row['id']}"
        start, end = row["start"], row["end"]
        verbatim = start >= 0 and stored.text[start:end] == row["quote"]
        yield "quotes", None if verbatim else f"{name}: its quote is not at its place"
        expected = suggestions.id_of(row)
        yield "ids", None if row["id"] == expected else f"{name}: id is not {expected}"
        if row["kind"] in suggestions.OF_READING:
            yield from _page(row, stored.page_map)
    of_reading = [row for row in rows if row["kind"] in suggestions.OF_READING]
    yield from _profile(connection, document_id, of_reading)


def _page(row: suggestions.Row, page_map: PageMap) -> Iterator[Looked]:
    """A reason that is no quote stands on no page."""
    detail = row["detail"] or {}
    if "reason" not in detail:
        place = pages.locate(page_map, (), row["start"], row["end"])
        stated = (detail.get("page"), detail.get("page_label"))
        expected = (place.page, place.page_label)
        name = f"suggestion {row['id']}"
        yield "pages", None if stated == expected else f"{name}: {stated}, expected {expected}"


def _profile(
    connection: Connection, document_id: str, said: Sequence[suggestions.Row]
) -> Iterator[Looked]:
    kept = select(t.designs).where(t.designs.c.document_id == document_id)
    row = connection.execute(kept).mappings().first()
    if row is None:
        return
    reading = designs.reading_of(row, said)
    follows = row["profile"] == designs.profile_text(profile(reading.design, reading.facts))
    name = f"document {document_id}"
    yield "designs", None if follows else f"{name}: its profile is not what its facts give"


def waiting(connection: Connection, reader: str | None) -> str:
    """How many documents other rules than ``reader`` read, or none, to be added to a sentence."""
    found = len(designs.outdated(connection, reader))
    if not found:
        return ""
    those = "1 document was" if found == 1 else f"{found} documents were"
    how = "by other rules than the present ones, or not at all" if reader else "not for this yet"
    return f"; {those} read {how} (`whatworks reindex` reads them)"
