"""Studies as they are drawn from documents: who tells of which, whose attempt each is, and under which ids.

``relink`` writes them. They are derived: from the words of the current documents, from what notes name and
from people's judgements, and from nothing else, so that they are the same in whatever order documents came.
A study takes the id of its smallest document, and the id of any document of it, older versions too, leads to
it for ever. What is only suggested says so on every row, with its reasons.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from kb.catalogue import attempt_links, quotes, signatures, study_decisions, study_rows
from kb.catalogue import tables as t
from kb.catalogue.study_rows import REPORTS, Drawing, Key, Row
from kb.errors import UnknownId, UsageError
from kb.links.cluster import cluster
from kb.links.pairs import pairs
from kb.links.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Relinked:
    """What a drawing came to."""

    documents: int
    studies: int
    attempts: int
    """Links of a study to an attempt."""
    changed: int
    """Rows that are others than before."""


def draw(connection: Connection) -> Drawing:
    """The studies of the base as it stands; nothing is written but signatures that lack."""
    shelf = Shelf(signatures.current(connection))
    decided = study_decisions.load(connection, signatures.current_of(connection))
    weighed = tuple(pairs(shelf))
    return Drawing(
        shelf,
        weighed,
        cluster(shelf, weighed, decided.of_documents),
        tuple(attempt_links.found(connection, shelf)),
        decided,
    )


def relink(connection: Connection) -> Relinked:
    """Draw the studies anew and write what changed."""
    drawing = draw(connection)
    changed = _write(connection, t.studies, study_rows.studies(connection, drawing), parent=True)
    changed += _write(connection, t.study_documents, study_rows.documents(drawing))
    changed += _write(connection, t.study_aliases, study_rows.aliases(connection, drawing))
    links = study_rows.attempts(connection, drawing)
    changed += _write(connection, t.attempt_studies, links)
    changed += _forget(connection, drawing)
    changed += quotes.write(connection, study_rows.met(connection, drawing, links))
    return Relinked(len(drawing.shelf.ids), len(drawing.clusters.members), len(links), changed)


# --- writing ------------------------------------------------------------------------------------


def _write(
    connection: Connection, table: Table, rows: Iterable[Row], *, parent: bool = False
) -> int:
    """Make the table hold ``rows``; how many were not so. A ``parent`` keeps what is too much for now:
    what hangs on it is moved first."""
    keys = [column.name for column in table.primary_key]
    wanted = {tuple(row[key] for key in keys): row for row in rows}
    held = {
        tuple(row[key] for key in keys): dict(row)
        for row in connection.execute(select(table)).mappings()
    }
    gone = [] if parent else [key for key in held if key not in wanted]
    other = [key for key in wanted if key in held and wanted[key] != held[key]]
    new = [wanted[key] for key in wanted if key not in held]
    for key in gone:
        connection.execute(delete(table).where(_is(table, keys, key)))
    for key in other:
        connection.execute(update(table).where(_is(table, keys, key)).values(**wanted[key]))
    if new:
        connection.execute(insert(table), new)
    return len(gone) + len(other) + len(new)


def _is(table: Table, keys: list[str], key: Key) -> Any:
    return and_(*(table.c[name] == value for name, value in zip(keys, key, strict=True)))


def _forget(connection: Connection, drawing: Drawing) -> int:
    """Studies that are none any more; findings that named one are of the study that took it over."""
    held = set(connection.execute(select(t.studies.c.id)).scalars())
    gone = sorted(held - drawing.clusters.members.keys())
    for study in gone:
        heir = connection.execute(
            select(t.study_aliases.c.study_id).where(t.study_aliases.c.alias == study)
        ).scalar()
        connection.execute(
            update(t.findings).where(t.findings.c.study_id == study).values(study_id=heir)
        )
        connection.execute(delete(t.studies).where(t.studies.c.id == study))
    return len(gone)


# --- reading ------------------------------------------------------------------------------------


def resolve(connection: Connection, typed: str) -> str:
    """The study of an id, or of the beginning of one: its own, a former one, or that of a document of it."""
    said = typed.strip().lower()
    ids: dict[str, str] = {}
    for study in connection.execute(select(t.studies.c.id)).scalars():
        ids[study] = study
    for row in connection.execute(select(t.study_aliases)):
        ids.setdefault(row.alias, row.study_id)
    if said in ids:
        return ids[said]
    found = sorted(one for one in ids if said and one.startswith(said))
    if len({ids[one] for one in found}) == 1:
        return ids[found[0]]
    if found:
        raise UsageError(
            f"find study {typed}: several begin so ({', '.join(found[:3])}…); accepted: more of the id"
        )
    near = difflib.get_close_matches(said, sorted(ids), n=3, cutoff=0.6)
    offer = f"did you mean {' or '.join(near)}?" if near else "`whatworks review links` lists them"
    raise UnknownId(f"find study {typed!r:.80}: there is none; {offer}")


def documents_of(connection: Connection, study: str) -> tuple[str, ...]:
    """The documents that report a study, in order of their ids."""
    sd = t.study_documents.c
    query = (
        select(sd.document_id)
        .where(sd.study_id == study, sd.role == REPORTS)
        .order_by(sd.document_id)
    )
    return tuple(connection.execute(query).scalars())


def reporting(connection: Connection) -> Mapping[str, str]:
    """The primary study of every document that reports one."""
    sd = t.study_documents.c
    query = select(sd.document_id, sd.study_id).where(sd.role == REPORTS, sd.is_primary)
    return {row.document_id: row.study_id for row in connection.execute(query)}
