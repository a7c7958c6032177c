"""Amounts as people write them, with unit, currency, range and hedge; and whether two are the same.

"over £632,000", "£74 billion to £99 billion", "nearly £100bn", "1.8 percentage points", "5.5m", "one in ten".
What an amount counts, and whose arm it is, the readers of ``ingest.tag`` say; whether two are about the same
thing ``kb.disagreements`` says. Nothing is converted between currencies and nothing is averaged.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.models import Figure, Hedge


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text and its span. Scaled out: "£5.5m" is 5_500_000 GBP."""

    start: int
    end: int
    text: str
    value: float | None
    """Null where a range is said and no number in it."""
    low: float | None
    high: float | None
    unit: str | None
    """``%``, ``percentage points``, ``£``, ``months``, ``hours``, ``times`` …; null for a bare count."""
    currency: str | None
    """ISO 4217; null where it is no money."""
    hedge: Hedge | None
    counts: str | None = None
    """The noun phrase that directly follows it: "18 social innovators" counts "social innovators"."""


def amounts(text: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
    """Every amount between ``start`` and ``end``, in order. Years, dates, page and section numbers are none."""
    raise NotImplementedError


def of_figure(figure: Figure) -> Amount | None:
    """A figure as an amount, scaled out (a note's ``2`` of ``£ million`` is 2_000_000 GBP); null without number."""
    raise NotImplementedError


def agree(one: Amount, other: Amount) -> bool:
    """Whether both can be meant of one number: equal but for rounding, or one within what the other's hedge,
    or range, allows. False where their units cannot be compared (see ``comparable``)."""
    raise NotImplementedError


def comparable(one: Amount, other: Amount) -> bool:
    """Whether they are of one kind: both money of one currency, both per cent, both counts … Per cent and
    percentage points are not."""
    raise NotImplementedError
