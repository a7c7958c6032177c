"""Two documents held against each other: whether they tell of one investigation, how surely, and why in words.

Candidates come from an index of what few documents share, so that not every pair is looked at. A reason has
a weight; from ``ENOUGH`` on they are proposed as one study. No single name, title word or number is enough,
and what speaks against (another registration, another place in the title, numbers that differ) outweighs all
but an equal registration. What many documents share is their publisher's furniture and says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kb.links import names
from kb.links.shared import SharedText
from kb.links.shelf import LEAST_NUMBERS, TITLE_WORDS, Shelf
from kb.links.signature import Signature

ENOUGH = 0.8
POSSIBLE = 0.5
"""From here on a pair is shown to people as one to look at; nothing follows from it."""
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
MOST, SOME = 0.6, 0.1
"""Shares of the shorter text: from ``MOST`` on it is the other's text; between them two texts of a length are
siblings that share a template, with its names and numbers. (Of twelve cases told twice the least share was
0.75; two pages of one template came to 0.51.)"""
NEARLY_ALL = 0.9
MUCH_LONGER = 3.0


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


def pairs(shelf: Shelf) -> list[Pair]:
    """Every pair with a reason, those that are proposed and those that are not, in order."""
    found = []
    for one, other in shelf.candidates():
        made = weigh(shelf, shelf.signatures[one], shelf.signatures[other])
        if made.reasons:
            found.append(made)
    return found


def weigh(shelf: Shelf, a: Signature, b: Signature) -> Pair:
    """What speaks for and against ``a`` and ``b``."""
    one, other = sorted((a, b), key=lambda s: s.document_id)
    text = shelf.text_of(one.document_id, other.document_id)
    reasons = [
        *_identified(one, other),
        *_worded(one, other, text),
        *_titled(shelf, one, other),
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


def _titled(shelf: Shelf, one: Signature, other: Signature) -> Iterator[Reason]:
    mine, theirs = one.subject, other.subject
    needed = TITLE_WORDS - 1 if _shared_authors(one, other) else TITLE_WORDS
    is_own = " ".join(mine) not in shelf.common["title"] and len(mine) >= needed
    if is_own and mine == theirs:
        yield Reason("title", f"the same title, “{one.title}”")
        return
    for a, b in ((one, other), (other, one)):
        if a.document_id in shelf.openers.get(b.document_id, ()):
            yield Reason("title", f"the title of one, “{b.title}”, opens the other")
            return
    for a, b in ((one, other), (other, one)):
        if (a.document_id, b.document_id) in shelf.named and a.is_short and not a.is_review:
            yield Reason("names-title", f"the shorter names the other by its title, “{b.title}”")
            return


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
    mine, theirs = shelf.numbers[one.document_id], shelf.numbers[other.document_id]
    told = [
        number
        for number in mine.keys() & theirs.keys()
        if mine[number] not in text.in_one and theirs[number] not in text.in_other
    ]
    weight = sum(map(names.weight, told))
    if weight < LEAST_NUMBERS:
        return ()
    if weight < min(_weight(mine, text.in_one), _weight(theirs, text.in_other)) / 2:
        return ()
    return tuple(sorted(told, key=lambda n: (-names.weight(n), n)))


def _weight(numbers: Mapping[str, int], copied: Collection[int] = ()) -> float:
    return sum(names.weight(number) for number, at in numbers.items() if at not in copied)


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
    if reasons <= {"title", "authors", "publisher"} and _is_issued_again(one, other):
        yield "one title in several years, and nothing else alike"
    if text.share >= SOME and _numbers_differ(shelf, one, other):
        yield "they share words, but few of their numbers"


def _is_series(one: Signature, other: Signature) -> bool:
    mine, theirs = _title_years(one), _title_years(other)
    return bool(mine and theirs and mine != theirs)


def _is_issued_again(one: Signature, other: Signature) -> bool:
    """Whether a title comes back word for word in another year, as a yearly report's does; the parts of one
    evaluation say which they are."""
    dates = {one.date[:4], other.date[:4]} - {""}
    return one.title_words == other.title_words and len(dates) > 1


def _title_years(one: Signature) -> set[str]:
    return {w for w in one.title_words if len(w) == 4 and w.isdigit() and 1950 <= int(w) <= 2099}


def _numbers_differ(shelf: Shelf, one: Signature, other: Signature) -> bool:
    """Whether both tell numbers enough, and fewer than half of the one with fewer are the other's."""
    mine, theirs = shelf.numbers[one.document_id], shelf.numbers[other.document_id]
    fewer = min(_weight(mine), _weight(theirs))
    shared = sum(map(names.weight, mine.keys() & theirs.keys()))
    return fewer >= 2 * LEAST_NUMBERS and shared < fewer / 2


def by_document(some: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Pairs by each of their documents."""
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in some:
        found[pair.one].append(pair)
        found[pair.other].append(pair)
    return dict(found)
