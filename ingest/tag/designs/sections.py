"""Where in a document a sentence stands: its section and how much that section counts.

Sections come from headings, from lines that are nothing but a known heading, from labels inside a
paragraph ("METHODS: …") and, for references, from the look of the lines. What each is called is data
(``sections.toml``). A document that is divided by none of them has one section without a name. It
reads no sentence and weighs no design.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from typing import Any

from ingest.tag.designs import sections_references as references
from kb.errors import VocabularyError
from kb.models import Heading

UNNAMED_WEIGHT = 0.8
"""Of a sentence whose section nothing tells: a blog, a slide, a chapter named for its subject."""
LONGEST_HEADING = 90
REST_OF_REFERENCES = 0.15
"""What may stand beside references (a title, running heads) in a document that is nothing else."""
ALONE = ("contents", "about")
"""Sections that no heading of another name belongs to, whatever its depth."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document, what it is called here and how much it counts."""

    name: str
    """``abstract``, ``methods``, ``results`` …; empty where nothing tells."""
    weight: float
    """0 to 1; what stands in a section of weight 0 (references) is dropped."""
    start: int
    end: int
    heading: str = ""
    """The words that say so, as they stand; empty where the look of the lines says it."""


@dataclass(frozen=True)
class Outline:
    """The sections of a document, in order, without gap or overlap."""

    sections: tuple[Section, ...]
    only_references: bool = False
    """Whether there is nothing but references: then nothing is said of a study here."""
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def at(self, offset: int) -> Section:
        """The section of a code point."""
        return self.sections[max(0, bisect_right(self._starts, offset) - 1)]


class Spans:
    """Spans that do not overlap, asked for what stands in one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)

    def hold(self, offset: int) -> bool:
        """Whether ``offset`` stands in one of them."""
        place = bisect_right(self._spans, (offset, float("inf"))) - 1
        return place >= 0 and offset < self._spans[place][1]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A row of ``sections.toml``."""

    name: str
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class _Names:
    """All rows, and the labels of structured summaries as one pattern."""

    kinds: tuple[_Kind, ...]
    of_label: Mapping[str, _Kind]
    label: re.Pattern[str]
    line: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a section begins; ``kind`` null where a heading says nothing that is known."""

    start: int
    kind: _Kind | None
    heading: str
    depth: int
    until: int | None = None
    """Where it ends if nothing else begins before; null for "goes on"."""


_NUMBER = re.compile(
    r"^(?:(?:chapter|section|part)\s+\w{1,4}\b|\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-h])[.):\s–—-]+(?=\S)",
    re.I,
)
_TRAILING = re.compile(r"(?:[\s.:…·_-]+(?:\d{1,3}|[ivx]+))?[\s.:]*$", re.I)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_NO_HEADING = re.compile(r"[,;]$|\s(?:\d{1,3}|[ivxlc]+)$|(?:\.[ ]?){4,}|…{2,}")
"""A line that goes on, or one of a table of contents."""


def outline(text: str, headings: Sequence[Heading] = ()) -> Outline:
    """The sections of ``text``; one unnamed section where nothing divides it."""
    names = load()
    marks = list(_of_headings(headings, names))
    taken = Spans((h.start, h.end) for h in headings)
    found = (*_of_lines(text, names), *_of_labels(text, names))
    marks += [mark for mark in found if not taken.hold(mark.start)]
    marks.sort(key=lambda mark: (mark.start, mark.until is not None))
    sections = _joined(_between(marks, len(text)))
    lists = references.lists(text)
    if lists:
        sections = list(_laid_over(sections, lists, names))
    listed = sum(_letters(text, s) for s in sections if s.name == "references")
    rest = sum(_letters(text, s) for s in sections if s.name != "references")
    only = listed > 0 and rest <= REST_OF_REFERENCES * listed
    return Outline(tuple(sections), only, tuple(s.start for s in sections))


def name_of(heading: str) -> str:
    """What a heading is called here; empty where it is not known."""
    kind = _kind_of(heading, load())
    return kind.name if kind else ""


@lru_cache(maxsize=1)
def load() -> _Names:
    """The shipped names; ``VocabularyError`` says which row is malformed."""
    name = "sections.toml"
    table = tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
    return parse(table, name)


def parse(table: Mapping[str, Any], where: str) -> _Names:
    """Names from a table of rows with a rationale each."""
    kinds: list[_Kind] = []
    labels: dict[str, _Kind] = {}
    for row in table["section"]:
        if not row.get("rationale") or not 0 <= row["weight"] <= 1:
            raise VocabularyError(
                f"read {where}: section {row['name']!r} has no rationale or a weight outside 0 to 1; "
                "a rationale and a weight from 0 to 1 are needed"
            )
        try:
            pattern = re.compile(row["pattern"], re.I)
        except re.error as error:
            raise VocabularyError(f"read {where}: section {row['name']!r}: {error}") from error
        kind = _Kind(row["name"], float(row["weight"]), pattern)
        kinds.append(kind)
        labels |= {label.casefold(): kind for label in row["label"]}
    forms = sorted(
        {f for label in labels for f in (label.capitalize(), label.upper(), label.title())}
    )
    words = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    label = re.compile(
        rf"(?:(?<=[.!?)\]]\s)|^|(?<=\n))({words})(?:\s?[:.—–]\s|\s-\s|[ ](?=[A-Z][a-z]*\s))",
        re.M,
    )
    return _Names(tuple(kinds), labels, label, re.compile(r"^[^\n]{3,90}$", re.M))


def _kind_of(heading: str, names: _Names) -> _Kind | None:
    bare = " ".join(heading.split())
    bare = _TRAILING.sub("", _NUMBER.sub("", bare, count=1))
    if not 3 <= len(bare) <= LONGEST_HEADING:
        return None
    return next((kind for kind in names.kinds if kind.pattern.fullmatch(bare)), None)


def _of_headings(headings: Sequence[Heading], names: _Names) -> Iterator[_Mark]:
    for heading in headings:
        yield _Mark(heading.start, _kind_of(heading.text, names), heading.text, heading.depth)


def _of_lines(text: str, names: _Names) -> Iterator[_Mark]:
    """Lines that are nothing but a known heading: an extractor may have missed them."""
    for match in names.line.finditer(text):
        line = match[0].strip()
        if line[:1].islower() or len(line.split()) > 9 or _NO_HEADING.search(line):
            continue
        if (kind := _kind_of(line, names)) is not None:
            yield _Mark(match.start(), kind, line, 2)


def _of_labels(text: str, names: _Names) -> Iterator[_Mark]:
    """Labels of a structured summary; one without a colon counts only beside another."""
    found = list(names.label.finditer(text))
    plain = [m for m in found if not m[0].rstrip(" ").endswith((":", ".", "—", "–", "-"))]
    if len(found) - len(plain) == 0 and len({m[1].casefold() for m in plain}) < 2:
        return
    for match in found:
        ends = _PARAGRAPH_END.search(text, match.end())
        kind = names.of_label[match[1].casefold()]
        yield _Mark(match.start(), kind, match[1], 9, ends.start() if ends else len(text))


def _letters(text: str, section: Section) -> int:
    return len("".join(text[section.start : section.end].split()))


def _between(marks: Sequence[_Mark], length: int) -> Iterator[Section]:
    """Sections from marks: a heading of no known name belongs to the known one above it."""
    start, kind, heading, depth = 0, None, "", 99
    outer: tuple[_Kind | None, str] = (None, "")
    until: int | None = None
    for mark in [*marks, _Mark(length, None, "", 0)]:
        if until is not None and until < mark.start:
            yield _section(kind, start, until, heading)
            start, (kind, heading), until = until, outer, None
        if mark.start > start:
            yield _section(kind, start, min(mark.start, length), heading)
        start = mark.start
        if mark.until is not None:
            if until is None:
                outer = (kind, heading)
            kind, heading, until = mark.kind, mark.heading, mark.until
            continue
        if until is not None:
            (kind, heading), until = outer, None
        if mark.kind is not None or mark.depth <= depth or (kind and kind.name in ALONE):
            kind, heading, depth = mark.kind, mark.heading, mark.depth if mark.kind else 99
    if length == 0:
        yield _section(None, 0, 0, "")


def _joined(sections: Iterable[Section]) -> list[Section]:
    """Neighbours of one name under one heading as one."""
    joined: list[Section] = []
    for section in sections:
        if joined and (joined[-1].name, joined[-1].heading) == (section.name, section.heading):
            joined[-1] = replace(joined[-1], end=section.end)
        else:
            joined.append(section)
    return joined


def _section(kind: _Kind | None, start: int, end: int, heading: str) -> Section:
    if kind is None:
        return Section("", UNNAMED_WEIGHT, start, end)
    return Section(kind.name, kind.weight, start, end, heading)


def _laid_over(
    sections: Sequence[Section], lists: Sequence[tuple[int, int]], names: _Names
) -> Iterator[Section]:
    """``sections`` with the stretches that look like lists of references cut out of them."""
    weight = next(kind.weight for kind in names.kinds if kind.name == "references")
    for section in sections:
        start = section.start
        for low, high in lists:
            low, high = max(low, section.start), min(high, section.end)
            if low >= high:
                continue
            if low > start:
                yield Section(section.name, section.weight, start, low, section.heading)
            yield Section("references", weight, low, high)
            start = high
        if start < section.end:
            yield Section(section.name, section.weight, start, section.end, section.heading)
