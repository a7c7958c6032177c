"""Floors of linking: the same case as a file and as a page, among every report and page of the shared data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

from ingest import assemble
from ingest.assemble import Given
from ingest.extract.sandbox import Reader
from ingest.fetch import FileFetcher
from ingest.passages import split
from kb.errors import ExtractError
from kb.links.cluster import cluster
from kb.links.pairs import pairs
from kb.links.shelf import Shelf
from kb.links.signature import Signature, Told, read
from kb.settings import Settings

pytestmark = pytest.mark.eval

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
LABELS = SHARED / "labels" / "pairs.jsonl"
PRECISION, RECALL = 0.95, 0.9

JUDGED_ONE: Mapping[frozenset[str], str] = {
    frozenset({
        "reports/evaluation-gov/2019-CATS-5930-REV-DOC-Phase4EvaluationStandardsandPractices120919-CATS.pdf",
        "reports/evaluation-gov/Program-Evaluation-Standards.pdf",
    }): "the same leaflet, word for word, under two names",
    frozenset({
        "reports/evaluation-gov/Portal---GSA---Community-Engagement-05182023.pdf",
        "reports/evaluation-gov/Portal---GSA---Community-Engagement-Final.pdf",
    }): "the same call for a study, in a draft and in its last version",
    frozenset({
        "reports/iom-evaluations/Abridged-Evaluation-Report_-Final_Olta-NDOJA.pdf",
        "reports/iom-evaluations/HoA-EU-JI-Final-Eval---Management-Response-Matrix---Final.pdf",
    }): "one evaluation: its report, and the answers to each of its recommendations",
}  # fmt: skip
"""Links beyond the labelled ones, looked at one by one: these are right."""


def signatures(folder: Path) -> dict[str, Signature]:
    """Every report and page as it would be kept, by its path below ``folder``."""
    settings = Settings.from_environment({}, home=folder)
    fetcher, found = FileFetcher(settings.limits), {}
    with Reader(settings.limits, workers=2) as reader:
        for path in sorted((*folder.glob("reports/*/*.pdf"), *folder.glob("pages/*/*.html"))):
            snapshot = fetcher.fetch(str(path))
            try:
                extraction = reader.read(snapshot)
            except ExtractError:  # a page that only leads elsewhere; such refs fail when ingested
                continue
            made = assemble.document(snapshot, extraction, "", Given(), None)
            passages = split("", extraction.text, extraction.page_map, extraction.headings)
            name = str(path.relative_to(folder))
            told = Told(
                name, made.title, made.type, made.authors, made.publisher or "", made.date or "",
                made.url or "", tuple((m.field, m.value) for m in made.metadata), (snapshot.canonical_ref,),
            )  # fmt: skip
            found[name] = read(told, [(p.locator.heading, p.text) for p in passages])
    return found


@pytest.mark.skipif(not LABELS.exists(), reason="../shared/data is not beside the checkout")
def test_a_case_that_is_told_twice_is_one_study_and_no_other_two_documents_are() -> None:
    gold = set()
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        gold.add(frozenset((pair["pdf"], pair["html"])))
    shelf = Shelf(signatures(SHARED))
    found = cluster(shelf, pairs(shelf))
    linked = {frozenset(pair) for some in found.members.values() for pair in combinations(some, 2)}
    right = linked & (gold | JUDGED_ONE.keys())
    print(f"linked {len(linked)}, right {len(right)}, labelled {len(linked & gold)} of {len(gold)}")
    assert len(linked & gold) / len(gold) >= RECALL
    assert len(right) / len(linked) >= PRECISION, linked - right
