"""Findings: which sentences report a result of the document's own study or programme, and what they say.

All sentences are invented. What is proposed of real documents was judged by reading; see
``tests/data/finding_judgements.jsonl``.
"""

from __future__ import annotations

import re
import time
import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tag import findings
from ingest.tag.findings import costs, experience, setting, signs, subjects, terms
from ingest.tag.findings.plain import plain
from ingest.tag.sheet import Line, Sheet, lay_out
from kb.accounts import ToldFinding
from kb.errors import VocabularyError
from kb.evidence import Reading
from kb.vocab import load


def _read(text: str, design: str = "process", section: str = "results") -> tuple[ToldFinding, ...]:
    return findings.read(Sheet((Line(text, 0, len(text), section, 0.9),), design=design))


def _one(text: str, design: str = "process", section: str = "results") -> ToldFinding:
    found = _read(text, design, section)
    assert len(found) == 1, found
    return found[0]


# --- what is a result, and of what kind -----------------------------------------------------------------------

RESULTS = [
    ("rct", "Participants in the programme group were 8 percentage points more likely to be in work after 12 months than those in the control group (p < 0.05).", "effect", "positive", "employment"),
    ("rct", "There was no significant difference in earnings between the treatment and control groups at 24 months.", "effect", "no-effect", "earnings"),
    ("rct", "The intervention group had fewer days of sickness absence than the control group over the year.", "effect", "positive", "sickness-absence"),
    ("rct", "We found no evidence that the training improved employment.", "effect", "no-effect", "employment"),
    ("rct", "Rates of college enrolment did not differ between groups.", "effect", "no-effect", "staying-in-education"),
    ("rct", "The programme had a negative effect on hourly wages in the first year.", "effect", "negative", "earnings"),
    ("did", "The reform increased employment among young people by 2.3 percentage points.", "effect", "positive", "employment"),
    ("iv", "My estimates suggest that the subsidy raises employment of disabled workers by 4 per cent.", "effect", "positive", "employment"),
    ("matching", "Young people who took part spent 25 fewer days on benefits than the matched comparison group.", "effect", "positive", "benefit-receipt"),
    ("pre-post", "Average wellbeing scores rose from 22.1 to 25.4 between the start and the end of the course.", "change", "positive", "wellbeing"),
    ("pre-post", "Participants' confidence in managing money increased after the workshops.", "change", "positive", "financial-confidence"),
    ("post-only", "The unemployment rate in the borough fell from 9% to 6% over the life of the project.", "change", "positive", "employment"),
    ("process", "At follow-up, 62% of participants were in work or training.", "change", "unclear", "employment"),
    ("process", "Over 1,200 apprentices were trained through the programme.", "delivery", "unclear", "take-up"),
    ("process", "The partnership has raised £4.5m for local charities since 2015.", "delivery", "unclear", "funding-raised"),
    ("process", "More than 100 new partnerships were formed through the accelerator.", "delivery", "unclear", "partnership-formation"),
    ("process", "The project exceeded its target for job starts.", "delivery", "positive", "employment"),
    ("process", "By March 2019 the scheme had supported 2,340 young people, against a target of 3,000.", "delivery", "negative", "take-up"),
    ("process", "Recruitment was slower than expected and the project missed its enrolment target.", "delivery", "negative", "take-up"),
    ("process", "Most participants said they felt more confident about applying for jobs.", "experience", "positive", "skills-and-confidence"),
    ("post-only", "91% of clients were satisfied with the service they received.", "experience", "positive", None),
    ("value-for-money", "The average cost per participant was £1,850.", "cost", "unclear", "value-for-money"),
    ("value-for-money", "For every £1 invested the programme returned £2.40 in savings to the public purse.", "cost", "positive", "value-for-money"),
    ("value-for-money", "The benefit-cost ratio was 0.8 over five years.", "cost", "negative", "value-for-money"),
    ("process", "The scheme is expected to create 5,000 jobs by 2030.", "forecast", "unclear", "work-placements"),
    ("value-for-money", "The service is estimated to save £12m over the next ten years.", "forecast", "unclear", None),
]  # fmt: skip


@pytest.mark.parametrize(("design", "text", "kind", "direction", "slug"), RESULTS)
def test_a_result_is_read_with_its_kind_direction_and_outcome(
    design: str, text: str, kind: str, direction: str, slug: str | None
) -> None:
    told = _one(text, design)
    assert (told.kind, told.direction, told.outcome_slug) == (kind, direction, slug)
    assert told.outcome in " ".join(text.split())


TRAPS = [
    ("rct", "introduction", "The programme aims to increase employment among care leavers by 10 per cent."),
    ("rct", "introduction", "We hypothesised that the intervention would reduce sickness absence by two days."),
    ("rct", "introduction", "This paper examines whether wage subsidies increase employment of disabled workers."),
    ("process", "", "The goal of the programme was to reach 10,000 young people by 2020."),
    ("process", "", "We will train 500 mentors next year."),
    ("process", "", "If successful, the scheme could save the government £20m a year."),
    ("process", "", "Impact partnerships can lead to new or better solutions to a problem."),
    ("process", "", "Could partnering with business reduce unemployment?"),
    ("process", "recommendations", "The scheme should reduce the time that participants wait for a first meeting."),
    ("process", "", "Managers must ensure that 90% of staff are trained within six months."),
    ("process", "", "Further research is needed on how to increase take-up among employers."),
    ("rct", "methods", "We measured depression with the PHQ-9 at baseline and at 12 months."),
    ("rct", "methods", "A total of 312 participants were randomly assigned to the programme or to usual services."),
    ("rct", "methods", "A sample of 400 would detect a difference of 5 percentage points with 80% power."),
    ("rct", "methods", "Outcomes included time until return to work, quality of life and lost productivity costs."),
    ("rct", "results", "At baseline there were no significant differences between the groups."),
    ("rct", "", "We showed previously that coaching raised earnings by 9%."),
    ("rct", "", "A total of 180 students were enrolled between 2009 and 2010."),
    ("rct", "introduction", "Previous research found that mentoring reduced reoffending by 14 per cent."),
    ("rct", "discussion", "In the US trial, participants were 12 percentage points more likely to be employed (Smith 2015)."),
    ("rct", "discussion", "Smith and Jones (2014) report that coaching increased earnings by 9%."),
    ("rct", "introduction", "According to the World Bank, 200 million people gained access to accounts in 2014."),
    ("cited-only", "", "A number of careful studies in the United States have found that such programmes increase employment by 5 per cent."),
    ("rct", "introduction", "Youth unemployment rose from 12% to 20% between 2008 and 2011 during the recession."),
    ("process", "introduction", "Over 800,000 young people are not in education, employment or training."),
    ("process", "introduction", "Mental health problems cost the economy an estimated £74 billion to £99 billion per year."),
    ("process", "introduction", "Sickness absence is defined as days lost through illness and has increased in most countries."),
    ("process", "", "Figure 4: Change in employment from 2010 to 2014 by region and age group"),
    ("protocol", "results", "Participants were 8 percentage points more likely to be in work than the control group."),
]  # fmt: skip


@pytest.mark.parametrize(("design", "section", "text"), TRAPS)
def test_what_is_no_result_of_this_study_is_left_out(design: str, section: str, text: str) -> None:
    assert _read(text, design, section) == ()


def test_without_a_comparison_a_result_is_a_change_and_no_effect() -> None:
    text = "Employment of participants increased by 12 percentage points."
    assert _one(text, "pre-post").kind == "change"
    assert _one(text, "qualitative").kind == "change"


def test_what_is_told_since_baseline_stays_a_change_in_a_trial_too() -> None:
    text = "Among participants, confidence increased significantly from baseline."
    assert _one(text, "rct").kind == "change"


@pytest.mark.parametrize(
    "text",
    [
        "Both groups showed significant improvements in earnings.",
        "Compared to baseline, earnings of participants were significantly higher.",
        "Participants made significant gains in earnings.",
    ],
)
def test_a_trial_that_tells_of_no_difference_between_its_arms_tells_of_a_change(text: str) -> None:
    assert _one(text, "rct").kind == "change"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Most clients found the adviser helpful.", "positive"),
        ("Several returnees said that the support was too little.", "negative"),
        ("Only 12% of staff were satisfied with the guidance.", "negative"),
        ("Most users were satisfied with the service but frustrated by the wait.", "mixed"),
        ("Most respondents said that they had heard of it from a colleague.", "unclear"),
    ],
)
def test_what_people_said_points_as_their_words_do(text: str, direction: str) -> None:
    assert experience.direction(plain(text)) == direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("For every £1 spent it returned £0.70.", "negative"),
        ("It was not cost-effective.", "negative"),
        ("The benefit-cost ratio was 2.1.", "positive"),
        ("It cost £1,850 per participant.", "unclear"),
    ],
)
def test_a_cost_points_somewhere_only_where_a_return_is_told(text: str, direction: str) -> None:
    assert costs.direction(plain(text)) == direction


def test_a_sentence_with_two_outcomes_that_went_apart_gives_two_findings_with_one_quote() -> None:
    text = "Arrests for violent crime fell among young women, while property crime arrests increased among young men relative to controls."
    found = _read(text, "rct")
    assert {(told.outcome, told.direction) for told in found} == {
        ("Arrests for violent crime", "positive"),
        ("property crime arrests", "negative"),
    }
    assert {(told.span.start, told.span.end) for told in found} == {(0, len(text))}


def test_figures_of_a_forecast_are_forecasts() -> None:
    told = _one("The scheme is expected to create 5,000 jobs by 2030.")
    assert told.figures
    assert {figure.status for figure in told.figures} == {"forecast"}


def test_a_sentence_said_twice_is_kept_once_where_it_weighs_most() -> None:
    text = "Employment of participants rose by 12 percentage points."
    lines = (
        Line(text, 0, len(text), "abstract", 0.8),
        Line(text, 100, 100 + len(text), "results", 0.9),
    )
    found = findings.read(Sheet(lines, design="pre-post"))
    assert [told.span.start for told in found] == [100]


def test_a_long_report_proposes_its_surest_results_only() -> None:
    lines = tuple(
        Line(text := f"Employment of participants in site {n} rose by {n} percentage points.", n * 200, n * 200 + len(text), "results", 0.9)
        for n in range(11, 311)
    )  # fmt: skip
    assert len(findings.read(Sheet(lines, design="pre-post"))) == findings.MOST


# --- against what, for whom, where, when -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arrests fell relative to the control group.", "the control group"),
        ("Scores were higher than in neighbouring towns.", "neighbouring towns"),
        ("Earnings rose compared with usual services.", "usual services"),
        ("Use was lower than before the programme.", "before the programme"),
        ("Costs were lower than expected.", None),
        ("Employment rose by 12%.", None),
    ],
)
def test_a_comparator_is_given_only_where_the_sentence_names_one(
    text: str, expected: str | None
) -> None:
    assert setting.comparator(text, plain(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2014 employment rose.", "2014"),
        ("By March 2019 it had helped 40 people.", "2019-03"),
        ("Between 2014 and 2016 use doubled.", "2014/2016"),
        ("Use doubled over 2014-16.", "2014/2016"),
        ("It has raised money since 2015.", "2015/"),
        ("It rose in 2012, and fell in 2019.", None),
        ("It helped 2000 people.", None),
        ("Employment rose.", None),
    ],
)
def test_a_time_is_given_only_where_one_is_told(text: str, expected: str | None) -> None:
    assert setting.when(plain(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Employment rose in Greater Manchester by 4%.", "Greater Manchester"),
        ("Young people in the UK moved into work.", "UK"),
        ("As Table 4 shows, employment rose in Year 2.", None),
        ("Employment rose among women.", None),
    ],
)
def test_a_place_is_given_only_where_one_is_told(text: str, expected: str | None) -> None:
    assert setting.place(text) == expected


def test_people_are_named_in_the_words_of_the_sentence_and_by_slug() -> None:
    text = "Care leavers and lone parents moved into work."
    assert setting.population(text, plain(text)) == (
        "Care leavers",
        ("care-experienced", "lone-parents"),
    )


def test_what_fits_no_outcome_stays_unmapped() -> None:
    told = _one("Participants' lung capacity improved by 12 per cent after the course.", "pre-post")
    assert told.outcome_slug is None


# --- whose it is -----------------------------------------------------------------------------------------------


def test_a_document_is_about_the_names_that_it_uses_most() -> None:
    text = "Visits to the KRPM site rose. The KRPM team grew. KRPM ended in 2019. It was in the UK. So was the UK office. The UK again."
    sheet = lay_out(text)
    named = subjects.of(sheet)
    assert named.weight("What KRPM did") > 0
    assert named.weight("What the UK did") == 0


def test_nothing_is_read_of_a_document_whose_reading_says_that_nothing_can_be() -> None:
    reading = Reading((), "cited-only", note="The text is in German.")
    assert findings.read(lay_out("Employment rose by 12 points.", reading=reading)) == ()


# --- what holds of every text ----------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "employment",
        "rose",
        "fell",
        "by",
        "12",
        "%",
        "than",
        "the",
        "control",
        "group",
        "participants",
        "said",
        "they",
        "will",
        "not",
        "£4.5m",
        "cost",
        "per",
        "participant",
        "significant",
        "difference",
        "(p",
        "<",
        "0.05)",
        "programme",
        "aims",
        "to",
        "increase",
        "in",
        "2014",
        ".",
        ",",
        ";",
        "?",
        "but",
        "while",
        "•",
        "–",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=400), st.lists(WORDS, max_size=80).map(" ".join), st.lists(WORDS, max_size=80).map("\n".join)
)  # fmt: skip
DESIGNS = st.sampled_from(["rct", "qualitative", "systematic-review", "cited-only", "protocol"])


@settings(max_examples=150, deadline=None)
@given(TEXTS, DESIGNS)
def test_every_quote_reopens_inside_one_sentence_and_reading_twice_is_the_same(
    text: str, design: str
) -> None:
    sheet = lay_out(text, reading=Reading((), design))
    found = findings.read(sheet)
    assert found == findings.read(sheet)
    places = {(line.start, line.end) for line in sheet.lines}
    for told in found:
        assert text[told.span.start : told.span.end] == told.span.quote
        assert (told.span.start, told.span.end) in places
        assert 0.5 <= told.span.score <= 1
        assert told.outcome
        assert told.outcome in " ".join(told.span.quote.split())
        assert told.outcome_slug is None or told.outcome_slug in load("outcomes")
        assert all(slug in load("populations") for slug in told.populations)
    keys = [(t.span.start, t.outcome, t.direction) for t in found]
    assert len(keys) == len(set(keys))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_plain_sentence_is_as_long_as_it_was(text: str) -> None:
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "employment " * 20_000,
        "12 " * 60_000,
        "significant increase in " * 9_000,
        "(" * 100_000,
        "£1 for every £1 " * 10_000,
        "a-" * 100_000,
        "We found that the programme, which was, " * 4_000,
    ],
)
def test_a_hostile_text_is_read_in_seconds(text: str) -> None:
    began = time.process_time()
    findings.read(lay_out(text + ".", reading=Reading((), "rct")))
    assert time.process_time() - began < 10


# --- the rules themselves --------------------------------------------------------------------------------------


def test_each_sign_is_asked_for_by_words_that_it_can_hold() -> None:
    known = signs.load()
    assert len({sign.id for sign in known.signs}) == len(known.signs)
    table = tomllib.loads(
        resources.files("ingest.tag.findings").joinpath("signs.toml").read_text("utf-8")
    )
    assert all(row["needs"] and row["rationale"] for row in table["sign"])


def test_a_sign_without_rationale_is_refused() -> None:
    row = {"id": "x", "gives": "change", "weight": 1, "needs": ["a"], "pattern": "a"}
    with pytest.raises(VocabularyError, match="rationale"):
        signs.parse({"sign": [row]}, "signs.toml")
    with pytest.raises(VocabularyError, match="'x'"):
        signs.parse({"sign": [row | {"rationale": "r", "pattern": "("}]}, "signs.toml")


@pytest.mark.parametrize("name", ["outcomes", "populations"])
def test_every_word_of_a_list_leads_to_its_own_slug(name: str) -> None:
    known = terms.of(name)
    assert set(known.slug_of.values()) <= set(load(name).slugs)
    for phrase, slug in known.slug_of.items():
        best = known.best(phrase)
        assert best is not None
        assert best[2] == slug or re.search(r"\W", phrase), phrase
