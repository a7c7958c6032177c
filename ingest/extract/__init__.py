"""Bytes to text: which reader reads which media type, and what the bytes are.

A reader is a module with ``VERSION`` and ``read(data, *, name, url, limits) -> Extraction``. To add a
source type, write the module and add one row to ``READERS``; the module is imported when first used.
This module reads in its own process; ``ingest.extract.sandbox`` does the same in one that can be killed.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from kb.errors import ExtractError, LimitExceeded
from kb.models import Extraction, Snapshot
from kb.settings import Limits


class ReadData(Protocol):
    """The function ``read`` of a reader module."""

    def __call__(self, data: bytes, *, name: str, url: str | None, limits: Limits) -> Extraction:
        """Read ``data``; ``name`` is what the person named, for messages and file names."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One row of the registry."""

    name: str
    """For machines."""
    label: str
    """For people."""
    module: str


READERS: dict[str, Reader] = {
    "application/pdf": Reader("pdf", "PDF", "ingest.extract.pdf"),
    "text/html": Reader("html", "HTML", "ingest.extract.html"),
    "text/markdown": Reader("markdown", "Markdown", "ingest.extract.markdown"),
    "text/plain": Reader("text", "plain text", "ingest.extract.text"),
    "text/x-evidence-note": Reader("note", "evidence note", "ingest.extract.note"),
}

UNKNOWN = "application/octet-stream"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)

_SUFFIXES: dict[str, str] = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
    ".jsonl": "application/json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".xml": "application/xml",
    ".ris": "application/x-research-info-systems",
    ".bib": "application/x-bibtex",
    ".toml": "application/toml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
"""What text is, by name, when its first bytes do not say."""

_HTML = re.compile(
    # Possessive: this runs outside the child, so no input may make it slow.
    r"\s*+(?:(?><\?xml[^>]*+>|<!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_XML = re.compile(r"\s*<(\?xml|rss|feed|urlset|sitemapindex)\b", re.I)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n(---|\.\.\.)[ \t]*(\r?\n|$)", re.S)
_NOTE_ID = re.compile(r"^id[ \t]*:", re.M)
_NOTE_BODY = re.compile(r"^(references|findings)[ \t]*:", re.M)


def sniff(data: bytes, name: str) -> str:
    """The media type of ``data``: from the bytes first, from ``name`` where they do not say."""
    if b"%PDF-" in data[:1024] and not _HTML.match(data[:4096].decode("latin-1")):
        return "application/pdf"
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    head = _as_text(data[:65536])
    if head is None:
        return UNKNOWN
    if _HTML.match(head):
        return "text/html"
    if _is_note(head):
        return "text/x-evidence-note"
    if _XML.match(head):
        return "application/xml"
    return _SUFFIXES.get(PurePath(name).suffix.lower(), "text/plain")


def reader_of(media_type: str, name: str) -> Reader:
    """The row for ``media_type``, or an ``ExtractError`` that lists what can be read."""
    try:
        return READERS[media_type]
    except KeyError:
        accepted = ", ".join(reader.label for reader in READERS.values())
        raise ExtractError(
            f"read {name}: {media_type} cannot be read; {accepted} are accepted"
        ) from None


def read(snapshot: Snapshot, limits: Limits) -> Extraction:
    """Read a snapshot in this process; errors are those under ``ExtractError``."""
    name = snapshot.ref
    reader = reader_of(snapshot.media_type, name)
    if len(snapshot.data) > limits.bytes:
        raise LimitExceeded(
            f"read {name}: {len(snapshot.data)} bytes are more than the {limits.bytes} accepted"
        )
    read_data: ReadData = importlib.import_module(reader.module).read
    extraction = read_data(snapshot.data, name=name, url=snapshot.url, limits=limits)
    if len(extraction.text) > limits.text_chars:
        raise LimitExceeded(
            f"read {name}: {len(extraction.text)} characters of text are more than the "
            f"{limits.text_chars} accepted"
        )
    return extraction


def _as_text(head: bytes) -> str | None:
    """The first bytes as text, only to look at them; null where they are no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    if head[:1024].count(0) or _share_of_controls(head[:4096]) > 0.1:
        return None
    return head.decode("utf-8-sig", errors="replace")


def _share_of_controls(head: bytes) -> float:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return controls / len(head) if head else 0.0


def _is_note(head: str) -> bool:
    front = _FRONT_MATTER.match(head)
    body = front.group(1) if front else head if head.startswith("---\n") else ""
    return bool(_NOTE_ID.search(body) and _NOTE_BODY.search(body))
