"""What one answer costs on the starter base: in process, reranking on, and as a cold command.

    python tests/bench/bench_ask.py

Prints median and 95th percentile over real questions, and the share of each step; asserts nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from kb import picture
from kb.models import Query
from kb.settings import Settings
from pipelines import batch
from pipelines.base import Base, opened

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT.parent / "shared" / "facts" / "questions.yaml"
OWN = (
    "Has mental health first aid training helped staff?",
    "Do subsidised jobs for young unemployed people pay off?",
    "What do defaults and automatic enrolment achieve?",
    "How much do youth employment programmes cost per participant?",
    "Does debt advice reduce what people owe?",
    "What can partners learn from earlier area partnerships?",
)
ROUNDS = 3


def questions() -> list[str]:
    """The labelled questions where they are at hand, else our own."""
    if not QUESTIONS.exists():
        return list(OWN)
    return [item["question"] for item in yaml.safe_load(QUESTIONS.read_text("utf-8"))]


def in_process(base: Base) -> None:
    searcher = base.searcher
    taken: list[dict[str, float]] = []
    for round_ in range(ROUNDS + 1):
        for text in questions():
            query = Query(text)
            answer = picture.draw(base.catalogue, query, searcher.find(query))
            if round_:  # the first round warms models and caches
                taken.append(answer.timings_ms)
    print(f"{len(taken)} answers in process, milliseconds   median     p95")
    for part in ("embed", "retrieve", "rerank", "picture", "total"):
        values = [timings[part] for timings in taken]
        print(
            f"  {part:36} {statistics.median(values):8.1f} {statistics.quantiles(values, n=20)[-1]:7.1f}"
        )


def cold(home: Path) -> None:
    command = [sys.executable, "-m", "pipelines.cli", "--home", str(home), "ask", OWN[0], "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, env=environment, check=True)
        taken.append(time.perf_counter() - start)
    print(
        f"cold command `ask`, seconds: median {statistics.median(taken):.2f}, worst {max(taken):.2f}"
    )


def main() -> None:
    with TemporaryDirectory() as folder:
        settings = Settings.from_environment({}, folder)
        with opened(settings, create=True) as base:
            notes = [str(ROOT / "corpus" / "notes")]
            batch.run(notes, settings, base.catalogue, base.index, base.embedder)
            in_process(base)
        cold(Path(folder))


if __name__ == "__main__":
    main()
