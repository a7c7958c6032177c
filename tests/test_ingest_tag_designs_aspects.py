"""Claims about aspects: what a sentence tells of a study, with its numbers, and what tells nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tag.designs import allocation, aspects
from ingest.tag.designs.aspects import Rule, Told, facts, told
from ingest.tag.designs.contrasts import split
from kb import vocab
from kb.errors import VocabularyError
from kb.evidence import profile

SHARED = Path(__file__).resolve().parents[2] / "shared"
RULES = aspects.load().rules


def details(text: str, aspect: str) -> list[dict[str, Any]]:
    return [dict(each.detail) for each in told(text) if each.aspect == aspect]


def by(rule: Rule, sentence: str) -> list[Told]:
    return [each for each in told(sentence) if each.rule == f"{rule.aspect}.{rule.name}"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.aspect}.{rule.name}")
def test_a_rule_holds_and_fails_where_its_examples_say(rule: Rule) -> None:
    assert [sentence for sentence in rule.holds if not by(rule, sentence)] == []
    assert [sentence for sentence in rule.fails if by(rule, sentence)] == []


def test_every_aspect_of_the_vocabulary_has_a_rule_and_every_rule_one_of_its_aspects() -> None:
    of_designs = {allocation.ASPECT}  # follows from how a trial is told, not from words of its own
    assert {rule.aspect for rule in RULES} == set(vocab.load("design-aspects").slugs) - of_designs


def test_a_rule_is_a_lift_or_a_lower_as_the_vocabulary_groups_its_aspect() -> None:
    groups = {term.slug: term.group for term in vocab.load("design-aspects").terms}
    for rule in RULES:
        expected = groups[rule.aspect] if groups[rule.aspect] != "attribute" else "none"
        assert rule.fact == expected


def test_attrition_is_read_by_arm_and_called_uneven_where_the_arms_differ() -> None:
    text = "Attrition reached 46 per cent in the control arm and 29 per cent in the treatment arm."
    assert details(text, "attrition") == [
        {"percent": 46.0, "arm": "comparison"},
        {"percent": 29.0, "arm": "attempt"},
    ]
    assert details(text, "uneven-attrition") == [{"points": 17.0}]


def test_attrition_alike_in_both_arms_is_not_uneven() -> None:
    text = "Attrition was 12 per cent in the treatment group and 14 per cent in the control group."
    assert details(text, "uneven-attrition") == []


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("A third of the sample dropped out before the second survey.", 33.3),
        ("Of the 240 people, 90 were lost to follow-up.", 37.5),
        ("13 of 52 people were lost to follow-up.", 25.0),
        ("Retention was 71 per cent at one year.", 29.0),
    ],
)
def test_loss_is_read_in_per_cent_of_those_who_began(text: str, percent: float) -> None:
    assert [detail["percent"] for detail in details(text, "attrition")] == [percent]


def test_response_is_low_only_where_most_did_not_answer() -> None:
    low = details("The response rate was 23 per cent.", "low-response")
    assert low == [{"percent": 77.0, "answered": 23.0}]
    assert (
        details("Some 38 of 412 members were asked. The rate was 91 per cent.", "low-response")
        == []
    )
    assert details("The response rate was 91 per cent.", "low-response") == []


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Outcomes were followed for twelve months after the support had ended.", 12),
        ("A 24-month follow-up found 40 per cent in work.", 24),
        ("Balances were compared after 90 days.", 3),
        ("Earnings were measured two years after random assignment.", 24),
        ("Participants were surveyed at 6 and 18 months.", 18),
    ],
)  # fmt: skip
def test_follow_up_is_read_in_months(text: str, months: float) -> None:
    assert details(text, "follow-up") == [{"months": months}]


@pytest.mark.parametrize(
    "number",
    ["ISRCTN00000000", "NCT00000000", "AEARCTR-0000000", "CRD42000000000", "NTR0000",
     "ACTRN00000000000000", "DRKS00000000"],
)  # fmt: skip
def test_a_number_of_a_register_is_read(number: str) -> None:
    found = details(f"The study stands in the register ({number}).", "registration")
    assert found == [{"registration": number}]


def test_both_arms_are_read_where_one_sentence_tells_them() -> None:
    text = "Of those eligible, 310 were ran- domised to the cash offer and 305 to the leaflet."
    assert details(text, "sample") == [
        {"n": 310, "arm": "attempt", "group": "cash offer"},
        {"n": 305, "arm": "comparison", "group": "leaflet"},
    ]


def test_a_year_is_no_sample_and_a_share_is_none() -> None:
    assert details("The survey took place in 2014 among people of the town.", "sample") == []
    assert details("Nine in ten users who answered the survey were satisfied.", "sample") == []


def test_unit_comparison_and_cost_are_read() -> None:
    assert details("Whole schools were randomly assigned.", "unit") == [{"unit": "schools"}]
    assert details("The control group received the usual letter.", "comparison") == [
        {"had": "the usual letter"}
    ]
    assert details("The programme cost £1,250 per participant.", "cost") == [
        {"amount": 1250.0, "currency": "GBP", "per": "participant"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Rigorous research lies at the heart of everything we do.",
        "We evaluated ourselves against our values and are proud of what we found.",
        "The new rota was trialled in three offices over the summer.",
        "The five sites differed in size, funding and staff.",
        "There is a waiting list of 40 people for the debt clinic.",
        "Quality control was carried out on every batch of returned forms.",
        "The council kept control of the budget throughout the partnership.",
        "Our award-winning, evidence-based model is proven.",
        "",
    ],
)
def test_nothing_strengthens_or_weakens_where_no_study_is_told(text: str) -> None:
    assert [each.aspect for each in told(text) if each.fact in ("lift", "lower")] == []


def test_promotional_words_are_a_claim_and_neither_lift_nor_lower() -> None:
    for text in ("We scale their proven solutions.", "It is a tried and tested route into work."):
        assert [(each.aspect, each.fact) for each in told(text)] == [("claim", "none")]


def test_words_cut_at_a_line_end_and_ligatures_are_read_and_quoted_as_they_stand() -> None:
    text = (
        "Outcomes are self-\nreported; staff were scored on a ﬁdelity scale, at- trition was 12%."
    )
    found = {each.aspect: text[each.start : each.end] for each in told(text)}
    assert found["self-reported"] == "self-\nreported"
    assert found["manual"] == "ﬁdelity scale"
    assert found["attrition"] == "at- trition"


def test_a_stated_want_of_a_comparison_is_done_whatever_the_sentence_negates() -> None:
    found = facts(text := "There was no comparison group.", 0, len(text), status="negated")
    assert [(fact.aspect, fact.status) for fact in found] == [("no-comparison", "done")]


def test_an_attribute_of_another_study_is_left_out_and_a_lift_is_kept_as_not_counting() -> None:
    text = "Some 400 claimants were surveyed twelve months after the course."
    ours = facts(text, 0, len(text), status="done", owner="this")
    theirs = facts(text, 0, len(text), status="done", owner="cited")
    assert {fact.aspect for fact in ours} == {"sample", "follow-up"}
    assert [(fact.aspect, fact.counts) for fact in theirs] == [("follow-up", False)]


@pytest.mark.parametrize(
    ("text", "aspect", "status", "owner"),
    [
        ("A twelve-month follow-up survey is planned.", "follow-up", "planned", "this"),
        ("An independent evaluation will follow in 2027.", "independence", "planned", "this"),
        ("Future studies should use validated scales.", "validated-outcome", "recommended", "none"),
        ("In other studies attrition was 40 per cent.", "attrition", "done", "cited"),
        ("The study was not powered to detect effects.", "small-sample", "done", "this"),
        ("Our proven model will be evaluated.", "claim", "done", "this"),
        ("Attrition was 40 per cent.", "attrition", "done", "this"),
    ],
)
def test_what_was_not_done_or_is_of_others_does_not_count(
    text: str, aspect: str, status: str, owner: str
) -> None:
    found = [fact for fact in facts(text, 0, len(text)) if fact.aspect == aspect]
    assert [(fact.status, fact.owner) for fact in found] == [(status, owner)]


def test_facts_quote_the_sentence_and_enter_the_profile_with_their_number() -> None:
    text = "We went on. Attrition was 46 per cent. It rained."
    start = text.index("Attrition")
    end = text.index(" It rained")
    found = facts(text, start, end, status="done", owner="this", section="results", weight=0.9)
    assert [text[fact.start : fact.end] for fact in found] == ["Attrition was 46 per cent."]
    assert found[0].rule == "designs-1:attrition.lost"
    assert profile("rct", found).aspects == {"attrition": 46.0}


def test_a_fact_belongs_to_the_comparison_in_which_its_words_stand() -> None:
    text = (
        "In Leeds, places were drawn by lot; in the other four towns, advisers chose who took part."
    )
    found = facts(text, 0, len(text), status="done", owner="this", parts=split(text))
    assert {fact.aspect: fact.contrast for fact in found}["self-selected"] == 2


SOME = [sentence for rule in RULES for sentence in (*rule.holds, *rule.fails)]


@given(
    st.lists(st.sampled_from([*SOME, "ﬁ- nd 12", "\n\n", "“£5” … (Å) 😀 ", "x" * 300]), max_size=4)
)
def test_what_is_told_stands_in_the_sentence(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for each in told(text):
        assert 0 <= each.start < each.end <= len(text)


def test_a_sentence_is_read_alike_wherever_it_stands() -> None:
    for sentence in SOME:
        text = f"It rained. {sentence} The end."
        start = len("It rained. ")
        alone = [(e.rule, e.detail, e.start, e.end) for e in told(sentence)]
        within = [
            (e.rule, e.detail, e.start - start, e.end - start)
            for e in told(text, start, start + len(sentence))
        ]
        assert alone == within


def test_a_rule_that_nothing_reads_is_refused() -> None:
    row = {
        "aspect": "cost",
        "name": "x",
        "rationale": "y",
        "hints": [],
        "says": ["x"],
        "holds": ["x"],
    }
    with pytest.raises(VocabularyError, match=r"cost\.x"):
        aspects.parse({"lists": {}, "rule": [{**row, "reads": "magic"}]}, "aspects.toml")


def test_lifts_and_lowers_of_the_labelled_traps_come_out_as_such() -> None:
    path = SHARED / "data" / "labels" / "traps.jsonl"
    if not path.exists():
        pytest.skip("the labelled traps are not here")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for row in rows:
        found = {each.fact for each in told(row["text"])}
        if row["fact"] in ("lift", "lower"):
            assert row["fact"] in found, row["id"]
        if row["fact"] == "none":
            assert not found & {"lift", "lower"}, row["id"]


def test_the_number_of_a_footnote_is_no_number_of_people() -> None:
    assert details("81 Respondents in nearly all groups spoke of it.", "sample") == []
    assert details("81 respondents answered the survey.", "sample")[0]["n"] == 81
