"""How soon a running reader sees what a command line ingests, and whether it ever meets an error.

    python tests/bench/bench_freshness.py [FOLDER]      default ../shared/data/reports

One process ingests; this one reads: it asks the index again and again, as a running app would, and notes
when each document was committed and when its passages could first be found. Nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.catalogue import open_catalogue, read
from kb.embed import embedder
from kb.index import open_index
from kb.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "data" / "reports"
EVERY = 0.05


def main(folder: Path) -> None:
    if not folder.is_dir():
        print(f"{folder} is not there; name a folder of documents")
        return
    with TemporaryDirectory() as home:
        settings = Settings.from_environment({}, home)
        catalogue, index = open_catalogue(settings), open_index(settings)
        vector = embedder(settings).query("what was learned")
        command = [sys.executable, "-m", "pipelines.cli", "--home", home, "ingest", str(folder)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        child = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        committed: dict[str, float] = {}
        seen: dict[str, float] = {}
        errors: list[str] = []
        queries = 0
        while child.poll() is None or len(seen) < len(committed):
            now = time.monotonic()
            try:
                with catalogue.read() as connection:
                    held = read.passage_counts(connection)
                for document in held:
                    committed.setdefault(document, now)
                index.candidates(vector, "what was learned", 20)
                queries += 1
                for document in index.counts():
                    seen.setdefault(document, time.monotonic())
            except Exception as error:  # noqa: BLE001 - that is what is counted
                errors.append(repr(error))
            time.sleep(EVERY)
        lags = [max(0.0, seen[d] - committed[d]) for d in committed if d in seen]
    print(
        f"documents {len(committed)}, queries meanwhile {queries}, errors {len(errors)} {errors[:2]}"
    )
    if lags:
        print(
            f"seconds from commit to found: median {statistics.median(lags):.2f}, worst {max(lags):.2f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
