"""Real knowledge bases for tests, built by the real ingest in a temporary home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kb.catalogue import open_catalogue
from kb.embed import embedder, reranker
from kb.index import open_index
from kb.models import IngestResult
from kb.settings import Settings
from pipelines import batch
from pipelines.base import Base

ROOT = Path(__file__).parents[1]
NOTES = ROOT / "corpus" / "notes"


@contextmanager
def base_in(home: Path, *, hashed: bool = False) -> Iterator[Base]:
    """An open base. ``hashed`` takes the embedder that needs no weights and no reranker."""
    settings = Settings.from_environment({}, home)
    model, ranker = embedder(settings), reranker(settings)
    if hashed:
        from fakes import HashEmbedder

        model, ranker = HashEmbedder(), None
        settings = replace(settings, embedder=model.name)
    base = Base(settings, open_catalogue(settings), open_index(settings), model, ranker)
    try:
        yield base
    finally:
        base.close()


def ingest(base: Base, *refs: Path | str) -> list[IngestResult]:
    """Ingest refs into ``base`` with the product's own batch."""
    named: Sequence[str] = [str(ref) for ref in refs]
    return batch.run(named, base.settings, base.catalogue, base.index, base.embedder)


def note(slug: str) -> Path:
    """A note of the starter corpus."""
    return NOTES / f"{slug}.md"
