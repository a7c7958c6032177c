"""How much of two texts is word for word the same, and in which passages. By their sketches alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.links.sketch import Sketch

LEAST = 6
"""Runs that must be shared before anything is said: about a hundred words."""
COPIED = 0.5
"""Share of a passage's runs from which on it is the other's passage."""


@dataclass(frozen=True, slots=True)
class SharedText:
    """What the shorter text has of the other."""

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


def shared_text(one: Sketch, other: Sketch) -> SharedText:
    """What two texts share; their sketches are those without furniture."""
    limit = min(one.limit, other.limit)
    a, b = one.below(limit), other.below(limit)
    fewer = min(a.size, b.size)
    if not fewer:
        return SharedText()
    both = _is_in(a, b)
    shared = int(both.sum())
    if not shared:
        return SharedText()
    in_one, of_one = _passages(a, both)
    in_other, of_other = _passages(b, _is_in(b, a))
    is_one = a.size <= b.size
    return SharedText(
        share=shared / fewer,
        runs=shared,
        passages=len(in_one if is_one else in_other),
        of=of_one if is_one else of_other,
        ratio=max(a.size, b.size) / fewer,
        in_one=in_one,
        in_other=in_other,
    )


def _is_in(some: Sketch, other: Sketch) -> NDArray[np.bool_]:
    at = np.minimum(np.searchsorted(other.runs, some.runs), other.size - 1)
    found: NDArray[np.bool_] = other.runs[at] == some.runs
    return found


def _passages(some: Sketch, shared: NDArray[np.bool_]) -> tuple[frozenset[int], int]:
    places = some.passages.astype(np.int64)
    every = np.bincount(places)
    found = np.bincount(places[shared], minlength=every.size)
    copied = np.flatnonzero((every > 0) & (found >= COPIED * every))
    return frozenset(copied.tolist()), int((every > 0).sum())
