"""The words of a figure brought to one form, so that figures about one thing are met: stems, names, weights.

"additional grant support" and "additional funding attracted" share what is counted; "the larger group" and
"the smaller group" do not. The words are in ``disagreements_words.toml``, each with why. It compares words
alone; whether figures are about one thing ``kb.disagreements_same`` says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kb.amounts_words import MONTHS, STOP

_FILE = Path(__file__).with_suffix(".toml")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*[A-Za-z]|[A-Za-z]")
_MONTH = re.compile(rf"(?:{MONTHS})$", re.I)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("’s", ""), ("'s", ""))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of the file."""

    aliases: dict[str, str]
    generic: frozenset[str]
    generic_weight: float
    contrasts: dict[str, frozenset[str]]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    qualifiers: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def load() -> Words:
    """The words, read once."""
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    aliases = {stem(word): group["as"] for group in table["alias"] for word in group["words"]}
    contrasts: dict[str, set[str]] = {}
    for one, other in table["contrasts"]:
        contrasts.setdefault(stem(one), set()).add(stem(other))
        contrasts.setdefault(stem(other), set()).add(stem(one))
    return Words(
        aliases=aliases,
        generic=frozenset(aliases.get(stem(word), stem(word)) for word in table["generic"]),
        generic_weight=float(table["generic_weight"]),
        contrasts={word: frozenset(others) for word, others in contrasts.items()},
        phrases=tuple((re.compile(p["pattern"], re.I), p["as"]) for p in table["phrase"]),
        qualifiers={name: frozenset(map(stem, some)) for name, some in table["qualifiers"].items()},
    )


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending: crude, alike for all that is compared."""
    low = word.lower()
    for ending, instead in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 2:
            return low[: -len(ending)] + instead
    if low.endswith("s") and len(low) > 3 and low[-2] not in "su":
        return low[:-1]
    for ending in ("ing", "ed"):
        if low.endswith(ending) and len(low) > len(ending) + 3:
            base = low[: -len(ending)]
            if base[-1] == base[-2] and base[-1] not in "ls":
                return base[:-1]
            return base if base.endswith(("ss", "ll", "w", "x", "y")) else base + "e" if _takes_e(base) else base  # fmt: skip
    return low


def _takes_e(base: str) -> bool:
    """ "engaged" is of "engage", "convened" of "convene": a vowel and a consonant before what fell away."""
    return base[-1] not in "aeiouhtdnkmpr" or base.endswith(("ven", "tat", "eat", "uat", "ut", "vid", "clud", "cid", "ceiv", "ov", "as", "is", "us", "os", "ir", "ur", "at", "in", "gin"))  # fmt: skip


def tokens(text: str) -> frozenset[str]:
    """What ``text`` is about: stems under their common names, without words that carry nothing."""
    words, found = load(), set()
    low = text
    for pattern, name in words.phrases:
        if pattern.search(low):
            found.add(name)
            low = pattern.sub(" ", low)
    for match in _WORD.finditer(low):
        word = match[0].lower()
        is_acronym = len(word) == 2 and match[0].isupper()
        if not is_acronym and (len(word) < 3 or word in STOP or _MONTH.match(word)):
            continue
        short = stem(word)
        found.add(words.aliases.get(short, short))
    return frozenset(found)


def said(text: str) -> frozenset[str]:
    """The stems of ``text`` as they are said, without common names."""
    return frozenset(stem(match[0]) for match in _WORD.finditer(text))


def weight(some: Iterable[str]) -> float:
    """How much words say of what is counted."""
    words = load()
    return sum(words.generic_weight if word in words.generic else 1.0 for word in some)


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """Shared words over all words, weighted; 0 where either has none."""
    a, b = set(one), set(other)
    both = weight(a | b)
    return weight(a & b) / both if a and b and both else 0.0


def coverage(one: Collection[str], other: Collection[str]) -> float:
    """Shared words over those of the one that says less."""
    a, b = set(one), set(other)
    least = min(weight(a), weight(b))
    return weight(a & b) / least if least else 0.0


def are_contrary(one: Collection[str], other: Collection[str]) -> bool:
    """Whether each holds one of a pair that tells two things apart, and not the other's."""
    table = load().contrasts
    a, b = set(one), set(other)
    return any(table.get(word, frozenset()) & (b - a) for word in a - b)
