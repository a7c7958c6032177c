"""One shard of Qdrant Edge: points in, counts and candidates out. The only file that imports it,
but for ``terms.py``. Which shard, and who may write to it, is the business of ``generations.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import IndexFault
from kb.index import Candidates, IndexedPassage, Narrow, terms
from kb.index.generations import REBUILD

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DENSE = "dense"
SPARSE = "terms"
DOCUMENT = "document_id"
GRAPH_FROM = 20_000
"""Passages in a segment from which a graph is worth its building: below, an exact scan takes 1-2 ms."""
SEGMENTS = 8
"""Graphs kept side by side before the engine merges them: with few, each addition would rebuild all."""
EXACT_UP_TO = 40_000
"""Passages left by a filter up to which all of them are compared, in 7 ms on two cores.

A graph walked under a filter loses its way: at 100,000 passages the nearest 100 among a tenth of the
documents were found to 16 of 100, among a quarter to 61, among half to 96 (random documents, clustered
vectors). Above, the walk is widened: 97 of 100 at a quarter.
"""
WIDTH = 256
"""Nodes kept in mind while walking a graph; with the engine's 100 the depth asked for is all of them."""
WIDEN_BELOW = 0.4
"""Share of passages left by a filter below which the walk looks past neighbours that do not match.
Said by us, query by query: the engine's own estimate widened at a half too, for three times the cost."""
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Left:
    """How many passages a filter leaves, of how many."""

    passages: int
    held: int


@dataclass(frozen=True, slots=True)
class Way:
    """How the dense side is searched."""

    is_exact: bool = False
    is_widened: bool = False


def way_for(left: Left | None) -> Way:
    """The cheapest way that finds what is near; the same for both engines."""
    if left is None:
        return Way()
    if left.passages <= EXACT_UP_TO:
        return Way(is_exact=True)
    return Way(is_widened=left.passages < WIDEN_BELOW * left.held)


def engine() -> str:
    """Name and version of the engine, for the manifest."""
    from importlib.metadata import version

    return f"qdrant-edge-py {version('qdrant-edge-py')}"


class Shard:
    """An open shard. Reading is safe from several threads; it closes when the last of them lets go."""

    def __init__(self, shard: Any) -> None:
        self._shard = shard

    @classmethod
    def create(cls, path: Path, dimension: int) -> Shard:
        """A new shard in an empty folder."""
        import qdrant_edge as qe

        config = qe.EdgeConfig(
            vectors={DENSE: qe.EdgeVectorParams(size=dimension, distance=qe.Distance.Cosine)},
            sparse_vectors={SPARSE: qe.EdgeSparseVectorParams(modifier=qe.Modifier.Idf)},
            optimizers=qe.EdgeOptimizersConfig(
                indexing_threshold=max(1, GRAPH_FROM * dimension * 4 // 1024),  # KiB of vectors
                default_segment_number=SEGMENTS,
            ),
            wal_enabled=False,
        )
        shard = qe.EdgeShard.create(str(path), config)
        shard.update(qe.UpdateOperation.create_field_index(DOCUMENT, qe.KeywordIndexParams()))
        return cls(shard)

    @classmethod
    def load(cls, path: Path) -> Shard:
        """The shard of a folder. Raises IndexFault when it cannot be read."""
        import qdrant_edge as qe

        try:
            return cls(qe.EdgeShard.load(str(path)))
        except Exception as error:  # the engine raises nothing more exact
            raise IndexFault(
                f"open index in {path}: {_line(error)}; files of {engine()} that can be written are "
                f"accepted, and {REBUILD}"
            ) from error

    def remove(self, documents: Collection[str]) -> None:
        """Take out every passage of these documents."""
        import qdrant_edge as qe

        if documents:
            chosen = qe.FieldCondition(key=DOCUMENT, match=qe.MatchAny(any=sorted(documents)))
            self._update(qe.UpdateOperation.delete_points_by_filter(qe.Filter(must=[chosen])))

    def add(self, passages: Iterable[IndexedPassage]) -> int:
        """Put passages in, a batch at a time; how many."""
        import qdrant_edge as qe

        added = 0
        for batch in batched(passages, _BATCH):
            self._update(qe.UpdateOperation.upsert_points([_point(p) for p in batch]))
            added += len(batch)
        return added

    def optimise(self) -> bool:
        """Let the engine build graphs and drop what was deleted, if it asks to. Takes minutes at 100,000."""
        try:
            return bool(self._shard.optimize())
        except Exception as error:
            raise IndexFault(f"optimise index: {_line(error)}; {REBUILD}") from error

    def finish(self) -> None:
        """Write everything out and close."""
        try:
            self._shard.flush()
            self._shard.close()
        except Exception as error:
            raise IndexFault(
                f"write index: {_line(error)}; a disk with room is accepted"
            ) from error

    def passages(self) -> int:
        """How many points it holds."""
        import qdrant_edge as qe

        return int(self._shard.count(qe.CountRequest(exact=True)))

    def counts(self) -> dict[str, int]:
        """Passages of each document, exact."""
        import qdrant_edge as qe

        request = qe.FacetRequest(key=DOCUMENT, limit=max(1, self.passages()), exact=True)
        try:
            hits = self._shard.facet(request)
        except Exception as error:
            raise IndexFault(f"count passages of the index: {_line(error)}; {REBUILD}") from error
        return {str(hit.value): int(hit.count) for hit in hits}

    def candidates(
        self,
        vector: NDArray[np.float32],
        text: str,
        depth: int,
        narrow: Narrow,
        left: Left | None,
    ) -> Candidates:
        """Both sides of the hybrid; ``left`` is what ``narrow`` leaves, None for all."""
        import qdrant_edge as qe

        nearest = qe.Query.Nearest(vector.tolist(), using=DENSE)
        indices, values = terms.of_query(text)
        wording = qe.Query.Nearest(qe.SparseVector(indices, values), using=SPARSE)
        chosen = _filter(narrow)
        return Candidates(
            dense=self._best(nearest, depth, chosen, _walk(left)),
            sparse=self._best(wording, depth, chosen, None) if indices else (),
        )

    def _best(
        self, query: Any, depth: int, chosen: Any, walk: Any
    ) -> tuple[tuple[str, float], ...]:
        import qdrant_edge as qe

        request = qe.QueryRequest(limit=depth, query=query, filter=chosen, params=walk)
        try:
            points = self._shard.query(request)
        except Exception as error:
            raise IndexFault(f"query index: {_line(error)}; {REBUILD}") from error
        return tuple((str(point.id), float(point.score)) for point in points)

    def _update(self, operation: Any) -> None:
        try:
            self._shard.update(operation)
        except Exception as error:
            raise IndexFault(f"write index: {_line(error)}; {REBUILD}") from error


def batched(passages: Iterable[IndexedPassage], size: int) -> Iterator[list[IndexedPassage]]:
    """Lists of at most ``size``, so that a large difference never stands in memory."""
    rest = iter(passages)
    while batch := list(islice(rest, size)):
        yield batch


def _point(passage: IndexedPassage) -> Any:
    import qdrant_edge as qe

    indices, values = terms.of_passage(passage.text)
    return qe.Point(
        passage.passage_id,
        {DENSE: passage.vector.tolist(), SPARSE: qe.SparseVector(indices, values)},
        {DOCUMENT: passage.document_id, "position": passage.position},
    )


def _filter(narrow: Narrow) -> Any:
    import qdrant_edge as qe

    must: list[Any] = []
    if narrow.documents is not None:
        must.append(qe.FieldCondition(key=DOCUMENT, match=qe.MatchAny(any=list(narrow.documents))))
    if narrow.passages is not None:
        must.append(qe.HasIdCondition(set(narrow.passages)))
    return qe.Filter(must=must) if must else None


def _walk(left: Left | None) -> Any:
    import qdrant_edge as qe

    way = way_for(left)
    wider = qe.AcornSearchParams(enable=True, max_selectivity=1.0) if way.is_widened else None
    return qe.SearchParams(exact=way.is_exact, hnsw_ef=WIDTH, acorn=wider)


def _line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
