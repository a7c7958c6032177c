"""Invented statements about each challenge area and near misses: training text that is ours.

Reads ``areas_statements.toml``; knows no model.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from ingest.tag.area_cues import words


@lru_cache(maxsize=1)
def load() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every statement with its areas; none for a near miss."""
    file = resources.files(__package__).joinpath("areas_statements.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        (statement, tuple(part["areas"]))
        for part in table["set"]
        for statement in part["statements"]
    )


@lru_cache(maxsize=16)
def telling_words(area: str) -> Mapping[str, float]:
    """Words that are commoner in statements of an area than in the others, and how much (log odds)."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for statement, areas in load():
        (inside if area in areas else outside).update(set(words(statement)))
    within, without = sum(inside.values()) + 1, sum(outside.values()) + 1
    odds = {
        word: math.log((count + 0.5) / within) - math.log((outside[word] + 0.5) / without)
        for word, count in inside.items()
    }
    return {word: value for word, value in odds.items() if value > 0}
