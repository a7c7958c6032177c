"""``eval pages FILE``: is the page of the answer found, asking within one report?

The reports are PDFs in ``pdf/`` beside FILE, ingested by the product into a temporary home and asked with
the product's search, reranking included. A gold page is found when one of the first ten hits stands on
it. The interval resamples questions, since pages of one question stand or fall together.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kb.errors import ExtractError, UsageError
from kb.models import Filters, Hit, Query
from kb.settings import Settings

DEPTH = 10
MOST_WORDS = 180
"""Words that a passage may have: longer ones would find more pages by their size alone."""
QUOTE_SHARE = 0.8
"""Share of a quote's word 4-grams that must stand in the hits."""
GRAM = 4
RESAMPLES = 2000
INTERVAL = f"95 %, bootstrap over questions, {RESAMPLES} resamples"
ACCEPTED = 'lines of {"question", "document", "pages", "quotes"} are accepted'


@dataclass(frozen=True, slots=True)
class Item:
    """A question to one report, the pages of its answer, and what is said there."""

    question: str
    document: str
    pages: frozenset[int]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one question."""

    pages: int
    pages_found: int
    quotes: int
    quotes_found: int


def run(file: Path, settings: Settings, *, rerank: bool = True) -> dict[str, object]:
    """Figures over all gold pages and all gold quotes."""
    from pipelines.base import opened

    items = read(file)
    with TemporaryDirectory(prefix="whatworks-pages-") as home:
        own = replace(
            settings,
            home=Path(home),
            database_url=f"sqlite:///{Path(home, 'catalogue.sqlite')}",
            qdrant_url=None,
        )
        with opened(own, create=True) as base:
            held = _ingested(base, file.parent / "pdf", {item.document for item in items})
            answers, longest = [], 0
            for item in items:
                only = Filters(document=(held[item.document],))
                query = Query(item.question, only, limit=DEPTH, rerank=rerank)
                hits = base.searcher.hits(base.searcher.find(query))
                answers.append(judged(item, hits))
                longest = max([longest, *(len(hit.text.split()) for hit in hits)])
    if longest > MOST_WORDS:
        raise UsageError(
            f"measure {file}: a passage has {longest} words; at most {MOST_WORDS} are accepted"
        )
    return {
        "questions": len(items),
        "gold_pages": sum(answer.pages for answer in answers),
        f"page_recall@{DEPTH}": _share(answers, "pages"),
        "interval": interval(answers),
        "interval_method": INTERVAL,
        "quotes": sum(answer.quotes for answer in answers),
        f"quote_recall@{DEPTH}": _share(answers, "quotes"),
        "longest_passage_words": longest,
        "reranked": rerank and settings.reranker != "none",
    }


def judged(item: Item, hits: Sequence[Hit]) -> Answer:
    """Gold pages and quotes of one question that its hits hold."""
    pages = {
        page
        for hit in hits
        if hit.citation.page is not None
        for page in range(hit.citation.page, (hit.citation.page_end or hit.citation.page) + 1)
    }
    held = {gram for hit in hits for gram in grams(hit.text)}
    found = [quote for quote in item.quotes if _held(quote, held)]
    return Answer(len(item.pages), len(item.pages & pages), len(item.quotes), len(found))


def grams(text: str) -> set[tuple[str, ...]]:
    """Word 4-grams; the whole where there are fewer words."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + GRAM]) for i in range(max(1, len(words) - GRAM + 1))}


def interval(answers: Sequence[Answer], seed: int = 1) -> list[float]:
    """Where the recall of pages lies when questions are drawn anew."""
    draw = random.Random(seed)  # noqa: S311 - a resample needs to repeat, not to be secret
    shares = sorted(
        _share(draw.choices(answers, k=len(answers)), "pages") for _ in range(RESAMPLES)
    )
    return [shares[int(RESAMPLES * 0.025)], shares[int(RESAMPLES * 0.975) - 1]]


def read(file: Path) -> list[Item]:
    """The questions of a file."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        items = [_item(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"read {file}: {error}; {ACCEPTED}") from error
    if not items:
        raise UsageError(f"read {file}: it holds no question; {ACCEPTED}")
    return items


def _item(raw: Mapping[str, object]) -> Item:
    pages, quotes = raw["pages"], raw.get("quotes") or []
    if not isinstance(pages, list) or not isinstance(quotes, list) or not pages:
        raise TypeError("pages is no list of page indexes")
    return Item(
        str(raw["question"]),
        str(raw["document"]),
        frozenset(int(page) for page in pages),
        tuple(str(quote) for quote in quotes),
    )


def _ingested(base: object, folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Document ids by file name."""
    from pipelines import batch
    from pipelines.base import Base

    assert isinstance(base, Base)
    paths = {str(folder / name): name for name in sorted(names)}
    results = batch.run(list(paths), base.settings, base.catalogue, base.index, base.embedder)
    held = {}
    for result in results:
        if result.document_id is None:
            raise ExtractError(f"ingest {result.ref}: {result.reason}")
        held[paths[result.ref]] = result.document_id
    return held


def _held(quote: str, held: set[tuple[str, ...]]) -> bool:
    wanted = grams(quote)
    return len(wanted & held) / len(wanted) >= QUOTE_SHARE


def _share(answers: Sequence[Answer], what: str) -> float:
    total = sum(getattr(answer, what) for answer in answers)
    found = sum(getattr(answer, f"{what}_found") for answer in answers)
    return round(found / total, 4) if total else 0.0
