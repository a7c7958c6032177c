"""An open knowledge base: catalogue, index and models of one home, opened once and closed together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kb import picture
from kb.catalogue import Catalogue, open_catalogue, read, runs
from kb.embed import Embedder, Reranker, embedder, reranker
from kb.errors import IndexMismatch
from kb.index import Index, open_index
from kb.models import Picture, Query
from kb.publish import publish
from kb.search import Searcher
from kb.settings import Settings


@dataclass(frozen=True, slots=True)
class Base:
    """The parts that commands and screens hand to the functions they call. Models load at first use."""

    settings: Settings
    catalogue: Catalogue
    index: Index
    embedder: Embedder
    reranker: Reranker | None

    @property
    def searcher(self) -> Searcher:
        """What a search needs."""
        return Searcher(self.catalogue, self.index, self.embedder, self.reranker)

    def ask(self, query: Query) -> Picture:
        """The picture of what is known for ``query``; what the ask pipeline gives, without Haystack."""
        return picture.draw(self.catalogue, query, self.searcher.find(query))

    def make_ready(self) -> None:
        """See that the index can serve these settings, and that it lacks nothing."""
        self._require_same_embedder()
        self._mend()

    def _require_same_embedder(self) -> None:
        held = self.index.stamp()
        wanted = (self.embedder.name, self.embedder.dimension)
        if held is not None and (held.embedder, held.dimension) != wanted:
            raise IndexMismatch(
                f"search the index: it was made with {held.embedder} ({held.dimension} dimensions) and "
                f"the settings say {wanted[0]} ({wanted[1]}); accepted: WHATWORKS_EMBEDDER="
                f"{held.embedder}, or `whatworks reindex`"
            )

    def _mend(self) -> None:
        """Publish what a killed run left behind. While a run is alive, publishing is its own work."""
        with self.catalogue.read() as connection:
            behind = read.last_change(connection) > self.index.change()
            if not behind or any(run.is_alive for run in runs.recent(connection)):
                return
        # Late: the cutter's version is known to ingest alone, and a base is seldom behind.
        from ingest.passages import CUTTER

        publish(self.catalogue, self.index, self.embedder, CUTTER, wait=False)

    def close(self) -> None:
        """Let go of files and connections."""
        self.index.close()
        self.catalogue.close()


def open_base(settings: Settings, *, create: bool = False) -> Base:
    """The base of ``settings``; with ``create`` a home without one is made."""
    catalogue = open_catalogue(settings, create=create)
    return Base(settings, catalogue, open_index(settings), embedder(settings), reranker(settings))


@contextmanager
def opened(settings: Settings, *, create: bool = False) -> Iterator[Base]:
    """``open_base``, closed at the end."""
    base = open_base(settings, create=create)
    try:
        yield base
    finally:
        base.close()
