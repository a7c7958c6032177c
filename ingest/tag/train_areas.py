"""Learns the weights of challenge areas: ``python -m ingest.tag.train_areas LABELS.jsonl``.

Trains on the labelled passages it is given (``{"text", "areas"}`` a line; they are not part of the
project) and on our own invented statements, writes ``areas_weights.npz`` beside the code, and
``areas_weights.json`` with the digests of what was read and the cross-validated figures.

Folds keep passages of one document together (by ``url`` or ``title``), so that no fold is judged
with weights that saw its neighbours.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.tag import area_cues, area_statements, areas
from kb import embed, vocab
from kb.ids import sha256
from kb.settings import Settings

Floats = NDArray[np.float64]

FOLDS = 10
VECTOR_SCALE = 2.0
"""How much of the vector enters beside the cues (which are 0 to 1)."""
PENALTY = 0.2
"""Of the squared weights. Between 0.1 and 0.3, and scales 1 to 3, figures differ by 0.02."""
STATEMENT_WEIGHT = 0.5
"""A statement counts half a labelled passage: it is shorter, and not from life."""
BIAS_PENALTY = 1e-3


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled passage and what says which document it is from."""

    text: str
    areas: tuple[str, ...]
    document: str


@dataclass(frozen=True)
class Examples:
    """Texts as numbers, in step: vectors, strengths of all rules, areas as 0 and 1, weights."""

    vectors: Floats
    strengths: Floats
    labels: Floats
    weights: Floats

    def __getitem__(self, chosen: NDArray[np.bool_]) -> Examples:
        return Examples(
            self.vectors[chosen],
            self.strengths[chosen],
            self.labels[chosen],
            self.weights[chosen],
        )

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            np.vstack([self.vectors, other.vectors]),
            np.vstack([self.strengths, other.strengths]),
            np.vstack([self.labels, other.labels]),
            np.concatenate([self.weights, other.weights]),
        )


def read_items(file: Path) -> list[Item]:
    """The labelled passages of a file of JSON lines."""
    items = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            raw = json.loads(line)
            document = raw.get("url") or raw.get("title") or raw["text"]
            items.append(Item(raw["text"], tuple(raw["areas"]), document))
    return items


def area_slugs() -> tuple[str, ...]:
    """The areas that have rules, in the order of the vocabulary."""
    ruled = area_cues.load().areas
    return tuple(slug for slug in vocab.load("areas").slugs if slug in ruled)


def examples(
    texts: Sequence[str],
    labels: Sequence[Sequence[str]],
    embedder: embed.Embedder,
    weight: float = 1.0,
) -> Examples:
    """Labelled texts as numbers."""
    cues = area_cues.load()
    readings = [area_cues.read(text, cues) for text in texts]
    strengths = [[r.strength(rule) for rule in range(len(cues.rules))] for r in readings]
    wanted = [[float(area in own) for area in area_slugs()] for own in labels]
    return Examples(
        embedder.passages(texts).astype(np.float64),
        np.array(strengths),
        np.array(wanted),
        np.full(len(texts), weight),
    )


def fit(known: Examples, embedder: str) -> dict[str, NDArray[Any]]:
    """The arrays of a model (see ``areas.from_arrays``)."""
    cues, slugs = area_cues.load(), area_slugs()
    mean = known.vectors.mean(axis=0)
    scaled = (known.vectors - mean) * VECTOR_SCALE
    names, vectors, rules, biases, alone, biases_alone = [], [], [], [], [], []
    for place, area in enumerate(slugs):
        own = list(cues.of_area(area))
        wanted = known.labels[:, place]
        both = _regression(np.hstack([scaled, known.strengths[:, own]]), wanted, known.weights)
        only = _regression(known.strengths[:, own], wanted, known.weights)
        names += [f"{area}:{cues.rules[rule].name}" for rule in own]
        vectors.append(both[: scaled.shape[1]] * VECTOR_SCALE)
        rules += list(both[scaled.shape[1] : -1])
        biases.append(both[-1])
        alone += list(only[:-1])
        biases_alone.append(only[-1])
    return {
        "embedder": np.array(embedder),
        "areas": np.array(slugs),
        "rules": np.array(names),
        "mean": mean.astype(np.float32),
        "vector": np.array(vectors, dtype=np.float32),
        "rule_with_vector": np.array(rules, dtype=np.float32),
        "bias_with_vector": np.array(biases, dtype=np.float32),
        "rule_alone": np.array(alone, dtype=np.float32),
        "bias_alone": np.array(biases_alone, dtype=np.float32),
    }


def _regression(features: Floats, wanted: Floats, weights: Floats) -> Floats:
    """Weighted logistic regression with a penalty, by Newton's method; the bias comes last."""
    columns = np.hstack([features, np.ones((len(features), 1))])
    penalty = np.full(columns.shape[1], PENALTY)
    penalty[-1] = BIAS_PENALTY
    found = np.zeros(columns.shape[1])
    for _ in range(30):
        likely = 1.0 / (1.0 + np.exp(-columns @ found))
        slope = columns.T @ (weights * (likely - wanted)) + penalty * found
        curve = (columns * (weights * likely * (1 - likely))[:, None]).T @ columns
        step = np.linalg.solve(curve + np.diag(penalty), slope)
        found -= step
        if np.abs(step).max() < 1e-8:
            break
    return found


def fold_of(document: str) -> int:
    """The fold of a document: fixed by its name alone."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def cross_validated(items: Sequence[Item], embedder: embed.Embedder) -> list[tuple[str, ...]]:
    """The areas suggested for each item by weights that saw nothing of its document."""
    known = examples([i.text for i in items], [i.areas for i in items], embedder)
    ours = _statements(embedder)
    folds = np.array([fold_of(item.document) for item in items])
    suggested: list[tuple[str, ...]] = [()] * len(items)
    for fold in sorted(set(folds.tolist())):
        model = areas.from_arrays(fit(known[folds != fold] + ours, embedder.name))
        places = [int(place) for place in np.flatnonzero(folds == fold)]
        texts = [items[place].text for place in places]
        found = areas.suggest(texts, known.vectors[places], embedder=embedder.name, model=model)
        for place, tags in zip(places, found, strict=True):
            suggested[place] = tuple(tag.area for tag in tags)
    return suggested


def _statements(embedder: embed.Embedder) -> Examples:
    texts, labels = zip(*area_statements.load(), strict=True)
    return examples(texts, labels, embedder, STATEMENT_WEIGHT)


def scores(wanted: Sequence[Sequence[str]], suggested: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Micro-F1 over all labels, and precision, recall and F1 of each."""

    def rates(hit: int, given: int, due: int) -> dict[str, float]:
        return {
            "precision": round(hit / given, 3) if given else 0.0,
            "recall": round(hit / due, 3) if due else 0.0,
            "f1": round(2 * hit / (given + due), 3) if given + due else 0.0,
            "items": due,
        }

    counts = {}
    for area in sorted({slug for row in (*wanted, *suggested) for slug in row}):
        hit = sum(area in w and area in s for w, s in zip(wanted, suggested, strict=True))
        counts[area] = (hit, sum(area in s for s in suggested), sum(area in w for w in wanted))
    totals = [sum(column) for column in zip(*counts.values(), strict=True)] or [0, 0, 0]
    return {
        "items": len(wanted),
        "micro_f1": rates(totals[0], totals[1], totals[2])["f1"],
        "per_label": {area: rates(*numbers) for area, numbers in counts.items()},
    }


def record() -> Mapping[str, Any]:
    """What the shipped weights were learnt from, and the figures they were shipped with."""
    text = resources.files(__package__).joinpath("areas_weights.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def train(file: Path, folder: Path, settings: Settings) -> Mapping[str, Any]:
    """Learn from a labelled file; write the weights and their record into a folder."""
    items = read_items(file)
    embedder = embed.embedder(settings)
    known = examples([i.text for i in items], [i.areas for i in items], embedder)
    arrays = fit(known + _statements(embedder), embedder.name)
    np.savez(folder / "areas_weights.npz", allow_pickle=False, **arrays)
    here = resources.files(__package__)
    told = {
        "version": areas.VERSION,
        "embedder": embedder.name,
        "labels_sha256": sha256(file.read_bytes()),
        "cues_sha256": sha256(here.joinpath("areas_cues.toml").read_bytes()),
        "statements_sha256": sha256(here.joinpath("areas_statements.toml").read_bytes()),
        "statements": len(area_statements.load()),
        "protocol": f"{FOLDS} folds that keep the passages of a document together; "
        "the statements are in every training fold; the cues were written after reading the "
        "labelled passages, so the figures flatter them",
        "cross_validated": scores([i.areas for i in items], cross_validated(items, embedder)),
    }
    text = json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / "areas_weights.json").write_text(text, encoding="utf-8")
    return told


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m ingest.tag.train_areas")
    parser.add_argument("labels", type=Path, help='JSON lines of {"text", "areas"}')
    parser.add_argument("--into", type=Path, default=Path(__file__).parent)
    given = parser.parse_args(arguments)
    told = train(given.labels, given.into, Settings.from_environment())
    print(json.dumps(told["cross_validated"], indent=2))  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
