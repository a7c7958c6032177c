"""The index on a Qdrant server or cluster (1.16 or newer), through qdrant-client.

The name ``whatworks`` is an alias of the collection that is read, so that a rebuild appears at once.
Other changes are applied in place: while a publish runs, a reader may see part of it. Every step can
be repeated, and a publisher that was killed is made good by the next, which judges what is missing
by the counts of each document. Processes of one machine exclude each other by a lock file; publishing
from two machines at once converges at the next publish.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import IndexFault, WhatWorksError
from kb.index import (
    ALL,
    Candidates,
    Differ,
    IndexedPassage,
    Narrow,
    Stamp,
    files,
    require_same,
    terms,
)
from kb.index.shard import DENSE, DOCUMENT, SPARSE, WIDTH, Left, batched, way_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from qdrant_client import QdrantClient, models

    from kb.settings import Settings

_BATCH = 256


class ServerIndex:
    """The index behind a client."""

    def __init__(self, client: QdrantClient, lock: Path, suffix: str = "") -> None:
        self._client = client
        self._lock = lock
        self._alias = f"whatworks{suffix}"

    @classmethod
    def connect(cls, settings: Settings) -> ServerIndex:
        """The index at ``settings.qdrant_url``; nothing is sent before the first question."""
        from qdrant_client import QdrantClient

        client = QdrantClient(
            url=settings.qdrant_url,
            api_key=settings.qdrant_api_key,
            check_compatibility=False,  # it would ask at once, and warn instead of raising
        )
        return cls(client, settings.index_home / "publish.lock")

    def stamp(self) -> Stamp | None:
        facts = self._facts()
        return Stamp(**facts["stamp"]) if facts else None

    def change(self) -> int:
        return int(self._facts().get("change", 0))

    def counts(self) -> dict[str, int]:
        with self._asking("count passages"):
            collection = self._collection()
            if collection is None:
                return {}
            held = max(1, self._client.count(collection, exact=True).count)
            hits = self._client.facet(collection, DOCUMENT, limit=held, exact=True).hits
            return {str(hit.value): hit.count for hit in hits}

    def candidates(
        self, vector: NDArray[np.float32], text: str, depth: int, narrow: Narrow = ALL
    ) -> Candidates:
        from qdrant_client import models

        if narrow.is_empty:
            return Candidates()
        indices, values = terms.of_query(text)
        chosen = _filter(narrow)
        with self._asking("query"):
            if self._collection() is None:
                return Candidates()
            requests = [
                models.QueryRequest(
                    query=vector.tolist(),
                    using=DENSE,
                    filter=chosen,
                    limit=depth,
                    params=self._walk(chosen),
                )
            ]
            if indices:
                words = models.SparseVector(indices=indices, values=values)
                requests.append(
                    models.QueryRequest(query=words, using=SPARSE, filter=chosen, limit=depth)
                )
            answers = self._client.query_batch_points(self._alias, requests)
        found = [tuple((str(p.id), float(p.score)) for p in answer.points) for answer in answers]
        return Candidates(dense=found[0], sparse=found[1] if indices else ())

    def publish(
        self, change: int, stamp: Stamp, difference: Differ, *, rebuild: bool = False
    ) -> None:
        with files.lock(self._lock, wait=True):
            self._publish(change, stamp, difference, rebuild)

    def try_publish(self, change: int, stamp: Stamp, difference: Differ) -> bool:
        with files.lock(self._lock, wait=False) as is_ours:
            if is_ours:
                self._publish(change, stamp, difference, rebuild=False)
            return is_ours

    def optimise(self) -> bool:
        """Nothing: a server keeps its own house in order."""
        return False

    def close(self) -> None:
        self._client.close()

    def _publish(self, change: int, stamp: Stamp, difference: Differ, rebuild: bool) -> None:
        held = self._collection()
        if held is None or rebuild:
            adds, _ = difference({})
            self._replace(held, change, stamp, adds)
            return
        require_same(self.stamp(), stamp)
        adds, removes = difference(self.counts())
        if removes:
            with self._asking("take documents out"):
                self._client.delete(held, _filter(Narrow(frozenset(removes))), wait=True)
        self._upsert(held, adds)
        with self._asking("note the change"):
            self._client.update_collection(held, metadata={"change": change})

    def _replace(
        self, held: str | None, change: int, stamp: Stamp, adds: Iterable[IndexedPassage]
    ) -> None:
        """Fill a new collection beside the one that is read, then point the alias at it."""
        from qdrant_client import models

        fresh = f"{self._alias}-{1 + int(held.rpartition('-')[2]) if held else 1}"
        with self._asking("rebuild"):
            self._client.delete_collection(fresh)  # what a killed rebuild may have left
            self._create(fresh, change, stamp)
        self._upsert(fresh, adds)
        target = models.CreateAlias(collection_name=fresh, alias_name=self._alias)
        steps: list[Any] = [models.CreateAliasOperation(create_alias=target)]
        if held:
            gone = models.DeleteAlias(alias_name=self._alias)
            steps.insert(0, models.DeleteAliasOperation(delete_alias=gone))
        with self._asking("switch to what was rebuilt"):
            self._client.update_collection_aliases(steps)
            if held:
                self._client.delete_collection(held)

    def _walk(self, chosen: models.Filter | None) -> models.SearchParams:
        """How the dense side is searched: as in ``kb.index.shard``, from the server's own counts."""
        from qdrant_client import models

        left = None
        if chosen is not None:
            count = self._client.count
            matching = count(self._alias, count_filter=chosen, exact=True).count
            left = Left(matching, count(self._alias, exact=False).count)
        way = way_for(left)
        wider = models.AcornSearchParams(enable=way.is_widened, max_selectivity=1.0)
        return models.SearchParams(exact=way.is_exact, hnsw_ef=WIDTH, acorn=wider)

    def _create(self, collection: str, change: int, stamp: Stamp) -> None:
        from qdrant_client import models

        self._client.create_collection(
            collection,
            vectors_config={
                DENSE: models.VectorParams(size=stamp.dimension, distance=models.Distance.COSINE)
            },
            sparse_vectors_config={SPARSE: models.SparseVectorParams(modifier=models.Modifier.IDF)},
            metadata={"stamp": asdict(stamp), "change": change},
        )
        keyword = models.PayloadSchemaType.KEYWORD
        self._client.create_payload_index(collection, DOCUMENT, keyword, wait=True)

    def _upsert(self, collection: str, adds: Iterable[IndexedPassage]) -> None:
        for batch in batched(adds, _BATCH):
            points = [_point(passage) for passage in batch]
            with self._asking("put passages in"):
                self._client.upsert(collection, points, wait=True)

    def _collection(self) -> str | None:
        """The collection that is read; None before the first publish."""
        with self._asking("look for the collection"):
            aliases = self._client.get_aliases().aliases
        named = (alias.collection_name for alias in aliases if alias.alias_name == self._alias)
        return next(named, None)

    def _facts(self) -> dict[str, Any]:
        with self._asking("read its stamp"):
            collection = self._collection()
            if collection is None:
                return {}
            return dict(self._client.get_collection(collection).config.metadata or {})

    @contextmanager
    def _asking(self, what: str) -> Iterator[None]:
        try:
            yield
        except WhatWorksError:
            raise
        except Exception as error:  # the client raises httpx's, its own and ValueError
            line = (str(error) or type(error).__name__).splitlines()[0]
            raise IndexFault(
                f"{what} on the Qdrant server: {line}; a server of version 1.16 or newer that answers "
                "at WHATWORKS_QDRANT_URL is accepted"
            ) from error


def _point(passage: IndexedPassage) -> models.PointStruct:
    from qdrant_client import models

    indices, values = terms.of_passage(passage.text)
    return models.PointStruct(
        id=passage.passage_id,
        vector={
            DENSE: passage.vector.tolist(),
            SPARSE: models.SparseVector(indices=indices, values=values),
        },
        payload={DOCUMENT: passage.document_id, "position": passage.position},
    )


def _filter(narrow: Narrow) -> Any:
    from qdrant_client import models

    must: list[Any] = []
    if narrow.documents is not None:
        match = models.MatchAny(any=sorted(narrow.documents))
        must.append(models.FieldCondition(key=DOCUMENT, match=match))
    if narrow.passages is not None:
        must.append(models.HasIdCondition(has_id=sorted(narrow.passages)))
    return models.Filter(must=must) if must else None
