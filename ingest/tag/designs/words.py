"""The words of a sentence, cleaned of what typesetting did to them. It finds nothing and knows no designs.

What PDF text does to words is undone first: ligatures, soft hyphens, words cut at a line end, letters set
apart. A hyphen inside a word divides it, so that "cluster-randomised" is two words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

BEGIN = "^"
"""Stands before the first word, so that a pattern may ask for the beginning."""
_CLEAN = str.maketrans(
    {
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st",
        "\u00ad": "", "\u200b": "", "\ufeff": "", "\u2060": "",
        "’": "'", "‘": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": " - ", "−": "-",
    }
)  # fmt: skip
_BROKEN = re.compile(r"([^\W\d_]{2,})-\s+([a-z]{2,})")
"""A word that a line end cut in two: ``ran- domised``."""
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] {1,4}){5,}[^\W\d_](?!\S)")
"""Letters that were set apart: ``r a n d o m l y``."""
_HYPHEN_STAYS = frozenset(
    {
        "pre", "post", "non", "quasi", "semi", "cost", "benefit", "before", "after", "difference",
        "differences", "cluster", "self", "follow", "meta", "two", "three", "four", "multi", "cross",
        "mixed", "long", "short", "high", "low", "well", "evidence", "wait", "waiting", "case", "time",
        "first", "second", "in", "and", "or", "baseline", "single", "double", "intention", "intent",
        "to", "random", "value", "control",
    }
)  # fmt: skip
"""First halves of words that are joined by a hyphen anyway: both halves stay words."""
_SECOND_ALONE = frozenset({"and", "or", "to", "nor", "und", "et"})
_HYPHEN = re.compile(r"(?<=[^\W_])[-/](?=[^\W_])")
_WORD = re.compile(
    r"[^\W\d_]+(?=n't\b)|n't\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:\d+[^\W_]*)?|'s\b|[^\w\s]|_+", re.I
)


_LONE = re.compile(r"[\ud800-\udfff]")
"""Halves of a character, which broken PDFs hold and spaCy cannot."""
_BRACKETED = re.compile(r"\((quasi|non)-?\)-?\s?", re.I)
"""A half-word in brackets: ``(quasi-)experimental``."""


def clean(sentence: str) -> str:
    """The sentence with ligatures, soft hyphens and words cut at a line end made whole."""
    whole = _SPACED.sub(_closed, _LONE.sub(" ", sentence).translate(_CLEAN))
    return _BROKEN.sub(_joined, _BRACKETED.sub(r"\1 ", whole))


def words(sentence: str) -> list[str]:
    """The words and marks of a sentence, cleaned; a hyphen inside a word divides it and is gone."""
    return _WORD.findall(_HYPHEN.sub(" ", clean(sentence)))


def _closed(match: re.Match[str]) -> str:
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", match.group()))


def _joined(match: re.Match[str]) -> str:
    first, second = match.group(1), match.group(2)
    if second in _SECOND_ALONE or first.lower() in _HYPHEN_STAYS:
        return f"{first} {second}"
    return first + second


@lru_cache(maxsize=1)
def vocab() -> Vocab:
    """The vocabulary of a blank English pipeline: no model."""
    import spacy

    return spacy.blank("en").vocab


@dataclass
class Tokens:
    """The words of a sentence after a mark for its beginning; spaCy sees them only when asked to."""

    words: Sequence[str]
    _doc: Doc | None = field(default=None, init=False)

    @property
    def doc(self) -> Doc:
        """The same words as a document of spaCy's."""
        if self._doc is None:
            from spacy.tokens import Doc

            self._doc = Doc(vocab(), words=list(self.words))
        return self._doc


def doc(found: Sequence[str]) -> Tokens:
    """Words ready to be matched."""
    return Tokens([BEGIN, *found])
