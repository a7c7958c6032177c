"""What was read, put together as the record that the catalogue keeps. It writes nothing.

Bibliographic facts are chosen among those found, in the order in which the extractor trusts them; a
person's word (``Given``) wins. What nobody said stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from kb import ids
from kb.catalogue.record import now
from kb.evidence import Reading
from kb.models import AreaTag, Document, Extraction, Found, Snapshot, Source

NOTE_MEDIA = "text/x-evidence-note"
TYPES = {
    "application/pdf": "report",
    "text/html": "web-page",
    "text/markdown": "other",
    "text/plain": "other",
    NOTE_MEDIA: "evidence-note",
}
"""Type of a document where nobody said otherwise."""

DATES_OF_FILES = frozenset({"PDF creation date"})
"""When a file was made is not when a text was published: kept among what was found, never cited."""

NOT_ALL_READ = "design facts were read from its first part only: it is very long"

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said of a ref when naming it."""

    areas: tuple[str, ...] = ()
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    type: str | None = None
    interest: str | None = None
    why: str | None = None
    mirror: bool = False
    added_by: str | None = None


def canonical_ref(snapshot: Snapshot, extraction: Extraction | None) -> str:
    """The ref that the source id is made from. A note is known by its slug, wherever its file lies."""
    if extraction is not None and snapshot.media_type == NOTE_MEDIA:
        return f"note:{_first(extraction.metadata, 'id')}"
    return snapshot.canonical_ref


def alias(snapshot: Snapshot) -> str | None:
    """The name under which a file is met again: its whole path. An address needs none.

    A relative path would make files of other folders look like versions of this one.
    """
    return str(Path(snapshot.ref).expanduser().absolute()) if snapshot.url is None else None


def source(snapshot: Snapshot, extraction: Extraction, source_id: str, given: Given) -> Source:
    """The source of a snapshot, with the path it was met under as an alias."""
    met_as = alias(snapshot)
    return Source(
        id=source_id,
        ref=canonical_ref(snapshot, extraction),
        title=given.title,
        url=snapshot.url,
        publisher=given.publisher,
        date=given.date,
        areas=given.areas,
        why=given.why,
        mirror=given.mirror,
        added_by=given.added_by,
        added_at=now(),
        aliases=(met_as,) if met_as else (),
    )


def document(
    snapshot: Snapshot, extraction: Extraction, source_id: str, given: Given, reason: str | None
) -> Document:
    """The document that ``extraction`` makes of ``snapshot``. ``reason``: why a new version."""
    text_sha256 = ids.sha256(extraction.text.encode())
    found = extraction.metadata
    issued = given.date or _first([f for f in found if f.origin not in DATES_OF_FILES], "issued")
    return Document(
        id=ids.document_id(source_id, snapshot.sha256, text_sha256),
        source_id=source_id,
        snapshot_sha256=snapshot.sha256,
        text_sha256=text_sha256,
        media_type=snapshot.media_type,
        type=given.type or TYPES[snapshot.media_type],
        interest=given.interest or "unknown",
        title=given.title or _first(found, "title") or _name_of(snapshot.ref),
        authors=_authors(found),
        publisher=given.publisher or _first(found, "publisher"),
        date=issued if issued and _DATE.fullmatch(issued) else None,
        url=snapshot.url or _first(found, "URL"),
        language=_first(found, "language"),
        extractor=extraction.extractor,
        method=extraction.method,
        kept=extraction.kept,
        pages=len(extraction.page_map.pages),
        pages_without_text=extraction.pages_without_text,
        status="not-checked" if snapshot.media_type != NOTE_MEDIA else "current",
        added_at=now(),
        metadata=found,
        warnings=extraction.warnings,
        replaces_reason=reason,
    )


def as_read(
    document: Document, reading: Reading, given: Given, *, is_cut: bool = False
) -> Document:
    """``document`` with the type and the author's part that its words suggest; ``is_cut``: of a part of it.

    A person's word stands; a note is a note, whatever its words say.
    """
    if document.media_type == NOTE_MEDIA:
        return document
    kind = given.type or (reading.type.value if reading.type else document.type)
    interest = given.interest or (reading.interest.value if reading.interest else "unknown")
    language = document.language or reading.language
    warnings = document.warnings
    if is_cut:
        warnings += (NOT_ALL_READ,)
    return replace(document, type=kind, interest=interest, language=language, warnings=warnings)


def shifted(tag: AreaTag, by: int) -> AreaTag:
    """``tag`` with its offsets moved ``by`` code points."""
    return AreaTag(
        tag.area, tag.score, tag.quote, tag.start + by, tag.end + by, tag.rule, tag.basis
    )


def _first(found: Sequence[Found], field: str) -> str | None:
    return next((f.value for f in found if f.field == field), None)


def _authors(found: Sequence[Found]) -> tuple[str, ...]:
    """The authors that the most trusted place names; places are never mixed."""
    origin = next((f.origin for f in found if f.field == "author"), None)
    return tuple(
        dict.fromkeys(f.value for f in found if f.field == "author" and f.origin == origin)
    )


def _name_of(ref: str) -> str:
    stem = PurePath(ref).stem.replace("_", " ").replace("-", " ").strip()
    return stem or ref
