"""Where a sentence stands makes it a fact of the problem: its heading, its neighbours, its document."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from ingest.tag import problems
from ingest.tag.problems import ground
from ingest.tag.sheet import Sheet, lay_out
from kb.errors import VocabularyError
from kb.models import Heading


def sheet(title: str, *parts: str, areas: tuple[str, ...] = ()) -> Sheet:
    """A document of a title and of parts; one that begins with "# " is a heading."""
    text, headings = title, [Heading(title, 0, len(title))]
    for part in parts:
        words = part.removeprefix("# ")
        if part != words:
            start = len(text) + 2
            headings.append(Heading(words, start, start + len(words), 2))
        text += f"\n\n{words}"
    return lay_out(text, headings=headings, title=title, areas=areas)


def told(some: Sheet) -> list[tuple[str, str, str]]:
    return [(f.span.quote, f.area, f.aspect) for f in problems.read(some)]


STATISTICS = sheet(
    "Left behind at the school gate",
    "# How many",
    "Some 71,000 school leavers in England go neither to a job nor to a course within six months. "
    "That is one in twelve.",
    "# Who they are",
    "Boys outnumber girls by three to two. "
    "Young carers are twice as likely to be among them as their classmates.",
    "# Where",
    "The share ranges from 4% in Surrey to 17% in Blackpool.",
    "# Trend",
    "It fell every year until 2019 and has climbed since.",
    "# What has been tried",
    "In 2017 the Treasury funded Step Across in six towns. "
    "It reached 2,300 school leavers, of whom 1,100 found work.",
)


def test_a_document_about_a_problem_gives_its_size_people_places_and_trend() -> None:
    found = told(STATISTICS)
    assert {area for _, area, _ in found} == {"transitions-to-work"}
    assert [aspect for _, _, aspect in found] == ["size", "size", "who", "who", "where", "trend"]


def test_what_was_tried_is_left_out_of_a_document_about_a_problem() -> None:
    assert not [quote for quote, _, _ in told(STATISTICS) if "Step Across" in quote]
    assert not [quote for quote, _, _ in told(STATISTICS) if "reached" in quote]


def test_a_sentence_that_leans_on_a_fact_has_its_area() -> None:
    text = (
        "One adult in nine on Teesside has no bank account. "
        "The share is highest among people leaving prison."
    )
    found = told(sheet("Bridges to Banking: evaluation", "# Background", text))
    assert [(area, aspect) for _, area, aspect in found] == [
        ("financial-inclusion", "size"),
        ("financial-inclusion", "who"),
    ]


def test_results_of_a_programme_are_no_facts_under_its_own_headings() -> None:
    parts = (
        "# Who took part",
        "Two in three of the young people were women, and a fifth had no qualifications.",
        "# Results",
        "Of the young people, 61% found a job, twice as many as among those who stayed away.",
        "# What we learned",
        "One in three young people was turned away, since staff had not been told.",
    )
    assert told(sheet("First Step: evaluation of a pilot", *parts)) == []


def test_headings_of_a_single_side_say_nothing_in_a_document_about_a_programme() -> None:
    money = "Young people cost the firms £1,200 each, and more so where buses are rare."
    parts = ("# About the programme", "It ran for a year.", "# Where", money)
    assert told(sheet("First Step", *parts)) == []


@pytest.mark.parametrize(
    ("heading", "text", "area", "aspect"),
    [
        (
            "Why we set it up",
            "Families in Marden deal with eleven different agencies, none of which share records.",
            "cross-sector-partnership",
            "size",
        ),
        (
            "The need",
            "Only four of the town's 260 charities have ever worked with a local business.",
            "cross-sector-partnership",
            "size",
        ),
        (
            "The scale of the problem",
            "Turnover of staff under stress has crept up every year since 2016.",
            "mental-health-at-work",
            "trend",
        ),
        (
            "Why it matters",
            "Burnout takes £1.4 billion a year from employers and costs the public purse more.",
            "mental-health-at-work",
            "cost",
        ),
        (
            "Did you know?",
            "Prepayment customers on our estates pay £83 a year more for the same heat.",
            "financial-inclusion",
            "cost",
        ),
    ],
)
def test_below_a_heading_of_need_each_area_has_its_facts(
    heading: str, text: str, area: str, aspect: str
) -> None:
    ((_, found_area, found_aspect),) = told(sheet("A report", f"# {heading}", text))
    assert (found_area, found_aspect) == (area, aspect)


def test_a_programme_beginning_below_a_heading_of_need_is_no_fact() -> None:
    for text in (
        "Bridges to Banking was launched with £240,000 from two banks for people in debt.",
        "It offered a basic account to 1,400 people in Stockton and Redcar.",
        "We aim to reach a third of all households in debt by 2030.",
    ):
        assert told(sheet("A report", "# The need", text)) == []


def test_a_general_sentence_has_the_area_that_was_suggested_for_its_document() -> None:
    parts = ("# The scale of the problem", "It is twice as high among women as among men.")
    for area in ("financial-inclusion", "mental-health-at-work"):
        found = told(sheet("A report", *parts, areas=(area,)))
        assert [(a, aspect) for _, a, aspect in found] == [(area, "who")]
    assert told(sheet("A report", *parts)) == []


def test_a_page_that_only_mentions_money_lends_no_area() -> None:
    text = "At least $2.8 billion are lost to corruption in schools every year."
    assert told(sheet("Open budgets", "# The problem", text)) == []


def test_a_label_before_a_paragraph_is_its_place_and_no_fact() -> None:
    text = "Who is behind? Tenants are hit hardest, and lone parents more often than couples."
    laid = sheet("Counting coppers: why debt matters", text, "Some households owe money.")
    places = ground.places(laid, ground.load())
    assert [place.is_label for place in places[:3]] == [True, True, False]
    assert places[2].mood == "problem"


def test_a_place_without_a_rationale_is_refused_by_name() -> None:
    file = resources.files("ingest.tag.problems").joinpath(ground.FILE)
    broken = tomllib.loads(file.read_text("utf-8"))
    broken["lean"][0]["rationale"] = ""
    with pytest.raises(VocabularyError, match="lean 'on what was said' has no rationale"):
        ground.parse(broken)
