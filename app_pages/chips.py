"""Chips: a direction, a level, whose word it is. Always words, and each explains itself.

An explanation opens on hover and on focus, and is read out; a level opens its reasons.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from app_pages.markup import EMPTY, Html, items, join, tag
from kb import wording
from kb.models import Attempt, Finding, Level

_numbers: Iterator[int] = itertools.count(1)


def explained(words: str, explanation: str) -> Html:
    """Words with an explanation that opens on hover and focus."""
    name = f"ww-tip-{next(_numbers)}"
    return tag(
        "span",
        tag("span", words, class_="ww-word", tabindex=0, aria_describedby=name),
        tag("span", explanation, class_="ww-tip", role="tooltip", id=name),
        class_="ww-explained",
    )


def basis(slug: str) -> Html:
    """Suggested, compiled or judged, with what that means."""
    return explained(slug, wording.BASIS_EXPLAINED[slug])


def direction_of_attempt(attempt: Attempt) -> Html:
    """Mark and word of an attempt's direction."""
    return _direction(*wording.direction(attempt.direction))


def direction_of_finding(finding: Finding) -> Html:
    """Mark and word of a finding's direction."""
    return _direction(*wording.direction_of_finding(finding))


def level(levels: Mapping[str, Level], scheme: str, design: str | None = None) -> Html:
    """A level chip that opens its reasons: why, and why not higher."""
    words = wording.level(levels, scheme)
    held = levels.get(scheme)
    if held is None:
        said = "No level of this scheme is stated for it."
        return tag("details", tag("summary", words), tag("p", said), class_="ww-level")
    reasons = [
        tag("p", wording.SCHEME_FULL_LABELS.get(scheme, scheme), "."),
        tag("p", "Design as compiled: ", design, ".") if design else EMPTY,
        _reasons("Why", held.why),
        _reasons("Why not higher", held.why_not_higher),
        tag("p", wording.BASIS_EXPLAINED[held.basis]),
    ]
    return tag("details", tag("summary", words), join(reasons), class_="ww-level")


def _reasons(title: str, reasons: tuple[str, ...]) -> Html:
    if not reasons:
        return EMPTY
    return join([tag("p", title, class_="ww-label"), items("ul", reasons)])


def _direction(mark: str, word: str) -> Html:
    shape = tag("span", mark, class_="ww-mark", aria_hidden="true") if mark else None
    return tag("span", shape, " " if shape else None, word, class_="ww-direction")
