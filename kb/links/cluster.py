"""Studies out of pairs: which documents are one study, and which only cite or include another.

Deterministic: the strongest pairs first, ties by id, whatever the order in which documents came. What people
decided comes before any reason: what they hold apart is never joined, not by a chain of others either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kb.links.pairs import MUCH_LONGER, Pair
from kb.links.shelf import Shelf, Two
from kb.links.signature import Signature

Role = Literal["reports", "includes", "cites"]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided of pairs of documents, the smaller id first."""

    together: frozenset[Two] = frozenset()
    apart: frozenset[Two] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that cites a study, or a review that includes it, without reporting it."""

    document_id: str
    of: str
    """The document that reports the study."""
    role: Role
    reason: str


@dataclass(frozen=True)
class Clusters:
    """Documents by the study that they report, and what of other studies they mention."""

    members: Mapping[str, tuple[str, ...]]
    """By study: the ids of its documents; the first, the smallest, is the study's."""
    joined: Mapping[str, tuple[Pair, ...]]
    """By study: the pairs that hold it together, the strongest first."""
    mentions: tuple[Mention, ...] = ()
    refused: tuple[Two, ...] = ()
    """What somebody put together though it is held apart, by a chain of others."""

    def study_of(self) -> dict[str, str]:
        """The study of each document."""
        return {member: study for study, some in self.members.items() for member in some}


def two(one: str, other: str) -> Two:
    """A pair of ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def cluster(shelf: Shelf, found: Collection[Pair], decided: Decisions = Decisions()) -> Clusters:
    """The studies of a shelf of documents."""
    groups = _Groups(shelf.ids, {pair for pair in decided.apart if set(pair) <= set(shelf.ids)})
    refused = [
        pair
        for pair in sorted(decided.together)
        if set(pair) <= set(shelf.ids) and not groups.join(*pair)
    ]
    apart = _held_apart(shelf, found)
    compilations = _compilations(shelf, found)
    used: list[Pair] = []
    for pair in sorted(found, key=lambda p: (-p.score, -_sum(p), p.one, p.other)):
        if not pair.is_proposed or two(pair.one, pair.other) in compilations:
            continue
        if groups.join(pair.one, pair.other, apart):
            used.append(pair)
    members = groups.members()
    of = {member: study for study, some in members.items() for member in some}
    joined: dict[str, list[Pair]] = defaultdict(list)
    for pair in used:
        joined[of[pair.one]].append(pair)
    mentions = _mentions(shelf, of, compilations)
    return Clusters(
        members, {study: tuple(some) for study, some in joined.items()}, mentions, tuple(refused)
    )


def _sum(pair: Pair) -> int:
    return len(pair.reasons)


class _Groups:
    """Sets of documents that grow together, unless somebody holds two of them apart."""

    def __init__(self, ids: Iterable[str], apart: Collection[Two]) -> None:
        self._group = {i: {i} for i in ids}
        self._apart = frozenset(apart)

    def join(self, one: str, other: str, more: Collection[Two] = ()) -> bool:
        """Put the groups of two documents together; whether they are together now."""
        a, b = self._group[one], self._group[other]
        if a is b:
            return True
        if any(two(x, y) in self._apart or two(x, y) in more for x in a for y in b):
            return False
        a |= b
        for member in b:
            self._group[member] = a
        return True

    def members(self) -> dict[str, tuple[str, ...]]:
        """Groups by their smallest id, in order."""
        groups = {id(group): group for group in self._group.values()}
        ordered = sorted(tuple(sorted(group)) for group in groups.values())
        return {group[0]: group for group in ordered}


def _held_apart(shelf: Shelf, found: Iterable[Pair]) -> frozenset[Two]:
    """Pairs that no chain may join: what speaks against them, and registrations that differ."""
    apart = {two(pair.one, pair.other) for pair in found if pair.against}
    registered = [(i, set(r)) for i in shelf.ids if (r := shelf.signatures[i].ids.registrations)]
    for k, (one, mine) in enumerate(registered):
        apart.update(two(one, other) for other, theirs in registered[k + 1 :] if not mine & theirs)
    return frozenset(apart)


def _compilations(shelf: Shelf, found: Collection[Pair]) -> dict[Two, Two]:
    """Pairs of which one holds the text of several documents that are no text of each other: (part, whole)."""
    parts: dict[str, set[str]] = defaultdict(set)
    alike = {two(p.one, p.other) for p in found if p.is_proposed}
    for pair in found:
        if not any(r.kind in ("extract", "text") for r in pair.reasons):
            continue
        short, long = sorted((pair.one, pair.other), key=lambda i: shelf.signatures[i].words)
        if shelf.signatures[long].words >= MUCH_LONGER / 2 * shelf.signatures[short].words:
            parts[long].add(short)
    return {
        two(part, whole): (part, whole)
        for whole, some in parts.items()
        for part in some
        if any(other != part and two(part, other) not in alike for other in some)
    }


# --- documents that mention a study -------------------------------------------------------------


def _mentions(
    shelf: Shelf, study_of: Mapping[str, str], compilations: Mapping[Two, Two]
) -> tuple[Mention, ...]:
    """Who cites or includes whom, one mention a document and study: that with the strongest reason."""
    found: dict[tuple[str, str], Mention] = {}
    for mention in (
        *_by_number(shelf),
        *_by_title(shelf),
        *(
            Mention(whole, part, "includes", f"holds the text of “{_title(shelf, part)}”")
            for part, whole in compilations.values()
        ),
        *_by_author(shelf),
    ):
        study = study_of[mention.of]
        if study != study_of[mention.document_id]:
            found.setdefault((mention.document_id, study), mention)
    return tuple(found[key] for key in sorted(found))


def _role(one: Signature) -> Role:
    return "includes" if one.is_review else "cites"


def _title(shelf: Shelf, document_id: str) -> str:
    return shelf.signatures[document_id].title


def _by_number(shelf: Shelf) -> Iterable[Mention]:
    owners: dict[str, str] = {}
    for i in shelf.ids:
        ids = shelf.signatures[i].ids
        for number in (*ids.registrations, *ids.dois):
            owners.setdefault(number, i)
    for i in shelf.ids:
        one = shelf.signatures[i]
        for number in (*one.ids.named_registrations, *one.ids.named_dois):
            if number in owners and owners[number] != i:
                yield Mention(i, owners[number], _role(one), f"names {number}")


def _by_title(shelf: Shelf) -> Iterable[Mention]:
    for i, other in sorted(shelf.named):
        one = shelf.signatures[i]
        yield Mention(i, other, _role(one), f"names “{_title(shelf, other)}”")


def _by_author(shelf: Shelf) -> Iterable[Mention]:
    """Works cited by author and year, where the two documents share a name of a programme as well."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for i in shelf.ids:
        one = shelf.signatures[i]
        for author in one.authors if one.date else ():
            by_key[f"{author} {one.date[:4]}"].append(i)
    for i in shelf.ids:
        one = shelf.signatures[i]
        for key in one.cited:
            for other in by_key.get(key, ()):
                named = set(one.names) & set(shelf.signatures[other].names) - shelf.common["name"]
                if other != i and named and key.split()[0] not in one.authors:
                    yield Mention(i, other, _role(one), f"cites {key.title()} on {min(named).title()}")  # fmt: skip
