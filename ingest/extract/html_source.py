"""The bytes of a web page as a tree: which characters they are, and how deep nesting is survived.

It reads what was given and judges nothing: neither what is visible (``html_page.py``) nor what is
article (``html.py``).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from typing import Any

Element = Any
"""An lxml element (lxml has no types)."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Code points that no text holds."""
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)")
_NOT_SAID = frozenset({None, "utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32"})
"""Declarations that cannot be true of bytes in which an ASCII declaration could be read."""
_NESTING = re.compile(
    r"</?(?!(?:a|body|br|h[1-6]|head|html|link|meta|p|script|style|title)\b)[a-z][^<>]*>",
    re.IGNORECASE,
)


def decode(data: bytes) -> str:
    """The characters of ``data``: valid UTF-8 first, then what it declares, then the likelier."""
    for mark, name in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data)


def _decode_other(data: bytes) -> str:
    declared = _DECLARED.search(data[:4096])
    if declared and (name := _codec(declared[1].decode("ascii"))) not in _NOT_SAID:
        # Browsers read Latin-1 and ASCII as Windows-1252, its superset
        name = "cp1252" if name in ("iso8859-1", "ascii") else str(name)
        return data.decode(name, errors="replace")
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - broken
    # Mostly sound UTF-8 is UTF-8 with some damage; otherwise an old page that does not say
    return text if whole > broken else data.decode("cp1252", errors="replace")


def _codec(name: str) -> str | None:
    try:
        codec = lookup(name)
    except LookupError:
        return None
    # `hex`, `rot13` and the like are in the registry too, and are no character sets
    return codec.name if getattr(codec, "_is_text_encoding", True) else None


def parse(text: str) -> tuple[Element | None, tuple[str, ...]]:
    """The tree of a page, null where there is no element at all, and what was lost in reading."""
    clean = CONTROL.sub("", text)
    tree, is_cut = _parsed(clean)
    if not is_cut:
        return tree, ()
    # The parser stops at a depth of 2,048 and loses what follows: better no nesting than no text
    tree, is_cut = _parsed(_NESTING.sub("<br><br>", clean))
    lost = "; what follows was not read" if is_cut else ""
    return tree, (f"its elements are nested too deep, so only its text was read{lost}",)


def _parsed(text: str) -> tuple[Element | None, bool]:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,  # without it, text after 256 levels or in a node over 10 MB is dropped
    )
    if not text.strip():
        return None, False
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except etree.ParserError:  # a document of comments and declarations alone
        return None, False
    return tree, any(e.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for e in parser.error_log)
