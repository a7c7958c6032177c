"""Stand-ins at the border: an embedder that needs no weights."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class HashEmbedder:
    """Each word has a fixed random direction; a text is their sum. Shared words make texts near."""

    dimension: int = 32
    name: str = "hash"

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length one."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place] = self.query(text)
        return rows

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a text."""
        total = np.zeros(self.dimension)
        for word in text.lower().split() or [""]:
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)
