"""What kind of text a document is, counted in sentences: plan, results, own work, others' work, talk of methods.

The words are data (``marks.toml``). It names no design; ``design.py`` weighs the counts.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from ingest.tag.designs.matching import BEGIN, Phrases, doc

KINDS = ("protocol", "ahead", "found", "own", "general", "data", "cites", "talk", "review")

_NOTE = 14
"""Words of a design in note form at most: "Multisite randomised controlled trial, n = 443." """
_VERB = re.compile(
    r"(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|may|might|will|would|shall|should|must"
    r"|finds?|found|shows?|showed|suggests?|says?|said|tells?|told|led|ran|we|i|you|they|it|he|she|who|how"
    r"|why|what|which|that|this|these|our|your|another|other|earlier|previous|recent|future|planned|proposed"
    r"|need|needs|guide|introduction|et|al|not|no)$",
    re.I,
)
"""What makes a sentence more than a name of a study: a verb, somebody who speaks, another's study."""

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
    if "stated" in kinds:
        kinds.discard("stated")
        if _is_note(found):
            kinds.add("own")
    # Who speaks of their own study may name others in passing.
    return frozenset(kinds - {"cites"} if "own" in kinds else kinds)


def _is_note(found: Sequence[str]) -> bool:
    """Whether a sentence that names a kind of study does nothing else."""
    said = [word for word in found if word[0].isalpha()]
    return 0 < len(said) <= _NOTE and not any(_VERB.match(word) for word in said)
