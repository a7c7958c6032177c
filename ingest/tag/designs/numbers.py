"""Numbers as people write them: "1,500", "twenty-four", "46 per cent", "two years", "a quarter".

It says what a number is and where it stands; what it counts is ``ingest.tag.designs.aspects``'.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value and its span. A share is in per cent."""

    value: float
    start: int
    end: int
    percent: bool = False


def numbers(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """Every number between ``start`` and ``end``, in order; offsets are those of ``text``."""
    return ()


def months(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """Every length of time, in months: "two years" is 24, "90 days" is 3."""
    return ()
