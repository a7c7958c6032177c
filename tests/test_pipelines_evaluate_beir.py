"""Figures on a collection in the BEIR layout."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import HashEmbedder

from kb.errors import UsageError
from kb.settings import Settings
from pipelines.evaluate import beir

SETTINGS = Settings.from_environment({})
DOCUMENTS = {
    "d1": ("Mentoring", "young people found work after mentoring"),
    "d2": ("", "credit unions lend small sums"),
    "d3": ("Stress", "line managers were trained"),
    "d4": ("Debt", "advice in banks"),
}
QUERIES = {"q1": "mentoring work", "q2": "credit unions", "q3": "never judged"}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": i, "title": t, "text": x} for i, (t, x) in DOCUMENTS.items()]
    queries = [{"_id": i, "text": x} for i, x in QUERIES.items()]
    for name, lines in (("corpus", documents), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td3\t0\nq2\td2\t2\n"
    )
    return folder


@dataclass
class Contrary:
    """A reranker that likes short passages; it remembers what it read."""

    name: str = "contrary"
    read: tuple[str, ...] = ()

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.read = tuple(texts)
        return [-float(len(text)) for text in texts]


def test_a_collection_is_measured_with_the_search_of_the_product(collection: Path) -> None:
    figures = beir.run(collection, SETTINGS, embedder=HashEmbedder(64))
    assert figures["dataset"] == "tiny"
    assert (figures["queries"], figures["documents"]) == (2, 4)
    assert figures["ndcg@10"] == figures["recall@100"] == figures["mrr@10"] == 1.0
    assert {"seconds_index", "ms_per_query"} <= set(figures)


def test_a_reranker_reads_title_and_text_of_what_was_found(collection: Path) -> None:
    judge = Contrary()
    beir.run(collection, SETTINGS, rerank=True, embedder=HashEmbedder(64), reranker=judge)
    assert "Mentoring young people found work after mentoring" in judge.read


def test_a_limit_asks_the_first_questions_only(collection: Path) -> None:
    assert beir.run(collection, SETTINGS, limit=1, embedder=HashEmbedder(64))["queries"] == 1


def test_a_folder_of_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"qrels/\*\.tsv are accepted"):
        beir.run(tmp_path, SETTINGS, embedder=HashEmbedder(8))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["a", "b"], 1.0),
        (["b", "a"], (1 + 2 / 1.584962500721156) / (2 + 1 / 1.584962500721156)),
        (["x", "y"], 0.0),
    ],
)
def test_gains_are_as_graded_and_discounted_by_rank(found: list[str], expected: float) -> None:
    assert beir.ndcg(found, {"a": 2, "b": 1}, 10) == pytest.approx(expected)


def test_recall_and_reciprocal_rank_look_no_deeper_than_told() -> None:
    assert beir.recall(["x", "a", "b"], {"a": 1, "b": 1}, 2) == 0.5
    assert beir.mrr(["x", "a"], {"a": 1}, 10) == 0.5
    assert beir.mrr(["x", "a"], {"a": 1}, 1) == 0.0
