"""What a problem is called for people, from the sentences that tell of it."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import problem_names, vocab
from kb.errors import UnknownName, VocabularyError
from kb.models import ProblemAspect
from kb.problem_names import named


@pytest.mark.parametrize(
    ("area", "aspect", "texts", "subject"),
    [
        (
            "transitions-to-work",
            "size",
            [
                "About 790,000 young people were not in education, employment or training.",
                "• The young (some 800,000 or so not in education, training or work); and",
            ],
            "young people not in education, employment or training",
        ),
        (
            "mental-health-at-work",
            "cost",
            [
                "Many do not feel their mental health is looked after – which costs the economy £70bn a year.",
                "• Mental health at work (which costs the economy nearly £90bn)",
            ],
            "cost of poor mental health at work to the economy",
        ),
        (
            "mental-health-at-work",
            "cost",
            ["Stress takes 11 million working days: they are days lost to firms and families."],
            "working days lost to stress at work",
        ),
        (
            "financial-inclusion",
            "size",
            ["Some 5 million people are in bad debt.", "5m struggling with debt"],
            "people in problem debt",
        ),
        (
            "financial-inclusion",
            "size",
            ["The average household debt is £15,400.", "Households owe £14,900 on average."],
            "debt of households",
        ),
        (
            "financial-inclusion",
            "size",
            ["A tenth of adults have no savings.", "12% of adults have put nothing aside: no savings."],
            "adults with little or no savings",
        ),
        (
            "financial-inclusion",
            "trend",
            ["Households in arrears have doubled since 2012."],
            "households behind with bills: change over time",
        ),
        (
            "transitions-to-work",
            "where",
            ["Youth unemployment is highest on the coast."],
            "young people out of work: where it is most common",
        ),
        (
            "cross-sector-partnership",
            "cost",
            ["Fragmented services cost the public purse £2 billion."],
            "cost of fragmented services to the public purse",
        ),
    ],
)  # fmt: skip
def test_a_problem_is_named_by_its_state_and_by_whom_it_is_told_of(
    area: str, aspect: ProblemAspect, texts: list[str], subject: str
) -> None:
    assert named(area, aspect, texts) == subject


def test_the_state_of_most_sentences_names_the_problem() -> None:
    texts = ["Debt and savings", "No savings at all", "People without savings"]
    assert named("financial-inclusion", "size", texts) == "people with little or no savings"


def test_whom_only_one_sentence_counts_is_not_in_the_name() -> None:
    texts = ["Some 5 million households are in debt.", "Some 8 million people are in debt."]
    assert named("financial-inclusion", "size", texts) == "people in problem debt"


def test_what_names_no_state_of_the_area_has_no_name() -> None:
    assert named("financial-inclusion", "size", ["The weather was fine."]) == ""
    assert named("financial-inclusion", "size", []) == ""
    assert named("housing", "size", ["Some 5 million people are in debt."]) == ""


ASPECTS: tuple[ProblemAspect, ...] = ("size", "who", "where", "trend", "cost")


@given(
    st.sampled_from(list(vocab.load("areas").slugs)),
    st.sampled_from(ASPECTS),
    st.lists(st.text(max_size=80), max_size=5),
)
def test_any_text_gives_a_short_line_that_does_not_depend_on_the_order(
    area: str, aspect: ProblemAspect, texts: list[str]
) -> None:
    subject = named(area, aspect, texts)
    assert len(subject) < 100
    assert not set("\n{}") & set(subject)
    assert subject == named(area, aspect, texts[::-1])


def test_every_area_has_a_state_to_be_named_by() -> None:
    assert {one.area for one in problem_names.load().states} == set(vocab.load("areas").slugs)


def table() -> dict[str, object]:
    file = resources.files("kb").joinpath(problem_names.FILE)
    return tomllib.loads(file.read_text("utf-8"))


def test_a_name_without_a_rationale_of_an_unknown_area_or_that_cannot_be_read_is_refused() -> None:
    broken = table()
    broken["payer"][0]["rationale"] = ""  # type: ignore[index]
    with pytest.raises(VocabularyError, match="'the economy' has no rationale"):
        problem_names.parse(broken)
    broken = table()
    broken["state"][0]["area"] = "housing"  # type: ignore[index]
    with pytest.raises(UnknownName):
        problem_names.parse(broken)
    broken = table()
    broken["who"][0]["phrases"] = ["homes("]  # type: ignore[index]
    with pytest.raises(VocabularyError, match="regular expressions"):
        problem_names.parse(broken)
