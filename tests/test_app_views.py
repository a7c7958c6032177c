"""Addresses of the screens on attempts: whatever a view holds, its address restores."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages import ordered, views
from app_pages.views import AttemptsView, LessonsView, MapView
from kb.models import Filters

WORD = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).map(
    lambda text: " ".join(text.split())
)
NAME = WORD.filter(bool)
SEVERAL = st.lists(NAME, unique=True, max_size=3).map(tuple)
FILTERS = st.builds(
    Filters,
    area=SEVERAL,
    kind=SEVERAL,
    sector=SEVERAL,
    from_year=st.none() | st.integers(0, 9999),
)


def back(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query)


@given(
    st.builds(
        AttemptsView,
        filters=FILTERS,
        status=SEVERAL,
        words=WORD,
        sort=st.sampled_from(list(views.SORTS)),
        show=st.sampled_from(list(views.SHAPES)),
        compare=SEVERAL,
        part=st.integers(1, 99_999),
        scheme=st.none() | NAME,
    )
)
def test_a_register_is_restored_by_its_address(view: AttemptsView) -> None:
    assert views.attempts_view(back(views.attempts_link(view))) == view


@given(st.builds(LessonsView, filters=FILTERS, theme=SEVERAL, view=SEVERAL, lesson=SEVERAL))
def test_lessons_are_restored_by_their_address(view: LessonsView) -> None:
    assert views.lessons_view(back(views.lessons_link(view))) == view


@given(
    st.builds(
        MapView,
        area=st.none() | NAME,
        by=st.sampled_from(list(views.COLUMNS)),
        outcome=st.none() | NAME,
        column=st.none() | NAME,
        scheme=st.none() | NAME,
    )
)
def test_a_map_with_its_open_cell_is_restored_by_its_address(view: MapView) -> None:
    assert views.map_view(back(views.map_link(view))) == view


@given(NAME)
def test_a_name_survives_an_address(name: str) -> None:
    assert views.one(back(views.organisation_link(name)), "name") == name
    assert views.one(back(views.attempt_link(name)), "id") == name
    assert views.one(back(views.places_link(place=name)), "place") == name
    assert views.one(back(views.area_link(name)), "slug") == name


@pytest.mark.parametrize("part", ["0", "-1", "one", "999999", "²"])
def test_an_address_that_makes_no_sense_shows_the_first_part(part: str) -> None:
    assert views.attempts_view({"part": [part]}).part == 1


def test_an_unknown_order_shape_or_column_is_the_first() -> None:
    view = views.attempts_view({"sort": ["x"], "show": ["y"]})
    assert (view.sort, view.show) == ("name", "list")
    assert views.map_view({"by": ["z"]}).by == "kind"


def test_no_more_than_three_are_compared() -> None:
    assert len(views.attempts_view({"compare": list("abcde")}).compare) == views.MOST_COMPARED


def test_every_order_that_is_offered_is_one() -> None:
    assert set(ordered.KEYS) == set(views.SORTS)
