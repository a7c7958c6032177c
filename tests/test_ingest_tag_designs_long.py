"""What a long or hostile text may cost, and that nothing past the end of the reading leads anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.tag import designs
from kb.models import Heading

ROOT = Path(__file__).resolve().parents[1]


def test_the_rest_of_a_very_long_text_is_not_read() -> None:
    filler = "The hall was painted green. " * (designs.LONGEST // 28 + 1)
    text = f"We randomly assigned 40 pupils to two groups. {filler} We interviewed twelve pupils."
    late = Heading("Methods", len(text) - 29, len(text) - 22)
    reading = designs.read(text, headings=[late])
    assert reading.design == "rct"
    assert all(fact.end <= designs.LONGEST for fact in reading.facts)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "random " * 20_000,
        "ran- domised " * 5_000,
        "n = 65 " * 2_000,
        "12,345 " * 20_000,
        "\n\n" * 50_000,
        "Study 1\n\nMethods\n\nWe surveyed.\n\n" * 500,
        "we randomly assigned the control group with a matched comparison group " * 1_000,
        "\x00\ud800\u202e" * 2_000,
    ],
    ids=["brackets", "cue", "torn", "numbers", "digits", "blank", "studies", "no-stop", "odd"],
)
def test_a_text_made_to_be_hard_is_read_to_its_end(text: str) -> None:
    reading = designs.read(text)
    assert all(text[fact.start : fact.end] == fact.quote for fact in reading.facts)


def test_threads_that_read_at_once_in_a_new_process_read_the_same() -> None:
    code = """
import warnings
warnings.simplefilter("error")
from concurrent.futures import ThreadPoolExecutor
from ingest.tag import designs
text = "We randomly assigned 40 pupils to two groups. Scores were compared before and after. " * 3
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(designs.read, [text] * 32))
assert all(one == found[0] for one in found)
print(found[0].design)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ran.stdout.strip(), ran.stderr) == ("rct", "")
