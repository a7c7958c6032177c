"""A finished folder takes the place of the old one; what is not ours in the old one moves along.

A crash at any moment leaves the old folder or the new one, and the next export tidies up. It knows
nothing of what the files hold.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import ExchangeError
from kb.exchange.layout import OURS, is_export


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A draft folder beside ``target`` to write into; put in its place when all went well."""
    target = target.absolute()
    draft, old = _beside(target, "draft"), _beside(target, "old")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _recover(target, draft, old)
        _require_ours(target)
        draft.mkdir()
        try:
            yield draft
            _swap(target, draft, old)
        except BaseException:
            _recover(target, draft, old)
            raise
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        raise ExchangeError(
            f"export to {target}:{place} {error.strerror or error}; "
            "accepted: a folder that can be written, on a disk with room (nothing was changed)"
        ) from error


def _beside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.export-{what}")


def _require_ours(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ExchangeError(
            f"export to {target}: it is not a folder; accepted: a new or empty folder"
        )
    if target.is_dir() and any(target.iterdir()) and not is_export(target):
        raise ExchangeError(
            f"export to {target}: it is not empty and not an export; "
            "accepted: a new or empty folder, or an earlier export"
        )


def _swap(target: Path, draft: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
        for entry in _foreign(old):
            entry.rename(draft / entry.name)
    draft.rename(target)
    shutil.rmtree(old, ignore_errors=True)  # the next export removes what is left of it


def _recover(target: Path, draft: Path, old: Path) -> None:
    """Undo a swap that did not end, and remove what it left."""
    if old.exists() and not target.exists():
        if draft.exists():
            for entry in _foreign(draft):
                entry.rename(old / entry.name)
        old.rename(target)
    for left in (draft, old):
        if left.exists():
            shutil.rmtree(left)


def _foreign(folder: Path) -> list[Path]:
    return [entry for entry in sorted(folder.iterdir()) if entry.name not in OURS]
