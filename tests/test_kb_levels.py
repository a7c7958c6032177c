"""Levels from facts: ceilings by design, why, why not higher, and what a person needs to go further."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import levels, standards, vocab
from kb.errors import UnknownName, UsageError
from kb.evidence import (
    STRONGEST_FIRST,
    WITHOUT_DESIGN,
    Contrast,
    DesignFact,
    Profile,
    Reading,
    profile,
)
from kb.levels import Linked
from kb.models import Level

SHIPPED = standards.load()
NESTA, SMS = "nesta-2013", "sms-wwg-2016"
LABELS = Path(__file__).resolve().parents[2] / "shared" / "data" / "labels" / "designs.jsonl"

ASPECTS = vocab.load("design-aspects")
LOWERS = [term.slug for term in ASPECTS.terms if term.group == "lower"]
OTHERS = [term.slug for term in ASPECTS.terms if term.group != "lower"]


def fact(
    slug: str,
    quote: str | None = None,
    *,
    status: str = "done",
    owner: str = "this",
    aspect: str | None = None,
    at: int | None = None,
    **more: object,
) -> DesignFact:
    words = quote or f"A sentence on {slug} {aspect or ''} {status} {owner}."
    start = at if at is not None else sum(map(ord, words)) * 10
    end = start + len(words)
    values: dict[str, object] = {"rule": "designs-1:test", "page": 2, **more}
    return DesignFact(slug, status, owner, words, start, end, aspect=aspect, **values)  # type: ignore[arg-type]


def of(design: str, *facts: DesignFact, **more: object) -> dict[str, Level]:
    reading = Reading(tuple(facts), design, **more)  # type: ignore[arg-type]
    return levels.of_reading(reading, SHIPPED, "d1")


def made_of(designs: Iterable[str], aspects: Mapping[str, float] | None = None) -> Profile:
    held = frozenset(designs)
    strongest = next((one for one in STRONGEST_FIRST if one in held), "programme-description")
    return Profile(strongest, held, dict(aspects or {}))


def rank(scheme: str, one: Profile) -> int:
    step = levels.step_of(SHIPPED[scheme], one)
    return (step.rank or 0) if step else 0


# --- ceilings by design ------------------------------------------------------------------------

TABLE = {
    # design: (nesta, sms, foundations, maps, essa, clear)
    "programme-description": ("1", None, "nl2", None, None, None),
    "theory-based": ("1", None, "nl2", "theory", None, None),
    "post-only": ("1", None, "nl2", None, None, None),
    "pre-post": ("2", "1", "2", "outcomes", None, "low"),
    "value-for-money": ("1", None, None, "value-for-money", None, None),
    "controls-only": ("2", "2", "2", "outcomes", "3", "low"),
    "matching": ("3", "3", "3", "causality", "2", "moderate"),
    "did": ("3", "3", "3", "causality", "2", "moderate"),
    "panel": ("3", "3", "3", "causality", "2", "moderate"),
    "synthetic-control": ("3", "3", "3", "causality", "2", "moderate"),
    "rdd": ("3", "4", "3", "causality", "2", "moderate"),
    "iv": ("3", "4", "3", "causality", "2", "moderate"),
    "its": ("3", "4", "3", "causality", "2", "moderate"),
    "rct": ("3", "5", "3", "causality", "1", "high"),
    "systematic-review": (None, None, None, "review", None, None),
    "qualitative": ("1", None, None, "process", None, None),
    "process": ("1", None, None, "process", None, None),
    "protocol": ("1", None, None, None, None, None),
    "cited-only": (None, None, None, None, None, None),
}
SCHEMES = (NESTA, SMS, "foundations", "maps-evidence-hub", "essa", "clear")


@pytest.mark.parametrize("design", [*STRONGEST_FIRST, *WITHOUT_DESIGN])
def test_every_design_has_the_ceiling_that_the_standards_give_it(design: str) -> None:
    held = Profile(design, frozenset({design} & set(STRONGEST_FIRST)), {})
    steps = [levels.step_of(SHIPPED[scheme], held) for scheme in SCHEMES]
    assert tuple(step.slug if step else None for step in steps) == TABLE[design]


@pytest.mark.parametrize(
    ("aspects", "nesta", "sms", "foundations", "essa", "clear"),
    [
        ({}, "3", "5", "3", "1", "high"),
        ({"attrition": 12}, "3", "5", "3", "1", "high"),
        ({"attrition": 46}, "3", "4", "2", "2", "moderate"),
        ({"attrition": 0}, "3", "4", "2", "2", "moderate"),
        ({"uneven-attrition": 0}, "3", "4", "2", "2", "moderate"),
    ],
)
def test_a_trial_that_lost_many_keeps_nesta_3_and_falls_elsewhere(
    aspects: dict[str, float], nesta: str, sms: str, foundations: str, essa: str, clear: str
) -> None:
    held = made_of({"rct"}, aspects)
    schemes = (NESTA, SMS, "foundations", "essa", "clear")
    steps = [levels.step_of(SHIPPED[scheme], held) for scheme in schemes]
    assert [s.slug if s else None for s in steps] == [nesta, sms, foundations, essa, clear]


def test_high_attrition_is_flagged_where_the_level_stays() -> None:
    lost = fact(
        "lower", "Attrition reached 46 per cent.", aspect="attrition", detail={"percent": 46}
    )
    level = of("rct", fact("rct"), lost)[NESTA]
    assert level.level == "3"
    assert lost.quote in level.why_not_higher


def test_a_rigorous_study_without_benefit_is_ne_only_where_its_directions_are_known() -> None:
    held, guidebook = made_of({"rct"}), SHIPPED["foundations"]
    for directions, slug in (
        ((), "3"),
        (("no-effect",), "ne"),
        (("negative",), "ne"),
        (("negative", "no-effect"), "ne"),
        (("no-effect", "positive"), "3"),
        (("no-effect", "unclear"), "3"),
        (("mixed",), "3"),
    ):
        step = levels.step_of(guidebook, held, directions)
        assert step is not None
        assert step.slug == slug, directions
    assert levels.step_of(SHIPPED[NESTA], held, ("no-effect",)) == SHIPPED[NESTA].step("3")
    weak = levels.step_of(guidebook, made_of({"pre-post"}), ("no-effect",))
    assert weak is not None
    assert weak.slug == "2"


def test_the_plan_of_a_review_has_no_nesta_level_and_that_of_a_study_has_1() -> None:
    study = of("protocol", fact("rct", status="planned"))[NESTA]
    review = of("protocol", fact("systematic-review", status="planned"))[NESTA]
    assert (study.level, review.level) == ("1", None)
    assert "plan of a review" in review.why_not_higher[0]


@pytest.mark.skipif(not LABELS.exists(), reason="the labelled sets are not beside the project")
def test_the_labels_convention_holds_for_every_labelled_design() -> None:
    wrong = []
    for line in LABELS.read_text("utf-8").splitlines():
        item = json.loads(line)
        planned = ["systematic-review"] if "review aims" in item["evidence"] else []
        facts = {item["design"]} & set(STRONGEST_FIRST) | {f"planned:{p}" for p in planned}
        step = levels.step_of(SHIPPED[NESTA], Profile(item["design"], frozenset(facts), {}))
        if (step.rank if step else None) != item["nesta_ceiling"]:
            wrong.append(item["id"])
    assert not wrong


def test_emmie_and_maps_hold_what_is_there_side_by_side() -> None:
    held = of("did", fact("did"), fact("process"), fact("value-for-money"))
    assert held["maps-evidence-hub"].held == ("outcomes", "causality", "process", "value-for-money")
    assert held["maps-evidence-hub"].level == "causality"
    assert held["emmie"].held == ("effect", "implementation", "economics")
    assert held["emmie"].rank is None
    assert held["emmie"].steps is None


@pytest.mark.parametrize("form", ["grade", "bond"])
def test_a_form_is_never_derived(form: str) -> None:
    level = of("rct", fact("rct"))[form]
    assert level.level is None
    assert level.why == ()
    assert "people fill in" in level.why_not_higher[0]


# --- invariants --------------------------------------------------------------------------------

designs = st.frozensets(st.sampled_from(STRONGEST_FIRST))
aspects = st.dictionaries(st.sampled_from([*LOWERS, *OTHERS]), st.floats(0, 100))
ladders = st.sampled_from([one.slug for one in SHIPPED.ladders])


@given(ladders, designs, aspects, st.sampled_from(LOWERS), st.floats(0, 100))
def test_a_weakness_more_never_raises_a_rank(
    scheme: str, held: frozenset[str], other: dict[str, float], lower: str, number: float
) -> None:
    before = made_of(held, {k: v for k, v in other.items() if k != lower})
    after = made_of(held, {**other, lower: number})
    assert rank(scheme, after) <= rank(scheme, before)


@given(ladders, designs, aspects)
def test_a_fact_less_never_raises_a_rank(
    scheme: str, held: frozenset[str], other: dict[str, float]
) -> None:
    before = rank(scheme, made_of(held, other))
    # What is not rated (a review, interviews alone) has no rank that could be raised.
    for one in held if before else ():
        assert rank(scheme, made_of(held - {one}, other)) <= before


@given(st.sampled_from([*STRONGEST_FIRST, *WITHOUT_DESIGN]), designs, aspects)
def test_a_nesta_proposal_never_exceeds_3(
    design: str, held: frozenset[str], other: dict[str, float]
) -> None:
    assert rank(NESTA, Profile(design, held, other)) <= 3


statuses = st.sampled_from(["done", "planned", "negated", "hypothetical", "recommended"])
owners = st.sampled_from(["this", "cited", "included-in-review", "none"])
facts = st.lists(
    st.one_of(
        st.builds(
            lambda slug, status, owner, n: fact(slug, f"Words {n}.", status=status, owner=owner, at=n),
            st.sampled_from(STRONGEST_FIRST), statuses, owners, st.integers(0, 900),
        ),
        st.builds(
            lambda slug, n: fact("lower", f"Lower words {n}.", aspect=slug, at=n),
            st.sampled_from(LOWERS), st.integers(0, 900),
        ),
    ),
    max_size=8,
)  # fmt: skip


def strongest(some: Iterable[DesignFact]) -> str:
    held = {one.fact for one in some if one.counts}
    return next((one for one in STRONGEST_FIRST if one in held), "programme-description")


@given(facts)
def test_every_level_has_scheme_edition_and_a_place_for_each_quote(some: list[DesignFact]) -> None:
    quotes = {one.quote for one in some}
    for scheme, level in of(strongest(some), *some).items():
        assert (level.scheme, level.edition) == (scheme, SHIPPED[scheme].edition)
        assert level.basis == "suggested"
        assert level.why == tuple(g.text for g in level.grounds if not g.against)
        assert level.why_not_higher == tuple(g.text for g in level.grounds if g.against)
        for ground in level.grounds:
            placed = ground.start is not None and ground.end is not None
            assert placed == (ground.text in quotes)
            assert (ground.document_id == "d1") == placed
        if level.level is None:
            assert level.why_not_higher


@given(facts)
def test_what_a_filter_finds_is_what_a_page_shows(some: list[DesignFact]) -> None:
    held = profile(strongest(some), some)
    for scheme, level in of(strongest(some), *some).items():
        step = levels.step_of(SHIPPED[scheme], held)
        assert (step.slug if step else None) == level.level


@given(facts, st.integers(0, 900))
def test_praise_never_changes_a_level(some: list[DesignFact], at: int) -> None:
    praise = fact("none", "This proven, award-winning model.", aspect="claim", at=at)
    before, after = of(strongest(some), *some), of(strongest(some), *some, praise)
    for scheme in SHIPPED:
        assert after[scheme].level == before[scheme].level
        assert after[scheme].held == before[scheme].held
        assert praise.quote not in after[scheme].why


# --- why, and why not higher -------------------------------------------------------------------


def test_the_facts_that_make_a_step_are_quoted_with_their_place() -> None:
    said = fact("rct", "Schools were randomly assigned.", at=40, page=7, page_label="iv")
    level = of("rct", said, fact("qualitative"))[NESTA]
    assert level.why == (said.quote,)
    ground = level.grounds[0]
    assert (ground.document_id, ground.start, ground.page, ground.page_label) == ("d1", 40, 7, "iv")


def test_praise_is_quoted_under_why_not_higher_where_nothing_backs_it() -> None:
    praise = fact("none", "This proven model changes lives.", aspect="claim")
    blog, trial = of("programme-description", praise)[NESTA], of("rct", fact("rct"), praise)[NESTA]
    assert praise.quote in blog.why_not_higher
    assert any("are a claim" in one for one in blog.why_not_higher)
    assert praise.quote not in trial.why_not_higher


@pytest.mark.parametrize(
    ("status", "owner", "quoted"),
    [
        ("planned", "this", True),
        ("negated", "this", True),
        ("hypothetical", "none", True),
        ("recommended", "none", False),
        ("done", "cited", False),
    ],
)
def test_a_design_that_was_not_done_here_says_why_not_higher(
    status: str, owner: str, quoted: bool
) -> None:
    said = fact("rct", "A trial, or not.", status=status, owner=owner)
    level = of("pre-post", fact("pre-post"), said)[NESTA]
    assert level.level == "2"
    assert (said.quote in level.why_not_higher) is quoted


def test_a_missing_comparison_is_quoted_else_named() -> None:
    without = fact("lower", "There was nobody to compare with.", aspect="no-comparison")
    assert without.quote in of("pre-post", fact("pre-post"), without)[NESTA].why_not_higher
    named = of("pre-post", fact("pre-post"))[NESTA].why_not_higher
    assert "No comparison group is described." in named


def test_what_the_next_step_needs_is_named_for_the_most_one_study_can_have() -> None:
    level = of("rct", fact("rct"))[NESTA]
    assert level.aside == "the most one study can have"
    assert "No second study of the same is linked." in level.why_not_higher


def test_a_contradiction_shows_both_and_takes_the_lower() -> None:
    done, no = fact("rct", "We randomised."), fact("rct", "It was not a trial.", status="negated")
    level = of("rct", done, no, fact("pre-post"))[NESTA]
    assert level.level == "2"
    assert {done.quote, no.quote} <= set(level.why_not_higher)
    assert any("the lower is taken" in one for one in level.why_not_higher)


def test_a_trial_without_anybody_to_compare_with_is_no_trial() -> None:
    without = fact("lower", "No comparison group was used.", aspect="no-comparison")
    assert of("rct", fact("rct"), without)[NESTA].level == "1"


def test_a_denial_in_passing_does_not_undo_what_a_report_says_throughout() -> None:
    said = [fact("rct", f"Randomised, told again {n}.") for n in range(4)]
    no = fact("rct", "Teachers were not randomised.", status="negated")
    level = of("rct", *said, no)[NESTA]
    assert level.level == "3"


def test_a_sentence_that_turns_from_one_to_the_other_denies_nothing() -> None:
    words = "First without controls, then controlling for age."
    both = [fact("controls-only", words, status=status) for status in ("negated", "done")]
    assert of("controls-only", *both)[NESTA].level == "2"


def test_a_denial_of_another_comparison_leaves_this_one() -> None:
    here = fact("rct", "In Leeds, by lot.", contrast=1)
    there = fact("rct", "Elsewhere not by lot.", status="negated", contrast=2)
    assert of("rct", here, there)[NESTA].level == "3"


def test_where_nothing_could_be_read_there_is_no_level_and_the_reason() -> None:
    for level in of("programme-description", note="The text is in German.").values():
        assert level.level is None
        assert level.why_not_higher == ("The text is in German.",)


def test_each_comparison_of_a_document_is_rated_apart() -> None:
    lost = fact("lower", "Half were lost.", aspect="attrition", detail={"percent": 50})
    reading = Reading(
        (fact("rct", contrast=1), fact("pre-post", contrast=2), lost),
        "rct",
        (Contrast(1, "Leeds", "rct"), Contrast(2, "Elsewhere", "pre-post")),
    )
    held = levels.by_contrast(reading, SHIPPED, "d1")
    assert [held[n][NESTA].level for n in (1, 2)] == ["3", "2"]
    assert [held[n][SMS].level for n in (1, 2)] == ["4", "1"]
    assert levels.by_contrast(replace(reading, note="No text."), SHIPPED) == {}


def test_a_number_belongs_to_what_it_counts() -> None:
    lost = fact("lower", aspect="attrition", detail={"n": 300})
    assert profile("rct", [fact("rct"), lost]).aspects == {"attrition": 0.0}
    two = [fact("lower", aspect="attrition", detail={"percent": p}) for p in (5, 30)]
    later = [fact("lift", aspect="follow-up", detail={"months": m}) for m in (24, 6)]
    assert profile("rct", [*two, *later]).aspects == {"attrition": 30.0, "follow-up": 6.0}


# --- a study, and what people need to go further ------------------------------------------------


def test_several_documents_of_one_study_have_the_strongest_ones_ceiling_once() -> None:
    report = of("rct", fact("rct", "We randomised."))
    blog = of("post-only", fact("post-only"))
    study = levels.proposal([blog, report, report], SHIPPED)
    assert study[NESTA].level == "3"
    assert study[NESTA].why == ("We randomised.",)
    assert study["grade"].level is None


def test_a_study_is_never_proposed_above_what_can_be_derived() -> None:
    stated = levels.compiled({NESTA: "5"}, "judged", None)
    study = levels.proposal([stated], SHIPPED)[NESTA]
    assert study.level == "3"
    assert "named person" in study.why_not_higher[-1]


def test_ticks_of_all_documents_of_a_study_are_held_together() -> None:
    study = levels.proposal([of("did", fact("did")), of("process", fact("process"))], SHIPPED)
    assert study["maps-evidence-hub"].held == ("outcomes", "causality", "process")
    assert study["maps-evidence-hub"].level == "causality"


@pytest.mark.parametrize(
    ("step", "linked", "missing"),
    [
        ("3", Linked(), None),
        ("4", Linked(evaluations=2, replication=True), "a body other than the deliverer"),
        ("4", Linked(1, 1, 1), "a replication or a statement of cost"),
        ("4", Linked(1, 1, 1, cost=True), None),
        ("4", Linked(2, 1, 1, replication=True), None),
        ("5", Linked(3, 2, 1, replication=True, cost=True), "two places or more"),
        ("5", Linked(3, 1, 2), "two independent evaluations"),
        ("5", Linked(2, 2, 2), None),
    ],
)
def test_four_and_five_need_linked_independent_evaluations(
    step: str, linked: Linked, missing: str | None
) -> None:
    said = levels.refusal(NESTA, step, linked)
    assert (said is None) == (missing is None)
    if said is not None and missing is not None:
        assert missing in said
        assert "1 to 3 are accepted" in said


def test_a_refusal_knows_no_step_that_is_not_there() -> None:
    with pytest.raises(UnknownName):
        levels.refusal(NESTA, "6", Linked())
    with pytest.raises(UnknownName):
        levels.requirements("nesta", "4")


# --- notes and filters -------------------------------------------------------------------------


def test_a_note_above_nesta_3_is_held_back_until_it_is_judged() -> None:
    shown = levels.compiled({NESTA: "5", SMS: "5"}, "compiled", "Two trials.")
    assert (shown[NESTA].level, shown[NESTA].ceiling) == ("3", "3")
    assert "The note states 5" in shown[NESTA].why_not_higher[0]
    assert (shown[SMS].level, shown[SMS].steps) == ("5", 5)
    assert levels.compiled({NESTA: "5"}, "judged", None)[NESTA].level == "5"


def test_what_a_note_does_not_state_may_be_derived_from_it_as_a_suggestion() -> None:
    shown = levels.compiled({NESTA: "2"}, "compiled", None, read=of("rct", fact("rct")))
    assert (shown[NESTA].level, shown[NESTA].basis) == ("2", "compiled")
    assert (shown[SMS].level, shown[SMS].basis) == ("5", "suggested")


def test_a_step_that_no_standard_holds_is_shown_as_it_was_stated() -> None:
    level = levels.compiled({"pathways": "supported"}, "compiled", None)["pathways"]
    assert (level.level, level.rank, level.scheme) == ("supported", None, "pathways")


@pytest.mark.parametrize(
    ("scheme", "step", "found"),
    [
        (None, None, None),
        (None, "2", (NESTA, 2)),
        (NESTA, None, (NESTA, 1)),
        (SMS, "4", (SMS, 4)),
        ("essa", "1", ("essa", 4)),
        ("foundations", "nl2", ("foundations", 1)),
        ("clear", "moderate", ("clear", 2)),
    ],
)
def test_a_step_asks_for_itself_and_for_what_is_stronger(
    scheme: str | None, step: str | None, found: tuple[str, int] | None
) -> None:
    assert levels.minimum(scheme, step) == found


@pytest.mark.parametrize(
    ("scheme", "step", "says"),
    [
        ("maps-evidence-hub", "causality", "its ticks stand side by side"),
        ("emmie", "effect", "its dimensions are held apart"),
        ("grade", "high", "a form that people fill in"),
        (NESTA, "9", "accepted: 1 to 5"),
        ("foundations", "ne", "accepted: nl2, 2, 3, 4"),
        ("nesta", "1", "nesta-2013"),
    ],
)
def test_what_has_no_order_is_refused_as_a_minimum(scheme: str, step: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        levels.minimum(scheme, step)
