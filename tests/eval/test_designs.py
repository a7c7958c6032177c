"""Quality floors of design facts: what is read of how something was studied, and never too much of it.

Labelled sets are pinned by digest: a floor belongs to a set. Precision and recall of each label are printed.
"""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from kb import standards
from kb.ids import sha256
from kb.settings import Settings
from pipelines.evaluate import designs, figures, notes, traps
from pipelines.grade import Grader

pytestmark = pytest.mark.eval

SHARED = Path(__file__).resolve().parents[3] / "shared"
LABELS, SEEDS, ATTEMPTS = SHARED / "data" / "labels", SHARED / "data" / "seeds", SHARED / "facts"
OWN = Path(__file__).resolve().parents[1] / "data"
needs_shared = pytest.mark.skipif(
    not LABELS.exists(), reason="../shared/data is not beside the checkout"
)
DIGESTS = {
    "designs.jsonl": "d6006bae1324586452e687f4fedfed5a7d6dc689f6c88a219db017fc38ec9656",
    "traps.jsonl": "18bb0d4dbb162b22b3128663d79a2be4b5e76216c3ebfd577c15ac632cfe9ecb",
    "health-designs.jsonl": "ec2359f7c64773e0953e92b5c76f4ed97ed76b26e102eb9383ec664daf622633",
}


def _labelled(name: str) -> Path:
    """A labelled set, the very one that the floors were measured on."""
    path = LABELS / name
    assert sha256(path.read_bytes()) == DIGESTS[name], f"{name} changed: measure and pin it again"
    return path


def _told(found: dict[str, Any], rows: str) -> None:
    for label, row in found[rows].items():
        print(f"{label:24} {row['items']:4} precision {row['precision']} recall {row['recall']}")


@needs_shared
def test_designs_of_real_passages_stay_above_the_floor_and_are_hardly_ever_graded_too_high() -> (
    None
):
    found = designs.run(_labelled("designs.jsonl"))
    _told(found, "per_label")
    assert found["macro_f1"] >= 0.94
    assert round(found["over_graded"] * found["items"]) <= 2


@needs_shared
def test_sentences_that_mislead_are_read_right() -> None:
    found = traps.run(_labelled("traps.jsonl"))
    _told(found, "per_fact")
    assert found["accuracy"] >= 0.97


@needs_shared
def test_randomised_health_studies_are_told_from_others() -> None:
    found = designs.run(_labelled("health-designs.jsonl"))
    _told(found, "per_label")
    assert found["randomised"]["f1"] >= 0.95


@pytest.mark.parametrize(
    ("name", "floor", "too_high"),
    [("design_passages.jsonl", 0.90, 0.03), ("design_passages_unseen.jsonl", 0.72, 0.14)],
)
def test_designs_of_our_own_passages_stay_above_the_floor(
    name: str, floor: float, too_high: float
) -> None:
    found = designs.run(OWN / name)
    _told(found, "per_label")
    assert found["macro_f1"] >= floor
    assert found["over_graded"] <= too_high


@pytest.mark.parametrize(
    ("name", "floor"), [("design_traps.jsonl", 0.93), ("design_traps_unseen.jsonl", 0.89)]
)
def test_our_own_misleading_sentences_stay_above_the_floor(name: str, floor: float) -> None:
    found = traps.run(OWN / name)
    _told(found, "per_fact")
    assert found["accuracy"] >= floor


@needs_shared
def test_levels_derived_from_how_attempts_were_described_agree_and_are_not_inflated() -> None:
    found = notes.run(ATTEMPTS / "attempts.yaml")
    print(json.dumps(found["per_design"], indent=1))
    assert found["agreement"] >= 0.78
    assert found["derived_higher"] == 0


@needs_shared
def test_the_partnership_blogs_stay_at_the_bottom_and_their_praise_is_quoted_against_them(
    tmp_path: Path,
) -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    assert len(seeds) == 5
    with Grader(Settings.from_environment({}, tmp_path), standards.load()) as grader:
        for path in seeds:
            graded = grader.file(str(path))
            nesta = graded.levels["nesta-2013"]
            assert nesta.rank in (None, 1), path
            assert graded.type in ("blog", "programme-description"), path
            assert graded.interest in ("deliverer", "funder"), path
            assert graded.reading.type is not None
            assert graded.reading.interest is not None
            text = path.read_text("utf-8")
            if "proven" in text:
                assert any("proven" in words for words in nesta.why_not_higher), path


@needs_shared
def test_the_published_figures_say_no_more_than_is_measured() -> None:
    file = resources.files("ingest.tag.designs").joinpath("figures.json")
    published = json.loads(file.read_text("utf-8"))
    date.fromisoformat(published["measured_on"])
    now = figures.measured(LABELS, on=published["measured_on"])
    assert published["rules"] == now["rules"]
    for said, is_so in zip(published["sets"], now["sets"], strict=True):
        assert (said["name"], said["n"], said["sha256"]) == (
            is_so["name"],
            is_so["n"],
            is_so["sha256"],
        )
        assert said["right"] <= is_so["right"], said["name"]
        assert said["headline"] == is_so["headline"] or said["right"] < is_so["right"]
