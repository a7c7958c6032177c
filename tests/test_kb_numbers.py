"""Claims about numbers in text: what each is, where it stands, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.numbers import months, numbers


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("1,500 people", 1500, False),
        ("1\u00a0500 people", 1500, False),
        ("twenty-four firms", 24, False),
        ("two hundred and five schools", 205, False),
        ("three thousand four hundred", 3400, False),
        ("a hundred people", 100, False),
        ("a dozen sites", 12, False),
        ("£1.2 million", 1_200_000, False),
        ("£3m in grants", 3_000_000, False),
        ("40k users", 40_000, False),
        ("46 per cent", 46, True),
        ("46%", 46, True),
        ("forty-six percent", 46, True),
        ("a quarter of them", 25, True),
        ("two-thirds of the sample", 66.7, True),
        ("half of the sample", 50, True),
        ("one in ten", 10, True),
        ("9 out of 10", 90, True),
        ("n=65", 65, False),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: float, percent: bool) -> None:
    found = numbers(text)
    assert [(n.value, n.percent) for n in found] == [(value, percent)]


@pytest.mark.parametrize(
    "text", ["a third group was added", "GPT4 and B12", "someone often tens to none", "", "v2.1.x"]
)
def test_no_number_is_read_where_there_is_none(text: str) -> None:
    assert numbers(text) == ()


def test_two_numbers_in_a_row_stay_two() -> None:
    assert [n.value for n in numbers("ten and twenty")] == [10, 20]
    assert [n.value for n in numbers("310 and 305")] == [310, 305]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two years", [24]),
        ("a 12-month follow-up", [12]),
        ("after 90 days", [3]),
        ("a year later", [12]),
        ("by month nine", [9]),
        ("18–24 months", [24]),
        ("26 weeks", [6]),
        ("18 years old", []),
        ("46 per cent", []),
        ("£500 of it", []),
    ],
)
def test_a_length_of_time_is_read_in_months(text: str, expected: list[float]) -> None:
    assert [n.value for n in months(text)] == expected


@given(st.text(alphabet="0123456789 ,.%-andtwohunredfivmilo£", max_size=80))
def test_every_number_stands_where_it_says_and_in_order(text: str) -> None:
    edge = 0
    for number in numbers(text):
        assert edge <= number.start < number.end <= len(text)
        assert number.value >= 0
        edge = number.end


@given(st.text(max_size=60), st.integers(0, 999_999))
def test_a_number_is_found_between_the_offsets_that_are_asked_for(before: str, value: int) -> None:
    text = f"{before} {value} "
    start = len(before) + 1
    assert [n.value for n in numbers(text, start, start + len(str(value)))] == [value]
