"""The sparse side: words of a text as term weights, the same for both engines.

Qdrant Edge's BM25, which needs no model and no server: term frequency here, inverse document
frequency in the engine (the IDF modifier of the sparse vector).
"""

from __future__ import annotations

import functools
from typing import Any

SATURATION, LENGTH, AVERAGE_LENGTH = 0.9, 0.4, 100.0
"""BM25's k and b, and the tokens of an average passage after stop words. Passages are cut to much the
same length, so little is made of it; on two labelled collections fused scores were best like this."""


@functools.cache
def _model() -> Any:
    from qdrant_edge import Bm25, Bm25Config

    return Bm25(
        Bm25Config(
            k=SATURATION,
            b=LENGTH,
            avg_len=AVERAGE_LENGTH,
            language="english",
            ascii_folding=True,
        )
    )


def of_passage(text: str) -> tuple[list[int], list[float]]:
    """Term ids and saturated frequencies of a passage."""
    vector = _model().embed_document(text)
    return list(vector.indices), list(vector.values)


def of_query(text: str) -> tuple[list[int], list[float]]:
    """Term ids of a question, each once with weight 1; empty when it has stop words only."""
    vector = _model().embed_query(text)
    return list(vector.indices), list(vector.values)
