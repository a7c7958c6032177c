"""Floors of retrieval on two labelled collections, with one setting for both.

SciFact takes minutes to embed, so only its first questions over all documents would be no cheaper:
it runs when WHATWORKS_SLOW_EVAL is set. CISI takes half a minute.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb import weights
from kb.settings import Settings
from pipelines.evaluate import beir

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FLOORS = {"cisi": 0.43, "scifact": 0.77}
SLOW = {"scifact"}

pytestmark = [
    pytest.mark.eval,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not there"),
    pytest.mark.skipif(
        bool(weights.missing(weights.default_folder())), reason="the weights are not there"
    ),
]


@pytest.mark.parametrize("name", FLOORS)
def test_retrieval_stays_above_its_floor(name: str) -> None:
    if name in SLOW and not os.environ.get("WHATWORKS_SLOW_EVAL"):
        pytest.skip(f"{name} takes minutes; set WHATWORKS_SLOW_EVAL to run it")
    figures = beir.run(SHARED / name, Settings.from_environment({}))
    assert float(str(figures["ndcg@10"])) >= FLOORS[name], figures
