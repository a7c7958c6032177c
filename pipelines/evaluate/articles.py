"""How well the article of a web page is read: overlap of word 4-grams with text chosen by people.

It measures the reader of HTML alone; passages and search are measured elsewhere.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import fmean

from ingest.extract import html
from kb.errors import NoText, UsageError
from kb.settings import Limits

Reader = Callable[[bytes, str], str]
"""Bytes of a page and its name → text."""


def text_of(data: bytes, name: str) -> str:
    """The text our reader stores for a page; nothing where it finds none."""
    try:
        return html.read(data, name=name, url=None, limits=Limits()).text
    except NoText:
        return ""


def run(directory: Path, reader: Reader = text_of) -> dict[str, object]:
    """Means over the items of ``ground-truth.json`` (id → ``articleBody``), pages in ``html/``."""
    truth = directory / "ground-truth.json"
    if not truth.is_file():
        raise UsageError(
            f"read {directory}: no ground-truth.json; a folder with it and html/ID.html.gz is accepted"
        )
    scores = [
        overlap(reader(_page(directory, name), name), item["articleBody"])
        for name, item in json.loads(truth.read_text(encoding="utf-8")).items()
    ]
    if not scores:
        raise UsageError(f"read {truth}: it holds no item; one or more are accepted")
    precision, recall, f1 = (fmean(column) for column in zip(*scores, strict=True))
    return {
        "items": len(scores),
        "f1": round(f1, 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
    }


def overlap(read: str, true: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the word 4-grams of ``read``, counted, against ``true``."""
    ours, theirs = _grams(read), _grams(true)
    shared = (ours & theirs).total()
    if not ours or not theirs:
        same = float(not ours and not theirs)
        return same, same, same
    precision, recall = shared / ours.total(), shared / theirs.total()
    return precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def _page(directory: Path, name: str) -> bytes:
    path = directory / "html" / f"{name}.html.gz"
    if not path.is_file():
        raise UsageError(f"read {path}: no such page; html/ID.html.gz for every id is accepted")
    return gzip.decompress(path.read_bytes())
