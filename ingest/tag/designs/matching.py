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

It knows nothing of designs. A phrase is cut at its gaps; each piece has its own small matcher, asked only
where all words that the phrase cannot do without stand in the sentence. One matcher with all phrases took
30 ms a sentence, and a gap inside a matcher, which tries every way to leave words out, 1 ms a phrase.
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
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] {1,4}){5,}[^\W\d_](?!\S)")
"""Letters that were set apart: ``r a n d o m l y``."""
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
_FORMS: Mapping[str, re.Pattern[str]] = {
    "#": re.compile(_NUMBER, re.I),
    "%many": re.compile(r"^\d|^(?!one$|two$)" + _NUMBER.lstrip("^"), re.I),
    "%open": re.compile(r"^[(\[]$"),
    "%close": re.compile(r"^[)\]]$"),
    "%year": re.compile(r"^(?:19|20)\d\d[a-z]?$"),
    "%name": re.compile(_NAME),
    "%ed": re.compile(r"^[a-z]{2,}ed$"),
    "%plural": re.compile(r"^[A-Z][a-z]+s$"),
    "%id": re.compile(r"^(?:isrctn|nct|actrn|ntr|drks|chictr|umin|crd)\d*$", re.I),
}
"""Kinds of words by their form."""
_KINDS: Mapping[str, TokenPattern] = {
    kind: {"TEXT": {"REGEX": ("(?i)" if form.flags & re.I else "") + form.pattern}}
    for kind, form in _FORMS.items()
}
_KEPT = 50_000
"""Words whose parts are remembered; a text of any length needs no more room."""
_HYPHEN = re.compile(r"(?<=[^\W_])[-/](?=[^\W_])")
_GAP = re.compile(r"\.\.(\d+)$")
BEGIN = "^"
_STOPS = (";", ":", ".", "!", "?")


def clean(sentence: str) -> str:
    """The sentence with ligatures, soft hyphens and words cut at a line end made whole."""
    return _BROKEN.sub(_joined, _SPACED.sub(_closed, sentence.translate(_CLEAN)))


def _closed(match: re.Match[str]) -> str:
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", match.group()))


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


@dataclass(frozen=True, slots=True)
class _Phrase:
    key: str
    pieces: tuple[tuple[int, str], ...]
    """Words between the piece before and this one at most, and the piece: parts without a gap."""
    needs: frozenset[str]
    """Parts of the pattern that a sentence cannot do without."""


@dataclass
class Phrases:
    """Many phrases by key, found in a sentence at once."""

    lists: Mapping[str, str]
    """Lists of words that a pattern may name with ``@``."""
    _of_part: dict[str, list[_Phrase]] = field(default_factory=dict)
    """Phrases by the part that seldom stands in a sentence."""
    _literal: dict[str, set[str]] = field(default_factory=dict)
    _stems: dict[str, set[tuple[str, re.Pattern[str]]]] = field(default_factory=dict)
    _known: dict[str, frozenset[str]] = field(default_factory=dict)
    _matchers: dict[str, Any] = field(default_factory=dict)

    def add(self, key: str, patterns: Iterable[str]) -> None:
        """Phrases that are told apart by ``key``."""
        for pattern in patterns:
            for plain in _plain(pattern):
                pieces = tuple(_pieces(plain.split()))
                needs = [part for _, piece in pieces for part in piece.split() if part[-1:] != "?"]
                if not needs:
                    raise VocabularyError(f"the pattern {pattern!r} of {key} needs no word at all")
                for part in needs:
                    self._index(part)
                rarest = max(needs, key=self._rarity)
                self._of_part.setdefault(rarest, []).append(_Phrase(key, pieces, frozenset(needs)))

    def present(self, found: Iterable[str]) -> set[str]:
        """Parts of patterns that these words fit."""
        parts: set[str] = set()
        for word in found:
            known = self._known.get(word)
            if known is None:
                known = self._look(word)
                if len(self._known) < _KEPT:
                    self._known[word] = known
            parts |= known
        return parts

    def candidates(self, found: Iterable[str]) -> list[_Phrase]:
        """Phrases all of whose words are there, in whatever order: cheap, and never too few."""
        present = self.present(found)
        return [
            phrase
            for part in sorted(present)
            for phrase in self._of_part.get(part, ())
            if phrase.needs <= present
        ]

    def find(self, sentence: Doc, candidates: Sequence[_Phrase]) -> list[Hit]:
        """Where these phrases stand."""
        if not candidates:
            return []
        at = self._positions(sentence, frozenset().union(*(one.needs for one in candidates)))
        stops = [place for place, word in enumerate(sentence) if word.orth_ in _STOPS]
        places: dict[str, list[tuple[int, int]]] = {}
        for phrase in candidates:
            for _, piece in phrase.pieces:
                if piece not in places:
                    places[piece] = self._places(sentence, piece, at)
        hits = {
            Hit(phrase.key, start, end)
            for phrase in candidates
            for start, end in _spans(phrase, places, stops)
        }
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.key))

    def _positions(self, sentence: Doc, needed: frozenset[str]) -> dict[str, list[int]]:
        at: dict[str, list[int]] = {}
        for place, word in enumerate(sentence):
            for part in needed & self.present([word.orth_]):
                at.setdefault(part, []).append(place)
        return at

    def _places(
        self, sentence: Doc, piece: str, at: Mapping[str, Sequence[int]]
    ) -> list[tuple[int, int]]:
        """Where a piece stands; spaCy is asked only where its words are near one another."""
        parts = piece.split()
        if len(parts) == 1:
            return [(place, place + 1) for place in at.get(piece, ())]
        needed = [(offset, part) for offset, part in enumerate(parts) if part[-1:] != "?"]
        first, anchor = needed[0]
        found: set[tuple[int, int]] = set()
        for place in at.get(anchor, ()):
            low, high = max(0, place - first), min(len(sentence), place - first + len(parts))
            if all(
                any(low <= other < high for other in at.get(part, ())) for _, part in needed[1:]
            ):
                for _, start, end in self._matcher(piece)(sentence[low:high]):
                    found.add((low + start, low + end))
        return sorted(found)

    def _matcher(self, piece: str) -> Any:
        matcher = self._matchers.get(piece)
        if matcher is None:
            from spacy.matcher import Matcher

            matcher = self._matchers[piece] = Matcher(vocab())
            matcher.add(piece, [[self._token(part) for part in piece.split()]], greedy="LONGEST")
        return matcher

    def _look(self, word: str) -> frozenset[str]:
        lower = word.lower()
        parts = set(self._literal.get(lower, ())) | self._literal.get(f"={word}", set())
        for end in range(1, len(lower) + 1):
            for part, form in self._stems.get(lower[:end], ()):
                if form.match(lower):
                    parts.add(part)
        return frozenset(parts | {kind for kind, form in _FORMS.items() if form.match(word)})

    def _index(self, part: str) -> None:
        if part in _KINDS:
            return
        for choice in self._choices(part):
            if "*" in choice:
                self._stems.setdefault(choice.split("*")[0], set()).add((part, _form(choice)))
            else:
                self._literal.setdefault(choice, set()).add(part)

    def _rarity(self, part: str) -> int:
        if part in _KINDS:
            return 0
        return min(len(choice) for choice in self._choices(part))

    def _choices(self, part: str) -> list[str]:
        if part.startswith("@"):
            listed = self.lists.get(part[1:])
            if listed is None:
                raise VocabularyError(
                    f"a pattern names the list {part}, which [words] does not hold; it holds "
                    + ", ".join(sorted(self.lists))
                )
            return listed.split()
        if part.startswith("="):
            return [f"={choice}" for choice in part[1:].split("|")]
        return part.split("|")

    def _token(self, part: str) -> TokenPattern:
        plain = part.removesuffix("?")
        token = dict(_KINDS.get(plain) or _of_choices(self._choices(plain)))
        if plain != part:
            token["OP"] = "?"
        return token


def _pieces(parts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The parts between the gaps, each with the gap before it; one that may be left out widens it."""
    gap, held = 0, list[str]()
    for part in [*parts, "..0"]:
        wide = _GAP.match(part)
        if not wide:
            held.append(part)
            continue
        if any(not one.endswith("?") for one in held):
            yield gap, " ".join(held)
            gap = 0
        else:
            gap += len(held)
        gap, held = gap + int(wide.group(1)), []


def _spans(
    phrase: _Phrase, places: Mapping[str, Sequence[tuple[int, int]]], stops: Sequence[int]
) -> list[tuple[int, int]]:
    """The pieces of a phrase one behind the other, each as near as it can be."""
    spans = list(places[phrase.pieces[0][1]])
    for gap, piece in phrase.pieces[1:]:
        spans = [
            (start, nearest)
            for start, end in spans
            if (nearest := _nearest(end, gap, places[piece], stops)) is not None
        ]
    return spans


def _nearest(
    end: int, gap: int, places: Iterable[tuple[int, int]], stops: Sequence[int]
) -> int | None:
    """Where the first of the places within reach ends, if no stop stands between."""
    for low, high in sorted(places):
        if end <= low <= end + gap:
            return None if any(end <= stop < low for stop in stops) else high
    return None


def _of_choices(choices: Sequence[str]) -> TokenPattern:
    if all(choice.startswith("=") for choice in choices):
        return {"ORTH": {"IN": [choice[1:] for choice in choices]}}
    if any("*" in choice for choice in choices):
        return {"LOWER": {"REGEX": "|".join(_form(choice).pattern for choice in choices)}}
    if len(choices) == 1:
        return {"LOWER": choices[0]}
    return {"LOWER": {"IN": list(choices)}}


def _form(choice: str) -> re.Pattern[str]:
    return re.compile("^" + re.escape(choice).replace(r"\*", ".*") + "$")


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
