"""What ``check`` verifies of suggestions: quotes, ids, pages, profiles against facts, and what documents tell.

It yields what it looked at, by the name of the check; counting and reporting is ``kb.check``'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from kb import pages
from kb.catalogue import (
    accounts,
    designs,
    read,
    suggestions,
    suggestions_accounts,
    suggestions_checked,
)
from kb.catalogue import tables as t
from kb.catalogue.designs import NOTE_TYPE
from kb.catalogue.read import StoredText
from kb.evidence import profile
from kb.models import Document, PageMap

Looked = tuple[str, str | None]
"""Name of a check, and what was wrong with the one thing that was looked at."""


def looked_at(connection: Connection, document: Document, stored: StoredText) -> Iterator[Looked]:
    """Every suggestion of a document, and what was read out of it as a whole."""
    query = select(t.suggestions).where(t.suggestions.c.document_id == document.id)
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
    yield from _profile(connection, document.id, of_reading)
    told = [row for row in rows if row["kind"] in suggestions_accounts.OF_ACCOUNT]
    yield from _account(connection, document, stored, told)


def _account(
    connection: Connection,
    document: Document,
    stored: StoredText,
    told: Sequence[suggestions.Row],
) -> Iterator[Looked]:
    """What a document tells: each statement opens in its passage, on its page, and says what the lists know.

    Nothing is told that nobody is known to have read, and nothing of a note: that is compiled.
    """
    kept = select(t.accounts.c.reader).where(t.accounts.c.document_id == document.id)
    reader = connection.execute(kept).scalar()
    name = f"document {document.id}"
    if told or reader is not None:
        of_note = document.type == NOTE_TYPE
        unknown = None if reader else f"{name}: it is not known by which rules it was read"
        yield "accounts", f"{name}: a note is read as if it were a source" if of_note else unknown
    if told:
        passages = read.passages_of(connection, document.id)
        layout = accounts.layout_of(stored.page_map, stored.headings, passages)
        for row in told:
            held, problem = suggestions_checked.checked(dict(row), layout)
            if problem is None and held != dict(row):
                problem = "its detail holds more than its kind has"
            yield "accounts", problem and f"{row['kind']} {row['id']}: {problem}"


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
    """How many documents other rules than ``reader`` read for how they were studied, or none, to be added
    to a sentence."""
    return _those(len(designs.outdated(connection, reader)), reader)


def untold(connection: Connection, teller: str | None) -> str:
    """The same of what documents tell."""
    return _those(len(accounts.outdated(connection, teller)), teller)


def _those(found: int, reader: str | None) -> str:
    if not found:
        return ""
    those = "1 document was" if found == 1 else f"{found} documents were"
    how = "by other rules than the present ones, or not at all" if reader else "not for this yet"
    return f"; {those} read {how} (`whatworks reindex` reads them)"
