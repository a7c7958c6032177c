"""Where attempts took place, and how many are from the United Kingdom."""

from __future__ import annotations

import pytest
from values import attempt, finding

from kb import places


def test_a_nation_counts_for_the_united_kingdom() -> None:
    assert places.is_home(attempt("a", countries=("scotland",)))
    assert places.is_home(attempt("a", countries=("norway", "united-kingdom")))
    assert not places.is_home(attempt("a", countries=("norway",)))
    assert not places.is_home(attempt("a", countries=()))


def test_an_attempt_without_a_result_about_people_is_no_study() -> None:
    some = [attempt("a", countries=("england",)), attempt("b", countries=("england",))]
    told = [finding("a", kind="delivery"), finding("b", kind="effect"), finding("b", kind="change")]
    assert places.share(some, told) == places.Share(2, 2, 1, 1)


def test_studies_that_are_held_count_instead_of_the_summary() -> None:
    some = [attempt("a", countries=("norway",))]
    told = [
        finding("a", kind="effect"),
        finding("a", kind="effect", study_id="s1"),
        finding("a", kind="change", study_id="s2"),
        finding("a", kind="change", study_id="s2"),
    ]
    assert places.share(some, told) == places.Share(1, 0, 2, 0)


def test_findings_of_other_attempts_are_not_counted() -> None:
    assert places.share([attempt("a")], [finding("b", kind="effect")]).studies == 0


def test_nations_follow_their_country_and_nothing_is_lost() -> None:
    some = [
        attempt("a", countries=("united-kingdom", "wales")),
        attempt("b", countries=("united-kingdom",)),
        attempt("c", countries=()),
    ]
    drawn = places.draw(some)
    assert [(h.slug, h.depth, len(h.attempts)) for h in drawn.held] == [
        ("united-kingdom", 0, 2),
        ("wales", 1, 1),
    ]
    assert [one.id for one in drawn.unplaced] == ["c"]


@pytest.mark.parametrize("asked", ["Leeds and Bradford", "LEEDS AND BRADFORD"])
def test_a_place_is_found_whatever_its_case(asked: str) -> None:
    some = [attempt("a", where="Leeds and Bradford"), attempt("b", where="Leeds")]
    assert [one.id for one in places.named(some, asked)] == ["a"]
