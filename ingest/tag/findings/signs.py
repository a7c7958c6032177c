"""Signs in a sentence that it reports a result, whose it is, and that it does not: words as data (``signs.toml``).

They are found, not weighed: ``weighing.py`` does that. A sign is sought only where one of its words stands.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kb.errors import VocabularyError

KINDS = ("change", "delivery", "experience", "cost", "forecast")
GIVES = (*KINDS, "own", "compared", "impact", "against", "ahead")
_STEM = 4


@dataclass(frozen=True, slots=True)
class Sign:
    """A row of ``signs.toml``."""

    id: str
    gives: str
    weight: float
    pattern: re.Pattern[str]
    reach: int | None = None
    """Characters by which it may stand before what it speaks of; null for anywhere."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign where it stands in a sentence."""

    sign: Sign
    start: int
    end: int


@dataclass(frozen=True)
class Signs:
    """All signs, with the words by which each is asked for."""

    signs: tuple[Sign, ...]
    by_word: Mapping[str, tuple[int, ...]]
    by_stem: Mapping[str, tuple[tuple[str, int], ...]]

    def asked(self, words: Iterable[str]) -> list[int]:
        """The signs of which a word stands among ``words``, in order."""
        found: set[int] = set()
        for word in words:
            found.update(self.by_word.get(word, ()))
            for stem, place in self.by_stem.get(word[:_STEM], ()):
                if word.startswith(stem):
                    found.add(place)
        return sorted(found)

    def tells(self, asked: Sequence[int]) -> bool:
        """Whether one of them could tell a result at all."""
        return any(self.signs[place].gives in KINDS for place in asked)

    def find(self, said: str, asked: Sequence[int]) -> tuple[Seen, ...]:
        """Those that stand in ``said``: each at its first place, one that reaches so far only at every place."""
        seen = []
        for place in asked:
            sign = self.signs[place]
            if sign.reach is None:
                first = sign.pattern.search(said)
                matches = [first] if first else []
            else:
                matches = list(sign.pattern.finditer(said))
            seen += [Seen(sign, match.start(), match.end()) for match in matches]
        return tuple(seen)


@lru_cache(maxsize=1)
def load() -> Signs:
    """The shipped signs; ``VocabularyError`` says which row is malformed."""
    name = "signs.toml"
    return parse(
        tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8")), name
    )


def parse(table: Mapping[str, Any], where: str) -> Signs:
    """Signs from a table of rows with a rationale each."""
    lists: Mapping[str, str] = table.get("words", {})
    signs: list[Sign] = []
    by_word: dict[str, tuple[int, ...]] = {}
    by_stem: dict[str, tuple[tuple[str, int], ...]] = {}
    for place, row in enumerate(table["sign"]):
        signs.append(_sign(row, lists, where))
        for word in row.get("needs", ()):
            if not word.endswith("*"):
                by_word[word] = (*by_word.get(word, ()), place)
                continue
            stem = word.rstrip("*")
            key = stem[:_STEM]
            if len(key) < _STEM:
                by_word[stem] = (*by_word.get(stem, ()), place)
                by_word[stem + "s"] = (*by_word.get(stem + "s", ()), place)
                continue
            by_stem[key] = (*by_stem.get(key, ()), (stem, place))
    return Signs(tuple(signs), by_word, by_stem)


def _sign(row: Mapping[str, Any], lists: Mapping[str, str], where: str) -> Sign:
    if row["gives"] not in GIVES or not row.get("rationale"):
        raise VocabularyError(
            f"read {where}: sign {row['id']!r} has no rationale or gives {row['gives']!r}; "
            "a rationale and one of these is accepted: " + ", ".join(GIVES)
        )
    pattern = row["pattern"]
    for name, listed in lists.items():
        pattern = pattern.replace("{" + name + "}", listed)
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise VocabularyError(f"read {where}: sign {row['id']!r}: {error}") from error
    return Sign(row["id"], row["gives"], float(row["weight"]), compiled, row.get("reach"))
