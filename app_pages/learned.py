"""The Lessons screen: what was learned by theme, across areas, failures included."""

from __future__ import annotations

import streamlit as st

from app_pages import base, bibliography, downloads, filters, home, lessons, look, opening
from app_pages.filters import Choice, Groups
from app_pages.findings import LESSON_GROUPS
from app_pages.markup import EMPTY, Html, items, join, link, tag
from app_pages.quotes import Numbers
from app_pages.views import lessons_view
from kb import lessons as held_lessons
from kb import wording
from kb.errors import WhatWorksError
from kb.lessons import Learned, Theme, Wanted

TITLE = "Lessons"
MOST = 60
"""Lessons of a kind on one theme that are drawn; a filter shows the others, and the files hold all."""
GROUPS: Groups = {
    "Area": filters.GROUPS["Area"],
    "What was done": (Choice("kind", "What was done", "kinds", held=filters.held_of("kind")),),
    "Theme": (Choice("theme", "Theme", "themes"),),
    "Helped or hindered": (
        Choice("lesson", "Helped, hindered, or would do differently", "lesson-kinds"),
    ),
    "Whose view": (Choice("view", "Said by", "views"),),
    "Who": filters.GROUPS["Who"],
}
CSV = (
    "theme", "kind", "view", "text", "basis", "attempt", "attempt_name", "status", "direction", "source",
    "page", "link",
)  # fmt: skip


def draw() -> None:
    """The whole screen."""
    opened = opening.begin(TITLE, layout="centered")
    if opened is None:
        return
    view = lessons_view(filters.params())
    told = (
        "What those who delivered, evaluated or took part say helped, hindered, or would be done differently. "
        "Attempts that failed or were closed stand beside the others."
    )
    look.show(tag("p", told, class_="ww-coverage"))
    filters.draw(opened.base, filters.asked(), opened.schemes, GROUPS)
    wanted = Wanted(view.filters, view.theme, view.view, view.lesson)
    try:
        learned = base.kept(opened.base, "lessons", wanted, lambda: _draw(opened, wanted))
    except WhatWorksError as error:
        look.trouble("These lessons could not be drawn", str(error))
        return
    if not learned.themes:
        is_all = wanted == Wanted()
        none = tag("p", "No lesson matches. Fewer filters may find one.")
        look.show(home.no_attempts() if is_all else none)
        return
    look.show(tag("p", counts(learned), class_="ww-headline"), contents(learned))
    numbers = Numbers({citation.id: citation for citation in learned.citations})
    drawn = [theme(each, learned, numbers) for each in learned.themes]
    st.html(tag("div", *drawn, sources(numbers), class_="ww"))
    rows = csv_rows(learned)
    downloads.offer("lessons", CSV, rows, rows)


def _draw(opened: opening.Opened, wanted: Wanted) -> Learned:
    with opened.base.catalogue.read() as connection:
        return held_lessons.draw(connection, wanted, opened.schemes.standards)


def counts(learned: Learned) -> str:
    """How many lessons there are, and of how many attempts; how many of those did not do well."""
    told = f"{wording.count(learned.count, 'lesson')} from {wording.count(len(learned.attempts), 'attempt')}"
    failed = [a for a in learned.attempts.values() if a.status == "closed-early"]
    if failed:
        told += f", {len(failed):,} of them closed early"
    return told + "."


def contents(learned: Learned) -> Html:
    """The themes with how much is held of each; they lead down the page."""
    entries = [
        join([link(f"#{_anchor(each)}", each.label), f" ({len(each.lessons):,})"])
        for each in learned.themes
    ]
    if len(entries) < 2:
        return EMPTY
    return tag("nav", items("ul", entries, class_="ww-inline"), aria_label="Themes")


def theme(each: Theme, learned: Learned, numbers: Numbers) -> Html:
    """One theme: what helped, what hindered, what would be done differently."""
    names = {attempt.id: attempt.name for attempt in learned.attempts.values()}
    parts = []
    for kind, heading in LESSON_GROUPS.items():
        some = each.of_kind(kind)
        if some:
            drawn = lessons.listed(some[:MOST], names, numbers, has_theme=False)
            left = len(some) - MOST
            more = tag("p", f"{left:,} more; a filter shows them.") if left > 0 else EMPTY
            parts.append(join([tag("h3", f"{heading} ({len(some):,})"), drawn, more]))
    head = tag("h2", each.label, id=_anchor(each))
    return tag("section", head, *parts, aria_labelledby=_anchor(each))


def sources(numbers: Numbers) -> Html:
    """The numbered sources, folded: each mark leads to its words by itself."""
    entries = bibliography.entries(numbers)
    if not entries:
        return EMPTY
    told = tag("summary", f"Sources ({len(numbers.numbered()):,})")
    return tag("details", told, entries, class_="ww-fold")


def csv_rows(learned: Learned) -> list[dict[str, object]]:
    """The lessons as rows of plain values."""
    cited = {citation.id: citation for citation in learned.citations}
    made: list[dict[str, object]] = []
    for each in learned.themes:
        for lesson in each.lessons:
            citation = cited[lesson.citation]
            attempt = learned.attempts.get(lesson.attempt_id or "")
            made.append(
                {
                    "theme": each.slug,
                    "kind": lesson.kind,
                    "view": lesson.view,
                    "text": lesson.text,
                    "basis": lesson.basis,
                    "attempt": lesson.attempt_id or "",
                    "attempt_name": attempt.name if attempt else "",
                    "status": attempt.status if attempt else "",
                    "direction": attempt.direction if attempt else "",
                    "source": wording.source_title(citation),
                    "page": citation.page_label or citation.page or "",
                    "link": citation.link,
                }
            )
    return made


def _anchor(each: Theme) -> str:
    return f"ww-theme-{each.slug}"
