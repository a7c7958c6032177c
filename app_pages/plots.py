"""The effect-direction plot of an answer in words: a row a study that was compared with something, a column an
outcome.

The text equivalent of the plot that ``kb.charts`` draws, from the same rows: it reads on paper, on a phone
and aloud. It counts nothing and pools nothing; where a study's effects on an outcome differ, that is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from app_pages import tables
from app_pages.address import SourceView, source_link
from app_pages.markup import EMPTY, Html, join, link, tag
from app_pages.views import attempt_link
from kb import charts, effects, wording
from kb.marks import Row
from kb.models import EffectRow, Picture

LEAST = 2
"""Studies from which a plot tells more than the findings under it."""
CAPTION = "Direction of each study's effects, the strongest studied first"
TITLE = "Directions, study by study"


def rows(picture: Picture) -> tuple[EffectRow, ...]:
    """The rows of the plot; none where fewer than two studies were compared with something."""
    return picture.effects if len(picture.effects) >= LEAST else ()


def table(some: Sequence[EffectRow]) -> Html:
    """What the plot says, as a table of marks and words; nothing where there is too little to compare."""
    made = charts.effect_rows(some)
    if not made:
        return EMPTY
    outcomes = charts.outcomes_of(made)
    cells = {(row["id"], row["outcome"]): row for row in made}
    body = [
        (
            join([_name(row), tag("span", charts.strength(row), class_="ww-about ww-block")]),
            *(_mark(cells.get((row.study, name))) for name in outcomes),
        )
        for row in some
    ]
    return tables.table(CAPTION, ("Study", *outcomes), body, class_="ww-plot")


def about() -> Html:
    """How to read the plot."""
    told = "A row a study with a comparison. " + effects.ORDER
    told += " A mark is a direction, never a size; an empty place: nothing held."
    return tag("p", told, class_="ww-note")


def _name(row: EffectRow) -> Html:
    if row.attempt_id:
        return link(attempt_link(row.attempt_id), row.name)
    to = source_link(SourceView(document=row.documents[0])) if row.documents else None
    return link(to, row.name)


def _mark(row: Row | None) -> Html | None:
    if row is None:
        return tag("span", "nothing held", class_="ww-about")
    mark, word = wording.direction(row["slug"])
    shape = tag("span", mark, class_="ww-mark", aria_hidden="true")
    several = f" ({row['effects']} effects)" if row["effects"] > 1 else ""
    return tag("span", shape, " ", word, several)
