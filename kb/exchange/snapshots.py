"""Exact bytes under their digest: taken from a folder once they prove to be what their name says."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kb.errors import ExchangeError
from kb.exchange.layout import SHA256, Failure, entries

CHUNK = 2**20


def path_of(snapshots: Path, sha256: str) -> Path:
    """Where the bytes of a digest lie."""
    return snapshots / sha256[:2] / sha256


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of what is left of an open file, a piece at a time."""
    digest = hashlib.sha256()
    while piece := file.read(CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def keep(snapshots: Path, data: bytes) -> Path:
    """Write bytes under their digest, whole or not at all."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(snapshots, sha256)
    if not target.exists():
        with _whole(target) as file:
            file.write(data)
    return target


def take_all(origin: Path, snapshots: Path) -> Iterator[Path | Failure]:
    """Copy every snapshot of a folder that is not held yet: its new path, or why it was not taken."""
    for folder in entries(origin):
        for path in entries(folder):
            name = f"{folder.name}/{path.name}"
            if not SHA256.fullmatch(path.name) or folder.name != path.name[:2]:
                yield Failure(name, None, "its name is no SHA-256 under its first two digits")
            elif path.is_symlink() or not path.is_file():
                yield Failure(name, None, "not a regular file; a regular file is accepted")
            elif not path_of(snapshots, path.name).exists():
                yield _take(path, name, path_of(snapshots, path.name))


def _take(path: Path, name: str, target: Path) -> Path | Failure:
    try:
        with path.open("rb") as file:
            if digest_of(file) != path.name:
                return Failure(name, None, "its bytes are not those its name stands for")
            file.seek(0)
            with _whole(target) as copy:
                while piece := file.read(CHUNK):
                    copy.write(piece)
    except PermissionError as error:
        return Failure(name, None, f"cannot be read: {error.strerror}")
    return target


@contextlib.contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file to write that takes its name only when it is complete."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            Path(draft).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise
    except OSError as error:
        raise ExchangeError(
            f"keep a snapshot in {target.parent}: {error.strerror or error}; "
            "accepted: a home that can be written, on a disk with room"
        ) from error
