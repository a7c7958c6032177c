"""Running heads, running feet and page numbers: lines that belong to the paper, not to the text.

A line is furniture when the same words (digits aside) stand at the same height in a margin of several
pages, or when it is a number that counts along with the pages. What is printed as the page number is
kept as the page's folio.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.extract.pdf_text import Line, RawPage

MARGIN = 0.13
"""Share of the page, at each of top and bottom, where furniture is looked for; 0.1 at the sides."""
SIDE = 0.1
SAME_HEIGHT = 5.0
"""Points between the baselines of two copies of one running head."""

LONGEST_HEAD = 120
"""Characters; a longer line with a number at its edge is text."""

_LEFT_BLANK = re.compile(
    r"[\s(\[]*(?:this )?page (?:is |has been )?(?:intentionally |deliberately )?left blank[\s.)\]]*$",
    re.I,
)
_SPACE = re.compile(r"[\s\x00]+")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"^[ivxlc]{1,7}(?=\s|$)|(?:^|(?<=\s))[ivxlc]{1,7}$")
_EDGE_NUMBER = re.compile(
    r"^\W*(?:page\s*)?(\d{1,4}|[ivxlc]{1,7})(?=\W|$)|(?:^|(?<=\W))(\d{1,4}|[ivxlc]{1,7})\W*$", re.I
)
_BARE_NUMBER = re.compile(
    r"\W*(?:page\s*)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.I
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Furniture:
    """What to leave out, and the numbers that are printed on the pages."""

    lines: frozenset[tuple[int, int]]
    """(page, first character) of each line that is furniture."""
    folios: dict[int, str]
    """Printed page number by page; only pages whose number agrees with its neighbours'."""


def furniture(pages: Sequence[RawPage]) -> Furniture:
    """The furniture of a whole document; a document of one page has none."""
    lines = [line for page in pages for line in page.lines]
    blank = {line for line in lines if _LEFT_BLANK.match(line.text)}
    if len(pages) == 1:
        return Furniture(_keys(blank), {})
    marginal = [line for page in pages for line in _marginal(page)]
    enough = 3 if len(pages) > 3 else 2
    folios, numbers = _folios(marginal, enough)
    found = blank | numbers | set(_repeated(marginal, enough))
    if sum(len(line.text) for line in found) > 0.5 * sum(len(line.text) for line in lines):
        # A form, or pages with little else on them: what repeats is then the text.
        found = blank
    return Furniture(_keys(found), folios)


def _keys(lines: Iterable[Line]) -> frozenset[tuple[int, int]]:
    return frozenset((line.page, line.start) for line in lines)


def _marginal(page: RawPage) -> Iterator[Line]:
    for line in page.lines:
        if (
            not MARGIN * page.height < line.base < (1 - MARGIN) * page.height
            or line.left > (1 - SIDE) * page.width
            or line.right < SIDE * page.width
        ):
            yield line


def _repeated(lines: Iterable[Line], enough: int) -> Iterator[Line]:
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        words = _SPACE.sub(" ", line.text).strip().casefold()
        key = _ROMAN.sub("#", _DIGITS.sub("#", words))
        if any(character.isalpha() for character in key):
            alike[key].append(line)
    for copies in alike.values():
        yield from _level(copies, enough)


def _level(lines: Iterable[Line], enough: int) -> Iterator[Line]:
    """Those of ``lines`` that stand at one height on enough pages."""
    clusters: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.base):
        if clusters and line.base - clusters[-1][-1].base <= SAME_HEIGHT:
            clusters[-1].append(line)
        else:
            clusters.append([line])
    for cluster in clusters:
        if len({line.page for line in cluster}) >= enough:
            yield from cluster


def _folios(lines: Iterable[Line], enough: int) -> tuple[dict[int, str], set[Line]]:
    """Numbers that grow with the page, and the lines that are there to hold them."""
    seen: dict[tuple[str, int], list[tuple[Line, str]]] = defaultdict(list)
    for line in lines:
        for number in _edge_numbers(line.text):
            kind = "arabic" if number.isdigit() else "roman"
            seen[kind, line.page - _value(number)].append((line, number))
    folios: dict[int, str] = {}
    numbered: set[Line] = set()
    for (_, _), found in sorted(seen.items(), key=lambda item: len(item[1])):
        if len({line.page for line, _ in found}) < enough:
            continue
        # The offset that most pages share comes last and wins.
        folios.update((line.page, number) for line, number in found)
        numbered.update(line for line, _ in found if _BARE_NUMBER.match(line.text))
        # Heads that change with the chapter, but carry the page number at one height throughout.
        short = (line for line, _ in found if len(line.text) <= LONGEST_HEAD)
        numbered.update(_level(short, enough + 1))
    return folios, numbered


def _edge_numbers(text: str) -> set[str]:
    words = _SPACE.sub(" ", text).strip()
    found = {group for match in _EDGE_NUMBER.finditer(words) for group in match.groups() if group}
    return {number for number in found if number.isdigit() or _is_roman(number)}


def _is_roman(number: str) -> bool:
    """Small numerals as printed on front matter; "I" and "C" in capitals are words or headings."""
    return number.islower() and _roman(_value(number)) == number


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [_ROMAN_VALUES[letter] for letter in number.lower()]
    return sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def _roman(value: int) -> str:
    written = ""
    for size, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        count, value = divmod(value, size)
        written += letters * count
    return written


def labels(folios: dict[int, str], pages: int) -> dict[int, str]:
    """Printed numbers as page labels, gaps between agreeing neighbours filled in.

    Empty unless most pages carry one and one offset explains most of them: a guess is worse than none.
    """
    arabic = {page: page - int(number) for page, number in folios.items() if number.isdigit()}
    if not arabic:
        return {}
    offset, agreeing = Counter(arabic.values()).most_common(1)[0]
    if agreeing < 3 or agreeing < 0.6 * pages:
        return {}
    on = [page for page, difference in arabic.items() if difference == offset]
    found = {page: number for page, number in folios.items() if not number.isdigit()}
    found.update((page, str(page - offset)) for page in range(min(on), max(on) + 1))
    return found
