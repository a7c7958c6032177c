"""Findings of short accounts: results told barely, plans named elsewhere, directions in plain words.

All sentences are invented. How well whole documents are read is measured by ``whatworks eval accounts``.
"""

from __future__ import annotations

import time
import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tag import findings
from ingest.tag.findings import brief, plans, signs, ways
from ingest.tag.sheet import Sheet, lay_out
from kb.accounts import ToldFinding
from kb.models import FindingKind

AROUND = (
    "The Ladder is a course for people out of work in Ashby.\n\nWe set it up with the college.\n\n"
    "Our partners meet in the library.\n\nThe scheme has one room.\n\n{}\n\nThe project has a garden.\n\n"
    "The service is open to all.\n\nOur fund is small.\n\nThe course has no fee.\n"
)


def _sheet(text: str) -> Sheet:
    return lay_out(AROUND.format(text))


def _told(text: str) -> list[ToldFinding]:
    said = _sheet(text)
    start = AROUND.index("{}")
    return [
        one for one in findings.read(said) if start <= one.span.start < start + max(1, len(text))
    ]


@pytest.mark.parametrize(
    ("text", "kind", "direction", "slug"),
    [
        ("Fifty-two finished.", "delivery", "unclear", "take-up"),
        ("By the end of May, 640 people had been seen.", "delivery", "unclear", "take-up"),
        ("Attendance was poor: 31 per cent of trainees came to more than two sessions.", "delivery", "negative", "take-up"),
        ("We took on 45 trainees, against the 80 we had promised.", "delivery", "negative", "take-up"),
        ("Rent arrears among our clients have halved since then.", "change", "positive", "problem-debt"),
        ("Sick days stayed where they were after twelve months.", "change", "no-effect", "sickness-absence"),
        ("Each place cost us £430 on average.", "cost", "unclear", "value-for-money"),
        ("Nine in ten would recommend it to a friend.", "experience", "positive", None),
    ],
)  # fmt: skip
def test_a_result_told_barely_is_read_in_a_short_account(
    text: str, kind: str, direction: str, slug: str | None
) -> None:
    told = _told(text)
    assert [(one.kind, one.direction, one.outcome_slug) for one in told] == [
        (kind, direction, slug)
    ], told


@pytest.mark.parametrize(
    "text",
    [
        "We hope to reach 900 people next year.",
        "The council should pay 40 mentors.",
        "We held 46 interviews and sat in on nine sessions.",
        "By placement we mean a job of at least 25 hours a week.",
        "One household in six in the borough is behind with the rent.",
        "An earlier Danish study found that absence fell by nine days.",
        "It was launched in 2019 with £298,000 from the Larkfield Trust.",
    ],
)
def test_plans_methods_and_the_problem_are_no_results_of_a_short_account(text: str) -> None:
    assert _told(text) == []


def test_a_long_report_is_not_read_as_a_short_account() -> None:
    sheet = _sheet("Fifty-two finished.")
    assert brief.of(sheet) is not None
    many = Sheet(sheet.lines * 12)
    assert brief.of(many) is None
    assert not any(one.span.quote == "Fifty-two finished." for one in findings.read(many))


@pytest.mark.parametrize(
    ("count", "expected"), [("1,043 people were seen.", "positive"), ("402 people were seen.", "negative")]
)  # fmt: skip
def test_a_count_is_set_against_the_plan_that_the_account_names(count: str, expected: str) -> None:
    told = _told(f"The bid promised 900 clients.\n\n{count}")
    assert [one.direction for one in told] == [expected]


def test_a_count_of_other_things_is_not_set_against_a_plan() -> None:
    sheet = _sheet("The bid promised 900 clients.")
    assert plans.direction("We ran 12 gardens.", plans.of(sheet)) is None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Arrears fell by a third.", "change", "positive"),
        ("Drop-out rose from 12% to 19%.", "change", "negative"),
        ("Pay rose, but arrears grew.", "change", "mixed"),
        ("Reconvictions were no lower than among similar leavers.", "effect", "no-effect"),
        ("We cannot tell whether debts fell because of the advice.", "change", "unclear"),
        ("Starts were slow, and the quota was missed.", "delivery", "negative"),
        ("Of the 250 places pledged, 163 were filled.", "delivery", "negative"),
        ("Parents found the forms confusing.", "experience", "negative"),
        ("For each pound, 74p comes back.", "cost", "negative"),
        ("Every £1 spent brought back £3.20.", "cost", "positive"),
    ],
)
def test_plain_words_tell_which_way_a_result_went(
    text: str, kind: FindingKind, expected: str
) -> None:
    assert ways.direction(text, kind) == expected


def test_every_row_of_the_rules_has_a_rationale() -> None:
    for name in ("brief.toml", "ways.toml"):
        table = tomllib.loads(
            resources.files("ingest.tag.findings").joinpath(name).read_text("utf-8")
        )
        rows = [*table.get("sign", ()), *table.get("heading", ())] or list(table.values())
        assert all(row.get("rationale") for row in rows)
    assert all(sign.gives in signs.GIVES for sign in brief.load().signs)


@pytest.mark.parametrize(
    "text", ["1 of 1 " * 20_000, "9" * 200_000, "no " * 60_000 + ".", "we paid £1 and " * 9_000 + "."]
)  # fmt: skip
def test_a_hostile_short_account_is_read_in_seconds(text: str) -> None:
    began = time.monotonic()
    findings.read(_sheet(text))
    assert time.monotonic() - began < 5


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["delivery", "experience", "cost", "change", "effect"]))  # fmt: skip
def test_any_text_has_a_direction_or_none(text: str, kind: FindingKind) -> None:
    assert ways.direction(text, kind) in (
        None, "positive", "negative", "mixed", "no-effect", "unclear",
    )  # fmt: skip
