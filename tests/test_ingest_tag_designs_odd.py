"""Whole texts that are hard to grade: none is graded too high, none fails, and each says what it lacks.

The texts in ``data/odd_reports`` are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.tag import designs
from kb import levels
from kb.evidence import Reading
from kb.models import Level

FOLDER = Path(__file__).parent / "data" / "odd_reports"


def _read(name: str) -> tuple[Reading, Level]:
    reading = designs.read((FOLDER / f"{name}.txt").read_text("utf-8"))
    return reading, levels.of_reading(reading)["nesta-2013"]


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("contradictory", 2),
        ("german_report", 0),
        ("no_methods", 1),
        ("ocr_noise", 3),
        ("references_only", 0),
        ("slide_deck", 3),
        ("two_studies", 3),
    ],
)
def test_a_hard_text_is_never_graded_above_what_it_reports(name: str, most: int) -> None:
    _, nesta = _read(name)
    assert (nesta.rank or 0) <= most
    assert nesta.why_not_higher


def test_contradictory_statements_are_both_shown_and_the_lower_counts() -> None:
    reading, nesta = _read("contradictory")
    assert reading.design != "rct"
    said = " ".join(nesta.why_not_higher)
    assert "randomised controlled trial" in " ".join(said.split())
    assert "not randomly assigned" in " ".join(said.split())


@pytest.mark.parametrize(
    ("name", "words"), [("german_report", "German"), ("references_only", "references")]
)
def test_where_nothing_can_be_proposed_it_is_said(name: str, words: str) -> None:
    reading, nesta = _read(name)
    assert not reading.facts
    assert nesta.level is None
    assert words in str(reading.note)


def test_two_studies_in_one_report_are_rated_apart() -> None:
    reading, _ = _read("two_studies")
    assert [one.name for one in reading.contrasts] == ["Study 1: the letter", "Study 2: the visits"]
    ranks = {n: some["nesta-2013"].rank or 0 for n, some in levels.by_contrast(reading).items()}
    first, second = sorted(ranks)
    assert ranks[first] == 3
    assert ranks[second] < 3


def test_praise_without_a_method_is_quoted_against_itself() -> None:
    _, nesta = _read("no_methods")
    assert any("proven" in words for words in nesta.why_not_higher)
