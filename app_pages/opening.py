"""What every screen over a base begins with: its title, the open base and the standards; or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app_pages import base, filters, home, look
from app_pages.address import ask_view
from app_pages.markup import tag
from app_pages.schemes import Schemes
from kb.errors import CatalogueError, VocabularyError
from pipelines.base import Base


@dataclass(frozen=True, slots=True)
class Opened:
    """An open base, and the standards that levels are shown by."""

    base: Base
    schemes: Schemes


def begin(
    title: str, layout: Literal["centered", "wide"] = "wide", *, has_heading: bool = True
) -> Opened | None:
    """Begin a screen; null where it cannot go on, which is then said."""
    look.screen(title, layout=layout)
    if has_heading:
        look.show(tag("h1", title))
    try:
        opened = base.opened()
    except CatalogueError as error:
        if not has_heading:
            look.show(tag("h1", title))
        look.show(home.nothing_here(str(error)))
        return None
    try:
        return Opened(opened, filters.schemes_of(opened, ask_view(filters.params())))
    except VocabularyError as error:
        look.unreadable_standards(error)
        return None
