"""Page maps: spans to pages and characters, and there and back through JSON."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import ExchangeError
from kb.models import Heading, Page, PageMap, Run
from kb.pages import from_json, locate, page_chars, to_json

# "fine day" on page 1 (the ligature "fi" is one character), a line feed of ours, "night" on page 2.
MAP = PageMap(
    pages=(Page(1, "iv", 0, 8, 7), Page(2, None, 9, 14, 5)),
    runs=(
        Run(0, 2, 1, 0, 0),
        Run(2, 8, 1, 1),
        Run(8, 9, 0),
        Run(9, 14, 2, 3),
    ),
)
HEADINGS = (Heading("fine", 0, 4), Heading("night", 9, 14))


def test_a_span_over_two_pages_knows_both_and_their_labels() -> None:
    where = locate(MAP, HEADINGS, 5, 12)
    assert (where.page, where.page_end) == (1, 2)
    assert (where.page_label, where.page_end_label) == ("iv", None)
    assert where.heading == "fine"


def test_inserted_code_points_at_the_edges_of_a_span_do_not_move_its_pages() -> None:
    assert locate(MAP, (), 8, 14).page == 2
    assert locate(MAP, (), 5, 9).page_end == 1


def test_a_span_of_inserted_code_points_alone_is_on_the_page_it_lies_in() -> None:
    where = locate(MAP, (), 8, 9)
    assert (where.page, where.page_end) == (1, 1)


def test_a_document_without_pages_has_no_page_but_has_a_heading() -> None:
    where = locate(PageMap(), HEADINGS, 10, 12)
    assert (where.page, where.page_end, where.heading) == (None, None, "night")


def test_characters_behind_a_span_count_a_ligature_once_and_leave_insertions_out() -> None:
    assert page_chars(MAP, 0, 3) == {1: (range(2),)}
    assert page_chars(MAP, 1, 11) == {1: (range(7),), 2: (range(3, 5),)}
    assert page_chars(MAP, 8, 9) == {}


@pytest.mark.parametrize(
    "written", ["", "[]", "{}", '{"format": 9}', '{"format": 1, "pages": [[1]]}']
)
def test_what_is_no_page_map_is_refused_in_one_line(written: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        from_json(written)
    assert "\n" not in str(refused.value)


@st.composite
def page_maps(draw: st.DrawFn) -> tuple[PageMap, tuple[Heading, ...]]:
    lengths = draw(st.lists(st.integers(1, 9), max_size=12))
    runs, pages, position = [], [], 0
    for index, length in enumerate(lengths, start=1):
        page = draw(st.sampled_from([0, index]))
        step = draw(st.sampled_from([0, 1]))
        label = draw(st.none() | st.text(max_size=4))
        runs.append(Run(position, position + length, page, draw(st.integers(0, 99)), step))
        pages.append(Page(index, label, position, position + length, length))
        position += length
    headings = tuple(
        Heading(draw(st.text(max_size=9)), run.start, run.end, draw(st.integers(1, 6)))
        for run in runs[::3]
    )
    return PageMap(tuple(pages), tuple(runs)), headings


@settings(deadline=None)
@given(page_maps())
def test_a_page_map_survives_its_json_byte_for_byte(
    value: tuple[PageMap, tuple[Heading, ...]],
) -> None:
    written = to_json(*value)
    assert from_json(written) == value
    assert to_json(*from_json(written)) == written


@settings(deadline=None)
@given(page_maps(), st.data())
def test_every_span_names_as_many_characters_as_it_has_placed_code_points(
    value: tuple[PageMap, tuple[Heading, ...]], data: st.DataObject
) -> None:
    page_map, _ = value
    size = page_map.runs[-1].end if page_map.runs else 0
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    named: dict[int, set[int]] = {}
    for run in page_map.runs:
        for position in range(max(start, run.start), min(end, run.end)):
            if run.page:
                char = run.char + (position - run.start) * run.step
                named.setdefault(run.page, set()).add(char)
    found = page_chars(page_map, start, end)
    assert {page: {c for r in ranges for c in r} for page, ranges in found.items()} == named
