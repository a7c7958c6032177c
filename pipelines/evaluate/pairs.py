"""How much of a report survives in the web page that tells the same: shared distinct words.

A line of the file names a PDF and an HTML page, relative to the folder above the file's own.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from statistics import fmean

from kb.errors import UsageError
from pipelines.evaluate.articles import Reader, text_of

_WORD = re.compile(r"[^\W\d_]{5,}")


def run(file: Path, reader: Reader = text_of) -> dict[str, object]:
    """Share of each PDF's distinct words (five letters or more) found in its page's text."""
    if not file.is_file():
        raise UsageError(
            f'read {file}: no such file; lines of {{"pdf": PATH, "html": PATH}} are accepted'
        )
    root = file.resolve().parent.parent
    per_item = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            pair = json.loads(line)
            page = root / pair["html"]
            words = _distinct(_pdf_text(root / pair["pdf"]))
            found = words & _distinct(reader(page.read_bytes(), page.name))
            per_item[pair["html"]] = round(len(found) / len(words), 4)
    if not per_item:
        raise UsageError(f"read {file}: it holds no pair; one or more are accepted")
    return {
        "items": len(per_item),
        "mean": round(fmean(per_item.values()), 4),
        "minimum": min(per_item.values()),
        "per_item": per_item,
    }


def _distinct(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _pdf_text(path: Path) -> str:
    """The words of a PDF by the engine alone: the measure must not move with our own cleaning."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
