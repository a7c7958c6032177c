"""Weights of what a sentence shows: how likely each label is. It reads no text and learns nothing.

Three small linear models share the features of ``direction_features``: ``finding`` (a result or not),
``direction`` and ``change``. A fourth, ``meaning``, tells the direction from a sentence vector where one is given. What they were learnt from is in ``direction_weights.json``; learning is
``direction_train``'s. Every weight belongs to a feature whose name can be read in the file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import ModelError

TASKS = ("finding", "direction", "change")
FILE = "direction_weights.npz"


@dataclass(frozen=True)
class Linear:
    """One model: the weight of each feature for each label, and a start for each label."""

    labels: tuple[str, ...]
    names: tuple[str, ...]
    weights: NDArray[np.float32]
    """``[feature, label]``."""
    bias: NDArray[np.float32]
    places: Mapping[str, int]

    def likely(self, shown: Mapping[str, float]) -> NDArray[np.float64]:
        """How likely each label is; they sum to 1. Features never learnt count nothing."""
        known = [
            (self.places[name], strength) for name, strength in shown.items() if name in self.places
        ]
        rows = self.weights[[place for place, _ in known]]
        strengths = np.array([strength for _, strength in known], dtype=np.float32)
        total = (self.bias + strengths @ rows).astype(np.float64)
        grown = np.exp(total - total.max())
        return np.asarray(grown / grown.sum(), dtype=np.float64)

    def strongest(self, shown: Mapping[str, float], label: str) -> str:
        """The feature that spoke most for a label; words by class are passed over where a rule spoke."""
        column = self.labels.index(label)
        spoke = [
            (
                not name.startswith("g:"),
                strength * float(self.weights[self.places[name], column]),
                name,
            )
            for name, strength in shown.items()
            if name in self.places
        ]
        told = [row for row in spoke if row[1] > 0]
        return max(told)[2] if told else "nothing"


@dataclass(frozen=True)
class Meaning:
    """The weight of each number of a sentence vector for each label, for the vectors of one space only."""

    space: str
    """The name of the embedder whose vectors these weights are for."""
    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    """``[dimension + 1, label]``; the last row is the start for each label."""

    def likely(self, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """How likely each label is; they sum to 1."""
        if vector.shape != (len(self.weights) - 1,):
            raise ModelError(
                f"read a direction from a vector of shape {vector.shape}; "
                f"{len(self.weights) - 1} numbers of {self.space} are accepted"
            )
        total = (vector @ self.weights[:-1] + self.weights[-1]).astype(np.float64)
        grown = np.exp(total - total.max())
        return np.asarray(grown / grown.sum(), dtype=np.float64)


def linear(labels: tuple[str, ...], names: tuple[str, ...], weights: Any, bias: Any) -> Linear:
    """A model from its parts."""
    return Linear(labels, names, weights, bias, {name: place for place, name in enumerate(names)})


def arrays(task: str, model: Linear) -> dict[str, NDArray[Any]]:
    """A model as the arrays of a file."""
    return {
        f"{task}_labels": np.array(model.labels),
        f"{task}_names": np.array("\n".join(model.names)),
        f"{task}_weights": model.weights.astype(np.float16),
        f"{task}_bias": model.bias.astype(np.float32),
    }


@lru_cache(maxsize=1)
def load() -> Mapping[str, Linear]:
    """The shipped models by task."""
    content = resources.files(__package__).joinpath(FILE).read_bytes()
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            return {
                task: linear(
                    tuple(str(label) for label in held[f"{task}_labels"]),
                    tuple(str(held[f"{task}_names"]).split("\n")),
                    held[f"{task}_weights"].astype(np.float32),
                    held[f"{task}_bias"],
                )
                for task in TASKS
            }
    except (KeyError, ValueError, OSError) as error:
        raise ModelError(
            f"read {FILE}: {error}; the arrays that direction_train writes are accepted"
        ) from error


@lru_cache(maxsize=1)
def meaning() -> Meaning:
    """The shipped weights of sentence vectors."""
    content = resources.files(__package__).joinpath(FILE).read_bytes()
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            return Meaning(
                str(held["meaning_space"]),
                tuple(str(label) for label in held["meaning_labels"]),
                held["meaning_weights"].astype(np.float32),
            )
    except (KeyError, ValueError, OSError) as error:
        raise ModelError(
            f"read {FILE}: {error}; the arrays that direction_train writes are accepted"
        ) from error
