"""The words of a sentence and the classes they belong to, found in one pass. It knows no directions.

The lists are data (``direction_words.toml``, ``direction_outcomes.toml``, ``direction_standing.toml``).
An entry is a word, or ``begin*``; a phrase is words apart by spaces, ``a|b`` for either and ``..`` for up
to ``GAP`` words between. A phrase is looked for from its first word only, so that the time a sentence
takes grows with its words and nothing else: there is no pattern here that could try again and again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from kb.errors import VocabularyError

GAP = 3
"""Words that ``..`` stands for at most."""
FILES = (
    "direction_words.toml",
    "direction_outcomes.toml",
    "direction_standing.toml",
    "direction_plain.toml",
)
_KEPT = 50_000
"""Words whose classes are remembered."""
_CLEAN = str.maketrans(
    {
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl",
        "\u00ad": "", "\u200b": "", "\ufeff": "", "·": ".",
        "’": "'", "‘": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": " - ", "−": "-",
    }
)  # fmt: skip
_TOKEN = re.compile(
    r"§[a-z]+|\d+(?:[.,]\d+)*|[^\W\d_]+n't\b|[^\W\d_]+(?:[-'][^\W\d_]+)*|[%£$€<>=≤≥±;:,.?!()\[\]/-]"
)
_QUOTED = re.compile(r"“[^“”]{1,60}”|\"[^\"]{1,60}\"")
_BROKEN = re.compile(r"(?<=[a-z]{2})-\s+(?=[a-z]{3})(?!and\b|or\b|to\b)")
_DURING = re.compile(
    r"\bwhile (?=(?:ill|sick|unwell|unemployed|pregnant|still|(?:working|looking|waiting|studying|living|claiming)\b"
    r"|(?:in|at) (?:training|work|school|college|prison|care|education|hospital|home)\b"
    r"|on (?:leave|benefits?|sick)\b)\b)"
)
"""A "while" of time, which sets nothing against anything: "earned less while in training"."""
_STOPS = frozenset({";", ":", ".", "!", "?"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``start`` to ``end`` of a sentence that belong to a class."""

    name: str
    start: int
    end: int


Step = tuple[frozenset[str], tuple[str, ...]]
"""Words, and beginnings of words, of which one is needed; both empty: a gap."""


@dataclass(frozen=True)
class Lexicon:
    """Classes of words and phrases."""

    names: tuple[str, ...]
    singles: Mapping[str, tuple[str, ...]]
    stems: tuple[tuple[str, str], ...]
    phrases: Mapping[str, tuple[tuple[str, tuple[Step, ...]], ...]]
    """By first word: the class and the further steps."""
    begun: tuple[tuple[str, str, tuple[Step, ...]], ...]
    """Phrases whose first word is only the beginning of one."""
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def classes(self, word: str) -> tuple[str, ...]:
        """The classes of a single word."""
        known = self._known.get(word)
        if known is None:
            told = [*self.singles.get(word, ())]
            told += [name for stem, name in self.stems if word.startswith(stem)]
            known = tuple(dict.fromkeys(told))
            if len(self._known) < _KEPT:
                self._known[word] = known
        return known

    def hits(self, tokens: Sequence[str]) -> list[Hit]:
        """Everything that belongs to a class, in the order of the sentence."""
        found = []
        for place, token in enumerate(tokens):
            found += [Hit(name, place, place + 1) for name in self.classes(token)]
            for name, steps in self.phrases.get(token, ()):
                end = _matched(steps, tokens, place + 1)
                if end:
                    found.append(Hit(name, place, end))
            for stem, name, steps in self.begun:
                if token.startswith(stem) and (end := _matched(steps, tokens, place + 1)):
                    found.append(Hit(name, place, end))
        return found


def _matched(steps: Sequence[Step], tokens: Sequence[str], place: int) -> int:
    """Where the steps end, or 0. After a gap the nearest fitting word is taken, once and for all."""
    gap = 0
    for words, stems in steps:
        if not words and not stems:
            gap = GAP
            continue
        for offset in range(gap + 1):
            here = place + offset
            if here >= len(tokens):
                return 0
            token = tokens[here]
            if token in words or (stems and token.startswith(stems)):
                place = here + 1
                break
            if token in _STOPS:
                return 0
        else:
            return 0
        gap = 0
    return place


def clean(text: str) -> str:
    """Lower case, one kind of hyphen and quote, ligatures undone, words cut at a line end made whole.

    A few words between quotation marks are named, not said, and are left out.
    """
    whole = _BROKEN.sub("", _QUOTED.sub(" ", text).translate(_CLEAN)).lower()
    return _DURING.sub("when ", whole)


def tokens(text: str) -> list[str]:
    """Words, numbers and signs of a cleaned text."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """The shipped lists, with the outcomes whose good way is told by the vocabulary."""
    singles: dict[str, list[str]] = {}
    stems: list[tuple[str, str]] = []
    phrases: dict[str, list[tuple[str, tuple[Step, ...]]]] = {}
    begun: list[tuple[str, str, tuple[Step, ...]]] = []
    names: dict[str, None] = {}
    for name, entry in (*_shipped(), *_outcomes()):
        names[name] = None
        steps = [_step(part) for part in entry.split()]
        first, rest = steps[0], tuple(steps[1:])
        for word in sorted(first[0]):
            if rest:
                phrases.setdefault(word, []).append((name, rest))
            else:
                singles.setdefault(word, []).append(name)
        for stem in first[1]:
            if rest:
                begun.append((stem, name, rest))
            else:
                stems.append((stem, name))
    return Lexicon(
        tuple(names),
        {word: tuple(dict.fromkeys(told)) for word, told in singles.items()},
        tuple(stems),
        {word: tuple(told) for word, told in phrases.items()},
        tuple(begun),
    )


def _step(part: str) -> Step:
    if part == "..":
        return frozenset(), ()
    ways = part.split("|")
    return (
        frozenset(way for way in ways if not way.endswith("*")),
        tuple(way.removesuffix("*") for way in ways if way.endswith("*")),
    )


def _shipped() -> Iterable[tuple[str, str]]:
    for file in FILES:
        text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
        for table in tomllib.loads(text)["class"]:
            if (
                not {"name", "rationale"}
                <= table.keys()
                <= {"name", "rationale", "entries", "phrases"}
            ):
                raise VocabularyError(
                    f"read {file}: a class has the keys {', '.join(sorted(table))}; "
                    "name, rationale, entries and phrases are accepted"
                )
            for entry in (*table.get("entries", "").split(), *table.get("phrases", ())):
                yield table["name"], entry


def _outcomes() -> Iterable[tuple[str, str]]:
    """Labels of outcomes as good and bad things. Not their aliases, which name what was counted and not
    which way is good ("interest saved" stands under charges), nor labels that join two things."""
    from kb import vocab

    for term in vocab.load("outcomes").terms:
        thing = {"up": "good-thing", "down": "bad-thing"}.get(term.good)
        words = tokens(clean(term.label))
        if thing and len(words) > 1 and all(word.isalpha() and word != "and" for word in words):
            yield thing, " ".join(words)
