"""``sources.toml``: where things can be had, listed by people as ``[[source]]`` tables.

[[source]]
url = "https://…"          # the only field that must be there
title = "…"
publisher = "…"
date = "2014"              # or 2014-05, 2014-05-12
area = ["transitions-to-work"]
why = "…"
mirror = true              # the address is a copy, not the publisher's own
type = "evaluation"        # a slug of the document types
licence = "OGL 3.0"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kb import ids, vocab
from kb.catalogue.record import now
from kb.errors import UnknownName
from kb.exchange.layout import DATE, Malformed, toml, utf8
from kb.models import Source

TEXTS = ("url", "title", "publisher", "date", "why", "type", "licence")
FIELDS = (*TEXTS, "area", "mirror")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*source[ \t]*\]\]", re.MULTILINE)


def read_list(path: Path) -> Iterator[Source | Malformed]:
    """Each source of the file, or what is wrong with its table and where that begins."""
    table = toml(path)
    entries = table.get("source", [])
    unknown = sorted(set(table) - {"source"})
    if unknown or not isinstance(entries, list):
        raise Malformed(f"{unknown or 'source'} found; [[source]] tables are accepted")
    text = utf8(path)
    lines = [text.count("\n", 0, header.start()) + 1 for header in _HEADER.finditer(text)]
    for number, entry in enumerate(entries):
        line = lines[number] if len(lines) == len(entries) else None
        try:
            yield _source(entry, line)
        except Malformed as error:
            yield error


def _source(entry: dict[str, Any], line: int | None) -> Source:
    unknown = sorted(set(entry) - set(FIELDS))
    if unknown:
        raise Malformed(f"unknown field {unknown[0]!r}; accepted: {', '.join(FIELDS)}", line)
    texts = {name: _text(name, entry.get(name), line) for name in TEXTS}
    url = texts["url"]
    if url is None or not re.fullmatch(r"https?://\S+", url):
        raise Malformed(f"url {url!r} is no address; http:// or https:// is accepted", line)
    if texts["date"] and not DATE.fullmatch(texts["date"]):
        raise Malformed(f"date {texts['date']!r}; YYYY, YYYY-MM or YYYY-MM-DD is accepted", line)
    areas, mirror = entry.get("area", []), entry.get("mirror", False)
    if not isinstance(areas, list) or not isinstance(mirror, bool):
        raise Malformed("area is a list of slugs and mirror is true or false", line)
    try:
        for area in areas:
            vocab.load("areas").require(area)
        if texts["type"]:
            vocab.load("document-types").require(texts["type"])
    except UnknownName as error:
        raise Malformed(str(error), line) from error
    return Source(
        id=ids.source_id(url),
        ref=ids.canonical_ref(url),
        title=texts["title"],
        url=url,
        publisher=texts["publisher"],
        date=texts["date"],
        areas=tuple(areas),
        why=texts["why"],
        mirror=mirror,
        licence=texts["licence"],
        added_at=now(),
        type=texts["type"],
    )


def _text(name: str, value: Any, line: int | None) -> str | None:
    if name == "date" and isinstance(value, int | date) and not isinstance(value, bool | datetime):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise Malformed(f"{name} is {type(value).__name__}; a text is accepted", line)
    return value or None
