"""``disagreements``: what differs between sources, side by side, for people and as JSON. It changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.models import Filters
from pipelines.cli.filters import filtered
from pipelines.cli.frame import DONE, NOTHING_FOUND, Command, Frame

if TYPE_CHECKING:
    from rich.console import Console

    from kb.disagreements import Disagreements
    from kb.models import Citation, Side

KINDS = {
    "figure": "Figures differ",
    "direction": "Directions differ",
    "date": "Dates differ",
    "scope": "Scopes differ",
    "definition": "One number, described in several ways",
}


@click.command(cls=Command)
@filtered
@click.pass_obj
def disagreements(frame: Frame, filters: Filters) -> int:
    """What sources say differently about one thing, side by side; nothing is averaged."""
    from kb import contract
    from kb import disagreements as differences

    with frame.catalogue() as catalogue:
        drawn = differences.draw(catalogue, filters)
    frame.answer(contract.disagreements(drawn), lambda console: _show(console, drawn))
    return DONE if drawn.disagreements else NOTHING_FOUND


def _show(console: Console, drawn: Disagreements) -> None:
    from rich.text import Text

    from kb import vocab

    cited = {one.id: one for one in drawn.citations}
    if not drawn.disagreements:
        console.print(Text("No two sources are held that differ on this."))
    for one in drawn.disagreements:
        whose = one.attempt_id or (vocab.load("areas").label_of(one.area) if one.area else "")
        title = f"\n{one.about}" + (f" · {whose}" if whose else "")
        console.print(Text(title, style="bold"), Text(KINDS[one.kind], style="dim"))
        for side in one.sides:
            _side(console, side, cited[side.citation])
        console.print(
            Text(f"  Reading: {one.reading or 'nothing held explains it.'}", style="italic")
        )


def _side(console: Console, side: Side, citation: Citation) -> None:
    from rich.text import Text

    from kb import wording

    words = Text(f"  • {side.value}")
    if side.direction:
        words.append(f" ({wording.direction(side.direction)[1].lower()})", style="bold")
    console.print(words)
    console.print(Text(f"      {_source(citation)}", style="dim"))


def _source(citation: Citation) -> str:
    """Who wrote it and when; our note as what it is."""
    from kb import wording
    from kb.cite import issued

    if citation.reports is not None:
        csl = citation.reports.csl
        date = issued(csl)
        told = f"{csl.get('title')}" + (f", {date}" if date else "")
        return f"{told} · {wording.WRITTEN_BY[citation.interest]} · as summarised in our note “{citation.title}”"
    date = f", {citation.date}" if citation.date else ""
    quote = " ".join(citation.quote.split())
    return f"{citation.title}{date} · {wording.WRITTEN_BY[citation.interest]} · “{quote}”"
