"""``eval designs FILE``: the design that a passage's words give, and how often it is graded too high.

An item's ``text`` alone is read: no title, no heading, no page. Labels of other sets (``cohort``,
``survey``) have no design of that name here; for those, ``randomised`` against not is what counts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.tag import designs
from kb import levels, standards
from kb.evidence import Reading
from pipelines.evaluate import rates

NESTA = "nesta-2013"
RANDOMISED = "rct"


def run(file: Path, read: Callable[[str], Reading] = designs.read) -> dict[str, Any]:
    """``items``, ``macro_f1``, ``accuracy``, ``per_label``, ``over_graded``, ``randomised``, ``wrong``.

    ``over_graded`` is the share of items whose Nesta ceiling is above the label's; null where no item
    has one.
    """
    items = rates.read_items(file, "text", "design")
    readings = [read(item["text"]) for item in items]
    wanted, given = [item["design"] for item in items], [reading.design for reading in readings]
    by_label = rates.per_label(wanted, given)
    is_random = [str(w == RANDOMISED).lower() for w in wanted]
    said_random = [str(g == RANDOMISED).lower() for g in given]
    return {
        "items": len(items),
        "macro_f1": rates.macro_f1(by_label),
        "accuracy": rates.accuracy(wanted, given),
        "per_label": by_label,
        "over_graded": _over_graded(items, readings),
        "randomised": rates.per_label(is_random, said_random).get("true"),
        "wrong": [
            {"id": item.get("id"), "wanted": w, "given": g}
            for item, w, g in zip(items, wanted, given, strict=True)
            if w != g
        ],
        "rules": designs.VERSION,
    }


def nesta_ceiling(reading: Reading) -> int:
    """Rank of the ceiling that a reading gives; 0 where none is proposed."""
    return levels.of_reading(reading, standards.load())[NESTA].rank or 0


def _over_graded(items: list[dict[str, Any]], readings: list[Reading]) -> float | None:
    graded = [
        nesta_ceiling(reading) > (item["nesta_ceiling"] or 0)
        for item, reading in zip(items, readings, strict=True)
        if "nesta_ceiling" in item
    ]
    return round(sum(graded) / len(graded), 4) if graded else None
