"""A PostgreSQL server for tests: its own data folder, its own socket, gone afterwards."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

ACCOUNT = "postgres"
"""The server refuses to run as root; then it runs as this account."""


@dataclass
class Server:
    """A running server, reached by its socket alone."""

    socket: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_database(self) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        name = f"base_{next(self._numbers)}"
        with psycopg.connect(
            f"host={self.socket} dbname=postgres user={ACCOUNT}", autocommit=True
        ) as c:
            c.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{ACCOUNT}@/{name}?host={self.socket}"


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block lasts."""
    binaries = _binaries()
    prefix = _account()
    folder = Path(tempfile.mkdtemp(prefix="ww-pg-", dir="/tmp"))
    data = folder / "data"
    if prefix:
        owner = pwd.getpwnam(ACCOUNT)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    try:
        _do(
            [
                *prefix,
                f"{binaries}/initdb",
                "-D",
                str(data),
                "-A",
                "trust",
                "-U",
                ACCOUNT,
                "-E",
                "UTF8",
            ]
        )
        start = [f"{binaries}/pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log")]
        _do([*prefix, *start, "-o", options, "start"])
        try:
            yield Server(folder)
        finally:
            _do([*prefix, f"{binaries}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    for place in [*([Path(found).parent] if found else []), *places]:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    pytest.skip("no PostgreSQL server on this machine (initdb is not installed)")


def _account() -> list[str]:
    """The beginning of a command that runs as an account that PostgreSQL accepts."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        pytest.skip(f"running as root, and there is no account {ACCOUNT} for the server")
    tool = shutil.which("runuser")
    if tool is None:
        pytest.skip("running as root, and there is no runuser to start the server with")
    return [tool, "-u", ACCOUNT, "--"]


def _do(command: list[str]) -> None:
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[-1]}: {done.stderr.decode(errors='replace')}")
