"""Quality floors of findings, against judgements of what was proposed and of what was left out.

Every proposal in the seeds, reports and pages of ../shared/data was read and judged by one person, and so were
a hundred sentences drawn from those that hold a sign of a result and were left out: ``told_findings.jsonl``. A
row holds the document, the place, whether it is a result of that document's own study or programme, and of a
result its kind and direction; no words of the document. The rules were mended on earlier draws of the same
documents, so the floors tell what must not be lost, not how well new documents are read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest import assemble
from ingest.assemble import Given
from ingest.extract.sandbox import Reader
from ingest.fetch import FileFetcher
from ingest.tag import findings
from ingest.tag.sheet import lay_out
from kb.accounts import ToldFinding
from kb.settings import Settings
from pipelines.grade import studied

pytestmark = pytest.mark.eval

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not (SHARED / "reports").is_dir(), reason="../shared/data is not beside the checkout"
)
Row = dict[str, Any]


def _rows() -> list[Row]:
    lines = (HERE / "told_findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def _told() -> dict[tuple[str, int], list[ToldFinding]]:
    """What is read now of every judged document, by file and place."""
    limits = Settings.from_environment().limits
    fetcher, reader = FileFetcher(limits), Reader(limits)
    told: dict[tuple[str, int], list[ToldFinding]] = defaultdict(list)
    try:
        for file in sorted({row["file"] for row in _rows()}):
            for finding in _read(fetcher, reader, SHARED / file):
                told[file, finding.span.start].append(finding)
    finally:
        reader.close()
    return told


def _read(fetcher: FileFetcher, reader: Reader, path: Path) -> tuple[ToldFinding, ...]:
    snapshot = fetcher.fetch(str(path))
    extraction = reader.read(snapshot)
    bare = assemble.document(snapshot, extraction, "", Given(), None)
    reading = studied(bare, extraction)
    document = assemble.as_read(replace(bare, id=""), reading, Given())
    sheet = lay_out(
        extraction.text,
        headings=extraction.headings,
        reading=reading,
        title=document.title,
        type=document.type,
        interest=document.interest,
    )
    return findings.read(sheet)


@needs_data
def test_what_is_proposed_is_a_result_of_the_documents_own_study_and_what_was_right_stays() -> None:
    rows = [row for row in _rows() if row["drawn"] == "proposed"]
    still = [row for row in rows if (row["file"], row["start"]) in _told()]
    right = [row for row in still if row["right"]]
    precision = len(right) / len(still)
    kept = len(right) / sum(row["right"] for row in rows)
    print(f"{len(still)} judged and proposed: precision {precision:.3f}, kept {kept:.3f}")
    assert precision >= 0.85
    assert kept >= 0.9


@needs_data
def test_kind_and_direction_of_a_result_are_as_judged() -> None:
    judged = {(row["file"], row["start"]): row for row in _rows() if "direction" in row}
    pairs = [(row, _told()[place][0]) for place, row in judged.items() if place in _told()]
    kinds = sum(row["kind"] == told.kind for row, told in pairs) / len(pairs)
    ways = sum(row["direction"] == told.direction for row, told in pairs) / len(pairs)
    print(f"{len(pairs)} results: kind {kinds:.3f}, direction {ways:.3f}")
    assert kinds >= 0.9
    assert ways >= 0.85


@needs_data
def test_no_result_told_without_a_comparison_is_called_an_effect() -> None:
    judged = {(row["file"], row["start"]): row for row in _rows() if row.get("kind")}
    effects = [
        told
        for place, row in judged.items()
        for told in _told().get(place, ())
        if told.kind == "effect" and row["kind"] != "effect"
    ]
    assert effects == []
