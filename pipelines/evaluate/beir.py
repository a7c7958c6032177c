"""How well the right passages are found: a collection in the BEIR layout, asked question by question.

``corpus.jsonl``, ``queries.jsonl`` and ``qrels/*.tsv``. Each document is one passage, "title text".
The index is the embedded one, in a temporary home, and the ranking is made by the same functions and
constants as a search of the knowledge base; no base is touched.
"""

from __future__ import annotations

import json
import math
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory

from kb import embed, fusion
from kb.embed import Embedder, Reranker
from kb.errors import UsageError
from kb.index import Index, IndexedPassage, Stamp
from kb.settings import Settings

LAYOUT = "corpus.jsonl, queries.jsonl and qrels/*.tsv are accepted"
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, questions, and which documents are relevant to which question."""

    name: str
    documents: Mapping[str, str]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]


def run(
    directory: Path,
    settings: Settings,
    *,
    rerank: bool = False,
    limit: int | None = None,
    embedder: Embedder | None = None,
    reranker: Reranker | None = None,
) -> dict[str, object]:
    """Figures over all judged questions (or the first ``limit``). Reranking costs about 10 ms a passage."""
    from kb.index.edge import EdgeIndex

    collection = read(directory)
    asked = dict(list(collection.queries.items())[:limit])
    model = embedder or embed.embedder(settings)
    judge = (reranker or embed.reranker(settings)) if rerank else None
    with TemporaryDirectory(prefix="whatworks-beir-") as home:
        index = EdgeIndex(Path(home))
        start = time.perf_counter()
        stamp = Stamp(model.name, model.dimension, "one-a-document")
        index.publish(1, stamp, lambda _: (_passages(collection, model), []))
        built = time.perf_counter()
        names = {_passage_id(name): name for name in collection.documents}
        search = _Search(index, model, judge, names, collection.documents)
        ranking = {query: search.ranking(text) for query, text in asked.items()}
        done = time.perf_counter()
        index.close()
    scored = [(ranking[query], collection.relevant[query]) for query in asked]
    return {
        "dataset": collection.name,
        "queries": len(asked),
        "documents": len(collection.documents),
        "ndcg@10": round(fmean(ndcg(found, relevant, 10) for found, relevant in scored), 4),
        "recall@100": round(fmean(recall(found, relevant, 100) for found, relevant in scored), 4),
        "mrr@10": round(fmean(mrr(found, relevant, 10) for found, relevant in scored), 4),
        "seconds_index": round(built - start, 2),
        "ms_per_query": round((done - built) / len(asked) * 1000, 2),
        "reranked": judge is not None,
    }


def read(directory: Path) -> Collection:
    """The collection in a folder; questions without a relevant document are left out."""
    judgements = sorted((directory / "qrels").glob("*.tsv"))
    if not judgements or not (directory / "corpus.jsonl").is_file():
        raise UsageError(f"read {directory}: it is not a BEIR folder; {LAYOUT}")
    relevant: dict[str, dict[str, int]] = {}
    for query, document, grade in _judged(judgements):
        if grade > 0:
            relevant.setdefault(query, {})[document] = grade
    documents = {
        str(line["_id"]): f"{line.get('title') or ''} {line['text']}".strip()
        for line in _lines(directory / "corpus.jsonl")
    }
    queries = {
        str(line["_id"]): str(line["text"])
        for line in _lines(directory / "queries.jsonl")
        if str(line["_id"]) in relevant
    }
    if not queries:
        raise UsageError(f"read {directory}: no question has a relevant document; {LAYOUT}")
    return Collection(directory.resolve().name, documents, queries, relevant)


def ndcg(found: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """Normalised discounted cumulative gain of the first ``depth``, gains as graded."""
    ideal = _gain(sorted(relevant.values(), reverse=True)[:depth])
    return _gain([relevant.get(document, 0) for document in found[:depth]]) / ideal


def recall(found: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """Share of the relevant documents among the first ``depth``."""
    return len(set(found[:depth]) & set(relevant)) / len(relevant)


def mrr(found: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """One over the rank of the first relevant document; 0 below ``depth``."""
    ranks = (rank for rank, d in enumerate(found[:depth], start=1) if d in relevant)
    return 1.0 / next(ranks, math.inf)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


@dataclass(frozen=True, slots=True)
class _Search:
    """A search as the knowledge base makes it, over documents that are one passage each."""

    index: Index
    embedder: Embedder
    reranker: Reranker | None
    names: Mapping[str, str]
    texts: Mapping[str, str]

    def ranking(self, question: str) -> list[str]:
        """Documents, best first."""
        vector = self.embedder.query(question)
        fused = fusion.fuse(self.index.candidates(vector, question, fusion.DEPTH))
        if self.reranker is not None:
            head = [
                fusion.opening(self.texts[self.names[passage]])
                for passage, _ in fused[: fusion.RERANKED]
            ]
            scores = self.reranker.scores(question, head)
            fused = fusion.blend(fused, scores, fusion.RERANK_WEIGHT)
        return [self.names[passage] for passage, _ in fused]


def _passages(collection: Collection, model: Embedder) -> Iterator[IndexedPassage]:
    names = list(collection.documents)
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        texts = [collection.documents[name] for name in batch]
        for name, text, vector in zip(batch, texts, model.passages(texts), strict=True):
            yield IndexedPassage(_passage_id(name), name, 0, text, vector)


def _passage_id(document: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, document))


def _judged(paths: Sequence[Path]) -> Iterator[tuple[str, str, int]]:
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            fields = line.split("\t")
            if number == 0 or len(fields) != 3:  # the first line names the columns
                continue
            yield fields[0], fields[1], int(fields[2])


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
