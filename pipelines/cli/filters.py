"""The filters of the contract as options, the same for every command that takes them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from kb.models import Filters

REPEATED = {
    "area": ("SLUG", "Challenge area."),
    "outcome": ("SLUG", "Outcome measured."),
    "population": ("SLUG", "For whom."),
    "kind": ("SLUG", "Kind of intervention."),
    "design": ("SLUG", "Study design."),
    "direction": ("SLUG", "Direction of a finding, or not-studied."),
    "sector": ("SLUG", "Sector of who took part."),
    "organisation": ("NAME", "Who took part."),
    "country": ("SLUG", "Country or nation."),
    "place": ("NAME", "Place."),
    "type": ("SLUG", "Type of document."),
    "interest": ("SLUG", "Who wrote it."),
    "document": ("ID", "One document."),
}
"""Options that may be repeated: repeats of one are OR, different ones AND."""


def filtered(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the filters as options, handed over as ``filters``."""

    @wraps(command)
    def gathered(*args: Any, **options: Any) -> int:
        filters = Filters(**{name: options.pop(name) for name in Filters.__dataclass_fields__})
        return command(*args, filters=filters, **options)

    decorated: Callable[..., int] = gathered
    for option in reversed(_options()):
        decorated = option(decorated)
    return decorated


def _options() -> list[Callable[..., Any]]:
    made = [
        click.option(f"--{name}", metavar=metavar, multiple=True, help=words)
        for name, (metavar, words) in REPEATED.items()
    ]
    return [
        *made,
        click.option("--standard", metavar="SCHEME", help="Evidence standard, such as nesta-2013."),
        click.option("--min-level", metavar="STEP", help="That step of it or a stronger one."),
        click.option("--from", "from_year", metavar="YEAR", type=YEAR, help="Delivered or published since."),
        click.option("--to", "to_year", metavar="YEAR", type=YEAR, help="Delivered or published until."),
    ]  # fmt: skip


YEAR = click.IntRange(1000, 9999)
