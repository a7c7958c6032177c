"""Snapshots of another folder: taken once they prove to be what their name says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb.exchange.layout import SHA256, Failure, entries
from kb.snapshots import CHUNK, digest_of, path_of, whole


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
            with whole(target) as copy:
                while piece := file.read(CHUNK):
                    copy.write(piece)
    except PermissionError as error:
        return Failure(name, None, f"cannot be read: {error.strerror}")
    return target
