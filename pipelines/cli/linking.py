"""``review links``, ``link``, ``merge``, ``split``, ``attach``, ``detach``: studies, as people decide them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from pipelines.cli.frame import DONE, NOTHING_FOUND, Command, Frame

if TYPE_CHECKING:
    from rich.console import Console

    from kb.review_links import LinkChange
    from kb.review_proposals import Proposal

REASON = click.option("--reason", metavar="TEXT", help="Why; kept with the judgement.")


@click.command(cls=Command)
@click.option("--basis", type=click.Choice(["suggested", "judged"]), help="Those of one basis.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.pass_obj
def links(frame: Frame, basis: str | None, limit: int) -> int:
    """Which documents are taken to tell of one study, which studies are whose attempt's, and why."""
    from kb import review_proposals

    with frame.catalogue() as catalogue:
        found = review_proposals.proposals(catalogue, basis)
    shown = found[:limit]
    told = {
        "proposals": [asdict(one) for one in shown],
        "total": len(found),
        "order": review_proposals.ORDER,
    }
    frame.answer(told, lambda screen: _proposals(screen, shown, len(found)))
    return DONE if found else NOTHING_FOUND


def _deciding(name: str, first: str, second: str | None, words: str) -> click.Command:
    """A command that takes one or two ids, a reason and who acts."""

    def run(frame: Frame, /, reason: str | None, **ids: str) -> int:
        from kb import review_links

        act: Callable[..., LinkChange] = getattr(review_links, name)
        who = frame.settings().curator
        with frame.catalogue() as catalogue:
            change = act(catalogue, *ids.values(), who, reason)
        frame.answer(asdict(change), lambda screen: _change(screen, change))
        return DONE

    made = click.pass_obj(run)
    made = REASON(made)
    for metavar in reversed([m for m in (first, second) if m]):
        argument = metavar.lower().replace(" ", "_")
        made = click.argument(argument, metavar=metavar)(made)
    return click.command(name, cls=Command, help=words)(made)


link = _deciding("link", "ID", "OTHER", "Say that two documents tell of one study, or that a document's study is an attempt's.")  # fmt: skip
merge = _deciding("merge", "STUDY", "OTHER", "Say that two studies are one.")
split = _deciding("split", "DOCUMENT", None, "Say that a document tells of another study than those it is linked with.")  # fmt: skip
attach = _deciding("attach", "STUDY", "ATTEMPT", "Say that a study is one of an attempt.")
detach = _deciding("detach", "STUDY", "ATTEMPT", "Say that a study is none of an attempt's.")


def _change(screen: Console, change: LinkChange) -> None:
    judgement = change.judgements[0]
    screen.print(f"{change.what}.", soft_wrap=True)
    if not change.is_new:
        screen.print("It was decided so already; nothing was written.")
        return
    for one in change.moved:
        where = "its study" if one.before == one.after else f"study {one.before[:8]} →"
        screen.print(f"  {one.document_id[:8]}  {where} {one.after[:8]}, {one.basis}  {one.title}")
    for attempt, study, is_there in change.attempts:
        screen.print(
            f"  study {study[:8]} is {'now' if is_there else 'no longer'} one of {attempt}"
        )
    screen.print(f"Take it back:  whatworks review undo {judgement.id[:8]} --reason TEXT")


_HEADS = {
    "study": "One study",
    "attempt": "A study of",
    "possible": "Perhaps one study, not linked",
}


def _proposals(screen: Console, shown: tuple[Proposal, ...], total: int) -> None:
    for one in shown:
        head = _HEADS[one.kind] + (f" {one.attempt_id}" if one.attempt_id else "")
        screen.print(f"{head} ({one.basis})", style="bold")
        for document in one.documents:
            screen.print(f"  {document.document_id[:8]}  {document.title} ({document.type})")
        for reason in one.reasons:
            screen.print(f"    because {reason}", soft_wrap=True)
        for reason in one.against:
            screen.print(f"    but {reason}", soft_wrap=True)
    if total > len(shown):
        screen.print(f"{len(shown)} of {total}; --limit shows more")
