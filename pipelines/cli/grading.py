"""``grade``: how one document came to know what it says, and the level each standard derives from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from pipelines.cli.frame import DONE, Command, Frame

if TYPE_CHECKING:
    from rich.console import Console

    from kb.evidence import DesignFact, Grade
    from kb.models import Ground, Level
    from kb.settings import Settings
    from kb.standards import Standards

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@click.command(cls=Command)
@click.argument("document", metavar="FILE_OR_DOCUMENT_ID")
@click.option("--standard", "wanted", metavar="SCHEME", multiple=True,
              help="Also tell people the level of this standard; --json holds all.")  # fmt: skip
@click.pass_obj
def grade(frame: Frame, document: str, wanted: tuple[str, ...]) -> int:
    """Design facts and levels of one document, which need not be in the base."""
    from kb import contract, standards

    settings = frame.settings()
    known = standards.load(settings.home / "vocab")
    also = [known.require(slug).slug for slug in wanted]
    value = _held(frame, document) if _ID.fullmatch(document) else _file(settings, document, known)
    schemes = list(dict.fromkeys([*(one.slug for one in known.shown(value.areas)), *also]))
    frame.answer(contract.grade(value), lambda console: show(console, value, schemes))
    return DONE


def _held(frame: Frame, document_id: str) -> Grade:
    from pipelines.grade import held

    with frame.catalogue() as catalogue:
        return held(catalogue, document_id)


def _file(settings: Settings, ref: str, known: Standards) -> Grade:
    from pipelines.grade import Grader

    with Grader(settings, known) as grader:
        return grader.file(ref)


def show(console: Console, value: Grade, schemes: Sequence[str]) -> None:
    """A grade for people: the levels in ``schemes`` with their reasons, then every fact with its words."""
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
    else:
        console.print(Text(f"Design: {wording.design(reading.design)}", style="bold"))
    _levels(console, value.levels, schemes)
    for contrast in reading.contrasts:
        told = f"\n{plain(contrast.name)}: {wording.design(contrast.design)}"
        console.print(Text(told, style="bold"))
        _levels(console, value.by_contrast.get(contrast.number, {}), schemes)
    others = ", ".join(scheme for scheme in value.levels if scheme not in schemes)
    console.print(Text(f"\nWith --standard also: {others}", style="dim"))
    if reading.facts:
        console.print(Text("\nWhat it says of how it was studied", style="bold"))
    for fact in reading.facts:
        _fact(console, fact)


def _levels(console: Console, levels: Mapping[str, Level], schemes: Sequence[str]) -> None:
    from rich.text import Text

    from kb import wording

    shown = [levels[scheme] for scheme in schemes if scheme in levels]
    for level in shown:
        console.print(Text(f"\n{wording.step(level)}"))
        # Without a level its reason stands in the line above.
        grounds = level.grounds if level.level is not None else level.grounds[1:]
        for ground in grounds:
            lead = "Why not higher: " if ground.against else "Why: "
            console.print(Text(f"   {lead}{_worded(ground)}", style="dim"))
    if len(shown) > 1:
        console.print(Text(f"   {wording.EQUIVALENT}", style="dim"))


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
