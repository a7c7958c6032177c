"""The embedded index: reads the current generation, publishes the next. The default engine.

Any number of processes may read while one publishes; a query sees one generation, whole. Before each
query the reader looks whether ``current`` names another one and opens it (0.04 s when small, 0.3 s at
100,000 passages).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import IndexFault
from kb.index import ALL, Candidates, Differ, IndexedPassage, Narrow, Stamp, require_same
from kb.index.generations import REBUILD, Generation, Generations, Manifest
from kb.index.shard import GRAPH_FROM, Left, Shard, engine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_RETRIES = 100


@dataclass(frozen=True, slots=True)
class _Open:
    """A generation that is being read."""

    name: str
    shard: Shard
    dimension: int
    passages: int
    counts: Mapping[str, int]
    """Passages of each document: a generation never changes, so they are counted once."""

    def left(self, narrow: Narrow) -> Left | None:
        """How many passages ``narrow`` leaves, at most; None when it leaves all."""
        bounds = []
        if narrow.passages is not None:
            bounds.append(len(narrow.passages))
        if narrow.documents is not None:
            bounds.append(sum(self.counts.get(document, 0) for document in narrow.documents))
        return Left(min(bounds), self.passages) if bounds else None


@contextmanager
def _writing(
    generations: Generations, held: Generation | None, dimension: int
) -> Iterator[tuple[Path, Shard]]:
    """A draft of the next generation with its shard open for writing; gone unless switched to."""
    try:
        with generations.draft(held) as draft:
            path = draft / "shard"
            yield draft, Shard.create(path, dimension) if held is None else Shard.load(path)
    except OSError as error:
        raise IndexFault(
            f"publish index in {generations.home}: {error.strerror or error}; "
            "a folder that can be written, on a disk with room, is accepted"
        ) from error


class EdgeIndex:
    """The index in one folder."""

    def __init__(self, home: Path) -> None:
        self._generations = Generations(home)
        self._opening = threading.Lock()
        self._opened: _Open | None = None

    def stamp(self) -> Stamp | None:
        held = self._generations.current()
        return held.manifest.stamp if held else None

    def change(self) -> int:
        held = self._generations.current()
        return held.manifest.change if held else 0

    def counts(self) -> dict[str, int]:
        opened = self._read()
        return dict(opened.counts) if opened else {}

    def candidates(
        self, vector: NDArray[np.float32], text: str, depth: int, narrow: Narrow = ALL
    ) -> Candidates:
        opened = self._read()
        if opened is None or narrow.is_empty:
            return Candidates()
        if len(vector) != opened.dimension:
            raise IndexFault(
                f"query index: a vector of {len(vector)} numbers was given; {opened.dimension} are accepted"
            )
        return opened.shard.candidates(vector, text, depth, narrow, opened.left(narrow))

    def publish(
        self, change: int, stamp: Stamp, difference: Differ, *, rebuild: bool = False
    ) -> None:
        with self._generations.publisher(wait=True):
            self._publish(change, stamp, difference, rebuild)

    def try_publish(self, change: int, stamp: Stamp, difference: Differ) -> bool:
        with self._generations.publisher(wait=False) as is_ours:
            if is_ours:
                self._publish(change, stamp, difference, rebuild=False)
            return is_ours

    def optimise(self) -> bool:
        """Build graphs once enough has changed since the last time; whether anything was built.

        For the end of an ingest: blocks for 10 s to minutes, while readers keep the generation they
        have. Other publishers wait.
        """
        with self._generations.publisher(wait=True):
            held = self._generations.current()
            if held is None or held.manifest.drift < GRAPH_FROM:
                return False
            with _writing(self._generations, held, held.manifest.stamp.dimension) as (draft, shard):
                is_changed = shard.optimise()
                shard.finish()
                self._generations.switch(draft, replace(held.manifest, drift=0))
            return is_changed

    def close(self) -> None:
        self._opened = None

    def _publish(self, change: int, stamp: Stamp, difference: Differ, rebuild: bool) -> None:
        held = None if rebuild else self._generations.current()
        if held is not None:
            require_same(held.manifest.stamp, stamp)
        counts: Mapping[str, int] = {} if held is None else self.counts()
        adds, removes = difference(counts)
        gone = set(removes) & set(counts)
        coming = iter(adds)
        first = next(coming, None)
        if held is not None and first is None and not gone:
            if held.manifest.change != change:
                self._generations.note(held, replace(held.manifest, change=change))
            return
        passages = coming if first is None else chain([first], coming)
        self._write(held, Manifest(stamp, change, 0, 0, engine()), gone, passages, counts)

    def _write(
        self,
        held: Generation | None,
        manifest: Manifest,
        gone: set[str],
        coming: Iterator[IndexedPassage],
        counts: Mapping[str, int],
    ) -> None:
        with _writing(self._generations, held, manifest.stamp.dimension) as (draft, shard):
            shard.remove(gone)
            drift = shard.add(coming) + sum(counts[document] for document in gone)
            drift += held.manifest.drift if held else 0
            if held is None and drift >= GRAPH_FROM:  # a rebuild: readers still have the old one
                shard.optimise()
                drift = 0
            passages = shard.passages()
            shard.finish()
            self._generations.switch(draft, replace(manifest, passages=passages, drift=drift))

    def _read(self) -> _Open | None:
        """The current generation, opened once and shared by all threads."""
        name = self._generations.current_name()
        opened = self._opened
        if opened is not None and opened.name == name:
            return opened
        with self._opening:
            opened = self._opened
            if opened is None or opened.name != self._generations.current_name():
                opened = self._opened = self._load()
            return opened

    def _load(self) -> _Open | None:
        """Open what is current; again, when it was deleted meanwhile.

        A folder that is being deleted can open as an index with fewer passages, without an error:
        only if ``current`` still names it afterwards was it whole while it was opened.
        """
        for _ in range(_RETRIES):
            held = self._generations.current()
            if held is None:
                return None
            try:
                shard = Shard.load(held.shard)
                passages, counts = shard.passages(), shard.counts()
            except IndexFault:
                if self._generations.current_name() == held.name:
                    raise
                continue
            if self._generations.current_name() != held.name:
                continue
            if passages != held.manifest.passages:
                raise IndexFault(
                    f"open index in {held.path}: it holds {passages} passages instead of "
                    f"{held.manifest.passages}; {REBUILD}"
                )
            return _Open(held.name, shard, held.manifest.stamp.dimension, passages, counts)
        raise IndexFault(f"open index: it was replaced {_RETRIES} times meanwhile; try again")
