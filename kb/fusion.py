"""Two lists of candidates into one, and one list corrected by a reranker. Pure functions on scores.

Scores are put on a common footing by their own range (least 0, best 1) and summed with weights: on
labelled questions this was better than reciprocal ranks, which forget how far ahead the first one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.index import Candidates

WEIGHT_DENSE = 0.6
"""Share of the dense side; the rest is the sparse one's."""

DEPTH = 100
"""Candidates asked of each side."""

RERANKED = 10
"""Passages that the reranker reads."""

RERANK_WEIGHT = 0.3
"""The reranker's share of the order among them."""

Scored = tuple[str, float]


def fuse(candidates: Candidates, weight_dense: float = WEIGHT_DENSE) -> list[Scored]:
    """Passage ids with scores from 0 to 1, best first; equal scores in the order of their ids.

    What one side did not bring counts 0 there. A side that is empty leaves the field to the other.
    """
    total: dict[str, float] = {}
    sides = ((candidates.dense, weight_dense), (candidates.sparse, 1.0 - weight_dense))
    weights = sum(weight for side, weight in sides if side)
    for side, weight in sides:
        for (passage, _), share in zip(side, _normal([s for _, s in side]), strict=True):
            total[passage] = total.get(passage, 0.0) + (
                weight / weights * share if weights else 0.0
            )
    return _ordered(total.items())


def blend(fused: Sequence[Scored], rerank: Sequence[float], weight: float) -> list[Scored]:
    """``fused`` with its first ``len(rerank)`` put in order by both scores; the others follow as they were.

    The reranker's scores are stretched over the range of the fused scores they correct, so that no
    passage falls below one that was not reranked. ``weight`` is the reranker's share, 0 to 1.
    """
    if not 0.0 <= weight <= 1.0:
        raise ValueError(f"weight of the reranker is {weight}; 0 to 1 is accepted")
    head, rest = list(fused[: len(rerank)]), list(fused[len(rerank) :])
    if not head:
        return rest
    scores = [score for _, score in head]
    least, span = min(scores), max(scores) - min(scores)
    mixed = [
        (passage, (1.0 - weight) * score + weight * (least + span * share))
        for (passage, score), share in zip(head, _normal(list(rerank)), strict=True)
    ]
    return _ordered(mixed) + rest


def _normal(scores: Sequence[float]) -> list[float]:
    """Scores as shares of their range; all 1 when there is no range."""
    if not scores:
        return []
    least, span = min(scores), max(scores) - min(scores)
    return [(score - least) / span if span > 0 else 1.0 for score in scores]


def _ordered(scored: Iterable[Scored]) -> list[Scored]:
    return sorted(scored, key=lambda one: (-one[1], one[0]))
