"""``status``: what is held, by which versions it was made, how large it is. Counting only.

Figures here are for people and for monitoring; whether they are right is ``kb.check``'s question.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select
from sqlalchemy.engine import make_url

from kb.catalogue import Catalogue, accounts, designs, engine, judged, read, runs, shelf
from kb.catalogue import tables as t
from kb.catalogue.suggestions_accounts import OF_ACCOUNT
from kb.index import Index
from kb.settings import Settings

PACKAGE = "whatworks"


def status(
    catalogue: Catalogue,
    settings: Settings,
    index: Index | None = None,
    *,
    reader: str | None = None,
    teller: str | None = None,
) -> dict[str, Any]:
    """Counts, versions, sizes in bytes, and the runs under way, as ``status --json`` prints them.

    ``reader`` is the version of the rules that read how something was studied, ``teller`` of those that
    read what a document tells.
    """
    with catalogue.read() as connection:
        return {
            "home": str(settings.home),
            "counts": {
                **_counts(connection),
                **_studied(connection, reader),
                **_told(connection, teller),
            },
            "last_added": connection.execute(select(func.max(t.documents.c.added_at))).scalar(),
            "index": _index(connection),
            "versions": _versions(connection, settings, index),
            "sizes": _sizes(connection, settings),
            "runs": [asdict(run) for run in runs.recent(connection) if run.is_alive],
        }


def _counts(connection: Connection) -> dict[str, Any]:
    current = t.documents.c.superseded_by.is_(None)
    of_current = t.documents.c.id == t.passages.c.document_id
    return {
        "sources": _number(connection, select(func.count()).select_from(t.sources)),
        "documents": _number(connection, select(func.count()).where(current)),
        "superseded": _number(connection, select(func.count()).where(~current)),
        "documents_by_type": shelf.types(connection),
        "documents_by_area": _areas(connection),
        "passages": _number(
            connection,
            select(func.count())
            .select_from(t.passages)
            .join(t.documents, of_current)
            .where(current),
        ),
        "attempts": _number(connection, select(func.count()).select_from(t.attempts)),
        "findings": _number(connection, _stated(t.findings, func.count())),
        "findings_by_kind": _grouped(connection, t.findings, t.findings.c.kind),
        "lessons": _number(connection, _stated(t.lessons, func.count())),
        "problems": _number(connection, _stated(t.problems, func.count())),
        "studies": _number(connection, select(func.count()).select_from(t.studies)),
        "judgements": _number(connection, select(func.count()).select_from(t.judgements)),
        "unmapped": {
            "outcomes": _number(
                connection,
                _stated(t.findings, func.count()).where(t.findings.c.outcome_slug.is_(None)),
            ),
            "themes": _number(
                connection, _stated(t.lessons, func.count()).where(t.lessons.c.theme.is_(None))
            ),
            "kinds": _number(
                connection, select(func.count()).where(t.attempts.c.kind == "unmapped")
            ),
        },
    }


def _studied(connection: Connection, reader: str | None) -> dict[str, Any]:
    """Current documents that were read for how something was studied, by what was found."""
    read_for_it = (
        select(t.designs.c.design, func.count())
        .join(t.documents, t.documents.c.id == t.designs.c.document_id)
        .where(t.documents.c.superseded_by.is_(None))
    )
    by_design = read_for_it.where(t.designs.c.note.is_(None)).group_by(t.designs.c.design)
    with_facts = (
        select(func.count(t.suggestions.c.document_id.distinct()))
        .join(t.documents, t.documents.c.id == t.suggestions.c.document_id)
        .where(t.suggestions.c.kind == "design", t.documents.c.superseded_by.is_(None))
    )
    nothing = (
        select(func.count())
        .select_from(t.designs)
        .join(t.documents, t.documents.c.id == t.designs.c.document_id)
    )
    unread = t.documents.c.superseded_by.is_(None) & t.designs.c.note.is_not(None)
    return {
        "documents_with_design_facts": _number(connection, with_facts),
        "documents_by_design": dict(sorted((r[0], r[1]) for r in connection.execute(by_design))),
        "documents_nothing_proposed": _number(connection, nothing.where(unread)),
        "documents_read_by_older_rules": len(designs.outdated(connection, reader)),
    }


def _told(connection: Connection, teller: str | None) -> dict[str, Any]:
    """What machines read out of current documents of what was tried, by kind; beside what notes state."""
    current = t.documents.c.superseded_by.is_(None)
    s = t.suggestions.c
    by_kind = (
        select(s.kind, func.count())
        .join(t.documents, t.documents.c.id == s.document_id)
        .where(s.kind.in_(OF_ACCOUNT), current)
        .group_by(s.kind)
    )
    held = {row[0]: row[1] for row in connection.execute(by_kind)}
    of = select(func.count(s.document_id.distinct())).join(
        t.documents, t.documents.c.id == s.document_id
    )
    return {
        "suggested": {kind: held.get(kind, 0) for kind in OF_ACCOUNT},
        "documents_with_findings": _number(connection, of.where(s.kind == "finding", current)),
        "documents_told_by_older_rules": len(accounts.outdated(connection, teller)),
    }


def _index(connection: Connection) -> dict[str, Any]:
    """How far the index follows the catalogue; ``behind`` counts changes not published yet."""
    change, at = read.index_state(connection) or (0, None)
    return {"published_at": at, "behind": read.last_change(connection) - change}


def _number(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(query).scalar_one())


def _stated(table: Table, *columns: Any) -> Select[Any]:
    """Statements of notes that are not superseded."""
    return (
        select(*columns)
        .select_from(table)
        .join(t.documents, t.documents.c.id == table.c.document_id)
        .where(t.documents.c.superseded_by.is_(None))
    )


def _grouped(connection: Connection, table: Table, column: Any) -> dict[str, int]:
    query = _stated(table, column, func.count()).group_by(column)
    return dict(sorted((row[0], row[1]) for row in connection.execute(query)))


def _areas(connection: Connection) -> dict[str, int]:
    """Documents by area: what a note says, else what a person said, else what was suggested."""
    said: dict[str, set[str]] = {}
    query = select(t.attempts.c.document_id, t.attempt_terms.c.term).join(
        t.attempt_terms, t.attempt_terms.c.attempt_id == t.attempts.c.id
    )
    for row in connection.execute(query.where(t.attempt_terms.c.facet == "area")):
        said.setdefault(row.document_id, set()).add(row.term)
    suggested: dict[str, set[str]] = {}
    rows = select(t.suggestions).where(
        t.suggestions.c.kind == "area", t.suggestions.c.passage_id.is_(None)
    )
    decided = judged.load(connection)
    for suggestion in connection.execute(rows).mappings():
        area = decided.area(suggestion)
        if area is not None:
            suggested.setdefault(suggestion["document_id"], set()).add(area)
    query = select(t.documents.c.id, t.sources.c.areas).join(
        t.sources, t.sources.c.id == t.documents.c.source_id
    )
    counts: dict[str, int] = {}
    for row in connection.execute(query.where(t.documents.c.superseded_by.is_(None))):
        for area in said.get(row.id) or set(row.areas) or suggested.get(row.id) or {"none"}:
            counts[area] = counts.get(area, 0) + 1
    return dict(sorted(counts.items()))


def _versions(connection: Connection, settings: Settings, index: Index | None) -> dict[str, Any]:
    made = index.stamp() if index is not None else None
    dialect = connection.dialect
    server = ".".join(str(part) for part in dialect.server_version_info or ())
    return {
        "package": metadata.version(PACKAGE),
        "schema": engine.HEAD,
        "catalogue": f"{dialect.name} {server}".strip(),
        "index": "qdrant server" if settings.qdrant_url else "qdrant edge",
        "embedder": settings.embedder,
        "indexed_with": asdict(made) if made else None,
        "cutters": _distinct(connection, t.documents.c.cutter),
        "extractors": _distinct(connection, t.documents.c.extractor),
    }


def _distinct(connection: Connection, column: Any) -> list[str]:
    query = select(column).where(t.documents.c.superseded_by.is_(None)).distinct()
    return sorted(connection.execute(query).scalars())


def _sizes(connection: Connection, settings: Settings) -> dict[str, int | None]:
    if connection.dialect.name == "sqlite":
        file = str(make_url(settings.database_url).database)
        catalogue = _bytes([Path(file + suffix) for suffix in ("", "-wal", "-shm")])
    else:
        query = select(func.pg_database_size(func.current_database()))
        catalogue = int(connection.execute(query).scalar_one())
    return {
        "catalogue": catalogue,
        "snapshots": _bytes([settings.snapshots]),
        "index": None if settings.qdrant_url else _bytes([settings.index_home]),
    }


def _bytes(paths: Sequence[Path]) -> int:
    """Size of files and of all files below folders; one that goes away meanwhile counts as nothing."""
    total = 0
    for path in paths:
        for parent, _, names in os.walk(path):
            total += sum(_size(Path(parent, name)) for name in names)
        total += _size(path) if path.is_file() else 0
    return total


def _size(path: Path) -> int:
    try:
        state = path.stat()
        # What it takes on the disk: files of the index are mostly holes.
        return state.st_blocks * 512
    except FileNotFoundError:
        return 0
