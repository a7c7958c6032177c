"""The base as plain files. It reads the catalogue in one view and changes nothing in it.

A second export of the same base is byte-identical. A public one leaves out what others wrote unless its
licence allows copying, and every path of this machine.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from kb.catalogue import Catalogue, read
from kb.catalogue import tables as t
from kb.cite import NOTE_TYPE
from kb.exchange import rows, suggested
from kb.exchange.layout import FORMAT, MARKER
from kb.exchange.licences import allows_copying
from kb.exchange.swap import replacing
from kb.models import Document, Source
from kb.settings import Settings

LINKS: Mapping[str, Table] = {
    "study": t.studies,
    "study-document": t.study_documents,
    "study-alias": t.study_aliases,
    "attempt-study": t.attempt_studies,
}
"""Kinds of line in ``links.jsonl``, in the order in which they can be read back."""
FINDING_STUDY = "finding-study"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds: counts by kind, and what could not or must not be copied."""

    directory: Path
    counts: dict[str, int]
    left_out: tuple[str, ...] = ()
    """Documents whose text and snapshot a public export must not copy."""
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """The folder as it grows, and the tally."""

    folder: Path
    snapshots: Path
    public: bool
    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def write(self, name: str, content: str | bytes, kind: str | None = None) -> None:
        """One file, UTF-8 with line feeds as they are."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if kind:
            self.counts[kind] += 1

    def lines(self, name: str, values: Iterable[Mapping[str, Any]], kind: str) -> None:
        """One ``.jsonl`` file; none at all where there are no lines."""
        written = [rows.json_line(value) for value in values]
        if written:
            self.write(name, "".join(written))
            self.counts[kind] += len(written)


def export(
    catalogue: Catalogue, settings: Settings, directory: Path, *, public: bool = False
) -> Exported:
    """Write the base into ``directory``, in place of an earlier export there."""
    with replacing(Path(directory)) as folder, catalogue.read() as connection:
        draft = _Draft(folder, settings.snapshots, public)
        draft.write(MARKER, f"format = {FORMAT}\n")
        sources = read.sources(connection)
        for source_id in sorted(sources):
            draft.write(
                f"sources/{source_id}.toml",
                rows.source_to_toml(sources[source_id], public=public),
                "sources",
            )
        for document_id in _document_ids(connection):
            _document(connection, draft, sources, document_id)
        _decisions(connection, draft)
        _links(connection, draft)
    return Exported(
        Path(directory).absolute(), dict(sorted(draft.counts.items())),
        tuple(draft.left_out), tuple(draft.warnings),
    )  # fmt: skip


def _document_ids(connection: Connection) -> list[str]:
    return sorted(connection.execute(select(t.documents.c.id)).scalars())


def _document(
    connection: Connection, draft: _Draft, sources: Mapping[str, Source], document_id: str
) -> None:
    document = read.document(connection, document_id)
    source = sources[document.source_id]
    is_note = document.type == NOTE_TYPE
    cutter = connection.execute(
        select(t.documents.c.cutter).where(t.documents.c.id == document_id)
    ).scalar_one()
    stored = connection.execute(
        select(t.texts.c.text, t.texts.c.page_map).where(t.texts.c.document_id == document_id)
    ).first()
    folder = f"documents/{document_id}"
    if stored is not None and draft.public and not is_note and not allows_copying(source.licence):
        draft.left_out.append(document_id)
        stored = None
    if stored is None:
        draft.write(
            f"{folder}/document.json", rows.document_to_json(document, cutter, None), "documents"
        )
        return
    draft.write(
        f"{folder}/document.json",
        rows.document_to_json(document, cutter, _spans(connection, document_id)),
        "documents",
    )
    draft.write(f"{folder}/text.txt", stored.text)
    draft.write(f"{folder}/pagemap.json", stored.page_map)
    draft.lines(
        f"suggestions/{document_id}.jsonl", suggested.lines(connection, document_id), "suggestions"
    )
    _snapshot(draft, document)
    if is_note and document.superseded_by is None and source.ref.startswith("note:"):
        _note(draft, source.ref.removeprefix("note:"), document)


def _spans(connection: Connection, document_id: str) -> rows.Spans:
    query = (
        select(t.passages.c.start, t.passages.c.end)
        .where(t.passages.c.document_id == document_id)
        .order_by(t.passages.c.position)
    )
    return tuple((row[0], row[1]) for row in connection.execute(query))


def _snapshot(draft: _Draft, document: Document) -> None:
    name = f"{document.snapshot_sha256[:2]}/{document.snapshot_sha256}"
    target = draft.folder / "snapshots" / name
    if target.exists():
        return
    if not (draft.snapshots / name).is_file():
        draft.warnings.append(
            f"document {document.id}: its snapshot {document.snapshot_sha256} is missing"
        )
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(draft.snapshots / name, target)
    draft.counts["snapshots"] += 1


def _note(draft: _Draft, slug: str, document: Document) -> None:
    sha256 = document.snapshot_sha256
    path = draft.snapshots / sha256[:2] / sha256
    if path.is_file():
        draft.write(f"notes/{slug}.md", path.read_bytes(), "notes")


def _decisions(connection: Connection, draft: _Draft) -> None:
    """Judgements by year, and the screening; each says from which base the person spoke."""
    here = connection.execute(select(t.base.c.id)).scalar_one()
    years: dict[str, list[dict[str, Any]]] = {}
    judged = connection.execute(select(t.judgements)).mappings().all()
    for row in sorted(judged, key=lambda row: (row["at"], row["id"])):
        value = rows.row_to_value(t.judgements, row)
        years.setdefault(row["at"][:4], []).append({**value, "origin": row["origin"] or here})
    for year, values in sorted(years.items()):
        draft.lines(f"judgements/{year}.jsonl", values, "judgements")
    screened = []
    screenings = connection.execute(select(t.screening)).mappings().all()
    for row in sorted(screenings, key=lambda row: str(row["document_id"])):
        value = rows.row_to_value(t.screening, row)
        screened.append({**value, "origin": row["origin"] or here} if row["who"] else value)
    draft.lines("screening.jsonl", screened, "screening")


def _links(connection: Connection, draft: _Draft) -> None:
    values: list[dict[str, Any]] = []
    for link, table in LINKS.items():
        keys = [column.name for column in table.primary_key]
        found = connection.execute(select(table)).mappings().all()
        # Sorted here: the order of texts in a database depends on its locale.
        ordered = sorted(found, key=lambda row: [str(row[key]) for key in keys])
        values.extend({"link": link, **rows.row_to_value(table, row)} for row in ordered)
    linked = select(t.findings.c.id, t.findings.c.study_id).where(
        t.findings.c.study_id.is_not(None)
    )
    values.extend(
        {"link": FINDING_STUDY, "finding_id": row.id, "study_id": row.study_id}
        for row in sorted(connection.execute(linked), key=lambda row: str(row.id))
    )
    draft.lines("links.jsonl", values, "links")
