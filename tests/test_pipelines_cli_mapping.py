"""``gaps``: the map as a command, for people and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import NOTES, whatworks

HELD = ("mhfa-canberra-workplace-rct", "inclusive-economy-partnership")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("map") / "home"
    notes = [NOTES / f"{slug}.md" for slug in HELD]
    assert whatworks("ingest", *notes, "--home", made).status == 0
    return made


def test_the_map_has_the_fields_of_the_contract(home: Path) -> None:
    ran = whatworks("gaps", "--json", "--home", home)
    assert ran.status == 0
    assert set(ran.json) >= {"cells", "unmapped"}
    fields = "area outcome population place studies documents best_design directions state"
    for cell in ran.json["cells"]:
        assert set(fields.split()) <= set(cell)
        assert isinstance(cell["directions"], dict)
        assert cell["state"] in ("empty", "never-evaluated", "promotional-only", "held")
        assert cell["state"] != "held" or cell["studies"] > 0


def test_people_read_what_is_empty_and_that_it_is_a_map_of_this_base(home: Path) -> None:
    ran = whatworks("gaps", "--area", "mental-health-at-work", "--home", home)
    assert ran.status == 0
    words = " ".join(ran.out.split())
    assert "A map of what this base holds" in words
    assert "nothing held" in words
    assert "No attempt held for:" in words
    assert "%" not in words


def test_a_base_without_anything_has_no_map(tmp_path: Path) -> None:
    empty = tmp_path / "home"
    (tmp_path / "nothing").mkdir()
    whatworks("ingest", tmp_path / "nothing", "--home", empty)
    assert whatworks("gaps", "--json", "--home", empty).status in (2, 4)


def test_an_unknown_area_is_refused_with_the_nearest(home: Path) -> None:
    ran = whatworks("gaps", "--area", "mental-health", "--home", home)
    assert ran.status == 2
    assert "mental-health-at-work" in ran.err
