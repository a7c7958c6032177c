"""A folder of plain files into the base, empty or not. What cannot be taken is listed; the rest is.

Order: snapshots, sources, documents (one transaction a source), notes that no document accounts for,
then what people decided. What is held is never overwritten. The index is brought up afterwards by
``kb.publish``, which also embeds: vectors do not travel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DataError, IntegrityError

from kb import ids
from kb.catalogue import Catalogue, read
from kb.catalogue import tables as t
from kb.catalogue.record import keep_source, make_current, record, restore
from kb.catalogue.versions import current
from kb.errors import CatalogueError
from kb.exchange import decisions, documents, listed, notes, rows, suggested
from kb.exchange.cutting import Cut, Cutter
from kb.exchange.documents import Version
from kb.exchange.layout import (
    OURS,
    Failure,
    Malformed,
    entries,
    regular_bytes,
    require_known,
    toml,
)
from kb.exchange.snapshots import take_all
from kb.models import Document, Source
from kb.settings import Settings
from kb.snapshots import keep, path_of

__all__ = ["Cut", "Imported", "import_"]

READ = OURS - {"briefs"}
"""Names that this version reads."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import took, by kind; what it did not take; what it did not look at."""

    counts: dict[str, int]
    failures: tuple[Failure, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything that was looked at could be taken."""
        return not self.failures


def import_(
    catalogue: Catalogue, settings: Settings, directory: Path, *, cut: Cut, cutter: str
) -> Imported:
    """Take what ``directory`` holds. ``cut`` makes passages of notes that come without; ``cutter`` names it."""
    folder = Path(directory)
    require_known(folder)
    job = _Import(catalogue, settings, folder, Cutter(cutter, cut))
    job.snapshots()
    sources = job.sources()
    job.documents(sources)
    job.notes()
    job.decisions()
    ignored = sorted(p.name for p in entries(folder) if p.name not in READ)
    return Imported(dict(sorted(job.counts.items())), tuple(job.failures), tuple(ignored))


@dataclass(slots=True)
class _Import:
    """One import at work."""

    catalogue: Catalogue
    settings: Settings
    folder: Path
    cutter: Cutter
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    _read_notes: set[tuple[str, str]] = field(default_factory=set)
    """Slug and digest of notes that came as documents: their bytes need no second reading."""

    def snapshots(self) -> None:
        """Exact bytes first, so that no document stands without those that travelled with it."""
        for path in take_all(self.folder / "snapshots", self.settings.snapshots):
            if isinstance(path, Failure):
                self.failures.append(replace(path, file=f"snapshots/{path.file}"))
            else:
                self.counts["snapshots"] += 1

    def sources(self) -> dict[str, Source]:
        """Every source of the folder that can be read, by id; all are written."""
        found: dict[str, Source] = {}
        for path in entries(self.folder / "sources", ".toml"):
            with self._failing(path):
                source = rows.source_from(toml(path))
                if path.stem != source.id:
                    raise Malformed(f"id is {source.id} but the file is named {path.name}")
                found[source.id] = source
        list_file = self.folder / "sources.toml"
        if list_file.exists():
            with self._failing(list_file):
                for entry in listed.read_list(list_file):
                    if isinstance(entry, Malformed):
                        self._fail(list_file, entry)
                    else:
                        found.setdefault(entry.id, entry)
        with self.catalogue.write() as connection:
            for source in found.values():
                self.counts["sources"] += keep_source(connection, source)
        return found

    def documents(self, sources: dict[str, Source]) -> None:
        """Every version of every source; the one that leads comes last."""
        versions: dict[str, list[Document]] = {}
        for path in entries(self.folder / "documents"):
            with self._failing(path / "document.json"):
                document, _, _ = documents.document_json(path)
                if document.source_id not in sources:
                    raise Malformed(f"source_id {document.source_id} is no source of this folder")
                versions.setdefault(document.source_id, []).append(document)
        for source_id, some in sorted(versions.items()):
            with self._failing(self.folder / "sources" / f"{source_id}.toml"):
                self._versions(sources[source_id], some)

    def _versions(self, source: Source, some: list[Document]) -> None:
        leading = [document for document in some if document.superseded_by is None]
        if len(leading) > 1:
            raise Malformed(f"{len(leading)} documents are current; one is accepted")
        with self.catalogue.read() as connection:
            ours = current(connection, source.id)
            held = set(read.documents(connection, [document.id for document in some]))
        theirs = leading[0] if leading else None
        ours_leads = ours is not None and _leads(ours, theirs, held, {d.id for d in some})
        made = []
        for document in sorted(some, key=lambda d: (d.superseded_by is None, d.added_at, d.id)):
            after = ours.id if ours and ours_leads and document is theirs else None
            with self._failing(self.folder / "documents" / document.id):
                made.append(self._version(source, document, after or document.superseded_by))
        with self._one_transaction() as connection:
            for version in made:
                self._restore(connection, version)
            if ours is not None and theirs is not None and not ours_leads:
                connection_has = read.documents(connection, [theirs.id])
                if theirs.id in connection_has:
                    make_current(connection, theirs)

    def _version(self, source: Source, document: Document, superseded_by: str | None) -> Version:
        folder = self.folder / "documents" / document.id
        snapshot = path_of(self.settings.snapshots, document.snapshot_sha256)
        if source.ref.startswith("note:") and not snapshot.exists():
            self._keep_note(source.ref.removeprefix("note:"), document)
        version, problem = documents.version(
            folder, source, None if superseded_by == document.id else superseded_by, snapshot
        )
        if problem:
            self._fail(folder, Malformed(problem))
        lines = self.folder / "suggestions" / f"{document.id}.jsonl"
        if version.record.note is not None:
            self._read_notes.add((version.record.note.id, document.snapshot_sha256))
        if version.with_text and lines.exists():
            with self._failing(lines):
                taken, refused = suggested.read(lines, version.record)
                for error in refused:
                    self._fail(lines, error)
                return replace(version, suggested=taken)
        return version

    def _keep_note(self, slug: str, document: Document) -> None:
        """The bytes of a note travel as a note; in a public export only so."""
        path = self.folder / "notes" / f"{slug}.md"
        if path.exists():
            data = regular_bytes(path)
            if ids.sha256(data) == document.snapshot_sha256:
                keep(self.settings.snapshots, data)

    def _restore(self, connection: Connection, version: Version) -> None:
        if not restore(connection, version.record, with_text=version.with_text):
            return
        self.counts["documents"] += 1
        self.counts["passages"] += len(version.record.passages)
        if version.suggested.rows:
            connection.execute(insert(t.suggestions), version.suggested.rows)
            self.counts["suggestions"] += len(version.suggested.rows)
        if version.suggested.reading is not None:
            connection.execute(insert(t.designs).values(**version.suggested.reading))
            self.counts["readings"] += 1
        if version.suggested.account is not None:
            connection.execute(insert(t.accounts).values(**version.suggested.account))
            self.counts["accounts"] += 1

    def notes(self) -> None:
        """Notes whose bytes no held document was made from: written by hand, or changed since."""
        for path in entries(self.folder / "notes", ".md"):
            with self._failing(path):
                data = regular_bytes(path)
                if (path.stem, ids.sha256(data)) in self._read_notes:
                    continue
                note = notes.read_note(data, path.name, path.stem)
                with self.catalogue.read() as connection:
                    before = current(connection, notes.source_of(note).id)
                item = notes.record_of(note, data, self.cutter, before)
                with self.catalogue.read() as connection:
                    held = read.documents(connection, [item.document.id])
                if held:
                    continue
                keep(self.settings.snapshots, data)
                with self._one_transaction() as connection:
                    record(connection, item)
                self.counts["notes"] += 1
                self.counts["passages"] += len(item.passages)

    def decisions(self) -> None:
        """Judgements, links, screening: once everything that they speak of is there."""
        judged = entries(self.folder / "judgements", ".jsonl")
        for path, reader, kind in (
            *((path, decisions.judgement, "judgements") for path in judged),
            (self.folder / "links.jsonl", decisions.link, "links"),
            (self.folder / "screening.jsonl", decisions.screening, "screening"),
        ):
            if path.exists():
                with self._failing(path), self._one_transaction() as connection:
                    new, refused = decisions.read_lines(connection, path, reader)
                    self.counts[kind] += new
                    for error in refused:
                        self._fail(path, error)

    @contextmanager
    def _one_transaction(self) -> Iterator[Connection]:
        """A transaction; values that the database does not take are the file's fault, not the disk's."""
        try:
            with self.catalogue.write() as connection:
                yield connection
        except CatalogueError as error:
            if isinstance(error.__cause__, DataError | IntegrityError):
                raise Malformed(str(error)) from error
            raise

    @contextmanager
    def _failing(self, path: Path) -> Iterator[None]:
        """What is wrong in ``path`` becomes a failure; the import goes on."""
        try:
            yield
        except Malformed as error:
            self._fail(path, error)

    def _fail(self, path: Path, error: Malformed) -> None:
        name = path.relative_to(self.folder).as_posix()
        self.failures.append(Failure(name, error.line, str(error)))


def _leads(ours: Document, theirs: Document | None, held: set[str], named: set[str]) -> bool:
    """Whether our current version stays current beside the one a folder brings.

    The base that knows the other's version has gone on from it; where neither does, the later reading
    leads, and ours where they are as old.
    """
    if theirs is None or theirs.id == ours.id or theirs.id in held:
        return True
    if ours.id in named:
        return False
    return ours.added_at >= theirs.added_at
