"""The address of a view: there and back without loss, and no trust in what was typed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app_pages import address
from app_pages.address import AskView, LibraryView, SourceView
from kb import vocab
from kb.models import Filters

words = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=40
).map(lambda text: " ".join(text.split()))


def slugs(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(vocab.load(name).slugs), max_size=3, unique=True).map(tuple)


years = st.none() | st.integers(1, 9999)
ask_views = st.builds(
    AskView,
    question=words,
    filters=st.builds(
        Filters,
        area=slugs("areas"),
        population=slugs("populations"),
        design=slugs("design-facts"),
        type=slugs("document-types"),
        interest=slugs("interests"),
        standard=st.none() | st.sampled_from(["nesta-2013", "foundations"]),
        place=st.lists(words.filter(bool), max_size=2, unique=True).map(tuple),
        min_level=st.none() | st.sampled_from("12345"),
        from_year=years,
        to_year=years,
    ),
    scheme=st.none() | st.sampled_from(["nesta-2013", "sms-wwg-2016", "one-of-our-own"]),
)


def reopened(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query, keep_blank_values=True)


@given(ask_views)
def test_a_question_and_its_filters_are_restored_from_their_link(view: AskView) -> None:
    assert address.ask_view(reopened(address.ask_link(view))) == view


@given(
    st.builds(
        SourceView,
        document=st.none() | st.uuids().map(str),
        page=st.none() | st.integers(0, 5000),
        zoom=st.sampled_from(address.ZOOMS),
        at=st.none() | st.integers(0, 10**8),
        scheme=st.none() | st.just("sms-wwg-2016"),
    ),
    st.integers(0, 10**8),
    st.integers(1, 10**4),
)
def test_a_place_in_a_document_is_restored_from_its_link(
    view: SourceView, start: int, length: int
) -> None:
    from dataclasses import replace

    at_span = replace(view, start=start, end=start + length)
    assert address.source_view(reopened(address.source_link(at_span))) == at_span


@given(
    st.builds(LibraryView, words=words, type=st.none() | st.just("report"), part=st.integers(1, 99))
)
def test_a_part_of_the_library_is_restored_from_its_link(view: LibraryView) -> None:
    assert address.library_view(reopened(address.library_link(view))) == view


@pytest.mark.parametrize(
    "params",
    [
        {"start": ["9"], "end": ["3"]},
        {"start": ["a"], "end": ["b"]},
        {"page": ["-1"], "zoom": ["9999"], "at": ["٣"]},
        {"page": ["1" * 40]},
    ],
)
def test_numbers_that_make_no_sense_are_left_out(params: dict[str, list[str]]) -> None:
    assert address.source_view(params) == SourceView()


def test_filters_are_counted_by_value() -> None:
    view = address.ask_view(
        {"area": ["a", "b"], "min-level": ["3"], "from": ["2010"], "to": ["2012"]}
    )
    assert address.count_of(view.filters) == 4
    assert address.count_of(address.without_filters(view).filters) == 0


def test_an_empty_view_has_an_empty_address() -> None:
    assert address.ask_link(AskView()) == "./"
    assert address.library_link(LibraryView()) == "library"
