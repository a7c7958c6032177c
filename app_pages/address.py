"""The address of a view: the whole state of a screen as query parameters, and back without loss.

Pure. Names are those of the command line, so that an address reads as the command would. What is not
understood is kept as it was written where a later check can say why it is refused, and else left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlencode

from kb.models import Filters

Params = Mapping[str, Sequence[str]]

LISTS = (
    "area", "outcome", "population", "kind", "design", "direction", "sector", "organisation",
    "country", "place", "type", "interest", "document",
)  # fmt: skip
"""Filters that may be repeated; repeats are OR."""
ZOOMS = (100, 150, 200, 300)


@dataclass(frozen=True, slots=True)
class AskView:
    """A question with its filters, and the scheme that levels are shown by."""

    question: str = ""
    filters: Filters = field(default_factory=Filters)
    scheme: str | None = None
    """The standard that levels are shown by; null for the one that a person prefers. Which there are
    is known to a base alone."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A place in a document, with a span, a page and how large it is.

    The document is named by a passage of it, by its id, or by the attempt that its note is about.
    """

    passage: str | None = None
    document: str | None = None
    attempt: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    zoom: int = 100
    at: int | None = None
    """For documents without pages: the code point that the text shown begins near."""
    scheme: str | None = None
    """As in ``AskView``."""


@dataclass(frozen=True, slots=True)
class StandardsView:
    """How levels are made, with one standard first."""

    standard: str | None = None


@dataclass(frozen=True, slots=True)
class LibraryView:
    """Which documents are listed, and which part of the list."""

    words: str = ""
    type: str | None = None
    area: str | None = None
    part: int = 1


def ask_view(params: Params) -> AskView:
    """The view of the Ask screen that ``params`` describe."""
    filters = Filters(
        **{name: tuple(dict.fromkeys(v for v in params.get(name, ()) if v)) for name in LISTS},
        standard=_first(params, "standard"),
        min_level=_first(params, "min-level"),
        from_year=_number(params, "from"),
        to_year=_number(params, "to"),
    )
    question = " ".join((_first(params, "q") or "").split())
    return AskView(question, filters, _first(params, "scheme"))


def ask_params(view: AskView) -> dict[str, list[str]]:
    """``ask_view``, the other way."""
    filters = view.filters
    written: dict[str, Sequence[str | int | None]] = {
        "q": [view.question],
        **{name: getattr(filters, name) for name in LISTS},
        "standard": [filters.standard],
        "min-level": [filters.min_level],
        "from": [filters.from_year],
        "to": [filters.to_year],
        "scheme": [view.scheme],
    }
    return _written(written)


def source_view(params: Params) -> SourceView:
    """The view of the Source screen that ``params`` describe."""
    start, end = _number(params, "start"), _number(params, "end")
    has_span = start is not None and end is not None and start < end
    zoom = _number(params, "zoom")
    return SourceView(
        passage=_first(params, "passage"),
        document=_first(params, "document"),
        attempt=_first(params, "attempt"),
        start=start if has_span else None,
        end=end if has_span else None,
        page=_number(params, "page"),
        zoom=zoom if zoom in ZOOMS else ZOOMS[0],
        at=_number(params, "at"),
        scheme=_first(params, "scheme"),
    )


def source_params(view: SourceView) -> dict[str, list[str]]:
    """``source_view``, the other way."""
    written: dict[str, Sequence[str | int | None]] = {
        one.name: [getattr(view, one.name)] for one in fields(view)
    }
    if view.zoom == ZOOMS[0]:
        written["zoom"] = []
    return _written(written)


def library_view(params: Params) -> LibraryView:
    """The view of the Library screen that ``params`` describe."""
    return LibraryView(
        words=" ".join((_first(params, "words") or "").split()),
        type=_first(params, "type"),
        area=_first(params, "area"),
        part=max(1, _number(params, "part") or 1),
    )


def library_params(view: LibraryView) -> dict[str, list[str]]:
    """``library_view``, the other way."""
    part = view.part if view.part > 1 else None
    return _written(
        {"words": [view.words], "type": [view.type], "area": [view.area], "part": [part]}
    )


def standards_view(params: Params) -> StandardsView:
    """The view of the screen on standards that ``params`` describe."""
    return StandardsView(_first(params, "standard"))


def ask_link(view: AskView) -> str:
    """A link to the Ask screen, relative to any screen of the app."""
    return _link("./", ask_params(view))


def source_link(view: SourceView) -> str:
    """A link to the Source screen, relative to any screen of the app."""
    return _link("source", source_params(view))


def library_link(view: LibraryView) -> str:
    """A link to the Library screen, relative to any screen of the app."""
    return _link("library", library_params(view))


def standards_link(standard: str | None = None) -> str:
    """A link to the screen on standards, relative to any screen of the app."""
    return _link("standards", _written({"standard": [standard]}))


def cited_link(link: str) -> str:
    """A citation's own link, relative to any screen of the app."""
    return link.removeprefix("/")


def count_of(filters: Filters) -> int:
    """How many filters are set, each value once; a level or a period is one."""
    several = sum(len(getattr(filters, name)) for name in LISTS)
    level = bool(filters.min_level or filters.standard)
    return several + level + bool(filters.from_year or filters.to_year)


def without_filters(view: AskView) -> AskView:
    """The same question, nothing filtered."""
    return replace(view, filters=Filters())


def _link(screen: str, params: Mapping[str, list[str]]) -> str:
    query = urlencode(params, doseq=True)
    return f"{screen}?{query}" if query else screen


def _first(params: Params, name: str) -> str | None:
    values = params.get(name)
    return values[0] if values and values[0].strip() else None


def _number(params: Params, name: str) -> int | None:
    value = _first(params, name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else None


def _written(values: Mapping[str, Sequence[str | int | None]]) -> dict[str, list[str]]:
    kept = {
        name: [str(value) for value in several if value not in (None, "")]
        for name, several in values.items()
    }
    return {name: several for name, several in kept.items() if several}
