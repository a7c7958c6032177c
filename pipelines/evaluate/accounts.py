"""What is read out of whole documents, against what a careful reader takes out of them.

A folder holds the documents as Markdown and ``expected.jsonl``: a line a statement, ``{"file", "reader",
"quote", …, "optional"}``. A proposal is right when its sentence is one that the list has for that reader; an
optional line counts neither for nor against. Of proposals that are right, the share whose kind, direction
or aspect is that of the list is told too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ingest.extract import markdown
from ingest.tag import accounts, designs
from kb.accounts import Account
from kb.errors import UsageError
from kb.settings import Limits
from pipelines.evaluate import rates

READERS: Mapping[str, tuple[str, ...]] = {
    "finding": ("kind", "direction", "outcome_slug"),
    "lesson": ("kind", "theme", "view"),
    "programme": ("aspect",),
    "problem": ("area", "aspect"),
}
"""By reader, what is compared of statements whose sentence was found."""
EXPECTED = "expected.jsonl"

Said = tuple[int, int, Mapping[str, Any]]
"""Where a proposal stands, and what it says."""


def run(folder: Path) -> dict[str, Any]:
    """Precision, recall and F1 by reader, over the sentences; and how often the details are right."""
    listed = folder / EXPECTED
    if not listed.is_file():
        raise UsageError(
            f"evaluate {folder}: {EXPECTED} is not there; a folder that holds it is accepted"
        )
    items = rates.read_items(listed, "file", "reader", "quote")
    files = sorted({item["file"] for item in items})
    told = {name: _read(folder / name) for name in files}
    return {
        "documents": len(files),
        "items": sum(not item.get("optional") for item in items),
        "per_reader": {
            reader: _of(reader, [i for i in items if i["reader"] == reader], told)
            for reader in READERS
        },
    }


def _read(file: Path) -> tuple[str, dict[str, list[Said]]]:
    read = markdown.read(file.read_bytes(), name=file.name, url=None, limits=Limits())
    title = next((found.value for found in read.metadata if found.field == "title"), "")
    reading = designs.read(
        read.text,
        headings=read.headings,
        title=title,
        metadata=read.metadata,
        media_type="text/markdown",
    )
    account = accounts.read(
        read.text,
        headings=read.headings,
        reading=reading,
        title=title,
        type=reading.type.value if reading.type else "report",
        interest=reading.interest.value if reading.interest else "unknown",
    )
    return read.text, _said(account)


def _said(account: Account) -> dict[str, list[Said]]:
    some: Mapping[str, Iterable[Any]] = {
        "finding": account.findings,
        "lesson": account.lessons,
        "programme": account.programme,
        "problem": account.problems,
    }
    return {
        reader: [
            (one.span.start, one.span.end, {name: getattr(one, name) for name in READERS[reader]})
            for one in told
        ]
        for reader, told in some.items()
    }


def _of(
    reader: str,
    items: list[dict[str, Any]],
    told: Mapping[str, tuple[str, dict[str, list[Said]]]],
) -> dict[str, Any]:
    due, found, right, proposed = 0, 0, 0, 0
    agree: dict[str, list[bool]] = {name: [] for name in READERS[reader]}
    by_file: dict[str, list[tuple[int, int, dict[str, Any]]]] = {}
    for item in items:
        text, _ = told[item["file"]]
        start = text.find(item["quote"])
        if start < 0:
            raise UsageError(f"evaluate {item['file']}: {item['quote']!r:.60} does not stand in it")
        by_file.setdefault(item["file"], []).append((start, start + len(item["quote"]), item))
    for name, (_, said) in told.items():
        own = by_file.get(name, [])
        wanted = {(low, high) for low, high, item in own if not item.get("optional")}
        due += len(wanted)
        met = set()
        spans = {(low, high) for low, high, _ in said[reader]}
        for low, high in spans:
            same = [one for one in own if _is_same(one[:2], (low, high))]
            sure = [one for one in same if not one[2].get("optional")]
            if same and not sure:
                continue
            proposed += 1
            right += bool(sure)
            met |= {(one[0], one[1]) for one in sure}
            details = [d for a, b, d in said[reader] if (a, b) == (low, high)]
            for field in READERS[reader] if sure else ():
                agree[field].append(
                    any(d[field] == one[2].get(field) for d in details for one in same)
                )
        found += len(met)
    precision, recall = right / max(1, proposed), found / max(1, due)
    return {
        "items": due,
        "proposed": proposed,
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        **{
            f"{name}_right": round(sum(held) / len(held), 3) if held else None
            for name, held in agree.items()
        },
    }


def _is_same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans are of one sentence: they share most of the shorter."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared > min(one[1] - one[0], other[1] - other[0])
