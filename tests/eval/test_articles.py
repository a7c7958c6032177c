"""Floors for reading web pages: no worse than trafilatura alone, and whole reports kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import UsageError
from pipelines.evaluate import articles, pairs

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.eval
needs_data = pytest.mark.skipif(
    not (SHARED / "articles").is_dir(), reason="labelled pages are not beside this checkout"
)


def trafilatura_alone(data: bytes, name: str) -> str:
    import trafilatura

    return trafilatura.extract(data) or ""


@needs_data
def test_articles_are_read_no_worse_than_by_trafilatura_alone() -> None:
    ours = articles.run(SHARED / "articles")
    alone = articles.run(SHARED / "articles", trafilatura_alone)
    assert float(str(ours["f1"])) >= float(str(alone["f1"]))


@needs_data
def test_pages_that_tell_a_report_keep_nine_tenths_of_its_words() -> None:
    assert float(str(pairs.run(SHARED / "labels" / "pairs.jsonl")["mean"])) >= 0.90


@pytest.mark.parametrize(
    ("read", "true", "scores"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0, 1.0)),
        ("a b c d", "a b c d e", (1.0, 0.5, 2 / 3)),
        ("a b c d a b c d", "a b c d", (0.2, 1.0, 1 / 3)),
        ("x y z w", "a b c d", (0.0, 0.0, 0.0)),
        ("", "a b c d", (0.0, 0.0, 0.0)),
        ("", "", (1.0, 1.0, 1.0)),
    ],
)
def test_overlap_counts_runs_of_four_words(
    read: str, true: str, scores: tuple[float, float, float]
) -> None:
    assert articles.overlap(read, true) == pytest.approx(scores)


def test_a_folder_without_labels_is_refused_with_what_is_accepted(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no ground-truth\.json"):
        articles.run(tmp_path)
    with pytest.raises(UsageError, match="lines of"):
        pairs.run(tmp_path / "pairs.jsonl")
