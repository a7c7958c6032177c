"""An open knowledge base: catalogue, index and models of one home, opened once and closed together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kb.catalogue import Catalogue, open_catalogue
from kb.embed import Embedder, Reranker, embedder, reranker
from kb.index import Index, open_index
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
