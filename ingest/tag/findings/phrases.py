"""Cutting the phrase that names a thing out of a plain sentence: forwards from a word, or back from a verb.

By lists of words alone (``phrases.toml``). It does not know what the phrase is good for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.tag.findings import lists

MOST = 9
"""Words of a phrase."""
_FARTHEST = 120
_MARKS = frozenset('.,;:()"')
_TOKEN = re.compile(r"[^\W_][\w'&%/-]*|[.,;:()\"]")
_WORDS = re.compile(r"[^\W_][\w'-]*")
_NUMBER = re.compile(
    r"^[\d.,%/]+(?:%|m|k|bn|st|nd|rd|th)?$|^(?:one|two|three|four|five|six|seven|eight|nine|ten|percent|cent|million"
    r"|billion|percentage|points?)$"
)
_BREAKS = re.compile(r"[,;:()]|\b(?:but|while|whereas|although|that)\b")
_CLAUSE_ENDS = frozenset(
    {"than", "compared", "relative", "but", "while", "whereas", "although", "because"}
)


def forward(said: str, start: int) -> int:
    """Where the phrase that begins at ``start`` ends: at the first verb, mark or preposition not its own."""
    stops, kept = lists.of("stops"), lists.after()
    end, before = start, ""
    for token in _tokens(said, start):
        word = token.group()
        if word in stops and (not before or before not in kept.get(word, frozenset())):
            break
        end, before = token.end(), word
    return end


def clause(said: str, start: int) -> int:
    """Where the clause that begins at ``start`` ends; it may hold verbs and prepositions."""
    end = start
    for token in _tokens(said, start):
        if token.group() in _CLAUSE_ENDS:
            break
        end = token.end()
    return end


def things(said: str, start: int) -> int:
    """As ``forward``, and no participle: "young people supported by"."""
    end = start
    names = lists.of("things")
    for token in _tokens(said, start, forward(said, start)):
        word = token.group()
        if end > start and (
            word[0].isdigit() or (word.endswith(("ed", "ing")) and word not in names)
        ):
            break
        end = token.end()
    return end


def before(said: str, end: int) -> Iterator[tuple[int, int]]:
    """The subject of the verb at ``end``: the words as far back as the last break or verb."""
    low = 0
    for match in _BREAKS.finditer(said, 0, end):
        low = match.end()
    stops = lists.of("stops")
    tokens = [token for token in _TOKEN.finditer(said, low, end) if token.group() not in _MARKS]
    while tokens and (
        (word := tokens[-1].group()) in stops or word.endswith("ly") or _is_verb(word)
    ):
        tokens.pop()
    verbs = [i for i, token in enumerate(tokens) if _is_verb(token.group())]
    tokens = tokens[verbs[-1] + 1 if verbs else 0 :][-MOST:]
    if tokens:
        yield tokens[0].start(), tokens[-1].end()


def trimmed(said: str, start: int, end: int) -> tuple[int, int]:
    """Without articles, numbers and the like at either end; empty where nothing is left."""
    leading, stops = lists.of("leading"), lists.of("stops")
    tokens = list(_TOKEN.finditer(said, start, end))
    while tokens and ((word := tokens[0].group()) in leading or _NUMBER.match(word)):
        tokens.pop(0)
    while tokens and (
        (word := tokens[-1].group()) in leading
        or word in stops
        or _NUMBER.match(word)
        or word.endswith("ly")
    ):
        tokens.pop()
    return (tokens[0].start(), tokens[-1].end()) if tokens else (start, start)


def names_something(phrase: str) -> bool:
    """Whether a phrase holds a word that is neither a person nor the thing that was tried."""
    generic = lists.of("generic")
    return any(word not in generic and not word.endswith("ly") for word in _WORDS.findall(phrase))


def _is_verb(word: str) -> bool:
    return word in lists.of("verbs") or (word.endswith("ed") and word not in lists.of("no-verb"))


def _tokens(said: str, start: int, end: int | None = None) -> Iterator[re.Match[str]]:
    """The words from ``start`` up to a mark, so many at most."""
    farthest = min(len(said), start + _FARTHEST) if end is None else end
    for count, token in enumerate(_TOKEN.finditer(said, start, farthest)):
        if token.group() in _MARKS or count >= MOST:
            return
        yield token
