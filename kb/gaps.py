"""The map of what is held: area by outcome, by population, by place; empty cells are drawn as empty.

It is a map of this base and not of the world. Every count is of studies, a study once; directions are of
effects alone. Which study a finding belongs to is ``kb.results``'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kb import vocab
from kb.catalogue import Catalogue, attempts, narrow, told
from kb.cite import Citations
from kb.models import Attempt, Cell, CellState, Citation, Filters
from kb.results import EVALUATES, Result, best_design, direction, results
from kb.standards import Standards

NOTE = "A map of what this base holds: an empty cell says that nothing is held here, not that nothing is known."
UNMAPPED_OUTCOME = "other"
COLUMNS = ("population", "place", "kind")


@dataclass(frozen=True, slots=True)
class Map:
    """The cells: of an area and an outcome; of an area and a population, a place or a kind of attempt; and
    of an area, an outcome and one of these where anything is held."""

    cells: tuple[Cell, ...]
    unmapped: int
    """Findings whose outcome is in no list: they are in no cell of an outcome."""
    never_evaluated: tuple[str, ...]
    """Attempts of which no effect and no change is held."""
    attempts: tuple[Attempt, ...]
    results: tuple[Result, ...]
    citations: tuple[Citation, ...]
    note: str = NOTE


def draw(catalogue: Catalogue, filters: Filters) -> Map:
    """The map of the part of the base that ``filters`` leave."""
    with catalogue.read() as connection:
        return of(connection, filters, catalogue.standards)


def of(connection: Connection, filters: Filters, standards: Standards | None = None) -> Map:
    """``draw`` on a connection."""
    citations = Citations(connection)
    citations.shown(standards)
    matching = narrow.documents(connection, filters, standards)
    if matching is None:
        ids: Collection[str] = attempts.all_ids(connection)
        findings = told.findings(connection, citations)
    else:
        ids = sorted(set(attempts.ids_of_documents(connection, matching).values()))
        findings = told.findings(connection, citations, attempts=ids, documents=matching)
    tried = attempts.attempts(connection, ids, citations, standards)
    held = results(connection, findings, tried, citations)
    areas = filters.area or vocab.load("areas").slugs
    return Map(
        cells=tuple(_cells(areas, filters, tried, held)),
        unmapped=sum(r.finding.outcome_slug in (None, UNMAPPED_OUTCOME) for r in held),
        never_evaluated=_never_evaluated(tried, held),
        attempts=tuple(tried),
        results=tuple(held),
        citations=citations.all(),
    )


def _never_evaluated(tried: Iterable[Attempt], held: Iterable[Result]) -> tuple[str, ...]:
    evaluated = {r.finding.attempt_id for r in held if r.finding.kind in EVALUATES}
    return tuple(sorted(a.id for a in tried if a.id not in evaluated))


def _cells(
    areas: Sequence[str], filters: Filters, tried: Sequence[Attempt], held: Sequence[Result]
) -> Iterable[Cell]:
    for area in areas:
        own = [result for result in held if area in result.areas]
        here = [attempt for attempt in tried if area in attempt.areas]
        terms = [
            term.slug
            for term in vocab.load("outcomes").in_area(area)
            if term.slug != UNMAPPED_OUTCOME
            and (not filters.outcome or term.slug in filters.outcome)
        ]
        by_outcome = {slug: [r for r in own if r.finding.outcome_slug == slug] for slug in terms}
        for slug in terms:
            yield _cell(by_outcome[slug], area, outcome=slug)
        for column in COLUMNS:
            for value in _values(column, here, own, filters):
                yield _column_cell(own, here, area, column, value)
                for slug in terms:
                    crossed = _of(by_outcome[slug], column, value)
                    if crossed or _among(by_outcome[slug], column, value):
                        yield _column_cell(by_outcome[slug], (), area, column, value, slug)


def _values(
    column: str, here: Iterable[Attempt], own: Iterable[Result], filters: Filters
) -> list[str]:
    """The columns of an area: every population there is; places and kinds that anything is held of."""
    if column == "population":
        known = vocab.load("populations").slugs
        return [slug for slug in known if not filters.population or slug in filters.population]
    met = {value for result in own for value in _values_of(result, column)}
    if column == "place":
        met |= {place for attempt in here for place in attempt.countries}
        met |= {term.slug for term in vocab.load("countries").terms if term.group == "nation"}
    else:
        met |= {attempt.kind for attempt in here}
    return sorted(met)


def _values_of(result: Result, column: str) -> tuple[str, ...]:
    if column == "population":
        return result.populations
    if column == "place":
        return result.places
    return (result.kind,) if result.kind else ()


def _of(some: Iterable[Result], column: str, value: str) -> list[Result]:
    return [result for result in some if value in _values_of(result, column)]


def _among(some: Iterable[Result], column: str, value: str) -> list[Result]:
    if column != "population":
        return []
    return [result for result in some if value in result.included]


def _column_cell(
    some: Sequence[Result],
    here: Iterable[Attempt],
    area: str,
    column: str,
    value: str,
    outcome: str | None = None,
) -> Cell:
    """A cell of one population, place or kind; attempts made here without any result count as tried."""
    own = _of(some, column, value)
    having = {r.study for r in own if r.is_studied}
    without = {r.study for r in _among(some, column, value) if r.is_studied} - having
    named = {"population": "populations", "place": "countries"}.get(column)
    tried = {a.id for a in here if (value in getattr(a, named) if named else a.kind == value)} - {
        r.finding.attempt_id for r in own
    }
    return _cell(own, area, outcome, column, value, len(without), tried)


def _cell(
    some: Sequence[Result],
    area: str,
    outcome: str | None = None,
    column: str | None = None,
    value: str | None = None,
    without: int = 0,
    tried: Collection[str] = (),
) -> Cell:
    by_study: dict[str, list[Result]] = {}
    for result in some:
        if result.is_studied:
            by_study.setdefault(result.study, []).append(result)
    ways = Counter(direction(own) for own in by_study.values())
    ways.pop("not-studied", None)
    order = vocab.load("directions").slugs
    known = {r.finding.attempt_id for r in some if r.finding.attempt_id}
    where = {column: value} if column else {}
    return Cell(
        area=area,
        outcome=outcome,
        population=where.get("population"),
        place=where.get("place"),
        kind=where.get("kind"),
        studies=len(by_study),
        documents=len({d for r in some if r.is_studied or not by_study for d in r.documents}),
        best_design=best_design(some),
        directions=tuple((way, ways[way]) for way in order if ways[way]),
        state=_state(some, bool(without or tried)),
        summarised=sum(own[0].is_summarised for own in by_study.values()),
        attempts=tuple(sorted(known | set(tried))),
        study_ids=tuple(sorted(by_study)),
        without_results=without,
    )


def _state(some: Sequence[Result], is_tried: bool) -> CellState:
    if any(result.is_studied and not result.is_promotional for result in some):
        return "held"
    if some and all(result.is_promotional for result in some):
        return "promotional-only"
    return "never-evaluated" if some or is_tried else "empty"
