"""What kind of text a document is, counted in sentences: plan, results, own work, others' work, talk of methods.

The words are data (``marks.toml``). It names no design; ``design.py`` weighs the counts.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from ingest.tag.designs.matching import BEGIN, Phrases, doc

KINDS = ("protocol", "ahead", "found", "own", "general", "data", "cites", "talk", "review")

Marks = Counter[str]
"""How many sentences show each kind, and ``sentences``: how many there are."""


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """The shipped marks."""
    text = resources.files(__package__).joinpath("marks.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    known = Phrases(table.get("words", {}))
    for mark in table["mark"]:
        known.add(mark["id"], mark["patterns"])
    return known


def of(found: Sequence[str]) -> frozenset[str]:
    """The kinds that a sentence, given as its words, shows."""
    known = phrases()
    candidates = known.candidates([BEGIN, *found])
    if not candidates:
        return frozenset()
    kinds = {hit.key for hit in known.find(doc(found), candidates)}
    # Who speaks of their own study may name others in passing.
    return frozenset(kinds - {"cites"} if "own" in kinds else kinds)
