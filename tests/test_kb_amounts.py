"""Claims about amounts: how each way of writing one is read, what is none, and when two are the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.amounts import Amount, agree, amounts, comparable, of_figure
from kb.models import Figure


def the(text: str) -> Amount:
    """The one amount of ``text``."""
    (found,) = amounts(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "unit", "currency", "hedge"),
    [
        ("over £632,000 in additional funding", 632_000, "£", "GBP", "over"),
        ("costs nearly £100bn a year", 100e9, "£", "GBP", "nearly"),
        ("with 5.5m in debt", 5_500_000, None, None, None),
        ("Some 5.5 million people", 5_500_000, None, None, "about"),
        ("the 800,000 or so not in work", 800_000, None, None, "about"),
        ("at least 100 charities", 100, None, None, "at-least"),
        ("100+ partners", 100, None, None, "at-least"),
        ("fewer than 12 funders", 12, None, None, "under"),
        ("up to £2,200 each", 2_200, "£", "GBP", "up-to"),
        ("1.2 million pounds", 1_200_000, "£", "GBP", None),
        ("GBP 5 million", 5_000_000, "£", "GBP", None),
        ("USD 40", 40, "$", "USD", None),
        ("50p a day", 0.5, "£", "GBP", None),
        ("1.8 percentage points", 1.8, "percentage points", None, None),
        ("1.8%-points lower", 1.8, "percentage points", None, None),
        ("1.8 per cent", 1.8, "%", None, None),
        ("one in ten", 10, "%", None, None),
        ("two thirds of them", 66.7, "%", None, None),
        ("just under a third of staff", 33.3, "%", None, "nearly"),
        ("about 3.6 times more likely", 3.6, "times", None, "about"),
        ("twice as many", 2, "times", None, None),
        ("a six-month course", 6, "months", None, None),
        ("one and a half years", 1.5, "years", None, None),
        ("40 hours", 40, "hours", None, None),
        ("hazard ratio of 0.80", 0.8, "hazard ratio", None, None),
        ("an OR of 1.2", 1.2, "odds ratio", None, None),
        ("£3tn of assets", 3e12, "£", "GBP", None),
        ("a difference of −3.2 points", -3.2, "points", None, None),
        ("£9 for every £1 invested", 9, "£", "GBP", None),
    ],
)
def test_an_amount_is_read_as_people_write_it(
    text: str, value: float, unit: str | None, currency: str | None, hedge: str | None
) -> None:
    found = the(text)
    assert found.value == pytest.approx(value)
    assert (found.unit, found.currency, found.hedge) == (unit, currency, hedge)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("£74 billion to £99 billion", 74e9, 99e9, "£"),
        ("£33-42bn to employers", 33e9, 42e9, "£"),
        ("£74–£99bn", 74e9, 99e9, "£"),
        ("between 4 and 7 percentage points", 4, 7, "percentage points"),
        ("5-7 points", 5, 7, "points"),
        ("10 to 15 per cent", 10, 15, "%"),
        ("ranging from 20% to 40%", 20, 40, "%"),
        ("two or three sites", 2, 3, None),
        ("1,000–1,500 people", 1000, 1500, None),
        ("one to two years", 1, 2, "years"),
    ],
)
def test_a_range_is_one_amount_with_two_ends(
    text: str, low: float, high: float, unit: str | None
) -> None:
    found = the(text)
    assert found.value is None
    assert (found.low, found.high, found.unit) == (low, high, unit)


def test_a_change_from_one_number_to_another_is_no_range() -> None:
    assert [one.value for one in amounts("rose from 58% to 69%")] == [58, 69]
    assert [one.value for one in amounts("fell 80% to 20%")] == [80, 20]


def test_the_last_unit_of_a_list_is_meant_of_all() -> None:
    found = amounts("effects of 4 and 7 points in the pilots")
    assert [(one.value, one.unit) for one in found] == [(4, "points"), (7, "points")]
    assert [one.unit for one in amounts("58, 61 and 64 per cent")] == ["%", "%", "%"]


def test_a_conversion_in_brackets_is_the_same_amount() -> None:
    found = amounts("an £80,500 (US$106,000) loan and a £25,000 ($33,000) grant")
    assert [one.text for one in found] == ["£80,500", "£25,000"]


@pytest.mark.parametrize(
    "text",
    [
        "in 2014", "2012-13 and 2016/17", "between 2012 and 2014", "on 12 March 2014", "March 12, 2014",
        "aged 16-24", "16 to 24 year olds", "an 18-year-old", "page 12", "pp. 3-5", "Table 4", "section 3.2",
        "3.2 Results", "1. Discovery", "[12, 13]", "as shown (3)", "p = 0.03", "P<0.001",
        "(95% CI 0.95 to 1.93)", "confidence interval: 1.1, 1.9", "ISRCTN12345678", "ISRCTN 12345678",
        "call 020 7946 0000", "+44 20 7946 0958", "doi:10.1000/182", "https://example.org/2014/05/12",
        "Key Stage 4", "Phase 2", "GAD-7 and PHQ-9", "at 10:30", "three times a week", "one of them", "the 25th",
        "available 24/7", "a two-arm trial",
    ],
)  # fmt: skip
def test_a_number_that_counts_nothing_is_no_amount(text: str) -> None:
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "counts", "per"),
    [
        ("18 social innovators (selected by call)", "social innovators", None),
        ("over 800,000 young people are not in work", "young people", None),
        ("£632,000 ($832,000) in additional funding and", "additional funding", None),
        ("55% of participants found work", "participants", None),
        ("£2,200 per young person", None, "young person"),
        ("£750,000 a year", None, "year"),
        ("28 were seen", None, None),
    ],
)
def test_what_is_counted_follows(text: str, counts: str | None, per: str | None) -> None:
    assert (the(text).counts, the(text).per) == (counts, per)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("over 800,000", "800,000 or so", True),
        ("nearly £100bn", "£74 billion to £99 billion", True),
        ("100", "over 100", True),
        ("33%", "a third of", True),
        ("5.5m", "some 5.5 million", True),
        ("£33-42bn", "£74-99bn", False),
        ("13 sites", "15 sites", False),
        ("15,386", "15,409", False),
        ("over £632,000", "around £650,000", False),
        ("1.8 per cent", "1.8 percentage points", False),
        ("£5m", "$5m", False),
        ("12 months", "one and a half years", False),
        ("24 months", "two years", True),
        ("up to 250,000", "105,000", True),
        ("120", "175", False),
        ("46%", "55%", False),
    ],
)
def test_two_agree_when_one_number_can_be_meant(one: str, other: str, same: bool) -> None:
    assert agree(the(one + " of them"), the(other + " of them")) is same


def test_money_of_two_currencies_cannot_be_compared() -> None:
    assert not comparable(the("£5m"), the("$5m"))
    assert not comparable(the("5 per cent"), the("5 percentage points"))
    assert comparable(the("5 points"), the("5 percentage points"))


@pytest.mark.parametrize(
    ("figure", "value", "currency", "per"),
    [
        (Figure("nearly £1bn", value=1000, unit="£ million", currency="GBP"), 1e9, "GBP", None),
        (Figure("£2,200 each", value=2200, unit="£ per young person"), 2200, "GBP", "young person"),
        (Figure("€60 million", value=60, unit="€ million a year"), 60e6, "EUR", "year"),
        (Figure("46%", value=46, unit="%"), 46, None, None),
        (Figure("one in 27", value=1, unit="in 27"), 3.7, None, None),
    ],
)
def test_a_notes_figure_is_scaled_out(
    figure: Figure, value: float, currency: str | None, per: str | None
) -> None:
    found = of_figure(figure)
    assert found is not None
    assert (found.value, found.currency, found.per) == (value, currency, per)


def test_a_figure_keeps_the_hedge_of_its_words_and_one_without_a_number_is_none() -> None:
    found = of_figure(Figure("over 22,300 people into jobs", value=22300, unit="people"))
    assert found is not None
    assert found.hedge == "over"
    assert of_figure(Figure("13% vs 7%")) is None


# --- invariants -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "over", "£", "5.5m", "1,200", "per cent", "%", "to", "-", "–", "and", "between", "£74bn", "in 2014", "people",
        "twenty-four", "one in ten", "(", ")", "$33,000", "percentage points", "or so", "+", "months", "95% CI",
        "0.7 to 1.3", "page 4", ",", ".", "\n", "times", "half of the", "nearly", "HR", "= 1.2", "a year", "’",
    ]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map(" ".join)))
def test_every_amount_opens_at_its_span_and_none_overlap(text: str) -> None:
    found = amounts(text)
    for one in found:
        assert text[one.start : one.end] == one.text
        assert one.value is not None or (one.low is not None and one.high is not None)
        assert one.low is None or one.high is None or one.low < one.high
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_reading_a_part_gives_offsets_of_the_whole(text: str) -> None:
    ahead = "Said here: "
    found = amounts(ahead + text, len(ahead))
    assert [
        replace(one, start=one.start - len(ahead), end=one.end - len(ahead)) for one in found
    ] == [*amounts(text)]


@given(st.integers(min_value=2, max_value=999))
def test_a_number_is_the_same_in_every_form(millions: int) -> None:
    plain = f"{millions * 1_000_000:,}"
    forms = [
        f"£{plain}",
        f"£{millions}m",
        f"£{millions} million",
        f"{millions} million pounds",
        f"GBP {plain}",
    ]
    read = [the(form) for form in forms]
    assert {one.value for one in read} == {millions * 1_000_000.0}
    assert {one.currency for one in read} == {"GBP"}


AMOUNTS = st.builds(
    lambda value, width, hedge, unit: Amount(
        0, 1, "", None if width else value, value if width else None, value + width if width else None, unit,
        None, hedge,
    ),
    st.floats(min_value=0.1, max_value=1e12),
    st.one_of(st.just(0.0), st.floats(min_value=1, max_value=1e9)),
    st.sampled_from([None, "over", "at-least", "under", "up-to", "nearly", "about"]),
    st.sampled_from([None, "%", "months", "years"]),
)  # fmt: skip


@given(AMOUNTS, AMOUNTS)
def test_agreement_does_not_depend_on_who_is_asked_first(one: Amount, other: Amount) -> None:
    assert agree(one, other) == agree(other, one)
    assert comparable(one, other) == comparable(other, one)


@given(AMOUNTS)
def test_an_amount_agrees_with_itself(one: Amount) -> None:
    assert agree(one, one)
