"""What a web page states about itself: title, authors, date, publisher, addresses, each with its place.

Only statements are read: no date is guessed from an address or from the text, no author from a
byline's look. Where places disagree all are given, the most trusted first. A new place is one row
in ``_PLACES`` or one name in ``_LINKED_DATA``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit

from ingest.extract.html_page import Block, tidy
from ingest.extract.html_source import Element
from kb.models import Found

_PLACES: tuple[tuple[str, str, str], ...] = (
    # CSL field, kind of place, name: in order of trust within a field
    ("title", "meta", "citation_title"),
    ("title", "json-ld", "headline"),
    ("title", "meta", "og:title"),
    ("title", "meta", "dc.title"),
    ("title", "meta", "dcterms.title"),
    ("title", "heading", "h1"),
    ("title", "meta", "twitter:title"),
    ("title", "title", ""),
    ("author", "meta", "citation_author"),
    ("author", "json-ld", "author"),
    ("author", "meta", "author"),
    ("author", "meta", "dc.creator"),
    ("author", "meta", "dcterms.creator"),
    ("author", "meta", "article:author"),
    ("author", "meta", "parsely-author"),
    ("author", "property", "author"),
    ("author", "link", "author"),
    ("author", "byline", "by"),
    ("issued", "meta", "citation_publication_date"),
    ("issued", "meta", "citation_date"),
    ("issued", "json-ld", "datePublished"),
    ("issued", "meta", "article:published_time"),
    ("issued", "meta", "og:article:published_time"),
    ("issued", "meta", "dcterms.issued"),
    ("issued", "meta", "dc.date.issued"),
    ("issued", "meta", "dc.date"),
    ("issued", "meta", "dcterms.date"),
    ("issued", "meta", "parsely-pub-date"),
    ("issued", "meta", "pubdate"),
    ("issued", "meta", "date"),
    ("issued", "property", "datePublished"),
    ("issued", "time", "datetime"),
    ("publisher", "meta", "citation_publisher"),
    ("publisher", "json-ld", "publisher"),
    ("publisher", "meta", "og:site_name"),
    ("publisher", "meta", "dc.publisher"),
    ("publisher", "meta", "dcterms.publisher"),
    ("container-title", "meta", "citation_journal_title"),
    ("URL", "link", "canonical"),
    ("URL", "meta", "og:url"),
    ("DOI", "meta", "citation_doi"),
    ("DOI", "meta", "prism.doi"),
    ("DOI", "meta", "dc.identifier"),
    ("DOI", "meta", "doi"),
    ("language", "lang", ""),
    ("language", "meta", "content-language"),
    ("language", "json-ld", "inLanguage"),
    ("language", "meta", "og:locale"),
    ("description", "meta", "description"),
    ("description", "meta", "og:description"),
    ("description", "meta", "dc.description"),
    ("description", "json-ld", "description"),
)
_WRITTEN = re.compile(r"(?:Article|Posting|Report|Review|Thesis|Chapter|Book|Dataset)$")
"""Kinds of linked data that are a piece of writing; a page or a site is asked only after them."""
_PAGE = re.compile(r"(?:^|/)(?:\w*Page)$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?=$|[T\s])")
_DAY_FORMATS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B, %Y")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as its statements are looked up in it."""

    tree: Element
    headings: list[Block]
    metas: dict[str, list[str]]
    nodes: list[dict[str, object]]


Stated = Iterator[tuple[str, str]]
"""Raw values, each with where it stands."""


def found(
    tree: Element, visible: list[Block], url: str | None
) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """What the page states, most trusted first within a field; and what could not be read."""
    nodes, warnings = _linked_data(tree)
    headings = [b for b in visible if b.depth is not None and not b.place.furniture]
    page = _Page(tree, headings, _metas(tree), nodes)
    kept: dict[tuple[str, str], Found] = {}
    for field, kind, name in _PLACES:
        for raw, origin in _KINDS[kind](page, name):
            for value in _accepted(field, raw, url):
                kept.setdefault((field, value.casefold()), Found(field, value, origin))
    if url:
        kept.setdefault(("URL", url.casefold()), Found("URL", url, "address it was had from"))
    return tuple(kept.values()), warnings


# --- kinds of place -------------------------------------------------------------------------------


def _in_meta(page: _Page, name: str) -> Stated:
    label = "property" if ":" in name else "name"
    yield from ((value, f"<meta {label}={name}>") for value in page.metas.get(name, ()))


def _in_json_ld(page: _Page, name: str) -> Stated:
    yield from ((text, f"JSON-LD {name}") for node in page.nodes for text in _texts(node, name))


def _in_property(page: _Page, name: str) -> Stated:
    """The first only: later ones describe comments and related pieces."""
    for element in page.tree.xpath("//*[@itemprop=$name][1]", name=name)[:1]:
        value = element.get("content") or element.get("datetime") or element.text_content()
        yield value, f"itemprop={name}"


def _in_link(page: _Page, name: str) -> Stated:
    for element in page.tree.xpath("//link[@rel and @href] | //a[@rel and @href]"):
        if name in element.get("rel").lower().split():
            value = element.get("href") if element.tag == "link" else element.text_content()
            yield value, f"<{element.tag} rel={name}>"


def _in_language(page: _Page, name: str) -> Stated:
    yield from ((value, "<html lang>") for value in page.tree.xpath("/html/@lang")[:1])


def _in_title(page: _Page, name: str) -> Stated:
    """The first only: later ones are in drawings."""
    yield from ((e.text_content(), "<title>") for e in list(page.tree.iter("title"))[:1])


def _in_heading(page: _Page, name: str) -> Stated:
    tops = [block.text for block in page.headings if block.depth == 1]
    yield from ((text, "<h1>" if len(tops) == 1 else "first <h1>") for text in tops[:1])


def _in_byline(page: _Page, name: str) -> Stated:
    """A heading such as "by Ann Smith and Bo Li" among the first of a page."""
    for block in page.headings[:5]:
        if re.match(r"by\s+\S", block.text, re.IGNORECASE):
            yield block.text, 'heading that begins with "by"'


def _in_time(page: _Page, name: str) -> Stated:
    """The one date marked in the main part of a page; of two nobody says which is its own."""
    times = page.tree.xpath("//article//time/@datetime | //main//time/@datetime")
    if len({iso_date(value) for value in times}) == 1:
        yield times[0], "<time datetime>"


_KINDS: dict[str, Callable[[_Page, str], Stated]] = {
    "meta": _in_meta,
    "json-ld": _in_json_ld,
    "property": _in_property,
    "link": _in_link,
    "lang": _in_language,
    "title": _in_title,
    "heading": _in_heading,
    "byline": _in_byline,
    "time": _in_time,
}


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
    text = tidy(_TAG.sub(" ", html.unescape(raw)))
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
    bare = re.sub(r"^(?:written\s+)?by\s+", "", text, flags=re.IGNORECASE)
    between = r"\s*[;|]\s*|,?\s+and\s+|\s+&\s+"
    # In a byline a comma parts names; elsewhere it may part a surname from a given name
    for name in re.split(rf"{between}|\s*,\s*" if bare != text else between, bare):
        plain = name.strip(" ,*†‡0123456789")
        if 1 < len(plain) <= 100 and "@" not in plain and "/" not in plain:
            yield plain


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
