"""What a document is about by name: the names and abbreviations that most of its sentences turn on.

A sentence that names it speaks of what was tried here. It tells no programme from an organisation.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from ingest.tag.findings import lists
from ingest.tag.sheet import Sheet
from kb.vocab import load

_SHORT = re.compile(r"\b(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z])[A-Z][A-Za-z0-9-]{1,18}\b")
"""An abbreviation, or a name written in one with capitals inside."""
_LONG = re.compile(
    r"(?<=[a-z,] )[A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]+|of|for|to|the|and)){0,4} [A-Z][\w'’-]+"
)
"""A name of several words inside a sentence."""
_LEAST, _SHARE, _FIRST = 3, 0.02, 4
"""A name is a subject when it stands in so many sentences, and in such a share of them; so many at most."""


def of(sheet: Sheet) -> re.Pattern[str] | None:
    """What matches a name of what the document is about in its text as it stands; nothing where it has none."""
    counts: Counter[str] = Counter()
    for line in sheet.lines:
        names = {match.group() for match in _SHORT.finditer(line.text)}
        names.update(match.group() for match in _LONG.finditer(line.text))
        counts.update(names)
    least = max(_LEAST, _SHARE * len(sheet.lines))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = [
        name
        for name, count in ranked
        if count >= least
        and name.lower() not in lists.of("not-short")
        and name.lower() not in _places()
    ]
    if not kept:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(kept[:_FIRST]))) + r")(?!\w)")


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    terms = load("countries").terms
    return frozenset(name.lower() for term in terms for name in (term.label, *term.aliases))
