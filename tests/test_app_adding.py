"""Adding files from the app: names that are safe, bytes that are kept, a process that outlives the page."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages import adding, base
from kb.catalogue import open_catalogue, runs
from kb.errors import UsageError
from kb.settings import Settings


@given(st.text(max_size=300))
def test_a_file_name_is_one_name_in_one_folder(name: str) -> None:
    safe = adding.safe_name(name)
    assert safe == Path(safe).name
    assert safe not in ("", ".", "..")
    assert len(safe) <= adding.LONGEST + 12


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\Final report.pdf", "Final report.pdf"),
        ("$(rm -rf).html", "_rm -rf_.html"),
        ("…", "_"),
        ("/", "unnamed"),
        (".pdf", "pdf"),
    ],
)
def test_a_file_name_keeps_what_is_harmless(name: str, safe: str) -> None:
    assert adding.safe_name(name) == safe


def test_the_same_bytes_are_kept_in_one_place(tmp_path: Path) -> None:
    first = adding.keep(tmp_path, "a.pdf", b"bytes")
    assert adding.keep(tmp_path, "a.pdf", b"bytes") == first
    assert first.read_bytes() == b"bytes"


def test_a_home_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("in the way")
    with pytest.raises(UsageError, match="a home that can be written"):
        adding.keep(tmp_path, "a.pdf", b"bytes")


def test_an_ingest_runs_in_a_session_of_its_own_and_leaves_its_progress(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, home=tmp_path / "base")
    missing = str(tmp_path / "missing.pdf")
    started = adding.start(settings, [missing])
    assert os.getsid(started.pid) == started.pid
    deadline = time.monotonic() + 60
    while not started.is_over() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert started.process.returncode == 3, started.last_words()
    catalogue = open_catalogue(settings, create=False)
    with catalogue.read() as connection:
        [run] = runs.recent(connection)
        failures = runs.failures(connection)
    catalogue.close()
    assert (run.total, run.done, run.failed, run.is_alive) == (1, 1, 1, False)
    assert [result.ref for _, result in failures] == [missing]


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("example.org", False)],
)  # fmt: skip
def test_only_addresses_of_this_machine_allow_writing(address: str, is_ours: bool) -> None:
    assert base.is_loopback(address) is is_ours
