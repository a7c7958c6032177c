"""Plots as Vega-Lite: every mark has a shape and a word besides its colour, and the rows are its data."""

from __future__ import annotations

import itertools

import pytest
from values import attempt, row

from kb import charts, marks, timeline, vocab
from kb.marks import Theme

EVERY = ("positive", "negative", "no-effect", "mixed", "unclear", "not-studied")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return sum(v * weight for v, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_direction_has_a_shape_a_word_and_a_colour() -> None:
    assert set(vocab.load("directions").slugs) == set(EVERY)
    assert set(marks.SHAPES) == set(marks.SHORT) == set(EVERY)
    assert len(set(marks.SHAPES.values())) == len(set(marks.SHORT.values())) == len(EVERY)


@pytest.mark.parametrize(("theme", "ground"), [("light", "#fdfcf9"), ("dark", "#191816")])
def test_marks_stand_out_from_the_ground(theme: Theme, ground: str) -> None:
    assert set(marks.COLOURS[theme]) == set(EVERY)
    for colour in (*marks.COLOURS[theme].values(), marks.INK[theme]):
        assert contrast(colour, ground) >= 4.5


def test_studies_stand_in_the_order_given() -> None:
    plot = charts.effects(
        (row("b", ("employment", ("positive",))), row("a", ("earnings", ("mixed",))))
    )
    assert plot is not None
    assert [one["study"] for one in plot.rows] == ["Study b", "Study a"]
    marks = plot.spec["layer"][0]["encoding"]
    assert marks["y"]["sort"] == [one["label"] for one in plot.rows]
    assert {"shape", "color"} <= set(marks)
    assert plot.spec["layer"][1]["encoding"]["text"]["field"] == "short"


def test_two_studies_of_one_name_are_two_rows() -> None:
    twins = (row("a", ("employment", ("positive",))), row("a", ("employment", ("negative",))))
    labels = [one["label"] for one in charts.effect_rows(twins)]
    assert len(set(labels)) == 2


def test_effects_that_differ_within_an_outcome_are_mixed_and_counted() -> None:
    (one,) = charts.effect_rows((row("a", ("employment", ("positive", "no-effect"))),))
    assert (one["slug"], one["effects"], one["direction"]) == ("mixed", 2, "Mixed")


def test_without_studies_there_is_no_plot() -> None:
    assert charts.effects(()) is None
    assert timeline.plot((attempt("a", start=None, end=None),), "2026-11-22") is None


def test_a_timeline_begins_with_the_oldest_and_says_what_has_no_end() -> None:
    some = (
        attempt("new", start="2020", end=None, status="running"),
        attempt("old", start="2001-07", end="2003"),
        attempt("tick", start="2010", end=None, status="unknown"),
        attempt("never", start=None, end=None),
    )
    rows = timeline.rows(some, "2026-11-22")
    assert [one["id"] for one in rows] == ["old", "tick", "new"]
    by_id = {one["id"]: one for one in rows}
    assert by_id["old"]["from"] == 2001.5
    assert 2003 < by_id["old"]["until"] < 2004
    assert by_id["tick"]["from"] == by_id["tick"]["until"]
    assert by_id["new"]["until"] > 2026
    assert all(one["from"] <= one["until"] for one in rows)


def test_a_plot_is_drawn_without_a_browser() -> None:
    pytest.importorskip("vl_convert", reason="vl-convert-python is not installed")
    two = tuple(
        row(name, ("employment", (way,)), ("earnings", ("unclear",)))
        for name, way in zip("ab", ("positive", "no-effect"), strict=True)
    )
    plot = charts.effects(two)
    assert plot is not None
    drawn = marks.svg(plot)
    assert drawn.startswith("<svg")
    assert "favours" in drawn
    assert "no clear difference" in drawn
    dated = timeline.plot((attempt("a"), attempt("b", start="1999")), "2026-11-22")
    assert dated is not None
    assert "Attempt a" in marks.svg(dated)


def test_the_words_of_a_plot_say_what_its_marks_do() -> None:
    plot = charts.effects(
        (row("a", ("employment", ("positive",))), row("b", ("employment", ("negative",))))
    )
    assert plot is not None
    assert "2 studies" in plot.alt
    assert "favours the attempt 1" in plot.alt
    assert all(a["study"] != b["study"] for a, b in itertools.combinations(plot.rows, 2))
