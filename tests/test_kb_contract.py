"""The JSON shapes: every field that the contract names is there, under its name, and nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import contract
from kb.models import (
    Actor,
    Attempt,
    Citation,
    Figure,
    Filters,
    Finding,
    Hit,
    IngestResult,
    Lesson,
    Level,
    Picture,
    Reported,
    Statement,
)
from kb.register import Register, Study, StudyDocument

CITATION = Citation(
    id="c1", kind="quote", passage_id="p", document_id="d", source_id="s", title="A report",
    authors=("Smith, Ann",), publisher="A Trust", date="2019", url=None, type="report",
    interest="evaluator", page=12, page_end=13, page_label="iv", page_end_label="v",
    heading="Results", start=10, end=20, quote="It worked.", link="/source?passage=p",
    status="current",
)  # fmt: skip
PARAPHRASE = replace(
    CITATION, id="c2", kind="paraphrase", type="evidence-note",
    reports=Reported({"title": "The source"}, "https://example.org", "Table 3"),
)  # fmt: skip
FIGURE = Figure("60 of 100", value=60, unit="%", arm="attempt", n=100, citation="c1")
FINDING = Finding(
    id="f", attempt_id="a", study_id=None, outcome="in work", outcome_slug="employment",
    population=None, kind="effect", direction="positive", comparator="a similar town",
    figures=(FIGURE,), text="More were in work.", basis="compiled", citation="c2",
)  # fmt: skip
LESSON = Lesson("l", "a", "helped", "trust", "deliverer", "Trust took months.", "compiled", "c2")
ATTEMPT = Attempt(
    id="a", name="A pilot", areas=("transitions-to-work",), kind="coaching", what="Coaches met people.",
    status="ended", why_ended=None, who=(Actor("Acme", "business", "host-employer", "jobs", "c1"),),
    where="Leeds", country="England", start="2015", end="2018", population="young people",
    targets=(FIGURE,), costs=(FIGURE,), studies=1, documents=1, direction="positive",
    levels={"nesta-2013": Level("3", 3, "compiled", ("compared",), ("one study",))},
    citations=("c1",),
)  # fmt: skip
HIT = Hit(1, 0.5, CITATION, ("transitions-to-work",), "It worked.", (PARAPHRASE,))
PICTURE = Picture(
    question="Did it work?", filters=Filters(area=("transitions-to-work",), from_year=2010),
    answer_kind="answered", reason=None,
    coverage={"held": "1", "how_selected": "by hand", "searched_to": None, "last_added": None},
    summary=(Statement("One attempt.", "low", ("c1",)),), attempts=(ATTEMPT,), findings=(FINDING,),
    lessons=(LESSON,), nearest=(), citations=(CITATION, PARAPHRASE), timings_ms={"total": 1.0},
    close=("a",), passages=(HIT,),
)  # fmt: skip
REGISTER = Register(
    (ATTEMPT,),
    {"a": (Study("d", "A study", (StudyDocument("d", "reports"),), "judged"),)},
    (Study("e", "Another", (StudyDocument("e", "cites"),), "suggested"),),
    (CITATION,),
)

FIELDS: dict[str, tuple[Any, str]] = {
    "citation": (
        contract.citation(CITATION),
        "id kind passage_id document_id source_id title authors publisher date url type interest page "
        "page_end page_label page_end_label heading start end quote link status reports",
    ),
    "reports": (contract.citation(PARAPHRASE)["reports"], "csl url locator held"),
    "figure": (
        contract.finding(FINDING)["figures"][0],
        "text value low high unit counts status arm n months as_of currency price_year citation",
    ),
    "level": (
        contract.attempt(ATTEMPT)["levels"]["nesta-2013"],
        "level rank basis why why_not_higher",
    ),
    "finding": (
        contract.finding(FINDING),
        "id attempt_id study_id outcome outcome_slug population kind direction comparator figures text "
        "basis citation",
    ),
    "lesson": (contract.lesson(LESSON), "id attempt_id kind theme view text basis citation"),
    "attempt": (
        contract.attempt(ATTEMPT),
        "id name areas kind what status why_ended who where country start end population targets costs "
        "studies documents direction levels citations",
    ),
    "who": (contract.attempt(ATTEMPT)["who"][0], "name sector role contribution citation"),
    "hit": (contract.hit(HIT), "rank score citation areas text"),
    "search": (contract.search("q", [HIT], {"total": 1.0}), "query hits timings_ms"),
    "timings": (contract.search("q", [], {})["timings_ms"], "embed retrieve rerank total"),
    "ask": (
        contract.picture(PICTURE),
        "question filters answer_kind answerable reason coverage summary attempts findings lessons "
        "disagreements gaps nearest not_to_conclude citations timings_ms",
    ),
    "summary": (contract.picture(PICTURE)["summary"][0], "text certainty citations"),
    "attempts": (contract.register(REGISTER), "attempts unattached_studies citations"),
    "study": (contract.register(REGISTER)["attempts"][0]["study_list"][0], "id documents basis"),
    "study document": (
        contract.register(REGISTER)["attempts"][0]["study_list"][0]["documents"][0],
        "document_id role",
    ),
    "unattached": (contract.register(REGISTER)["unattached_studies"][0], "id title documents"),
    "ingest": (contract.ingest([IngestResult("x", "added")]), "results totals"),
    "result": (
        contract.ingest([IngestResult("x", "added")])["results"][0],
        "ref outcome source_id document_id passages pages pages_without_text kept reason",
    ),
}


@pytest.mark.parametrize("shape", sorted(FIELDS))
def test_every_field_of_the_contract_is_there(shape: str) -> None:
    value, fields = FIELDS[shape]
    assert set(fields.split()) <= set(value)
    json.dumps(value)


def test_filters_are_told_by_the_names_of_their_options_and_only_those_set() -> None:
    assert contract.filters(PICTURE.filters) == {"area": ("transitions-to-work",), "from": 2010}
    assert contract.filters(Filters()) == {}


def test_a_refusal_is_not_answerable() -> None:
    refused = replace(PICTURE, answer_kind="nothing-held", reason="Nothing is held.")
    assert contract.picture(refused)["answerable"] is False


@given(st.lists(st.sampled_from(contract.ENDS)))
def test_totals_count_every_result_once(outcomes: list[Any]) -> None:
    told = contract.ingest([IngestResult(str(i), end) for i, end in enumerate(outcomes)])
    assert set(told["totals"]) == set(contract.ENDS)
    assert sum(told["totals"].values()) == len(told["results"]) == len(outcomes)
