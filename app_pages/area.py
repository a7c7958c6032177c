"""The Area screen: the landing page of a challenge area."""

from __future__ import annotations

from app_pages import area_parts, base, filters, look, opening
from app_pages.markup import items, join, link, tag
from app_pages.opening import Opened
from app_pages.views import area_link, one
from kb import area, vocab

TITLE = "Area"


def draw() -> None:
    """The whole screen."""
    slug = one(filters.params(), "slug")
    areas = vocab.load("areas")
    known = slug is not None and slug in areas
    opened = opening.begin(areas.label_of(slug) if slug and known else TITLE, layout="centered")
    if opened is None:
        return
    if slug is None or not known:
        told = f"No challenge area is called {slug}." if slug else "The address names no area."
        ways = items("ul", [link(area_link(term.slug), term.label) for term in areas.terms])
        look.trouble("There is no such area", told, join([tag("span", "There are:"), ways]))
        return
    found = base.kept(opened.base, "area", slug, lambda: _draw(opened, slug))
    look.show(area_parts.draw(found, opened.schemes))


def _draw(opened: Opened, slug: str) -> area.Area:
    return area.draw(opened.base.catalogue, slug, base.drawn_map(opened.base))
