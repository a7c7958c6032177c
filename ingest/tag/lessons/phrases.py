"""Phrases written word by word, found in a sentence fast: the words of a sentence choose which are tried.

A phrase is written without regard to case, hyphens or the form of quotation marks::

    barrier|barriers to            words; ``|`` is a choice of one word
    struggl* to                    ``*`` stands for letters
    helped ..3 build               ``..3``: up to three words between
    (get in touch|find out more)   a choice of phrases; ``(…)?`` and ``word?`` may be left out
    @main challenge                a list of the file's ``[words]``
    ^ consider                     where the sentence begins

The first word of a phrase must be there. A phrase is tried only on sentences that hold its rarest word (one
that is not ``COMMON``), so that most sentences cost little more than their words.
It matches words; what they mean is told by the files that write the phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kb.errors import VocabularyError

_SEPARATOR = r"[^\w']{1,6}"
_WORD = r"\w[\w']*+"
_WORDS = re.compile(r"\w[\w']*")
_SIGN = re.compile(r"\(|\)\??|\||[^\s()]+")
_GAP = re.compile(r"\.\.(\d{1,2})")
_QUOTING = re.compile(r"(?<!\w)'|'(?!\w)")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "-": " ", "‐": " ", "‑": " ", "“": " ", "”": " ", '"': " ", "_": " "})  # fmt: skip
SHORT = 40
"""A word that is longer is none of any phrase."""
COMMON = frozenset(
    [
        "a",
        "all",
        "also",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "it's",
        "may",
        "more",
        "most",
        "must",
        "need",
        "needs",
        "no",
        "not",
        "of",
        "on",
        "one",
        "or",
        "our",
        "should",
        "so",
        "that",
        "the",
        "their",
        "them",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "us",
        "was",
        "we",
        "were",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
REMEMBERED = 50_000
"""Words of which it is kept what they may begin."""


def folded(text: str) -> str:
    """Small letters, single spaces, plain apostrophes, no hyphens or quotation marks."""
    plain = text.translate(_PLAIN).lower()
    if "'" in plain:
        plain = _QUOTING.sub(" ", plain)
    return " ".join(plain.split())


def words(text: str) -> tuple[str, ...]:
    """The words of a folded text, each once, in order."""
    return tuple(dict.fromkeys(_WORDS.findall(text)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its key and its span in the folded sentence."""

    key: str
    start: int
    end: int


@dataclass(slots=True)
class Phrases:
    """Phrases by key. ``lists`` are the words that ``@name`` stands for."""

    lists: Mapping[str, str] = field(default_factory=dict)
    _patterns: list[tuple[str, re.Pattern[str]]] = field(default_factory=list)
    _exact: dict[str, list[int]] = field(default_factory=dict)
    _stems: dict[str, list[int]] = field(default_factory=dict)
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, key: str, phrases: Iterable[str]) -> None:
        """More phrases under ``key``; ``VocabularyError`` where one cannot be read."""
        for phrase in phrases:
            pattern, first = _compiled(phrase, self.lists)
            number = len(self._patterns)
            self._patterns.append((key, pattern))
            for choice in first:
                if choice.endswith("*"):
                    self._stems.setdefault(choice[:-1], []).append(number)
                else:
                    self._exact.setdefault(choice, []).append(number)

    def find(self, sentence: str, said: Sequence[str]) -> list[Hit]:
        """Every place of every phrase in a folded ``sentence`` of the words ``said``, in order."""
        numbers: set[int] = set()
        for word in said:
            known = self._known.get(word)
            numbers.update(self._tried(word) if known is None else known)
        found = [
            Hit(self._patterns[number][0], match.start(), match.end())
            for number in sorted(numbers)
            for match in self._patterns[number][1].finditer(sentence)
        ]
        return sorted(found, key=lambda hit: (hit.start, -hit.end, hit.key))

    def _tried(self, word: str) -> tuple[int, ...]:
        """The phrases that may begin with ``word``."""
        if len(word) > SHORT:
            return ()
        numbers = list(self._exact.get(word, ()))
        for length in range(2, len(word) + 1):
            numbers += self._stems.get(word[:length], ())
        if len(self._known) < REMEMBERED:
            self._known[word] = tuple(numbers)
        return tuple(numbers)


def _compiled(phrase: str, lists: Mapping[str, str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The pattern of a phrase and the choices of its first word."""
    signs = _SIGN.findall(phrase)
    begins = signs[:1] == ["^"]
    parts = list(_parts(iter(signs[1:] if begins else signs), phrase, lists))
    if not parts or parts[0].left_out or not parts[0].first:
        raise VocabularyError(
            f"read the phrase {phrase!r}: its first word may be left out or is a gap; "
            "a word, a choice of words or a list is accepted there"
        )
    body = parts[0].pattern + "".join(part.after() for part in parts[1:])
    start = r"^\W{0,6}" if begins else r"(?<!\w)"
    return re.compile(f"{start}{body}(?!\\w)"), _rarest(parts)


def _rarest(parts: Sequence[_Part]) -> tuple[str, ...]:
    """The words of which one is in every sentence with the phrase: those of its first part without a common one."""
    needed = [part.first for part in parts if part.first and not part.left_out]
    return min(needed, key=lambda words: sum(word in COMMON for word in words))


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a phrase: what it looks like, its first words, whether it may be left out."""

    pattern: str
    first: tuple[str, ...] = ()
    left_out: bool = False
    gap: bool = False

    def after(self) -> str:
        """Its pattern behind another part."""
        if self.gap:
            return self.pattern
        whole = f"{_SEPARATOR}{self.pattern}"
        return f"(?:{whole})?" if self.left_out else whole


def _parts(
    signs: Iterator[str], phrase: str, lists: Mapping[str, str], inside: bool = False
) -> Iterator[_Part]:
    """The parts of a phrase. Inside brackets it yields the choice as one part."""
    for sign in signs:
        if sign == "(":
            yield _choice(signs, phrase, lists)
        elif sign.startswith(")") or sign == "|":
            raise VocabularyError(
                f"read the phrase {phrase!r}: {sign!r} stands without its bracket"
            )
        elif gap := _GAP.fullmatch(sign):
            yield _Part(f"(?:{_SEPARATOR}{_WORD}){{0,{gap[1]}}}?", gap=True)
        else:
            yield _word(sign, phrase, lists)


def _choice(signs: Iterator[str], phrase: str, lists: Mapping[str, str]) -> _Part:
    ways: list[list[_Part]] = [[]]
    for sign in signs:
        if sign.startswith(")"):
            whole = "|".join(
                way[0].pattern + "".join(part.after() for part in way[1:]) for way in ways if way
            )
            first = tuple(choice for way in ways if way for choice in _rarest(way))
            return _Part(f"(?:{whole})", first, sign == ")?")
        if sign == "|":
            ways.append([])
            continue
        for i, piece in enumerate(sign.split("|")):
            if i:
                ways.append([])
            if gap := _GAP.fullmatch(piece):
                ways[-1].append(_Part(f"(?:{_SEPARATOR}{_WORD}){{0,{gap[1]}}}?", gap=True))
            elif piece:
                ways[-1].append(_word(piece, phrase, lists))
    raise VocabularyError(f"read the phrase {phrase!r}: a bracket is not closed; one ) is needed")


def _word(sign: str, phrase: str, lists: Mapping[str, str]) -> _Part:
    plain = sign.removesuffix("?")
    choices: list[str] = []
    for choice in plain.split("|"):
        if choice.startswith("@"):
            if choice[1:] not in lists:
                raise VocabularyError(
                    f"read the phrase {phrase!r}: the list {choice} is not there; "
                    f"accepted: {', '.join(sorted(lists))}"
                )
            choices += lists[choice[1:]].split()
        else:
            choices.append(choice)
    either = "|".join(
        re.escape(choice[:-1]) + r"[\w']*+" if choice.endswith("*") else re.escape(choice)
        for choice in choices
    )
    return _Part(f"(?:{either})", tuple(choices), plain != sign)
