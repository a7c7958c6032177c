"""``eval changes FILE``: which way what was measured moved: increased, decreased, no difference.

An item's ``text`` alone is read, though many of these sentences tell of several outcomes that moved
differently. On the file that the shipped weights were learnt from, the figures are cross-validated: the
sentences of one trial are kept together. On any other file the shipped weights are used as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.tag.findings import direction, direction_train
from kb.ids import sha256
from pipelines.evaluate import rates


def run(file: Path) -> dict[str, Any]:
    """``items``, ``macro_f1``, ``accuracy``, ``per_label``, and ``method``: how they came about."""
    items = rates.read_items(file, "text", "change")
    if sha256(file.read_bytes()) == direction_train.record()["trials_sha256"]:
        told = direction_train.cross_validated("change", direction_train.trials(file))
        wanted, given = [row.label for row, _ in told], [label for _, label in told]
        method = (
            f"{direction_train.FOLDS}-fold cross-validation: the weights were learnt from this file"
        )
    else:
        wanted = [item["change"] for item in items]
        given = [str(direction.changed(item["text"])) for item in items]
        method = "the shipped weights as they are"
    by_label = rates.per_label(wanted, given)
    return {
        "items": len(items),
        "macro_f1": rates.macro_f1(by_label),
        "accuracy": rates.accuracy(wanted, given),
        "per_label": by_label,
        "method": method,
        "rules": direction.VERSION,
    }
