"""What a web page states about itself: title, authors, date, publisher, addresses, each with its place.

Only statements are read: no date is guessed from an address or from the text, no author from a
byline's look. Where places disagree all are given, the most trusted first. A new place is one row
in ``_PLACES`` or one name in ``_LINKED_DATA``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from ingest.extract.html_page import Element, tidy
from kb.models import Found

_META = "meta"
_PLACES: tuple[tuple[str, str, str], ...] = (
    # CSL field, kind of place, name: in order of trust within a field
    ("title", _META, "citation_title"),
    ("title", "json-ld", "headline"),
    ("title", _META, "og:title"),
    ("title", _META, "dc.title"),
    ("title", _META, "dcterms.title"),
    ("title", "text", "h1"),
    ("title", _META, "twitter:title"),
    ("title", "text", "title"),
    ("author", _META, "citation_author"),
    ("author", "json-ld", "author"),
    ("author", _META, "author"),
    ("author", _META, "dc.creator"),
    ("author", _META, "dcterms.creator"),
    ("author", _META, "article:author"),
    ("author", _META, "parsely-author"),
    ("author", "property", "author"),
    ("issued", _META, "citation_publication_date"),
    ("issued", _META, "citation_date"),
    ("issued", "json-ld", "datePublished"),
    ("issued", _META, "article:published_time"),
    ("issued", _META, "og:article:published_time"),
    ("issued", _META, "dcterms.issued"),
    ("issued", _META, "dc.date.issued"),
    ("issued", _META, "dc.date"),
    ("issued", _META, "dcterms.date"),
    ("issued", _META, "parsely-pub-date"),
    ("issued", _META, "pubdate"),
    ("issued", _META, "date"),
    ("issued", "property", "datePublished"),
    ("publisher", _META, "citation_publisher"),
    ("publisher", "json-ld", "publisher"),
    ("publisher", _META, "og:site_name"),
    ("publisher", _META, "dc.publisher"),
    ("publisher", _META, "dcterms.publisher"),
    ("container-title", _META, "citation_journal_title"),
    ("URL", "link", "canonical"),
    ("URL", _META, "og:url"),
    ("DOI", _META, "citation_doi"),
    ("DOI", _META, "prism.doi"),
    ("DOI", _META, "dc.identifier"),
    ("DOI", _META, "doi"),
    ("language", "attribute", "lang"),
    ("language", _META, "content-language"),
    ("language", "json-ld", "inLanguage"),
    ("language", _META, "og:locale"),
    ("description", _META, "description"),
    ("description", _META, "og:description"),
    ("description", _META, "dc.description"),
    ("description", "json-ld", "description"),
)
_WRITTEN = re.compile(r"(?:Article|Posting|Report|Review|Thesis|Chapter|Book|Dataset)$")
"""Kinds of linked data that are a piece of writing; a page or a site is asked only after them."""
_PAGE = re.compile(r"(?:^|/)(?:\w*Page)$")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?=$|[T\s])")
_DAY_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B, %Y")


def found(tree: Element, url: str | None) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """What the page states, most trusted first within a field; and what could not be read."""
    nodes, warnings = _linked_data(tree)
    metas = _metas(tree)
    base = url or None
    kept: dict[tuple[str, str], Found] = {}
    for field, kind, name in _PLACES:
        for raw, origin in _stated(tree, metas, nodes, kind, name):
            for value in _accepted(field, raw, base):
                kept.setdefault((field, value.casefold()), Found(field, value, origin))
    if url:
        kept.setdefault(("URL", url.casefold()), Found("URL", url, "address it was had from"))
    return tuple(kept.values()), warnings


def _stated(
    tree: Element, metas: dict[str, list[str]], nodes: list[dict[str, object]], kind: str, name: str
) -> Iterator[tuple[str, str]]:
    if kind == _META:
        label = "property" if ":" in name else "name"
        yield from ((value, f"<meta {label}={name}>") for value in metas.get(name, ()))
    elif kind == "json-ld":
        yield from ((value, f"JSON-LD {name}") for node in nodes for value in _texts(node, name))
    elif kind == "property":
        for element in tree.xpath("//*[@itemprop=$name]", name=name):
            value = element.get("content") or element.get("datetime") or element.text_content()
            yield value, f"itemprop={name}"
    elif kind == "link":
        for link in tree.xpath("//link[@rel and @href]"):
            if name in link.get("rel").lower().split():
                yield link.get("href"), f"<link rel={name}>"
    elif kind == "attribute":
        yield from ((value, f"<html {name}>") for value in tree.xpath("/html/@lang")[:1])
    elif kind == "text":
        yield from _text_of(tree, name)


def _text_of(tree: Element, tag: str) -> Iterator[tuple[str, str]]:
    """The text of the only element with this tag: two first headings name no title."""
    elements = [e for e in tree.iter(tag) if e.text_content().strip()]
    if tag == "title":
        elements = elements[:1]  # later ones are in drawings
    if len(elements) == 1:
        yield elements[0].text_content(), f"<{tag}>"


def _metas(tree: Element) -> dict[str, list[str]]:
    """Contents of ``<meta>`` by lower-cased name or property."""
    contents: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = tidy(meta.get("content") or "")
        for attribute in ("name", "property", "http-equiv", "itemprop"):
            if content and (name := (meta.get(attribute) or "").strip().lower()):
                contents.setdefault(name, []).append(content)
    return contents


# --- linked data --------------------------------------------------------------------------------


def _linked_data(tree: Element) -> tuple[list[dict[str, object]], tuple[str, ...]]:
    """Nodes that describe this writing, then those that describe the page."""
    nodes: list[dict[str, object]] = []
    unreadable = 0
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and (script.text or "").strip():
            try:
                nodes.extend(_flattened(json.loads(script.text, strict=False)))
            except (ValueError, RecursionError):
                unreadable += 1
    written = [node for node in nodes if _is_a(node, _WRITTEN)]
    pages = [node for node in nodes if _is_a(node, _PAGE)]
    warnings = (f"{unreadable} JSON-LD blocks are not valid JSON",) if unreadable else ()
    return written[:1] + pages[:1], warnings


def _flattened(value: object) -> Iterator[dict[str, object]]:
    """Top nodes and those under ``@graph`` and ``mainEntity``; nested ones describe other things."""
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, dict):
            yield node
            for key in ("@graph", "mainEntity"):
                if key in node:
                    yield from _flattened(node[key])


def _is_a(node: dict[str, object], kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(t, str) and kind.search(t)
        for t in (types if isinstance(types, list) else [types])
    )


def _texts(node: dict[str, object], name: str) -> Iterator[str]:
    """Plain strings under ``name``; of a person or organisation, its name."""
    value = node.get(name)
    if name == "headline" and value is None:
        value = node.get("name")
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            each = each.get("name")
        for text in each if isinstance(each, list) else [each]:
            if isinstance(text, str):
                yield text


# --- what is accepted ----------------------------------------------------------------------------


def _accepted(field: str, raw: str, base: str | None) -> Iterator[str]:
    text = tidy(html.unescape(raw))
    if not text or "{{" in text:
        return
    if field == "issued":
        if day := iso_date(text):
            yield day
    elif field == "URL":
        address = urljoin(base, text) if base else text
        if _is_address(address):
            yield address
    elif field == "DOI":
        if doi := _DOI.search(text):
            yield doi[0].rstrip(".,;)")
    elif field == "language":
        if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text):
            yield text.replace("_", "-")
    elif field == "author":
        yield from _names(text)
    else:
        yield text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:  # such as an unfinished IPv6 host
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _names(text: str) -> Iterator[str]:
    """Names in an author field; addresses and handles are not names."""
    bare = re.sub(r"^(?:by|written by)\s+", "", text, flags=re.IGNORECASE)
    for name in re.split(r"\s*[;|]\s*|\s+and\s+|\s+&\s+", bare):
        if 1 < len(name) <= 100 and "@" not in name and "/" not in name:
            yield name.strip(" ,")


def iso_date(text: str) -> str | None:
    """``text`` as an ISO date (year, month or day); null where it is none or could be two."""
    match = _ISO.match(text.strip())
    if match:
        year, month, day = match.groups()
        try:
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return None
        return "-".join(part.zfill(2) for part in (year, month, day) if part)
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return None
