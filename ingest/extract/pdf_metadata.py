"""Bibliographic facts of a PDF, each with where it was found. Best first where a field has several.

What the file states about itself is taken unless it is plainly left over from the program that wrote it;
what is printed on the first pages is read by narrow patterns. Nothing is inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from ingest.extract.pdf_headings import Written
from kb.models import Found

FRONT_PAGES = 3

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTHS = _MONTH.split("|")
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\s+"
    rf"(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,\s+)?(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_PDF_DATE = re.compile(r"^(?:D:)?((?:19|20)\d\d)(\d\d)?(\d\d)?")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\D{0,40}((?:19|20)\d\d)\b", re.I)
_LEFT_OVER = re.compile(
    r"^(microsoft|powerpoint|untitled|document\s*\d*$|doc\d*$|slide\s*\d+|layout\s*\d+|print|title$|template"
    r"|acrobat|scan|pdf|new |copy of)|_|\(dragged\)$|\.(docx?|pdf|indd|pptx?|xlsx?|qxd|ai|odt|pub|tex|dvi|ps|rtf|html?)$",
    re.I,
)
_ADDRESS = re.compile(r"\S+\.\S+")
_LOGIN = re.compile(
    r"^(user|admin|administrator|owner|author|unknown|windows|microsoft.*|hp|dell|\W*)\d*$", re.I
)
_BY_LINE = re.compile(r"^(?i:(?:written\s+)?by):?\s+(?=[^\W\d_a-z])(.{4,300})$")
_NAME = re.compile(
    r"^[^\W\d_a-z][\w.’'-]*(?:\s+(?:de|van|von|der|da|la|al|bin|[^\W\d_a-z][\w.’'-]*)){1,4}$"
)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>”’)\]]+[^\s\"'<>”’)\].,;])")
_ISBN = re.compile(r"\bISBN(?:[-\s]?1[03])?[:\s]*((?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dX])", re.I)
_PUBLISHER = re.compile(
    r"^(?i:(?:first\s+)?published\s+(?:in\s+\d{4}\s+)?by):?\s+([^\W\d_a-z].{2,120}?)[.,;]?$"
)


def metadata(
    info: Mapping[str, str],
    language: str,
    paragraphs: Sequence[Written],
    pages: int,
    name: str,
) -> tuple[Found, ...]:
    """All that was found; ``info`` is the PDF's own dictionary."""
    front = [paragraph for paragraph in paragraphs if paragraph.page <= FRONT_PAGES]
    found = [
        *_titles(info, front, name),
        *_authors(info, front),
        *_dates(info, front),
        *_printed(paragraphs, front, pages),
    ]
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language.strip()):
        found.append(Found("language", language.strip(), "PDF catalogue"))
    return tuple(dict.fromkeys(found))


def _titles(info: Mapping[str, str], front: Sequence[Written], name: str) -> Iterator[Found]:
    stated = " ".join(info.get("Title", "").replace("\x00", "").split())
    stem = PurePath(name).stem.casefold()
    words = re.findall(r"[^\W\d_]{2,}", stated)
    is_file_name = stated.casefold() == stem or (
        " " not in stated and re.search(r"[\d_]|\w-\w", stated)
    )
    if len(words) > 1 and not _LEFT_OVER.search(stated) and not is_file_name:
        yield Found("title", stated, "PDF metadata")
    printed = _largest([paragraph for paragraph in front if paragraph.page == 1])
    if printed:
        yield Found("title", printed, "largest text on page 1")


def _largest(first_page: Sequence[Written]) -> str | None:
    """Neighbouring paragraphs in the largest size that holds words, as one title."""
    upright = [paragraph for paragraph in first_page if paragraph.upright]
    wordy = [
        paragraph.size
        for paragraph in upright
        if len(paragraph.text) <= 300
        and sum(character.isalpha() for character in paragraph.text) >= 8
        and not _ADDRESS.fullmatch(paragraph.text)
    ]
    if not wordy:
        return None
    largest = max(wordy)
    if largest <= min(paragraph.size for paragraph in first_page) and len(first_page) > 1:
        return None
    lines: list[Written] = []
    for paragraph in upright:
        near = not lines or paragraph.start - lines[-1].end <= 3
        if abs(paragraph.size - largest) <= 0.03 * largest and near:
            lines.append(paragraph)
    return " ".join(paragraph.text for paragraph in lines)[:300]


def _authors(info: Mapping[str, str], front: Sequence[Written]) -> Iterator[Found]:
    for paragraph in front:
        match = _BY_LINE.match(paragraph.text)
        names = _names(match.group(1)) if match else []
        if names:
            origin = f"by-line on page {paragraph.page}"
            yield from (Found("author", name, origin) for name in names)
            break
    stated = " ".join(info.get("Author", "").replace("\x00", "").split())
    if stated and not _LOGIN.match(stated) and (" " in stated or stated.isupper()):
        for name in re.split(r"\s*;\s*", stated):
            if name:
                yield Found("author", name, "PDF metadata")


def _names(words: str) -> list[str]:
    """Names of a by-line, or nothing when one of its parts is no name."""
    parts = [
        part.strip(" *†‡.0123456789") for part in re.split(r",\s*|\s+(?:and|&)\s+|;\s*", words)
    ]
    parts = [re.sub(r"^and\s+", "", part) for part in parts if part]
    return parts if parts and all(_NAME.match(part) for part in parts) else []


def _dates(info: Mapping[str, str], front: Sequence[Written]) -> Iterator[Found]:
    match = _PDF_DATE.match(info.get("CreationDate", "").strip())
    created = "-".join(part for part in match.groups() if part) if match else ""
    for paragraph in front:
        # A date in running text is about something else; one on a line of its own is the paper's,
        # unless it was still to come when the file was made (an event, a deadline).
        printed = _DATE.search(paragraph.text) if len(paragraph.text) <= 90 else None
        date = _iso(printed) if printed else ""
        if date and (not created or date[:7] <= created[:7]):
            yield Found("issued", date, f"date printed on page {paragraph.page}")
            break
    for paragraph in front:
        right = _COPYRIGHT.search(paragraph.text)
        if right:
            yield Found("issued", right.group(1), f"copyright line on page {paragraph.page}")
            break
    if created:
        yield Found("issued", created, "PDF creation date")


def _iso(match: re.Match[str]) -> str:
    month = _MONTHS.index(match["month"].lower()) + 1
    day = match["day"] or match["day2"]
    date = f"{match['year']}-{month:02d}"
    return f"{date}-{int(day):02d}" if day and 1 <= int(day) <= 31 else date


def _printed(
    paragraphs: Sequence[Written], front: Sequence[Written], pages: int
) -> Iterator[Found]:
    dois = {
        match.group(1): paragraph.page
        for paragraph in front
        for match in _DOI.finditer(paragraph.text)
    }
    if len(dois) == 1:
        # Several are references to others' work.
        yield from (Found("DOI", doi, f"printed on page {page}") for doi, page in dois.items())
    for paragraph in paragraphs:
        if 6 < paragraph.page < pages - 1:
            continue
        for match in _ISBN.finditer(paragraph.text):
            digits = re.sub(r"[-\s]", "", match.group(1)).upper()
            if _is_isbn(digits):
                yield Found("ISBN", digits, f"printed on page {paragraph.page}")
    for paragraph in front:
        publisher = _PUBLISHER.match(paragraph.text)
        if publisher:
            yield Found("publisher", publisher.group(1), f"printed on page {paragraph.page}")
            break


def _is_isbn(digits: str) -> bool:
    if len(digits) == 13 and digits.isdigit():
        return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return len(values) == 10 and sum((10 - i) * v for i, v in enumerate(values)) % 11 == 0
