"""``review``: the curator's queue, and what a person decides about suggestions, documents and levels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from kb.errors import UsageError
from pipelines.cli.frame import DONE, NOTHING_FOUND, Command, Frame
from pipelines.cli.group import LazyGroup

if TYPE_CHECKING:
    from kb.review import Change

HERE = "pipelines.cli.reviewing"
LINKS = "pipelines.cli.linking"
LISTED = "list"
FLAGS = frozenset({"--json", "--debug"})


class Review(LazyGroup):
    """A group that lists what waits when it is called without a command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--help" not in args and _command(args) is None:
            args = [LISTED, *args]
        return super().parse_args(ctx, args)


def _command(args: list[str]) -> str | None:
    """The first argument that is neither an option nor the value of one."""
    is_value = False
    for argument in args:
        if is_value:
            is_value = False
        elif not argument.startswith("-"):
            return argument
        else:
            is_value = "=" not in argument and argument not in FLAGS
    return None


review = Review(
    name="review",
    places={
        LISTED: f"{HERE}:waiting",
        "accept": f"{HERE}:accept",
        "edit": f"{HERE}:edit",
        "decline": f"{HERE}:decline",
        "undo": f"{HERE}:undo",
        "level": f"{HERE}:level",
        "document": f"{HERE}:document",
        "log": f"{HERE}:log",
        **{
            name: f"{LINKS}:{name}"
            for name in ("links", "link", "merge", "split", "attach", "detach")
        },
    },
    help="What waits for a person, and what people decided. Alone it lists what waits.",
    epilog="Whoever decides is named by --as NAME or WHATWORKS_CURATOR, and gives a reason. An id may be "
    "shortened to a beginning that no other id has.",
)

REASON = click.option("--reason", metavar="TEXT", help="Why; kept with the judgement.")
IDS = click.argument("ids", nargs=-1, required=True, metavar="ID...")
ID = click.argument("item", metavar="ID")


@click.command(LISTED, cls=Command)
@click.option("--area", metavar="SLUG", help="Documents of one challenge area.")
@click.option("--document", metavar="ID", help="One document.")
@click.option(
    "--kind",
    metavar="KIND",
    help="design, type, interest, area, finding, lesson, programme, problem or quote.",
)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 10_000))
@click.pass_obj
def waiting(
    frame: Frame, area: str | None, document: str | None, kind: str | None, limit: int
) -> int:
    """Suggestions that nobody judged, those that matter most first."""
    from kb import review_contract, review_queue
    from pipelines.cli import judging

    with frame.catalogue() as catalogue:
        queue = review_queue.pending(catalogue, area, document, kind, limit)
    frame.answer(review_contract.queue(queue), lambda screen: judging.queue(screen, queue))
    return DONE if queue.items else NOTHING_FOUND


@click.command(cls=Command)
@IDS
@REASON
@click.pass_obj
def accept(frame: Frame, ids: tuple[str, ...], reason: str | None) -> int:
    """Say that suggestions are right."""
    from kb import review as judge

    with frame.catalogue() as catalogue:
        made = judge.accept(catalogue, ids, frame.settings().curator, reason)
    return _told(frame, made)


@click.command(cls=Command)
@IDS
@REASON
@click.pass_obj
def decline(frame: Frame, ids: tuple[str, ...], reason: str | None) -> int:
    """Say that suggestions are wrong."""
    from kb import review as judge

    with frame.catalogue() as catalogue:
        made = judge.decline(catalogue, ids, frame.settings().curator, reason)
    return _told(frame, made)


@click.command(cls=Command)
@ID
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE",
              help="Of a design fact, status, owner, aspect or detail.NAME; of a finding kind, direction, "
              "outcome, outcome_slug, comparator, population, populations, place or when; of a lesson "
              "kind, theme or view; of a programme value or detail.NAME; of a problem area, aspect, "
              "population, place or when; of the others their slug.")  # fmt: skip
@REASON
@click.pass_obj
def edit(frame: Frame, item: str, settings: tuple[str, ...], reason: str | None) -> int:
    """Say that a suggestion is right but for what is set."""
    from kb import review as judge

    changes = dict(_pair(one) for one in settings)
    with frame.catalogue() as catalogue:
        made = judge.edit(catalogue, item, changes, frame.settings().curator, reason)
    return _told(frame, [made])


@click.command(cls=Command)
@ID
@REASON
@click.pass_obj
def undo(frame: Frame, item: str, reason: str | None) -> int:
    """Take a judgement back, or restore one by undoing its undoing."""
    from kb import review as judge

    with frame.catalogue() as catalogue:
        made = judge.undo(catalogue, item, frame.settings().curator, reason)
    return _told(frame, [made])


@click.command(cls=Command)
@ID
@click.option("--standard", metavar="SCHEME", default="nesta-2013", show_default=True)
@click.option("--step", "steps", metavar="STEP", multiple=True, required=True,
              help="Its step, or none; of ticks and dimensions every one that holds.")  # fmt: skip
@REASON
@click.pass_obj
def level(
    frame: Frame, item: str, standard: str, steps: tuple[str, ...], reason: str | None
) -> int:
    """Place a document or an attempt on an evidence standard."""
    from kb import review as judge

    who = frame.settings().curator
    with frame.catalogue() as catalogue:
        made = judge.judge_level(catalogue, item, standard, steps, who, reason)
    return _told(frame, [made])


@click.command(cls=Command)
@ID
@click.option("--type", "type_", metavar="SLUG", help="What it is.")
@click.option("--interest", metavar="SLUG", help="Who wrote it.")
@REASON
@click.pass_obj
def document(
    frame: Frame, item: str, type_: str | None, interest: str | None, reason: str | None
) -> int:
    """Say what a document is and who wrote it."""
    from kb import review as judge

    who = frame.settings().curator
    with frame.catalogue() as catalogue:
        made = judge.judge_document(catalogue, item, who, reason, type=type_, interest=interest)
    return _told(frame, [made])


@click.command(cls=Command)
@click.argument("item", metavar="[ID]", required=False)
@click.pass_obj
def log(frame: Frame, item: str | None) -> int:
    """Who decided what, when and why; with ID about one item."""
    from kb import review_contract, review_log
    from pipelines.cli import judging

    with frame.catalogue() as catalogue:
        entries = review_log.log(catalogue, item)
    frame.answer(review_contract.log(entries), lambda screen: judging.log(screen, entries))
    return DONE if entries else NOTHING_FOUND


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageError(f"edit: --set {text!r:.60} says no field; accepted: --set status=planned")
    return name.strip(), value.strip()


def _told(frame: Frame, made: Iterable[Change]) -> int:
    from kb import review_contract
    from pipelines.cli import judging

    changes = tuple(made)
    frame.answer(review_contract.changes(changes), lambda screen: judging.changes(screen, changes))
    return DONE
