"""Opening the catalogue: engine, migrations, transactions, and faults as one-line errors."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from kb.errors import CatalogueError, CatalogueTooNew
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.standards import Standards

MIGRATIONS = Path(__file__).with_name("migrations")
HEAD = "0006"
"""The newest migration; a test holds it against the migrations folder."""
BUSY_SECONDS = 60
MIGRATION_LOCK = 0x77686174
"""Any number of our own, the same in every version."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An open catalogue. Cheap to keep, safe to share between threads."""

    engine: Engine
    vocabularies: Path | None = None
    """A folder of vocabularies and standards of this base's own."""

    @property
    def standards(self) -> Standards:
        """The evidence standards there are: shipped ones and this base's own. Read once in a process."""
        from kb import standards

        return standards.load(self.vocabularies)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading: one consistent view."""
        with _faults("read the catalogue"), self._reading.connect() as connection:
            if connection.dialect.name == "sqlite":
                # Without it each statement would see what others committed since the last one.
                connection.exec_driver_sql("BEGIN")
            yield connection

    @property
    def _reading(self) -> Engine:
        if self.engine.dialect.name == "sqlite":
            return self.engine
        return self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing."""
        with _faults("write the catalogue"), self.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                # Taken at once: two writers that both began by reading would deadlock.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def close(self) -> None:
        """Release every connection."""
        self.engine.dispose()


def open_catalogue(settings: Settings, *, create: bool = True) -> Catalogue:
    """The catalogue of ``settings``, migrated to ``HEAD``.

    With ``create`` false a home without a catalogue is an error that says how to make one.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        _prepare_folder(Path(str(url.database)), create)
    what = f"open the catalogue {url.render_as_string(hide_password=True)}"
    with _faults(what):
        engine = _engine(url)
        try:
            version = _version(engine)
            if version != HEAD:
                _migrate(engine, settings, version)
        except OSError as error:
            engine.dispose()
            reason = error.strerror or str(error)
            raise CatalogueError(f"{what}: {reason}; {_advice(reason)}") from error
        except BaseException:
            engine.dispose()
            raise
    return Catalogue(engine, settings.home / "vocab")


def _prepare_folder(file: Path, create: bool) -> None:
    if not create and not file.exists():
        raise CatalogueError(
            f"open {file.parent}: there is no knowledge base here; "
            "accepted: a home made by `whatworks demo`, `whatworks ingest` or `whatworks import`"
        )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogueError(
            f"make {file.parent}: {error.strerror}; accepted: a folder that can be written"
        ) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10)
    file = Path(str(url.database))
    if file.is_file() and not os.access(file.parent, os.W_OK):
        return create_engine("sqlite://", creator=partial(_read_only, file), poolclass=NullPool)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _pragmas)
    return engine


def _read_only(file: Path) -> sqlite3.Connection:
    """A connection to a file in a folder that this user cannot write.

    SQLite wants to write its log beside the file even to read it, unless a writer's log is there
    already or it is told that nobody writes.
    """
    mode = "mode=ro" if file.with_name(file.name + "-wal").exists() else "mode=ro&immutable=1"
    address = f"{file.absolute().as_uri()}?{mode}"
    return sqlite3.connect(
        address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    cursor = connection.cursor()
    _write_ahead(cursor)
    for pragma in (
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch a new file to its log. SQLite refuses at once, without waiting, while another process
    that opened the new file at the same moment does so too."""
    until = time.monotonic() + BUSY_SECONDS
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _migrate(engine: Engine, settings: Settings, version: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from filelock import FileLock

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise CatalogueTooNew(
            f"open the catalogue: its version {version} is newer than {HEAD}, the newest this "
            "software knows; accepted: the version of the software that wrote it, or a newer one"
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    with FileLock(settings.home / "migrate.lock"), engine.begin() as connection:
        # Killed half-way, the tables are as they were: both engines take shapes back with the rest.
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # homes that share a server share no lock file
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _faults(what: str) -> Iterator[None]:
    """Database faults as one line. What the block itself does with files is not the catalogue's fault."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise CatalogueError(f"{what}: {reason}; {_advice(reason)}") from error


def _advice(reason: str) -> str:
    lowered = reason.lower()
    if "full" in lowered or "no space" in lowered:
        return "accepted: a disk with free space (nothing half-written was kept)"
    if "readonly" in lowered or "read-only" in lowered or "permission" in lowered:
        return "accepted: a home that this user can write"
    if "locked" in lowered:
        return f"another process has held it for {BUSY_SECONDS} s; try again"
    return "accepted: a reachable database (WHATWORKS_DATABASE_URL) or a readable home"
