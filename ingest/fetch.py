"""Refs to snapshots: the exact bytes, their digest and what they are. It reads no text out of them.

``Fetcher`` is the interface; ``FileFetcher`` answers it for paths. An address is refused with a sentence
until a fetcher for addresses exists.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from ingest.extract import sniff
from kb import ids
from kb.errors import FetchError
from kb.models import Snapshot
from kb.settings import Limits

_ADDRESSES = ("http://", "https://", "ftp://", "doi:")


class Fetcher(Protocol):
    """Anything that turns a ref into a snapshot."""

    def fetch(self, ref: str) -> Snapshot:
        """The bytes behind ``ref``; ``FetchError`` with a one-line reason where there are none."""


class FileFetcher:
    """Snapshots of files. A file's source is known by its first bytes seen, so that it may move."""

    def __init__(self, limits: Limits, now: Callable[[], datetime] | None = None) -> None:
        self._limits = limits
        self._now = now or (lambda: datetime.now(UTC))

    def fetch(self, ref: str) -> Snapshot:
        """The bytes of a regular file that did not change while it was read."""
        if ref.lower().startswith(_ADDRESSES):
            raise FetchError(
                f"fetch {ref}: fetching addresses is not available yet; "
                "save the page and ingest the file"
            )
        data = self._stable(ref)
        if not data:
            raise FetchError(f"fetch {ref}: the file is empty; a file with content is accepted")
        digest = ids.sha256(data)
        return Snapshot(
            ref=ref,
            canonical_ref=f"file:{digest}",
            data=data,
            sha256=digest,
            media_type=sniff(data, ref),
            fetched_at=self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )

    def _stable(self, ref: str) -> bytes:
        """Read twice at most: a file that is still being written is refused, not half read."""
        for _ in range(2):
            data, unchanged = self._read(ref)
            if unchanged:
                return data
        raise FetchError(
            f"fetch {ref}: the file changed while it was read, twice; a file at rest is accepted"
        )

    def _read(self, ref: str) -> tuple[bytes, bool]:
        path = Path(ref).expanduser()
        try:
            # A pipe or a device could keep an open() waiting for ever, so look before opening.
            self._check(ref, path.stat())
            with path.open("rb") as file:
                before = os.fstat(file.fileno())
                self._check(ref, before)
                data = file.read(self._limits.bytes + 1)
                after = os.fstat(file.fileno())
            # A name that now points at another file was replaced under our hands.
            now = path.stat()
        except FileNotFoundError as error:
            raise FetchError(
                f"fetch {ref}: there is no such file; an existing path is accepted"
            ) from error
        except PermissionError as error:
            raise FetchError(
                f"fetch {ref}: no permission to read it; a readable file is accepted"
            ) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise FetchError(f"fetch {ref}: {why}; a readable file is accepted") from error
        same = _state(before) == _state(after) == _state(now) and len(data) == after.st_size
        return data, same

    def _check(self, ref: str, state: os.stat_result) -> None:
        if stat.S_ISDIR(state.st_mode):
            raise FetchError(f"fetch {ref}: it is a folder; the files in it are accepted")
        if not stat.S_ISREG(state.st_mode):
            raise FetchError(f"fetch {ref}: it is not a regular file; a regular file is accepted")
        if state.st_size > self._limits.bytes:
            raise FetchError(
                f"fetch {ref}: {state.st_size / 2**20:.1f} MiB are more than the "
                f"{self._limits.bytes / 2**20:.1f} accepted (WHATWORKS_MAX_MIB)"
            )


def expand(refs: Iterable[str]) -> list[str]:
    """``refs`` with each folder replaced by all files below it, sorted, hidden ones left out.

    Files of an unknown kind stay in: each must end in a result that says why it was not read.
    The same ref named twice is listed once.
    """
    expanded: dict[str, None] = {}
    for ref in refs:
        path = Path(ref).expanduser()
        if ref.lower().startswith(_ADDRESSES) or not path.is_dir():
            expanded[ref] = None
            continue
        expanded.update(dict.fromkeys(_below(path)))
    return list(expanded)


def _below(folder: Path) -> list[str]:
    found: list[str] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found.extend(str(Path(parent, name)) for name in names if not name.startswith("."))
    return sorted(found)


def _state(state: os.stat_result) -> tuple[int, int, int, int]:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns
