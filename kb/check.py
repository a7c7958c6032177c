"""``check``: every invariant of the base, verified on what is stored. It reads; it mends nothing.

One document is in memory at a time. Each check counts what it looked at and names the first few that
do not hold. ``whatworks reindex`` mends an index that disagrees; the rest needs the original again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, select

from kb import check_suggestions, ids, pages
from kb.catalogue import Catalogue, read
from kb.catalogue import tables as t
from kb.catalogue.record import words_sha256
from kb.index import Index, Stamp
from kb.models import Document, Heading, Locator
from kb.settings import Settings
from kb.snapshots import digest_of, path_of
from kb.tiling import problem_of

SHOWN = 3
"""Problems named in a detail; the others are counted."""

CHECKS: Mapping[str, str] = {
    "passages": "every passage re-opens in the stored text",
    "pages": "page numbers, labels and headings agree with the page map",
    "page-maps": "runs tile the text; pages and headings lie within it",
    "texts": "stored texts have the digest that their document records",
    "ids": "ids are those that their contents give",
    "snapshots": "the exact bytes of every document with a text are kept",
    "versions": "every source has one current document, and the others lead to it",
    "quotes": "what machines suggested is quoted verbatim",
    "designs": "what levels are derived from is what the design facts of each document give",
    "accounts": "what documents tell opens in its passage, on its page, and is of the closed lists",
    "statements": "findings, lessons, facts, dates, targets, costs and figures stand in their note",
    "references": "every reference of a note resolves",
    "foreign-keys": "nothing points at what is not there",
    "index": "the index holds the passages of every current document, and no others",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: how many things were looked at, and what does not hold."""

    name: str
    ok: bool
    count: int
    detail: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every invariant looked at."""

    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether all of them hold."""
        return all(check.ok for check in self.checks)


@dataclass(slots=True)
class _Tally:
    """Counts and problems by check."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    """What is worth knowing of a check and is no fault."""

    def look(self, name: str, problem: str | None = None, *, count: int = 1) -> None:
        """Note that ``count`` things were looked at, and what was wrong with one of them."""
        self.counts[name] = self.counts.get(name, 0) + count
        if problem:
            self.failed[name] = self.failed.get(name, 0) + 1
            if len(named := self.problems.setdefault(name, [])) < SHOWN:
                named.append(problem)

    def report(self, names: Sequence[str]) -> CheckReport:
        return CheckReport(tuple(self._check(name) for name in names))

    def _check(self, name: str) -> Check:
        failed = self.failed.get(name, 0)
        detail = CHECKS[name]
        if failed:
            more = f" (and {failed - SHOWN} more)" if failed > SHOWN else ""
            detail = f"{failed} do not hold: {'; '.join(self.problems[name])}{more}"
        return Check(name, not failed, self.counts.get(name, 0), detail + self.told.get(name, ""))


def check(
    catalogue: Catalogue,
    settings: Settings,
    index: Index | None = None,
    *,
    stamp: Stamp | None = None,
    reader: str | None = None,
    teller: str | None = None,
) -> CheckReport:
    """Verify everything; without ``index`` all but that. ``stamp`` is what the settings ask an index to be,
    ``reader`` the version of the rules that read how something was studied, ``teller`` of those that read
    what a document tells."""
    tally = _Tally()
    with catalogue.read() as connection:
        with_notes = set(connection.execute(select(t.note_references.c.document_id)).scalars())
        for document_id in connection.execute(select(t.documents.c.id)).scalars().all():
            document = read.document(connection, document_id)
            _document(connection, tally, document)
            if document_id in with_notes:
                _statements(connection, tally, document)
        tally.told["designs"] = check_suggestions.waiting(connection, reader)
        tally.told["accounts"] = check_suggestions.untold(connection, teller)
        _sources(connection, tally)
        _snapshots(connection, tally, settings)
        _foreign_keys(connection, tally)
        if index is not None:
            _index(connection, tally, index, stamp)
    return tally.report([name for name in CHECKS if name != "index" or index is not None])


def _document(connection: Connection, tally: _Tally, document: Document) -> None:
    expected = ids.document_id(document.source_id, document.snapshot_sha256, document.text_sha256)
    tally.look("ids", _unequal(f"document {document.id}", "id", document.id, expected))
    held = select(t.texts.c.document_id).where(t.texts.c.document_id == document.id)
    if connection.execute(held).first() is None:
        # A public export hands on the facts of a document without its text. Passages need one.
        left = select(func.count()).where(t.passages.c.document_id == document.id)
        if connection.execute(left).scalar_one():
            tally.look("passages", f"document {document.id} has passages and no text")
        return
    stored = read.text_of(connection, document.id)
    digest = ids.sha256(stored.text.encode())
    tally.look("texts", _unequal(f"document {document.id}", "text", digest, document.text_sha256))
    problem = problem_of(stored.page_map, stored.headings, len(stored.text))
    tally.look("page-maps", problem and f"document {document.id}: {problem}")
    headings = sorted(stored.headings, key=lambda heading: heading.start)
    query = (
        select(t.passages)
        .where(t.passages.c.document_id == document.id)
        .order_by(t.passages.c.position)
    )
    for position, row in enumerate(connection.execute(query).mappings()):
        _passage(tally, row, position, stored, headings)
    for name, problem in check_suggestions.looked_at(connection, document, stored):
        tally.look(name, problem)


def _passage(
    tally: _Tally, row: RowMapping, position: int, stored: read.StoredText, headings: list[Heading]
) -> None:
    start, end = row["start"], row["end"]
    name = f"passage {row['id']}"
    reopens = 0 <= start < end and stored.text[start:end] == row["text"]
    problem = None if reopens else f"{name}: {start} to {end} is not its text"
    if row["position"] != position:
        problem = problem or f"{name}: position {row['position']} where {position} follows"
    tally.look("passages", problem)
    wrong_id = _unequal(name, "id", row["id"], ids.passage_id(row["document_id"], start, end))
    words = _unequal(name, "words", row["words_sha256"], words_sha256(row["text"]))
    tally.look("ids", wrong_id or words)
    place = Locator(**{name: row[name] for name in Locator.__dataclass_fields__})
    expected = pages.locate(stored.page_map, headings, start, end)
    tally.look("pages", None if place == expected else f"{name}: {place}, expected {expected}")


def _statements(connection: Connection, tally: _Tally, document: Document) -> None:
    """What a note compiled: spans, figures, ids, references; each span lies after a passage's start."""
    query = select(t.texts.c.text).where(t.texts.c.document_id == document.id)
    text = connection.execute(query).scalar()
    if text is None:
        return
    references = set(_column(connection, t.note_references, t.note_references.c.key, document.id))
    starts = sorted(_column(connection, t.passages, t.passages.c.start, document.id))
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for kind, row in _stated(connection, document.id):
        spans[(kind, row["id"])] = (row["start"], row["end"])
        name = f"{kind} {row['id']}"
        inside = 0 <= row["start"] < row["end"] <= len(text)
        cited = bool(starts) and starts[0] <= row["start"]
        problem = None if inside else f"{name}: {row['start']} to {row['end']} of {len(text)}"
        tally.look("statements", problem or (None if cited else f"{name}: no passage holds it"))
        tally.look("ids", _unequal(name, "id", row["id"], _statement_id(kind, document.id, row)))
        known = row["reference"] is None or row["reference"] in references
        tally.look("references", None if known else f"{name}: {row['reference']} is not listed")
    is_current = document.superseded_by is None
    for row in _rows(connection, t.figures, document.id):
        span = spans.get((row["owner_kind"], row["owner_id"]))
        name = f"figure {row['id']}"
        known = row["reference"] is None or row["reference"] in references
        tally.look("references", None if known else f"{name}: {row['reference']} is not listed")
        if span is None:
            # Targets and costs of past versions are in their text alone: the attempt is the newest's.
            if is_current or row["owner_kind"] in ("finding", "problem"):
                tally.look("statements", f"{name}: {row['owner_kind']} {row['owner_id']} is gone")
        else:
            stands = " ".join(row["text"].split()) in text[slice(*span)]
            tally.look("statements", None if stands else f"{name}: not in the text it belongs to")


def _stated(connection: Connection, document_id: str) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Everything with a span that a note states: its kind and row."""
    for kind, table in (("finding", t.findings), ("lesson", t.lessons), ("problem", t.problems)):
        for row in _rows(connection, table, document_id):
            yield kind, row
    for row in _rows(connection, t.attempts, document_id):
        for kind in ("target", "cost", "date"):
            for entry in row[f"{kind}s"] or ():
                yield kind, entry


def _statement_id(kind: str, document_id: str, row: Mapping[Any, Any]) -> str:
    start, end = row["start"], row["end"]
    if kind == "finding":
        return ids.finding_id(document_id, start, end, row["outcome"], row["direction"])
    return ids.statement_id(kind, document_id, start, end)


def _rows(connection: Connection, table: Table, document_id: str) -> Sequence[RowMapping]:
    query = select(table).where(table.c.document_id == document_id)
    return connection.execute(query).mappings().all()


def _column(connection: Connection, table: Table, column: Any, document_id: str) -> Sequence[Any]:
    query = select(column).where(table.c.document_id == document_id)
    return connection.execute(query).scalars().all()


def _sources(connection: Connection, tally: _Tally) -> None:
    for source in connection.execute(select(t.sources.c.id, t.sources.c.ref)):
        expected = ids.source_id(source.ref)
        tally.look("ids", _unequal(f"source {source.id}", "id", source.id, expected))
    columns = (t.documents.c.id, t.documents.c.source_id, t.documents.c.superseded_by)
    versions: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(select(*columns)):
        versions.setdefault(row.source_id, {})[row.id] = row.superseded_by
    for source_id, some in versions.items():
        current = [document for document, after in some.items() if after is None]
        astray = [document for document, after in some.items() if after and after not in some]
        problem = None
        if len(current) != 1:
            problem = f"source {source_id} has {len(current)} current documents"
        elif astray:
            problem = f"document {astray[0]} is superseded by {some[astray[0]]}, which is not held"
        tally.look("versions", problem)


def _snapshots(connection: Connection, tally: _Tally, settings: Settings) -> None:
    query = (
        select(t.documents.c.snapshot_sha256)
        .join(t.texts, t.texts.c.document_id == t.documents.c.id)
        .distinct()
    )
    for sha256 in connection.execute(query).scalars():
        path = path_of(settings.snapshots, sha256)
        problem = None
        try:
            with path.open("rb") as file:
                if digest_of(file) != sha256:
                    problem = f"snapshot {sha256}: its bytes are other ones"
        except OSError as error:
            problem = f"snapshot {sha256}: {error.strerror}"
        tally.look("snapshots", problem)


def _foreign_keys(connection: Connection, tally: _Tally) -> None:
    """SQLite keeps what was written with keys off; PostgreSQL never lets it in. Soft keys by hand."""
    tally.look("foreign-keys", count=sum(len(x.foreign_keys) for x in t.metadata.tables.values()))
    if connection.dialect.name == "sqlite":
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            tally.look("foreign-keys", f"{row[0]}: row {row[1]} points at no row of {row[2]}")
    query = (
        select(t.findings.c.id, t.findings.c.study_id)
        .outerjoin(t.studies, t.studies.c.id == t.findings.c.study_id)
        .where(t.findings.c.study_id.is_not(None), t.studies.c.id.is_(None))
    )
    for row in connection.execute(query):
        tally.look("foreign-keys", f"finding {row.id} points at no study {row.study_id}")


def _index(connection: Connection, tally: _Tally, index: Index, stamp: Stamp | None) -> None:
    wanted, held = read.passage_counts(connection), index.counts()
    for document_id in sorted({*wanted, *held}):
        expected, found = wanted.get(document_id, 0), held.get(document_id, 0)
        differs = f"document {document_id}: {found} passages indexed, {expected} held"
        tally.look("index", None if expected == found else differs)
    made = index.stamp()
    if stamp is not None and made is not None and made != stamp:
        tally.look("index", f"it was made as {made}, the settings ask for {stamp}")


def _unequal(name: str, what: str, found: str, expected: str) -> str | None:
    return None if found == expected else f"{name}: {what} is {found}, expected {expected}"
