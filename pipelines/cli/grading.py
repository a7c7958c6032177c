"""``grade``: how one document came to know what it says, and the level each standard derives from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from pipelines.cli.frame import DONE, Command, Frame, require_base

if TYPE_CHECKING:
    from rich.console import Console

    from kb.evidence import DesignFact, Grade
    from kb.models import Ground, Level

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@click.command(cls=Command)
@click.argument("document", metavar="FILE_OR_DOCUMENT_ID")
@click.pass_obj
def grade(frame: Frame, document: str) -> int:
    """Design facts and levels of one document, which need not be in the base."""
    from kb import contract

    value = _held(frame, document) if _ID.fullmatch(document) else _file(frame, document)
    frame.answer(contract.grade(value), lambda console: show(console, value))
    return DONE


def _held(frame: Frame, document_id: str) -> Grade:
    from pipelines.grade import held

    require_base(frame.settings())
    with frame.catalogue() as catalogue:
        return held(catalogue, document_id)


def _file(frame: Frame, ref: str) -> Grade:
    from kb import standards
    from pipelines.grade import Grader

    settings = frame.settings()
    with Grader(settings, standards.load(settings.home / "vocab")) as grader:
        return grader.file(ref)


def show(console: Console, value: Grade) -> None:
    """A grade for people: the levels with their reasons, then every fact with its words."""
    from rich.text import Text

    from kb import vocab, wording
    from pipelines.cli.tables import plain

    reading = value.reading
    console.print(Text(plain(value.title), style="bold"))
    kind = vocab.load("document-types").label_of(value.type)
    console.print(Text(f"{kind} · {wording.written_by(value.interest)}"))
    for guess in (reading.type, reading.interest):
        if guess is not None:
            console.print(Text(f"   because it says {_worded(guess.reason)}", style="dim"))
    if reading.note:
        console.print(Text(plain(reading.note)))
    console.print(Text(f"Design: {wording.design(reading.design)}", style="bold"))
    _levels(console, value.levels)
    for contrast in reading.contrasts:
        console.print(Text(f"\n{plain(contrast.name)}: {wording.design(contrast.design)}"))
        _levels(console, value.by_contrast.get(contrast.number, {}))
    if reading.facts:
        console.print(Text("\nWhat it says of how it was studied", style="bold"))
    for fact in reading.facts:
        _fact(console, fact)


def _levels(console: Console, levels: Mapping[str, Level]) -> None:
    from rich.text import Text

    from kb import wording

    for level in levels.values():
        console.print(Text(f"\n{wording.step(level)}"))
        for ground in level.grounds:
            lead = "not higher: " if ground.against else "because "
            console.print(Text(f"   {lead}{_worded(ground)}", style="dim"))


def _fact(console: Console, fact: DesignFact) -> None:
    from rich.text import Text

    from kb import wording
    from pipelines.cli.tables import plain, quoted

    page = f", page {plain(fact.page_label or str(fact.page))}" if fact.page else ""
    console.print(Text(f"{wording.fact(fact)}{page}"))
    console.print(Text(f"   {quoted(' '.join(fact.quote.split()))} ({fact.rule})", style="dim"))


def _worded(ground: Ground) -> str:
    from pipelines.cli.tables import plain, quoted

    if ground.start is None:
        return plain(ground.text)
    page = f" (page {plain(ground.page_label or str(ground.page))})" if ground.page else ""
    return quoted(" ".join(ground.text.split())) + page
