"""Lists of references that no heading announces, known by the look of their lines.

A line is an entry when it opens as one does (authors with initials, a number, a year in brackets) and
holds a year, or when it is an address; entries in a row are a list. It reads no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST = 3
"""Entries in a row that make a list: two citations under a table are none."""
GAP = 2
"""Lines that belong to no entry and may stand between two (a broken line, a running head)."""

_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_INITIALS = r"(?:[A-Z]\.[- ]?){1,4}|[A-Z]{1,3}(?=[,.;&\s])"
_SURNAME = r"(?:(?:van|von|de|der|den|du|la|le|di|da|del|al|el|ter|ten)\s+){0,3}[A-Z][\w'’ʼ-]+(?:[ -][A-Z][\w'’-]+)?"
_MARK = r"(?:\[?\d{1,3}[\].)]?\s+|[•*–-]\s*)?"
_OPENS = re.compile(
    rf"""{_MARK}(?:
        {_SURNAME},?\s+(?:{_INITIALS})(?:[\s,.;&]|$)                  # Smith, J. · Smith JA,
      | {_SURNAME},\s+[A-Z][a-z]+(?:\s[A-Z]\.)?[,.]?\s(?:and|&|,|\(|{_YEAR}|[A-Z“"‘])   # Smith, John, and
      | (?:[A-Z]\.\s?){{1,3}}{_SURNAME}(?:,|\s(?:and|&)\s)             # J. Smith,
      | [A-Z][\w&.,’' -]{{2,90}}?\s?\({_YEAR}(?:,[^)]{{2,20}})?\)[.,:]?\s   # Ministry of Work (2014).
    )""",
    re.X,
)
_HAS_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_TELLS = re.compile(
    rf"""\({_YEAR}\)[.,:]?\s | \b\d{{1,4}}\s?\(\d{{1,3}}(?:[-–]\d+)?\)\s?[,:;] | \bpp?\.\s?\d | \bdoi\b | https?:// | www\.
      | \bJournal\b | \bet\ al\b | \bWorking\ Paper\b | \b\d{{1,4}}:\s?\d+[-–]\d+ | \b(?:Press|Report|Review)\b
      | [A-Z][a-z]+:\s[A-Z] | [.,]\s{_YEAR}[.;,] """,
    re.X,
)
_ADDRESS = re.compile(r"\s*(?:\[?\d{1,3}[\].)]?\s+)?(?:https?://|doi:|www\.)\S+[\s.]*$", re.I)
_SAYS = re.compile(
    rf"""^.{{0,80}}(?:\({_YEAR}\)|\bet\ al\.?,?\s?\(?{_YEAR}\)?)\s+(?:[a-z]+ly\s)?
        (?:found|find|finds|show|shows|showed|report|reports|reported|argue|argues|use|uses|used|
           randomly|study|studied|was|were|is|are|has|have|suggest\w*|conclude\w*|review\w*)\b""",
    re.X,
)
_LINE = re.compile(r"[^\n]+")


def lists(text: str) -> list[tuple[int, int]]:
    """Spans of lists of references, in order."""
    return list(_runs(text))


def is_entry(line: str) -> bool:
    """Whether a line reads as an entry of a list of references; one that says what was found is none."""
    if _ADDRESS.match(line):
        return True
    if len(line) < 25 or not _HAS_YEAR.search(line) or _SAYS.match(line):
        return False
    return bool(_OPENS.match(line.lstrip()) and _TELLS.search(line))


def _runs(text: str) -> Iterator[tuple[int, int]]:
    start = end = count = missed = 0
    for match in _LINE.finditer(text):
        if not match[0].strip():
            continue
        if is_entry(match[0]):
            start = start if count else match.start()
            end, count, missed = match.end(), count + 1, 0
        elif count:
            missed += 1
            if missed > GAP or len(match[0]) > 400:
                if count >= LEAST:
                    yield start, end
                count = missed = 0
    if count >= LEAST:
        yield start, end
