"""The studies of an attempt as markup: its documents, why they are linked, and what stands in the originals. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from app_pages import chips, results
from app_pages.address import SourceView, cited_link, source_link
from app_pages.markup import EMPTY, Html, items, join, link, section, tag
from app_pages.quotes import Numbers
from kb import vocab, wording
from kb.dossier import Dossier
from kb.register import Study

ROLES: Mapping[str, str] = {
    "reports": "reports it",
    "includes": "includes it in a review",
    "cites": "only cites it",
}
"""What a document does with a study."""
STATES: Mapping[str, str] = {
    "agrees": "In the original, close in words and every number agreeing",
    "differs": "In the original, where the numbers differ",
    "not-found": "Looked for in the original and not found.",
}


def draw(one: Dossier) -> Html:
    """Studies with their documents, and how much of the note was checked against the originals."""
    note = link(source_link(SourceView(document=one.note_id)), "our note")
    if not one.studies:
        told = join(["No original is held: it is known through ", note, " alone."])
        return section("Studies and documents", tag("p", told))
    counted = wording.studies_and_documents(one.attempt.studies, one.attempt.documents)
    drawn = [_study(study, one) for study in one.studies]
    told = join([counted, ", and ", note, "."])
    return section("Studies and documents", tag("p", told), checked(one), *drawn)


def checked(one: Dossier) -> Html:
    """How many of the note's statements stand in an original that is held."""
    held = one.checked
    if not held.held:
        return tag(
            "p", "None of the sources that the note names is held as an original.", class_="ww-note"
        )
    told = f"Checked against the original: {held.agrees:,} of {held.held:,} agree"
    if held.differs:
        told += f", {held.differs:,} give other numbers"
    if held.not_found:
        told += f", {held.not_found:,} were not found"
    left = held.total - held.held
    rest = f" {left:,} more rest on sources that are not held." if left else ""
    return tag("p", tag("strong", f"{told}."), rest, " ", chips.basis("suggested"), ".")


def beneath(one: Dossier, numbers: Numbers) -> results.Beneath:
    """What stands under a statement of the note: the words of the original, opening at their page."""
    return partial(_in_original, one, numbers)


def _in_original(one: Dossier, numbers: Numbers, statement: str) -> Html:
    held = one.originals.get(statement)
    if held is None:
        return EMPTY
    citation = numbers.citations.get(held.citation or "")
    if citation is None:
        return tag("p", STATES["not-found"], class_="ww-line")
    where = wording.page(citation)
    words = " ".join(citation.quote.split())
    return tag(
        "p",
        f"{STATES[held.state]}: “",
        link(cited_link(citation.link), words),
        "”",
        f", {where}" if where else "",
        " ",
        numbers.mark(citation.id),
        " · ",
        chips.basis("suggested"),
        ".",
        class_="ww-line",
    )


def _study(study: Study, one: Dossier) -> Html:
    entries = []
    for held in study.documents:
        document = one.documents.get(held.document_id)
        if document is None:
            continue
        told = [
            vocab.load("document-types").label_of(document.type).lower(),
            wording.date(document.date),
            wording.written_by(document.interest),
            ROLES.get(held.role, held.role),
        ]
        entries.append(
            join(
                [
                    link(source_link(SourceView(document=document.id)), document.title),
                    tag("span", " · ", " · ".join(filter(None, told)), class_="ww-about"),
                    _why(held.basis, held.reasons),
                ]
            )
        )
    basis = tag(
        "p", "Taken to be of this attempt: ", chips.basis(study.basis), ".", class_="ww-line"
    )
    return join([tag("h3", study.title), items("ul", entries), basis, _reasons(study.reasons)])


def _why(basis: str, reasons: Sequence[str]) -> Html:
    """Whose word it is that a document tells of a study, and why."""
    if not reasons:
        return EMPTY
    whose = tag(
        "span", " Taken to tell of this study: ", chips.basis(basis), ".", class_="ww-about"
    )
    return join([whose, _reasons(reasons)])


def _reasons(reasons: Sequence[str]) -> Html:
    if not reasons:
        return EMPTY
    return tag("details", tag("summary", "Why"), items("ul", reasons))
