"""The progress of ingests: what the app shows of a run that another process does."""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, update

from kb.catalogue import tables as t
from kb.catalogue.record import now
from kb.models import IngestResult


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest: how far it is and what became of each ref."""

    id: str
    started_at: str
    finished_at: str | None
    total: int
    done: int
    failed: int
    pid: int
    host: str
    note: str | None

    @property
    def is_alive(self) -> bool:
        """Whether it is still being worked on (known only for this machine)."""
        if self.finished_at is not None:
            return False
        if self.host != socket.gethostname():
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return not _is_zombie(self.pid)


def _is_zombie(pid: int) -> bool:
    """Whether a process has ended and only waits for its parent to notice (known on Linux alone)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[:1] == ["Z"]


def begin(connection: Connection, total: int, note: str | None = None) -> str:
    """Open a run; returns its id."""
    run_id = str(uuid.uuid4())
    connection.execute(
        insert(t.runs).values(
            id=run_id,
            started_at=now(),
            total=total,
            pid=os.getpid(),
            host=socket.gethostname(),
            note=note,
        )
    )
    return run_id


def note_result(connection: Connection, run_id: str, position: int, result: IngestResult) -> None:
    """Write what became of the ref at ``position``."""
    values = {name: getattr(result, name) for name in IngestResult.__dataclass_fields__}
    connection.execute(
        insert(t.run_results).values(run_id=run_id, position=position, at=now(), **values)
    )


def finish(connection: Connection, run_id: str) -> None:
    """Close a run."""
    connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(finished_at=now()))


def recent(connection: Connection, limit: int = 10) -> list[Run]:
    """Newest runs first."""
    done = func.count(t.run_results.c.position)
    failed = func.count(t.run_results.c.position).filter(t.run_results.c.outcome == "failed")
    query = (
        select(t.runs, done.label("done"), failed.label("failed"))
        .outerjoin(t.run_results, t.run_results.c.run_id == t.runs.c.id)
        .group_by(t.runs.c.id)
        .order_by(t.runs.c.started_at.desc(), t.runs.c.id)
        .limit(limit)
    )
    return [Run(**row) for row in connection.execute(query).mappings()]


def results(connection: Connection, run_id: str) -> list[tuple[str, IngestResult]]:
    """What became of each ref of a run, with the time, in the order they ended."""
    query = (
        select(t.run_results)
        .where(t.run_results.c.run_id == run_id)
        .order_by(t.run_results.c.at, t.run_results.c.position)
    )
    return [
        (row["at"], IngestResult(**{n: row[n] for n in IngestResult.__dataclass_fields__}))
        for row in connection.execute(query).mappings()
    ]


def failures(connection: Connection) -> list[tuple[str, IngestResult]]:
    """The newest result of each ref whose newest result is a failure."""
    query = select(t.run_results).order_by(t.run_results.c.at, t.run_results.c.position)
    newest: dict[str, tuple[str, IngestResult]] = {}
    for row in connection.execute(query).mappings():
        result = IngestResult(**{n: row[n] for n in IngestResult.__dataclass_fields__})
        newest[row["ref"]] = (row["at"], result)
    return [(at, result) for at, result in newest.values() if result.outcome == "failed"]
