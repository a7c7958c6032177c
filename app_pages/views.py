"""The addresses of the screens on attempts, organisations, lessons, places, areas and the map.

Pure, and as ``address``: the whole state of a screen as query parameters, and back without loss. Filters
are those of a question, under the same names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from app_pages.address import AskView, Params, ask_params, ask_view
from kb.models import Filters

MOST_COMPARED = 3
SORTS: Mapping[str, str] = {
    "name": "Name",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "strength": "Strongest studied first",
    "studies": "Most studies first",
    "status": "Status",
}
"""How the register may be sorted; the first is the order without a word."""
SHAPES: Mapping[str, str] = {"list": "List", "timeline": "Timeline"}
COLUMNS: Mapping[str, str] = {
    "kind": "What was done",
    "population": "For whom",
    "place": "Where",
}
"""What the columns of the map may be; the first is the one without a word."""


@dataclass(frozen=True, slots=True)
class AttemptsView:
    """Which attempts are listed, in what order and shape, and which are set side by side."""

    filters: Filters = field(default_factory=Filters)
    status: tuple[str, ...] = ()
    words: str = ""
    sort: str = "name"
    show: str = "list"
    compare: tuple[str, ...] = ()
    part: int = 1
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class LessonsView:
    """Which lessons are listed: filters choose attempts, the others among their lessons."""

    filters: Filters = field(default_factory=Filters)
    theme: tuple[str, ...] = ()
    view: tuple[str, ...] = ()
    lesson: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapView:
    """An area with what its columns are, and the cell that is open: its outcome and its column, or neither."""

    area: str | None = None
    by: str = "kind"
    outcome: str | None = None
    column: str | None = None
    scheme: str | None = None


def attempts_view(params: Params) -> AttemptsView:
    """The view of the Attempts screen that ``params`` describe."""
    asked = ask_view(params)
    part = _first(params, "part") or ""
    return AttemptsView(
        filters=asked.filters,
        status=_all(params, "status"),
        words=" ".join((_first(params, "words") or "").split()),
        sort=_among(SORTS, _first(params, "sort")),
        show=_among(SHAPES, _first(params, "show")),
        compare=_all(params, "compare")[:MOST_COMPARED],
        part=max(1, int(part)) if part.isascii() and part.isdigit() and len(part) < 6 else 1,
        scheme=asked.scheme,
    )


def attempts_params(view: AttemptsView) -> dict[str, list[str]]:
    """``attempts_view``, the other way."""
    return {
        **ask_params(AskView("", view.filters, view.scheme)),
        **_written(
            status=view.status,
            words=view.words,
            sort=view.sort if view.sort != next(iter(SORTS)) else "",
            show=view.show if view.show != next(iter(SHAPES)) else "",
            compare=view.compare,
            part=str(view.part) if view.part > 1 else "",
        ),
    }


def lessons_view(params: Params) -> LessonsView:
    """The view of the Lessons screen that ``params`` describe."""
    return LessonsView(
        filters=ask_view(params).filters,
        theme=_all(params, "theme"),
        view=_all(params, "view"),
        lesson=_all(params, "lesson"),
    )


def lessons_params(view: LessonsView) -> dict[str, list[str]]:
    """``lessons_view``, the other way."""
    told = _written(theme=view.theme, view=view.view, lesson=view.lesson)
    return {**ask_params(AskView("", view.filters)), **told}


def map_view(params: Params) -> MapView:
    """The view of the Map screen that ``params`` describe."""
    return MapView(
        area=_first(params, "area"),
        by=_among(COLUMNS, _first(params, "by")),
        outcome=_first(params, "outcome"),
        column=_first(params, "column"),
        scheme=_first(params, "scheme"),
    )


def map_params(view: MapView) -> dict[str, list[str]]:
    """``map_view``, the other way."""
    return _written(
        area=view.area,
        by=view.by if view.by != next(iter(COLUMNS)) else "",
        outcome=view.outcome,
        column=view.column,
        scheme=view.scheme,
    )


def attempts_link(view: AttemptsView) -> str:
    """A link to the register, relative to any screen of the app."""
    return _link("attempts", attempts_params(view))


def attempt_link(attempt_id: str) -> str:
    """A link to the page of an attempt."""
    return _link("attempt", {"id": [attempt_id]})


def organisation_link(name: str | None = None) -> str:
    """A link to what an organisation took part in; without a name, to all of them."""
    return _link("organisation", _written(name=name))


def lessons_link(view: LessonsView) -> str:
    """A link to lessons."""
    return _link("lessons", lessons_params(view))


def places_link(country: str | None = None, place: str | None = None) -> str:
    """A link to what was tried in a country, or in a place as sources put it; else to all of them."""
    return _link("places", _written(country=country, place=place))


def map_link(view: MapView) -> str:
    """A link to the map."""
    return _link("map", map_params(view))


def area_link(slug: str) -> str:
    """A link to the page of a challenge area."""
    return _link("area", {"slug": [slug]})


def one(params: Params, name: str) -> str | None:
    """The one value of a parameter, for screens that have only that."""
    return _first(params, name)


def _link(screen: str, params: Mapping[str, list[str]]) -> str:
    query = urlencode(params, doseq=True)
    return f"{screen}?{query}" if query else screen


def _first(params: Params, name: str) -> str | None:
    values = params.get(name)
    return values[0] if values and values[0].strip() else None


def _all(params: Params, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in params.get(name, ()) if value.strip()))


def _among(known: Mapping[str, str], value: str | None) -> str:
    return value if value is not None and value in known else next(iter(known))


def _written(**values: str | Sequence[str] | None) -> dict[str, list[str]]:
    listed = {n: [v] if isinstance(v, str) else list(v or ()) for n, v in values.items()}
    kept = {name: [value for value in several if value] for name, several in listed.items()}
    return {name: several for name, several in kept.items() if several}
