"""Ingest of a folder of real reports against embedding the very same passages alone; nothing is asserted.

    python tests/bench/bench_ingest.py [FOLDER]      default ../shared/data/reports

Embedding is the floor of the cost: the ratio says what everything else adds. Each side runs in a process
of its own with the same settings; peak memory is of the largest single process.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "data" / "reports"

EMBED = """
import sys, time
from kb.catalogue import open_catalogue, read
from kb.embed import embedder
from kb.publish import indexed_text
from kb.settings import Settings
settings = Settings.from_environment({}, sys.argv[1])
catalogue, model = open_catalogue(settings), embedder(settings)
with catalogue.read() as connection:
    texts = [
        indexed_text(document.title, passage)
        for document in read.documents(connection).values()
        for passage in read.passages_of(connection, document.id)
    ]
start = time.perf_counter()
model.passages(texts)
print(len(texts), time.perf_counter() - start)
"""


def main(folder: Path) -> None:
    if not folder.is_dir():
        print(f"{folder} is not there; name a folder of documents")
        return
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with TemporaryDirectory() as home:
        command = [
            sys.executable,
            "-m",
            "pipelines.cli",
            "--home",
            home,
            "ingest",
            str(folder),
            "--json",
        ]
        start = time.perf_counter()
        ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        whole = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        totals = json.loads(ran.stdout)["totals"]
        alone = subprocess.run(
            [sys.executable, "-c", EMBED, home],
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        passages, seconds = alone.stdout.split()
    print(f"documents      {totals}")
    print(f"passages       {passages}")
    print(f"ingest         {whole:8.1f} s, the whole process, models loaded")
    print(f"embedding      {float(seconds):8.1f} s, the same passages alone")
    print(f"ratio          {whole / float(seconds):8.2f}")
    print(f"peak memory    {peak:8.2f} GiB, the largest process")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
