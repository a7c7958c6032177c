"""``search``, ``ask`` and ``attempts``: questions to a base. None of them changes it or needs Haystack."""

from __future__ import annotations

import click

from kb.errors import UsageError
from kb.models import Filters, Query
from pipelines.cli.filters import filtered
from pipelines.cli.frame import DONE, NOTHING_FOUND, Command, Frame


@click.command(cls=Command)
@click.argument("query", nargs=-1, required=True)
@filtered
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@click.option("--no-rerank", is_flag=True, help="Leave out the slower second reading.")
@click.pass_obj
def search(
    frame: Frame, query: tuple[str, ...], filters: Filters, limit: int, no_rerank: bool
) -> int:
    """Passages that answer QUERY best, each with its place."""
    from kb import contract
    from pipelines.cli import tables

    asked = Query(worded(query), filters, limit=limit, rerank=not no_rerank)
    with frame.base() as base:
        base.make_ready()
        found = base.searcher.find(asked, carrying=True)
        hits = base.searcher.hits(found)
    frame.answer(
        contract.search(asked.text, hits, found.timings_ms),
        lambda console: tables.hits(console, asked.text, hits, filters.standard),
    )
    return DONE if hits else NOTHING_FOUND


@click.command(cls=Command)
@click.argument("question", nargs=-1, required=True)
@filtered
@click.pass_obj
def ask(frame: Frame, question: tuple[str, ...], filters: Filters) -> int:
    """What is known for QUESTION.

    What was tried, what happened, what was learned, and the sources; or that nothing is held.
    """
    from kb import contract
    from pipelines.cli import picture

    with frame.base() as base:
        base.make_ready()
        drawn = base.ask(Query(worded(question), filters))
    frame.answer(contract.picture(drawn), lambda console: picture.show(console, drawn))
    return DONE if drawn.answerable else NOTHING_FOUND


@click.command(cls=Command)
@filtered
@click.pass_obj
def attempts(frame: Frame, filters: Filters) -> int:
    """The register: every attempt that the filters leave."""
    from kb import contract, register
    from pipelines.cli import tables

    with frame.catalogue() as catalogue:
        drawn = register.draw(catalogue, filters)
    frame.answer(
        contract.register(drawn), lambda console: tables.register(console, drawn, filters.standard)
    )
    return DONE if drawn.attempts else NOTHING_FOUND


def worded(words: tuple[str, ...]) -> str:
    """A question that may have come without quotation marks."""
    text = " ".join(" ".join(words).split())
    if not text:
        raise UsageError("ask: the question is empty; a few words are accepted")
    return text
