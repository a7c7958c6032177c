"""What is said to have happened to what: rises and falls of good and bad things, and who is ahead.

It reads the classes of ``direction_words`` in their order; the weighing is ``direction_model``'s.
An event is negated by a "not" before it in its clause, and turned round where the comparison group is
what the sentence speaks of ("controls had higher pay than trainees").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tag.findings.direction_words import Hit

SIGNS = {"rise.good": 1, "fall.bad": 1, "better": 1, "rise.bad": -1, "fall.good": -1, "worse": -1,
         "rise": 0, "fall": 0}  # fmt: skip
"""What an event says of the attempt; 0 where nothing tells whether more of it is good."""
_BREAKS = frozenset({";", ".", "!", "?", ":"})
_TURNS = frozenset({"but", "while", "whereas", "although", "though", "however", "yet", "despite"})
_NOT_AHEAD = 5
"""Words that a "not" reaches forward."""
_THING_AHEAD, _THING_BEHIND = 7, 9
_INTRANSITIVE = frozenset(
    {"rose", "risen", "fell", "fallen", "grew", "grown", "went", "climbed", "dropped", "declined",
     "jumped", "dipped", "doubled", "halved", "trebled", "tripled", "surged", "soared", "shrank"}
)  # fmt: skip
_AFTER_PREDICATE = frozenset(
    {"than", "in", "among", "for", "with", "by", "at", "after", "from", "when", ",", ".", ";", "(",
     "between", "under", "during", "over", "compared", "and", "to", "§sig", "§ns", "as", "on", "following"}
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
    """The number of the clause that each word stands in."""
    found, number = [], 0
    for token in tokens:
        if token in _BREAKS or token in _TURNS:
            number += 1
        found.append(number)
    return found


def events(tokens: Sequence[str], hits: Sequence[Hit]) -> list[Event]:
    """In the order of the sentence, one for each word or phrase that tells of a change."""
    of = clauses(tokens)
    at: dict[str, list[Hit]] = {}
    for hit in hits:
        at.setdefault(hit.name, []).append(hit)
    things = sorted((*at.get("good-thing", ()), *at.get("bad-thing", ())), key=_longest)
    polarity = _painted(things, len(tokens))
    nots = {hit.start for hit in at.get("not", ()) if hit.end - hit.start == 1}
    found = []
    taken: set[int] = set()
    for name in ("better", "worse", "rise", "fall"):
        for hit in at.get(name, ()):
            if hit.start in taken or hit.end - hit.start > 6:
                continue
            taken.add(hit.start)
            thing = "" if name in ("better", "worse") else _thing(hit, tokens, of, polarity)
            negated = any(
                place in nots and of[place] == of[hit.start]
                for place in range(max(0, hit.start - _NOT_AHEAD), hit.start)
            )
            turned = _turned(hit, tokens, of, at)
            found.append(Event(name + thing, hit.start, negated, turned, of[hit.start]))
    return sorted(found, key=lambda event: event.place)


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
    if tokens[hit.start] in _INTRANSITIVE or after in _AFTER_PREDICATE:
        if after in ("in", "of", "on") and (ahead := _ahead(hit, of, polarity)):
            return ahead
        return behind or _ahead(hit, of, polarity)
    return _ahead(hit, of, polarity) or behind


def _ahead(hit: Hit, of: Sequence[int], polarity: Sequence[str]) -> str:
    for place in range(hit.end, min(hit.end + _THING_AHEAD, len(polarity))):
        if of[place] != of[hit.start]:
            break
        if polarity[place]:
            rest = polarity[place : place + 3]
            return ".bad" if ".bad" in rest else polarity[place]
    return ""


def _behind(hit: Hit, of: Sequence[int], polarity: Sequence[str]) -> str:
    for place in range(hit.start - 1, max(-1, hit.start - 1 - _THING_BEHIND), -1):
        if of[place] != of[hit.start]:
            break
        if polarity[place]:
            return polarity[place]
    return ""


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
    first = [place for place in control if place < than]
    second = [place for place in control if place > than]
    return bool(first) and not second and any(place > than for place in treated)
