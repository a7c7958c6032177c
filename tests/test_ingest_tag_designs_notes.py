"""Designs in note form: a name of a study and no verb. Every sentence here is invented."""

from __future__ import annotations

import pytest

from ingest.tag.designs import read


@pytest.mark.parametrize(
    ("note", "design"),
    [
        ("Multisite randomised controlled trial.", "rct"),
        ("Randomised controlled trial in four counties.", "rct"),
        ("Field experiment in two cities.", "rct"),
        ("Before-after questionnaires (41) and interviews.", "pre-post"),
        ("Before-after among starters.", "pre-post"),
        ("Phased roll-out comparison.", "did"),
        ("Staggered rollout, payroll data.", "did"),
        ("Econometric impact estimate.", "matching"),
        ("Repeated regional surveys before and during the scheme.", "pre-post"),
        ("Comparison with Fresh Start areas.", "matching"),
        ("Quasi-experimental, administrative data.", "matching"),
        ("Natural experiment as retold in a book.", "iv"),
    ],
)
def test_a_design_in_note_form_is_the_studys_own(note: str, design: str) -> None:
    done = "Advisers met young people weekly and helped them to find a course or a job."
    assert read(f"{done}\n\n{note}").design == design


@pytest.mark.parametrize("account", ["as reported", "as summarised", "as summarised in a review"])
def test_whose_account_it_is_does_not_make_the_study_anothers(account: str) -> None:
    done = "Tenants were given a rent book and a monthly call."
    assert read(f"{done}\n\nRandomised trial in two towns, {account}.").design == "rct"


def test_a_name_of_a_study_with_a_verb_is_no_note() -> None:
    told = "A randomised trial in Denver found that calls cut arrears. Others have told us as much."
    assert read(told).design == "cited-only"
