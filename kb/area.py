"""One challenge area as its landing page has it: the problem, what was tried, what is strong, contested or missing.

It chooses and orders what other modules read and count; every choice is by the evidence (how strongly
studied, whether evaluated at all) or by date, never by what came of an attempt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kb import cells, disagreements, gaps, places, vocab
from kb.catalogue import Catalogue, shelf, told
from kb.cite import Citations
from kb.gaps import Map
from kb.models import Attempt, Cell, Citation, Disagreement, Document, Filters, Problem
from kb.places import Share
from kb.wording import design_of

MOST_STRONGEST = 5
MOST_RECENT = 5
MOST_QUESTIONS = 4
QUESTION = "What came of {}?"


@dataclass(frozen=True, slots=True)
class Area:
    """What is held of a challenge area."""

    slug: str
    problems: tuple[Problem, ...]
    """Facts of the problem itself, each side by itself, the newest first within an aspect."""
    attempts: tuple[Attempt, ...]
    documents: int
    """Documents of the area that are no notes."""
    share: Share
    strongest: tuple[Attempt, ...]
    unevaluated: tuple[Attempt, ...]
    promotional: tuple[Attempt, ...]
    recent: tuple[Document, ...]
    empty_outcomes: tuple[str, ...]
    empty_populations: tuple[str, ...]
    never_populations: tuple[str, ...]
    """Populations that something was tried for, or that studies included, without a result of their own."""
    questions: tuple[str, ...]
    disagreements: tuple[Disagreement, ...]
    """About the problem itself, and about its attempts."""
    citations: tuple[Citation, ...]


def draw(catalogue: Catalogue, slug: str, drawn: Map | None = None) -> Area:
    """The page of an area; ``drawn`` is the map of the whole base where it was drawn already."""
    vocab.load("areas").require(slug)
    held = drawn or gaps.draw(catalogue, Filters())
    attempts = tuple(one for one in held.attempts if slug in one.areas)
    by_population = cells.matrix(held, slug, "population")
    with catalogue.read() as connection:
        citations = Citations(connection)
        problems = _newest_first(told.problems(connection, citations, [slug]))
        newest, documents = _recent(connection, slug)
        share = places.share(attempts, (result.finding for result in held.results))
        return Area(
            slug=slug,
            problems=problems,
            attempts=attempts,
            documents=documents,
            share=share,
            strongest=strongest(attempts),
            unevaluated=cells.unevaluated(held, slug),
            promotional=cells.promotional(held, slug),
            recent=newest,
            empty_outcomes=tuple(
                line.outcome for line in by_population.lines if not _is_studied(line.whole)
            ),
            empty_populations=by_population.empty_columns,
            never_populations=tuple(
                column
                for column in by_population.columns
                if not _is_studied(by_population.whole[column])
            ),
            questions=questions(attempts),
            disagreements=tuple(
                disagreements.of(
                    connection, citations, attempts=[one.id for one in attempts], areas=[slug]
                )
            ),
            citations=citations.all(),
        )


def strongest(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """The most strongly studied attempts, whatever came of them; those that nobody studied are none."""
    studied = [
        (design_of(one.levels)[0], one) for one in attempts if one.direction != "not-studied"
    ]
    ranked = sorted(studied, key=lambda x: (-x[0], -x[1].studies, x[1].name.casefold(), x[1].id))
    return tuple(one for _, one in ranked[:MOST_STRONGEST])


def questions(attempts: Sequence[Attempt]) -> tuple[str, ...]:
    """Questions that the base has something on: of each kind that was tried most often, the attempt that was
    studied most strongly."""
    kinds = vocab.load("kinds")
    tried = Counter(one.kind for one in attempts if one.kind in kinds)
    order = sorted(tried, key=lambda slug: (-tried[slug], kinds.slugs.index(slug)))
    named = []
    for slug in order[:MOST_QUESTIONS]:
        of_kind = [one for one in attempts if one.kind == slug]
        best = min(of_kind, key=lambda one: (-design_of(one.levels)[0], one.name.casefold()))
        named.append(best.name.split(": ")[0])
    return tuple(QUESTION.format(name) for name in dict.fromkeys(named))


def _recent(connection: Connection, slug: str) -> tuple[tuple[Document, ...], int]:
    """The documents that were added last, and how many of the area are no notes."""
    found, _ = shelf.shelved(connection, shelf.Wanted(area=slug), limit=MOST_RECENT)
    holding = next((one for one in shelf.holdings(connection) if one.area == slug), None)
    return tuple(one.document for one in found), holding.documents if holding else 0


def _newest_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Latest moment first; what has no date stands last."""
    return tuple(sorted(problems, key=lambda one: one.when or "", reverse=True))


def _is_studied(cell: Cell) -> bool:
    return cell.studies > 0
