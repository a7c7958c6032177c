"""Fixtures that several test modules share: a real base on either engine, and a real PostgreSQL server."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bases import Base, open_base
from postgres_server import Server, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own; skipped with a reason where there is none to start."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Base]]:
    """Makes empty bases, each with a home of its own, on the engine of the test's parameter."""
    opened: list[Base] = []
    numbers = itertools.count(1)

    def make() -> Base:
        home = tmp_path / f"home-{next(numbers)}"
        url = None
        if request.param == "postgres":
            server: Server = request.getfixturevalue("postgres")
            url = server.new_database()
        opened.append(open_base(home, url))
        return opened[-1]

    yield make
    for base in opened:
        base.catalogue.close()


@pytest.fixture
def base(new_base: Callable[[], Base]) -> Base:
    """One empty base."""
    return new_base()
