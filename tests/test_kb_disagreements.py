"""Claims about where sources differ: what is set side by side, how it is read, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from built import base_in, ingest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import disagreements
from kb.amounts import of_figure
from kb.disagreements import Disagreements
from kb.disagreements_claims import Claim, Place, under_one_source
from kb.disagreements_names import Named, mentions, names
from kb.disagreements_reading import reading
from kb.disagreements_same import are_same, differ, is_definition, joined
from kb.disagreements_sentences import said
from kb.disagreements_words import are_contrary, likeness, stem, tokens
from kb.models import Arm, Figure, FigureStatus, Filters

FIRST = """A scheme that grew

The Bright Futures Partnership (BFP) began three years ago. It has engaged over 120 organisations and raised over £632,000 in additional funding.
Across the country 800,000 or so young people are not in education, training or work. The BFP has 40 mentors.
"""
SECOND = """What partners can do

The Bright Futures Partnership (BFP) brings sectors together. We have convened over 175 organisations, and the ventures raised around £650,000 in additional grant support.
Over 800,000 young people are not in education, employment or training. The BFP has 40 mentors.
"""
THIRD = """Notes of a visit

The Harbour Trust Programme in Bristol works with 150 corporate partners. Over 250 crime reduction partnerships exist.
"""


def claim(
    text: str,
    counts: str,
    source: str,
    *,
    value: float | None = None,
    unit: str | None = None,
    arm: Arm = "whole",
    status: FigureStatus = "actual",
    months: float | None = None,
    subject: str = "attempt:a",
    owner: str = "",
) -> Claim:
    """A figure as a note states it."""
    figure = Figure(
        text, value=value, unit=unit, counts=counts, arm=arm, status=status, months=months
    )
    return Claim(
        subjects=frozenset((subject,)),
        source=source,
        place=Place("d", 0, 9, source),
        text=text,
        told=text,
        counted=tokens(counts),
        about=counts,
        owner=owner or source,
        group="change",
        amount=of_figure(figure),
        figure=figure,
        attempt_id="a",
    )


def found(home: Path, *texts: str) -> Disagreements:
    """What differs in a base of these texts, ingested in this order."""
    files = []
    home.parent.mkdir(exist_ok=True)
    for text in texts:
        file = home.parent / f"{stem(text.split(' ')[0])}-{len(text)}.txt"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    with base_in(home, hashed=True) as base:
        for file in files:
            ingest(base, file)
        return disagreements.draw(base.catalogue, Filters())


# --- texts ----------------------------------------------------------------------------------


def test_figures_of_one_programme_that_texts_give_differently_stand_side_by_side(
    tmp_path: Path,
) -> None:
    drawn = found(tmp_path / "home", FIRST, SECOND, THIRD)
    values = [tuple(sorted(side.value for side in one.sides)) for one in drawn.disagreements]
    assert ("over 120 organisations", "over 175 organisations") in values
    assert any("£632,000" in " ".join(some) and "£650,000" in " ".join(some) for some in values)
    assert any("800,000 or so" in " ".join(some) for some in values)
    assert not any("mentors" in " ".join(some) for some in values), "both say the same"
    assert not any("150" in " ".join(some) or "250" in " ".join(some) for some in values)


def test_every_side_opens_at_the_words_that_say_it(tmp_path: Path) -> None:
    drawn = found(tmp_path / "home", FIRST, SECOND)
    cited = {one.id: one for one in drawn.citations}
    assert drawn.disagreements
    for one in drawn.disagreements:
        assert len({cited[side.citation].document_id for side in one.sides}) > 1
        for side in one.sides:
            assert side.figure is not None
            assert side.figure.citation == side.citation
            assert side.value.split(";")[0] in " ".join(cited[side.citation].quote.split())


def test_the_order_of_ingest_changes_nothing(tmp_path: Path) -> None:
    one = found(tmp_path / "one" / "home", FIRST, SECOND, THIRD)
    other = found(tmp_path / "one" / "other", THIRD, SECOND, FIRST)
    assert one == other


def test_a_base_without_differences_has_none(tmp_path: Path) -> None:
    assert found(tmp_path / "home", THIRD).disagreements == ()


TOLD_BY_ONE = """Green skills for all

The Green Skills Challenge (GSC) has helped one in five trainees into jobs, and 27 colleges took part.
Nearly 3,000 trainees finished the course. The scheme cost around £1,500 per trainee. Sixty employers offered placements.
"""
TOLD_BY_ANOTHER = """What the Challenge did

The Green Skills Challenge gave 22% of its trainees a job. It ran in thirty colleges. More than 2,800 trainees completed the course.
Costs were £1,850 for each trainee. In all 85 employers offered placements.
A rival, the Solar Jobs Fund, supports 40 colleges and 3,300 trainees.
"""


def test_numbers_are_met_however_they_are_written_and_a_rivals_are_left_alone(
    tmp_path: Path,
) -> None:
    drawn = found(tmp_path / "home", TOLD_BY_ONE, TOLD_BY_ANOTHER)
    said_together = [" | ".join(side.value for side in one.sides) for one in drawn.disagreements]
    for one, other in (
        ("one in five", "22%"),
        ("27 colleges", "thirty colleges"),
        ("£1,500", "£1,850"),
        ("Sixty employers", "85 employers"),
        ("Nearly 3,000", "More than 2,800"),
    ):
        assert any(one in words and other in words for words in said_together), (one, said_together)
    assert not any("40 colleges" in words or "3,300" in words for words in said_together)


def test_two_texts_that_say_all_the_same_do_not_differ(tmp_path: Path) -> None:
    one = FIRST + "A first wave engaged 90 organisations.\n"
    assert found(tmp_path / "home", one, "As it was told\n\n" + one).disagreements == ()


def test_marks_of_footnotes_and_bare_digits_count_nothing() -> None:
    assert [
        one.words
        for one in said("It began in 1968.12 The trust”9 said 4 Open Services ran 14 CEOs.")
    ] == ["14 CEOs"]


# --- about one thing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("41% had a job outcome", "participants with any job outcome", 41, "%"),
         ("46% secured a job", "participants with any job outcome", 46, "%")),
        (("two million households", "households without a bank account", 2e6, "households"),
         ("over a million people", "people without a bank account of their own", 1e6, "people")),
        (("£3,946 each", "net cost to government", 3946, "£ per participant"),
         ("£3,100 each", "net cost to the Exchequer", 3100, "£ per participant")),
    ],
)  # fmt: skip
def test_figures_that_count_one_thing_are_met(
    one: tuple[str, str, float, str], other: tuple[str, str, float, str]
) -> None:
    a = claim(one[0], one[1], "a", value=one[2], unit=one[3])
    b = claim(other[0], other[1], "b", value=other[2], unit=other[3])
    assert are_same(a, b)
    assert differ(a, b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("children in the larger group", "children in the smaller group"),
        ("sites screened", "organisations engaged"),
        ("IT workers in the trial", "care workers in the trial"),
        ("borrowers who save", "lenders in the market"),
    ],
)
def test_figures_that_count_two_things_are_left_apart(one: str, other: str) -> None:
    assert not are_same(claim("10", one, "a", value=10), claim("12", other, "b", value=12))


def test_the_arms_of_a_study_never_disagree_with_each_other() -> None:
    one = claim("55%", "people in work", "a", value=55, unit="%", arm="attempt")
    other = claim("28%", "people in work", "b", value=28, unit="%", arm="comparison")
    assert not are_same(one, other)


def test_what_was_aimed_at_does_not_contradict_what_came() -> None:
    one = claim("nine", "partnerships", "a", value=9, status="target")
    other = claim("100", "partnerships", "b", value=100)
    assert not differ(one, other)
    assert differ(one, claim("12", "partnerships", "b", value=12, status="target"))


def test_a_year_and_a_month_of_it_agree() -> None:
    one = replace(claim("2017", "start", "a"), date="2017", amount=None)
    other = replace(claim("2017-09", "start", "b"), date="2017-09", amount=None)
    assert are_same(one, other)
    assert not differ(one, other)
    assert differ(one, replace(other, date="2018-01"))


def test_one_page_under_two_records_is_one_source() -> None:
    one = replace(
        claim("13", "unions", "https://a.example/x"), title="Partnerships that grew, and why"
    )
    other = replace(claim("15", "unions", "b"), title="Partnerships that grew and why")
    assert len({c.source for c in under_one_source([one, other])}) == 1
    short = [replace(one, title="Report"), replace(other, title="Report")]
    assert len({c.source for c in under_one_source(short)}) == 2


def test_one_source_does_not_disagree_with_itself() -> None:
    one = claim("13 unions", "unions", "a", value=13)
    assert not differ(one, claim("15 unions", "unions", "a", value=15))


# --- readings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([claim("over 800,000", "young people", "a", value=800_000),
          claim("about 800,000", "young people", "b", value=800_000)], "Rounding"),
        ([claim("1.8 per cent", "cut in the rate", "a", value=1.8, unit="%", arm="difference"),
          claim("1.8 percentage points", "cut in the rate", "b", value=1.8, unit="percentage points", arm="difference")],
         "percentage points"),
        ([claim("13%", "people in work", "a", value=13, unit="%", months=12),
          claim("22%", "people in work", "b", value=22, unit="%", months=24)], "12 and 24 months"),
        ([claim("£2m", "benefit to society", "a", value=2, unit="£ million", status="forecast"),
          claim("£1m", "benefit to society", "b", value=1, unit="£ million")], "forecast"),
        ([claim("up to £1m", "money for a zone", "a", value=1_000_000, unit="£"),
          claim("£750,000", "money for a zone", "b", value=750_000, unit="£")], "most there can be"),
        ([claim("£6,500", "gross cost", "a", value=6500, unit="£"),
          claim("£3,900", "net cost", "b", value=3900, unit="£")], "Gross and net"),
    ],
)  # fmt: skip
def test_a_difference_is_read_from_what_is_held(claims: list[Claim], words: str) -> None:
    assert words in (reading(claims) or "")


def test_what_nothing_held_explains_has_no_reading() -> None:
    assert (
        reading([claim("13", "unions", "a", value=13), claim("15", "unions", "b", value=15)])
        is None
    )


def test_one_number_told_in_two_ways_is_a_matter_of_definition() -> None:
    one = claim("5.5m", "people struggling with debt", "a", value=5_500_000)
    other = claim("5.5m", "people in bad debt without affordable credit", "b", value=5_500_000)
    assert is_definition(one, other)
    assert differ(one, other)
    assert not differ(one, claim("5.5m", "people struggling with debt", "b", value=5_500_000))


# --- words and names ------------------------------------------------------------------------


def test_words_for_one_thing_are_met_under_one_name() -> None:
    assert tokens("engaged organisations") == tokens("convening companies")
    assert tokens("not in education, training or work") == tokens("NEET")
    assert likeness(tokens("additional grant support"), tokens("additional funding attracted")) > 0
    assert are_contrary(tokens("the larger group"), tokens("the smaller group"))


def test_a_programme_is_named_by_its_acronym_or_its_kind_and_a_ministry_is_none() -> None:
    text = "The Bright Futures Partnership (BFP) and the Youth Start Programme of the Department for Work (DW)."
    assert set(names(text)) == {
        Named("bright futures partnership", "BFP"),
        Named("youth start programme"),
    }
    found_at = mentions("Bright Futures Partnership. The BFP. bright futures partnership", ["bright futures partnership"],
                        [Named("bright futures partnership", "BFP")])  # fmt: skip
    assert [at for at, _ in found_at] == [0, 32]


def test_each_amount_of_a_text_has_its_own_sentence_and_clause() -> None:
    first, second = said("We engaged 120 firms (a target of nine was set). Nothing else.")
    assert (first.amount.value, first.noun, first.status) == (120, "organisation", "actual")
    assert (second.amount.value, second.status) == (9, "target")
    assert first.sentence == second.sentence == "We engaged 120 firms (a target of nine was set)."


@given(st.text(max_size=300))
def test_what_is_said_opens_at_its_sentence(text: str) -> None:
    for one in said(text):
        assert text[one.start : one.end] == one.sentence
        assert one.amount.text in one.sentence


COUNTS = (
    "people in work",
    "people in lasting work",
    "firms engaged",
    "the larger group",
    "the smaller group",
    "net cost",
)
CLAIMS = st.builds(
    lambda value, counts, source, unit: claim(f"{value}", counts, source, value=value, unit=unit),
    st.integers(1, 500).map(float), st.sampled_from(COUNTS), st.sampled_from("abc"), st.sampled_from([None, "%"]),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(CLAIMS, max_size=8), st.randoms(use_true_random=False))
def test_who_is_set_beside_whom_does_not_depend_on_the_order(
    claims: list[Claim], random: object
) -> None:
    shuffled = [*claims]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def groups(some: list[Claim]) -> list[list[str]]:
        return sorted(sorted(repr(one) for one in group) for group in joined(some))

    assert groups(claims) == groups(shuffled)


@given(CLAIMS, CLAIMS)
def test_sameness_and_difference_do_not_depend_on_who_is_asked_first(
    one: Claim, other: Claim
) -> None:
    assert are_same(one, other) == are_same(other, one)
    assert differ(one, other) == differ(other, one)
