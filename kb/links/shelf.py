"""Documents side by side: what few of them share, and so which two are worth holding against each other.

An index made in one go over all signatures, so that nothing depends on the order in which they came. What more
than ``COMMON`` documents share is furniture (a publisher's footer, a site's name, a round number) and leads to
no pair. Measured with 2,000 documents of 6,000 words: see ``tests/bench``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kb.links import names
from kb.links.shared import SharedText, shared_text
from kb.links.signature import TITLE_RUN, Signature
from kb.links.sketch import Sketch

COMMON = 6
"""What more documents than this share tells nothing of two of them."""
TITLE_WORDS = 4
"""Words that tell what it is about which a title needs to be a title of its own."""
LEAST_RUNS = 3
"""Runs of words that two documents must share before they are looked at: fifty words."""
LEAST_NUMBERS = 2.0
"""Weight of numbers that two documents must share, and at least half of those of the one with fewer."""
HALF = 0.5
HEAD = 40
"""Words at the beginning of a text within which a title begins."""

Two = tuple[str, str]


@dataclass(frozen=True)
class Shelf:
    """Signatures by id, with what few of them share."""

    signatures: Mapping[str, Signature] = field(repr=False)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """In order."""
        return tuple(sorted(self.signatures))

    @cached_property
    def common(self) -> Mapping[str, frozenset[str]]:
        """By field: titles, names and numbers that many documents share."""
        some = [self.signatures[i] for i in self.ids]
        few = max(COMMON, len(some) // 50)
        titles = Counter(" ".join(one.subject) for one in some)
        named = Counter(name for one in some for name in one.names)
        numbers = Counter(number for one in some for number, _ in one.numbers)
        return {
            "title": frozenset(v for v, n in titles.items() if n > COMMON),
            "name": frozenset(v for v, n in named.items() if n > few),
            "number": frozenset(v for v, n in numbers.items() if n > COMMON),
        }

    @cached_property
    def numbers(self) -> Mapping[str, Mapping[str, int]]:
        """By document: its numbers that few others have, and the passage of each."""
        common = self.common["number"]
        return {
            i: {n: at for n, at in self.signatures[i].numbers if n not in common} for i in self.ids
        }

    @cached_property
    def _sorted_runs(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]:
        """Every run of every document in order, whose it is, and how many documents have it."""
        sizes = [self.signatures[i].sketch.size for i in self.ids]
        every = np.concatenate([np.zeros(0, np.uint64), *(self.signatures[i].sketch.runs for i in self.ids)])  # fmt: skip
        owner = np.repeat(np.arange(len(sizes)), sizes)
        order = np.argsort(every, kind="stable")
        every, owner = every[order], owner[order]
        edges = np.flatnonzero(np.diff(every)) + 1
        starts = np.concatenate(([0], edges)) if every.size else np.zeros(0, np.int64)
        counts = np.diff(np.concatenate((starts, [every.size])))
        return every, owner, np.repeat(counts, counts)

    @cached_property
    def telling(self) -> Mapping[str, Sketch]:
        """By document: its sketch without furniture."""
        every, _, counts = self._sorted_runs
        furniture = np.unique(every[counts > COMMON])
        if not furniture.size:
            return {i: self.signatures[i].sketch for i in self.ids}
        found = {}
        for i in self.ids:
            one = self.signatures[i].sketch
            at = np.minimum(np.searchsorted(furniture, one.runs), furniture.size - 1)
            kept = furniture[at] != one.runs
            found[i] = Sketch(one.runs[kept], one.passages[kept], one.limit)
        return found

    @cached_property
    def shared_runs(self) -> Mapping[Two, int]:
        """Pairs by how many telling runs they share."""
        every, owner, counts = self._sorted_runs
        is_shared = (counts > 1) & (counts <= COMMON)
        every, owner, counts = every[is_shared], owner[is_shared], counts[is_shared]
        codes = []
        for size in range(2, COMMON + 1):
            group = owner[counts == size].reshape(-1, size)
            codes += [group[:, a] * len(self.ids) + group[:, b] for a, b in combinations(range(size), 2)]  # fmt: skip
        found, times = np.unique(np.concatenate(codes), return_counts=True)
        pairs = (divmod(int(code), len(self.ids)) for code in found)
        return {(self.ids[a], self.ids[b]): int(n) for (a, b), n in zip(pairs, times, strict=True)}

    def text_of(self, one: str, other: str) -> SharedText:
        """What two documents have word for word, the one with the smaller id first."""
        if (one, other) not in self.shared_runs:
            return SharedText()
        return shared_text(self.telling[one], self.telling[other])

    @cached_property
    def named(self) -> frozenset[Two]:
        """(document, document whose title it names): in its references, or anywhere in a short text."""
        titles = {i: self.signatures[i].title_runs for i in self.ids if self._has_title(i)}
        by_first: dict[int, list[str]] = defaultdict(list)
        for i, title in titles.items():
            by_first[title[0]].append(i)
        firsts = np.array(sorted(by_first), np.uint64)
        if not firsts.size:
            return frozenset()
        every = np.concatenate([self.signatures[i].named for i in self.ids])
        owner = np.repeat(
            np.arange(len(self.ids)), [self.signatures[i].named.size for i in self.ids]
        )
        at = np.minimum(np.searchsorted(firsts, every), firsts.size - 1)
        found = set()
        for k in np.flatnonzero(firsts[at] == every):
            i = self.ids[int(owner[k])]
            for other in by_first[int(every[k])]:
                title_runs = np.array(titles[other], np.uint64)
                if other != i and bool(np.isin(title_runs, self.signatures[i].named).all()):
                    found.add((i, other))
        return frozenset(found)

    def _has_title(self, document_id: str) -> bool:
        """Whether its title can be looked for: long enough, and no series'."""
        one = self.signatures[document_id]
        is_own = " ".join(one.subject) not in self.common["title"]
        return is_own and len(one.subject) >= TITLE_WORDS and len(one.title_runs) > 1

    def candidates(self) -> list[Two]:
        """Pairs that share something few documents have, in order."""
        found = {(min(pair), max(pair)) for pair in self.named}
        found |= {pair for pair, n in self.shared_runs.items() if n >= LEAST_RUNS}
        found |= set(self._by_keys())
        found |= set(self._by_numbers())
        return sorted(found)

    def _by_keys(self) -> Iterator[Two]:
        exact: dict[Hashable, list[str]] = defaultdict(list)
        shallow: dict[Hashable, list[str]] = defaultdict(list)
        for i in self.ids:
            one = self.signatures[i]
            for key in _identities(one):
                exact[key].append(i)
            for number in one.ids.reports:
                shallow[("report", number)].append(i)
            if len(one.subject) >= TITLE_WORDS - 1:
                shallow[("title", one.subject)].append(i)
        for some in exact.values():
            yield from combinations(some, 2)
        for some in shallow.values():
            if len(some) <= COMMON:
                yield from combinations(some, 2)
        for i, opened in self.openers.items():
            yield from ((i, other) if i < other else (other, i) for other in opened)

    @cached_property
    def openers(self) -> Mapping[str, tuple[str, ...]]:
        """By document whose title opens others: those others. A title that opens documents which are not
        alike is the name of a series, or of a site, and is left out."""
        titles: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for i in self.ids:
            if len(self.signatures[i].subject) >= TITLE_WORDS:
                titles[self.signatures[i].title_words[:TITLE_RUN]].append(i)
        firsts = {title[0] for title in titles}
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for i in self.ids:
            head = self.signatures[i].head
            for k, word in enumerate(head[:HEAD]):
                for other in titles.get(head[k : k + TITLE_RUN], []) if word in firsts else []:
                    title = self.signatures[other].title_words
                    if other != i and head[k : k + len(title)] == title:
                        found[other][i] = None
        return {
            i: tuple(some)
            for i, some in found.items()
            if all(self._alike(a, b) for a, b in combinations(sorted(some), 2))
        }

    def _alike(self, one: str, other: str) -> bool:
        """Whether two documents have a title or half of a text in common."""
        a, b = self.signatures[one], self.signatures[other]
        return a.subject == b.subject or self.text_of(one, other).share >= HALF

    def _by_numbers(self) -> Iterator[Two]:
        by_number: dict[str, list[str]] = defaultdict(list)
        for i in self.ids:
            for number in self.numbers[i]:
                by_number[number].append(i)
        shared: dict[Two, float] = defaultdict(float)
        for number, some in by_number.items():
            weight = names.weight(number)
            for pair in combinations(some, 2):
                shared[pair] += weight
        of = {i: sum(map(names.weight, self.numbers[i])) for i in self.ids}
        for (a, b), weight in shared.items():
            if weight >= LEAST_NUMBERS and weight >= min(of[a], of[b]) / 2:
                yield a, b


def _identities(one: Signature) -> Iterable[Hashable]:
    yield from ((kind, v) for kind in ("registrations", "dois", "isbns") for v in getattr(one.ids, kind))  # fmt: skip
    yield from ((kind, v) for kind, v in (("address", one.address), ("same", one.same)) if v)
