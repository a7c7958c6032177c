"""Claims about the figures of a sentence: whose they are, when, of how many, and whether they came about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tag.figures import figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("55% of those in the programme vs 28% in the control group", [(55, "attempt"), (28, "comparison")]),
        ("28% of controls found work compared with 55% of participants", [(28, "comparison"), (55, "attempt")]),
        ("It took 120 days, compared with 95 days in the intervention group", [(120, "comparison"), (95, "attempt")]),
        ("55% and 28% of the programme and control groups, respectively, worked", [(55, "attempt"), (28, "comparison")]),
        ("They were 4.2 percentage points more likely to work than the control group", [(4.2, "difference")]),
        ("Participants earned £1,200 more than the comparison group", [(1200, "difference")]),
        ("Participants spent 56 days more in work", [(56, "difference")]),
        ("The hazard ratio was 0.80", [(0.8, "difference")]),
        ("Of those who started, 41% had a job", [(41, "whole")]),
        ("Unemployment rose from 58% to 69%", [(58, "whole"), (69, "whole")]),
    ],
)  # fmt: skip
def test_an_arm_is_read_where_the_sentence_names_it(
    text: str, expected: list[tuple[float, str]]
) -> None:
    assert [(one.value, one.arm) for one in figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Employment was 13% versus 7% after 18 months.", "13% versus 7%"),
        ("13% vs 7%", "13% vs 7%"),
        ("In the end 120 compared with 95 had moved on", "120 compared with 95"),
    ],
)
def test_a_two_arm_figure_with_unknown_arms_stays_text(text: str, words: str) -> None:
    (one,) = figures(text)
    assert (one.text, one.value, one.arm) == (words, None, "unknown")


def test_a_number_set_against_a_benchmark_is_no_arm() -> None:
    one, other = figures("70% of participants found work, compared with 65% nationally")
    assert one.arm == "attempt"
    assert other.arm == "unknown"


def test_a_part_of_a_whole_keeps_the_size_of_the_sample() -> None:
    one, other = figures("85 of 156 (54.5%) with IPS compared with 43 of 156 (28%) with usual care")
    assert (one.value, one.n, one.unit) == (54.5, 156, "%")
    assert (other.value, other.n) == (28, 156)
    (ratio,) = figures("The odds ratio was 1.35 (95% CI 0.95–1.93; n = 312).")
    assert (ratio.low, ratio.high, ratio.n) == (0.95, 1.93, 312)


def test_moment_and_prices_are_read_beside_the_figure() -> None:
    (one,) = figures("By July 2012 only 3.6% of those referred had found work.")
    assert one.as_of == "2012-07"
    (one,) = figures("At 12 months, 40% were in work.")
    assert one.months == 12
    (one,) = figures("The cost per participant was £2,200 in 2012 prices.")
    assert (one.currency, one.price_year, one.counts) == ("GBP", "2012", "cost")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The programme aimed to reach 1,000 young people", "target"),
        ("a target of nine partnerships", "target"),
        ("revenue of £3.2 million forecast over the following year", "forecast"),
        ("The value over the next year is estimated at around £2 million", "forecast"),
        ("Over 50,000 additional people will now benefit", "forecast"),
        ("46% of participants reported feeling more confident", "self-reported"),
        ("18 innovators were supported", "actual"),
    ],
)
def test_what_was_hoped_for_or_felt_is_told_from_what_came(text: str, status: str) -> None:
    assert [one.status for one in figures(text)] == [status]


def test_the_target_that_was_exceeded_is_the_second_number() -> None:
    found = figures(
        "100 confirmed partnerships have been established – far exceeding the target of nine partnerships."
    )
    assert [(one.value, one.status) for one in found] == [(100, "actual"), (9, "target")]


def test_a_length_of_time_that_says_when_is_no_figure() -> None:
    assert figures("We ran a six-month accelerator over two years.") == ()


PIECES = st.sampled_from(
    [
        "55%", "28%", "vs", "compared with", "the control group", "participants", "in the programme", "85 of 156", "(54.5%)",
        "n = 312", "(95% CI 0.9 to 1.4)", "after 18 months", "by July 2012", "a target of", "forecast", "more likely",
        "respectively", "and", ",", "rose from", "to", "£1,200", "in 2012 prices", "odds ratio", "1.35", ".", "while",
    ]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=16).map(" ".join)))
def test_every_figure_is_in_the_words_of_its_sentence(text: str) -> None:
    for one in figures(text):
        assert one.text
        assert one.text in text


@given(
    st.integers(1, 99),
    st.integers(1, 99),
    st.sampled_from(["vs", "versus", "compared with", "against"]),
)
def test_two_numbers_without_named_groups_never_get_arms(one: int, other: int, link: str) -> None:
    for figure in figures(f"Employment was {one}% {link} {other}%."):
        assert figure.arm == "unknown"
        assert figure.value is None
