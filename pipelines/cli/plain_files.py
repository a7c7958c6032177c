"""``export`` and ``import``: a base as a folder of plain files, and the way back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from pipelines.cli.frame import DONE, SOME_FAILED, Command, Frame


@click.command(cls=Command)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--public", is_flag=True, help="Leave out what others wrote and no licence allows to copy."
)
@click.pass_obj
def export(frame: Frame, directory: Path, public: bool) -> int:
    """Write the whole base into DIR as plain files."""
    from kb import exchange
    from pipelines.cli import tables

    with frame.catalogue() as catalogue:
        made = exchange.export(catalogue, frame.settings(), directory, public=public)
    told = {**asdict(made), "directory": str(made.directory)}
    frame.answer(told, lambda screen: tables.figures(screen, told))
    return DONE


@click.command(cls=Command)
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def import_(frame: Frame, directory: Path) -> int:
    """Take what a folder of plain files holds. Nothing that is held is overwritten."""
    from ingest import passages
    from kb import exchange
    from kb.publish import publish
    from pipelines.cli import tables
    from pipelines.grade import reread
    from pipelines.linking import relink

    with frame.base(create=True) as base:
        taken = exchange.import_(
            base.catalogue, base.settings, directory, cut=passages.split, cutter=passages.CUTTER
        )
        publish(base.catalogue, base.index, base.embedder, passages.CUTTER)
        reread(base.catalogue, base.embedder)
        relink(base.catalogue)
    told = {**asdict(taken), "ok": taken.ok}
    shown = {
        **taken.counts,
        "not taken": [str(failure) for failure in taken.failures] or "nothing",
        "not looked at": list(taken.ignored) or "nothing",
    }
    frame.answer(told, lambda screen: tables.figures(screen, shown))
    return DONE if taken.ok else SOME_FAILED
