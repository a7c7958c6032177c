"""Generations of the embedded index: folders that are written once, then only read.

    index/
      current                  the name of the generation that is read, replaced in one step
      gen-000007-9f3c1a/       manifest.json (what it is) and shard/ (the engine's files)
      publish.lock             held by the one process that publishes

Whoever publishes holds the lock, writes a new folder, switches ``current``, then deletes the old
one; a reader that has the old one open keeps it until it lets go. A publisher that is killed leaves
``current`` as it was, or switched: its leftovers go at the next publish. Knows nothing of the engine.
The bulk of a generation is left to the system to write out: after a power cut the counts in the
manifest tell a torn one, and a rebuild mends it.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.errors import IndexFault
from kb.index import Stamp, files

_NAME = re.compile(r"gen-(\d{6,})-[0-9a-f]{6}")
_RETRIES = 100
REBUILD = "`whatworks reindex` makes it anew"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is."""

    stamp: Stamp
    change: int
    """The last change of the catalogue that it holds."""
    passages: int
    drift: int
    """Passages put in or taken out since the engine last put its house in order."""
    engine: str

    def dumps(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), indent=2, sort_keys=True) + "\n"

    @classmethod
    def loads(cls, text: str) -> Manifest:
        """From JSON."""
        facts = json.loads(text)
        return cls(**{**facts, "stamp": Stamp(**facts["stamp"])})


@dataclass(frozen=True, slots=True)
class Generation:
    """One folder of the series, and its manifest as it was read."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The folder's name, which never comes again."""
        return self.path.name

    @property
    def shard(self) -> Path:
        """The engine's files."""
        return self.path / "shard"


class Generations:
    """The series in one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._current = home / "current"

    def current_name(self) -> str | None:
        """The name of the generation to read; None before the first. Cheap: asked at every query."""
        try:
            return self._current.read_text("utf-8").strip() or None
        except FileNotFoundError:
            return None

    def current(self) -> Generation | None:
        """The generation to read, with its manifest."""
        for _ in range(_RETRIES):
            name = self.current_name()
            if name is None:
                return None
            path = self.home / name
            try:
                return Generation(path, Manifest.loads((path / "manifest.json").read_text("utf-8")))
            except FileNotFoundError:  # deleted between two reads: it was switched
                if self.current_name() == name:
                    break
                time.sleep(0.001)
            except (ValueError, TypeError, KeyError) as error:
                raise IndexFault(
                    f"read {path / 'manifest.json'}: {error}; a manifest of this version, or {REBUILD}"
                ) from error
        raise IndexFault(f"read index in {self.home}: generation {name} is not there; {REBUILD}")

    @contextmanager
    def publisher(self, *, wait: bool) -> Iterator[bool]:
        """Be the one process (and thread) that publishes. False, at once, if another is and not ``wait``."""
        with files.lock(self.home / "publish.lock", wait=wait) as is_ours:
            if is_ours:
                self.sweep()
            yield is_ours

    @contextmanager
    def draft(self, base: Generation | None) -> Iterator[Path]:
        """A folder for the next generation, with a copy of ``base``'s shard; gone unless switched to."""
        path = self.home / f"gen-{self._next_number():06d}-{secrets.token_hex(3)}"
        try:
            path.mkdir()
            if base is None:
                (path / "shard").mkdir()
            else:
                self._require_room(files.size(base.shard))
                files.copy_tree(base.shard, path / "shard")
            yield path
        finally:
            if self.current_name() != path.name:
                _discard(path)

    def switch(self, draft: Path, manifest: Manifest) -> None:
        """Make ``draft`` the generation that is read, and delete the others."""
        files.replace_text(draft / "manifest.json", manifest.dumps())
        files.replace_text(self._current, draft.name + "\n")
        self.sweep()

    def note(self, held: Generation, manifest: Manifest) -> None:
        """Replace the manifest alone: the catalogue moved on, but nothing the index holds."""
        files.replace_text(held.path / "manifest.json", manifest.dumps())

    def sweep(self) -> None:
        """Delete every generation but the current one. The caller holds the lock."""
        kept = self.current_name()
        for path in self.home.iterdir():
            is_draft = path.name.startswith((".current.", "gone-"))
            if is_draft or (_NAME.fullmatch(path.name) and path.name != kept):
                _discard(path)

    def _next_number(self) -> int:
        names = [path.name for path in self.home.iterdir()]
        return 1 + max((int(m[1]) for n in names if (m := _NAME.fullmatch(n))), default=0)

    def _require_room(self, held: int) -> None:
        """The engine maps its files: a full disk would kill the process rather than raise."""
        free = shutil.disk_usage(self.home).free
        wanted = 2 * held + 64 * 2**20
        if free < wanted:
            raise IndexFault(
                f"publish index in {self.home}: {free // 2**20} MiB are free on the disk; "
                f"{wanted // 2**20} MiB are needed"
            )


def _discard(path: Path) -> None:
    """Delete, first out of sight in one step so that nobody opens half a folder."""
    if path.is_dir():
        gone = path.with_name(f"gone-{secrets.token_hex(4)}")
        path.rename(gone)
        # A reader may still be writing its own view of a file there; the next sweep takes the rest.
        shutil.rmtree(gone, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
