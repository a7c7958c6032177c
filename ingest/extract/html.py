"""HTML into text: the article of a web page, and how much of the page it is.

trafilatura finds the article. Where it leaves out more prose than it may, it is asked again about
the part of the page that holds the prose, with class names put aside; where that fails too, the
visible text outside menus is taken. Which way was used is said in ``Extraction.method``, the share
of the page's visible words that were kept in ``Extraction.kept``. Nothing is fetched, no script is
run, and no text is added: what a page fills in by script is not here.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from ingest.extract import html_metadata, html_page, html_source
from ingest.extract.html_page import Block
from ingest.extract.html_source import Element
from kb.errors import LimitExceeded, NoText
from kb.models import Extraction, PageMap
from kb.settings import Limits

VERSION = "html-1"

ARTICLE = "trafilatura"
PROSE_AREA = "trafilatura on the area that holds the prose, class names put aside"
VISIBLE = "visible text outside menus"

_ENOUGH = 2 / 3
"""Share of a page's prose below which an article is under-extracted. Measured: 12 long case pages
have 0.10–0.27, one of 92 articles 0.46 (half of it lost), all others 0.75 or more."""
_PASSAGE = 75
"""Words of prose in one parent that make it a passage of writing; a teaser has fewer."""
_SENTENCE = 12
_ARTICLE = 25
"""Fewer words than this are no article."""
_STUB = 50
"""A page that redirects and has fewer words than this only redirects."""
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’)\]]*(?:\s|$)")
_SHORT_SCRIPT = 500
_LOCATION = re.compile(
    r"\blocation(?:\.href)?\s*(?:=(?!=)|\.(?:replace|assign)\()\s*(?:[\"']([^\"']+)[\"'])?"
)
_REFRESH = re.compile(r"^\s*\d*\.?\d*\s*[;,]?\s*(?:url\s*=)?\s*[\"']?([^\"'>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The blocks one way of reading kept, and the share of the page's prose in them."""

    method: str
    blocks: tuple[Block, ...]
    prose_kept: float

    @property
    def words(self) -> int:
        return sum(block.words for block in self.blocks)


def read(data: bytes, *, name: str, url: str | None, limits: Limits) -> Extraction:
    """The text, headings and metadata of a page. Raises ``NoText`` or ``LimitExceeded``."""
    if len(data) > limits.bytes:
        raise LimitExceeded(
            f"read {name}: {len(data)} bytes; at most {limits.bytes} are accepted (WHATWORKS_MAX_MIB)"
        )
    tree, lost = html_source.parse(html_source.decode(data))
    if tree is None:
        raise NoText(f"read {name}: the page is empty; a page with text is accepted")
    html_page.part_notes(tree)
    visible = html_page.blocks(html_page.body_of(tree))
    metadata, warnings = html_metadata.found(tree, visible, url)
    _refuse_empty(visible, _redirect(tree), name)
    html_page.prune_hidden(tree)
    reading = _read_best(tree, visible)
    text, headings = html_page.compose([b for b in reading.blocks if not b.is_control])
    if len(text) > limits.text_chars:
        raise LimitExceeded(
            f"read {name}: {len(text)} characters of text; at most {limits.text_chars} are accepted "
            "(WHATWORKS_MAX_TEXT_CHARS)"
        )
    return Extraction(
        text=text,
        page_map=PageMap(),
        headings=headings,
        metadata=metadata,
        extractor=VERSION,
        method=reading.method,
        kept=_share_kept(reading.blocks, visible),
        warnings=(*lost, *warnings, *_doubts(reading, visible)),
    )


def _redirect(tree: Element) -> str | None:
    """Where a page does nothing but send its reader on to, by ``<meta>`` or by a short script."""
    for meta in tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            target = _REFRESH.match(meta.get("content") or "")
            if target and not target[1].strip().isdigit():
                return str(target[1]).strip()
    script = "\n".join(element.text or "" for element in tree.iter("script"))
    if len(script) < _SHORT_SCRIPT and (moved := _LOCATION.search(script)):
        return moved[1] or "an address that its script makes up"
    return None


def _refuse_empty(visible: list[Block], target: str | None, name: str) -> None:
    words = sum(block.words for block in visible)
    if target and words < _STUB:
        raise NoText(f"read {name}: the page only redirects to {target}; give that address instead")
    if not words:
        raise NoText(f"read {name}: the page shows no text; a page with text is accepted")
    blanks = [block.text for block in visible if block.is_placeholder]
    own = sum(b.words for b in visible if not b.place.furniture and not b.is_placeholder)
    if len(blanks) >= 2 and own < _STUB:
        raise NoText(
            f"read {name}: the page is a template that a script fills in ({blanks[0]}); "
            "the page as saved after it has loaded is accepted"
        )


# --- three ways of reading, tried in order ---------------------------------------------------


def _read_best(tree: Element, visible: list[Block]) -> _Reading:
    passages = _passages(visible)
    first = _reading(ARTICLE, _with_headings(_article(tree, "precision"), visible), passages)
    if first.prose_kept >= _ENOUGH and first.words >= _ARTICLE:
        return first
    readings = [first]
    if first.prose_kept < _ENOUGH:
        readings.append(_reading(PROSE_AREA, _with_headings(_prose_area(tree), visible), passages))
    best = max(readings, key=lambda reading: reading.prose_kept)
    if best.prose_kept >= _ENOUGH and best.words >= _ARTICLE:
        return best
    outside = [block for block in visible if not block.place.furniture]
    return _reading(VISIBLE, outside or visible, passages)


def _article(tree: Element, focus: Literal["precision", "recall"]) -> list[Block]:
    """What trafilatura takes for the article. Readers' comments are not the source's words."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        tree,
        include_comments=False,
        favor_precision=focus == "precision",
        favor_recall=focus == "recall",
    )
    return [] if document is None else html_page.blocks(document.body)


def _prose_area(tree: Element) -> list[Block]:
    """trafilatura once more, on the smallest element around the page's passages.

    A class name such as ``expandable`` is a guess at what an element is for; that it holds long
    prose says more. So the elements around passages lose their names, and so do those of the
    area that look like them (a short section of the same report); all others keep theirs.
    """
    from lxml import html

    copied = html_page.body_of(deepcopy(tree))
    around = [_lineage(parent) for parent in _passage_parents(html_page.blocks(copied))]
    if not around:
        return []
    shared = set.intersection(*(set(lineage) for lineage in around))
    area = next(element for element in around[0] if element in shared)
    proven = {e for lineage in around for e in lineage}
    looks = {(e.tag, e.get("class")) for e in proven if e.get("class")}
    for element in list(area.iter()):
        if element in proven or (element.tag, element.get("class")) in looks:
            for attribute in ("class", "id", "style", "role"):
                element.attrib.pop(attribute, None)
    _keep_headings(area)
    document = html.document_fromstring("<html><body><article></article></body></html>")
    article = document.find(".//article")
    article.text = area.text
    article.extend(list(area))
    return _article(document, "recall")


def _lineage(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


def _keep_headings(area: Element) -> None:
    """Some pages put a section's heading beside it in an ``aside``, which is dropped unseen."""
    for aside in list(area.iter("aside")):
        inside = html_page.blocks(aside)
        if inside and all(block.depth is not None for block in inside):
            aside.tag = "div"
            aside.attrib.clear()


def _with_headings(kept: list[Block], visible: list[Block]) -> list[Block]:
    """``kept`` with the page's headings that were dropped above prose that was kept.

    A heading that is all link names another page (a teaser), and what follows it is not under it.
    """
    held = {block.text for block in kept}
    above: dict[str, list[Block]] = {}
    waiting: list[Block] = []
    for block in visible:
        if block.depth is None:
            if waiting and block.words >= _SENTENCE and block.text in held:
                above.setdefault(block.text, [b for b in waiting if b.text not in held])
            waiting = []
        elif block.place.furniture or block.linked_words == block.words:
            waiting = []
        else:
            waiting = [b for b in waiting if (b.depth or 0) < block.depth] + [block]
    return [each for block in kept for each in (*above.pop(block.text, ()), block)]


# --- measures ----------------------------------------------------------------------------------


def _is_prose(block: Block) -> bool:
    """Whether a block is written sentences: no menu, no list of links, no caption of a control."""
    return (
        not block.place.furniture
        and block.words >= _SENTENCE
        and block.linked_words < block.words / 2
        and bool(_ENDS_SENTENCE.search(block.text))
        and not any(e.tag == "aside" for e in block.place.owner.iterancestors())
    )


def _passage_parents(visible: list[Block]) -> list[Element]:
    words: Counter[Element] = Counter()
    for block in filter(_is_prose, visible):
        words[_parent(block)] += block.words
    return [parent for parent, count in words.items() if count >= _PASSAGE]


def _passages(visible: list[Block]) -> list[Block]:
    """The prose of a page that stands in passages."""
    parents = set(_passage_parents(visible))
    return [block for block in visible if _is_prose(block) and _parent(block) in parents]


def _parent(block: Block) -> Element:
    owner = block.place.owner
    parent = owner.getparent()
    return owner if parent is None or owner.tag == "body" else parent


def _reading(method: str, kept: list[Block], passages: list[Block]) -> _Reading:
    """``kept`` with the share of ``passages`` found in it, by runs of four words."""
    seen = {run for block in kept for run in _runs(block.text)}
    total = sum(block.words for block in passages)
    held = sum(block.words for block in passages if _overlap(_runs(block.text), seen) >= 0.5)
    return _Reading(method, tuple(kept), held / total if total else 1.0)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))}


def _overlap(runs: set[tuple[str, ...]], seen: set[tuple[str, ...]]) -> float:
    return len(runs & seen) / len(runs)


def _share_kept(kept: tuple[Block, ...], visible: list[Block]) -> float:
    """Share of all visible words of the page, menus and footers included, that were kept."""
    there = Counter(word for block in visible for word in _words(block.text))
    here = Counter(word for block in kept for word in _words(block.text))
    return round((there & here).total() / there.total(), 4) if there else 1.0


def _doubts(reading: _Reading, visible: list[Block]) -> tuple[str, ...]:
    doubts = []
    blanks = sum(1 for block in visible if block.is_placeholder)
    if blanks:
        doubts.append(f"{blanks} blanks of a template are filled in by script and were left out")
    if reading.prose_kept < _ENOUGH:
        doubts.append(f"only {reading.prose_kept:.0%} of the page's prose was kept")
    return tuple(doubts)
