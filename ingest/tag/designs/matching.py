"""Finds many phrases in a sentence at once. It knows the language of patterns and nothing of designs.

A phrase is cut at its gaps. Where all words that it cannot do without stand in the sentence, its pieces
are sought: a piece of one word by that word, a piece of several by a small matcher of spaCy's, asked only
about the few words around. One matcher with all phrases took 30 ms a sentence, and a gap inside a matcher,
which tries every way to leave words out, 1 ms a phrase; this takes 0.3 ms a sentence that holds a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.tag.designs import patterns
from ingest.tag.designs.words import BEGIN, Tokens, doc, vocab, words
from kb.errors import VocabularyError

__all__ = ["BEGIN", "Hit", "Phrases", "Tokens", "doc", "words"]

_KEPT = 50_000
"""Words whose parts are remembered; a text of any length needs no more room."""
_STOPS = frozenset({";", ":", ".", "!", "?"})


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

    def add(self, key: str, phrases: Iterable[str]) -> None:
        """Phrases that are told apart by ``key``."""
        for pattern in phrases:
            for plain in patterns.ways(pattern):
                pieces = tuple(patterns.pieces(plain.split()))
                needs = [part for _, piece in pieces for part in piece.split() if part[-1:] != "?"]
                if not needs:
                    raise VocabularyError(f"the pattern {pattern!r} of {key} needs no word at all")
                for part in needs:
                    self._index(part)
                rarest = max(needs, key=self._rarity)
                self._of_part.setdefault(rarest, []).append(_Phrase(key, pieces, frozenset(needs)))

    def present(self, found: Iterable[str]) -> set[str]:
        """Parts of patterns that these words fit."""
        return set().union(*(self._of(word) for word in found))

    def _of(self, word: str) -> frozenset[str]:
        known = self._known.get(word)
        if known is None:
            known = self._look(word)
            if len(self._known) < _KEPT:
                self._known[word] = known
        return known

    def candidates(self, found: Iterable[str]) -> list[_Phrase]:
        """Phrases all of whose words are there, in whatever order: cheap, and never too few."""
        present = self.present(found)
        return [
            phrase
            for part in sorted(present)
            for phrase in self._of_part.get(part, ())
            if phrase.needs <= present
        ]

    def find(self, sentence: Tokens, candidates: Sequence[_Phrase]) -> list[Hit]:
        """Where these phrases stand."""
        if not candidates:
            return []
        at = self._positions(sentence, frozenset().union(*(one.needs for one in candidates)))
        stops = [place for place, word in enumerate(sentence.words) if word in _STOPS]
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

    def _positions(self, sentence: Tokens, needed: frozenset[str]) -> dict[str, list[int]]:
        at: dict[str, list[int]] = {}
        for place, word in enumerate(sentence.words):
            for part in needed & self._of(word):
                at.setdefault(part, []).append(place)
        return at

    def _places(
        self, sentence: Tokens, piece: str, at: Mapping[str, Sequence[int]]
    ) -> list[tuple[int, int]]:
        """Where a piece stands; spaCy is asked only where its words are near one another."""
        parts = piece.split()
        if len(parts) == 1:
            return [(place, place + 1) for place in at.get(piece, ())]
        needed = [(offset, part) for offset, part in enumerate(parts) if part[-1:] != "?"]
        first, anchor = needed[0]
        found: set[tuple[int, int]] = set()
        for place in at.get(anchor, ()):
            low, high = max(0, place - first), min(len(sentence.words), place - first + len(parts))
            if all(
                any(low <= other < high for other in at.get(part, ())) for _, part in needed[1:]
            ):
                for _, start, end in self._matcher(piece)(sentence.doc[low:high]):
                    found.add((low + start, low + end))
        return sorted(found)

    def _matcher(self, piece: str) -> Any:
        matcher = self._matchers.get(piece)
        if matcher is None:
            from spacy.matcher import Matcher

            matcher = Matcher(vocab())
            matcher.add(
                piece,
                [[patterns.token(part, self.lists) for part in piece.split()]],
                greedy="LONGEST",
            )
            self._matchers[piece] = matcher
        return matcher

    def _look(self, word: str) -> frozenset[str]:
        lower = word.lower()
        parts = set(self._literal.get(lower, ())) | self._literal.get(f"={word}", set())
        for end in range(1, len(lower) + 1):
            for part, form in self._stems.get(lower[:end], ()):
                if form.match(lower):
                    parts.add(part)
        return frozenset(
            parts | {kind for kind, form in patterns.FORMS.items() if form.match(word)}
        )

    def _index(self, part: str) -> None:
        if part in patterns.KINDS:
            return
        for choice in patterns.choices(part, self.lists):
            if "*" in choice:
                self._stems.setdefault(choice.split("*")[0], set()).add(
                    (part, patterns.form(choice))
                )
            else:
                self._literal.setdefault(choice, set()).add(part)

    def _rarity(self, part: str) -> int:
        if part in patterns.KINDS:
            return 0
        return min(len(choice) for choice in patterns.choices(part, self.lists))


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
