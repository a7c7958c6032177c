"""Markdown as plain text: blocks in order, headings marked, front matter as metadata. Never HTML.

It does not read evidence notes; those have their own format and reader.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.extract import text as plain
from kb.errors import NoText
from kb.models import Extraction, Found, Heading, PageMap
from kb.settings import Limits

if TYPE_CHECKING:
    from markdown_it.token import Token

VERSION = "markdown-1"

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELDS: dict[str, str] = {
    "title": "title",
    "author": "author",
    "authors": "author",
    "date": "issued",
    "published": "issued",
    "publisher": "publisher",
    "lang": "language",
    "language": "language",
    "doi": "DOI",
    "url": "URL",
}
"""Front-matter keys, and the CSL names of what they hold."""

_INLINE: dict[str, str] = {"softbreak": " ", "hardbreak": "\n", "html_inline": "", "image": ""}
"""What an inline token leaves in the text, where that is not its own content."""


def read(data: bytes, *, name: str, url: str | None, limits: Limits) -> Extraction:
    """The words of a Markdown file, block by block, separated by blank lines."""
    source, encoding, warnings = plain.decode(data, name)
    source = plain.clean(source)
    metadata, body = front_matter(source)
    text, headings = _flatten(body)
    if not text.strip():
        raise NoText(f"read {name}: it holds no text; Markdown with words is accepted")
    if not any(found.field == "title" for found in metadata):
        top = next((heading for heading in headings if heading.depth == 1), None)
        metadata += (Found("title", top.text, "first heading"),) if top else ()
    return Extraction(
        text=text,
        page_map=PageMap(),
        headings=headings,
        metadata=metadata,
        extractor=VERSION,
        method=encoding,
        warnings=warnings,
    )


def front_matter(source: str) -> tuple[tuple[Found, ...], str]:
    """What the front matter states in CSL names, and the text after it."""
    match = _FRONT_MATTER.match(source)
    if not match:
        return (), source
    import yaml

    try:
        values = yaml.safe_load(match.group(1))
    except yaml.YAMLError:
        # A rule made of dashes opens some documents; what is no YAML mapping is part of the text.
        return (), source
    if not isinstance(values, dict):
        return (), source
    found: list[Found] = []
    for key, value in values.items():
        field = _FIELDS.get(str(key).lower())
        for item in value if isinstance(value, list) else [value]:
            if field and isinstance(item, str | int | datetime.date) and str(item).strip():
                found.append(Found(field, str(item).strip(), f"front matter, {key}"))
    return tuple(found), source[match.end() :]


def _flatten(body: str) -> tuple[str, tuple[Heading, ...]]:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    pieces: list[str] = []
    headings: list[Heading] = []
    position = 0
    for separator, block, depth in _blocks(tokens):
        if pieces:
            pieces.append(separator)
            position += len(separator)
        if depth:
            headings.append(Heading(block, position, position + len(block), depth))
        pieces.append(block)
        position += len(block)
    return "".join(pieces), tuple(headings)


def _blocks(tokens: Sequence[Token]) -> list[tuple[str, str, int]]:
    """Separator before, words, and heading depth (0 for none) of each block that has words."""
    blocks: list[tuple[str, str, int]] = []
    depth, separator, row, opens = 0, "\n\n", -1, False
    for token in tokens:
        if token.type == "heading_open":
            depth = int(token.tag[1:])
        elif token.type == "heading_close":
            depth = 0
        elif token.type == "tr_open":
            row = 0
        elif token.type == "tr_close":
            row = -1
        elif token.type == "list_item_open":
            separator = "\n\n" if opens else "\n"
            opens = False
        elif token.type in ("inline", "fence", "code_block"):
            words = _words(token)
            if row >= 0:
                separator = " | " if row else "\n"
                row += 1
            if words:
                blocks.append((separator if blocks else "", words, depth))
            separator = "\n\n"
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            opens = token.level == 0
    return blocks


def _words(token: Token) -> str:
    if token.children is None:
        return token.content.strip("\n")
    parts = [_INLINE.get(child.type, child.content) for child in token.children]
    return re.sub(r"[ \t]{2,}", " ", "".join(parts)).strip()
