"""An original as sentences: cut, with their telling words and their amounts, ready to be looked through. Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kb import amounts
from kb.amounts import Amount
from kb.links.signature import PLAIN
from kb.links.sketch import words

STEM = 6
"""Letters by which words are compared: partner and partnership are one."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[A-Z0-9£$€“\"‘'(•])|\n{2,}|\n(?=\s*[•▪–-]\s)")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|et al|cf|vs|no|mr|mrs|ms|dr|st|fig|approx)\.|\b[A-Z]\.)$", re.IGNORECASE)  # fmt: skip
_STOP = (
    "a an the of for and or in on at to from by with into its it is are was were be been being as how what why when "
    "can do does did has have had this that these those they them their there than then which who whom will would "
    "may might more most much many very also only not no nor but if so such about over under up out per after before "
    "during between among each all any some other another one two both same own had who's said says told"
)
STOP = frozenset(_STOP.split()) | (
    PLAIN - {"findings", "results", "evaluation", "research", "study", "new"}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an original; offsets are those of its stored text."""

    start: int
    end: int
    text: str
    passage_id: str
    stems: frozenset[str]


@dataclass(frozen=True)
class Original:
    """A document cut into sentences, ready to be looked through."""

    sentences: tuple[Sentence, ...] = field(repr=False)
    _amounts: dict[int, tuple[Amount, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How telling a stem is in this document."""
        counts = Counter(stem for one in self.sentences for stem in one.stems)
        return {s: math.log(1 + len(self.sentences) / n) for s, n in counts.items()}

    def amounts(self, at: int) -> tuple[Amount, ...]:
        """The amounts of a sentence."""
        if at not in self._amounts:
            self._amounts[at] = amounts.amounts(self.sentences[at].text)
        return self._amounts[at]

    def around(self, at: int) -> frozenset[str]:
        """The stems of a sentence and of the one before it, which it may go on from."""
        before = self.sentences[at - 1].stems if at else frozenset()
        return self.sentences[at].stems | before

    def share(self, wanted: Iterable[str], found: frozenset[str]) -> float:
        """How much of ``wanted``, by rarity, is in ``found``; stems that the document lacks are the rarest."""
        unknown = math.log(2 + len(self.sentences))
        weights = {s: self.rarity.get(s, unknown) for s in wanted}
        total = sum(weights.values())
        return sum(w for s, w in weights.items() if s in found) / total if total else 0.0


def original(passages: Iterable[tuple[str, int, str]]) -> Original:
    """An original from its passages: id, start and text, in order."""
    found = []
    for passage_id, at, text in passages:
        for start, end in _cut(text):
            told = text[start:end]
            found.append(Sentence(at + start, at + end, told, passage_id, stems(told)))
    return Original(tuple(found))


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(text):
        if _ABBREVIATED.search(text, start, match.start()) and "\n" not in match[0]:
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    told = text[start:end]
    begin = start + len(told) - len(told.lstrip())
    last = start + len(told.rstrip())
    if last > begin:
        yield begin, last


def stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to their beginnings; numbers are none."""
    return frozenset(
        _stem(w) for w in words(text) if len(w) > 2 and w not in STOP and not w[0].isdigit()
    )


def _stem(word: str) -> str:
    if len(word) <= STEM:
        return word.removesuffix("s") if len(word) > 4 else word
    return word[:STEM]
