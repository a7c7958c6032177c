"""Designs told in plain words, without their name. Every sentence here is invented."""

from __future__ import annotations

import pytest

from ingest.tag.designs import read


@pytest.mark.parametrize(
    ("text", "design"),
    [
        ("We follow the same 8,300 nurses as they move between shifts and hold fixed who they are.", "panel"),
        ("Ferry fares fell by 9 per cent relative to islands that did not open a second pier.", "did"),
        ("Seats won by a handful of votes are set beside seats lost by a handful of votes.", "rdd"),
        ("We compare applicants just above and just below the pass mark.", "rdd"),
        ("Rainfall in the week of enrolment serves as an instrument for attendance at the course.", "iv"),
        ("The prompt was shown in alternating three-week on and off periods on six wards.", "its"),
        ("We fit level and slope terms to 84 monthly totals of claims.", "its"),
        ("We compare members with households alike in their pre-programme income and debts.", "matching"),
        ("Joiners were twinned with tenants of the same age and rent who had never joined.", "matching"),
        ("We varied the size of the grant at random across 90 parishes.", "rct"),
        ("Forty-one evaluations were reviewed and their findings set side by side.", "systematic-review"),
        ("Librarians were surveyed four months after the new desk opened.", "post-only"),
    ],
)  # fmt: skip
def test_a_design_is_read_from_plain_words(text: str, design: str) -> None:
    assert read(text).design == design


@pytest.mark.parametrize(
    "text",
    [
        "Islands that did not open a second pier may apply next year.",
        "We hope to compare members with similar tenants one day.",
        "The lamp can be switched on and off from the desk.",
        "The mayor won by a handful of votes.",
        "Musicians bring an instrument for the children to try.",
    ],
)
def test_everyday_words_are_no_design(text: str) -> None:
    assert read(text).design in ("programme-description", "cited-only", "protocol")


def test_a_study_told_as_an_example_is_anothers() -> None:
    text = (
        "We have used records more often, for instance in the evaluation of the River Skills Pilot, "
        "which used a matched comparison group. We will publish more of our data next year."
    )
    assert read(text).design not in ("matching", "did", "rct")
