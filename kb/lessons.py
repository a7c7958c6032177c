"""Lessons across attempts and documents, by theme: what helped, what hindered, what would be done differently.

Lessons of attempts that failed or were closed stand beside the others; nothing is ranked by success. One
that fits no theme is listed as such, not lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kb import vocab
from kb.catalogue import attempts, narrow, told
from kb.cite import Citations
from kb.models import Attempt, Citation, Filters, Lesson
from kb.standards import Standards

NO_THEME = "unmapped"
KINDS = ("helped", "hindered", "implication")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lessons: filters choose attempts and documents; theme, view and kind choose among their lessons."""

    filters: Filters = field(default_factory=Filters)
    theme: tuple[str, ...] = ()
    view: tuple[str, ...] = ()
    lesson: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """The lessons of one theme. Those that hindered come first within an attempt of any outcome."""

    slug: str
    label: str
    lessons: tuple[Lesson, ...]

    def of_kind(self, kind: str) -> tuple[Lesson, ...]:
        """Its lessons of one kind."""
        return tuple(one for one in self.lessons if one.kind == kind)


@dataclass(frozen=True, slots=True)
class Learned:
    """Lessons by theme, the theme with the most first, with their attempts and citations."""

    themes: tuple[Theme, ...]
    attempts: Mapping[str, Attempt]
    citations: tuple[Citation, ...]

    @property
    def count(self) -> int:
        """How many lessons there are."""
        return sum(len(theme.lessons) for theme in self.themes)


def draw(connection: Connection, wanted: Wanted, standards: Standards | None = None) -> Learned:
    """The lessons that ``wanted`` leaves."""
    matching = narrow.documents(connection, wanted.filters, standards)
    citations = Citations(connection)
    citations.shown(standards)
    if matching is None:
        said = told.lessons(connection, citations)
    else:
        ids = sorted(set(attempts.ids_of_documents(connection, matching).values()))
        said = told.lessons(connection, citations, attempts=ids, documents=matching)
    found = [one for one in said if _is_wanted(one, wanted)]
    named = {one.attempt_id for one in found if one.attempt_id}
    tried = attempts.attempts(connection, sorted(named), citations, standards)
    used = {one.citation for one in found} | {cited for one in tried for cited in one.citations}
    return Learned(_themes(found), {one.id: one for one in tried}, citations.these(used))


def _is_wanted(lesson: Lesson, wanted: Wanted) -> bool:
    theme = lesson.theme or NO_THEME
    checks = ((theme, wanted.theme), (lesson.view, wanted.view), (lesson.kind, wanted.lesson))
    return all(not chosen or value in chosen for value, chosen in checks)


def _themes(found: Sequence[Lesson]) -> tuple[Theme, ...]:
    themes = vocab.load("themes")
    by_theme: dict[str, list[Lesson]] = {}
    for lesson in found:
        slug = lesson.theme if lesson.theme in themes else NO_THEME
        by_theme.setdefault(slug or NO_THEME, []).append(lesson)
    order = {slug: i for i, slug in enumerate(themes.slugs)}
    # Themes by how much is held of them; what fits none stands last.
    slugs = sorted(
        by_theme, key=lambda s: (s == NO_THEME, -len(by_theme[s]), order.get(s, len(order)))
    )
    return tuple(
        Theme(
            slug,
            themes.label_of(slug) if slug != NO_THEME else "No theme of the list fits",
            tuple(by_theme[slug]),
        )
        for slug in slugs
    )
