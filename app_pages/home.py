"""What stands on the Ask screen before a question: what is held, where to begin, what this is not."""

from __future__ import annotations

from sqlalchemy import Connection

from app_pages.address import AskView, LibraryView, ask_link, library_link
from app_pages.markup import EMPTY, Html, items, join, link, tag
from app_pages.views import area_link
from kb import vocab, wording
from kb.catalogue import shelf
from kb.picture import coverage

EXAMPLES = (
    "Has mental health first aid training helped staff?",
    "Do wage subsidies get young people into lasting work?",
    "Does joining people to a pension automatically make them save more?",
)
"""Questions that the starter base answers; a test asks them."""


def before_a_question(connection: Connection, view: AskView) -> Html:
    """Areas with what each holds, examples, what the base is and is not, when it was last updated."""
    held = coverage(connection)
    if not held["documents"]:
        return empty()
    return join([_examples(view), _areas(connection), _about(held)])


def empty() -> Html:
    """A base without documents: what to do."""
    return join(
        [
            tag("h2", "This base is empty"),
            tag("p", "Nothing was added yet, so there is nothing to ask."),
            _what_to_do(),
        ]
    )


def nothing_here(reason: str) -> Html:
    """No base at all: what to do."""
    return join(
        [
            tag("h2", "There is no knowledge base here yet"),
            _what_to_do(),
            tag("p", reason, class_="ww-note"),
        ]
    )


def no_attempts() -> Html:
    """Documents may be held, and no attempt is described yet: what to do."""
    ways = [
        join([tag("code", "make demo"), " builds the starter base, which describes attempts"]),
        join(
            [
                tag("code", "whatworks ingest NOTE.md"),
                " adds an evidence note: one file of Markdown an attempt",
            ]
        ),
        join(["or see what is held in the ", link(library_link(LibraryView()), "library")]),
    ]
    return join(
        [
            tag("h2", "No attempt is described in this base yet"),
            tag(
                "p",
                "An attempt is something tried, whatever came of it. One is there once a note tells of it.",
            ),
            items("ul", ways),
        ]
    )


def _what_to_do() -> Html:
    ways = [
        join(
            [tag("code", "make demo"), " builds the starter base, then ", tag("code", "make app")]
        ),
        join([tag("code", "whatworks ingest FOLDER"), " adds reports and pages of your own"]),
        join(["or add files in the ", link(library_link(LibraryView()), "library")]),
    ]
    return items("ul", ways)


def _examples(view: AskView) -> Html:
    asked = [
        link(ask_link(AskView(question, view.filters, view.scheme)), question)
        for question in EXAMPLES
    ]
    return join([tag("h2", "For example"), items("ul", asked)])


def _areas(connection: Connection) -> Html:
    areas = vocab.load("areas")
    entries = []
    for holding in shelf.holdings(connection):
        term = areas.require(holding.area)
        told = wording.count(holding.attempts, "attempt")
        if holding.documents:
            told += f" and {wording.count(holding.documents, 'document')}"
        name = link(area_link(term.slug), term.label)
        entries.append(
            tag(
                "li",
                tag("p", name, ": ", told, class_="ww-name"),
                tag("p", term.definition, class_="ww-about"),
            )
        )
    return join([tag("h2", "What it holds"), items("ul", entries, class_="ww-plain")])


def _about(held: dict[str, object]) -> Html:
    last = wording.date(str(held["last_added"])) if held["last_added"] else None
    told = [
        f"It holds {held['held']}, hand-picked: a collection, not a systematic search. Holding "
        "nothing on a question does not mean that nothing is known.",
        "An answer is put together from what sources say, each sentence leading to its place. No "
        "language model writes any of it.",
        "Evidence notes are our own summaries of sources whose originals are not held; they are "
        "marked as such, and so is what no named person has confirmed yet.",
    ]
    updated = tag("p", f"Last updated {last}.", class_="ww-note") if last else EMPTY
    return join([tag("h2", "What this is, and is not"), *(tag("p", one) for one in told), updated])
