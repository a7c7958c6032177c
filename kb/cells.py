"""The map laid out as people read it: outcomes down, one kind of column across, and what stands in a cell.

Counts and states are ``kb.gaps``'; nothing is counted here. A cell that the map does not list is empty, and
is laid out as empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb import vocab
from kb.gaps import Map
from kb.models import Attempt, Cell
from kb.results import Result

VOCABULARIES: Mapping[str, str] = {
    "kind": "kinds",
    "population": "populations",
    "place": "countries",
}
"""What a column may be, and the list that its words come from."""
UNMAPPED_KIND = "unmapped"
COLUMNS = (
    "area", "outcome", "by", "column", "state", "studies", "documents", "summarised", "best_design",
    "directions", "without_results", "attempts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome with its own cell, and its cells by column; those that are empty are not there."""

    outcome: str
    whole: Cell
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The map of one area: a line an outcome, columns that anything is held of, and those that nothing is."""

    area: str
    by: str
    columns: tuple[str, ...]
    empty_columns: tuple[str, ...]
    whole: Mapping[str, Cell]
    """By column: over every outcome, unmapped ones too."""
    lines: tuple[Line, ...]

    def cell(self, outcome: str | None, column: str | None) -> Cell | None:
        """The cell where an outcome and a column meet; of one of them alone where the other is null."""
        if outcome is None:
            return self.whole.get(column or "")
        line = next((one for one in self.lines if one.outcome == outcome), None)
        if line is None:
            return None
        return line.whole if column is None else line.cells.get(column)


def matrix(drawn: Map, area: str, by: str) -> Matrix:
    """The map of an area with columns of one kind: a key of ``VOCABULARIES``."""
    own = [cell for cell in drawn.cells if cell.area == area]
    whole = {str(getattr(c, by)): c for c in own if c.outcome is None and getattr(c, by)}
    crossed: dict[str, dict[str, Cell]] = {}
    outcomes: dict[str, Cell] = {}
    for cell in own:
        column = getattr(cell, by)
        if cell.outcome is not None and column:
            crossed.setdefault(cell.outcome, {})[column] = cell
        elif cell.outcome is not None and _is_bare(cell):
            outcomes[cell.outcome] = cell
    order = {slug: i for i, slug in enumerate(vocab.load(VOCABULARIES[by]).slugs)}
    columns = sorted(whole, key=lambda slug: (order.get(slug, len(order)), slug))
    return Matrix(
        area=area,
        by=by,
        columns=tuple(slug for slug in columns if whole[slug].state != "empty"),
        empty_columns=tuple(slug for slug in columns if whole[slug].state == "empty"),
        whole=whole,
        lines=tuple(Line(slug, cell, crossed.get(slug, {})) for slug, cell in outcomes.items()),
    )


def inside(drawn: Map, cell: Cell) -> tuple[Result, ...]:
    """The results that stand in a cell, those of one study together."""
    held = [result for result in drawn.results if _is_in(result, cell)]
    order = {study: i for i, study in enumerate(dict.fromkeys(result.study for result in held))}
    return tuple(sorted(held, key=lambda result: order[result.study]))


def unevaluated(drawn: Map, area: str) -> tuple[Attempt, ...]:
    """Attempts of an area of which no effect and no change is held."""
    never = set(drawn.never_evaluated)
    return tuple(one for one in drawn.attempts if one.id in never and area in one.areas)


def promotional(drawn: Map, area: str) -> tuple[Attempt, ...]:
    """Attempts of an area of which nothing is held but what those who delivered or paid for it say."""
    told: dict[str, list[Result]] = {}
    for result in drawn.results:
        told.setdefault(result.finding.attempt_id or "", []).append(result)
    return tuple(
        one
        for one in drawn.attempts
        if area in one.areas and one.id in told and all(r.is_promotional for r in told[one.id])
    )


def label(by: str, column: str) -> str:
    """The words of a column."""
    if column == UNMAPPED_KIND:
        return "In no list of kinds"
    return vocab.load(VOCABULARIES[by]).label_of(column)


def table(made: Matrix) -> list[dict[str, object]]:
    """The map as rows, a cell each, empty ones too, by ``COLUMNS``; an empty name stands for all."""
    rows = [_row(made, line.outcome, None, line.whole) for line in made.lines]
    columns = (*made.columns, *made.empty_columns)
    rows += [_row(made, None, column, made.whole[column]) for column in columns]
    rows += [
        _row(made, line.outcome, column, line.cells.get(column))
        for line in made.lines
        for column in columns
    ]
    return rows


def _row(
    made: Matrix, outcome: str | None, column: str | None, cell: Cell | None
) -> dict[str, object]:
    return {
        "area": made.area,
        "outcome": outcome or "",
        "by": made.by,
        "column": column or "",
        "state": cell.state if cell else "empty",
        "studies": cell.studies if cell else 0,
        "documents": cell.documents if cell else 0,
        "summarised": cell.summarised if cell else 0,
        "best_design": (cell.best_design or "") if cell else "",
        "directions": "; ".join(f"{way} {n}" for way, n in cell.directions) if cell else "",
        "without_results": cell.without_results if cell else 0,
        "attempts": " ".join(cell.attempts) if cell else "",
    }


def _is_bare(cell: Cell) -> bool:
    return not (cell.kind or cell.population or cell.place)


def _is_in(result: Result, cell: Cell) -> bool:
    if cell.area not in result.areas:
        return False
    checks: Iterable[tuple[str | None, tuple[str | None, ...]]] = (
        (cell.outcome, (result.finding.outcome_slug,)),
        (cell.kind, (result.kind,)),
        (cell.population, result.populations),
        (cell.place, result.places),
    )
    return all(wanted is None or wanted in held for wanted, held in checks)
