"""Tables as markup: headers that name rows and columns; on a narrow screen a row becomes a block. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app_pages.markup import Html, tag

Cell = Html | str | None


def table(
    caption: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    heads: Sequence[Cell] | None = None,
    class_: str = "",
    is_caption_shown: bool = False,
) -> Html:
    """A table whose first column names the row. Each cell knows its column, for screens too narrow for
    columns. ``heads`` are the columns as markup, where a name leads somewhere."""
    named = heads or columns
    head = tag("tr", *(tag("th", name, scope="col", role="columnheader") for name in named))
    body = [tag("tr", *_cells(columns, row), role="row") for row in rows]
    return tag(
        "table",
        tag("caption", caption, class_=None if is_caption_shown else "ww-listen"),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *body, role="rowgroup"),
        class_=f"ww-table ww-shelf {class_}".strip(),
        role="table",
    )


def _cells(columns: Sequence[str], row: Sequence[Cell]) -> Iterable[Html]:
    for i, (name, value) in enumerate(zip(columns, row, strict=True)):
        if i == 0:
            yield tag("th", value, scope="row", role="rowheader")
        else:
            yield tag("td", value or "–", data_label=name, role="cell")
