"""What the Library shows, as markup: documents in a table, runs, and failures with their reasons. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app_pages import chips
from app_pages.address import SourceView, source_link
from app_pages.markup import EMPTY, Html, items, join, link, tag
from app_pages.schemes import Schemes
from kb import vocab, wording
from kb.catalogue.runs import Run
from kb.catalogue.shelf import Shelved
from kb.cite import NOTE_TYPE
from kb.models import Document

COLUMNS = ("Title", "Type", "How studied", "Areas", "Pages", "Passages", "State", "Added")
WELL_KEPT = 0.8
"""Share of a web page's visible text below which it is said how much was kept."""


def totals(types: Mapping[str, int]) -> Html:
    """What is held, counted by type."""
    count = sum(types.values())
    notes = types.get(NOTE_TYPE, 0)
    told = f"{wording.count(count, 'document')} held"
    if notes:
        told += f", {notes:,} of them evidence notes in our own words"
    return tag("p", told, ".", class_="ww-coverage")


def table(shelved: Sequence[Shelved], schemes: Schemes) -> Html:
    """A row a document. On a narrow screen a row becomes a block, with the column named in it."""
    head = tag("tr", *(tag("th", name, scope="col", role="columnheader") for name in COLUMNS))
    body = [tag("tr", *_cells(one, schemes), role="row") for one in shelved]
    return tag(
        "table",
        tag("caption", "Documents, the newest first", class_="ww-listen"),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *body, role="rowgroup"),
        class_="ww-table ww-shelf ww-documents",
        role="table",
    )


def state(document: Document) -> str:
    """What a reader should know of how well a document could be read, and of its standing."""
    told = [] if document.status == "not-checked" else [wording.STATUS_WORDS[document.status]]
    if document.pages_without_text:
        missing = wording.count(len(document.pages_without_text), "page")
        told.append(f"{missing} without text")
    if document.kept is not None and document.kept < WELL_KEPT:
        told.append(f"{document.kept:.0%} of the page's text kept")
    told.extend(document.warnings[:1])
    return "; ".join(told) or "read"


def runs(recent: Sequence[Run]) -> Html:
    """Runs that are over, newest first."""
    told = [_run(run) for run in recent if not run.is_alive]
    return items("ul", told) if told else EMPTY


def progress(run: Run) -> str:
    """How far a run is."""
    told = f"Adding: {run.done} of {run.total} done"
    return f"{told}, {run.failed} failed" if run.failed else told


def failure(ref: str, at: str, reason: str | None) -> Html:
    """What could not be added, and why."""
    name = ref.rsplit("/", 1)[-1] or ref
    return join(
        [
            tag("p", name, class_="ww-name"),
            tag(
                "p",
                (reason or "no reason was given").rstrip("."),
                ". Tried ",
                wording.date(at),
                ".",
            ),
            tag("p", ref, class_="ww-about"),
        ]
    )


def _run(run: Run) -> str:
    begun = f"{wording.date(run.started_at)}, {run.started_at[11:16]} UTC"
    failed = f", {run.failed} failed" if run.failed else ""
    if run.finished_at is None:
        return (
            f"{begun}: interrupted after {run.done} of {run.total}{failed}. Adding the same files "
            "again goes on where it stopped."
        )
    return f"{begun}: {wording.count(run.total, 'file')} looked at{failed}."


def _cells(one: Shelved, schemes: Schemes) -> list[Html]:
    document = one.document
    notes = (document.id,) if document.type == NOTE_TYPE else ()
    known = None if notes else one.design
    level = chips.level(one.levels, schemes, known=known, areas=one.areas, notes=notes)
    areas = vocab.load("areas")
    values: list[str | None] = [
        link(source_link(SourceView(document=document.id)), document.title),
        vocab.load("document-types").label_of(document.type),
        level if one.levels else "not read for it",
        ", ".join(areas.label_of(slug) for slug in one.areas) or "none suggested",
        str(document.pages) if document.pages else "none",
        f"{one.passages:,}",
        state(document),
        wording.date(document.added_at),
    ]
    return [
        tag("td", value, data_label=name, role="cell")
        for name, value in zip(COLUMNS, values, strict=True)
    ]
