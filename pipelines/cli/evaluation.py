"""``eval``: quality on labelled sets. None of these changes the base."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipelines.cli.frame import DONE, Command, Frame
from pipelines.cli.group import LazyGroup

HERE = "pipelines.cli.evaluation"

evaluate = LazyGroup(
    name="eval",
    places={
        "beir": f"{HERE}:beir",
        "pages": f"{HERE}:pages",
        "articles": f"{HERE}:articles",
        "pairs": f"{HERE}:pairs",
        "questions": f"{HERE}:questions",
        "areas": f"{HERE}:areas",
        "designs": f"{HERE}:designs",
        "traps": f"{HERE}:traps",
        "directions": f"{HERE}:directions",
        "changes": f"{HERE}:changes",
        "notes": f"{HERE}:notes",
        "disagreements": f"{HERE}:disagreements",
        "accounts": f"{HERE}:accounts",
    },
    help="Measure quality on labelled sets.",
)

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DIR = click.argument(
    "directory", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)


@click.command(cls=Command)
@DIR
@click.option("--rerank", is_flag=True, help="With the reranker, as ask does it.")
@click.pass_obj
def beir(frame: Frame, directory: Path, rerank: bool) -> int:
    """Retrieval, on a collection in the BEIR layout."""
    from pipelines.evaluate import beir as measure

    return _told(frame, measure.run(directory, frame.settings(), rerank=rerank))


@click.command(cls=Command)
@FILE
@click.option("--no-rerank", is_flag=True, help="Without the reranker.")
@click.pass_obj
def pages(frame: Frame, file: Path, no_rerank: bool) -> int:
    """Pages of answers, asking one report at a time."""
    from pipelines.evaluate import pages as measure

    return _told(frame, measure.run(file, frame.settings(), rerank=not no_rerank))


@click.command(cls=Command)
@DIR
@click.pass_obj
def articles(frame: Frame, directory: Path) -> int:
    """The text of web articles."""
    from pipelines.evaluate import articles as measure

    return _told(frame, measure.run(directory))


@click.command(cls=Command)
@FILE
@click.pass_obj
def pairs(frame: Frame, file: Path) -> int:
    """Words of a report that survive in the web page that tells the same."""
    from pipelines.evaluate import pairs as measure

    return _told(frame, measure.run(file))


@click.command(cls=Command)
@FILE
@click.option("--off-topic", metavar="FILE", help="Questions that must all be refused.",
              type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.pass_obj
def questions(frame: Frame, file: Path, off_topic: Path | None) -> int:
    """Attempts found and questions refused, on the base as it stands."""
    from pipelines.evaluate import questions as measure

    with frame.base() as base:
        base.make_ready()
        figures = measure.run(file, base.ask, off_topic)
    return _told(frame, figures)


@click.command(cls=Command)
@FILE
@click.pass_obj
def areas(frame: Frame, file: Path) -> int:
    """Challenge areas suggested for passages."""
    from pipelines.evaluate import areas as measure

    return _told(frame, measure.run(file, frame.settings()))


@click.command(cls=Command)
@FILE
@click.pass_obj
def designs(frame: Frame, file: Path) -> int:
    """Study designs read out of labelled passages, and how often they are graded too high."""
    from pipelines.evaluate import designs as measure

    return _told(frame, measure.run(file))


@click.command(cls=Command)
@FILE
@click.pass_obj
def traps(frame: Frame, file: Path) -> int:
    """Sentences whose words mislead about how something was studied."""
    from pipelines.evaluate import traps as measure

    return _told(frame, measure.run(file))


@click.command(cls=Command)
@FILE
@click.pass_obj
def directions(frame: Frame, file: Path) -> int:
    """Results told from other sentences, and which way they went."""
    from ingest.tag.findings.direction_model import meaning
    from kb.embed import embedder
    from pipelines.evaluate import directions as measure

    model = embedder(frame.settings())
    return _told(
        frame, measure.run(file, embedder=model if model.name == meaning().space else None)
    )


@click.command(cls=Command)
@FILE
@click.pass_obj
def changes(frame: Frame, file: Path) -> int:
    """Whether what was measured increased, decreased or did not differ."""
    from pipelines.evaluate import changes as measure

    return _told(frame, measure.run(file))


@click.command(cls=Command)
@DIR
@click.pass_obj
def accounts(frame: Frame, directory: Path) -> int:
    """Findings, lessons and facts read out of whole documents."""
    from pipelines.evaluate import accounts as measure

    return _told(frame, measure.run(directory))


@click.command(cls=Command)
@FILE
@click.pass_obj
def notes(frame: Frame, file: Path) -> int:
    """Levels derived from how attempts were described, against those stated for them."""
    from pipelines.evaluate import notes as measure

    return _told(frame, measure.run(file))


@click.command(cls=Command)
@FILE
@click.pass_obj
def disagreements(frame: Frame, file: Path) -> int:
    """Differences between sources that people listed, on the base as it stands."""
    from kb import disagreements as differences
    from kb.models import Filters
    from pipelines.evaluate import disagreements as measure

    with frame.catalogue() as catalogue:
        drawn = differences.draw(catalogue, Filters())
    return _told(frame, measure.run(file, drawn))


def _told(frame: Frame, figures: dict[str, Any]) -> int:
    from pipelines.cli import tables

    frame.answer(figures, lambda screen: tables.figures(screen, figures))
    return DONE
