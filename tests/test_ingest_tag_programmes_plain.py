"""Facts of the programme in the plain words of short texts. Every document here is invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tag import programmes
from ingest.tag.programmes import bodies, words
from ingest.tag.programmes.called import find
from ingest.tag.programmes.saying import lines_of
from ingest.tag.sheet import lay_out
from kb.accounts import ProgrammeFact

TITLE = "Foothold: what two years taught us"
OPENS = "Foothold is a mentoring scheme for people aged 16–24 who have left care. "


def told(text: str, title: str = TITLE) -> list[ProgrammeFact]:
    found = list(programmes.read(lay_out(text, title=title)))
    assert all(text[one.span.start : one.span.end] == one.span.quote for one in found)
    return found


def values(aspect: str, text: str) -> list[str]:
    return [one.value for one in told(OPENS + text) if one.aspect == aspect]


def roles(text: str) -> set[tuple[str, object]]:
    found = told(OPENS + text)
    return {(one.value, one.detail["role"]) for one in found if one.aspect == "organisation"}


def names(text: str, title: str = "") -> list[str]:
    sheet = lay_out(text, title=title)
    return [one.name for one in find(sheet, lines_of(sheet))]


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        (TITLE, "Foothold is a mentoring scheme. It met weekly.", "Foothold"),
        ("", "In May we launched Kettle Corner, the no-interest loan for tenants.", "Kettle Corner"),
        ("Evaluation of the Warm Welcome pilot", "Warm Welcome was run by a charity.", "Warm Welcome"),
        ("", "StepSaver was offered to 900 workers.", "StepSaver"),
        ("Closing Tin Lantern", "Tin Lantern lent bicycles to students.", "Tin Lantern"),
    ],
)  # fmt: skip
def test_a_short_text_calls_its_programme_by_name(title: str, text: str, name: str) -> None:
    assert names(text, title) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill said that the pier was open. Ada Quill is an officer with the project.",
        "Harrow Vale Council opened the Pier Museum Trust in May.",
        "In Norway the sea was calm. Norway is a country.",
    ],
)
def test_people_bodies_and_places_are_no_programmes(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("It was run by Harrow Vale Council.", "Harrow Vale Council", "deliverer"),
        ("Northmoor Credit Union started it in May 2018.", "Northmoor Credit Union", "deliverer"),
        ("It was paid for by the city council.", "the city council", "funder"),
        ("The pilot was funded with £40,000 from the Tideway Trust.", "Tideway Trust", "funder"),
        ("Barlow & Finch Ltd lent us two desks.", "Barlow & Finch Ltd", "other"),
        ("The NHS trust and the county council have shared the bill.", "the county council", "funder"),
    ],
)  # fmt: skip
def test_a_body_is_known_by_what_it_did_and_its_type_word(text: str, name: str, role: str) -> None:
    assert any(one.endswith(name) and said == role for one, said in roles(text))


def test_what_a_body_gave_is_in_its_words() -> None:
    (fact,) = [f for f in told(OPENS + "Barlow & Finch Ltd lent us two desks.") if f.aspect == "organisation"]  # fmt: skip
    assert fact.detail["contribution"] == "lent us two desks"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("It ran from April 2018 to March 2020.", "2018-04/2020-03"),
        ("The scheme closed its doors in June 2019.", "/2019-06"),
        ("The pilot opened in 2016.", "2016/"),
        ("The pilot ran in two towns (2017–19).", "2017/2019"),
    ],
)
def test_plain_dates_are_its_period(text: str, period: str) -> None:
    assert values("period", text) == [period]


def test_why_it_closed_is_told_with_that_it_closed() -> None:
    text = "The scheme folded when the grant ran out."
    assert values("status", text) == ["closed-early"]
    assert values("why-ended", text) == ["the grant ran out"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("It hopes to reach 2,500 carers.", "2,500 carers"),
        ("We saw 37 riders, against the 90 we had in mind.", "90"),
        ("The bid promised 900 clients.", "900 clients"),
    ],
)
def test_a_number_that_was_hoped_for_is_a_target(text: str, target: str) -> None:
    assert values("target", text) == [target]


def test_costs_and_places_are_those_of_the_sentence() -> None:
    assert values("cost", "The pilot cost £412 a head.") == ["£412"]
    assert values("cost", "The pilot's members had debts of £412 on average.") == []
    assert values("place", "It works across Gateshead and South Marlow.") == ["Gateshead", "South Marlow"]  # fmt: skip


def test_whom_it_is_for_is_in_the_words_of_the_sentence() -> None:
    assert values("population", "") == ["people aged 16–24 who have left care"]


def test_a_text_without_a_name_may_tell_of_the_scheme() -> None:
    text = "The scheme began. The scheme was paid for by Marlow Mutual. The scheme cost £96,000."
    aspects = [one.aspect for one in told(text, title="A shop that shut")]
    assert aspects == ["organisation", "cost"]


def test_another_things_funder_is_left_out() -> None:
    assert roles("Elsewhere, the Dune Academy was funded by Tidewater Bank.") == set()


def test_a_long_report_is_not_read_so() -> None:
    text = OPENS + "It was run by Harrow Vale Council. " + "The sea was calm. " * 200
    assert [one for one in told(text) if "plain" in one.span.rule] == []


PIECES = [
    OPENS, "It was run by the city council and", "Kestrel Trust started it", "£3m from", "in Hull, Leeds and",
    "because the money ran out.", "We hoped to reach 40 people.", "between 2014 and 2010", "the scheme", "\n\n", "🙂",
    "A" * 200, "of of of", "closed in June 2019", "a a a a", "The The The",
]  # fmt: skip


# The first reading compiles its patterns, which takes longer than one example may.
@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
def test_every_value_is_words_of_its_sentence(text: str) -> None:
    found = told(text)
    assert found == told(text)
    for one in found:
        if one.aspect not in ("period", "status"):
            assert one.value in " ".join(one.span.quote.split())


@pytest.mark.parametrize(
    "text",
    [
        OPENS + "It was run by " + "Council and " * 3000,
        OPENS + "A, " * 4000,
        OPENS + "The scheme in " + "Hull, " * 3000,
        OPENS + "set out to " * 3000,
        OPENS + "X" * 20_000,
        OPENS + "for people with " * 2000,
        (OPENS + "It cost £1 from the Trust. ") * 50,
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    programmes.read(lay_out(OPENS, title=TITLE))
    sheet = lay_out(text, title=TITLE)
    start = time.process_time()
    programmes.read(sheet)
    assert time.process_time() - start < 2.0


def test_lists_hold_small_words_each_once() -> None:
    for name, listed in words.table("plain").items():
        assert listed == [one.lower() for one in listed], name
    assert bodies.sure("Harrow Vale Council")
    assert not bodies.sure("Ada Quill")


@pytest.mark.parametrize(
    ("line", "aspect", "value"),
    [
        ("Funder: the Tideway Trust", "organisation", "Tideway Trust"),
        ("- **Delivered by:** Harrow Vale Council", "organisation", "Harrow Vale Council"),
        ("Dates: April 2018 – March 2020", "period", "2018-04/2020-03"),
        ("When: 2017–19", "period", "2017/2019"),
        ("Budget: £1.2 million", "cost", "£1.2 million"),
        ("Location: Hull and Grimsby", "place", "Hull and Grimsby"),
        ("Who for: tenants in arrears", "population", "tenants in arrears"),
        ("Target: 250 starts", "target", "250 starts"),
    ],
)
def test_a_labelled_line_tells_its_fact(line: str, aspect: str, value: str) -> None:
    found = told(f"{OPENS}\n\n{line}\n\nIt met weekly.")
    assert (aspect, value) in {(one.aspect, one.value) for one in found}


def test_a_label_of_something_else_tells_nothing() -> None:
    found = told(f"{OPENS}\n\nDate of meeting: 4 June 2019\n\nContact: Ada Quill")
    assert {one.aspect for one in found} <= {"name", "population"}
