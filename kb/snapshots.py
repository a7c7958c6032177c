"""The exact bytes that were had, as files under their digest: ``ab/<sha256>``. Written once, never changed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from kb.errors import FetchError
from kb.models import Snapshot


def path_of(folder: Path, sha256: str) -> Path:
    """Where the bytes of a digest lie."""
    return folder / sha256[:2] / sha256


def keep(folder: Path, snapshot: Snapshot) -> Path:
    """Write the exact bytes under their digest; whole or not at all."""
    path = path_of(folder, snapshot.sha256)
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(snapshot.data)
            Path(draft).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise
    except OSError as error:
        raise FetchError(
            f"keep the bytes of {snapshot.ref}: {error.strerror or error}; "
            "a home that can be written, on a disk with room, is accepted"
        ) from error
    return path
