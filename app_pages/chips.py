"""Chips: a direction, a level, whose word it is. Always words, and each explains itself.

An explanation opens on hover and on focus, and is read out; a level opens its reasons in one step. The
frame of a level says whose word it is without colour: broken for suggested, thin for compiled, thick for
judged; the word stands there too.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from app_pages.address import SourceView, source_link, standards_link
from app_pages.markup import EMPTY, Html, items, join, link, outward, tag
from app_pages.schemes import Schemes
from kb import wording
from kb.models import Attempt, Finding, Ground, Level

NOT_STATED = "No level by this standard is known."

_ROUGHLY = f"Levels of different standards are {wording.EQUIVALENT}."
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


def level(
    levels: Mapping[str, Level],
    schemes: Schemes,
    *,
    known: str | None = None,
    as_stated: str | None = None,
    areas: Collection[str] = (),
    notes: Collection[str] = (),
) -> Html:
    """The level by the chosen standard: a chip that opens its reasons, and what other standards say.

    ``known`` is the slug of a design that was read; ``as_stated`` how a note puts it in its own words.
    Which other standards are told depends on ``areas``.
    """
    stated = tag("p", "Design as compiled: ", as_stated, ".") if as_stated else EMPTY
    besides = join([stated, _others(levels, schemes, areas)])
    return level_by(levels, schemes.chosen, schemes, known=known, besides=besides, notes=notes)


def level_by(
    levels: Mapping[str, Level],
    scheme: str,
    schemes: Schemes,
    *,
    known: str | None = None,
    besides: Html = EMPTY,
    is_open: bool = False,
    notes: Collection[str] = (),
) -> Html:
    """The level by one standard: a chip that opens its reasons.

    ``notes`` are the ids of documents in our own words: a reason from one of them is no quote.
    """
    held = levels.get(scheme)
    chip = tag("span", wording.level(levels, scheme, known), class_="ww-chip")
    if held is None:
        inside = join([tag("p", NOT_STATED), scheme_line(scheme, schemes), besides])
        return tag("details", tag("summary", chip), inside, class_="ww-level", open=is_open)
    return tag(
        "details",
        tag("summary", chip),
        reasons(held, schemes, notes),
        besides,
        class_=f"ww-level ww-is-{held.basis}",
        open=is_open,
    )


def reasons(held: Level, schemes: Schemes, notes: Collection[str] = ()) -> Html:
    """The whole name of a standard, why a level is what it is, why it is not higher, and who says so."""
    why = [one for one in held.grounds if not one.against]
    against = [one for one in held.grounds if one.against]
    return join(
        [
            tag("p", _placed(held), ". ", _meaning(held, schemes)),
            _reasons("Why", why, held.why, notes),
            _reasons(
                "Why not higher" if held.level else "Why there is none",
                against,
                held.why_not_higher,
                notes,
            ),
            tag("p", _whose(held), class_="ww-about"),
            scheme_line(held.scheme or schemes.chosen, schemes),
        ]
    )


def scheme_line(slug: str, schemes: Schemes) -> Html:
    """A standard by its whole name and edition, its own address, and how levels by it are made here."""
    standard = schemes.standards.get(slug)
    if standard is None:
        return tag("p", slug)
    return tag(
        "p",
        outward(standard.source, standard.full_label),
        ". ",
        link(standards_link(slug), "How levels by it are made here"),
        ".",
        class_="ww-about",
    )


def ground(one: Ground, notes: Collection[str] = ()) -> Html:
    """A reason: a quote that opens at its page, or a sentence of ours, never taken for a quote."""
    if one.document_id is None or one.start is None or one.end is None:
        return join([one.text])
    to = source_link(SourceView(document=one.document_id, start=one.start, end=one.end))
    if one.document_id in notes:
        return join(["Our note says: ", link(to, " ".join(one.text.split()))])
    page = one.page_label or one.page
    where = f", page {page}" if page else ""
    return join(["“", link(to, " ".join(one.text.split())), "”", where])


def _reasons(
    title: str, grounds: Sequence[Ground], said: Sequence[str], notes: Collection[str]
) -> Html:
    """``said`` stands in where no place is known: then all of it is shown as words of ours."""
    entries = [ground(one, notes) for one in grounds] or [join([words]) for words in said]
    if not entries:
        return EMPTY
    return join([tag("p", title, class_="ww-label"), items("ul", entries)])


def _placed(held: Level) -> str:
    """The step with its edition; its reasons are told below it."""
    said = wording.step(replace(held, why_not_higher=()), held.scheme)
    return said[:1].upper() + said[1:]


def _meaning(held: Level, schemes: Schemes) -> Html:
    """What a step of a standard means, in our words."""
    standard = schemes.standards.get(held.scheme)
    step = standard.step(held.level) if standard and held.level else None
    return tag("span", step.definition, class_="ww-about") if step else EMPTY


def _whose(held: Level) -> str:
    told = wording.BASIS_EXPLAINED[held.basis]
    if any(one.counts and not one.verified for one in held.judged):
        told += " The name is as given; no login vouches for it."
    return told


def _others(levels: Mapping[str, Level], schemes: Schemes, areas: Collection[str]) -> Html:
    """What other shown standards say of the same, each with whose word it is."""
    beside = [slug for slug in schemes.beside(areas) if slug != schemes.chosen]
    slugs = [slug for slug in beside if slug in levels and levels[slug].level]
    if not slugs:
        return EMPTY
    told = [
        f"{wording.step(levels[slug], slug).rstrip('.')} · {levels[slug].basis}" for slug in slugs
    ]
    return tag("p", f"By other standards: {'; '.join(told)}. {_ROUGHLY}", class_="ww-about")


def _direction(mark: str, word: str) -> Html:
    shape = tag("span", mark, class_="ww-mark", aria_hidden="true") if mark else None
    return tag("span", shape, " " if shape else None, word, class_="ww-direction")
