"""``check``, ``status`` and ``reindex``: whether all is well, what is held, and the index made anew."""

from __future__ import annotations

import time
from dataclasses import asdict

import click

from pipelines.cli.frame import DONE, SOME_FAILED, Command, Frame, console


@click.command(cls=Command)
@click.pass_obj
def check(frame: Frame) -> int:
    """Verify every invariant of the base. It mends nothing."""
    from ingest.passages import CUTTER
    from ingest.tag import accounts, designs
    from kb import check as checking
    from kb.publish import stamp
    from pipelines.cli import tables

    with frame.base() as base:
        wanted = stamp(base.embedder, CUTTER)
        report = checking.check(
            base.catalogue,
            base.settings,
            base.index,
            stamp=wanted,
            reader=designs.VERSION,
            teller=accounts.VERSION,
        )
    told = {"ok": report.ok, "checks": [asdict(one) for one in report.checks]}
    frame.answer(told, lambda screen: tables.checks(screen, report))
    return DONE if report.ok else SOME_FAILED


@click.command(cls=Command)
@click.pass_obj
def status(frame: Frame) -> int:
    """Counts, versions, sizes and the runs under way."""
    from ingest.tag import accounts, designs
    from kb import status as counting
    from pipelines.cli import tables

    with frame.base() as base:
        told = counting.status(
            base.catalogue,
            base.settings,
            base.index,
            reader=designs.VERSION,
            teller=accounts.VERSION,
        )
    frame.answer(told, lambda screen: tables.figures(screen, told))
    return DONE


@click.command(cls=Command)
@click.pass_obj
def reindex(frame: Frame) -> int:
    """Build the index anew, and read again what older rules read.

    What has no vector of this embedder yet is embedded. Documents whose design facts, or what they tell,
    older rules read are read again; what people judged stands.
    """
    from ingest.passages import CUTTER
    from kb.catalogue import read
    from kb.publish import publish
    from pipelines.cli import tables
    from pipelines.grade import reread
    from pipelines.linking import relink

    begun = time.perf_counter()
    with frame.base() as base, base.catalogue.read() as connection:
        counts = read.passage_counts(connection)
    with frame.base() as base:
        screen = console(stderr=True)
        total, done = sum(counts.values()), 0

        def progress(passages: int) -> None:
            nonlocal done
            done += passages
            if screen.is_terminal:
                screen.print(f"{done} of {total} passages", end="\r")

        publish(base.catalogue, base.index, base.embedder, CUTTER, rebuild=True, progress=progress)
        base.index.optimise()
        read_again = reread(base.catalogue, base.embedder)
        relink(base.catalogue)
    told = {
        "documents": len(counts),
        "passages": total,
        "read_again": read_again,
        "seconds": round(time.perf_counter() - begun, 2),
    }
    frame.answer(told, lambda out: tables.figures(out, told))
    return DONE
