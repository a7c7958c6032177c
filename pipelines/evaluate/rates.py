"""Precision, recall and F1 of each label, and their mean: what every classification is told in.

Each item has one label wanted and one given. Nothing is rounded before the mean is taken.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.errors import UsageError

FEWEST = 3
"""Items of a label below which its F1 says too little to enter the mean."""


def read_items(file: Path, *needed: str) -> list[dict[str, Any]]:
    """Items of a file of JSON lines; one that lacks a field is refused with its line."""
    items = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise UsageError(
                f"read {file}:{number}: not JSON ({error}); one object a line is"
            ) from error
        missing = [name for name in needed if not isinstance(item, dict) or name not in item]
        if missing:
            raise UsageError(
                f"read {file}:{number}: {missing[0]!r} is missing; accepted: {', '.join(needed)}"
            )
        items.append(item)
    return items


def per_label(wanted: Sequence[str], given: Sequence[str]) -> dict[str, dict[str, Any]]:
    """For each label: items that have it, how many were given it, precision, recall, F1."""
    due, said = Counter(wanted), Counter(given)
    hit = Counter(w for w, g in zip(wanted, given, strict=True) if w == g)
    return {label: _rates(hit[label], said[label], due[label]) for label in sorted({*due, *said})}


def macro_f1(labels: Mapping[str, Mapping[str, Any]], fewest: int = FEWEST) -> float:
    """Mean F1 over the labels with at least ``fewest`` items; 0 where there are none."""
    f1s = [_f1(row) for row in labels.values() if row["items"] >= fewest]
    return round(sum(f1s) / len(f1s), 4) if f1s else 0.0


def accuracy(wanted: Sequence[object], given: Sequence[object]) -> float:
    """Share of items whose label was given."""
    right = sum(w == g for w, g in zip(wanted, given, strict=True))
    return round(right / len(wanted), 4) if wanted else 0.0


def _rates(hit: int, said: int, due: int) -> dict[str, Any]:
    return {
        "items": due,
        "given": said,
        "right": hit,
        "precision": round(hit / said, 3) if said else None,
        "recall": round(hit / due, 3) if due else None,
        "f1": round(2 * hit / (said + due), 3) if said + due else 0.0,
    }


def _f1(row: Mapping[str, Any]) -> float:
    return 2 * int(row["right"]) / (int(row["given"]) + int(row["items"]))
