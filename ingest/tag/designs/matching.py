"""Compact patterns for phrases, compiled to spaCy's token matchers.

A pattern is written word by word, without regard to case, hyphens or line breaks::

    random* assign*|allocat*        words; ``*`` ends a stem; ``|`` is a choice of one word
    (pre and post|before and after) a choice of phrases; ``(…)?`` may be left out
    the? =IV estimate*              ``?``: a word that may be left out; ``=``: as written, with its capitals
    compare* ..4 with               ``..4``: up to four words between, none of them a stop
    # ..2 trial*                    ``#``: a number, in figures or in words
    %year %name %ing                kinds of words: see ``_KINDS``
    ^                               where the sentence begins
    @study                          a list of the file's ``[words]``

It knows nothing of designs. Each phrase has its own small matcher, asked only where a word that the
phrase cannot do without stands in the sentence: one matcher with all phrases took 6 ms a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kb.errors import VocabularyError

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

TokenPattern = dict[str, Any]

_CLEAN = str.maketrans(
    {
        "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st",
        "\u00ad": "", "\u200b": "", "\ufeff": "", "\u2060": "",
        "’": "'", "‘": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": " - ", "−": "-",
    }
)  # fmt: skip
_BROKEN = re.compile(r"([^\W\d_]{2,})-\s+([a-z]{2,})")
"""A word that a line end cut in two: ``ran- domised``."""
_HYPHEN_STAYS = frozenset(
    [
        "pre",
        "post",
        "non",
        "quasi",
        "semi",
        "cost",
        "benefit",
        "before",
        "after",
        "difference",
        "differences",
        "cluster",
        "self",
        "follow",
        "meta",
        "two",
        "three",
        "four",
        "multi",
        "cross",
        "mixed",
        "long",
        "short",
        "high",
        "low",
        "well",
        "evidence",
        "wait",
        "waiting",
        "case",
        "time",
        "first",
        "second",
        "in",
        "and",
        "or",
        "baseline",
        "single",
        "double",
        "inter",
        "intra",
        "intention",
        "intent",
        "to",
        "random",
        "value",
        "control",
    ]
)
"""First halves of words that are joined by a hyphen anyway: both halves stay words."""
_SECOND_ALONE = frozenset(["and", "or", "to", "nor", "und", "et"])
_WORD = re.compile(
    r"[^\W\d_]+(?=n't\b)|n't\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:\d+[^\W_]*)?|'s\b|[^\w\s]|_+", re.I
)
_NUMBER = (
    r"^(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    r"|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|dozens?|several)$"
)
_NAME = (
    r"^(?!(?:The|This|These|Those|That|We|Our|In|On|At|By|It|Its|They|He|She|You|Your|For|From|With|And|But|As|An|All"
    r"|Each|Both|No|Not|If|When|While|After|Before|Since|Of|To|One|Two|Most|Many|Some|More|Using|There|Here|What|How"
    r"|Results|Findings|Table|Figure|Study|Trial|Data|Methods|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Participants|Patients|Researchers|Evaluators|Objective|Objectives"
    r"|Background|Conclusion|Conclusions|Design|Setting)$)[A-Z][^\W\d_]*[a-z][^\W\d_]*$"
)
_KINDS: Mapping[str, TokenPattern] = {
    "#": {"LOWER": {"REGEX": _NUMBER}},
    "%digits": {"TEXT": {"REGEX": r"^\d"}},
    "%open": {"ORTH": {"IN": ["(", "["]}},
    "%close": {"ORTH": {"IN": [")", "]"]}},
    "%year": {"TEXT": {"REGEX": r"^(?:19|20)\d\d[a-z]?$"}},
    "%name": {"TEXT": {"REGEX": _NAME}},
    "%capital": {"TEXT": {"REGEX": r"^[A-Z]"}},
    "%id": {"TEXT": {"REGEX": r"(?i)^(?:isrctn|nct|actrn|ntr|drks|chictr|umin|crd)\d*$"}},
    "%ing": {"LOWER": {"REGEX": r"^[a-z]{2,}ing$"}},
    "%s": {"LOWER": {"REGEX": r"^[a-z]{2,}[^s]s$"}},
}
_HYPHEN = re.compile(r"(?<=[^\W_])[-/](?=[^\W_])")
_GAP = re.compile(r"\.\.(\d+)$")
BEGIN = "^"
_STOPS = (";", ":", ".", "!", "?")


def clean(sentence: str) -> str:
    """The sentence with ligatures, soft hyphens and words cut at a line end made whole."""
    return _BROKEN.sub(_joined, sentence.translate(_CLEAN))


def _joined(match: re.Match[str]) -> str:
    first, second = match.group(1), match.group(2)
    if second in _SECOND_ALONE or first.lower() in _HYPHEN_STAYS:
        return f"{first} {second}"
    return first + second


def words(sentence: str) -> list[str]:
    """The words and marks of a sentence, cleaned; a hyphen inside a word divides it and is gone."""
    return _WORD.findall(_HYPHEN.sub(" ", clean(sentence)))


@lru_cache(maxsize=1)
def vocab() -> Vocab:
    """The vocabulary of a blank English pipeline: no model, numbers known as such."""
    import spacy

    return spacy.blank("en").vocab


def doc(found: Sequence[str]) -> Doc:
    """Words as spaCy sees them, after a mark for the beginning."""
    from spacy.tokens import Doc

    return Doc(vocab(), words=[BEGIN, *found])


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase was found: words ``start`` to ``end`` of the sentence."""

    key: str
    start: int
    end: int


@dataclass
class Phrases:
    """Many phrases by key, found in a sentence at once."""

    words: Mapping[str, str]
    """Lists of words that a pattern may name with ``@``."""
    _patterns: dict[str, list[list[TokenPattern]]] = field(default_factory=dict)
    _literal: dict[str, set[str]] = field(default_factory=dict)
    _stems: dict[str, set[str]] = field(default_factory=dict)
    _always: set[str] = field(default_factory=set)
    _known: dict[str, frozenset[str]] = field(default_factory=dict)
    _matchers: dict[str, Any] = field(default_factory=dict)

    def add(self, key: str, patterns: Iterable[str]) -> None:
        """Phrases that are told apart by ``key``."""
        for pattern in patterns:
            for plain in _plain(pattern):
                tokens = [token for part in plain.split() for token in self._token(part, pattern)]
                self._patterns.setdefault(key, []).append(tokens)
                self._anchor(key, plain)

    def keys(self, found: Iterable[str]) -> set[str]:
        """Keys of the phrases that these words might hold: cheap, and never too few."""
        keys = set(self._always)
        for word in found:
            known = self._known.get(word)
            if known is None:
                known = self._known[word] = self._look(word.lower())
            keys |= known
        return keys

    def find(self, sentence: Doc, keys: Iterable[str]) -> list[Hit]:
        """Where the phrases of ``keys`` stand, longest first among those that overlap."""
        return [
            Hit(key, start, end)
            for key in sorted(keys)
            for _, start, end in self._matcher(key)(sentence)
        ]

    def _look(self, word: str) -> frozenset[str]:
        keys = set(self._literal.get(word, ()))
        for end in range(1, len(word) + 1):
            keys |= self._stems.get(word[:end], set())
        return frozenset(keys)

    def _matcher(self, key: str) -> Any:
        found = self._matchers.get(key)
        if found is None:
            from spacy.matcher import Matcher

            found = Matcher(vocab())
            found.add(key, self._patterns[key], greedy="LONGEST")
            self._matchers[key] = found
        return found

    def _anchor(self, key: str, plain: str) -> None:
        """Remember the word that this phrase cannot do without, the longest one."""
        best: tuple[int, list[str]] = (0, [])
        for part in plain.split():
            if (part.endswith("?") and part != "?") or _GAP.match(part) or part in _KINDS:
                continue
            choices = self._choices(part)
            best = max(best, (min(len(choice) for choice in choices), choices), key=lambda b: b[0])
        if not best[1]:
            self._always.add(key)
        for choice in best[1]:
            lower = choice.lstrip("=").lower()
            if lower.endswith("*"):
                self._stems.setdefault(lower[:-1], set()).add(key)
            else:
                self._literal.setdefault(lower, set()).add(key)

    def _choices(self, part: str) -> list[str]:
        if part.startswith("@"):
            listed = self.words.get(part[1:])
            if listed is None:
                raise VocabularyError(
                    f"a pattern names the list {part}, which [words] does not hold; it holds "
                    + ", ".join(sorted(self.words))
                )
            return listed.split()
        if part.startswith("="):
            return [f"={choice}" for choice in part[1:].split("|")]
        return part.split("|")

    def _token(self, part: str, pattern: str) -> Iterator[TokenPattern]:
        gap = _GAP.match(part)
        if gap:
            yield {"ORTH": {"NOT_IN": list(_STOPS)}, "OP": f"{{0,{gap.group(1)}}}"}
            return
        optional = part.endswith("?") and part != "?"
        part = part.removesuffix("?") if optional else part
        if not part:
            raise VocabularyError(f"the pattern {pattern!r} has an empty word")
        token = dict(_KINDS.get(part) or _of_choices(self._choices(part)))
        if optional:
            token["OP"] = "?"
        yield token


def _of_choices(choices: Sequence[str]) -> TokenPattern:
    if all(choice.startswith("=") for choice in choices):
        return {"ORTH": {"IN": [choice[1:] for choice in choices]}}
    if any("*" in choice for choice in choices):
        ends = (re.escape(choice).replace(r"\*", ".*") for choice in choices)
        return {"LOWER": {"REGEX": f"^(?:{'|'.join(ends)})$"}}
    if len(choices) == 1:
        return {"LOWER": choices[0]}
    return {"LOWER": {"IN": list(choices)}}


_PIECE = re.compile(r"\(|\)\??|\||[^\s()|]+")
_ONE_WORD = re.compile(r"[^\s#%@=?.^][^\s?]*$|[.?]$")


def _plain(pattern: str) -> list[str]:
    """The pattern once for each way through its brackets."""
    pieces = iter(_PIECE.findall(pattern))
    ways, end = _sequence(pieces, pattern, inside=False)
    if end:
        raise VocabularyError(f"the pattern {pattern!r} closes a bracket that it did not open")
    return ways


def _sequence(pieces: Iterator[str], pattern: str, *, inside: bool) -> tuple[list[str], str]:
    """Every way through the pieces up to a ``|`` or ``)`` of the bracket they stand in, and which."""
    ways, joint = [""], " "
    for piece in pieces:
        if piece == "(":
            more = _bracket(pieces, pattern)
        elif piece.startswith(")") or (inside and piece == "|"):
            return ways, piece
        else:
            more = [piece]
        if piece == "|":
            joint = "|"
            continue
        ways = [f"{way}{joint}{one}".strip() for way in ways for one in more]
        joint = " "
    if inside:
        raise VocabularyError(f"the pattern {pattern!r} opens a bracket and does not close it")
    return ways, ""


def _bracket(pieces: Iterator[str], pattern: str) -> list[str]:
    """The ways through a bracket: ways of one word each are one choice, so that few phrases arise."""
    ways, end = _sequence(pieces, pattern, inside=True)
    while end == "|":
        more, end = _sequence(pieces, pattern, inside=True)
        ways += more
    single = [way for way in ways if _ONE_WORD.match(way)]
    found = [way for way in ways if way not in single]
    if single:
        found.append("|".join(single) + end[1:])
    elif end[1:]:
        found.append("")
    return found
