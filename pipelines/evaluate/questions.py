"""``eval questions FILE``: are the attempts that answer a question found, and are the others refused?

It asks the base as it stands, question by question, as ``ask`` does, and changes nothing. A second file
may hold questions that nothing answers: lists of texts, by any heading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml

from kb.errors import UsageError
from kb.models import Picture, Query

DEPTH = 10
"""Attempts of the picture that count."""

Ask = Callable[[Query], Picture]


@dataclass(frozen=True, slots=True)
class Item:
    """A question, whether the base should answer it, and with which attempts."""

    id: str
    text: str
    answerable: bool
    attempt_ids: tuple[str, ...]


def run(file: Path, ask: Ask, off_topic: Path | None = None) -> dict[str, object]:
    """Figures over the questions of ``file``, and what went wrong by question."""
    items = read(file)
    pictures = {item.id: ask(Query(item.text)) for item in items}
    answerable = [item for item in items if item.answerable]
    others = [item for item in items if not item.answerable]
    recalls = [_recall(item, pictures[item.id]) for item in answerable]
    figures: dict[str, object] = {
        "questions": len(items),
        f"attempt_recall@{DEPTH}": _mean(recalls),
        "answerable_accuracy": _mean([pictures[i.id].answerable for i in answerable]),
        "unanswerable_accuracy": _mean([not pictures[i.id].answerable for i in others]),
        "missed": {
            item.id: sorted(_missing(item, pictures[item.id]))
            for item in answerable
            if _missing(item, pictures[item.id])
        },
        "wrongly_refused": [i.id for i in answerable if not pictures[i.id].answerable],
        "wrongly_answered": [i.id for i in others if pictures[i.id].answerable],
    }
    if off_topic is not None:
        texts = read_texts(off_topic)
        answered = [text for text in texts if ask(Query(text)).answerable]
        figures["off_topic"] = len(texts)
        figures["off_topic_refused"] = len(texts) - len(answered)
        figures["off_topic_answered"] = answered
    return figures


def read(file: Path) -> list[Item]:
    """The questions of a YAML list."""
    accepted = "a list of tables with id, question, answerable and attempt_ids is accepted"
    table = _yaml(file)
    if not isinstance(table, list) or not table:
        raise UsageError(f"read {file}: it holds no list; {accepted}")
    try:
        return [
            Item(
                str(raw["id"]),
                str(raw["question"]),
                bool(raw["answerable"]),
                tuple(raw.get("attempt_ids") or ()),
            )
            for raw in table
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"read {file}: {error!r} in one of the tables; {accepted}") from error


def read_texts(file: Path) -> list[str]:
    """Questions alone: lists of texts, by any heading."""
    table = _yaml(file)
    if not isinstance(table, Mapping):
        raise UsageError(f"read {file}: lists of texts by a heading are accepted")
    return [str(text) for some in table.values() for text in some]


def _yaml(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = str(error).splitlines()[0]
        raise UsageError(f"read {file}: {line}; a YAML file is accepted") from error


def _missing(item: Item, picture: Picture) -> set[str]:
    return set(item.attempt_ids) - {attempt.id for attempt in picture.attempts[:DEPTH]}


def _recall(item: Item, picture: Picture) -> float:
    return 1 - len(_missing(item, picture)) / len(item.attempt_ids) if item.attempt_ids else 1.0


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 4) if values else None
