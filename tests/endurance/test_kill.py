"""Kill -9 at a random moment of an ingest, then ingest again: the base is as if nothing had happened.

A few trials run by default; ``make endurance`` runs as many as WHATWORKS_ENDURANCE says.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from commands import COMMAND, ROOT, exported, note, surroundings, whatworks
from pdf_builder import column, pdf

from kb import weights

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(
        bool(weights.missing(weights.default_folder())),
        reason="the weights are not there: make env",
    ),
]
TRIALS = int(os.environ.get("WHATWORKS_ENDURANCE", "2"))
SLUGS = (
    "kickstart", "help-to-save", "future-jobs-fund", "this-is-me-city", "prizesaver",
    "mhfa-workplaceaid", "tulsa-ida", "year-up",
)  # fmt: skip
IMPORTS_SECONDS = 1.0
"""Before that a process has only been loading; a kill would find nothing half-done."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes and reports to ingest, the same for every trial."""
    made = tmp_path_factory.mktemp("refs")
    for slug in SLUGS:
        (made / f"{slug}.md").write_bytes(note(slug).read_bytes())
    for number in range(4):
        lines = [
            f"Report {number}: the mentors of group {line} met every week and wrote it down."
            for line in range(40)
        ]
        pages = [column(lines) for _ in range(6)]
        (made / f"report-{number}.pdf").write_bytes(pdf(pages, info={"Title": f"Report {number}"}))
    return made


@pytest.fixture(scope="module")
def undisturbed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[float, dict[str, str]]:
    """How long an ingest takes that nobody kills, and what it exports."""
    home = tmp_path_factory.mktemp("undisturbed")
    begun = time.monotonic()
    assert start(folder, home / "home").wait(300) == 0
    seconds = time.monotonic() - begun
    return seconds, exported(home / "home", home / "out")


def start(folder: Path, home: Path) -> subprocess.Popen[bytes]:
    command = [*COMMAND, "ingest", str(folder), "--home", str(home), "--json"]
    return subprocess.Popen(
        command, env=surroundings(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.mark.parametrize("trial", range(TRIALS))
def test_a_killed_ingest_that_is_run_again_leaves_what_an_undisturbed_one_does(
    trial: int, folder: Path, undisturbed: tuple[float, dict[str, str]], tmp_path: Path
) -> None:
    seconds, expected = undisturbed
    home = tmp_path / "home"
    process = start(folder, home)
    moment = random.Random(trial).uniform(IMPORTS_SECONDS, max(seconds, IMPORTS_SECONDS))
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    again = whatworks("ingest", folder, "--home", home, "--json")
    assert again.status == 0, f"killed after {moment:.2f} s: {again.err}"
    found = whatworks("check", "--home", home, "--json").json
    assert found["ok"], f"killed after {moment:.2f} s: {found['checks']}"
    assert exported(home, tmp_path / "out") == expected, f"killed after {moment:.2f} s"
