"""The claims of a sentence: each with which way it went, after what takes it back has been heard.

A claim is an event (something rose, fell, got better, worse), a null ("did not differ") or a doubt ("it is
not known whether"). A null and a doubt reach forward to the end of their clause and silence what they
reach; a null told of the groups or of the difference itself takes back what came before it, too ("was
lower, but the difference was not significant"). What stands in the subject of a sentence about causes is
no claim ("cuts in benefits raised arrears").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.tag.findings.direction_events import Event, clauses
from ingest.tag.findings.direction_words import Hit

PLUS, MINUS, NULL, DOUBT, OPEN = "+", "-", "0", "?", "~"
"""For the attempt, against it, no clear difference, not to be told, moved but neither good nor bad."""
_POINTS = frozenset(
    {"difference", "differences", "this", "these", "they", "it", "gap", "effects", "effect"}
)
_CLAUSE = 60
"""Words on each side that are looked at; no clause is longer."""
_SIDES = frozenset({"groups", "arms", "conditions", "between", "either"})
_CAUSES = frozenset(
    {"increase", "increases", "increased", "reduce", "reduces", "reduced", "raise", "raises", "raised", "lower",
     "lowers", "lowered", "improve", "improves", "improved", "led", "leads", "lead", "resulted", "associated",
     "related", "caused", "causes", "cause", "boosts", "boosted", "made", "makes", "brought", "pushed", "effect",
     "effects", "impact", "helped", "helps", "cut", "cuts", "produced", "produces", "saves", "saved", "linked"}
)  # fmt: skip
_NOMINAL = frozenset(
    {"reductions", "reduction", "increases", "increase", "cuts", "cut", "decrease", "decreases", "higher", "lower",
     "tougher", "stricter", "more", "less", "fewer", "better", "greater", "larger", "lowering", "raising",
     "reducing", "increasing", "removal", "loss", "losses", "improved", "reduced", "increased", "added",
     "additional", "extra", "improving", "extended", "expanding", "expansion", "stronger", "earlier", "benefit",
     "benefits", "improvement", "improvements", "growth", "growing"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a sentence says of a result."""

    way: str
    name: str
    place: int
    clause: int


def claims(tokens: Sequence[str], hits: Sequence[Hit], events: Sequence[Event]) -> list[Claim]:
    """In the order of the sentence."""
    of = clauses(tokens)
    nulls = [hit for hit in hits if hit.name == "null"]
    doubts = [hit for hit in hits if hit.name == "unclear"]
    told = [hit.end for hit in hits if hit.name == "frame"]
    start = min((end for end in told if end < len(tokens) * 0.6), default=0)
    silenced = _reached(doubts, of, len(tokens)) | _reached(nulls, of, len(tokens))
    kept = [
        event
        for event in _outside_subject(tokens, events, of, start)
        if event.place not in silenced
    ]
    things = {p for hit in hits if hit.name.endswith("-thing") for p in range(hit.start, hit.end)}
    back = [hit for hit in nulls if _takes_back(hit, tokens, of, things)]
    first_back = max((hit.start for hit in back), default=-1)
    theirs = _of_controls(tokens, hits, kept)
    found = [_of_event(event) for event in kept if event.place > max(first_back, theirs)]
    found += [_of_event(event) for event in kept if first_back < event.place < theirs]
    doubted = _reached(doubts, of, len(tokens))
    found += [
        Claim(NULL, "null", hit.start, of[hit.start]) for hit in nulls if hit.start not in doubted
    ]
    found += [Claim(DOUBT, "doubt", hit.start, of[hit.start]) for hit in doubts]
    if not found:
        found = _of_numbers(tokens)
    return sorted(set(found), key=lambda claim: (claim.place, claim.way))


def _of_controls(tokens: Sequence[str], hits: Sequence[Hit], events: Sequence[Event]) -> int:
    """The place of the event that tells how the others fared: "fell here and rose in the comparison area"."""
    controls = [hit.start for hit in hits if hit.name == "control"]
    than = {hit.start for hit in hits if hit.name == "than"}
    for before, event in pairwise(events):
        reach = range(event.place + 1, min(event.place + 6, len(tokens)))
        first = any(place < before.place for place in controls)
        if not first and not than.intersection(reach) and set(reach).intersection(controls):
            return event.place
    return -1


def _of_numbers(tokens: Sequence[str]) -> list[Claim]:
    """A p value or an interval that holds no difference speaks where no word does."""
    return [
        Claim(NULL, word, place, 0)
        for place, word in enumerate(tokens)
        if word in ("§ns", "§cinull")
    ]


def _of_event(event: Event) -> Claim:
    if event.negated:
        return Claim(NULL, f"not-{event.name}", event.place, event.clause)
    way = {1: PLUS, -1: MINUS}.get(event.sign, OPEN)
    name = f"{event.name}{'-for-controls' if event.turned else ''}"
    return Claim(way, name, event.place, event.clause)


def _reached(hits: Sequence[Hit], of: Sequence[int], length: int) -> set[int]:
    """Places from a hit to the end of its clause."""
    found: set[int] = set()
    for hit in hits:
        place = hit.start
        while place < length and (of[place] == of[hit.start] or place < hit.end):
            if place in found and place > hit.end:
                break
            found.add(place)
            place += 1
    return found


def _takes_back(hit: Hit, tokens: Sequence[str], of: Sequence[int], things: set[int]) -> bool:
    """Whether a null is told of the difference itself, or of the groups, and so of what came before:
    "but the difference was not significant", "improved, but did not differ between groups"."""
    near = range(max(0, hit.start - _CLAUSE), min(len(tokens), hit.end + _CLAUSE))
    own = [place for place in near if of[place] == of[hit.start]]
    ahead = [tokens[place] for place in own if place < hit.start]
    if any(place in things for place in own if place < hit.start) and not _POINTS.intersection(
        ahead
    ):
        return False
    words = tokens[hit.start : min(hit.end + 6, len(tokens))]
    tells = any(
        word.startswith(("signific", "differ", "chance", "non-sig", "insig")) for word in words
    )
    return tells and bool(_POINTS.intersection(ahead) or _SIDES.intersection(words))


def _outside_subject(
    tokens: Sequence[str], events: Sequence[Event], of: Sequence[int], start: int
) -> list[Event]:
    """Events without those that only name what was tried or what moved: before the verb that causes."""
    kept = []
    for event in events:
        if event.place < start and any(other.place >= start for other in events):
            continue
        later = [
            place
            for place in range(event.place + 1, len(tokens))
            if of[place] == event.clause and tokens[place] in _CAUSES
        ]
        if (
            later
            and tokens[event.place] in _NOMINAL
            and any(other.place >= later[0] and other.clause == event.clause for other in events)
            and not _predicated(tokens, event.place)
        ):
            continue
        kept.append(event)
    return kept


def _predicated(tokens: Sequence[str], place: int) -> bool:
    """Whether the word is what is said, not what it is said of: "was higher", "had more"."""
    before = tokens[max(0, place - 3) : place]
    return any(
        word in {"was", "were", "is", "are", "had", "have", "has", "became", "been", "got", "a", "an", "significantly",
                 "to", "by", "and", "showed", "no", "not", "in"}
        for word in before
    )  # fmt: skip


def verdict(found: Sequence[Claim]) -> str:
    """The ways of all claims put together: ``+``, ``-``, ``0``, ``?``, ``~``, ``mixed`` or nothing."""
    ways = {claim.way for claim in found}
    if DOUBT in ways and not {PLUS, MINUS} <= ways:
        return DOUBT
    ways.discard(DOUBT)
    if ways == {OPEN} and {claim.name[:4] for claim in found if claim.way == OPEN} == {
        "rise",
        "fall",
    }:
        return "mixed"
    if ways & {PLUS, MINUS}:
        ways.discard(OPEN)
    if len(ways) > 1:
        return "mixed"
    return next(iter(ways), "")
