"""From the catalogue to the index: what differs, and how it is applied.

The index holds the passages of every current document. It is compared by counts a document, so that
whatever was lost or half-done is found and mended by the same step that adds what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kb.catalogue import Catalogue, read
from kb.catalogue.record import note_index_state, store_vectors
from kb.embed import Embedder
from kb.index import Difference, Index, IndexedPassage, Stamp
from kb.models import Passage

BATCH = 256

Progress = Callable[[int], None]


def indexed_text(title: str, passage: Passage) -> str:
    """What is embedded and indexed for a passage: its words after the title and heading above them.

    A passage that speaks of "the programme" is found by the programme's name.
    """
    return f"{lead(title, passage)}\n{passage.text}"


def lead(title: str, passage: Passage) -> str:
    """The title and heading that a passage stands under."""
    heading = passage.locator.heading
    return f"{title}. {heading}" if heading and heading != title else title


def stamp(embedder: Embedder, cutter: str) -> Stamp:
    """What an index made now would record."""
    return Stamp(embedder.name, embedder.dimension, cutter)


def publish(
    catalogue: Catalogue,
    index: Index,
    embedder: Embedder,
    cutter: str,
    *,
    wait: bool = True,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> bool:
    """Bring the index up to the catalogue. False when another process is at it and ``wait`` is false."""
    with catalogue.read() as connection:
        change = read.last_change(connection)
    mark = stamp(embedder, cutter)

    def difference(held: Mapping[str, int]) -> Difference:
        # Read here, under the publisher's lock: what another process committed and published a
        # moment ago would otherwise look like something to take out.
        with catalogue.read() as connection:
            wanted = read.passage_counts(connection)
        stale = {d for d, n in held.items() if wanted.get(d) != n}
        missing = sorted(d for d, n in wanted.items() if held.get(d) != n)
        return _passages(catalogue, embedder, missing, progress), stale

    if wait or rebuild:
        index.publish(change, mark, difference, rebuild=rebuild)
    elif not index.try_publish(change, mark, difference):
        return False
    _note_state(catalogue, change)
    return True


def _note_state(catalogue: Catalogue, change: int) -> None:
    """Keep in the catalogue how far the index is, for people who look at the catalogue alone."""
    with catalogue.read() as connection:
        noted = read.index_state(connection)
    if noted is None or noted[0] != change:
        with catalogue.write() as connection:
            note_index_state(connection, change)


def _passages(
    catalogue: Catalogue, embedder: Embedder, documents: Sequence[str], progress: Progress | None
) -> Iterator[IndexedPassage]:
    """Passages of ``documents`` with their vectors; those without a stored one are embedded and kept."""
    for document_id in documents:
        with catalogue.read() as connection:
            title = read.document(connection, document_id).title
            passages = iter(read.passages_of(connection, document_id))
        while batch := list(islice(passages, BATCH)):
            vectors = _vectors(catalogue, embedder, title, batch)
            for passage in batch:
                yield IndexedPassage(
                    passage.id,
                    document_id,
                    passage.position,
                    indexed_text(title, passage),
                    vectors[passage.id],
                )
            if progress is not None:
                progress(len(batch))


def _vectors(
    catalogue: Catalogue, embedder: Embedder, title: str, batch: Sequence[Passage]
) -> dict[str, NDArray[np.float32]]:
    with catalogue.read() as connection:
        held = read.vectors(connection, embedder.name, [p.id for p in batch], embedder.dimension)
    missing = [p for p in batch if p.id not in held]
    if missing:
        made = embedder.passages([indexed_text(title, p) for p in missing])
        with catalogue.write() as connection:
            store_vectors(connection, embedder.name, [p.id for p in missing], made)
        held |= {p.id: row for p, row in zip(missing, made, strict=True)}
    return held
