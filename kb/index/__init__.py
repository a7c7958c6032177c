"""The index: from a question to candidate passages. Derived from the catalogue, rebuildable.

One protocol, two engines: ``edge.py`` (embedded, published in generations by ``generations.py``) and
``server.py`` (a Qdrant server or cluster). Both hold one point a passage, with a dense vector, the
sparse terms of ``terms.py`` and a payload of what is fixed when a passage is cut: its document and
its position. What is judged or changes is filtered in the catalogue, which hands over exact ids.

Not here: text, fusion of the two lists (``kb.fusion``), the decision what belongs in the index.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kb.errors import IndexMismatch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.settings import Settings

FORMAT = "1"
"""How points are laid out; a change of it asks for ``reindex``."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made with. Indexes of different stamps are never mixed."""

    embedder: str
    dimension: int
    cutter: str
    """Name and version of the passage cutter."""
    format: str = FORMAT


@dataclass(frozen=True, slots=True, eq=False)
class IndexedPassage:
    """A passage on its way into the index. ``vector`` is of length one."""

    passage_id: str
    document_id: str
    position: int
    text: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which passages may come back: those of these documents AND among these; None for all."""

    documents: frozenset[str] | None = None
    passages: frozenset[str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all may come back."""
        return self.documents == frozenset() or self.passages == frozenset()


ALL = Narrow()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passage ids with scores, best first, as each side of the hybrid sees them."""

    dense: tuple[tuple[str, float], ...] = ()
    """Cosine, -1 to 1."""
    sparse: tuple[tuple[str, float], ...] = ()
    """BM25, above 0."""


Difference = tuple[Iterable[IndexedPassage], Collection[str]]
"""Passages to put in, and documents to take out first. A document may be in both: it is replaced."""

Differ = Callable[[Mapping[str, int]], Difference]
"""Given the passages held of each document, what has to change."""


class Index(Protocol):
    """What search and ``check`` need of an engine. Safe to use from several threads."""

    def stamp(self) -> Stamp | None:
        """What it was made with; None while nothing was ever put in."""
        ...

    def change(self) -> int:
        """The last change of the catalogue that it holds; 0 at first."""
        ...

    def counts(self) -> dict[str, int]:
        """Passages held of each document, exact."""
        ...

    def candidates(
        self, vector: NDArray[np.float32], text: str, depth: int, narrow: Narrow = ALL
    ) -> Candidates:
        """The nearest ``depth`` passages by ``vector`` and the best ``depth`` by the words of ``text``."""
        ...

    def publish(
        self, change: int, stamp: Stamp, difference: Differ, *, rebuild: bool = False
    ) -> None:
        """Apply a difference and show it to every reader at once, after any publisher at work.

        ``rebuild`` starts empty. Raises IndexMismatch when the index was made with another stamp.
        """
        ...

    def try_publish(self, change: int, stamp: Stamp, difference: Differ) -> bool:
        """``publish`` if no other process is at it; False, at once and with nothing done, if one is."""
        ...

    def optimise(self) -> bool:
        """Put the house in order after a large addition, for the end of an ingest; may take minutes.

        Whether anything was done. Readers are served meanwhile; other publishers wait.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def require_same(held: Stamp | None, wanted: Stamp) -> None:
    """Raises IndexMismatch, naming what differs, unless the index is new or made with ``wanted``."""
    if held is None or held == wanted:
        return
    differs = [
        f"{name} {getattr(held, name)!r}"
        for name in ("embedder", "dimension", "cutter", "format")
        if getattr(held, name) != getattr(wanted, name)
    ]
    raise IndexMismatch(
        f"use index: it was made with {', '.join(differs)}, and the settings ask for {wanted}; "
        "the settings it was made with, or `whatworks reindex`, are accepted"
    )


def open_index(settings: Settings) -> Index:
    """The index that the settings name: a server when there is a URL, else the embedded one."""
    if settings.qdrant_url:
        from kb.index.server import ServerIndex

        return ServerIndex.connect(settings)
    from kb.index.edge import EdgeIndex

    return EdgeIndex(settings.index_home)
