"""Several comparisons in one report, each to be rated by itself: "Study 1", "Study 2"; Leeds and the rest.

Conservative: a document has one comparison unless headings or plain words set them apart: numbered studies
under headings or named at the head of sentences, or two places (or offers) of which one sentence says how
each came by it. It decides no design: the strongest of the facts of a part is asked of the caller.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from ingest.tag.designs.sections import Outline, outline
from kb.evidence import STRONGEST_FIRST, Contrast, DesignFact
from kb.models import Heading

MOST = 6
"""More numbered studies than this are those of a review, which are not rated one by one."""
LONGEST_NAME = 90
APART = ("discussion", "conclusion", "recommendations", "references", "annex", "about", "abstract")
"""Sections that speak of all studies together."""
NOT_OURS = ("introduction", "literature-review", "references", "contents")
"""Sections whose numbered studies are seldom those of the document."""

_ORDINALS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "first": 1, "second": 2,
             "third": 3, "fourth": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
             "a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}  # fmt: skip
_KIND = r"(?:study|experiment|trial|evaluation|sub-?study|rct)"
_WHICH = r"(?P<which>[1-9]\d?|one|two|three|four|five|six|i{1,3}|iv|vi?|[a-f])"
_HEADED = re.compile(
    rf"^\W*(?:\d+(?:\.\d+)*[.)]?\s+)?(?:the\s+)?{_KIND}\s+{_WHICH}\b(?!\s*(?:%|per\b|of\b))", re.I
)
_NAMED = re.compile(
    rf"(?:^|(?<=[.!?]\s)|(?<=\n))(?:(?:In|For|As in|Unlike)\s+)?(?:{_KIND}\s+{_WHICH}|the\s+(?P<nth>first|second|third|fourth)\s+"
    rf"{_KIND})\b(?!\s+(?:to\b|of\s+its|ever|year|wave|round))",
    re.I,
)
_STOP = re.compile(r"(?<=[.!?])[”’\")\]]*\s+(?=[“\"‘(A-Z0-9])|\n\s*\n")
_ALLOCATED = re.compile(
    r"\b(?:by lot|lots?\b|lottery|random\w*|at random|drawn|chose|chosen|picked|volunteer\w*|opted|self-selected|"
    r"first[- ]come|waiting list|wait-?list|matched|everyone|all comers|who (?:took part|got|joined)|assigned|allocated|"
    r"compared with|control group|comparison group|cut-?off|no comparison)\b",
    re.I,
)
_PLACE = r"(?:[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+| [A-Z][\w’'-]+)*|(?:the )?(?:one|two|three|four|\w+) (?:of the )?\w+)"
_REST = r"(?:the (?:other|remaining|rest)[^,;.]{0,40}|all (?:the )?others?[^,;.]{0,30}|elsewhere|[A-Z][\w’'-]+(?: (?:and|&) [A-Z][\w’'-]+)*)"
_PLACES = re.compile(
    rf"\b(?:In|At|For|Among) (?P<a>{_PLACE}),? (?P<first>[^;.]{{8,160}})(?:;|,? (?:whereas|while|but))\s+"
    rf"(?:(?:in|at|for|among) )?(?P<b>{_REST}),? (?P<second>[^;.]{{6,200}})"
)
_OFFERS = re.compile(
    r"\b(?P<a>[Tt]he [\w -]{2,40}?) (?P<first>(?:was|were) [^;.,]{0,60}\b(?:random\w*|by lot|lottery)\b[^;.,]{0,40})[;,] (?:whereas|while|but) "
    r"(?P<b>the [\w -]{2,40}?) (?P<second>(?:was|were|went|had|got|reached)\b[^;.]{3,120})"
)
_PROPER = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")


@dataclass(frozen=True, slots=True)
class Part:
    """Where one comparison is told. One number may have several parts."""

    number: int
    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Parts:
    """All parts of a document, in order and without overlap; empty where there is one comparison."""

    parts: tuple[Part, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [part.start for part in self.parts]

    def at(self, offset: int) -> int:
        """Number of the comparison that holds a code point (that of a cue); 0 for none."""
        place = bisect_right(self._starts, offset) - 1
        return self.parts[place].number if place >= 0 and offset < self.parts[place].end else 0


def split(text: str, headings: Sequence[Heading] = (), sections: Outline | None = None) -> Parts:
    """The comparisons that ``text`` sets apart: numbered studies, else places, else none."""
    sections = sections or outline(text, headings)
    for found in (
        _headed(text, headings, sections),
        _named(text, sections),
        _by_place(text, sections),
    ):
        if len({part.number for part in found}) > 1:
            return Parts(tuple(sorted(found, key=lambda part: part.start)))
    return Parts()


def numbered(parts: Parts, facts: Sequence[DesignFact]) -> tuple[DesignFact, ...]:
    """``facts`` with the number of the comparison in which their sentence begins.

    For two comparisons in one sentence the place of the cue tells more: ``parts.at(cue)``.
    """
    return tuple(replace(f, contrast=parts.at(f.start)) if parts.parts else f for f in facts)


def rated(
    parts: Parts,
    facts: Sequence[DesignFact],
    design_of: Callable[[Sequence[DesignFact]], str],
) -> tuple[Contrast, ...]:
    """Each comparison with the design of its own facts; empty where none has one of its own."""
    names: dict[int, str] = {}
    for part in parts.parts:
        names.setdefault(part.number, part.name)
    own = {number: [f for f in facts if f.contrast == number] for number in names}
    if not any(f.counts and f.fact in STRONGEST_FIRST for held in own.values() for f in held):
        return ()
    return tuple(
        Contrast(number, names[number], design_of(own[number])) for number in sorted(names)
    )


# --- numbered studies --------------------------------------------------------------------------------


def _number(which: str) -> int:
    return int(which) if which.isdigit() else _ORDINALS[which.lower()]


def _headed(text: str, headings: Sequence[Heading], sections: Outline) -> list[Part]:
    """Studies under headings, or lines, of their own, to the next heading of their depth."""
    marks = [(h.start, h.end, h.depth, h.text) for h in headings]
    if not any(_HEADED.match(mark[3]) for mark in marks):
        lines = (m for m in re.finditer(r"^[^\n]{5,90}$", text, re.M) if _HEADED.match(m[0]))
        marks += [(m.start(), m.end(), 2, m[0]) for m in lines if not m[0].rstrip().endswith(".")]
    marks.sort()
    found: list[Part] = []
    for place, (start, _, depth, words) in enumerate(marks):
        match = _HEADED.match(words)
        if match is None or sections.at(start).name in ("contents", "references"):
            continue
        ends = [m[0] for m in marks[place + 1 :] if m[2] <= depth or _HEADED.match(m[3])]
        ends += [s.start for s in sections.sections if s.name in APART and s.start > start][:1]
        name = " ".join(words.split())[:LONGEST_NAME]
        found.append(Part(_number(match["which"]), name, start, min([*ends, len(text)])))
    return _few(found)


def _named(text: str, sections: Outline) -> list[Part]:
    """Sentences that open with the number of a study, and those up to the next that does."""
    found: list[Part] = []
    for match in _NAMED.finditer(text):
        section = sections.at(match.start())
        if section.name in NOT_OURS:
            continue
        following = _NAMED.search(text, match.end())
        paragraph = text.find("\n\n", match.end())
        ends = [following.start() if following else len(text), section.end]
        ends += [paragraph] if paragraph > 0 else []
        name = re.sub(r"^(?:In|For|As in|Unlike)\s+", "", match[0].strip())
        number = _number(match["which"] or match["nth"])
        found.append(Part(number, name, match.start(), min(ends)))
    return _few(found)


def _few(found: list[Part]) -> list[Part]:
    """Nothing where there are as many as only a review has, or where they do not count from one."""
    numbers = {part.number for part in found}
    return found if 1 in numbers and len(numbers) == max(numbers) <= MOST else []


# --- places and offers -------------------------------------------------------------------------------


def _by_place(text: str, sections: Outline) -> list[Part]:
    """Two clauses of one sentence that tell of different ways of choosing, and later sentences on each."""
    for pattern in (_PLACES, _OFFERS):
        for match in pattern.finditer(text):
            if sections.at(match.start()).weight <= 0.2:
                continue
            if not (_ALLOCATED.search(match["first"]) and _ALLOCATED.search(match["second"])):
                continue
            halves = [
                Part(1, match["a"], match.start("a"), match.end("first")),
                Part(2, match["b"], match.start("b"), match.end("second")),
            ]
            start = max((m.end() for m in _STOP.finditer(text, 0, match.start() + 1)), default=0)
            halves[0] = replace(halves[0], start=min(start, halves[0].start))
            return halves + list(_later(text, halves))
    return []


def _later(text: str, halves: Sequence[Part]) -> Iterator[Part]:
    """Sentences outside the halves that name one of two places and not the other."""
    named = [_PROPER.findall(part.name) for part in halves]
    words = [
        re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
        if names
        else re.compile(rf"\b{re.escape(part.name)}\b", re.I)
        for names, part in zip(named, halves, strict=True)
    ]
    edges = [0, *(m.end() for m in _STOP.finditer(text)), len(text)]
    for start, end in pairwise(edges):
        if start < halves[1].end and end > halves[0].start:
            continue
        held = [bool(word.search(text, start, end)) for word in words]
        if held[0] != held[1]:
            part = halves[0] if held[0] else halves[1]
            yield replace(part, start=start, end=end)
