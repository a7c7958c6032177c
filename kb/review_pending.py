"""A suggestion that waits for a person, as a value, and where in the queue it stands. It holds; it does not act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RESTS, DOCUMENT, OWN, RESULT, DIFFERING, UNMET, FINDING, AREA, TOLD, REST, PASSAGE = range(11)
"""Tiers of the order, as ``review_queue.ORDER`` tells them."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A level that rests on a suggestion, and what it would be without."""

    scheme: str
    level: str | None
    without: str | None
    label: str
    """For people: ``Nesta 3, without it 1``."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A suggestion that waits for a person."""

    id: str
    kind: str
    document_id: str
    title: str
    value: str
    """A slug: of a design, an aspect's way, an area, a document type, an interest, a direction, a kind of
    lesson, an aspect of a programme or of a problem."""
    quote: str
    """Verbatim; empty where the reason is no quote."""
    start: int
    end: int
    page: int | None
    page_label: str | None
    rule: str
    score: float
    status: str | None = None
    owner: str | None = None
    aspect: str | None = None
    detail: Mapping[str, Any] | None = None
    reason: str | None = None
    """Why, where it is no quote."""
    passage_id: str | None = None
    rests: tuple[Resting, ...] = ()
    """Levels that would be others without it and what says the same."""
    tier: int = REST
    height: int = 0
    """The rank of the document on the standard it stands highest on; orders the first tier."""
