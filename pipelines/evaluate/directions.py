"""``eval directions FILE``: whether a sentence tells a result, and which way it went.

An item's ``text`` alone is read; its ``outcome`` is not shown. Weights were learnt from our own invented
sentences, our notes and the trials of ``eval changes``. On the sentences that taught them, and on the
compiler's words about the attempts that our notes describe, weights are learnt again for each fold without
the sentences of that fold or the notes on those attempts.

Where the bundled embedder is there the figures are those with sentence vectors, as documents are read at
ingest; ``plain`` holds those of the words alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest.tag.findings import direction, direction_features, direction_model, direction_train
from ingest.tag.findings.direction import Said
from ingest.tag.findings.direction_model import Linear
from kb.embed import Embedder
from kb.errors import ModelError
from kb.ids import sha256
from pipelines.evaluate import rates

NONE = "none"


def run(
    file: Path, read: Callable[[str], Said] = direction.read, embedder: Embedder | None = None
) -> dict[str, Any]:
    """``items``, ``finding_f1``, ``macro_f1`` and ``per_label`` over the findings, ``accuracy`` over all, ``wrong``.

    With an ``embedder`` by words and sentence vectors, and ``plain`` by words alone; without one by words.
    """
    items = rates.read_items(file, "text", "direction")
    wanted = [str(item["direction"]) for item in items]
    if sha256(file.read_bytes()) == direction_train.record()["own_sha256"]:
        given = _without_own_fold([(str(item["id"]), item["text"]) for item in items])
        method = (
            f"{direction_train.FOLDS}-fold cross-validation: the weights were learnt from this file"
        )
        return {**_scored(wanted, given, items), "method": method}
    found = _scored(wanted, [_label(read(item["text"])) for item in items], items)
    if embedder is None:
        return {**found, "method": "words alone"}
    meant = _scored(wanted, _meant(items, embedder), items)
    return {**meant, "plain": _short(found), "method": "words and sentence vectors"}


def _short(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in ("finding_f1", "macro_f1", "accuracy", "per_label")}


def _meant(items: Sequence[Mapping[str, Any]], embedder: Embedder) -> list[str]:
    if embedder.name != direction_model.meaning().space:
        raise ModelError(
            f"read directions with vectors of {embedder.name}; "
            f"those of {direction_model.meaning().space} are accepted"
        )
    vectors = embedder.passages([item["text"] for item in items])
    return [
        _label(direction.read(item["text"], vector=vector))
        for item, vector in zip(items, vectors, strict=True)
    ]


def statements(file: Path) -> dict[str, Any]:
    """The same of what compilers wrote of attempts (``facts/attempts.yaml``): all are findings.

    Each is read, by words alone, with weights that saw no note on its attempt. ``macro_f1`` is of the direction
    alone; ``finding_f1`` counts those taken for findings.
    """
    attempts = yaml.safe_load(file.read_text("utf-8"))
    rows = [
        {"id": attempt["id"], "text": row["statement"], "direction": row["direction"]}
        for attempt in attempts
        for row in attempt["findings"]
    ]
    said = _without_fold([(str(row["id"]), str(row["text"])) for row in rows])
    found = _scored([row["direction"] for row in rows], [one.direction for one in said], rows)
    taken = sum(one.is_finding for one in said)
    return {**found, "finding_f1": round(2 * taken / (taken + len(said)), 4) if said else 0.0}


def _scored(
    wanted: Sequence[str], given: Sequence[str], items: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    is_finding = [str(label != NONE).lower() for label in wanted]
    taken = [str(label != NONE).lower() for label in given]
    findings = [(w, g) for w, g in zip(wanted, given, strict=True) if w != NONE]
    by_label = rates.per_label([w for w, _ in findings], [g for _, g in findings])
    finding = rates.per_label(is_finding, taken).get("true", {"f1": 0.0})
    return {
        "items": len(items),
        "finding_f1": finding["f1"],
        "macro_f1": rates.macro_f1(by_label),
        "accuracy": rates.accuracy(wanted, given),
        "per_label": by_label,
        "finding": finding,
        "wrong": [
            {"id": item.get("id"), "wanted": w, "given": g}
            for item, w, g in zip(items, wanted, given, strict=True)
            if w != g
        ],
        "rules": direction.VERSION,
    }


def _label(said: Said) -> str:
    return said.direction if said.is_finding else NONE


def _without_own_fold(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [_label(said) for said in _without_fold(rows)]


def _without_fold(rows: Sequence[tuple[str, str]]) -> list[Said]:
    """Each text read with weights that saw nothing of its group."""
    taught = [*direction_train.own(), *direction_train.notes()]
    shown = [direction_features.shown(direction_features.parse(example.text)) for example in taught]
    said: list[Said | None] = [None] * len(rows)
    for fold in range(direction_train.FOLDS):
        places = [
            place for place, (group, _) in enumerate(rows) if direction_train.fold_of(group) == fold
        ]
        if not places:
            continue
        models = _learnt(taught, shown, fold)
        for place in places:
            said[place] = direction.read(rows[place][1], models=models)
    return [one for one in said if one is not None]


def _learnt(
    taught: Sequence[direction_train.Example],
    shown: Sequence[Mapping[str, float]],
    without: int | None,
) -> dict[str, Linear]:
    models = {}
    for task in ("finding", "direction"):
        chosen = [
            (direction_train.labelled(task, example), features)
            for example, features in zip(taught, shown, strict=True)
            if direction_train.fold_of(example.group) != without
        ]
        kept = [(example, features) for example, features in chosen if example is not None]
        models[task] = direction_train.learn(task, [e for e, _ in kept], [f for _, f in kept])
    return models
