"""What a long document names in passing, and what it did itself. Every sentence here is invented."""

from __future__ import annotations

import pytest

from ingest.tag.designs import anchors, read

_FILLER = (
    "The bus service runs along the coast road between the two towns. "
    "Drivers hand out a card with the timetable on the back. "
    "A shelter stands at each of the nine stops. "
) * 30
_HEARD = (
    "We interviewed 34 passengers and 12 drivers about the new timetable. "
    "Interviews with drivers were transcribed and coded. "
    "Focus groups were held in both towns. "
)


@pytest.mark.parametrize(
    "passing",
    [
        "12 Coastal Natural Experiment Report, pg.",
        "The number of shelters rose from 4 (baseline in 2015) to 9 by the end of the contract.",
        "Route fixed effect NO YES YES",
        "The Northern Transit Board conducted in 2011 a randomised controlled trial of free passes.",
        "Work differs in different depots.",
    ],
)
def test_a_long_interview_study_stays_one_whatever_it_names_in_passing(passing: str) -> None:
    assert read(_FILLER + _HEARD + passing + " " + _FILLER).design == "qualitative"


@pytest.mark.parametrize(
    ("told", "design"),
    [
        (
            "We randomly assigned 40 depots to the new timetable or to the old one. "
            "Depots that were randomised to the new timetable carried 6 per cent more passengers.",
            "rct",
        ),
        (
            "The evaluation used difference-in-differences across 40 depots. "
            "Our difference-in-differences estimate was 6 per cent.",
            "did",
        ),
    ],
)
def test_a_long_report_that_tells_its_own_design_has_it(told: str, design: str) -> None:
    assert read(_FILLER + _HEARD + told + " " + _FILLER).design == design


@pytest.mark.parametrize(
    ("quote", "others"),
    [
        ("The Harbour Relief Mission conducted in 2012 a randomised controlled trial.", True),
        ("In 2014 the OTB tested letters.", False),
        ("In 2014 Bay City Council tested letters.", True),
        ("Participants were randomly assigned.", False),
        ("We ran a trial.", False),
    ],
)
def test_a_named_body_that_ran_a_study_is_another(quote: str, others: bool) -> None:
    assert anchors.others(quote) is others
