"""What reading findings, lessons and facts costs, and drawing studies: their share of an ingest.

    python tests/bench/bench_told.py [FOLDER]      default ../shared/data/reports

The folder is ingested twice, with and without the account of
each document, the studies drawn at the end, and the notes held against their originals. Each run is a
process of its own. Then one more report is added to the base, and the drawing of studies is timed alone.
Nothing is asserted.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "data" / "reports"

INGEST = """
import sys, time
from ingest.tag import accounts, designs
from kb.accounts import Account
from kb.catalogue import open_catalogue
from kb.embed import embedder
from kb.index import open_index
from kb.settings import Settings
from pipelines import batch, linking
settings = Settings.from_environment({}, sys.argv[1])
catalogue, model = open_catalogue(settings, create=True), embedder(settings)
model.passages(["warm"])
designs.read("Pupils were randomly assigned to two groups.")
accounts.read("Pupils did better than before.")
tell = None if sys.argv[3] == "with" else lambda *_: Account(reader=accounts.VERSION)
start = time.perf_counter()
results = batch.run([sys.argv[2]], settings, catalogue, open_index(settings), model, tell=tell)
whole = time.perf_counter() - start
start = time.perf_counter()
linking.relink(catalogue)
print(whole, time.perf_counter() - start, sum(result.passages for result in results))
"""


def main(folder: Path) -> None:
    """Print both wall times and their ratio."""
    if not folder.is_dir():
        print(f"{folder} is not there; name a folder of documents")
        return
    whole, linked, passages = {}, {}, 0
    for how in ("without", "with"):
        whole[how], linked[how], passages = _ingest(folder, how)
        print(
            f"ingest {how:8} {whole[how]:8.1f} s, {passages} passages; studies {linked[how]:.2f} s"
        )
    bare = whole["without"] - linked["without"]
    print(f"ratio           {whole['with'] / bare:8.2f}, studies drawn included")


def _ingest(folder: Path, how: str) -> tuple[float, float, int]:
    with TemporaryDirectory() as home:
        ran = subprocess.run(
            [sys.executable, "-c", INGEST, home, str(folder), how],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "HAYSTACK_TELEMETRY_ENABLED": "false"},
            check=True,
        )
    whole, linked, passages = ran.stdout.split()
    return float(whole), float(linked), int(passages)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
