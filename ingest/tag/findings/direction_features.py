"""What a sentence shows of its standing and its direction, as named numbers. It decides nothing.

Names are ``ev:`` events, ``c:`` classes, ``n:`` signs of numbers, ``x:`` two of them together and ``g:``
runs of words, where a word that belongs to a class stands for its class, so that what was learnt of one
subject holds for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.tag.findings import direction_numbers, direction_words
from ingest.tag.findings.direction_claims import Claim, claims, verdict
from ingest.tag.findings.direction_events import Event, events
from ingest.tag.findings.direction_words import Hit

LONGEST = 6_000
"""Characters that are read; no sentence has so many, and ten times as many would take ten times as long."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence taken apart."""

    tokens: tuple[str, ...]
    hits: tuple[Hit, ...]
    events: tuple[Event, ...]
    pairs: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def classes(self) -> frozenset[str]:
        """The classes that any of its words belongs to."""
        return frozenset(hit.name for hit in self.hits)


def parse(text: str, outcome: str = "") -> Sentence:
    """Words, classes, events, claims and numbers of a sentence; ``outcome`` is what nameless moves are of."""
    marked = direction_numbers.marked(direction_words.clean(text[:LONGEST]))
    tokens = direction_words.tokens(marked)
    hits = direction_words.load().hits(tokens)
    happened = events(tokens, hits, _way(outcome))
    return Sentence(
        tuple(tokens),
        tuple(hits),
        tuple(happened),
        tuple(direction_numbers.pairs(tokens)),
        tuple(claims(tokens, hits, happened)),
    )


def _way(outcome: str) -> str:
    """Whether an outcome is a good or a bad thing: ``.good``, ``.bad`` or nothing."""
    if not outcome:
        return ""
    words = direction_words.tokens(direction_words.clean(outcome[:LONGEST]))
    found = {hit.name for hit in direction_words.load().hits(words)}
    return ".bad" if "bad-thing" in found else ".good" if "good-thing" in found else ""


_FIRST = (
    "null", "unclear", "question", "advice", "future", "rise", "fall", "better", "worse", "bad-thing",
    "good-thing", "control", "few", "not", "aim", "significant", "slight", "hedge", "contrast", "than",
)  # fmt: skip
_ENDINGS = ("ed", "ing", "ly", "tion", "s")


_WHOLE_FIRST = (
    "null", "unclear", "rise", "fall", "better", "worse", "bad-thing", "good-thing", "control", "treated",
    "not", "significant", "slight", "hedge",
)  # fmt: skip


def symbols(sentence: Sentence, whole: bool = False) -> list[str]:
    """The words, each by the first of its classes, as itself if it carries grammar, or by its ending.

    ``whole``: every word that is of no class as itself.
    """
    told: dict[int, set[str]] = {}
    for hit in sentence.hits:
        if hit.end - hit.start == 1:
            told.setdefault(hit.start, set()).add(hit.name)
    found = []
    for place, word in enumerate(sentence.tokens):
        own = told.get(place, set())
        name = next((name for name in (_WHOLE_FIRST if whole else _FIRST) if name in own), None)
        if name:
            found.append(name.upper())
        elif word[0].isdigit():
            found.append("9")
        elif whole or "plain" in own or not word[0].isalpha():
            found.append(word)
        else:
            found.append(next((f"*{end}" for end in _ENDINGS if word.endswith(end)), "*"))
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
        for name in (
            "null",
            "unclear",
            "mixed",
            "contrast",
            "few",
            "many",
            "slight",
            "hedge",
            "significant",
        )
        if name in classes
    ]
    for name in core:
        found[f"x:{shape}&{name}"] = 1.0
    found["x:" + "&".join((shape, *core[:4]))] = 1.0
    for number in numbers:
        found[f"x:{shape}&{number}"] = 1.0
    ways = "".join(dict.fromkeys(claim.way for claim in sentence.claims))
    whole = verdict(sentence.claims)
    found[f"v:{whole}"] = 2.0
    found[f"v:ways:{ways}"] = 1.0
    for claim in sentence.claims:
        found[f"v:{claim.way}:{claim.name}"] = 1.0
    for name in (
        "frame",
        "baseline",
        "aim",
        "future",
        "advice",
        "method",
        "launch",
        "others",
        "definition",
        "background",
        "question",
    ):
        if name in classes:
            found[f"x:frame&{name}:{'frame' in classes}"] = 1.0
            found[f"x:v{whole}&{name}"] = 1.0
    for name in (*core, *numbers):
        found[f"x:v{whole}&{name}"] = 1.0
    found[f"x:length:{min(len(sentence.tokens) // 10, 6)}"] = 1.0
    return found


def grams(sentence: Sentence, longest: int = 2) -> set[str]:
    """Runs of one and two words by class."""
    words = ["^", *symbols(sentence), "$"]
    return {
        "g:" + " ".join(words[place : place + size])
        for size in range(1, longest + 1)
        for place in range(len(words) - size + 1)
    }


WORDS, WORDS_OF_CHANGE = 0.5, 0.35
"""How much a run of words counts beside what a rule sees."""


def shown(sentence: Sentence) -> dict[str, float]:
    """All features of a sentence by name."""
    found = named(sentence)
    found.update(dict.fromkeys(sorted(grams(sentence)), WORDS))
    return found


def moved(sentence: Sentence) -> dict[str, float]:
    """What a sentence shows of what moved, whether or not that is good: its very words count, too."""
    words = ["^", *symbols(sentence, whole=True), "$"]
    found = dict.fromkeys(
        (
            "r:" + " ".join(words[place : place + size])
            for size in (1, 2, 3)
            for place in range(len(words) - size + 1)
        ),
        WORDS_OF_CHANGE,
    )
    found |= {name: strength / 2 for name, strength in named(sentence).items()}
    numbers = {word for word in sentence.tokens if word[0] == "§"} | set(sentence.pairs)
    null = "null" if "null" in sentence.classes else ""
    moves = [_bare(event) for event in sentence.events]
    if moves:
        found |= {f"m:first:{moves[0]}": 1.0, f"m:last:{moves[-1]}": 1.0}
        found[f"m:all:{' '.join(sorted(set(moves)))}"] = 1.0
    for move in sorted(set(moves)):
        found[f"m:{move}&{null}"] = 1.0
        found |= {f"m:{move}&{number}": 1.0 for number in sorted(numbers)}
        if move.startswith(("better", "worse")):
            things = sorted({"bad-thing", "good-thing"} & sentence.classes)
            found[f"m:{move}&{'&'.join(things)}"] = 1.0
    found[f"m:numbers:{' '.join(sorted(numbers))}"] = 1.0
    return found


def _bare(event: Event) -> str:
    """An event without whether what moved is good: ``rise``, ``fall!`` (negated), ``better~`` (turned round)."""
    name = event.name.split(".")[0]
    return f"{name}{'!' if event.negated else ''}{'~' if event.turned else ''}"


def names(text: str) -> dict[str, float]:
    """All features of a text by name."""
    return shown(parse(text))
