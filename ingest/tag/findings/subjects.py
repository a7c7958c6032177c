"""What a document is about by name: the names and abbreviations that most of its sentences turn on.

A sentence that names it speaks of what was tried here. It tells no programme from an organisation.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from ingest.tag.findings import lists
from ingest.tag.sheet import Sheet
from kb.vocab import load

_SHORT = re.compile(r"\b(?=[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*[A-Z])[A-Z][A-Za-z0-9-]{1,18}\b")
"""An abbreviation, or a name written in one with capitals inside."""
_KIND = re.compile(r"[A-Z]{2,}s")
"""An abbreviation in the plural: a kind of thing and no name."""
_LONG = re.compile(
    r"(?<=[a-z,] )[A-Z][\w'’-]+(?: (?:[A-Z][\w'’-]+|of|for|to|the|and)){0,4} [A-Z][\w'’-]+"
)
"""A name of several words inside a sentence."""
_IN_TITLE, _IN_TEXT = 0.25, 0.2
_LEAST, _SHARE, _FIRST = 3, 0.02, 4
"""A name is a subject when it stands in so many sentences, and in such a share of them; so many at most."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """The names that a document turns on, and those of them that its title holds."""

    pattern: re.Pattern[str] | None
    entitled: frozenset[str]

    def weight(self, text: str) -> float:
        """How much ``text`` is about them: most where it names what the title names; 0 where it names none."""
        if self.pattern is None:
            return 0.0
        names = {match.group() for match in self.pattern.finditer(text)}
        if not names:
            return 0.0
        return _IN_TITLE if names & self.entitled else _IN_TEXT


def of(sheet: Sheet) -> Subjects:
    """What a document is about by name."""
    counts: Counter[str] = Counter()
    for line in sheet.lines:
        names = {match.group() for match in _SHORT.finditer(line.text)}
        names.update(match.group() for match in _LONG.finditer(line.text))
        counts.update(names)
    least = max(_LEAST, _SHARE * len(sheet.lines))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    title = sheet.title.lower()
    kept = [
        name
        for name, count in ranked
        if (count >= least or (count >= _LEAST and name.lower() in title))
        and name.lower() not in lists.of("not-short")
        and name.lower() not in _places()
        and not _KIND.fullmatch(name)
    ][:_FIRST]
    if not kept:
        return Subjects(None, frozenset())
    pattern = (
        r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(kept, key=len, reverse=True))) + r")(?!\w)"
    )
    return Subjects(re.compile(pattern), frozenset(name for name in kept if name.lower() in title))


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    terms = load("countries").terms
    return frozenset(name.lower() for term in terms for name in (term.label, *term.aliases))
