"""``eval traps FILE``: single sentences whose words mislead: right when fact, status and owner all are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.tag import designs
from kb.evidence import STRONGEST_FIRST, Reading
from pipelines.evaluate import rates

NOTHING = ("none", "none", "none")
_ORDER = {fact: place for place, fact in enumerate(STRONGEST_FIRST)}


def run(file: Path, read: Callable[[str], Reading] = designs.read) -> dict[str, Any]:
    """``items``, ``accuracy``, ``per_fact`` (of the fact alone), ``per_trap`` and ``wrong``."""
    items = rates.read_items(file, "text", "fact", "status", "owner")
    wanted = [(item["fact"], item["status"], item["owner"]) for item in items]
    given = [said(read(item["text"])) for item in items]
    traps = sorted({item["trap"] for item in items if "trap" in item})
    return {
        "items": len(items),
        "accuracy": rates.accuracy(wanted, given),
        "per_fact": rates.per_label([w[0] for w in wanted], [g[0] for g in given]),
        "per_trap": {
            trap: {"items": len(at), "right": sum(wanted[i] == given[i] for i in at)}
            for trap in traps
            if (at := [i for i, item in enumerate(items) if item.get("trap") == trap])
        },
        "wrong": [
            {"id": item.get("id"), "wanted": list(w), "given": list(g)}
            for item, w, g in zip(items, wanted, given, strict=True)
            if w != g
        ],
        "rules": designs.VERSION,
    }


def said(reading: Reading) -> tuple[str, str, str]:
    """The one fact that a sentence is taken to tell: the strongest design, before what lifts or lowers."""
    facts = [fact for fact in reading.facts if fact.fact != "none"]
    if not facts:
        return NOTHING
    first = min(facts, key=lambda fact: (_ORDER.get(fact.fact, len(_ORDER)), fact.start))
    return first.fact, first.status, first.owner
