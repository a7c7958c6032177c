"""What was learned, as markup: what helped, what hindered, what would be done differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app_pages import findings, results
from app_pages.markup import EMPTY, Html, items, join, link, section, tag
from app_pages.quotes import Numbers, words_of
from app_pages.views import attempt_link
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
        parts.append(listed(some, names, numbers))
    return section("What was learned", *parts) if parts else EMPTY


def listed(
    some: Sequence[Lesson],
    names: Mapping[str, str],
    numbers: Numbers,
    *,
    has_theme: bool = True,
    beneath: results.Beneath = results.nothing,
) -> Html:
    """Lessons one under the other, the first ones open. ``names`` are those of attempts, by id: a lesson of
    another one names none."""
    drawn = [_lesson(one, names, numbers, beneath(one.id), has_theme=has_theme) for one in some]
    rest = items("ul", drawn[MOST_OPEN:], class_="ww-said")
    told = tag("summary", f"{len(drawn) - MOST_OPEN} more")
    more = tag("details", told, rest, class_="ww-fold") if rest else EMPTY
    return join([items("ul", drawn[:MOST_OPEN], class_="ww-said"), more])


def _lesson(
    lesson: Lesson, names: Mapping[str, str], numbers: Numbers, under: Html, *, has_theme: bool
) -> Html:
    citation = numbers.citations[lesson.citation]
    view = vocab.load("views").label_of(lesson.view).lower()
    theme = vocab.load("themes").label_of(lesson.theme) if lesson.theme and has_theme else None
    of = lesson.attempt_id or ""
    attempt = link(attempt_link(of), names[of]) if of in names else None
    told = (theme, f"said by {view}", attempt)
    return tag(
        "li",
        tag("p", words_of(citation, lesson.text), " ", numbers.mark(lesson.citation)),
        tag("p", join((part for part in told if part), " · "), class_="ww-about"),
        tag("p", results.whose(citation, lesson.basis, lesson.judged_by), class_="ww-line"),
        under,
    )
