"""Claims about the status and the owner of a cue, by how a sentence is built and not by its set phrases."""

from __future__ import annotations

import pytest

from ingest.tag.designs import sentence
from ingest.tag.designs.matching import words


def _said(text: str) -> tuple[str, str, str]:
    first = sentence.read(words(text))[0]
    return first.rule.fact, first.status, first.owner


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Regression discontinuity borrows the arbitrariness of a threshold.", "rdd"),
        ("A difference-in-differences design subtracts one change from another.", "did"),
        ("Social return on investment expresses outcomes in pounds.", "value-for-money"),
        ("Synthetic controls weight untreated regions until they resemble the treated one.",
         "synthetic-control"),
        ("Good randomised trials publish their allocation sequence afterwards.", "rct"),
        ("A theory of change spells out the steps that lead to an outcome.", "theory-based"),
    ],
)  # fmt: skip
def test_a_method_is_explained_when_it_is_the_subject_of_any_verb_in_the_present(
    text: str, fact: str
) -> None:
    assert _said(text) == (fact, "definitional", "none")


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Households were randomly assigned to receive either the leaflet or a visit.", "rct"),
        ("Segmented regression shows a step down of six complaints a week.", "its"),
        ("Propensity score matching produced 412 pairs.", "matching"),
        ("Cost-benefit analysis puts the saving at £1,200 a household.", "value-for-money"),
        ("Difference-in-differences estimates point to a fall of four per cent.", "did"),
        ("This systematic review searches eight databases.", "systematic-review"),
        ("Nothing but random assignment separated the two groups of schools.", "rct"),
        ("The analysis by intention to treat of the randomised controlled trial is below.", "rct"),
    ],
)
def test_a_design_counts_as_done_when_a_past_a_number_or_a_result_is_told_of_it(
    text: str, fact: str
) -> None:
    assert _said(text) == (fact, "done", "this")


@pytest.mark.parametrize(
    "text",
    [
        "The steering group turned down a randomised controlled trial.",
        "Nobody was randomly assigned to anything in this study.",
        "Calls for a randomised controlled trial went unanswered.",
        "At no point was a randomised controlled trial undertaken.",
        "We chose a simple trend over a randomised controlled trial.",
        "This should not be mistaken for a randomised controlled trial.",
    ],
)
def test_a_design_is_negated_when_it_is_what_somebody_refused_or_nobody_had(text: str) -> None:
    assert _said(text) == ("rct", "negated", "this")


@pytest.mark.parametrize(
    "text",
    [
        "The council has put aside £200,000 for a randomised controlled trial.",
        "Discussions with two banks about a randomised controlled trial are at an early stage.",
        "Over the summer we mean to run a randomised controlled trial.",
        "The scoring form was tried out ahead of a randomised controlled trial.",
    ],
)
def test_a_design_is_planned_when_somebody_has_money_talks_or_a_mind_for_it(text: str) -> None:
    assert _said(text) == ("rct", "planned", "this")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Should the fund be oversubscribed, a randomised controlled trial becomes possible.",
         "hypothetical"),
        ("With another year, the team might have mounted a randomised controlled trial.",
         "hypothetical"),
        ("What the field now needs is a randomised controlled trial.", "recommended"),
        ("There is a strong argument for a randomised controlled trial.", "recommended"),
        ("Please record outcomes, so that a randomised controlled trial can follow.", "recommended"),
    ],
)  # fmt: skip
def test_a_design_is_nobodys_when_it_is_wished_for_or_depends_on_what_was_not(
    text: str, status: str
) -> None:
    assert _said(text) == ("rct", status, "none")


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (
            "Randomised controlled trials make up a third of the evidence base.",
            "included-in-review",
        ),
        (
            "Only two papers in our sample report a randomised controlled trial.",
            "included-in-review",
        ),
        ("Okonkwo and Bell randomised 1,100 jobseekers to text reminders.", "cited"),
        ("According to a randomised controlled trial in Lisbon, letters helped.", "cited"),
        ("Participants were randomised according to a sequence made beforehand.", "this"),
    ],
)
def test_a_study_is_others_when_studies_are_counted_or_somebody_by_name_did_it(
    text: str, owner: str
) -> None:
    assert _said(text) == ("rct", "done", owner)
