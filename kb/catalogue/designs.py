"""What documents say of how something was studied, as the catalogue keeps it: facts and profiles.

Facts are suggestions, each on its sentence; a document has one profile, from which any standard derives a
level when one is asked for. No level is stored, so a new standard needs no second reading. Reading facts
out of text is ``ingest.tag.designs``', what people decided of them ``judgements``'.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from kb import levels
from kb.catalogue import read, suggestions
from kb.catalogue import tables as t
from kb.evidence import WITHOUT_DESIGN, Contrast, Profile, Reading, profile
from kb.models import PageMap

if TYPE_CHECKING:
    from kb.standards import Standard

NOTE_TYPE = "evidence-note"
UNSAID_TYPES = frozenset({"report", "web-page", "other"})
"""Types that a document has from the kind of its file alone, where neither person nor words said more."""


def write(
    connection: Connection, document_id: str, reading: Reading, page_map: PageMap | None = None
) -> None:
    """Keep ``reading`` in place of what an older reader said. Judgements are untouched.

    Of a note, which is ours, no words say what it is or who wrote it.
    """
    kind = select(t.documents.c.type).where(t.documents.c.id == document_id)
    if connection.execute(kind).scalar() == NOTE_TYPE:
        reading = replace(reading, type=None, interest=None)
    of_document = t.suggestions.c.document_id == document_id
    connection.execute(
        delete(t.suggestions).where(of_document, t.suggestions.c.kind.in_(suggestions.OF_READING))
    )
    connection.execute(delete(t.designs).where(t.designs.c.document_id == document_id))
    if page_map is None:
        page_map = read.text_of(connection, document_id).page_map
    rows = suggestions.of_reading(document_id, reading, page_map)
    if rows:
        connection.execute(insert(t.suggestions), rows)
    connection.execute(insert(t.designs).values(**row_of(document_id, reading)))


def reread(connection: Connection, document_id: str, reading: Reading) -> None:
    """``write``, and let the document's type, author's part and language follow where no person said them."""
    document = read.document(connection, document_id)
    source = read.sources(connection, [document.source_id])[document.source_id]
    before = of_document(connection, document_id)
    said: dict[str, Any] = {}
    for field, unsaid in (("type", UNSAID_TYPES), ("interest", frozenset({"unknown"}))):
        held = getattr(document, field)
        was = getattr(before, field) if before is not None else None
        now = getattr(reading, field)
        by_machine = held == was.value if was is not None else held in unsaid
        by_person = field == "type" and held == source.type
        if now is not None and by_machine and not by_person and document.type != NOTE_TYPE:
            said[field] = now.value
    if document.language is None and reading.language:
        said["language"] = reading.language
    if said:
        connection.execute(
            update(t.documents).where(t.documents.c.id == document_id).values(**said)
        )
    write(connection, document_id, reading)


def of_document(connection: Connection, document_id: str) -> Reading | None:
    """What was read out of a document; null where it was not read for this."""
    return of_documents(connection, [document_id]).get(document_id)


def of_documents(connection: Connection, ids: Collection[str]) -> dict[str, Reading]:
    """What was read out of several documents; one that was not read for this is left out."""
    kept: dict[str, RowMapping] = {}
    said: dict[str, list[RowMapping]] = {}
    for some in read.in_chunks(ids):
        query = select(t.designs).where(t.designs.c.document_id.in_(some))
        kept.update({row["document_id"]: row for row in connection.execute(query).mappings()})
        rows = select(t.suggestions).where(
            t.suggestions.c.document_id.in_(some),
            t.suggestions.c.kind.in_(suggestions.OF_READING),
        )
        for row in connection.execute(rows).mappings():
            said.setdefault(row["document_id"], []).append(row)
    return {document: reading_of(row, said.get(document, [])) for document, row in kept.items()}


def outdated(connection: Connection, reader: str | None) -> tuple[str, ...]:
    """Ids of current documents with a text that other rules than ``reader`` read, or none did.

    Without ``reader``: those that none did.
    """
    unread = t.designs.c.reader.is_(None)
    other = unread if reader is None else unread | (t.designs.c.reader != reader)
    query = (
        select(t.documents.c.id)
        .join(t.texts, t.texts.c.document_id == t.documents.c.id)
        .outerjoin(t.designs, t.designs.c.document_id == t.documents.c.id)
        .where(t.documents.c.superseded_by.is_(None), other)
        .order_by(t.documents.c.id)
    )
    return tuple(connection.execute(query).scalars())


def reprofile(connection: Connection) -> int:
    """Bring profiles in line with their facts, where this software makes other ones of the same facts;
    how many there were."""
    query = select(t.designs.c.document_id, t.designs.c.profile)
    held = {row.document_id: row.profile for row in connection.execute(query)}
    mended = 0
    for some in read.in_chunks(held):
        for document, reading in of_documents(connection, some).items():
            text = profile_text(profile(reading.design, reading.facts))
            if text != held[document]:
                place = t.designs.c.document_id == document
                connection.execute(update(t.designs).where(place).values(profile=text))
                mended += 1
    return mended


def documents_with(connection: Connection, wanted: Collection[str]) -> frozenset[str]:
    """Documents that report one of these designs as done in their own study, or that are called so."""
    some = [text for text, held in profiles(connection).items() if _has(held, wanted)]
    return _having(connection, some)


def documents_at(connection: Connection, standard: Standard, rank: int) -> frozenset[str]:
    """Documents whose ceiling on a ladder is of this rank or a stronger one."""
    found = []
    for text, held in profiles(connection).items():
        step = levels.step_of(standard, held)
        if step is not None and step.rank is not None and step.rank >= rank:
            found.append(text)
    return _having(connection, found)


def has_design(reading: Reading, wanted: Collection[str]) -> bool:
    """Whether a study was done by one of these designs, or is called so that reports none."""
    return reading.note is None and _has(profile(reading.design, reading.facts), wanted)


def _has(held: Profile, wanted: Collection[str]) -> bool:
    named = held.design in WITHOUT_DESIGN and held.design in wanted
    return named or bool(held.facts & set(wanted))


def profiles(connection: Connection) -> dict[str, Profile]:
    """The distinct profiles held, by their text. What could not be read has none that means anything."""
    query = select(t.designs.c.profile).where(t.designs.c.note.is_(None)).distinct()
    return {text: profile_from(text) for text in connection.execute(query).scalars()}


def profiles_of(connection: Connection, ids: Collection[str]) -> dict[str, Profile]:
    """Profiles by document; none where nothing could be read."""
    found: dict[str, Profile] = {}
    for some in read.in_chunks(ids):
        query = select(t.designs.c.document_id, t.designs.c.profile).where(
            t.designs.c.document_id.in_(some), t.designs.c.note.is_(None)
        )
        found.update({row[0]: profile_from(row[1]) for row in connection.execute(query)})
    return found


def _having(connection: Connection, some_profiles: Collection[str]) -> frozenset[str]:
    found: set[str] = set()
    for some in read.in_chunks(some_profiles):
        query = select(t.designs.c.document_id).where(
            t.designs.c.profile.in_(some), t.designs.c.note.is_(None)
        )
        found.update(connection.execute(query).scalars())
    return frozenset(found)


# --- rows and back -----------------------------------------------------------------------------


def row_of(document_id: str, reading: Reading) -> dict[str, Any]:
    """Column values of a reading, its facts aside."""
    return {
        "document_id": document_id,
        "reader": reading.reader,
        "design": reading.design,
        "profile": profile_text(profile(reading.design, reading.facts)),
        "contrasts": [
            {"number": c.number, "name": c.name, "design": c.design} for c in reading.contrasts
        ],
        "language": reading.language,
        "note": reading.note,
    }


def reading_of(row: suggestions.Row, said: Collection[suggestions.Row]) -> Reading:
    """The reading of a row of ``designs`` and the suggestions that belong to it."""
    ordered = sorted(said, key=lambda one: (one["start"], one["end"], one["id"]))
    guessed = {one["kind"]: suggestions.guess(one) for one in ordered if one["kind"] != "design"}
    return Reading(
        facts=tuple(suggestions.fact(one) for one in ordered if one["kind"] == "design"),
        design=row["design"],
        contrasts=tuple(Contrast(c["number"], c["name"], c["design"]) for c in row["contrasts"]),
        type=guessed.get("type"),
        interest=guessed.get("interest"),
        language=row["language"],
        note=row["note"],
        reader=row["reader"],
    )


def profile_text(value: Profile) -> str:
    """Canonical JSON: equal texts for equal profiles."""
    held = {
        "design": value.design,
        "facts": sorted(value.facts),
        "aspects": {name: float(number) for name, number in value.aspects.items()},
    }
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def profile_from(text: str) -> Profile:
    """The profile of a canonical text."""
    held = json.loads(text)
    return Profile(held["design"], frozenset(held["facts"]), held["aspects"])
