"""The documentation is executed, or held against the code it speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["ingest", "ask"])
def test_the_drawing_of_a_pipeline_is_the_pipeline_that_runs(name: str) -> None:
    from pipelines.drawing import drawings

    assert drawings()[name] in (ROOT / "docs" / "pipelines.md").read_text("utf-8")


def test_the_example_of_the_corpus_readme_is_a_note_that_can_be_read() -> None:
    from kb.notes import parse

    text = (ROOT / "corpus" / "README.md").read_text("utf-8")
    example = text.split("```\n")[1]
    assert parse(example.encode(), "example").id == "youth-hub-leeds"


def test_every_table_of_a_source_list_names_an_address_an_area_and_a_reason() -> None:
    import tomllib

    from kb import vocab

    listed = tomllib.loads((ROOT / "corpus" / "sources.toml").read_text("utf-8"))["source"]
    addresses = [source["url"] for source in listed]
    assert len(addresses) == len(set(addresses)) > 250
    for source in listed:
        assert source["url"].startswith(("https://", "http://"))
        assert source["title"]
        assert source["why"]
        for area in source["area"]:
            vocab.load("areas").require(area)
        vocab.load("document-types").require(source["type"])
