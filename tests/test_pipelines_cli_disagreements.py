"""Claims about ``disagreements`` and its evaluation on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from built import base_in, ingest, note
from commands import whatworks


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of three notes whose sources differ."""
    made = tmp_path_factory.mktemp("differs") / "home"
    with base_in(made, hashed=True) as base:
        for slug in ("prizesaver", "work-programme", "jobstart"):
            ingest(base, note(slug))
    return made


def test_the_json_is_that_of_the_contract(home: Path) -> None:
    ran = whatworks("disagreements", "--home", home, "--json")
    assert ran.status == 0
    cited = {one["id"]: one for one in ran.json["citations"]}
    assert ran.json["disagreements"]
    for one in ran.json["disagreements"]:
        assert {"about", "kind", "attempt_id", "sides", "reading"} <= one.keys()
        assert one["kind"] in ("figure", "direction", "date", "scope", "definition")
        assert len(one["sides"]) > 1
        for side in one["sides"]:
            assert {"value", "direction", "figure", "citation"} <= side.keys()
            assert side["citation"] == cited[side["citation"]["id"]]
    used = {side["citation"]["id"] for one in ran.json["disagreements"] for side in one["sides"]}
    assert used == cited.keys()


def test_people_see_each_side_with_who_wrote_it(home: Path) -> None:
    ran = whatworks("disagreements", "--home", home)
    assert ran.status == 0
    for words in (
        "13 credit unions",
        "14 credit unions",
        "15 credit unions",
        "as summarised in our note",
        "Reading:",
    ):
        assert words in " ".join(ran.out.split())


def test_filters_leave_what_is_asked_for(home: Path) -> None:
    ran = whatworks("disagreements", "--home", home, "--json", "--area", "financial-inclusion")
    assert {one["attempt_id"] for one in ran.json["disagreements"]} == {"prizesaver"}


def test_where_nothing_differs_the_status_says_so(tmp_path: Path) -> None:
    with base_in(tmp_path / "home", hashed=True) as base:
        ingest(base, note("career-academies"))
    ran = whatworks("disagreements", "--home", tmp_path / "home", "--json")
    assert (ran.status, ran.json) == (4, {"disagreements": [], "citations": []})


def test_what_was_listed_is_scored_on_the_base_as_it_stands(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "listed.yaml"
    file.write_text(
        "- id: unions\n  kind: figure\n  sides: [{says: '15'}, {says: '13'}]\n"
        "- id: other\n  kind: figure\n  sides: [{says: '1,001'}, {says: '1,002'}]\n"
        "- id: start\n  kind: date\n  sides: [{says: '1985'}, {says: '1986'}]\n"
    )
    ran = whatworks("eval", "disagreements", file, "--home", home, "--json")
    assert ran.status == 0
    told = {name: ran.json[name] for name in ("listed", "scored", "found", "recall")}
    assert told == {"listed": 3, "scored": 2, "found": 1, "recall": 0.5}
    assert ran.json["missed"] == ["other"]
