"""Words for people: dates, chips and figures."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import levels, vocab, wording, wording_evidence
from kb.evidence import (
    STRONGEST_FIRST,
    WITHOUT_DESIGN,
    DesignFact,
    FactOwner,
    FactStatus,
    Reading,
)
from kb.models import Actor, Figure, Finding, Level


def finding(
    *figures: Figure, kind: str = "effect", direction: str = "positive", **more: object
) -> Finding:
    values: dict[str, object] = {
        "id": "f", "attempt_id": "a", "study_id": None, "outcome": "in work",
        "outcome_slug": None, "population": None, "comparator": "usual vocational services",
        "text": "More people found work.", "basis": "compiled", "citation": "c1", **more,
    }  # fmt: skip
    return Finding(kind=kind, direction=direction, figures=figures, **values)  # type: ignore[arg-type]


def arm(which: str, value: float, text: str = "as reported", **more: object) -> Figure:
    values: dict[str, object] = {"unit": "%", "counts": "people with any work", **more}
    return Figure(text, value=value, arm=which, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-11-21T10:00:00Z", "21 November 2026"),
        ("2015-09", "September 2015"),
        ("2015", "2015"),
        ("spring 2015", "spring 2015"),
        ("2015-77", "2015-77"),
        (None, None),
    ],
)
def test_date_is_said_in_full_when_it_is_known(written: str | None, said: str | None) -> None:
    assert wording.date(written) == said


def test_two_arms_are_both_named_when_they_count_the_same() -> None:
    said = wording.figures(finding(arm("attempt", 55, months=18), arm("comparison", 28, months=18)))
    assert said == (
        "55 of 100 with it, 28 of 100 with usual vocational services: people with any work, at 18 months",
    )


def test_figures_stay_as_reported_when_an_arm_is_not_known() -> None:
    said = wording.figures(
        finding(arm("unknown", 10, "+10% in one group"), arm("unknown", 6, "+6%"))
    )
    assert said == ("+10% in one group", "+6%")


def test_figures_stay_as_reported_when_two_comparisons_compete() -> None:
    held = (arm("attempt", 56, "a"), arm("comparison", 44, "b"), arm("comparison", 45, "c"))
    assert wording.figures(finding(*held)) == ("a", "b", "c")


def test_figures_stay_as_reported_when_no_comparator_is_named() -> None:
    held = (arm("attempt", 40, "40% now"), arm("comparison", 6, "6% before"))
    assert wording.figures(finding(*held, comparator=None)) == ("40% now", "6% before")


@given(
    st.lists(
        st.sampled_from(["attempt", "comparison", "difference", "whole", "unknown"]), max_size=6
    )
)
def test_no_figure_is_lost_whatever_its_arm(arms: list[str]) -> None:
    held = [arm(which, i, f"text {i}", months=i % 2) for i, which in enumerate(arms)]
    said = " | ".join(wording.figures(finding(*held)))
    for figure in held:
        assert figure.text in said or f"{wording.number(figure.value or 0)} of 100" in said


def test_every_direction_has_its_own_mark_and_word() -> None:
    shown = [wording.direction(term.slug) for term in vocab.load("directions").terms]
    assert len({mark for mark, _ in shown}) == len(shown) == len({word for _, word in shown})


def test_an_inconclusive_effect_says_its_interval_when_it_has_one() -> None:
    interval = Figure(
        "5, -3 to 21", value=5, low=-3, high=21, unit="percentage points", arm="difference"
    )
    mark, word = wording.direction_of_finding(finding(interval, direction="unclear"))
    assert (mark, word) == ("?", "Inconclusive: could be from -3 to 21 percentage points")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("delivery", "Reported"), ("forecast", "Reported"), ("change", "Inconclusive")],
)
def test_a_count_that_points_no_way_is_reported_and_not_inconclusive(
    kind: str, expected: str
) -> None:
    one = replace(finding(direction="unclear"), kind=kind)  # type: ignore[arg-type]
    assert wording.direction_of_finding(one) == ("", expected)


def test_a_result_without_comparison_has_no_mark() -> None:
    assert wording.direction_of_finding(finding(kind="change")) == ("", "Favourable")


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        ({"nesta-2013": 3, "sms-wwg-2016": 5}, "Randomised · Nesta 3 of 5, the most one study can have · compiled"),
        ({"nesta-2013": 2, "sms-wwg-2016": 3}, "Data on users, no comparison group · Nesta 2 of 5 · compiled"),
        ({"nesta-2013": 1}, "Account of what was done · Nesta 1 of 5 · compiled"),
        ({}, "No level stated"),
    ],
)  # fmt: skip
def test_level_leads_with_plain_design(ranks: dict[str, int], said: str) -> None:
    held = {scheme: Level(str(rank), rank, "compiled") for scheme, rank in ranks.items()}
    assert wording.level(held) == said


def test_those_who_took_part_are_named_by_sector() -> None:
    who = [Actor("Shell", "business", "funder"), Actor("DWP", "government", "funder")]
    who.append(Actor("DWP", "government", "deliverer"))
    assert wording.who_by_sector(who) == (("Government", ("DWP",)), ("Business", ("Shell",)))


def test_every_basis_and_interest_is_explained() -> None:
    assert set(wording.BASIS_EXPLAINED) == {"suggested", "compiled", "judged"}
    assert set(wording.WRITTEN_BY) == set(vocab.load("interests").slugs)
    assert set(wording.OWN_WORDS) == set(vocab.load("directions").slugs) - {"not-studied"}


@pytest.mark.parametrize(
    ("start", "end", "status", "said"),
    [
        ("2013-01", "2016", "ended", "2013 to 2016"),
        ("2020", None, "running", "since 2020"),
        ("2020", None, "unknown", "from 2020"),
        (None, "2015", "unknown", "until 2015"),
        (None, None, "unknown", None),
    ],
)
def test_period_says_what_is_known(
    start: str | None, end: str | None, status: str, said: str | None
) -> None:
    assert wording.period(start, end, status) == said


def test_a_change_in_two_arms_keeps_its_signs() -> None:
    held = (
        arm("attempt", -18, counts="change in leave"),
        arm("comparison", 29, counts="change in leave"),
    )
    assert wording.figures(finding(*held)) == (
        "−18% with it, +29% with usual vocational services: change in leave",
    )


NESTA_3 = Level("3", 3, "judged", scheme="nesta-2013", scheme_label="Nesta", edition="2013", label="Caused by it", steps=5, aside="the most one study can have")  # fmt: skip


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("rct", "Randomised · Nesta 3 of 5, the most one study can have · judged"),
        ("did", "Difference in differences · Nesta 3 of 5, the most one study can have · judged"),
        (
            "a trial of sorts",
            "Comparison group · Nesta 3 of 5, the most one study can have · judged",
        ),
        (None, "Comparison group · Nesta 3 of 5, the most one study can have · judged"),
    ],
)
def test_a_known_design_is_said_before_the_level(known: str | None, said: str) -> None:
    assert wording.level({"nesta-2013": NESTA_3}, known=known) == said


@pytest.mark.parametrize(
    ("design", "scheme", "said"),
    [
        ("systematic-review", "nesta-2013", "Systematic review · no Nesta level · suggested"),
        ("protocol", "nesta-2013", "Plan of a study · Nesta 1 of 5 · suggested"),
        ("pre-post", "foundations", "Before and after · Foundations 2 of 4 · suggested"),
        ("post-only", "foundations", "Asked afterwards · Foundations: not level 2 · suggested"),
        ("rct", "essa", "Randomised · ESSA: tier 1: experiment · suggested"),
        ("did", "maps-evidence-hub", "Difference in differences · MaPS: outcomes, causality · suggested"),
    ],
)  # fmt: skip
def test_a_chip_says_every_kind_of_standard(design: str, scheme: str, said: str) -> None:
    facts = (DesignFact(design, "done", "this", "So it was.", 0, 10, "designs-1:x"),)
    held = levels.of_reading(Reading(facts, design))
    assert wording.level(held, scheme, design) == said


def test_a_level_on_its_own_carries_its_edition() -> None:
    assert wording.step(NESTA_3) == "Nesta 3 of 5 (2013), the most one study can have"


def test_where_there_is_no_level_the_words_say_why() -> None:
    held = levels.of_reading(Reading((), "programme-description", note="The text is in German."))
    assert wording.step(held["nesta-2013"]) == "no Nesta level (2013): the text is in German"
    assert wording.level(held) == "No Nesta level · suggested"


def test_schemes_side_by_side_are_called_equivalent_only_roughly() -> None:
    held = levels.compiled({"nesta-2013": "3", "sms-wwg-2016": "5"}, "compiled", None)
    both = wording.side_by_side(held, ("nesta-2013", "sms-wwg-2016"))
    assert both is not None
    assert both.endswith(
        "(What Works Growth edition, 2016): approximately equivalent, not official"
    )
    alone = wording.side_by_side(held, ("nesta-2013",))
    assert alone == "Nesta 3 of 5 (2013), the most one study can have"
    assert wording.side_by_side({}, ("nesta-2013",)) is None


def test_every_design_status_and_owner_has_words() -> None:
    designs = [*STRONGEST_FIRST, *WITHOUT_DESIGN]
    assert len({wording.design(slug) for slug in designs}) == len(designs)
    for status in get_args(FactStatus):
        assert wording.fact_status(status) in wording_evidence.FACT_STATUS_WORDS.values()
    for owner in get_args(FactOwner):
        assert wording.fact_owner(owner) in wording_evidence.FACT_OWNER_WORDS.values()


def test_a_fact_says_whether_it_was_done_and_whose_it_is() -> None:
    planned = DesignFact("rct", "planned", "this", "q", 0, 1, "r")
    cited = DesignFact("rct", "done", "cited", "q", 0, 1, "r")
    lost = DesignFact("lower", "done", "this", "q", 0, 1, "r", aspect="attrition")
    assert wording.fact(planned) == "Randomised · planned, not done · of this study"
    assert wording.fact(cited) == "Randomised · done · of a study it cites"
    assert wording.fact(lost) == "Attrition · done · of this study"
