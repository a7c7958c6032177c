"""What people decided and how studies hang together, line by line into the catalogue.

What is held is never overwritten. Whoever speaks in a file spoke elsewhere and keeps that base's name
(``origin``): a file that names this base may have been written by anybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from kb.catalogue import tables as t
from kb.exchange import rows
from kb.exchange.layout import Malformed, numbered_lines
from kb.exchange.write import FINDING_STUDY, LINKS

ELSEWHERE = "elsewhere"
"""Origin of a decision whose line does not say where it was taken."""

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")

Outcome = bool
"""Whether a line was new."""
Reader = Callable[[Connection, Mapping[str, Any], int], Outcome]
"""Takes a line's fields and its number."""


def read_lines(connection: Connection, path: Path, reader: Reader) -> tuple[int, list[Malformed]]:
    """Every line of a file; how many were new, and those that were not taken."""
    new, refused = 0, list[Malformed]()
    for number, line in numbered_lines(path):
        try:
            new += reader(connection, rows.parse(line, number), number)
        except Malformed as error:
            refused.append(error)
    return new, refused


def judgement(connection: Connection, value: Mapping[str, Any], line: int) -> Outcome:
    """A judgement; one that is held under its id stays as it is."""
    row = rows.row_from(t.judgements, value, line)
    if not _TIME.fullmatch(row["at"]):
        raise Malformed(f"at: {row['at']!r} is no time; YYYY-MM-DDTHH:MM:SSZ is accepted", line)
    row["origin"] = row["origin"] or ELSEWHERE
    held = _held(connection, t.judgements, row)
    if held is None:
        connection.execute(insert(t.judgements).values(**row))
        return True
    if {**held, "origin": None} != {**row, "origin": None}:
        raise Malformed(f"judgement {row['id']} is held with other words; ours stays", line)
    return False


def screening(connection: Connection, value: Mapping[str, Any], line: int) -> Outcome:
    """A screening decision; the one that is held stays."""
    row = rows.row_from(t.screening, value, line)
    if row["who"]:
        row["origin"] = row["origin"] or ELSEWHERE
    return _insert(connection, t.screening, row, line)


def link(connection: Connection, value: Mapping[str, Any], line: int) -> Outcome:
    """A study, one of its links, or the study of a finding."""
    kind = value.get("link")
    if kind == FINDING_STUDY:
        return _finding_study(connection, value, line)
    table = LINKS.get(str(kind))
    if table is None:
        accepted = ", ".join((*LINKS, FINDING_STUDY))
        raise Malformed(f"link {kind!r} is not known; accepted: {accepted}", line)
    return _insert(connection, table, rows.row_from(table, value, line), line)


def _finding_study(connection: Connection, value: Mapping[str, Any], line: int) -> Outcome:
    finding, study = str(value.get("finding_id")), str(value.get("study_id"))
    row = connection.execute(
        select(t.findings.c.study_id).where(t.findings.c.id == finding)
    ).first()
    if row is None:
        raise Malformed(f"finding_id {finding} is not held", line)
    if _held(connection, t.studies, {"id": study}) is None:
        raise Malformed(f"study_id {study} is not held", line)
    if row.study_id is not None:
        return False
    connection.execute(update(t.findings).where(t.findings.c.id == finding).values(study_id=study))
    return True


def _insert(connection: Connection, table: Table, row: Mapping[str, Any], line: int) -> Outcome:
    if _held(connection, table, row) is not None:
        return False
    for column in table.columns:
        for key in column.foreign_keys:
            target = key.column
            query = select(target).where(target == row[column.name])
            if row[column.name] is not None and connection.execute(query).first() is None:
                raise Malformed(f"{column.name} {row[column.name]} is not held", line)
    connection.execute(insert(table).values(**row))
    return True


def _held(connection: Connection, table: Table, row: Mapping[str, Any]) -> dict[str, Any] | None:
    query = select(table).where(*(c == row[c.name] for c in table.primary_key))
    found = connection.execute(query).mappings().first()
    return dict(found) if found else None
