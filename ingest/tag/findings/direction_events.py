"""What is said to have happened to what: rises and falls of good and bad things, and who is ahead.

It reads the classes of ``direction_words`` in their order; the weighing is ``direction_model``'s.
An event is negated by a "not" before it in its clause, and turned round where the comparison group is
what the sentence speaks of ("controls had higher pay than trainees").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.tag.findings.direction_words import Hit

SIGNS = {"rise.good": 1, "fall.bad": 1, "better": 1, "rise.bad": -1, "fall.good": -1, "worse": -1,
         "rise": 0, "fall": 0}  # fmt: skip
"""What an event says of the attempt; 0 where nothing tells whether more of it is good."""
_BREAKS = frozenset({";", ".", "!", "?", ":"})
_TURNS = frozenset({"but", "while", "whereas", "although", "though", "however", "yet", "despite"})
_NOT_AHEAD = 3
"""Words that a "not" reaches forward."""
_THING_AHEAD, _THING_BEHIND = 7, 9
_UNNAMED = ".?"
"""Of a thing that is named and that no list holds: "enhancement in PA"."""
_INTRANSITIVE = frozenset(
    {"rose", "risen", "fell", "fallen", "grew", "grown", "went", "climbed", "dropped", "declined",
     "jumped", "dipped", "doubled", "halved", "trebled", "tripled", "surged", "soared", "shrank"}
)  # fmt: skip
_AFTER_PREDICATE = frozenset(
    {"than", "in", "among", "for", "with", "by", "at", "after", "from", "when", ",", ".", ";", "(",
     "between", "under", "during", "over", "compared", "and", "to", "§sig", "§ns", "as", "on", "following"}
)  # fmt: skip


_HOW = frozenset({"more", "faster", "further", "less", "slower", "quicker", "earlier", "longer", "higher", "lower",
                  "greater", "sooner", "stronger"})  # fmt: skip
_ENDS_THING = frozenset(
    {"than", "among", "by", "for", "with", "at", "when", "who", "which", "between", "compared", "relative", "after",
     "versus", "vs", "and", "that", "during", ",", "if", "from", "against", "(", "following"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing said to have happened."""

    name: str
    """``rise.good``, ``fall.bad``, ``better`` …"""
    place: int
    negated: bool
    turned: bool
    """The comparison group is the one spoken of."""
    clause: int

    @property
    def sign(self) -> int:
        """1 for the attempt, -1 against it, 0 neither or not known."""
        if self.negated:
            return 0
        return -SIGNS[self.name] if self.turned else SIGNS[self.name]


def clauses(tokens: Sequence[str]) -> list[int]:
    """The number of the clause that each word stands in.

    Where the sentence opens with a "while" or an "although", its first comma ends that clause.
    """
    found, number = [], 0
    opened = bool(tokens) and tokens[0] in _TURNS
    for place, word in enumerate(tokens):
        if (
            word in _BREAKS
            or (word in _TURNS and place)
            or (opened and word == "," and place > 2)
            or (word in ("and", "with") and place and tokens[place - 1] == ",")
        ):
            number += 1
            opened = opened and word != ","
        found.append(number)
    return found


def events(tokens: Sequence[str], hits: Sequence[Hit], way: str = "") -> list[Event]:
    """In the order of the sentence, one for each word or phrase that tells of a change.

    ``way``: what a move of nothing named is taken to be of (``.good`` or ``.bad``).
    """
    of = clauses(tokens)
    at: dict[str, list[Hit]] = {}
    for hit in hits:
        at.setdefault(hit.name, []).append(hit)
    things = sorted((*at.get("good-thing", ()), *at.get("bad-thing", ())), key=_longest)
    polarity = _painted(things, len(tokens))
    nots = {hit.start for hit in at.get("not", ()) if hit.end - hit.start == 1}
    named = {p for hit in things if hit.end - hit.start > 1 for p in range(hit.start, hit.end)}
    found: list[Event] = []
    taken: set[int] = set()
    for name in ("better", "worse", "rise", "fall"):
        for hit in sorted(at.get(name, ()), key=lambda hit: hit.start - hit.end):
            if taken.intersection(range(hit.start, hit.end)) or hit.end - hit.start > 6:
                continue
            if hit.start in named and hit.end - hit.start == 1:
                continue
            taken.update(range(hit.start, hit.end))
            thing = "" if name in ("better", "worse") else _thing(hit, tokens, of, polarity)
            found.append(
                Event(
                    name + thing,
                    hit.start,
                    _negated(hit.start, nots, of, polarity),
                    _turned(hit, tokens, of, at),
                    of[hit.start],
                )
            )
    return _inherited(_unrepeated(sorted(found, key=lambda event: event.place), tokens), way)


def _negated(place: int, nots: set[int], of: Sequence[int], polarity: Sequence[str]) -> bool:
    """Whether a "not" stands close before, with no thing of its own between ("without work rose")."""
    for before in range(place - 1, max(-1, place - 1 - _NOT_AHEAD), -1):
        if of[before] != of[place] or polarity[before]:
            return False
        if before in nots:
            return True
    return False


def _unrepeated(found: list[Event], tokens: Sequence[str]) -> list[Event]:
    """Without a "more" or "faster" that only says how much something that moved did so."""
    kept: list[Event] = []
    for event in found:
        near = kept[-1] if kept else None
        if (
            near is not None
            and tokens[event.place] in _HOW
            and event.place - near.place <= 4
            and near.clause == event.clause
            and near.name.startswith(("rise", "fall", "better", "worse"))
            and tokens[near.place] not in _HOW
        ):
            continue
        kept.append(event)
    return kept


def _inherited(found: list[Event], way: str) -> list[Event]:
    """A move of nothing named is of what the one before was of: "employment rose …, but fell …"."""
    kept: list[Event] = []
    for event in found:
        before = next((e.name for e in reversed(kept) if "." in e.name), way)
        if event.name.endswith(_UNNAMED):
            event = replace(event, name=event.name.removesuffix(_UNNAMED))
        elif event.name in ("rise", "fall") and before:
            event = replace(event, name=event.name + before[before.index(".") :])
        kept.append(event)
    return kept


def _longest(hit: Hit) -> int:
    return hit.end - hit.start


def _painted(things: Sequence[Hit], length: int) -> list[str]:
    """For each word whether it is of a good or a bad thing; longer phrases are painted over shorter."""
    found = [""] * length
    for hit in things:
        for place in range(hit.start, hit.end):
            found[place] = "." + hit.name.removesuffix("-thing")
    return found


def _thing(hit: Hit, tokens: Sequence[str], of: Sequence[int], polarity: Sequence[str]) -> str:
    """What it happened to: for "fewer arrears" what follows, for "arrears fell" what stands before."""
    after = tokens[hit.end] if hit.end < len(tokens) else "."
    behind = _behind(hit, of, polarity)
    if after == "to" and tokens[hit.end - 1] == "likely":
        # "unemployed men were more likely to find work": of what they are likely to do.
        return _ahead(hit, tokens, of, polarity) or behind
    if tokens[hit.start] in _INTRANSITIVE or after in _AFTER_PREDICATE:
        if after in ("in", "of") and tokens[hit.start] not in _INTRANSITIVE:
            return _ahead(hit, tokens, of, polarity) or _UNNAMED
        return behind or _ahead(hit, tokens, of, polarity)
    return _ahead(hit, tokens, of, polarity) or behind


def _ahead(hit: Hit, tokens: Sequence[str], of: Sequence[int], polarity: Sequence[str]) -> str:
    for place in range(hit.end, min(hit.end + _THING_AHEAD, len(polarity))):
        if of[place] != of[hit.start] or (tokens[place] in _ENDS_THING and place > hit.end):
            break
        if polarity[place]:
            rest = polarity[place : place + 3]
            return ".bad" if ".bad" in rest else polarity[place]
    return ""


def _behind(hit: Hit, of: Sequence[int], polarity: Sequence[str]) -> str:
    """Of all things named before it in its clause, a bad one: "absence from work", "use of payday loans"."""
    found = {
        polarity[place]
        for place in range(max(0, hit.start - _THING_BEHIND), hit.start)
        if of[place] == of[hit.start]
    } - {""}
    return ".bad" if ".bad" in found else next(iter(found), "")


def _turned(hit: Hit, tokens: Sequence[str], of: Sequence[int], at: dict[str, list[Hit]]) -> bool:
    """Whether the comparison group is spoken of: it stands before, and the attempt after "than"."""
    clause = of[hit.start]
    control = [h.start for h in at.get("control", ()) if of[h.start] == clause]
    treated = [
        h.start for h in at.get("treated", ()) if of[h.start] == clause and h.start not in control
    ]
    than = next(
        (h.start for h in at.get("than", ()) if h.start > hit.start and of[h.start] == clause), None
    )
    if than is None:
        return False
    first = any(place < than for place in control)
    second = any(place > than for place in control)
    named_first = [place for place in treated if place < min(control, default=than)]
    return first and not second and not named_first
