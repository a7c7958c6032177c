"""Plain text: bytes decoded as what they are, line ends made one kind. Of structure it looks for a title alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.errors import ExtractError, NoText
from kb.models import Extraction, Found, PageMap
from kb.settings import Limits

VERSION = "text-2"

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_TITLE_WITHIN = 4
"""Lines with words among which a title is looked for, before the first that is a sentence."""
_TITLE_CHARS = 160
_FURNITURE = re.compile(
    r"^(?:skip to|menu|home|search|cookies?|share|print|sign in|log in)\b", re.I
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read(data: bytes, *, name: str, url: str | None, limits: Limits) -> Extraction:
    """Text as it stands, with a warning where the bytes were not valid in their encoding."""
    text, method, warnings = decode(data, name)
    text = clean(text)
    if not text.strip():
        raise NoText(f"read {name}: it holds no text; a file with words is accepted")
    return Extraction(
        text=text,
        page_map=PageMap(),
        headings=(),
        metadata=tuple(_title(text)),
        extractor=VERSION,
        method=method,
        warnings=warnings,
    )


def _title(text: str) -> Iterator[Found]:
    """A line of its own before the first sentence; none rather than a guess."""
    lines = text[:2000].split("\n")
    seen = 0
    for i, line in enumerate(lines[:-1]):
        words = " ".join(line.split())
        if not words:
            continue
        seen += 1
        stands_alone = not lines[i + 1].strip()
        if seen > _TITLE_WITHIN or not stands_alone or words.endswith((".", ":", ";", ",")):
            return
        is_long_enough = len(words) <= _TITLE_CHARS and len(words.split()) >= 3
        if is_long_enough and words[:1].isupper() and not _FURNITURE.match(words):
            yield Found("title", words, "first line of the text")
            return


def decode(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding used and warnings. Bytes that are no text at all are an ``ExtractError``."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _with_replacement(data, encoding)
    guessed = _utf16_without_bom(data)
    if guessed:
        return _with_replacement(data, guessed)
    if b"\x00" in data:
        raise ExtractError(f"read {name}: the bytes are not text; UTF-8 or UTF-16 is accepted")
    try:
        return data.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError as error:
        text, encoding = _legacy(data)
        note = f"not valid UTF-8 at byte {error.start}; read as {encoding}"
        return text, encoding, (note,)


def clean(text: str) -> str:
    """One kind of line end, no control characters, no byte order mark inside."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    return _CONTROLS.sub("", text).replace("\ufeff", "")


def _with_replacement(data: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return text, encoding, (f"{lost} characters not valid {encoding}",) if lost else ()


def _utf16_without_bom(data: bytes) -> str | None:
    """Western text in UTF-16 has a zero in every other byte."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if half and odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if half and even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _legacy(data: bytes) -> tuple[str, str]:
    """Mostly UTF-8 with a few bad bytes keeps its good part; otherwise Windows-1252, the usual other."""
    replaced = data.decode("utf-8", errors="replace")
    good = sum(ord(character) > 127 for character in replaced) - replaced.count("\ufffd")
    if good > replaced.count("\ufffd"):
        return replaced, "utf-8 with replacements"
    return data.decode("windows-1252", errors="replace"), "windows-1252"
