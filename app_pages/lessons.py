"""What was learned, as markup: what helped, what hindered, what would be done differently."""

from __future__ import annotations

from collections.abc import Mapping

from app_pages import chips, findings
from app_pages.markup import EMPTY, Html, items, join, section, tag
from app_pages.quotes import Numbers, summary_line, words_of
from kb import vocab
from kb.models import Lesson, Picture

MOST_OPEN = 6
"""Lessons of a kind that are shown at once; more are folded."""


def draw(picture: Picture, numbers: Numbers) -> Html:
    """Lessons of the attempts on the question; nothing where none is held."""
    names = {attempt.id: attempt.name for attempt in picture.attempts}
    parts: list[Html] = []
    for heading, some in findings.lessons(picture):
        parts.append(tag("h3", heading))
        drawn = [_lesson(one, names, numbers) for one in some]
        parts.append(items("ul", drawn[:MOST_OPEN], class_="ww-said"))
        rest = items("ul", drawn[MOST_OPEN:], class_="ww-said")
        told = tag("summary", f"{len(drawn) - MOST_OPEN} more")
        parts.append(tag("details", told, rest, class_="ww-fold") if rest else EMPTY)
    return section("What was learned", *parts) if parts else EMPTY


def _lesson(lesson: Lesson, names: Mapping[str, str], numbers: Numbers) -> Html:
    citation = numbers.citations[lesson.citation]
    view = vocab.load("views").label_of(lesson.view).lower()
    told = [vocab.load("themes").label_of(lesson.theme) if lesson.theme else None]
    told += [f"said by {view}", names.get(lesson.attempt_id or "")]
    whose = summary_line(citation) if citation.kind == "paraphrase" else EMPTY
    return tag(
        "li",
        tag("p", words_of(citation, lesson.text), " ", numbers.mark(lesson.citation)),
        tag("p", join((part for part in told if part), " · "), class_="ww-about"),
        tag("p", whose, chips.basis(lesson.basis), ".", class_="ww-line"),
    )
