"""Passages that behave like real ones for an index: words by Zipf's law, vectors in clusters."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kb.index import IndexedPassage

DIMENSION = 384
PASSAGES_A_DOCUMENT = 50
_VOCABULARY = 30_000
_CLUSTERS = 400
_WORDS = 120
_BATCH = 1000


def document_id(number: int) -> str:
    """The id of a synthetic document."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"document {number}"))


def passages(count: int, start: int = 0, seed: int = 7) -> Iterator[IndexedPassage]:
    """``count`` passages, made as they are asked for."""
    centres = _centres(seed)
    for first in range(start, start + count, _BATCH):
        random = np.random.default_rng([seed, first])
        many = min(_BATCH, start + count - first)
        vectors = _near(centres, random, many)
        words = _words(random, (many, _WORDS))
        for offset in range(many):
            number = first + offset
            yield IndexedPassage(
                str(uuid.UUID(int=(seed << 64) + number)),
                document_id(number // PASSAGES_A_DOCUMENT),
                number % PASSAGES_A_DOCUMENT,
                " ".join(f"w{word}" for word in words[offset]),
                vectors[offset],
            )


def questions(count: int, seed: int = 7) -> list[tuple[NDArray[np.float32], str]]:
    """Vectors and texts of questions of eight words."""
    random = np.random.default_rng([seed, 999])
    vectors = _near(_centres(seed), random, count)
    words = _words(random, (count, 8))
    return [(vectors[i], " ".join(f"w{word}" for word in words[i])) for i in range(count)]


def _centres(seed: int) -> NDArray[np.float64]:
    return np.random.default_rng(seed).standard_normal((_CLUSTERS, DIMENSION))


def _near(
    centres: NDArray[np.float64], random: np.random.Generator, count: int
) -> NDArray[np.float32]:
    chosen = centres[random.integers(0, _CLUSTERS, count)]
    points = chosen + 0.8 * random.standard_normal((count, DIMENSION))
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return (points / lengths).astype(np.float32)


def _words(random: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.int64]:
    return random.zipf(1.15, shape) % _VOCABULARY
