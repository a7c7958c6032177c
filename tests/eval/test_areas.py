"""Quality floors of suggested challenge areas."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from ingest.tag import areas
from kb import embed
from kb.settings import Settings
from pipelines.evaluate import areas as evaluation

pytestmark = pytest.mark.eval

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
LABELS = SHARED / "labels" / "areas.jsonl"
MICRO_F1 = 0.90
OFF_TOPIC_SHARE = 0.02


@pytest.mark.skipif(not LABELS.exists(), reason="../shared/data is not beside the checkout")
def test_areas_of_labelled_passages_stay_above_the_floor(tmp_path: Path) -> None:
    found = evaluation.run(LABELS, Settings.from_environment(home=tmp_path))
    assert found["items"] == 72
    assert "cross-validation" in found["method"]
    assert found["micro_f1"] >= MICRO_F1
    assert all(row["f1"] >= 0.85 for row in found["per_label"].values())


@pytest.mark.skipif(not LABELS.exists(), reason="../shared/data is not beside the checkout")
def test_the_shipped_weights_are_used_on_another_file(tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    lines = LABELS.read_text(encoding="utf-8").splitlines()[:3]
    other.write_text("\n".join(lines), encoding="utf-8")
    found = evaluation.run(other, Settings.from_environment(home=tmp_path))
    assert (found["items"], found["method"]) == (3, "the shipped weights as they are")


@pytest.mark.skipif(not LABELS.exists(), reason="../shared/data is not beside the checkout")
@pytest.mark.parametrize("collection", ["scifact", "cisi"])
def test_passages_on_other_topics_get_no_area(collection: str, tmp_path: Path) -> None:
    with (SHARED / collection / "corpus.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line)["text"] for line in itertools.islice(file, 0, 1400, 20)]
    texts = [text[:1500] for text in rows if len(text) > 100]
    embedder = embed.embedder(Settings.from_environment(home=tmp_path))
    tagged = sum(bool(tags) for tags in areas.suggest(texts, embedder.passages(texts)))
    assert tagged / len(texts) <= OFF_TOPIC_SHARE
