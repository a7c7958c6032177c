"""``gaps``: the map of what is held and of what is not, for people and as JSON. It changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.models import Filters
from pipelines.cli.filters import filtered
from pipelines.cli.frame import DONE, NOTHING_FOUND, Command, Frame

if TYPE_CHECKING:
    from rich.console import Console

    from kb.gaps import Map
    from kb.models import Cell

STATES = {
    "empty": "nothing held",
    "never-evaluated": "tried, never evaluated",
    "promotional-only": "only promotional sources",
    "held": "held",
}


@click.command(cls=Command)
@filtered
@click.pass_obj
def gaps(frame: Frame, filters: Filters) -> int:
    """What this base holds by area and outcome, population and place, and where it holds nothing."""
    from kb import contract
    from kb import gaps as maps

    with frame.catalogue() as catalogue:
        drawn = maps.draw(catalogue, filters)
    frame.answer(contract.gaps(drawn), lambda console: _show(console, drawn))
    return DONE if drawn.results or drawn.attempts else NOTHING_FOUND


def _show(console: Console, drawn: Map) -> None:
    from rich.table import Table
    from rich.text import Text

    from kb import vocab, wording

    console.print(Text(drawn.note, style="dim"))
    for area in dict.fromkeys(cell.area for cell in drawn.cells):
        console.print(Text(f"\n{vocab.load('areas').label_of(area)}", style="bold"))
        table = Table(box=None, padding=(0, 2, 0, 2), pad_edge=False, show_edge=False)
        for name in ("Outcome", "Studies (documents)", "Best design", "Directions", "State"):
            table.add_column(name, header_style="bold")
        for cell in drawn.cells:
            if cell.area == area and _is_of_outcome(cell):
                table.add_row(*_row(cell))
        console.print(table)
        missing = [
            vocab.load("populations").label_of(cell.population)
            for cell in drawn.cells
            if cell.area == area and cell.population and not cell.outcome and cell.state == "empty"
        ]
        if missing:
            console.print(Text(f"  No attempt held for: {wording.joined(missing)}.", style="dim"))
    console.print(
        Text(
            f"\n{wording.count(len(drawn.never_evaluated), 'attempt')} tried and never evaluated; "
            f"{wording.count(drawn.unmapped, 'finding')} with an outcome that no list holds.",
            style="dim",
        )
    )


def _is_of_outcome(cell: Cell) -> bool:
    return bool(cell.outcome) and not (cell.population or cell.place or cell.kind)


def _row(cell: Cell) -> tuple[str, ...]:
    from kb import vocab, wording

    told = ", ".join(
        f"{number} {wording.direction(way)[1].lower()}" for way, number in cell.directions
    )
    counted = f"{cell.studies} ({cell.documents})"
    if cell.summarised:
        counted += f", {cell.summarised} known through our notes"
    return (
        vocab.load("outcomes").label_of(cell.outcome or ""),
        counted if cell.studies or cell.documents else "–",
        wording.design(cell.best_design) if cell.best_design else "–",
        told or "–",
        STATES[cell.state],
    )
