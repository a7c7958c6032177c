"""The registry: what bytes are, who reads them, and what is said of those nobody reads."""

from __future__ import annotations

import importlib

import pytest
from pdf_builder import column, pdf

from ingest.extract import READERS, read, sniff
from kb import ids
from kb.errors import ExtractError, LimitExceeded
from kb.models import Snapshot
from kb.settings import Limits

HTML = b"<!DOCTYPE html><html><head><title>A</title></head><body><p>Words.</p></body></html>"
NOTE = b"---\nid: mentors-leeds\ntitle: Mentors\nreferences:\n  - title: A\n---\n\nText.\n"


def snapshot(data: bytes, name: str) -> Snapshot:
    digest = ids.sha256(data)
    return Snapshot(name, f"file:{digest}", data, digest, sniff(data, name))


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (pdf([column(["Words"])]), "report.pdf", "application/pdf"),
        (pdf([column(["Words"])]), "report.txt", "application/pdf"),
        (b"\r\n\r\n" + pdf([column(["Words"])]), "report", "application/pdf"),
        (HTML, "report.pdf", "text/html"),
        (b"\xef\xbb\xbf<!-- saved --> <HTML>x", "a", "text/html"),
        (HTML.decode().encode("utf-16"), "page", "text/html"),
        (b"<p>A fragment.</p>", "page.html", "text/html"),
        (b"# Title\n\nWords.", "notes.md", "text/markdown"),
        (b"# Title\n\nWords.", "notes.txt", "text/plain"),
        (NOTE, "mentors.md", "text/x-evidence-note"),
        (NOTE.replace(b"\n", b"\r\n"), "mentors", "text/x-evidence-note"),
        (b"<!---->" * 9000 + b"<p", "a.txt", "text/plain"),
        (b"---\ntitle: Mentors\nid: 3\n---\nText.", "post.md", "text/markdown"),
        (b"Words.", "report.pdf", "text/plain"),
        ("Café".encode("cp1252"), "a.txt", "text/plain"),
        (b"\x89PNG\r\n\x1a\n", "report.pdf", "image/png"),
        (b"PK\x03\x04....", "report.docx", "application/zip"),
        (bytes(range(256)) * 4, "report.pdf", "application/octet-stream"),
        (b'{"a": 1}', "a.json", "application/json"),
        (b'<?xml version="1.0"?><rss></rss>', "feed", "application/xml"),
    ],
)
def test_the_media_type_is_that_of_the_bytes_first(data: bytes, name: str, media_type: str) -> None:
    assert sniff(data, name) == media_type


def test_every_reader_has_a_version_and_reads() -> None:
    for media_type, reader in READERS.items():
        module = importlib.import_module(reader.module)
        assert module.VERSION.partition("-")[2].isdigit(), media_type
        assert callable(module.read)
    assert len({reader.name for reader in READERS.values()}) == len(READERS)


def test_what_nobody_reads_is_refused_with_what_would_be_read() -> None:
    with pytest.raises(
        ExtractError, match="image/png cannot be read; PDF, HTML, Markdown, plain text"
    ):
        read(snapshot(b"\x89PNG\r\n\x1a\n", "photo.png"), Limits())


def test_the_extractor_is_recorded_with_its_version() -> None:
    assert read(snapshot(b"Words.", "a.txt"), Limits()).extractor == "text-2"


def test_more_bytes_or_text_than_the_limits_are_refused() -> None:
    with pytest.raises(LimitExceeded, match="bytes"):
        read(snapshot(b"Words. " * 100, "a.txt"), Limits(bytes=100))
    with pytest.raises(LimitExceeded, match="characters"):
        read(snapshot(b"Words. " * 100, "a.txt"), Limits(text_chars=100))
