"""``eval areas FILE``: how well challenge areas are suggested for labelled passages.

An item's text alone is judged. On the file that the shipped weights were learnt from, the figures
are cross-validated: weights are learnt again for each fold, without it. On any other file the
shipped weights are used as they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ingest.tag import areas, train_areas
from kb import embed
from kb.ids import sha256
from kb.settings import Settings


def run(file: Path, settings: Settings) -> dict[str, Any]:
    """``items``, ``micro_f1``, ``per_label``, and ``method``: how they came about."""
    items = train_areas.read_items(file)
    embedder = embed.embedder(settings)
    if sha256(file.read_bytes()) == train_areas.record()["labels_sha256"]:
        suggested = train_areas.cross_validated(items, embedder)
        method = (
            f"{train_areas.FOLDS}-fold cross-validation: the weights were learnt from this file"
        )
    else:
        texts = [item.text for item in items]
        found = areas.suggest(texts, embedder.passages(texts), embedder=embedder.name)
        suggested = [tuple(tag.area for tag in tags) for tags in found]
        method = "the shipped weights as they are"
    wanted = [item.areas for item in items]
    return {**train_areas.scores(wanted, suggested), "method": method}
