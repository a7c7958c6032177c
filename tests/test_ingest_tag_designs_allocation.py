"""Groups that were made, and whether chance made them: unclear takes the lower level."""

from __future__ import annotations

import pytest

from ingest.tag import designs
from kb import levels
from kb.evidence import Reading

ARMS = "Learners were allocated to the intervention group or the control group. Scores rose by 4 points more in the intervention arm."
RANDOM = "Learners were randomly allocated to the intervention group or the control group. Scores rose by 4 points more in the intervention arm."


def _aspects(reading: Reading) -> set[str | None]:
    return {fact.aspect for fact in reading.facts if fact.fact == "lower"}


def _rank(reading: Reading, scheme: str) -> int | None:
    return levels.of_reading(reading)[scheme].rank


def test_a_trial_of_which_nothing_says_that_chance_decided_takes_the_lower_level() -> None:
    reading = designs.read(ARMS)
    assert reading.design == "rct"
    assert "allocation-unclear" in _aspects(reading)
    assert (_rank(reading, "nesta-2013"), _rank(reading, "sms-wwg-2016")) == (3, 3)
    why_not = levels.of_reading(reading)["sms-wwg-2016"].grounds
    assert any(g.against and g.start is not None and "allocated to" in g.text for g in why_not)


@pytest.mark.parametrize(
    ("text", "title"), [(RANDOM, ""), (ARMS, "Reading aloud: a randomised trial")]
)
def test_chance_that_is_told_in_the_text_or_the_title_is_enough(text: str, title: str) -> None:
    reading = designs.read(text, title=title)
    assert "allocation-unclear" not in _aspects(reading)
    assert (_rank(reading, "nesta-2013"), _rank(reading, "sms-wwg-2016")) == (3, 5)


def test_a_text_without_a_trial_has_no_unclear_allocation() -> None:
    assert "allocation-unclear" not in _aspects(designs.read("We asked 40 learners afterwards."))
