"""Parts of a picture at a terminal: the plot of directions, where sources disagree, what nothing is held on.

Like ``picture``: text first, a direction always in words beside its mark, quotation marks only around words
that stand in a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kb import effects as plot
from kb import vocab, wording
from kb.catalogue.attempts import direction_of
from kb.cite import issued
from kb.models import Citation, Disagreement, EffectRow, Gap
from pipelines.cli.tables import plain, quoted


def heading(console: Console, words: str) -> None:
    """A heading of a part."""
    console.print(Text(f"\n{words}", style="bold underline"))


def marks(citations: Iterable[str], numbers: Mapping[str, int]) -> str:
    """The numbers of the sources that a sentence rests on."""
    cited = dict.fromkeys(numbers[c] for c in citations if c in numbers)
    return "".join(f"[{number}]" for number in cited)


def effects(console: Console, rows: Sequence[EffectRow]) -> None:
    """A row a study with a comparison, the strongest first."""
    if not rows:
        return
    heading(console, "Directions of the studies with a comparison")
    table = Table(box=None, padding=(0, 2, 0, 2), pad_edge=False, show_edge=False)
    for name, ratio in (
        ("Study (documents)", 5),
        ("Design", 2),
        ("Over all", 3),
        ("By outcome", 5),
    ):
        table.add_column(name, ratio=ratio, header_style="bold")
    for row in rows:
        counted = f"({len(row.documents)})" if row.documents else "(known through our note)"
        table.add_row(
            Text(f"{plain(row.name)} {counted}"),
            wording.design(row.design) if row.design else "not read",
            " ".join(wording.direction(row.direction)),
            Text("\n".join(_outcome(slug, ways) for slug, ways in row.outcomes)),
        )
    console.print(Padding(table, (0, 0, 0, 2)))
    console.print(Text(f"  {plot.ORDER} Effects only; counted by direction.", style="dim"))


def _outcome(slug: str | None, ways: Sequence[str]) -> str:
    label = vocab.load("outcomes").label_of(slug) if slug else "Other outcomes"
    return f"{wording.direction(direction_of(ways))[0]} {label}"


def disagreements(
    console: Console,
    some: Iterable[Disagreement],
    sources: Mapping[str, Citation],
    numbers: Mapping[str, int],
) -> None:
    """The sides of each next to each other, none of them preferred."""
    held = list(some)
    if not held:
        return
    heading(console, "Where sources disagree")
    for one in held:
        disagreement(console, one, sources, numbers)


def disagreement(
    console: Console,
    one: Disagreement,
    sources: Mapping[str, Citation],
    numbers: Mapping[str, int],
) -> None:
    """One of them: what each side says, who wrote it and when."""
    console.print(Text(f"  {plain(one.about)}", style="bold"))
    for side in one.sides:
        source = sources[side.citation]
        when = wording.date(issued(source.reports.csl) if source.reports else source.date)
        said = [
            wording.written_by(source.interest),
            when or "no date",
            wording.source_title(source),
        ]
        mark = marks([side.citation], numbers)
        line = Text(f"{plain(side.value)} {mark} ".replace("  ", " "))
        line.append(f"· {plain(' · '.join(said))}", style="dim")
        console.print(Padding(line, (0, 0, 0, 4)))
        if source.kind == "quote":
            console.print(Padding(Text(quoted(source.quote)), (0, 0, 0, 6)))
    reading = one.reading or "Nothing held explains the difference."
    console.print(Padding(Text(plain(reading), style="italic"), (0, 0, 1, 4)))


def gaps(console: Console, some: Sequence[Gap], numbers: Mapping[str, int]) -> None:
    """What nothing is held on, each with the nearest that is."""
    if not some:
        return
    heading(console, "What this base holds nothing on")
    for gap in some:
        line = f"{plain(gap.text)} {marks(gap.citations, numbers)}"
        console.print(Padding(Text(line), (0, 0, 0, 2)))
