"""A web page as a reader sees it: its visible blocks of text, in order.

It decides nothing about what is article and what is not (``html.py`` does), and it reads no
metadata (``html_metadata.py`` does). The same walk serves a page and the simplified tree that
trafilatura returns, so both are written out in one way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.extract.html_source import CONTROL, Element
from kb.models import Heading


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCK_TAGS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol "
    "p pre section summary table tbody td tfoot th thead tr ul "
    "cell head item list quote row"
)
"""Elements that begin a new line; the last six are trafilatura's own names."""
UNSEEN_TAGS = _names(
    "audio button canvas datalist embed fencedframe iframe input link map math meta noscript "
    "object optgroup option script select style svg template textarea title video"
)
"""Elements whose content a reader of a printed page does not see, or that are controls."""
FURNITURE_TAGS = frozenset({"nav", "footer", "form", "dialog", "menu"})
FURNITURE_ROLES = _names(
    "alertdialog banner contentinfo dialog menu menubar navigation search tablist toolbar"
)
_FURNITURE_NAMES = re.compile(
    r"^(?:comment(?!ary)|comol|disqus|dsq-|respond$)|(?:article|post)-comments|comment-?list"
    r"|cookie|consent|gdpr|modal|popup",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOT_SHOWN = re.compile(
    r"(?:^|\s)(?:sr-only|visually-hidden|visuallyhidden|screen-reader-text|material-(?:icons|symbols))"
)
"""Text for screen readers alone, and names of icons that an icon font draws as pictures."""
_DROPPED = dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF])
"""Soft hyphen, zero-width space, word joiner and byte order mark: nobody sees them."""
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_TOGGLE = re.compile(r"(?:(?:read|show|see|view|load) )?(?:more|less)\W*", re.IGNORECASE)
_NOT_SEPARATE = 60
"""Cells of more words than this are columns of a layout, not cells of a table."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the list, table row and cell around it, and whether in furniture."""

    owner: Element
    item: Element = None
    outer_list: Element = None
    table: Element = None
    row: Element = None
    cell: Element = None
    furniture: bool = False
    linked: bool = False
    kept_lines: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A run of visible text between two block boundaries. Lines within it are line feeds."""

    text: str
    place: Place = field(repr=False)
    words: int
    linked_words: int

    @property
    def depth(self) -> int | None:
        """Depth of a heading (1 to 6), null for other text."""
        tag = self.place.owner.tag
        if tag == "head":
            tag = self.place.owner.get("rend") or "h2"
        return int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else None

    @property
    def is_placeholder(self) -> bool:
        """Whether it is only a template's blank, such as ``{{project.name}}``."""
        return "{" in self.text and not _PLACEHOLDER.sub("", self.text).strip()

    @property
    def is_control(self) -> bool:
        """Whether it is a blank or the label of a toggle (``Read more``), not words of the source."""
        return self.is_placeholder or bool(_TOGGLE.fullmatch(self.text))


def tidy(text: str) -> str:
    """``text`` on one line, composed (NFC), without what nobody sees."""
    return " ".join(_composed(text).split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", CONTROL.sub("", text.translate(_DROPPED)))


def body_of(tree: Element) -> Element:
    """The body of a page, or the tree itself where there is none."""
    body = tree.find(".//body")
    return tree if body is None else body


def part_notes(tree: Element) -> None:
    """Put a space, in place, before a raised number that follows a digit.

    Else the number of a note becomes part of a year or a figure: ``2019`` and ``4``, ``20194``.
    """
    for raised in tree.iter("sup"):
        earlier = raised.getprevious()
        before = raised.getparent().text if earlier is None else earlier.tail
        first = raised if raised.text else next(raised.iterchildren("a"), raised)
        if (before or "")[-1:].isdigit() and re.match(r"[\[(]?\d", first.text or ""):
            first.text = f" {first.text}"


def prune_hidden(tree: Element) -> None:
    """Take out, in place, what a reader does not see; the text after an element stays."""
    for element in list(body_of(tree).iter()):
        if isinstance(element.tag, str) and _is_hidden(element) and element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: Element) -> bool:
    return (
        element.tag in UNSEEN_TAGS
        or element.get("hidden") is not None
        or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
        or bool(_NOT_SHOWN.search(element.get("class") or ""))
    )


def _is_furniture(element: Element) -> bool:
    named = any(_FURNITURE_NAMES.search(element.get(name) or "") for name in ("id", "class"))
    role = (element.get("role") or "").lower()
    if not named and element.tag not in FURNITURE_TAGS and role not in FURNITURE_ROLES:
        return False
    # Some sites put a whole page in one form, or name its frame after the cookie bar it holds
    return all(element.find(f".//{tag}") is None for tag in ("main", "article", "h1"))


_AROUND = {
    "li": "item", "item": "item", "dt": "item", "dd": "item",
    "table": "table", "tr": "row", "row": "row", "td": "cell", "th": "cell", "cell": "cell",
}  # fmt: skip
_LISTS = frozenset({"ul", "ol", "dl", "list"})


def _within(element: Element, place: Place) -> Place:
    """The place of text directly in ``element``, which stands at ``place``."""
    changes: dict[str, Any] = {}
    tag = element.tag
    if tag in BLOCK_TAGS:
        changes["owner"] = element
    if tag in _AROUND:
        changes[_AROUND[tag]] = element
    if tag in _LISTS and place.outer_list is None:
        changes["outer_list"] = element
    if tag in ("a", "ref"):
        changes["linked"] = True
    if tag == "pre":
        changes["kept_lines"] = True
    if not place.furniture and tag != "body" and _is_furniture(element):
        changes["furniture"] = True
    return replace(place, **changes) if changes else place


def _pieces(root: Element) -> Iterator[tuple[str | None, Place]]:
    """Text in document order with its place; null where a block begins or ends.

    A stack in place of recursion: pages nest thousands deep.
    """
    stack: list[tuple[Any, Place]] = [(root, Place(owner=root))]
    while stack:
        node, place = stack.pop()
        if node is None or isinstance(node, str):
            yield node, place
        elif node.tag in ("br", "lb"):
            yield "\n", replace(place, kept_lines=True)
        elif isinstance(node.tag, str) and not _is_hidden(node):
            inner = _within(node, place)
            is_block = node.tag in BLOCK_TAGS
            if is_block:
                stack.append((None, inner))
            for child in reversed(node):
                if child.tail:
                    stack.append((child.tail, inner))
                stack.append((child, inner))
            if node.text:
                stack.append((node.text, inner))
            if is_block:
                stack.append((None, place))


def blocks(root: Element) -> list[Block]:
    """The visible blocks of text under ``root``, whitespace normalised, in document order."""
    found: list[Block] = []
    pending: list[tuple[str, Place]] = []
    for piece, place in _pieces(root):
        if piece is not None:
            kept = place.kept_lines
            pending.append((piece if kept else re.sub(r"\s+", " ", piece), place))
        elif pending:
            found.extend(_gathered(pending, place))
            pending = []
    return found


def _gathered(pieces: list[tuple[str, Place]], place: Place) -> Iterator[Block]:
    place = replace(place, linked=False, kept_lines=False)
    whole = _composed("".join(text for text, _ in pieces))
    linked = sum(len(text.split()) for text, at in pieces if at.linked)
    heading = Block("", place, 0, 0).depth is not None
    lines = [" ".join(line.split()) for line in whole.split("\n")]
    parts = [" ".join(lines)] if heading else re.split(r"\n{2,}", "\n".join(lines))
    for part in parts:
        if text := part.strip():
            words = len(text.split())
            yield Block(text, place, words, min(words, linked))
            linked = max(0, linked - words)


def compose(found: list[Block]) -> tuple[str, tuple[Heading, ...]]:
    """The blocks as stored text, and the headings in it."""
    parts: list[str] = []
    headings: list[Heading] = []
    length = 0
    for before, block in zip([None, *found], found, strict=False):
        gap = _gap(before, block) if before else ""
        start = length + len(gap)
        parts += [gap, block.text]
        length = start + len(block.text)
        if block.depth is not None:
            headings.append(Heading(block.text, start, length, block.depth))
    return "".join(parts), tuple(headings)


def _gap(before: Block, after: Block) -> str:
    """Cells of a row are a tab apart, rows and list items a line, everything else a blank line."""
    a, b = before.place, after.place
    if before.depth is not None or after.depth is not None:
        return "\n\n"
    if a.table is not None and a.table is b.table and a.cell is not b.cell:
        if max(before.words, after.words) > _NOT_SEPARATE:
            return "\n\n"
        return "\t" if a.row is b.row else "\n"
    if a.outer_list is not None and a.outer_list is b.outer_list:
        return "\n"
    return "\n\n"
