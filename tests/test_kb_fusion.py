"""Fusing two lists of candidates, and correcting one with a reranker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.fusion import blend, fuse
from kb.index import Candidates

SIDE = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(-5, 40), max_size=8).map(
    lambda scores: tuple(sorted(scores.items(), key=lambda one: -one[1]))
)
WORDS = SIDE.map(lambda side: tuple((p, s) for p, s in side if s > 0))


def test_what_both_sides_bring_counts_on_both_scales() -> None:
    fused = fuse(Candidates((("a", 0.9), ("b", 0.8), ("c", 0.5)), (("b", 12.0), ("a", 3.0))), 0.6)
    assert [passage for passage, _ in fused] == ["b", "a", "c"]
    assert dict(fused)["a"] == pytest.approx(0.6 + 0.4 * 3 / 12)
    assert dict(fused)["b"] == pytest.approx(0.6 * 0.75 + 0.4)


def test_what_one_side_did_not_bring_counts_nothing_there() -> None:
    fused = dict(fuse(Candidates((("a", 0.9), ("b", 0.1)), (("c", 8.0), ("d", 2.0))), 0.6))
    assert fused == pytest.approx({"a": 0.6, "c": 0.4, "d": 0.1, "b": 0.0})


def test_an_empty_side_leaves_the_field_to_the_other() -> None:
    dense = (("a", 0.9), ("b", 0.4), ("c", 0.1))
    assert fuse(Candidates(dense=dense))[0] == ("a", 1.0)
    assert [p for p, _ in fuse(Candidates(sparse=dense))] == ["a", "b", "c"]
    assert fuse(Candidates()) == []


def test_equal_scores_stand_in_the_order_of_their_ids() -> None:
    assert [p for p, _ in fuse(Candidates((("z", 0.5), ("m", 0.5), ("a", 0.5))))] == ["a", "m", "z"]


@given(dense=SIDE, sparse=WORDS, weight=st.floats(0, 1))
def test_every_candidate_is_kept_once_with_a_score_from_0_to_1(
    dense: tuple[tuple[str, float], ...], sparse: tuple[tuple[str, float], ...], weight: float
) -> None:
    fused = fuse(Candidates(dense, sparse), weight)
    assert {p for p, _ in fused} == {p for p, _ in dense + sparse}
    assert len(fused) == len({p for p, _ in fused})
    assert all(-1e-9 <= score <= 1 + 1e-9 for _, score in fused)
    assert [s for _, s in fused] == sorted((s for _, s in fused), reverse=True)


@given(dense=SIDE, scale=st.floats(0.1, 10), shift=st.floats(-3, 3))
def test_the_order_does_not_depend_on_the_unit_of_a_side(
    dense: tuple[tuple[str, float], ...], scale: float, shift: float
) -> None:
    moved = tuple((p, s * scale + shift) for p, s in dense)
    before, after = dict(fuse(Candidates(dense))), dict(fuse(Candidates(moved)))
    spread = max((s for _, s in dense), default=0) - min((s for _, s in dense), default=0)
    if spread > 1e-3:
        assert after == pytest.approx(before, abs=1e-6)


FUSED = [("a", 0.9), ("b", 0.8), ("c", 0.5), ("d", 0.1)]


def test_a_weight_of_nothing_keeps_the_order_and_of_all_takes_the_rerankers() -> None:
    assert blend(FUSED, [-9.0, 1.0, 4.0], 0.0) == FUSED
    assert [p for p, _ in blend(FUSED, [-9.0, 1.0, 4.0], 1.0)] == ["c", "b", "a", "d"]


def test_a_blend_stays_between_the_two_orders() -> None:
    assert [p for p, _ in blend(FUSED, [0.0, 5.0, 1.0], 0.5)] == ["b", "a", "c", "d"]


@given(
    scores=st.lists(st.floats(-12, 12), max_size=4),
    weight=st.floats(0, 1),
)
def test_nothing_is_lost_and_nothing_falls_below_what_was_not_reranked(
    scores: list[float], weight: float
) -> None:
    blended = blend(FUSED, scores, weight)
    assert {p for p, _ in blended} == {"a", "b", "c", "d"}
    assert blended[len(scores) :] == FUSED[len(scores) :]
    assert [s for _, s in blended] == sorted((s for _, s in blended), reverse=True)


def test_a_weight_outside_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        blend(FUSED, [1.0], 1.5)
