"""The queue, what was decided and the record, for people at a terminal. Drawing only."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kb import review_words, wording
from kb.models import Level
from kb.review import Change
from kb.review_log import Entry
from kb.review_queue import Pending, Queue
from pipelines.cli.tables import plain, quoted

INDENT = (0, 0, 0, 3)


def queue(console: Console, waiting: Queue) -> None:
    """What waits, a document's suggestions with their quotes and pages."""
    if not waiting.items:
        console.print(Text("Nothing waits for a person here."))
        return
    for one in waiting.items:
        what = review_words.suggested(
            one.kind, one.value, one.status, one.owner, one.aspect, one.detail
        )
        heading = f"{review_words.KINDS[one.kind]}: {what}"
        console.print(Text(f"\n{plain(heading)}", style="bold"))
        said = quoted(one.quote) if one.quote else plain(one.reason or "")
        console.print(Padding(Text(said), INDENT))
        console.print(Padding(Text(_place(one), style="dim"), INDENT))
        if one.rests:
            rests = wording.joined([one.label for one in one.rests])
            console.print(Padding(Text(f"A level rests on this: {rests}."), INDENT))
        console.print(Padding(Text(f"suggested · {one.id} · {one.rule}", style="dim"), INDENT))
    shown = wording.count(len(waiting.items), "suggestion")
    console.print(Text(f"\n{shown} of {waiting.total:,} that wait. {waiting.order}"))


def _place(one: Pending) -> str:
    page = f"page {one.page_label or one.page}" if one.page is not None else ""
    return plain(" · ".join(part for part in (one.title, page) if part))


def changes(console: Console, made: Sequence[Change]) -> None:
    """What was written and what it changed."""
    for change in made:
        for row in change.judgements:
            kept = "" if change.is_new else " (so already; nothing was written)"
            said = f"{row.who}: {review_words.decision(row)}{kept}"
            console.print(Text(plain(said), style="bold"))
            console.print(
                Padding(Text(plain(f"{change.about.title} · judgement {row.id}")), INDENT)
            )
        for line in _differences(change):
            console.print(Padding(Text(plain(line)), INDENT))


def _differences(change: Change) -> list[str]:
    """A line for each thing that is another now, and for each level on which people differ."""
    before, after = change.before, change.after
    names = {"type": "type", "interest": "written by", "design": "design"}
    lines = [
        f"{words}: {getattr(before, name) or 'none'} → {getattr(after, name) or 'none'}"
        for name, words in names.items()
        if getattr(before, name) != getattr(after, name)
    ]
    for scheme in dict.fromkeys((*before.levels, *after.levels)):
        was, now = before.levels.get(scheme), after.levels.get(scheme)
        if _said(was) != _said(now):
            label = now.scheme_label if now else scheme
            edition = f" ({now.edition})" if now and now.edition else ""
            lines.append(f"{label}{edition}: {_said(was)} → {_said(now)}")
    return [*(lines or ["No level changes."]), *change.notes]


def _said(level: Level | None) -> str:
    if level is None:
        return "none"
    held = ", ".join(level.held) if level.held else level.level or "none"
    return f"{held}, {level.basis}"


def log(console: Console, entries: Sequence[Entry]) -> None:
    """The record, the oldest first."""
    if not entries:
        console.print(Text("Nobody has decided anything here."))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("When", "Who", "What", "Why"):
        table.add_column(name, header_style="bold", overflow="fold")
    for entry in entries:
        row = entry.judgement
        who = row.who if row.verified else f"{row.who} (unverified)"
        origin = f"\nfrom another base, {row.origin[:8]}" if row.origin else ""
        table.add_row(
            Text(plain(f"{wording.date(row.at)}\n{row.at[11:19]}")),
            Text(plain(who + origin)),
            Text.assemble(
                plain(f"{review_words.decision(row)}\n{entry.title}"), "\n", (row.id, "dim")
            ),
            Text(plain(f"{row.reason}\n{_standing(entry)}".rstrip())),
        )
    console.print(table)
    console.print(Text(f"\n{wording.count(len(entries), 'judgement')}"))


def _standing(entry: Entry) -> str:
    if entry.problem:
        return f"Does not count: {entry.problem}."
    if entry.undone_by:
        return f"Taken back by {entry.undone_by[:8]}."
    return ""
