"""Facts of the problem itself: what is one, of which area and aspect, and what is none."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.tag import problems
from ingest.tag.problems import rules
from ingest.tag.sheet import Line, Sheet, lay_out
from kb import vocab
from kb.accounts import ProblemFact
from kb.errors import UnknownName, VocabularyError

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "data" / "seeds"


def read(text: str, section: str = "") -> tuple[ProblemFact, ...]:
    """The facts of one sentence."""
    line = Line(text, 0, len(text), section, 1.0, is_item=text.startswith("•"))
    return problems.read(Sheet((line,)))


def one(text: str) -> ProblemFact:
    (fact,) = read(text)
    return fact


# --- what is a fact of the problem ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "area", "aspect"),
    [
        (
            "Almost 700,000 young people in Britain are not in education, employment or training.",
            "transitions-to-work",
            "size",
        ),
        ("One in nine 16 to 24 year olds is NEET.", "transitions-to-work", "size"),
        (
            "Youth unemployment has risen steadily since the recession of 2008.",
            "transitions-to-work",
            "trend",
        ),
        (
            "Care leavers are three times more likely to be unemployed than others of their age.",
            "transitions-to-work",
            "who",
        ),
        (
            "The highest rates of unemployment among young people are in the North East.",
            "transitions-to-work",
            "who",
        ),
        ("Some 4.2 million households are behind with their bills.", "financial-inclusion", "size"),
        ("About a tenth of adults have no savings at all.", "financial-inclusion", "size"),
        (
            "The average household debt now stands at £15,400.",
            "financial-inclusion",
            "size",
        ),
        (
            "Tenants are twice as likely to be in debt as people who own their home.",
            "financial-inclusion",
            "who",
        ),
        (
            "The number of adults without a bank account fell by half between 2003 and 2008.",
            "financial-inclusion",
            "trend",
        ),
        (
            "Poor mental health costs employers up to £42 billion a year.",
            "mental-health-at-work",
            "cost",
        ),
        (
            "Nearly 12 million working days were lost to work-related stress in 2014.",
            "mental-health-at-work",
            "cost",
        ),
        (
            "A third of nurses say that stress keeps them from sleeping.",
            "mental-health-at-work",
            "size",
        ),
        ("• Financial exclusion (with 1.3m adults unbanked).", "financial-inclusion", "size"),
    ],
)
def test_a_sentence_about_the_problem_is_a_fact_of_its_area(
    text: str, area: str, aspect: str
) -> None:
    fact = one(text)
    assert (fact.area, fact.aspect) == (area, aspect)
    assert fact.span.quote == text
    assert fact.span.rule.startswith(f"{problems.VERSION}:{aspect}.")


@pytest.mark.parametrize(
    "text",
    [
        "The programme helped 3,000 young people who were not in education, employment or training.",
        "After a year 43% of participants were still unemployed, against 51% of the control group.",
        "Some 62% of the young people who joined were NEET when they started.",
        "We aim to bring 5,000 young people who are out of work into a job.",
        "The scheme will reach 40,000 people who struggle with debt.",
        "Debt advice reduced debts by £1,200 on average, and 300 clients opened a bank account.",
        "A sample of 1,204 employees with depression answered the questionnaire.",
        "Depression scores of employees fell by 2.5 points (p < 0.01).",
        "Employers saved £5 for every £1 spent on the mental health of their employees.",
        "The project cost £2 million and trained 1,500 unemployed young people.",
        "Could 800,000 young people be not in education, employment or training?",
        "The national debt stands at £2,000 billion.",
        "The website had 250,000 visits from young people last year.",
        "Young people who are not in education, employment or training are hard to reach.",
        "Our advice line took 12,000 calls from people in debt.",
        "Unemployed young people 12 34 56 78 90 11 13 15.",
        "Youth unemployment 2010 to 2014",
    ],
)
def test_a_result_an_aim_or_a_sample_is_no_fact_of_the_problem(text: str) -> None:
    assert read(text) == ()


def test_a_number_of_the_study_s_own_results_is_left_out_unless_it_speaks_of_a_country() -> None:
    plain = "Of the young people, 34% were unemployed."
    national = "Across England 34% of young people were unemployed."
    assert read(plain, "results") == ()
    assert len(read(plain, "introduction")) == 1
    assert len(read(national, "results")) == 1


def test_the_area_is_that_of_the_words_and_not_of_the_document() -> None:
    text = "Some 5 million adults are in serious debt."
    sheet = Sheet((Line(text, 0, len(text), "", 1.0),), areas=("transitions-to-work",))
    assert [fact.area for fact in problems.read(sheet)] == ["financial-inclusion"]


def test_a_sentence_about_two_problems_gives_each_its_own_figure() -> None:
    text = "In Britain 800,000 young people are not in education or training, and across the country, of all ages and walks of life, 5.5 million people are in debt."
    facts = {fact.area: fact for fact in read(text)}
    assert set(facts) == {"transitions-to-work", "financial-inclusion"}
    assert [f.value for f in facts["transitions-to-work"].figures] == [800_000]
    assert [f.value for f in facts["financial-inclusion"].figures] == [5_500_000]


def test_figure_people_place_and_time_are_those_of_the_sentence() -> None:
    fact = one("In 2016 over 640,000 young people in Scotland were out of work.")
    (figure,) = fact.figures
    assert (figure.value, figure.hedge, figure.currency) == (640_000, "over", None)
    assert (fact.population, fact.place, fact.when) == ("young people", "Scotland", "2016")


def test_of_several_years_that_of_the_figure_is_taken() -> None:
    fact = one(
        "There were 771,000 young people who were NEET in the spring of 2020, up 6,000 on 2019."
    )
    assert fact.when == "2020"


def test_the_same_sentence_twice_is_one_fact() -> None:
    text = "Some 5 million adults are in serious debt."
    lines = (Line(text, 0, len(text), "", 1.0), Line(text, 90, 90 + len(text), "", 1.0))
    assert len(problems.read(Sheet(lines))) == 1


def test_a_long_document_keeps_no_more_than_it_may() -> None:
    text = "".join(f"Some {n},000 adults are in serious debt. " for n in range(2, 100))
    assert len(problems.read(lay_out(text))) == problems.MOST


# --- the five seeds -------------------------------------------------------------------------------


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/data is not beside the checkout")
def test_the_seeds_give_both_sides_of_each_problem() -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text("utf-8")
        for fact in problems.read(lay_out(text)):
            assert text[fact.span.start : fact.span.end] == fact.span.quote
            for figure in fact.figures:
                found.setdefault((fact.area, fact.aspect), set()).add(figure.text)
    assert set(found) == {
        ("transitions-to-work", "size"),
        ("financial-inclusion", "size"),
        ("mental-health-at-work", "cost"),
    }
    assert all(len(sides) == 2 for sides in found.values())


# --- whatever comes -------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "young people ",
        "NEET ",
        "in debt",
        " 5.5m ",
        "£33bn–£42bn ",
        "poor mental health ",
        "costs employers ",
        "\n\n",
        ". ",
        "• ",
        "unemployed ",
        "İ",
        "ﬁ",
        "👩‍🏫",
        "one in six ",
        "2014",
        "twice as likely to be ",
        "(",
        "\x00",
        "\u2028",
        "99999999999999999999 ",
        "highest since 2008",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30).map("".join))
def test_any_text_is_read_and_each_quote_opens_where_it_stands(text: str) -> None:
    for fact in problems.read(lay_out(text)):
        assert text[fact.span.start : fact.span.end] == fact.span.quote
        assert fact.area in vocab.load("areas")
        assert fact.aspect in rules.ASPECTS
        assert 0 <= fact.span.score <= 1
        assert all(figure.text in fact.span.quote for figure in fact.figures)


# --- the rules ------------------------------------------------------------------------------------


def table() -> dict[str, object]:
    file = resources.files("ingest.tag.problems").joinpath(rules.FILE)
    return tomllib.loads(file.read_text("utf-8"))


def test_each_condition_has_a_stem_in_everything_that_it_matches() -> None:
    known = rules.load()
    for text in (
        "over-indebted households",
        "neets",
        "burn-out among staff",
        "young and workless",
        "no savings",
        "adults lacking access to credit",
        "presenteeism",
    ):
        assert any(one.pattern.search(text) for one in known.conditions), text
        assert known.may_tell(text), text


def test_a_rule_without_a_rationale_is_refused_by_name() -> None:
    broken = table()
    broken["condition"][0]["rationale"] = ""  # type: ignore[index]
    with pytest.raises(VocabularyError, match="condition 'neet' has no rationale"):
        rules.parse(broken)


def test_a_rule_of_an_unknown_group_area_or_aspect_is_refused() -> None:
    broken = table()
    broken["condition"][1]["beside"] = "old"  # type: ignore[index]
    with pytest.raises(VocabularyError, match="'old' is not in the file; accepted: young"):
        rules.parse(broken)
    broken = table()
    broken["condition"][0]["area"] = "housing"  # type: ignore[index]
    with pytest.raises(UnknownName):
        rules.parse(broken)
    broken = table()
    broken["aspect"][0]["slug"] = "price"  # type: ignore[index]
    with pytest.raises(VocabularyError, match="accepted: size, who"):
        rules.parse(broken)


def test_a_phrase_that_cannot_be_read_is_refused() -> None:
    broken = table()
    broken["condition"][0]["phrases"] = ["neet("]  # type: ignore[index]
    with pytest.raises(VocabularyError, match="regular expressions"):
        rules.parse(broken)
