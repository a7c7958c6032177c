"""Two documents held against each other: whether they tell of one investigation, how surely, and why in words.

Candidates come from an index of what few documents share, so that not every pair is looked at. A reason has
a weight; from ``ENOUGH`` on they are proposed as one study. No single name, title word or number is enough,
and what speaks against (another registration, another place in the title, numbers that differ) outweighs all
but an equal registration. What many documents share is their publisher's furniture and says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from kb.links import names
from kb.links.shared import SharedText, shared_text
from kb.links.signature import TITLE_RUN, Signature
from kb.links.sketch import Hashes, runs

ENOUGH = 0.8
POSSIBLE = 0.5
"""From here on a pair is shown to people as one to look at; nothing follows from it."""
COMMON = 6
"""What more documents than this share tells nothing of two of them."""

WEIGHTS: Mapping[str, float] = {
    "registration": 1.0,
    "doi": 1.0,
    "isbn": 1.0,
    "address": 1.0,
    "same-words": 1.0,
    "text": 0.9,
    "extract": 0.6,
    "report-number": 0.6,
    "title": 0.6,
    "numbers": 0.5,
    "programme": 0.4,
    "names-title": 0.35,
    "authors": 0.2,
    "publisher": 0.1,
}
"""What each reason adds. Text, extract and title are those of this pair alone; the rest may be shared by
several investigations of one team or of one programme, and links only together."""
SURE = frozenset({"registration", "doi", "same-words"})
"""Reasons that nothing speaks against."""
TITLE_WORDS = 4
"""Words that tell what it is about which a title needs to be a title of its own; with the same authors, three."""
MOST, SOME = 0.6, 0.1
"""Shares of the shorter text: from ``MOST`` on it is the other's text; between them two texts of a length are
siblings that share a template, with its names and numbers. (Of twelve cases told twice the least share was
0.75; two pages of one template came to 0.51.)"""
NEARLY_ALL = 0.9
MUCH_LONGER = 3.0
NUMBERS = 2.0
"""Weight of numbers, told in other words, that two documents must share; and at least half of the one with fewer."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two documents may tell of one investigation; ``kind`` is a key of ``WEIGHTS``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents by id, the smaller first, and what speaks for and against their being one study."""

    one: str
    other: str
    reasons: tuple[Reason, ...]
    against: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """0 to 1; 0 where something speaks against it."""
        return 0.0 if self.against else min(1.0, sum(WEIGHTS[r.kind] for r in self.reasons))

    @property
    def is_proposed(self) -> bool:
        """Whether they are to be taken for one study until a person says otherwise."""
        return self.score >= ENOUGH


@dataclass(frozen=True)
class Shelf:
    """Signatures by id, with what few of them share."""

    signatures: Mapping[str, Signature] = field(repr=False)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """In order, so that nothing depends on who came first."""
        return tuple(sorted(self.signatures))

    @cached_property
    def common_runs(self) -> Hashes:
        """Runs of words that more than ``COMMON`` documents share: furniture."""
        every = [self.signatures[i].sketch.runs for i in self.ids]
        if not every:
            return np.zeros(0, np.uint64)
        found, counts = np.unique(np.concatenate(every), return_counts=True)
        return found[counts > COMMON]

    @cached_property
    def common(self) -> Mapping[str, frozenset[str]]:
        """By field: titles, names and numbers that more than ``COMMON`` documents share."""
        counts: dict[str, dict[str, int]] = {"title": {}, "name": {}, "number": {}}
        for one in self.signatures.values():
            for kind, some in (
                ("title", (" ".join(one.subject),)),
                ("name", one.names),
                ("number", [number for number, _ in one.numbers]),
            ):
                for value in some:
                    counts[kind][value] = counts[kind].get(value, 0) + 1
        few = max(COMMON, len(self.signatures) // 50)
        return {
            kind: frozenset(v for v, n in some.items() if n > (few if kind == "name" else COMMON))
            for kind, some in counts.items()
        }

    def text_of(self, one: Signature, other: Signature) -> SharedText:
        """What two documents have word for word."""
        return shared_text(one, other, self.common_runs)


def pairs(shelf: Shelf) -> list[Pair]:
    """Every pair with a reason, those that are proposed and those that are not, in order."""
    named = title_mentions(shelf)
    found = []
    for one, other in sorted(_candidates(shelf, named)):
        made = weigh(shelf, shelf.signatures[one], shelf.signatures[other], named)
        if made.reasons:
            found.append(made)
    return found


def weigh(
    shelf: Shelf, a: Signature, b: Signature, named: Collection[tuple[str, str]] = ()
) -> Pair:
    """What speaks for and against ``a`` and ``b``; ``named`` are (document, document whose title it names)."""
    one, other = sorted((a, b), key=lambda s: s.document_id)
    text = shelf.text_of(one, other)
    reasons = [
        *_identified(one, other),
        *_worded(one, other, text),
        *_titled(shelf, one, other, named),
    ]
    reasons += _told(shelf, one, other, text)
    reasons += _signed(one, other)
    own = {reason.kind for reason in reasons}
    if not own - {"authors", "publisher"}:
        return Pair(one.document_id, other.document_id, ())
    against = tuple(_against(shelf, one, other, text, own))
    return Pair(one.document_id, other.document_id, tuple(reasons), against)


# --- reasons ------------------------------------------------------------------------------------


def _identified(one: Signature, other: Signature) -> Iterator[Reason]:
    for kind, words, mine, theirs in (
        ("registration", "both name {} as their registration", one.ids.registrations, other.ids.registrations),
        ("doi", "both have the DOI {}", one.ids.dois, other.ids.dois),
        ("isbn", "both have the ISBN {}", one.ids.isbns, other.ids.isbns),
        ("report-number", "both are {}", one.ids.reports, other.ids.reports),
    ):  # fmt: skip
        shared = sorted(set(mine) & set(theirs))
        if shared:
            yield Reason(kind, words.format(" and ".join(shared)))
    if one.address and one.address == other.address:
        yield Reason("address", f"both are at {one.address}")


def _worded(one: Signature, other: Signature, text: SharedText) -> Iterator[Reason]:
    if one.same and one.same == other.same:
        yield Reason("same-words", "the same words from beginning to end")
    elif text.share >= MOST and text.is_told:
        words = f"{text.passages} of {text.of} passages of the shorter are nearly identical in the other"
        is_part = text.ratio >= MUCH_LONGER
        yield Reason("extract" if is_part else "text", words)


def _titled(
    shelf: Shelf, one: Signature, other: Signature, named: Collection[tuple[str, str]]
) -> Iterator[Reason]:
    mine, theirs = one.subject, other.subject
    needed = TITLE_WORDS - 1 if _shared_authors(one, other) else TITLE_WORDS
    is_own = " ".join(mine) not in shelf.common["title"] and len(mine) >= needed
    if is_own and mine == theirs:
        yield Reason("title", f"the same title, “{one.title}”")
        return
    for a, b in ((one, other), (other, one)):
        if _heads(a, b):
            yield Reason("title", f"the title of one, “{b.title}”, opens the other")
            return
    for a, b in ((one, other), (other, one)):
        if (a.document_id, b.document_id) in named and a.is_short and not a.is_review:
            yield Reason("names-title", f"the shorter names the other by its title, “{b.title}”")
            return


def _heads(one: Signature, other: Signature) -> bool:
    """Whether the title of ``other`` stands at the beginning of ``one``, whose own title says less."""
    title = other.title_words
    if len(other.subject) < TITLE_WORDS or len(title) > len(one.head):
        return False
    at = range(min(40, len(one.head) - len(title) + 1))
    return any(one.head[i : i + len(title)] == title for i in at)


def _told(shelf: Shelf, one: Signature, other: Signature, text: SharedText) -> Iterator[Reason]:
    if SOME <= text.share < MOST and text.ratio < MUCH_LONGER and text.is_told:
        return
    shared = same_numbers(shelf, one, other, text)
    if shared:
        shown = ", ".join(shared[:4])
        yield Reason("numbers", f"the same numbers in other words: {shown}")
    if one.is_review or other.is_review:
        return
    common = [n for n in one.names if n in other.names and n not in shelf.common["name"]]
    place = _same_place(one, other)
    years = sorted(set(one.years) & set(other.years))
    if common and place and years:
        when = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
        yield Reason("programme", f"the same programme ({common[0].title()}), place ({place.title()}) and years ({when})")  # fmt: skip


def same_numbers(
    shelf: Shelf, one: Signature, other: Signature, text: SharedText
) -> tuple[str, ...]:
    """Numbers that both tell in other words, where they are enough to tell: none where they are not."""
    mine, theirs = dict(one.numbers), dict(other.numbers)
    common = shelf.common["number"]
    told = [n for n in mine.keys() & theirs.keys() if n not in common
            and mine[n] not in text.in_one and theirs[n] not in text.in_other]  # fmt: skip
    weight = sum(names.weight(n) for n in told)
    fewer = min(_weight(mine, text.in_one, common), _weight(theirs, text.in_other, common))
    if weight < NUMBERS or weight < fewer / 2:
        return ()
    return tuple(sorted(told, key=lambda n: (-names.weight(n), n)))


def _weight(numbers: Mapping[str, int], copied: Collection[int], common: Collection[str]) -> float:
    return sum(names.weight(n) for n, at in numbers.items() if at not in copied and n not in common)


def _same_place(one: Signature, other: Signature) -> str | None:
    """The place that both are most in."""
    leading = [place for place in one.places[:2] if place in other.places[:2]]
    return leading[0] if leading else None


def _signed(one: Signature, other: Signature) -> Iterator[Reason]:
    authors = _shared_authors(one, other)
    if authors:
        yield Reason(
            "authors", f"by the same authors ({', '.join(a.title() for a in authors[:3])})"
        )
    if one.publisher and one.publisher == other.publisher:
        yield Reason("publisher", f"published by the same body ({one.publisher.title()})")


def _shared_authors(one: Signature, other: Signature) -> list[str]:
    return sorted(set(one.authors) & set(other.authors))


# --- what speaks against ------------------------------------------------------------------------


def _against(
    shelf: Shelf, one: Signature, other: Signature, text: SharedText, reasons: AbstractSet[str]
) -> Iterator[str]:
    if reasons & SURE:
        return
    mine, theirs = one.ids.registrations, other.ids.registrations
    if mine and theirs:
        yield f"they are registered as {' and '.join(mine)}, and as {' and '.join(theirs)}"
    if one.is_review != other.is_review:
        yield "one of them is a review"
    here, there = set(one.title_places), set(other.title_places)
    if here and there and not here & there and text.share < NEARLY_ALL:
        yield f"their titles name {', '.join(sorted(here))}, and {', '.join(sorted(there))}"
    if _is_series(one, other) and "address" not in reasons:
        yield "their titles name different years"
    if text.share >= SOME and _numbers_differ(shelf, one, other):
        yield "they share words, but few of their numbers"


def _is_series(one: Signature, other: Signature) -> bool:
    mine, theirs = _title_years(one), _title_years(other)
    return bool(mine and theirs and mine != theirs)


def _title_years(one: Signature) -> set[str]:
    return {w for w in one.title_words if len(w) == 4 and w.isdigit() and 1950 <= int(w) <= 2099}


def _numbers_differ(shelf: Shelf, one: Signature, other: Signature) -> bool:
    """Whether both tell numbers enough, and fewer than half of the one with fewer are the other's."""
    mine, theirs = (
        {n for n, _ in s.numbers if n not in shelf.common["number"]} for s in (one, other)
    )
    fewer = min(sum(map(names.weight, mine)), sum(map(names.weight, theirs)))
    return fewer >= 2 * NUMBERS and sum(map(names.weight, mine & theirs)) < fewer / 2


# --- which pairs to look at ---------------------------------------------------------------------


def title_mentions(shelf: Shelf) -> frozenset[tuple[str, str]]:
    """(document, document whose title it names): in its references, or anywhere in a short text."""
    titles = [
        (i, runs(self.title_words, TITLE_RUN))
        for i in shelf.ids
        if len((self := shelf.signatures[i]).subject) >= TITLE_WORDS
        and " ".join(self.subject) not in shelf.common["title"]
        and len(self.title_words) > TITLE_RUN
    ]
    if not titles:
        return frozenset()
    firsts = np.array([t[0] for _, t in titles])
    found = set()
    for i in shelf.ids:
        named = shelf.signatures[i].named
        if not named.size:
            continue
        at = np.minimum(np.searchsorted(named, firsts), named.size - 1)
        for k in np.flatnonzero(named[at] == firsts):
            other, title = titles[int(k)]
            if other != i and bool(np.isin(title, named).all()):
                found.add((i, other))
    return frozenset(found)


def _candidates(shelf: Shelf, named: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    found = {(min(pair), max(pair)) for pair in named}
    found |= _by_keys(shelf)
    found |= _by_runs(shelf)
    found |= _by_numbers(shelf)
    return found


def _by_keys(shelf: Shelf) -> set[tuple[str, str]]:
    by_key: dict[Hashable, list[str]] = defaultdict(list)
    for i in shelf.ids:
        one = shelf.signatures[i]
        keys: list[Hashable] = [
            *one.ids.registrations,
            *one.ids.dois,
            *one.ids.isbns,
            *one.ids.reports,
        ]
        keys += [(kind, v) for kind, v in (("address", one.address), ("same", one.same)) if v]
        if len(one.subject) >= TITLE_WORDS - 1:
            keys.append(("title", one.subject))
        if len(one.subject) >= TITLE_WORDS:
            keys.append(("head", one.title_words[:TITLE_RUN]))
        keys += [("head", one.head[k : k + TITLE_RUN]) for k in range(min(40, len(one.head)))]
        for key in dict.fromkeys(keys):
            by_key[key].append(i)
    return {
        pair
        for key, some in by_key.items()
        if len(some) <= (4 * COMMON if isinstance(key, str) else COMMON)
        for pair in combinations(some, 2)
    }


def _by_runs(shelf: Shelf) -> set[tuple[str, str]]:
    """Pairs that share runs of words: at least three of those that few documents have."""
    sizes = [shelf.signatures[i].sketch.size for i in shelf.ids]
    if not any(sizes):
        return set()
    every = np.concatenate([shelf.signatures[i].sketch.runs for i in shelf.ids])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((owner, every))
    every, owner = every[order], owner[order]
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for group in _groups(every):
        some = owner[group].tolist()
        if 2 <= len(some) <= COMMON:
            for pair in combinations(some, 2):
                counts[pair] += 1
    return {(shelf.ids[a], shelf.ids[b]) for (a, b), n in counts.items() if n >= 3}


def _groups(values: Hashes) -> Iterator[slice]:
    """Stretches of equal values that are longer than one."""
    edges = np.flatnonzero(np.diff(values)) + 1
    starts = np.concatenate(([0], edges))
    ends = np.concatenate((edges, [values.size]))
    for k in np.flatnonzero(ends - starts > 1):
        yield slice(int(starts[k]), int(ends[k]))


def _by_numbers(shelf: Shelf) -> set[tuple[str, str]]:
    by_number: dict[str, list[str]] = defaultdict(list)
    for i in shelf.ids:
        for number, _ in shelf.signatures[i].numbers:
            if number not in shelf.common["number"]:
                by_number[number].append(i)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for number, some in by_number.items():
        for pair in combinations(some, 2):
            weights[pair] += names.weight(number)
    return {pair for pair, weight in weights.items() if weight >= NUMBERS}


def by_document(some: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Pairs by each of their documents."""
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in some:
        found[pair.one].append(pair)
        found[pair.other].append(pair)
    return dict(found)
