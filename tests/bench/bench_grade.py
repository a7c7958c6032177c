"""What reading design facts costs: grading one report after another, and its share of an ingest.

    python tests/bench/bench_grade.py [FOLDER]      default ../shared/data/reports

The first part grades PDFs in one process and tells the seconds of those with eight to twelve pages, the
first of all left out. The second ingests the folder twice, with and without reading design facts, each
in a process of its own, and tells the ratio of the two wall times. Nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "data" / "reports"
TEN_PAGES = range(8, 13)

INGEST = """
import sys, time
from kb.catalogue import open_catalogue
from kb.embed import embedder
from kb.evidence import Reading
from kb.index import open_index
from kb.settings import Settings
from ingest.tag import designs
from pipelines import batch, grade
settings = Settings.from_environment({}, sys.argv[1])
catalogue, model = open_catalogue(settings, create=True), embedder(settings)
model.passages(["warm"])
designs.read("Pupils were randomly assigned to two groups.")
study = grade.studied if sys.argv[3] == "with" else lambda *_: Reading((), "programme-description")
start = time.perf_counter()
results = batch.run([sys.argv[2]], settings, catalogue, open_index(settings), model, study=study)
print(time.perf_counter() - start, sum(result.passages for result in results))
"""


def main(folder: Path) -> None:
    if not folder.is_dir():
        print(f"{folder} is not there; name a folder of documents")
        return
    _grades(folder)
    seconds = {how: _ingest(folder, how) for how in ("without", "with")}
    for how, (taken, passages) in seconds.items():
        print(f"ingest {how:8} {taken:8.1f} s, {passages} passages")
    print(f"ratio           {seconds['with'][0] / seconds['without'][0]:8.2f}")


def _grades(folder: Path) -> None:
    from kb import standards
    from kb.errors import WhatWorksError
    from kb.settings import Settings
    from pipelines.grade import Grader

    taken: dict[str, tuple[int, float]] = {}
    with (
        TemporaryDirectory() as home,
        Grader(Settings.from_environment({}, home), standards.load()) as grader,
    ):
        for path in sorted(folder.rglob("*.pdf")):
            start = time.perf_counter()
            try:
                graded = grader.file(str(path))
            except WhatWorksError as error:
                print(error)
                continue
            taken[path.name] = (graded.pages, time.perf_counter() - start)
    later = list(taken.values())[1:]
    ten = [seconds for pages, seconds in later if pages in TEN_PAGES]
    print(f"first           {next(iter(taken.values()))[1]:8.2f} s, models loaded")
    if ten:
        print(
            f"ten pages       {statistics.median(ten):8.2f} s median, {max(ten):.2f} worst, {len(ten)} reports"
        )
    pages = sum(pages for pages, _ in later)
    print(
        f"all later       {sum(s for _, s in later) / max(1, pages):8.3f} s a page, {pages} pages"
    )


def _ingest(folder: Path, how: str) -> tuple[float, int]:
    with TemporaryDirectory() as home:
        ran = subprocess.run(
            [sys.executable, "-c", INGEST, home, str(folder), how],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HAYSTACK_TELEMETRY_ENABLED": "false"},
            check=True,
        )
    seconds, passages = ran.stdout.split()
    return float(seconds), int(passages)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
