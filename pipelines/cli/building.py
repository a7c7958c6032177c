"""``demo`` and ``ingest``: what puts documents into a base."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from pipelines.cli.frame import DONE, SOME_FAILED, Command, Frame, console

if TYPE_CHECKING:
    from rich.console import Console

    from kb.models import IngestResult, Picture
    from kb.settings import Settings
    from pipelines.batch import OnResult


@click.command(cls=Command)
@click.option(
    "--corpus", metavar="DIR", help="The starter corpus; by default the one beside the code."
)
@click.pass_obj
def demo(frame: Frame, corpus: str | None) -> int:
    """Build the starter base and ask it one question.

    The base is in ./.whatworks-demo, never in the home that you use.
    """
    from kb import contract
    from pipelines import demo as demonstration
    from pipelines.base import opened

    folder = demonstration.corpus(corpus)
    settings = demonstration.settings(frame.home)
    with opened(settings, create=True) as base:
        with progress("Reading the starter corpus") as on_result:
            results = demonstration.build(base, folder, on_result)
        picture = demonstration.ask(base)
    document = contract.picture(picture)
    document["home"] = str(settings.home)
    document["built"] = contract.ingest(results)["totals"]
    frame.answer(document, lambda screen: _shown(screen, results, picture, settings))
    return SOME_FAILED if any(result.outcome == "failed" for result in results) else DONE


@click.command(cls=Command)
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option("--area", metavar="SLUG", multiple=True, help="Challenge area that these are about.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64),
              help="Documents read at a time.")  # fmt: skip
@click.pass_obj
def ingest(frame: Frame, refs: tuple[str, ...], area: tuple[str, ...], workers: int) -> int:
    """Add files, folders or a list of sources (.toml).

    Each ends as added, unchanged, updated or failed with a reason. PDF, HTML, Markdown, text and evidence
    notes are read.
    """
    from ingest.assemble import Given
    from kb import contract, vocab
    from pipelines import batch, lists
    from pipelines.cli import tables

    known = vocab.load("areas")
    areas = tuple(known.require(slug).slug for slug in area)
    said = Given(areas=areas, added_by=frame.settings().curator)
    listed = lists.read(refs, said)
    with frame.base(create=True) as base, progress("Reading") as on_result:
        lists.register(base.catalogue, listed.sources)
        results = batch.run(
            listed.refs,
            base.settings,
            base.catalogue,
            base.index,
            base.embedder,
            given=listed.given,
            default=said,
            workers=workers,
            on_result=on_result,
        )
    of_address = {source.url: source.id for source in listed.sources}
    results = [replace(r, source_id=r.source_id or of_address.get(r.ref)) for r in results]
    results += listed.failed
    frame.answer(contract.ingest(results), lambda screen: tables.ends(screen, results))
    return SOME_FAILED if any(result.outcome == "failed" for result in results) else DONE


@contextmanager
def progress(doing: str) -> Iterator[OnResult | None]:
    """A bar on standard error while a batch runs; none where nobody watches."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from pipelines.cli.tables import plain

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[latest]}", markup=False),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(doing, total=None, latest="")

        def on_result(done: int, total: int, result: IngestResult) -> None:
            latest = plain(result.ref.rpartition("/")[2])[:40]
            bar.update(task, completed=done, total=total, latest=f"{result.outcome} {latest}")

        yield on_result


def _shown(
    screen: Console, results: list[IngestResult], picture: Picture, settings: Settings
) -> None:
    from pipelines.cli import picture as drawing
    from pipelines.cli import tables

    failed = [result for result in results if result.outcome == "failed"]
    if failed:
        tables.ends(screen, failed)
    drawing.show(screen, picture)
    screen.print(f"\nThis base is in {settings.home}")
    screen.print("Open the app:        make app", style="bold")
    screen.print(
        f"Ask something else:  whatworks ask QUESTION --home {settings.home}", soft_wrap=True
    )
