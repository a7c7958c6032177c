"""The Places screen: what was tried in a country, a nation or a place; how much of it is from the United Kingdom."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app_pages import base, filters, home, look, opening, rows
from app_pages.markup import Html, items, join, link, tag
from app_pages.opening import Opened
from app_pages.views import one, places_link
from kb import places, vocab, wording
from kb.models import Attempt, Filters
from kb.places import Places
from kb.register import Register

TITLE = "Places"


def draw() -> None:
    """The whole screen."""
    country = one(filters.params(), "country")
    place = one(filters.params(), "place")
    countries = vocab.load("countries")
    named = countries.label_of(country) if country else place
    opened = opening.begin(named or TITLE)
    if opened is None:
        return
    held = _register(opened)
    if not held.attempts:
        look.show(home.no_attempts())
        return
    found = places.draw(held.attempts)
    if country is None and place is None:
        _every(opened, found, held.attempts)
        return
    if place is not None:
        some = places.named(held.attempts, place)
    else:
        some = next((h.attempts for h in found.held if h.slug == country), ())
    if not some:
        to = join(["See ", link(places_link(), "every place"), " that something is held of."])
        look.trouble(
            "Nothing is held of this place", f"No attempt in this base took place in {named}.", to
        )
        return
    _one(opened, held, some, country)


def _register(opened: Opened) -> Register:
    return base.register(opened.base, Filters())


def _one(opened: Opened, held: Register, some: Sequence[Attempt], country: str | None) -> None:
    look.show(tag("p", _share(opened, some), class_="ww-headline"))
    if country:
        look.show(_spots(some, country))
    notes = {c.document_id for c in held.citations if c.kind == "paraphrase"}
    st.html(tag("div", rows.table(some, opened.schemes, notes), class_="ww ww-wide"))
    look.show(tag("p", link(places_link(), "Every place"), class_="ww-note"))


def _share(opened: Opened, some: Sequence[Attempt]) -> str:
    drawn = base.drawn_map(opened.base)
    return rows.counts(some, places.share(some, (result.finding for result in drawn.results)))


def _spots(some: Sequence[Attempt], country: str) -> Html:
    """Places within a country, as sources put them."""
    label = vocab.load("countries").label_of(country).casefold()
    spots: dict[str, int] = {}
    for attempt in some:
        if attempt.where and attempt.where.casefold() != label:
            spots[attempt.where] = spots.get(attempt.where, 0) + 1
    entries = [
        join([link(places_link(place=name), name), f" ({n})"]) for name, n in sorted(spots.items())
    ]
    if not entries:
        return join([])
    told = tag("summary", f"Places in it, as sources put them ({len(entries)})")
    return tag("details", told, items("ul", entries), class_="ww-fold")


def _every(opened: Opened, found: Places, attempts: Sequence[Attempt]) -> None:
    look.show(tag("p", _share(opened, attempts), class_="ww-headline"))
    told = "A nation counts for its country too. An attempt in several countries counts in each."
    look.show(tag("p", told, class_="ww-note"))
    entries = [
        tag(
            "li",
            link(places_link(country=each.slug), each.label),
            ": ",
            wording.count(len(each.attempts), "attempt"),
            class_="ww-inner" if each.depth else None,
        )
        for each in found.held
    ]
    look.show(items("ul", entries, class_="ww-plain"))
    if found.unplaced:
        listed = items("ul", [rows.named(each) for each in found.unplaced])
        word = wording.count(len(found.unplaced), "attempt")
        look.show(
            tag(
                "details",
                tag("summary", f"{word} in no country of the list"),
                listed,
                class_="ww-fold",
            )
        )
