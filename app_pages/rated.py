"""How a document was studied and how each standard rates it, as markup: levels side by side, then facts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app_pages import chips, studied
from app_pages.address import standards_link
from app_pages.markup import EMPTY, Html, join, link, tag
from app_pages.place import Place
from app_pages.schemes import Schemes
from kb import wording
from kb.evidence import Contrast, Reading
from kb.models import Attempt

NOT_READ = (
    "This document was not read for how it was studied: an older version added it. Adding it again, or "
    "whatworks reindex, reads it."
)
NOTE_TOLD = "The levels are about the studies that the note reports, not about the note."


def draw(place: Place, schemes: Schemes) -> Html:
    """The whole section."""
    return tag(
        "section",
        tag("h2", "How it was studied", id="ww-studied"),
        _notes(place) if place.is_note else _design(place.reading),
        _levels(place, schemes),
        _others(place, schemes),
        _facts(place, schemes),
        tag("p", link(standards_link(), "How levels are made"), class_="ww-note"),
        aria_labelledby="ww-studied",
    )


def chip(place: Place, schemes: Schemes) -> Html:
    """The level by the chosen standard, as a chip; nothing where the document was not read for it."""
    return _level(place, schemes.chosen, schemes) if place.levels else EMPTY


def _notes(place: Place) -> Html:
    design = place.stated_design
    said = tag("p", "As our note puts it: ", design, ".") if design else EMPTY
    return join([said, tag("p", NOTE_TOLD, class_="ww-note") if place.levels else EMPTY])


def _design(reading: Reading | None) -> Html:
    if reading is None:
        return tag("p", NOT_READ)
    if reading.note:
        return tag("p", "Nothing is proposed. ", reading.note)
    leading = [f for f in reading.facts if f.counts and f.fact == reading.design]
    basis = "judged" if any(f.basis == "judged" for f in leading) else "suggested"
    named = tag("strong", wording.design(reading.design))
    return tag("p", named, " · ", chips.basis(basis), ".")


def of_attempt(attempt: Attempt, note_id: str, schemes: Schemes) -> Html:
    """An attempt by every standard that tells of it: the shown ones open and side by side, others folded."""

    def drawn(slug: str, is_open: bool) -> Html:
        return chips.level_by(attempt.levels, slug, schemes, is_open=is_open, notes=(note_id,))

    tells = [slug for slug, held in attempt.levels.items() if held.level is not None]
    shown = [slug for slug in schemes.beside(attempt.areas) if slug in attempt.levels]
    others = [slug for slug in schemes.standards if slug in tells and slug not in shown]
    return join(
        [
            _beside([drawn(slug, True) for slug in shown]),
            _folded([drawn(slug, False) for slug in others]),
        ]
    )


def _levels(place: Place, schemes: Schemes) -> Html:
    """The shown standards side by side, each with its reasons open."""
    slugs = [slug for slug in schemes.beside(place.of_areas) if _tells(place, slug)]
    return _beside([_level(place, slug, schemes, is_open=True) for slug in slugs])


def _beside(drawn: Sequence[Html]) -> Html:
    if not drawn:
        return EMPTY
    told = f"Levels of different standards are {wording.EQUIVALENT}."
    note = tag("p", told, class_="ww-note") if len(drawn) > 1 else EMPTY
    return join([tag("div", *(tag("div", one) for one in drawn), class_="ww-beside"), note])


def _folded(drawn: Sequence[Html]) -> Html:
    if not drawn:
        return EMPTY
    summary = tag("summary", f"By other standards ({len(drawn)})")
    held = tag("div", *(tag("div", one) for one in drawn), class_="ww-beside")
    return tag("details", summary, held, class_="ww-fold")


def _level(place: Place, slug: str, schemes: Schemes, *, is_open: bool = False) -> Html:
    read = place.reading
    known = read.design if read and not read.note and not place.is_note else None
    notes = (place.document.id,) if place.is_note else ()
    return chips.level_by(place.levels, slug, schemes, known=known, is_open=is_open, notes=notes)


def _tells(place: Place, slug: str) -> bool:
    """Whether there is something to say: that software reads nothing out of our own note is nothing."""
    held = place.levels.get(slug)
    return held is not None and (held.level is not None or not place.is_note)


def _others(place: Place, schemes: Schemes) -> Html:
    """Standards that are reachable, and not paraded."""
    shown = schemes.beside(place.of_areas)
    slugs = [slug for slug in schemes.standards if _tells(place, slug) and slug not in shown]
    return _folded([_level(place, slug, schemes) for slug in slugs])


def _facts(place: Place, schemes: Schemes) -> Html:
    if place.reading is None or place.is_note:
        return EMPTY
    reading, document_id = place.reading, place.document.id
    return join([_contrasts(place, reading, schemes), studied.facts(document_id, reading)])


def _contrasts(place: Place, reading: Reading, schemes: Schemes) -> Html:
    """Several comparisons of one document, apart: each has its own design and its own level."""
    if not reading.contrasts:
        return EMPTY
    told = "It reports several comparisons. Each is rated by itself."
    drawn = [
        tag(
            "div",
            studied.contrast(place.document.id, one, reading.facts),
            _contrast(place, one, schemes),
        )
        for one in reading.contrasts
    ]
    listed = tag("div", *drawn, class_="ww-beside")
    return join([tag("h3", "Its comparisons"), tag("p", told, class_="ww-note"), listed])


def _contrast(place: Place, one: Contrast, schemes: Schemes) -> Html:
    levels = place.by_contrast.get(one.number, {})
    if schemes.chosen not in levels:
        return EMPTY
    return chips.level_by(levels, schemes.chosen, schemes, known=one.design)
