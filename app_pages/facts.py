"""What is known of a document, each fact with where it came from. Pure markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote

from app_pages import chips, rated
from app_pages.address import SourceView, source_link
from app_pages.markup import EMPTY, Html, is_web_address, items, join, link, outward, tag
from app_pages.place import MOST_PASSAGES, Place
from app_pages.quotes import clipped, quoted_paragraphs
from app_pages.schemes import Schemes
from kb import vocab, wording
from kb.models import Citation, Document

FIELDS = {
    "title": "Title",
    "author": "Author",
    "issued": "Date",
    "publisher": "Publisher",
    "language": "Language",
}
WORDS = 8
"""Of a quote on a web page, that the publisher's address points to."""
SHORT = 110
"""Characters of a passage in a list."""


def draw(place: Place, schemes: Schemes) -> Html:
    """Everything beside the text."""
    return tag(
        "div",
        _about(place, schemes),
        _areas(place),
        _versions(place),
        _elsewhere(place),
        _found(place.document),
        class_="ww",
    )


def quoted(citation: Citation, document: Document) -> Html:
    """The words that are meant, as a quote or, for a note, as our own summary."""
    if citation.kind == "quote":
        told = [wording.page(citation), wording.date(document.date)]
        told += [wording.written_by(citation.interest)]
        about = _sentence(" · ".join(part for part in told if part))
        block = tag("blockquote", *quoted_paragraphs(citation.quote))
        there = outward(at_publisher(citation), "Read it at its publisher")
        caption = tag("figcaption", about, ". " if there else None, there)
        return tag("figure", block, caption, class_="ww-quote")
    url = citation.reports.url if citation.reports else None
    return tag(
        "div",
        tag("p", clipped(citation.quote), class_="ww-own"),
        tag(
            "p",
            wording.summary_of(citation),
            " ",
            wording.written_by(citation.interest).capitalize(),
            ". ",
            outward(url, "Read the source at its publisher"),
            class_="ww-about",
        ),
    )


def at_publisher(citation: Citation) -> str | None:
    """The publisher's own address of the words: at the page, or, on a web page, at the first of them."""
    if not is_web_address(citation.url):
        return None
    bare = str(citation.url).split("#")[0]
    if citation.page:
        return f"{bare}#page={citation.page}"
    first = citation.quote.strip().split("\n")[0].split()[:WORDS]
    return f"{bare}#:~:text={quote(' '.join(first), safe='').replace('-', '%2D')}"


def superseded(place: Place) -> Html:
    """A version that is no longer the current one says so."""
    now = place.document.superseded_by
    if not now:
        return EMPTY
    return tag(
        "p",
        tag("strong", "This version was superseded."),
        " What was cited from it stays here as it was. ",
        link(source_link(SourceView(document=now)), "Open the current version"),
        ".",
        class_="ww-warning",
        role="note",
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _about(place: Place, schemes: Schemes) -> Html:
    document = place.document
    rows: list[tuple[str, str | None]] = [
        ("Title", _with_origin(document, "title", document.title)),
        ("Type", _guessed(place, "type", vocab.load("document-types").label_of(document.type))),
        ("Authors", _with_origin(document, "author", ", ".join(document.authors))),
        ("Publisher", _with_origin(document, "publisher", document.publisher)),
        ("Date", _with_origin(document, "issued", document.date, wording.date(document.date))),
        ("Who wrote it", _guessed(place, "interest", _who(document.interest))),
        ("Level", rated.chip(place, schemes)),
        ("Status", wording.STATUS_WORDS[document.status].capitalize()),
        ("Address", outward(document.url, document.url or "") if document.url else None),
        ("Pages", _pages(document)),
        ("Text", _how_read(document)),
        ("Added", _added(place)),
    ]
    if place.is_note:
        rows = [row for row in rows if row[0] not in ("Authors", "Publisher", "Who wrote it")]
    listed = [join([tag("dt", name), tag("dd", value)]) for name, value in rows if value]
    return join([tag("h2", "About this document"), tag("dl", *listed, class_="ww-facts")])


def _guessed(place: Place, field: str, shown: str) -> Html | str:
    """A value of a closed list, with whose word it is where a machine or a person said it."""
    guess = getattr(place.reading, field) if place.reading and not place.is_note else None
    if guess is None or guess.value != getattr(place.document, field):
        return shown
    reason = guess.reason
    if guess.rule == "judged":
        return join([shown, " · ", chips.basis("judged"), f", by {reason.text}"])
    because = chips.ground(replace(reason, document_id=place.document.id))
    says = ", because it says " if reason.start is not None else ": "
    return join([shown, " · ", chips.basis("suggested"), says, because])


def _who(interest: str) -> str:
    return _sentence(wording.written_by(interest))


def _with_origin(
    document: Document, field: str, value: str | None, shown: str | None = None
) -> Html | None:
    """A fact with where it was found. Without an origin a person stated it, or the address did."""
    if not value:
        return None
    known = [found for found in document.metadata if found.field == field]
    origin = next((f.origin for f in known if f.value in (value, *value.split(", "))), None)
    told = tag("span", f" (from {origin})", class_="ww-about") if origin else None
    return join([shown or value, told])


def _pages(document: Document) -> str | None:
    if not document.pages:
        return None
    told = wording.count(document.pages, "page")
    if document.pages_without_text:
        told += f", {len(document.pages_without_text)} of them without text to read"
    return told


def _how_read(document: Document) -> str:
    told = f"read by {document.extractor}"
    if document.method:
        told += f" ({document.method})"
    if document.kept is not None:
        told += f"; {document.kept:.0%} of the page's visible text was kept"
    return told[:1].upper() + told[1:]


def _added(place: Place) -> str | None:
    when = wording.date(place.document.added_at)
    who = place.source.added_by
    return f"{when} by {who}" if when and who else when


def _areas(place: Place) -> Html:
    areas = vocab.load("areas")
    if place.is_note:
        if not place.stated_areas:
            return EMPTY
        entries: Iterable[Html] = [
            join([areas.label_of(slug), " · ", chips.basis("compiled")])
            for slug in place.stated_areas
        ]
    else:
        entries = [
            join(
                [
                    areas.label_of(one.area),
                    " · ",
                    chips.basis(one.basis),
                    ", because it says “",
                    link(_to(place, one.start, one.end), clipped(one.quote)),
                    "”",
                ]
            )
            for one in place.areas
        ]
    listed = items("ul", entries)
    return join([tag("h2", "Areas"), listed]) if listed else EMPTY


def _versions(place: Place) -> Html:
    if len(place.versions) < 2:
        return EMPTY
    entries = []
    for one in place.versions:
        state = "superseded" if one.superseded_by else "current"
        why = f", {one.replaces_reason.replace('-', ' ')}" if one.replaces_reason else ""
        when = f"{wording.date(one.added_at)} ({state}{why})"
        here = one.id == place.document.id
        entries.append(
            tag("strong", when, ", open here")
            if here
            else link(source_link(SourceView(document=one.id)), when)
        )
    return join([tag("h2", "Versions"), items("ul", entries)])


def _elsewhere(place: Place) -> Html:
    """What else is cited from this document."""
    said = [join([link(_to(place, one.start, one.end), one.text)]) for one in place.said]
    if said:
        title = "Everything our note says" if place.is_note else "Everything cited from it"
        told = tag("summary", f"{title} ({len(said)})")
        return join(
            [
                tag("h2", "Cited from here"),
                tag("details", told, items("ul", said), class_="ww-fold"),
            ]
        )
    shown = place.passages[:MOST_PASSAGES]
    listed = [
        join(
            [
                f"page {one.locator.page_label or one.locator.page}: "
                if one.locator.page
                else None,
                link(source_link(SourceView(passage=one.id)), _short(one.text)),
            ]
        )
        for one in shown
    ]
    told = tag("summary", f"Its passages ({len(place.passages)})")
    more = len(place.passages) - len(shown)
    rest = tag("p", f"and {more} more, found by asking", class_="ww-note") if more > 0 else EMPTY
    return join(
        [
            tag("h2", "In this document"),
            tag("details", told, items("ul", listed), rest, class_="ww-fold"),
        ]
    )


def _found(document: Document) -> Html:
    """Every bibliographic fact that was found, also those that were not chosen."""
    if not document.metadata:
        return EMPTY
    head = tag("tr", *(tag("th", name, scope="col") for name in ("Fact", "As found", "Where")))
    rows = [
        tag("tr", *(tag("td", cell) for cell in (FIELDS.get(f.field, f.field), f.value, f.origin)))
        for f in document.metadata
    ]
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="ww-table")
    told = tag("summary", "Everything found, and where")
    return tag("details", told, tag("div", table, class_="ww-scroll"), class_="ww-fold")


def _to(place: Place, start: int, end: int) -> str:
    return source_link(SourceView(document=place.document.id, start=start, end=end))


def _short(text: str) -> str:
    line = clipped(text)
    return line if len(line) <= SHORT else line[:SHORT].rsplit(" ", 1)[0] + " …"
