"""Quality floors of lessons and of facts of programmes, against judgements of what was proposed.

Proposals were drawn from the seeds, reports and pages of ../shared/data and each was read and judged by one
person: ``told_lessons.jsonl`` (three draws; the rules were mended after the first two and not after the third)
and ``told_facts.jsonl`` (all that were proposed). A row holds the document, the place, the kind or aspect and
whether it is right, no words of the document; the value of a fact is kept as the start of its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest import assemble
from ingest.assemble import Given
from ingest.extract.sandbox import Reader
from ingest.fetch import FileFetcher
from ingest.tag import lessons, programmes
from ingest.tag.sheet import Sheet, lay_out
from kb.settings import Settings
from pipelines.grade import studied

pytestmark = pytest.mark.eval

HERE = Path(__file__).resolve().parent
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not (SHARED / "reports").is_dir(), reason="../shared/data is not beside the checkout"
)
Row = dict[str, Any]


def _rows(name: str) -> list[Row]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def _sheets() -> dict[str, Sheet]:
    """The sheet of every judged document, by file."""
    files = sorted({row["file"] for name in ("told_lessons", "told_facts") for row in _rows(f"{name}.jsonl")})  # fmt: skip
    limits = Settings.from_environment().limits
    fetcher, reader = FileFetcher(limits), Reader(limits)
    try:
        return {file: _sheet(fetcher, reader, SHARED / file) for file in files}
    finally:
        reader.close()


def _sheet(fetcher: FileFetcher, reader: Reader, path: Path) -> Sheet:
    snapshot = fetcher.fetch(str(path))
    extraction = reader.read(snapshot)
    bare = assemble.document(snapshot, extraction, "", Given(), None)
    reading = studied(bare, extraction)
    document = assemble.as_read(replace(bare, id=""), reading, Given())
    return lay_out(
        extraction.text,
        headings=extraction.headings,
        reading=reading,
        title=document.title,
        publisher=document.publisher,
        type=document.type,
        interest=document.interest,
        date=document.date,
    )


def _measured(rows: list[Row], proposed: Callable[[Row], bool]) -> tuple[float, float]:
    """Share of right ones among the judged that are still proposed; share of the right that are."""
    still = [row for row in rows if proposed(row)]
    right = [row for row in rows if row["right"]]
    kept = [row for row in still if row["right"]]
    found = len(kept) / len(still), len(kept) / len(right)
    print(f"{len(rows)} judged, {len(still)} still proposed: precision {found[0]:.3f}, kept {found[1]:.3f}")  # fmt: skip
    return found


def _told() -> Iterator[tuple[str, int, int, str]]:
    for file, sheet in _sheets().items():
        for one in lessons.read(sheet):
            yield file, one.span.start, one.span.end, one.kind


@needs_data
@pytest.mark.parametrize(("draws", "precision"), [((3,), 0.84), ((1, 2, 3), 0.84)])
def test_lessons_that_are_proposed_are_lessons(draws: tuple[int, ...], precision: float) -> None:
    told = set(_told())
    rows = [row for row in _rows("told_lessons.jsonl") if row["draw"] in draws]
    found = _measured(rows, lambda r: (r["file"], r["start"], r["end"], r["kind"]) in told)
    assert found[0] >= precision
    assert found[1] >= 0.85


@needs_data
def test_facts_that_are_proposed_are_the_programmes() -> None:
    told = {
        (file, fact.span.start, fact.aspect, fact.detail.get("role"), _digest(fact.value))
        for file, sheet in _sheets().items()
        for fact in programmes.read(sheet)
    }
    rows = _rows("told_facts.jsonl")
    found = _measured(
        rows, lambda r: (r["file"], r["start"], r["aspect"], r["role"], r["value"]) in told
    )
    assert found[0] >= 0.9
    assert found[1] >= 0.85


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def test_enough_was_judged() -> None:
    assert len(_rows("told_lessons.jsonl")) >= 100
    assert len(_rows("told_facts.jsonl")) >= 100
