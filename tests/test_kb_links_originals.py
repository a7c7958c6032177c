"""Notes meet their originals: the sentence that says it, with the same numbers or with others."""

from __future__ import annotations

import pytest

from kb.links.originals import Quote, Statement, meet
from kb.links.sentences import original
from kb.models import Figure

ORIGINAL = (
    "The Harbour Scheme gave loans to fishing crews.\n\nOver two years 1,284 people joined the Harbour Scheme, "
    "and 61.4% of them were in paid work twelve months later, compared with 52.7% in ports without it. Each place "
    "cost £3,410 on average. Three harbours, e.g. Skarvik, closed early because of storms. Crews said that a "
    "skipper who vouched for them in front of the bank made the difference. Losses came to nearly £2.6 million."
)


def found(text: str, *figures: Figure, kind: str = "finding") -> Quote:
    held = original([("p1", 100, ORIGINAL)])
    quote = meet(Statement("s", kind, text, figures), held)
    if quote.passage_id:
        assert ORIGINAL[quote.start - 100 : quote.end - 100] == quote.text
    return quote


def figure(text: str, value: float, unit: str | None = None, counts: str | None = None) -> Figure:
    currency = "GBP" if unit and "£" in unit else None
    return Figure(text, value=value, unit=unit, counts=counts, currency=currency)


@pytest.mark.parametrize(
    ("text", "figures", "state", "word"),
    [
        ("More had a job after a year than elsewhere.",
         (figure("61.4% in paid work", 61.4, "%"), figure("52.7% in other ports", 52.7, "%")), "agrees", "61.4%"),
        ("More had a job after a year than elsewhere.",
         (figure("64.1% in paid work", 64.1, "%"), figure("52.7% in other ports", 52.7, "%")), "differs", "61.4%"),
        ("A place on the scheme was dear.", (figure("£3,410 for each place", 3410, "£"),), "agrees", "3,410"),
        ("A place on the scheme was dear.", (figure("£3,140 cost of each place", 3140, "£"),), "differs", "3,410"),
        ("The bank lost money.", (figure("£2.6 million losses", 2.6, "£ million"),), "agrees", "2.6 million"),
        ("Children were taught to swim.", (figure("417 children in pools", 417, "children"),), "not-found", ""),
        ("It helped when a skipper vouched for the crews before the bank.", (), "agrees", "vouched"),
        ("Nobody asked the insurers for their view of the matter.", (), "not-found", ""),
    ],
)  # fmt: skip
def test_a_statement_meets_what_its_original_says(
    text: str, figures: tuple[Figure, ...], state: str, word: str
) -> None:
    quote = found(text, *figures)
    assert quote.state == state, quote
    assert word in quote.text


def test_a_number_that_differs_is_shown_beside_the_originals() -> None:
    quote = found("A place was dear.", figure("£3,140 cost of each place", 3140, "£"))
    assert [(n.text, n.state, n.says) for n in quote.numbers] == [
        ("£3,140 cost of each place", "differs", "£3,410")
    ]


def test_a_number_of_another_matter_is_not_the_statements() -> None:
    quote = found("Nine schools took part.", figure("3 schools", 3, "schools", "schools"))
    assert quote.state == "not-found"


def test_an_abbreviation_ends_no_sentence() -> None:
    texts = [one.text for one in original([("p", 0, ORIGINAL)]).sentences]
    assert "Three harbours, e.g. Skarvik, closed early because of storms." in texts


def test_an_empty_original_says_nothing() -> None:
    held = original([])
    assert meet(Statement("s", "lesson", "Trust took months."), held).state == "not-found"
    figures = (figure("60 of 100", 60),)
    assert meet(Statement("s", "finding", "Sixty.", figures), held).state == "not-found"
