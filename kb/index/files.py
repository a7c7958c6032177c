"""Files of an index: copied without filling their holes, replaced in one step, locked.

The engine lays out files of 32 MiB and writes a few kilobytes into them: a small index has 116 MiB of
file length on 4 MiB of disk. A copy that reads holes as zeros would cost the length each time.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.errors import IndexFault

_CHUNK = 2**30
_NO_RANGES = {errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM}


_PASSING = ".atomicwrite*"
"""Folders in which the engine, on opening a shard to read it, writes its configuration anew before it
renames it: gone again a moment later, under the hands of whoever copies."""


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder that others may be reading; holes stay holes where the system can tell them."""
    ignore = shutil.ignore_patterns(_PASSING)
    shutil.copytree(source, target, copy_function=_copy_file, ignore=ignore)


def size(folder: Path) -> int:
    """Bytes of disk that a folder takes, holes not counted."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):  # passing, as above
                total += Path(parent, name).stat().st_blocks * 512
    return total


def replace_text(path: Path, text: str) -> None:
    """Make ``text`` the content of ``path`` in one step that also survives a power cut."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def lock(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold ``path`` as the only process and thread. False, at once, if another does and not ``wait``."""
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(path, timeout=-1 if wait else 0)
        held.acquire()
    except Timeout:
        yield False
        return
    except OSError as error:
        raise IndexFault(
            f"lock index at {path}: {error.strerror or error}; a folder that can be written is accepted"
        ) from error
    try:
        yield True
    finally:
        held.release()


def _copy_file(source: str, target: str) -> str:
    if not hasattr(os, "SEEK_DATA") or not hasattr(os, "copy_file_range"):
        return str(shutil.copyfile(source, target))
    with Path(source).open("rb") as data, Path(target).open("wb") as out:
        length = os.fstat(data.fileno()).st_size
        out.truncate(length)
        for start, end in _extents(data.fileno(), length):
            _copy_range(data.fileno(), out.fileno(), start, end)
    return target


def _extents(descriptor: int, length: int) -> list[tuple[int, int]]:
    """Where a file holds data."""
    found: list[tuple[int, int]] = []
    end = 0
    while end < length:
        try:
            start = os.lseek(descriptor, end, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # holes only, to the end
                break
            raise
        end = os.lseek(descriptor, start, os.SEEK_HOLE)
        found.append((start, end))
    return found


def _copy_range(source: int, target: int, start: int, end: int) -> None:
    at = start
    while at < end:
        try:
            done = os.copy_file_range(source, target, min(_CHUNK, end - at), at, at)
        except OSError as error:
            if error.errno not in _NO_RANGES:
                raise
            done = os.pwrite(target, os.pread(source, min(2**22, end - at), at), at)
        if not done:  # the file became shorter: what is left stays a hole
            break
        at += done
