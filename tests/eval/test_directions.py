"""Quality floors of what sentences say of results: told from other sentences, direction, change.

Labelled sets are pinned by digest: a floor belongs to a set. Precision and recall of each label are printed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kb import embed, weights
from kb.ids import sha256
from kb.settings import Settings
from pipelines.evaluate import changes, directions

pytestmark = pytest.mark.eval

SHARED = Path(__file__).resolve().parents[3] / "shared"
LABELS, ATTEMPTS = SHARED / "data" / "labels", SHARED / "facts" / "attempts.yaml"
OWN = Path(__file__).resolve().parents[1] / "data"
needs_shared = pytest.mark.skipif(
    not LABELS.exists(), reason="../shared/data is not beside the checkout"
)
DIGESTS = {
    "directions.jsonl": "b6243e78c830259287b2a0562474b4481130c4c55f8349ccca56bbeb4e5a5344",
    "changes.jsonl": "f10ce810b1b07b4f2361f0206160aba9f13d0e6be489d1947dadd2c441de1518",
}


def _labelled(name: str) -> Path:
    """A labelled set, the very one that the floors were measured on."""
    path = LABELS / name
    assert sha256(path.read_bytes()) == DIGESTS[name], f"{name} changed: measure and pin it again"
    return path


def _told(found: dict[str, Any]) -> None:
    for label, row in found["per_label"].items():
        print(f"{label:14} {row['items']:4} precision {row['precision']} recall {row['recall']}")


@needs_shared
def test_results_of_papers_are_told_from_other_sentences_and_from_each_other() -> None:
    found = directions.run(_labelled("directions.jsonl"))
    _told(found)
    assert found["finding_f1"] >= 0.9
    assert found["macro_f1"] >= 0.72


@needs_shared
def test_what_compilers_wrote_of_attempts_is_read_by_weights_that_saw_no_note_on_them() -> None:
    found = directions.statements(ATTEMPTS)
    _told(found)
    assert found["macro_f1"] >= 0.64
    assert found["finding_f1"] >= 0.9


@pytest.mark.skipif(
    bool(weights.missing(weights.default_folder())), reason="the weights are not there: make env"
)
def test_sentence_vectors_make_directions_surer_on_sentences_that_no_rule_writer_read() -> None:
    settings = Settings.from_environment()
    unseen = OWN / "finding_directions_unseen.jsonl"
    found = directions.run(unseen, embedder=embed.embedder(settings))
    _told(found)
    assert found["macro_f1"] >= max(0.72, found["plain"]["macro_f1"])


@needs_shared
def test_changes_in_trials_are_read_by_weights_that_saw_nothing_of_the_trial() -> None:
    found = changes.run(_labelled("changes.jsonl"))
    _told(found)
    assert found["macro_f1"] >= 0.78


@pytest.mark.parametrize(
    ("name", "finding", "macro"),
    [("finding_directions.jsonl", 0.91, 0.72), ("finding_directions_unseen.jsonl", 0.9, 0.66)],
)
def test_our_own_sentences_stay_above_the_floor(name: str, finding: float, macro: float) -> None:
    if not (OWN / name).exists():
        pytest.skip(f"tests/data/{name} is not there")
    found = directions.run(OWN / name)
    _told(found)
    assert found["finding_f1"] >= finding
    assert found["macro_f1"] >= macro
