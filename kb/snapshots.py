"""The exact bytes that were had, as files under their digest: ``ab/<sha256>``. Written once, never changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kb.errors import CatalogueError

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
    target = path_of(snapshots, hashlib.sha256(data).hexdigest())
    if not target.exists():
        with whole(target) as file:
            file.write(data)
    return target


@contextlib.contextmanager
def whole(target: Path) -> Iterator[BinaryIO]:
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
        raise CatalogueError(
            f"keep a snapshot in {target.parent}: {error.strerror or error}; "
            "accepted: a home that can be written, on a disk with room"
        ) from error
