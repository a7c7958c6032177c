"""A picture for people at a terminal: text first, every statement with the number of its source.

Our summary of a source never looks like a quote: it names the source and says that the original is not
held; quotation marks are for words that stand in a document, with their page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kb import wording
from kb.models import Attempt, Citation, Finding, Hit, Lesson, Picture
from pipelines.cli import picture_parts
from pipelines.cli.picture_parts import heading, marks
from pipelines.cli.tables import place, plain, quoted

MOST_FINDINGS = 4
"""Findings shown of one attempt; the JSON document holds all."""
MOST_LESSONS = 3

KINDS = {
    "effect": "against a comparison",
    "change": "before and after, cause not established",
    "delivery": "delivery",
    "experience": "experience",
    "cost": "cost",
    "forecast": "forecast",
}
LEARNED = {"helped": "Helped", "hindered": "Hindered", "implication": "What follows"}


def show(console: Console, picture: Picture) -> None:
    """Print the whole picture."""
    console.print(Text(plain(picture.question), style="bold"))
    if not picture.answerable:
        _refusal(console, picture)
        return
    numbers = _numbered(picture)
    sources = {citation.id: citation for citation in picture.citations}
    close = [a for a in picture.attempts if a.id in picture.close]
    related = [a for a in picture.attempts if a.id not in picture.close]
    console.print(Text(_headline(close, picture), style="dim"))
    _in_short(console, picture, numbers)
    _tried(console, close, picture.filters.standard)
    picture_parts.effects(console, picture.effects)
    _happened(console, close, picture.findings, sources, numbers)
    _learned(console, close, picture.lessons, sources, numbers)
    picture_parts.disagreements(console, picture.disagreements, sources, numbers)
    picture_parts.gaps(console, picture.gaps, numbers)
    _other_documents(console, picture.passages, numbers)
    _warnings(console, picture, numbers)
    _related(console, related, picture.filters.standard)
    _sources(console, sources, numbers)


def _refusal(console: Console, picture: Picture) -> None:
    console.print(Text(f"No answer: {plain(picture.reason or '')}"))
    console.print(Text(_coverage(picture.coverage), style="dim"))
    if picture.nearest:
        heading(console, "Nearest held, not on what was asked")
        for near in picture.nearest:
            console.print(Text(f"  {plain(near.get('title', near['id']))}  ({near['id']})"))


def _headline(close: Sequence[Attempt], picture: Picture) -> str:
    said = []
    if close:
        said.append(wording.count(len(close), "attempt"))
        said.append(f"strongest: {(wording.strongest(close) or 'no level stated').lower()}")
    if picture.passages:
        documents = {hit.citation.document_id for hit in picture.passages}
        said.append(wording.count(len(documents), "other document"))
    return " · ".join(said) + "\n" + _coverage(picture.coverage)


def _coverage(coverage: Mapping[str, object]) -> str:
    last = wording.date(str(coverage["last_added"])) if coverage.get("last_added") else None
    added = f" Last added {last}." if last else ""
    return f"The base holds {coverage['held']}. {coverage['how_selected']}{added}"


def _in_short(console: Console, picture: Picture, numbers: Mapping[str, int]) -> None:
    heading(console, "In short")
    for said in picture.summary:
        line = Text(f"{plain(said.text)} {marks(said.citations, numbers)} ")
        line.append(f"Certainty: {said.certainty}.", style="italic")
        console.print(Padding(line, (0, 0, 0, 2)))


def _tried(console: Console, attempts: Sequence[Attempt], scheme: str | None) -> None:
    if not attempts:
        return
    heading(console, "What was tried")
    table = Table(box=None, padding=(0, 2, 1, 2), pad_edge=False, show_edge=False)
    for name, ratio in (("Attempt", 5), ("Where and when", 3), ("Direction", 3), ("Evidence", 4)):
        table.add_column(name, ratio=ratio, header_style="bold")
    for attempt in attempts:
        evidence = _evidence(attempt, scheme)
        table.add_row(_named(attempt), _where(attempt), _direction(attempt), evidence)
    console.print(Padding(table, (0, 0, 0, 2)))


def _named(attempt: Attempt) -> Text:
    who = "; ".join(
        f"{sector.lower()}: {', '.join(names)}"
        for sector, names in wording.who_by_sector(attempt.who)
    )
    return Text.assemble((plain(attempt.name), "bold"), "\n", (plain(who), "dim"))


def _where(attempt: Attempt) -> Text:
    when = wording.period(attempt.start, attempt.end, attempt.status)
    return Text(plain("\n".join(part for part in (attempt.where, when) if part)))


def _direction(attempt: Attempt) -> Text:
    return Text(" ".join(wording.direction(attempt.direction)))


def _evidence(attempt: Attempt, scheme: str | None) -> Text:
    chip = wording.level(attempt.levels, scheme)
    design = attempt.design or ""
    return Text.assemble(chip, "\n", (plain(design[:1].upper() + design[1:]), "dim"))


def _happened(
    console: Console,
    attempts: Sequence[Attempt],
    findings: Sequence[Finding],
    sources: Mapping[str, Citation],
    numbers: Mapping[str, int],
) -> None:
    groups = [(a.name, [f for f in findings if f.attempt_id == a.id]) for a in attempts]
    unattached = dict.fromkeys(f.document_id for f in findings if f.attempt_id is None)
    groups += [
        (sources[own[0].citation].title, own)
        for document in unattached
        if (own := [f for f in findings if f.attempt_id is None and f.document_id == document])
    ]
    if not any(own for _, own in groups):
        return
    heading(console, "What happened")
    for name, own in groups:
        held = sorted(own, key=lambda f: list(KINDS).index(f.kind))
        if not held:
            continue
        console.print(Text(f"  {plain(name)}", style="bold"))
        top = held[:MOST_FINDINGS]
        # One line of provenance for the findings that rest on the same source.
        for _, group in groupby(top, key=lambda f: wording.summary_of(sources[f.citation])):
            several = list(group)
            for finding in several:
                _finding(console, finding, sources[finding.citation], numbers)
            _provenance(console, sources[several[0].citation])
        if len(held) > len(top):
            console.print(Text(f"    and {len(held) - len(top)} more (--json)", style="dim"))


def _finding(
    console: Console, finding: Finding, source: Citation, numbers: Mapping[str, int]
) -> None:
    mark, word = wording.direction_of_finding(finding)
    line = Text.assemble(
        (f"{mark} {word}".strip(), "bold"),
        f" · {plain(finding.outcome)} · {KINDS[finding.kind]}",
    )
    if finding.comparator:
        line.append(f" ({plain(finding.comparator)})")
    line.append(f"\n{_words(finding.text, source)} [{numbers[source.id]}]")
    for figure in wording.figures(finding):
        line.append(f"\n· {plain(figure)}")
    console.print(Padding(line, (0, 0, 0, 4)))


def _learned(
    console: Console,
    attempts: Sequence[Attempt],
    lessons: Sequence[Lesson],
    sources: Mapping[str, Citation],
    numbers: Mapping[str, int],
) -> None:
    on_question = {a.id for a in attempts}
    kept = [x for x in lessons if x.attempt_id in on_question or x.attempt_id is None]
    if not kept:
        return
    heading(console, "What was learned")
    for kind, label in LEARNED.items():
        held = [lesson for lesson in kept if lesson.kind == kind]
        if not held:
            continue
        console.print(Text(f"  {label}", style="bold"))
        for lesson in held[:MOST_LESSONS]:
            source = sources[lesson.citation]
            line = f"{_words(lesson.text, source)} [{numbers[source.id]}]"
            console.print(Padding(Text(line), (0, 0, 0, 4)))
            _provenance(console, source)
        if len(held) > MOST_LESSONS:
            console.print(Text(f"    and {len(held) - MOST_LESSONS} more (--json)", style="dim"))


def _words(text: str, source: Citation) -> str:
    """Quotation marks only around words that stand in a document."""
    return quoted(text) if source.kind == "quote" else plain(text)


def _provenance(console: Console, source: Citation) -> None:
    if source.kind == "paraphrase":
        line = wording.summary_of(source)
    else:
        said = [source.title, place(source), wording.written_by(source.interest)]
        line = " · ".join(part for part in said if part)
    console.print(Padding(Text(plain(line), style="dim"), (0, 0, 0, 4)))


def _other_documents(console: Console, hits: Sequence[Hit], numbers: Mapping[str, int]) -> None:
    if not hits:
        return
    heading(console, "In documents that are linked to no attempt")
    for hit in hits:
        cited = hit.citation
        console.print(Padding(Text(f"{quoted(hit.text)} [{numbers[cited.id]}]"), (0, 0, 0, 2)))
        _provenance(console, cited)


def _warnings(console: Console, picture: Picture, numbers: Mapping[str, int]) -> None:
    if not picture.not_to_conclude:
        return
    heading(console, "What not to conclude")
    for warning in picture.not_to_conclude:
        cited = warning.get("citations")
        shown = marks(cited if isinstance(cited, list) else [], numbers)
        console.print(Padding(Text(f"{plain(str(warning['text']))} {shown}"), (0, 0, 0, 2)))


def _related(console: Console, attempts: Sequence[Attempt], scheme: str | None) -> None:
    if not attempts:
        return
    heading(console, "Related attempts, not on the question itself")
    for attempt in attempts:
        direction = " ".join(wording.direction(attempt.direction))
        line = f"{plain(attempt.name)} · {direction} · {wording.level(attempt.levels, scheme)}"
        console.print(Padding(Text(line), (0, 0, 0, 2)))


def _sources(console: Console, sources: Mapping[str, Citation], numbers: Mapping[str, int]) -> None:
    heading(console, "Sources")
    shown: set[int] = set()
    for cited, number in numbers.items():
        if number in shown:
            continue
        shown.add(number)
        source = sources[cited]
        reported = source.reports
        said: list[str | None] = [
            wording.source_title(source),
            wording.written_by(source.interest),
        ]
        if reported is not None:
            said.append(f"as summarised in our note “{source.title}”")
        else:
            said += [source.publisher, wording.date(source.date)]
        line = f"[{number}] {' · '.join(plain(part) for part in said if part)}"
        console.print(Padding(Text(line, style="dim"), (0, 0, 0, 2)))
        if address := reported.url if reported else source.url:
            console.print(Text(f"      {plain(address)}", style="dim"), soft_wrap=True)


def _numbered(picture: Picture) -> dict[str, int]:
    """The number of the source of each citation shown, in the order of the answer."""
    close = set(picture.close)
    wanted = {c for said in picture.summary for c in said.citations}
    wanted |= {f.citation for f in picture.findings if f.attempt_id in close}
    wanted |= {x.citation for x in picture.lessons if x.attempt_id in close}
    wanted |= {hit.citation.id for hit in picture.passages}
    wanted |= {f.citation for f in picture.findings if f.attempt_id is None}
    wanted |= {x.citation for x in picture.lessons if x.attempt_id is None}
    wanted |= {side.citation for one in picture.disagreements for side in one.sides}
    wanted |= {cited for gap in picture.gaps for cited in gap.citations}
    order: dict[tuple[str, str], int] = {}
    return {
        citation.id: order.setdefault(_source_key(citation), len(order) + 1)
        for citation in picture.citations
        if citation.id in wanted
    }


def _source_key(citation: Citation) -> tuple[str, str]:
    """What is one source to a reader: what a note reports, else the document."""
    if citation.reports is None:
        return citation.document_id, ""
    return wording.source_title(citation), citation.reports.url or citation.document_id
