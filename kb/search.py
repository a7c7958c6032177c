"""A question to the passages that answer it best: both engines' candidates, fused, reranked, folded.

It ranks; what the ranking means for a question is ``kb.picture``'s. Filters are resolved in the
catalogue to exact document ids. The same words in several places are one hit with all its places.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from kb import fusion
from kb.catalogue import Catalogue, narrow, read
from kb.cite import Citations
from kb.embed import Embedder, Reranker
from kb.evidence import Reading
from kb.index import Index, Narrow
from kb.models import Hit, Passage, Query
from kb.publish import lead
from kb.standards import Standards


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in the ranking, and the twins that say the same words."""

    passage: Passage
    title: str
    """Of its document."""
    score: float
    cosine: float | None
    relevance: float | None
    """The reranker's score; null below the part of the list that it read."""
    twins: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The ranking of one question, best first, with what it cost in milliseconds."""

    query: Query
    ranked: tuple[Ranked, ...]
    timings_ms: Mapping[str, float]
    matching: frozenset[str] | None
    """Documents that the filters leave; null when nothing is filtered."""


@dataclass(frozen=True, slots=True)
class Searcher:
    """Everything a search needs. Safe to share between threads."""

    catalogue: Catalogue
    index: Index
    embedder: Embedder
    reranker: Reranker | None = None

    def find(self, query: Query, *, carrying: bool = False) -> Found:
        """The ranking for ``query``; at most ``fusion.DEPTH`` of each side, twins folded.

        With ``carrying`` a direction selects the passages that carry such a finding, and not any passage of
        a document which does.
        """
        clock = Clock()
        with clock.timed("embed"):
            vector = self.embedder.query(query.text)
        with clock.timed("retrieve"), self.catalogue.read() as connection:
            standards = self.catalogue.standards
            matching = narrow.documents(connection, query.filters, standards)
            some = narrow.passages(connection, query.filters, standards) if carrying else None
            within = Narrow(matching, some)
            candidates = self.index.candidates(vector, query.text, fusion.DEPTH, within)
            fused = fusion.fuse(candidates)
            passages = read.passages(connection, [passage_id for passage_id, _ in fused])
            words = read.twins(connection, list(passages))
            titles = read.titles(connection, {p.document_id for p in passages.values()})
        fused = [(p, score) for p, score in fused if p in passages]
        with clock.timed("rerank"):
            scores, order = self._reranked(query, fused, passages, titles)
        cosines = dict(candidates.dense)
        ranked = _folded(order, passages, titles, words, cosines, scores)
        return Found(query, ranked, clock.milliseconds(), matching)

    def hits(self, found: Found) -> tuple[Hit, ...]:
        """The first ``query.limit`` of a ranking as hits with their citations."""
        with self.catalogue.read() as connection:
            ranked = found.ranked[: found.query.limit]
            return as_hits(connection, ranked, Citations(connection), self.catalogue.standards)

    def _reranked(
        self,
        query: Query,
        fused: list[tuple[str, float]],
        passages: Mapping[str, Passage],
        titles: Mapping[str, str],
    ) -> tuple[dict[str, float], Sequence[tuple[str, float]]]:
        if self.reranker is None or not query.rerank or not fused:
            return {}, fused
        top = [passage_id for passage_id, _ in fused[: fusion.RERANKED]]
        texts = [
            f"{lead(titles[p.document_id], p)}\n{fusion.opening(p.text)}"
            for p in (passages[passage_id] for passage_id in top)
        ]
        scores = self.reranker.scores(query.text, texts)
        blended = fusion.blend(fused, scores, fusion.RERANK_WEIGHT)
        return dict(zip(top, scores, strict=True)), blended


def as_hits(
    connection: Connection,
    ranked: Sequence[Ranked],
    citations: Citations,
    standards: Standards | None = None,
) -> tuple[Hit, ...]:
    """Passages of a ranking as hits, cited through ``citations``, with what their documents are rated at."""
    seen = citations.shown(standards)
    areas = seen.areas("passage", [one.passage.id for one in ranked])
    documents = {one.passage.document_id for one in ranked}
    readings = seen.readings(documents)
    levels = seen.levels(readings, documents)
    return tuple(
        Hit(
            rank=rank,
            score=round(one.score, 6),
            citation=citations.of_passage(one.passage),
            areas=areas.get(one.passage.id, ()),
            text=one.passage.text,
            elsewhere=tuple(citations.of_passage(twin) for twin in one.twins),
            design=_design(readings.get(one.passage.document_id)),
            levels=levels.get(one.passage.document_id, {}),
        )
        for rank, one in enumerate(ranked, start=1)
    )


def _design(reading: Reading | None) -> str | None:
    return reading.design if reading is not None and reading.note is None else None


@dataclass(slots=True)
class Clock:
    """Wall time of the parts of one answer."""

    _begun: float = field(default_factory=time.perf_counter)
    _parts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Time a part."""
        start = time.perf_counter()
        yield
        self._parts[part] = (time.perf_counter() - start) * 1000

    def milliseconds(self) -> dict[str, float]:
        """Each part, and ``total`` since the clock was made."""
        total = (time.perf_counter() - self._begun) * 1000
        return {name: round(value, 2) for name, value in {**self._parts, "total": total}.items()}


def _folded(
    order: Sequence[tuple[str, float]],
    passages: Mapping[str, Passage],
    titles: Mapping[str, str],
    words: Mapping[str, str],
    cosines: Mapping[str, float],
    scores: Mapping[str, float],
) -> tuple[Ranked, ...]:
    """The ranking with passages of the same words folded into the first of them."""
    first: dict[str, Ranked] = {}
    for passage_id, score in order:
        passage, digest = passages[passage_id], words[passage_id]
        if digest in first:
            held = first[digest]
            first[digest] = replace(held, twins=(*held.twins, passage))
        else:
            first[digest] = Ranked(
                passage=passage,
                title=titles[passage.document_id],
                score=score,
                cosine=cosines.get(passage_id),
                relevance=scores.get(passage_id),
            )
    return tuple(first.values())
