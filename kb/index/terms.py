"""The sparse side: words of a text as term weights, the same for both engines.

Qdrant Edge's BM25, which needs no model and no server: term frequency here, inverse document
frequency in the engine (the IDF modifier of the sparse vector).
"""

from __future__ import annotations

import functools
from typing import Any

AVERAGE_LENGTH = 80.0
"""Tokens of an average passage after stop words: passages are cut to 100-150 words."""


@functools.cache
def _model() -> Any:
    from qdrant_edge import Bm25, Bm25Config

    return Bm25(Bm25Config(avg_len=AVERAGE_LENGTH, language="english", ascii_folding=True))


def of_passage(text: str) -> tuple[list[int], list[float]]:
    """Term ids and saturated frequencies of a passage."""
    vector = _model().embed_document(text)
    return list(vector.indices), list(vector.values)


def of_query(text: str) -> tuple[list[int], list[float]]:
    """Term ids of a question, each once with weight 1; empty when it has stop words only."""
    vector = _model().embed_query(text)
    return list(vector.indices), list(vector.values)
