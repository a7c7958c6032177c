"""Deterministic ids. Ours, never a library's: re-tagging or re-embedding must not change one.

All are uuid5 under one namespace, from a line of text whose parts are joined by a line feed.
"""

from __future__ import annotations

import hashlib
import uuid
from urllib.parse import urlsplit, urlunsplit

NAMESPACE = uuid.UUID("6f1d6a0e-3f5c-5d0b-9a53-6a1f0c7d2e11")


def _uuid(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\n".join(parts)))


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def normalise_url(url: str) -> str:
    """One spelling of a URL: lower-case scheme and host, no default port, no fragment."""
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").lower()
    default = {"http": 80, "https": 443}.get(scheme)
    port = f":{parts.port}" if parts.port and parts.port != default else ""
    return urlunsplit((scheme, host + port, parts.path or "/", parts.query, ""))


def canonical_ref(ref: str) -> str:
    """``ref`` as it enters a source id: a normalised URL, ``doi:…``, ``note:<slug>``, ``file:<sha256>``."""
    lowered = ref.strip().lower()
    for prefix in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"):
        if lowered.startswith(prefix):
            return "doi:" + lowered[len(prefix) :]
    if lowered.startswith(("http://", "https://")):
        return normalise_url(ref)
    return ref.strip()


def source_id(ref: str) -> str:
    """Id of a source, from its canonical ref."""
    return _uuid("source", canonical_ref(ref))


def document_id(source: str, snapshot_sha256: str, text_sha256: str) -> str:
    """Id of a document: the text of a source at one moment, as one extractor read it."""
    return _uuid("document", source, snapshot_sha256, text_sha256)


def passage_id(document: str, start: int, end: int) -> str:
    """Id of a passage; ``start`` and ``end`` are code points of the stored text."""
    return _uuid("passage", document, str(start), str(end))


def finding_id(document: str, start: int, end: int, outcome: str, direction: str) -> str:
    """Id of a finding."""
    return _uuid("finding", document, str(start), str(end), outcome, direction)


def statement_id(kind: str, document: str, start: int, end: int, text: str = "") -> str:
    """Id of any other statement that rests on a span (a lesson, a figure, a cost)."""
    return _uuid(kind, document, str(start), str(end), text)
