"""Lists for people at a terminal: passages, the register, the ends of an ingest, figures by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kb import wording
from kb.contract import ENDS
from kb.models import Citation, Hit, IngestResult

if TYPE_CHECKING:
    from kb.check import CheckReport
    from kb.register import Register


def plain(text: str) -> str:
    """``text`` without control characters: words of a document must not steer a terminal."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def quoted(text: str) -> str:
    """Verbatim words in quotation marks."""
    return f"“{plain(text)}”"


def place(citation: Citation) -> str:
    """The page, else the heading, else nothing."""
    heading = f"under the heading {plain(citation.heading)}" if citation.heading else ""
    return wording.page(citation) or heading


def hits(console: Console, query: str, found: Sequence[Hit], scheme: str | None = None) -> None:
    """Passages with their places, best first; ``scheme`` is the one that levels are told by."""
    console.print(Text(plain(query), style="bold"))
    if not found:
        console.print(Text("No passage was found: the base, or what the filters leave, is empty."))
    for hit in found:
        cited = hit.citation
        is_quote = cited.kind == "quote"
        said: list[str | None] = [cited.title]
        if is_quote:
            said += [place(cited), wording.date(cited.date), wording.written_by(cited.interest)]
        about = " · ".join(plain(part) for part in said if part)
        console.print(Text(f"\n{hit.rank}. {about}", style="bold"))
        words = quoted(hit.text) if is_quote else plain(hit.text)
        console.print(Padding(Text(words), (0, 0, 0, 3)))
        if not is_quote:
            line = Text(plain(wording.summary_of(cited)), style="dim")
            console.print(Padding(line, (0, 0, 0, 3)))
        if hit.levels:
            chip = wording.level(hit.levels, scheme, known=hit.design)
            console.print(Padding(Text(plain(chip), style="dim"), (0, 0, 0, 3)))
        if hit.elsewhere:
            also = wording.count(len(hit.elsewhere), "other place")
            console.print(Padding(Text(f"The same words in {also}.", style="dim"), (0, 0, 0, 3)))
        console.print(Padding(Text(f"passage {cited.passage_id}", style="dim"), (0, 0, 0, 3)))


def register(console: Console, drawn: Register, scheme: str | None = None) -> None:
    """Every attempt in a line."""
    if not drawn.attempts:
        console.print(Text("No attempt matches."))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("Attempt", "Where", "When", "Direction", "Evidence"):
        table.add_column(name, header_style="bold")
    for attempt in drawn.attempts:
        when = wording.period(attempt.start, attempt.end, attempt.status)
        table.add_row(
            Text.assemble(plain(attempt.name), "\n", (attempt.id, "dim")),
            Text(plain(attempt.country or attempt.where or "")),
            Text(when or ""),
            Text(" ".join(wording.direction(attempt.direction))),
            Text(wording.level(attempt.levels, scheme)),
        )
    console.print(table)
    console.print(Text(f"\n{wording.count(len(drawn.attempts), 'attempt')}"))
    if drawn.unattached:
        count = wording.count(len(drawn.unattached), "study", "studies")
        console.print(Text(f"{count} linked to no attempt"))


def ends(console: Console, results: Sequence[IngestResult]) -> None:
    """What became of each ref; those that were held already are only counted."""
    shown = [result for result in results if result.outcome != "unchanged"]
    if shown:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for name in ("Ref", "Outcome", "Passages", "Pages", "Note"):
            right = name in ("Passages", "Pages")
            table.add_column(name, header_style="bold", justify="right" if right else "left")
        for result in shown:
            table.add_row(
                Text(plain(result.ref), overflow="fold"),
                Text(result.outcome, style="red" if result.outcome == "failed" else ""),
                Text(str(result.passages or "")),
                Text(str(result.pages or "")),
                Text(plain(_note(result))),
            )
        console.print(table)
    counts = {end: sum(result.outcome == end for result in results) for end in ENDS}
    console.print(Text(", ".join(f"{count} {end}" for end, count in counts.items() if count)))


def checks(console: Console, report: CheckReport) -> None:
    """Every invariant in a line, with a word for whether it holds."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("Check", "Holds", "Looked at", "Detail"):
        table.add_column(name, header_style="bold")
    for check in report.checks:
        holds = Text("yes") if check.ok else Text("no", style="red")
        table.add_row(Text(check.name), holds, Text(str(check.count)), Text(plain(check.detail)))
    console.print(table)
    console.print(Text("Everything holds." if report.ok else "Not everything holds.", style="bold"))


def figures(console: Console, values: Mapping[str, object]) -> None:
    """Names and values, one a line; a table of its own for values by label."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for name, value in values.items():
        table.add_row(Text(_spaced(name)), Text(plain(_shown(value)), overflow="fold"))
    console.print(table)


def _shown(value: object, *, within: bool = False) -> str:
    if isinstance(value, Mapping):
        said = [f"{_spaced(name)} {_shown(held, within=True)}" for name, held in value.items()]
        return (", " if within else "\n").join(said) or "none"
    if isinstance(value, list | tuple):
        return ("; " if within else "\n").join(
            _shown(held, within=True) for held in value
        ) or "none"
    return "none" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _spaced(name: object) -> str:
    return str(name).replace("_", " ")


def _note(result: IngestResult) -> str:
    said = [result.reason or ""]
    if result.pages_without_text:
        said.append(f"{wording.count(result.pages_without_text, 'page')} without text")
    if result.kept is not None:
        said.append(f"kept {result.kept:.0%} of the visible text")
    return "; ".join(part for part in said if part)
