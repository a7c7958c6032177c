"""What a sentence shows of its standing and its direction, as named numbers. It decides nothing.

Names are ``ev:`` events, ``c:`` classes, ``n:`` signs of numbers, ``x:`` two of them together and ``g:``
runs of words, where a word that belongs to a class stands for its class, so that what was learnt of one
subject holds for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.tag.findings import direction_numbers, direction_words
from ingest.tag.findings.direction_events import Event, clauses, events
from ingest.tag.findings.direction_words import Hit

LONGEST = 20_000
"""Characters that are read; no sentence has so many."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence taken apart."""

    tokens: tuple[str, ...]
    hits: tuple[Hit, ...]
    events: tuple[Event, ...]
    pairs: tuple[str, ...]

    @property
    def classes(self) -> frozenset[str]:
        """The classes that any of its words belongs to."""
        return frozenset(hit.name for hit in self.hits)


def parse(text: str) -> Sentence:
    """Words, classes, events and numbers of a sentence."""
    marked = direction_numbers.marked(direction_words.clean(text[:LONGEST]))
    tokens = direction_words.tokens(marked)
    hits = direction_words.load().hits(tokens)
    return Sentence(
        tuple(tokens),
        tuple(hits),
        tuple(events(tokens, hits)),
        tuple(direction_numbers.pairs(tokens)),
    )


_FIRST = ("null", "unclear", "rise", "fall", "better", "worse", "bad-thing", "good-thing", "control",
          "treated", "not", "significant", "slight", "hedge")  # fmt: skip


def symbols(sentence: Sentence) -> list[str]:
    """The words, each by the first of its classes."""
    told: dict[int, set[str]] = {}
    for hit in sentence.hits:
        if hit.end - hit.start == 1:
            told.setdefault(hit.start, set()).add(hit.name)
    found = []
    for place, token in enumerate(sentence.tokens):
        own = told.get(place, set())
        name = next((name for name in _FIRST if name in own), None)
        if name:
            found.append(name.upper())
        elif token[0].isdigit():
            found.append("9")
        else:
            found.append(token)
    return found


def named(sentence: Sentence) -> dict[str, float]:
    """What rules see: events, classes, numbers, and pairs of them."""
    found: dict[str, float] = {}
    for event in sentence.events:
        name = f"{event.name}{'!' if event.negated else ''}{'~' if event.turned else ''}"
        found[f"ev:{name}"] = 1.0
    signs = {event.sign for event in sentence.events}
    negated = any(event.negated for event in sentence.events)
    if signs:
        found["ev:first:" + str(sentence.events[0].sign)] = 1.0
        found["ev:last:" + str(sentence.events[-1].sign)] = 1.0
    for sign in signs:
        found[f"ev:any:{sign}"] = 1.0
    shape = "".join(
        mark for mark, there in (("+", 1 in signs), ("-", -1 in signs), ("!", negated)) if there
    )
    found[f"ev:shape:{shape}"] = 1.0
    classes = sentence.classes
    for name in classes:
        found[f"c:{name}"] = 1.0
    numbers = {token for token in sentence.tokens if token[0] == "§"} | set(sentence.pairs)
    for name in numbers:
        found[f"n:{name}"] = 1.0
    core = [
        name
        for name in ("null", "unclear", "mixed", "contrast", "slight", "hedge", "significant")
        if name in classes
    ]
    for name in core:
        found[f"x:{shape}&{name}"] = 1.0
    found["x:" + "&".join((shape, *core[:4]))] = 1.0
    for number in numbers:
        found[f"x:{shape}&{number}"] = 1.0
    if "null" in classes:
        of = clauses(sentence.tokens)
        where = {of[hit.start] for hit in sentence.hits if hit.name == "null"}
        other = {event.sign for event in sentence.events if event.clause not in where} - {0}
        found[f"x:null-apart:{sorted(other)}"] = 1.0
    found[f"x:length:{min(len(sentence.tokens) // 10, 6)}"] = 1.0
    return found


def grams(sentence: Sentence, longest: int = 3) -> set[str]:
    """Runs of one to three words by class."""
    words = ["^", *symbols(sentence), "$"]
    return {
        "g:" + " ".join(words[place : place + size])
        for size in range(1, longest + 1)
        for place in range(len(words) - size + 1)
    }


def names(text: str) -> dict[str, float]:
    """All features of a text by name."""
    sentence = parse(text)
    found = named(sentence)
    found.update(dict.fromkeys(sorted(grams(sentence)), 0.5))
    return found
