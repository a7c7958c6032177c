"""PDF to text that knows its pages. pdfium reads; pypdf is asked where pdfium finds nothing.

The steps are in modules of their own: characters and lines (``pdf_text``), running heads (``pdf_furniture``),
paragraphs (``pdf_paragraphs``), cleaning (``pdf_clean``), headings, metadata. Scans are not recognised here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.extract import pdf_furniture, pdf_headings, pdf_ligatures, pdf_metadata, pdf_second
from ingest.extract.pdf_clean import Hyphens, Writer
from ingest.extract.pdf_paragraphs import LEADER, Block, paragraphs
from ingest.extract.pdf_text import ENGINE, RawPage, raw_pages
from kb.errors import Encrypted, ExtractError, LimitExceeded, NoText
from kb.models import Extraction, Page, PageMap
from kb.settings import Limits

VERSION = "pdf-1"


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the engine says about a whole file."""

    pages: tuple[RawPage, ...]
    labels: tuple[str, ...]
    entries: tuple[pdf_headings.Entry, ...]
    info: dict[str, str]
    language: str


def read(data: bytes, *, name: str, url: str | None, limits: Limits) -> Extraction:
    """Text, page map, headings and metadata of a PDF."""
    with ENGINE:
        opened = _opened(data, name, limits)
    blank = [page.index for page in opened.pages if not page.lines]
    second = pdf_second.texts(data, blank) if blank else {}
    if len(blank) == len(opened.pages) and not second:
        raise NoText(
            f"read {name}: none of its {len(blank)} pages has text (a scan or pictures); "
            "recognising text in pictures comes later; a PDF with a text layer is accepted"
        )
    furniture = pdf_furniture.furniture(opened.pages)
    kept = [
        [line for line in page.lines if (line.page, line.start) not in furniture.lines]
        for page in opened.pages
    ]
    assembly = _Assembly(Writer(Hyphens(line for lines in kept for line in lines)), second)
    assembly.write(paragraphs(kept), len(opened.pages))
    text, written = assembly.writer.tape.text(), assembly.written
    labels = _labels(opened, furniture)
    missing = tuple(index for index in blank if index not in second)
    return Extraction(
        text=text,
        page_map=PageMap(
            tuple(assembly.page(page, labels[page.index - 1]) for page in opened.pages),
            assembly.writer.tape.runs(),
        ),
        headings=pdf_headings.headings(written, opened.entries),
        metadata=pdf_metadata.metadata(
            opened.info, opened.language, written, len(opened.pages), name
        ),
        extractor=VERSION,
        method="pdfium, pypdf" if second else "pdfium",
        pages_without_text=missing,
        warnings=_warnings(assembly, second),
    )


def _opened(data: bytes, name: str, limits: Limits) -> _Opened:
    import pypdfium2
    import pypdfium2.raw as engine

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == engine.FPDF_ERR_PASSWORD:
            raise Encrypted(
                f"read {name}: a password is needed; a PDF that opens without one is accepted"
            ) from error
        raise ExtractError(
            f"read {name}: not a readable PDF ({error}); an undamaged PDF is accepted"
        ) from error
    with document:
        count = len(document)
        if count > limits.pages:
            raise LimitExceeded(
                f"read {name}: {count} pages are more than the {limits.pages} accepted "
                "(WHATWORKS_MAX_PAGES)"
            )
        if not count:
            raise NoText(f"read {name}: it has no pages; a PDF with pages is accepted")
        return _Opened(
            pages=tuple(_with_ligatures(data, tuple(raw_pages(document)))),
            labels=tuple(document.get_page_label(index) for index in range(count)),
            entries=pdf_headings.outline(document),
            info=document.get_metadata_dict(skip_empty=True),
            language=_language(document),
        )


def _with_ligatures(data: bytes, pages: Sequence[RawPage]) -> Iterator[RawPage]:
    """The pages, those read anew whose fonts cut ligatures short; characters keep their places."""
    import pypdfium2

    text = " ".join(line.text for page in pages for line in page.lines)
    again = pdf_ligatures.repaired(data) if pdf_ligatures.looks_broken(text) else None
    if again is None:
        yield from pages
        return
    with pypdfium2.PdfDocument(again) as document:
        for page, other in zip(pages, raw_pages(document), strict=True):
            same = page.chars == other.chars and len(page.lines) == len(other.lines)
            lines = (replace(line, text=pdf_ligatures.marked(line.text)) for line in other.lines)
            yield replace(other, lines=tuple(lines)) if same else page


def _language(document: Any) -> str:
    import pypdfium2.raw as engine

    size = engine.FPDFCatalog_GetLanguage(document, None, 0)
    buffer = (ctypes.c_ushort * max(1, size // 2))()
    engine.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")


def _labels(opened: _Opened, furniture: pdf_furniture.Furniture) -> list[str | None]:
    """Labels that the file defines; where it defines none, numbers that count along on most pages."""
    if any(opened.labels):
        return [label.strip() or None for label in opened.labels]
    printed = pdf_furniture.labels(furniture.folios, len(opened.pages))
    return [printed.get(page.index) for page in opened.pages]


def _warnings(assembly: _Assembly, second: dict[int, str]) -> tuple[str, ...]:
    warnings = []
    if assembly.writer.unreadable:
        warnings.append(
            f"{assembly.writer.unreadable} characters have no meaning in the PDF's fonts and were left out"
        )
    if second:
        pages = ", ".join(str(page) for page in sorted(second)[:10])
        more = ", …" if len(second) > 10 else ""
        warnings.append(f"read by pypdf, so without places on the page: pages {pages}{more}")
    return tuple(warnings)


@dataclass(slots=True)
class _Assembly:
    """Writes paragraphs in order and notes where each page and paragraph came to lie."""

    writer: Writer
    second: dict[int, str]
    written: list[pdf_headings.Written] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def write(self, found: Sequence[Sequence[Block]], pages: int) -> None:
        waiting = sorted(self.second)
        for blocks in found:
            while waiting and waiting[0] < blocks[0].page:
                self._plain(waiting.pop(0))
            self._paragraph(blocks)
        for page in waiting:
            self._plain(page)
        end = 0
        for page in range(1, pages + 1):
            # A page without text lies, empty, where it would stand.
            _, end = self.spans.setdefault(page, (end, end))

    def page(self, raw: RawPage, label: str | None) -> Page:
        """The page as it came to lie."""
        start, end = self.spans[raw.index]
        return Page(raw.index, label, start, end, raw.chars)

    def _paragraph(self, blocks: Sequence[Block]) -> None:
        tape = self.writer.tape
        self.writer.begin()
        start = tape.length
        for block in blocks:
            low = tape.length
            for line in block.lines:
                self.writer.line(line)
            self._span(block.page, low, tape.length)
        self.writer.finish()
        self._span(blocks[-1].page, tape.length, tape.length)
        text = self.writer.tape.tail(start)
        first = blocks[0]
        self.written.append(
            pdf_headings.Written(
                text=text,
                start=start,
                end=tape.length,
                page=first.page,
                size=first.size,
                bold=all(block.bold for block in blocks),
                lines=sum(len(block.lines) for block in blocks),
                upright=first.lines[0].upright,
                listed=any(LEADER.search(line.text) for block in blocks for line in block.lines),
            )
        )

    def _plain(self, page: int) -> None:
        self.writer.begin()
        low = self.writer.tape.length
        self.writer.tape.insert(self.second[page])
        self._span(page, low, self.writer.tape.length)

    def _span(self, page: int, start: int, end: int) -> None:
        before = self.spans.get(page)
        self.spans[page] = (min(before[0], start), max(before[1], end)) if before else (start, end)
