"""How much of two texts is word for word the same, and in which passages. By their sketches alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kb.links.signature import Signature
from kb.links.sketch import Hashes, Sketch

LEAST = 6
"""Runs that must be shared before anything is said: about a hundred words."""
COPIED = 0.5
"""Share of a passage's runs from which on it is the other's passage."""


@dataclass(frozen=True, slots=True)
class SharedText:
    """What the shorter text has of the other, furniture left aside."""

    share: float = 0.0
    """0 to 1, of the runs of the one with fewer."""
    runs: int = 0
    passages: int = 0
    """Passages of the shorter that are nearly identical in the other."""
    of: int = 0
    """Passages of the shorter that have runs of their own."""
    ratio: float = 1.0
    """How many times longer the longer is."""
    in_one: frozenset[int] = frozenset()
    """Positions of passages of the first that are in the second."""
    in_other: frozenset[int] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether enough runs are shared to say anything."""
        return self.runs >= LEAST


def shared_text(one: Signature, other: Signature, furniture: Hashes) -> SharedText:
    """What two documents share; ``furniture`` are runs that many documents have, in ascending order."""
    limit = min(one.sketch.limit, other.sketch.limit)
    a, b = (_without(s.sketch.below(limit), furniture) for s in (one, other))
    shared = np.intersect1d(a.runs, b.runs, assume_unique=True)
    fewer = min(a.size, b.size)
    if not fewer or not shared.size:
        return SharedText()
    in_one, of_one = _passages(a, shared)
    in_other, of_other = _passages(b, shared)
    is_one = a.size <= b.size
    return SharedText(
        share=shared.size / fewer,
        runs=int(shared.size),
        passages=len(in_one if is_one else in_other),
        of=of_one if is_one else of_other,
        ratio=max(a.size, b.size) / fewer,
        in_one=in_one,
        in_other=in_other,
    )


def _without(some: Sketch, furniture: Hashes) -> Sketch:
    if not furniture.size:
        return some
    kept = ~np.isin(some.runs, furniture)
    return Sketch(some.runs[kept], some.passages[kept], some.limit)


def _passages(some: Sketch, shared: Hashes) -> tuple[frozenset[int], int]:
    every = np.bincount(some.passages.astype(np.int64))
    found = np.bincount(
        some.passages[np.isin(some.runs, shared)].astype(np.int64), minlength=every.size
    )
    copied = np.flatnonzero((every > 0) & (found >= COPIED * every))
    return frozenset(copied.tolist()), int((every > 0).sum())
