"""Fetching files: the exact bytes, or one line that says why not."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.fetch import FileFetcher, expand
from kb import ids
from kb.errors import FetchError
from kb.settings import Limits

FETCHER = FileFetcher(Limits(bytes=1000), now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


def refused(ref: str) -> str:
    with pytest.raises(FetchError) as error:
        FETCHER.fetch(ref)
    message = str(error.value)
    assert "\n" not in message
    assert ref in message
    return message


def test_a_file_is_known_by_its_bytes_and_not_by_its_path(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_bytes(b"Words.")
    second.write_bytes(b"Words.")
    one, two = FETCHER.fetch(str(first)), FETCHER.fetch(str(second))
    assert one.canonical_ref == two.canonical_ref == "file:" + ids.sha256(b"Words.")
    assert (one.data, one.media_type, one.url) == (b"Words.", "text/plain", None)
    assert one.fetched_at == "2026-01-02T03:04:05Z"
    assert one.ref == str(first)


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refused(str(tmp_path / "missing.pdf"))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    assert "empty" in refused(str(tmp_path / "empty.pdf"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refused(str(tmp_path))


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(2**40)
    assert "WHATWORKS_MAX_MIB" in refused(str(path))


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refused(str(tmp_path / "pipe"))


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_bytes(b"Words.")
    path.chmod(0)
    assert "permission" in refused(str(path))


def test_a_name_with_a_null_is_refused() -> None:
    assert "null" in refused("a\x00b")


@pytest.mark.parametrize("ref", ["https://example.org/a", "HTTP://example.org", "doi:10.1/x"])
def test_an_address_is_refused_with_what_to_do_instead(ref: str) -> None:
    assert "save the page and ingest the file" in refused(ref)


def test_a_file_that_keeps_changing_is_never_half_read(tmp_path: Path) -> None:
    path, stop = tmp_path / "growing.txt", threading.Event()
    path.write_bytes(b"x" * 2_000_000)

    def grow() -> None:
        while not stop.is_set():
            with path.open("ab") as file:
                file.write(b"x" * 1000)

    writer = threading.Thread(target=grow)
    writer.start()
    fetcher = FileFetcher(Limits())
    try:
        for _ in range(20):
            try:
                snapshot = fetcher.fetch(str(path))
            except FetchError as error:
                assert "changed while it was read" in str(error)  # noqa: PT017
                break
            assert snapshot.sha256 == ids.sha256(snapshot.data)
    finally:
        stop.set()
        writer.join()
    time.sleep(0.01)
    assert len(fetcher.fetch(str(path)).data) == path.stat().st_size


def test_a_folder_is_expanded_to_all_its_files_in_order_hidden_ones_left_out(
    tmp_path: Path,
) -> None:
    for name in ("b.pdf", "a/z.md", "a/y.xyz", ".hidden/x.pdf", "a/.secret.pdf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    below = [str(tmp_path / name) for name in ("a/y.xyz", "a/z.md", "b.pdf")]
    assert expand([str(tmp_path)]) == below


def test_refs_that_are_no_folder_stay_as_they_are_and_are_listed_once(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.touch()
    refs = ["missing.pdf", "https://example.org/", str(path), str(tmp_path)]
    assert expand(refs) == ["missing.pdf", "https://example.org/", str(path)]
