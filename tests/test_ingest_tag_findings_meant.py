"""Directions of proposed findings with sentence vectors: which are read again, and that none is lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.tag import accounts
from ingest.tag.findings import direction_model

TEXT = (
    "Results\n\nThe trial found that young people who were offered mentoring were more likely to be in work "
    "a year later than those in the control group. Mentoring cost 900 pounds per person. There was no "
    "significant difference in wellbeing between the mentored group and the control group."
)


class Towards:
    """Vectors that all speak for one direction; it counts how many it was asked for."""

    def __init__(self, label: str) -> None:
        model = direction_model.meaning()
        column = model.weights[:-1, model.labels.index(label)]
        self._vector = (column - model.weights[:-1].mean(axis=1)) * 50
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.stack([self._vector] * len(texts))


def test_vectors_change_directions_and_neither_propose_nor_drop_a_finding() -> None:
    alone = accounts.read(TEXT)
    embed = Towards("mixed")
    heard = accounts.read(TEXT, embed=embed)
    assert embed.asked
    assert [one.span.quote for one in heard.findings] == [one.span.quote for one in alone.findings]
    for before, after in zip(alone.findings, heard.findings, strict=True):
        asked = before.span.quote in embed.asked
        assert after.direction == ("mixed" if asked else before.direction)
    assert heard.lessons == alone.lessons


def test_only_quotes_of_proposed_findings_are_turned_into_vectors() -> None:
    embed = Towards("positive")
    told = accounts.read(TEXT * 3, embed=embed)
    assert set(embed.asked) <= {one.span.quote for one in told.findings}


def test_a_text_without_findings_asks_for_no_vector() -> None:
    embed = Towards("positive")
    accounts.read("We aim to open three centres next year.", embed=embed)
    assert embed.asked == []
