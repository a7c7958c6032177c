"""The map as markup: a matrix, the same one row at a time for narrow screens, and the same as a table. Pure.

A cell says in words and marks how many studies there are, the strongest design and the directions; what is
empty is drawn as empty, and said to those who listen.
"""

from __future__ import annotations

from collections.abc import Iterable

from app_pages import tables
from app_pages.markup import EMPTY, Html, hidden, items, join, link, tag
from app_pages.views import MapView, map_link
from kb import cells, vocab, wording
from kb.cells import Line, Matrix
from kb.models import Cell

STATES = {
    "empty": "nothing held",
    "never-evaluated": "tried, never evaluated",
    "promotional-only": "only promotional sources",
}
"""What a cell without a studied result is, in words."""
STATE_MARKS = {"never-evaluated": "○", "promotional-only": "□"}
COLUMNS = (
    "Outcome",
    "Column",
    "Studies (documents)",
    "Strongest design",
    "Directions",
    "What is held",
)
EVERY = "All outcomes"


def draw(made: Matrix, view: MapView) -> Html:
    """The matrix for wide screens, rows for narrow ones, what nothing is held of, and the table twin."""
    return join([_matrix(made, view), _rows(made, view), _legend(), _empty(made), twin(made)])


def words(cell: Cell | None) -> str:
    """A cell in one sentence."""
    if cell is None or cell.state == "empty":
        return _also(cell, "Nothing is held")
    if not cell.studies:
        return _also(cell, STATES.get(cell.state, "Told of, not studied").capitalize())
    told = wording.studies_and_documents(cell.studies, cell.documents)
    if cell.summarised:
        told += f", {_summarised(cell)}"
    design = f"; strongest: {_design(cell)}" if cell.best_design else ""
    ways = directions(cell)
    state = f"; {STATES[cell.state]}" if cell.state in STATES else ""
    return _also(cell, f"{told}{design}; {ways}{state}")


def directions(cell: Cell) -> str:
    """How many studies go which way, in words."""
    if not cell.directions:
        return "no effect against a comparison is held" if cell.studies else ""
    return ", ".join(f"{wording.direction(way)[1].lower()}: {n}" for way, n in cell.directions)


def twin(made: Matrix) -> Html:
    """The same as a table: a row a cell that holds anything."""
    body = []
    for line in made.lines:
        name = _outcome(line.outcome)
        body.append(_twin_row(name, "All", line.whole))
        body += [
            _twin_row(name, cells.label(made.by, column), line.cells[column])
            for column in made.columns
            if column in line.cells
        ]
    table = tables.table("What is held, cell by cell", COLUMNS, body)
    told = tag("summary", "The same as a table")
    note = tag("p", "A pair that is not listed holds nothing.", class_="ww-note")
    return tag("details", told, note, table, class_="ww-fold")


def _matrix(made: Matrix, view: MapView) -> Html:
    names = [cells.label(made.by, column) for column in made.columns]
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Outcome", "In all", *names)))
    whole = tag(
        "tr",
        tag("th", EVERY, scope="row"),
        tag("td", class_="ww-cell"),
        *(_cell(made.whole[column], view, None, column) for column in made.columns),
    )
    body = [
        tag(
            "tr",
            tag("th", _outcome(line.outcome), scope="row"),
            _cell(line.whole, view, line.outcome, None),
            *(_cell(line.cells.get(c), view, line.outcome, c) for c in made.columns),
        )
        for line in made.lines
    ]
    area = vocab.load("areas").label_of(made.area)
    caption = tag("caption", f"What this base holds on {area.lower()}", class_="ww-listen")
    table = tag(
        "table", caption, tag("thead", head), tag("tbody", whole, *body), class_="ww-matrix"
    )
    about = f"Map of {area}: outcomes down, columns across"
    return tag(
        "div", table, class_="ww-scroll ww-only-wide", tabindex=0, role="region", aria_label=about
    )


def _cell(cell: Cell | None, view: MapView, outcome: str | None, column: str | None) -> Html:
    is_open = (view.outcome, view.column) == (outcome, column)
    state = cell.state if cell else "empty"
    return tag(
        "td",
        _inside(cell, view, outcome, column),
        class_=f"ww-cell ww-{state}" + (" ww-opened" if is_open else ""),
    )


def _inside(cell: Cell | None, view: MapView, outcome: str | None, column: str | None) -> Html:
    if cell is None or (cell.state == "empty" and not cell.without_results):
        return hidden("nothing held")
    to = map_link(MapView(view.area, view.by, outcome, column, scheme=view.scheme))
    label = f"{_outcome(outcome) if outcome else EVERY}: {words(cell)}"
    if not cell.studies:
        mark = tag("span", STATE_MARKS.get(cell.state, "·"), class_="ww-mark", aria_hidden="true")
        return link(to, mark, " ", _short(cell), aria_label=label, title=words(cell))
    counted = tag("span", f"{cell.studies:,}", class_="ww-number")
    noun = " study" if cell.studies == 1 else " studies"
    return join(
        [
            link(to, counted, noun, aria_label=label, title=words(cell)),
            tag("span", f"({_told_in(cell)})", class_="ww-small"),
            tag("span", _design(cell), class_="ww-small") if cell.best_design else EMPTY,
            tag("span", join(_marks(cell), " "), class_="ww-marks"),
        ]
    )


def _marks(cell: Cell) -> Iterable[Html]:
    for way, count in cell.directions:
        mark, word = wording.direction(way)
        shape = tag("span", mark, class_="ww-mark", aria_hidden="true")
        yield tag("span", shape, f"{count:,}", hidden(f" {word}"), title=word)


def _rows(made: Matrix, view: MapView) -> Html:
    """A row at a time, for screens too narrow for columns."""
    folds = [_row(made, line, view) for line in made.lines]
    return tag("div", *folds, class_="ww-only-narrow")


def _row(made: Matrix, line: Line, view: MapView) -> Html:
    held = [(column, line.cells[column]) for column in made.columns if column in line.cells]
    entries = [
        join(
            [
                link(
                    map_link(MapView(view.area, view.by, line.outcome, column, scheme=view.scheme)),
                    cells.label(made.by, column),
                ),
                f": {_lowered(words(cell))}",
            ]
        )
        for column, cell in held
    ]
    missing = [cells.label(made.by, c) for c in made.columns if c not in line.cells]
    nothing = f"Nothing is held for: {', '.join(missing)}." if missing else None
    return tag(
        "details",
        tag("summary", tag("strong", _outcome(line.outcome)), f": {_lowered(words(line.whole))}"),
        items("ul", entries),
        tag("p", nothing, class_="ww-note") if nothing else EMPTY,
        class_="ww-line-of-map",
        open=view.outcome == line.outcome,
    )


def _empty(made: Matrix) -> Html:
    if not made.empty_columns:
        return EMPTY
    names = [cells.label(made.by, column) for column in made.empty_columns]
    told = f"Nothing is held for: {', '.join(names)}."
    return tag("p", told, class_="ww-note")


def _legend() -> Html:
    ways = [" ".join(wording.direction(slug)) for slug in vocab.load("directions").slugs[:5]]
    states = [f"{mark} {STATES[state]}" for state, mark in STATE_MARKS.items()]
    told = f"Marks count studies by direction, from effects alone: {'; '.join(ways)}. "
    told += f"{'; '.join(states)}. A blank cell: nothing held."
    return tag("p", told, class_="ww-note")


def _twin_row(outcome: str, column: str, cell: Cell) -> tuple[tables.Cell, ...]:
    counted = (
        wording.studies_and_documents(cell.studies, cell.documents) if cell.studies else "none"
    )
    held = STATES.get(cell.state) or (
        _summarised(cell) if cell.summarised else "results of studies"
    )
    return (
        outcome,
        column,
        counted,
        _design(cell) if cell.best_design else None,
        directions(cell),
        _also(cell, held),
    )


def _also(cell: Cell | None, told: str) -> str:
    """With how many studies included this population without a result of its own."""
    if cell is None or not cell.without_results:
        return told
    more = wording.count(cell.without_results, "study", "studies")
    return f"{told}; {more} included them without separate results"


def _told_in(cell: Cell) -> str:
    """How many documents that are held report the studies of a cell; our notes are none."""
    if cell.summarised == cell.studies and not cell.documents:
        return "from our notes"
    return wording.count(cell.documents, "document")


def _summarised(cell: Cell) -> str:
    if cell.summarised == cell.studies:
        return "known through our summaries alone"
    return f"{cell.summarised:,} of them through our summary alone"


def _short(cell: Cell) -> str:
    if cell.state == "promotional-only":
        return "promotional only"
    return "no separate result" if cell.without_results and not cell.attempts else "not evaluated"


def _outcome(slug: str) -> str:
    return vocab.load("outcomes").label_of(slug)


def _design(cell: Cell) -> str:
    return wording.design(cell.best_design) if cell.best_design else ""


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
