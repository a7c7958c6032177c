"""The Attempt screen: everything that is held of one thing that was tried."""

from __future__ import annotations

from app_pages import attempt_parts, base, filters, look, opening
from app_pages.markup import Html, join, link, tag
from app_pages.views import MOST_COMPARED, AttemptsView, attempts_link, one
from kb.errors import UnknownId

TITLE = "Attempt"


def draw() -> None:
    """The whole screen."""
    opened = opening.begin(TITLE, layout="centered", has_heading=False)
    if opened is None:
        return
    attempt_id = one(filters.params(), "id")
    if attempt_id is None:
        _nothing("The address names no attempt.")
        return
    try:
        found = base.dossier(opened.base, attempt_id)
    except UnknownId as error:
        _nothing(str(error))
        return
    look.show(tag("h1", found.attempt.name))
    look.show(attempt_parts.draw(found, opened.schemes), _compare(attempt_id))


def _compare(attempt_id: str) -> Html:
    to = attempts_link(AttemptsView(compare=(attempt_id,)))
    told = f"Set it beside up to {MOST_COMPARED - 1} others"
    return tag("p", link(to, told), class_="ww-note")


def _nothing(told: str) -> None:
    look.show(tag("h1", TITLE))
    to = join(["The ", link(attempts_link(AttemptsView()), "register"), " lists every attempt."])
    look.trouble("Nothing is held under this address", told, to)
