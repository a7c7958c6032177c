"""What to put in a text and in its list of references for an id of this base.

A document, passage, finding, lesson or attempt is resolved to the source it rests on, then formatted by
``kb.pandoc``. A passage of a source is a quote with its page. A note's words are our summary: they are
cited as the underlying source, "as summarised in" the note, and never stand in quotation marks.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from sqlalchemy import Connection, select

from kb.catalogue import Catalogue, attempts, read
from kb.catalogue import tables as t
from kb.cite import NOTE_TYPE, Citations, csl_of_document
from kb.errors import UnknownId
from kb.models import Citation, Document
from kb.pandoc import DEFAULT_STYLE, To, bibtex, cited, formatted

__all__ = ["DEFAULT_STYLE", "Reference", "bibtex", "cite", "formatted", "items", "resolve"]

PLAIN_STATUS = ("current", "not-checked")


@dataclass(frozen=True, slots=True)
class Reference:
    """One source behind an id that was asked for. An attempt has one for each source of its note."""

    id: str
    """The id asked for."""
    csl: dict[str, Any]
    locator: str | None = None
    """Where in the source: ``p. iv``, or the words of a note."""
    citation: Citation | None = None
    """The quote or paraphrase; null where a whole document or attempt is cited."""
    summarised_in: str | None = None
    """Title of our note, where what is cited is our summary and the source itself is not held."""
    status: str = "current"
    in_text: str = ""
    """The citation as it stands in a sentence or in a footnote."""
    reference: str = ""
    """The entry in the list of references."""
    text: str = ""
    """Everything, ready to paste."""


def cite(
    catalogue: Catalogue,
    ids: Sequence[str],
    style: str = DEFAULT_STYLE,
    to: To = "text",
    *,
    public_url: str | None = None,
) -> tuple[Reference, ...]:
    """Each id resolved and formatted, in order. ``public_url`` is where links to this base point."""
    made = []
    for found in resolve(catalogue, ids):
        written = cited(found.csl, found.locator, style, to)
        found = replace(found, in_text=written.in_text, reference=written.reference)
        made.append(replace(found, text=_pasted(found, to, public_url)))
    return tuple(made)


def resolve(catalogue: Catalogue, ids: Sequence[str]) -> tuple[Reference, ...]:
    """Each id as the sources it rests on, not formatted; ``UnknownId`` for one that is nothing here."""
    found: list[Reference] = []
    with catalogue.read() as connection:
        citations = Citations(connection)
        for wanted in ids:
            some = _of(connection, citations, wanted)
            if not some:
                raise _unknown(connection, wanted)
            found.extend(some)
    return tuple(found)


def items(references: Sequence[Reference]) -> list[dict[str, Any]]:
    """The CSL-JSON items behind references: each once, each under an id of its own."""
    by_id: dict[str, dict[str, Any]] = {}
    for found in references:
        item, number = dict(found.csl), 1
        while by_id.setdefault(item["id"], item) != item:
            number += 1
            item["id"] = f"{found.csl['id']}-{number}"
    return list(by_id.values())


def _of(connection: Connection, citations: Citations, wanted: str) -> list[Reference]:
    for kind in _RESOLVERS:
        found = list(_RESOLVERS[kind](connection, citations, wanted))
        if found:
            return found
    return []


def _document(connection: Connection, _: Citations, wanted: str) -> Iterator[Reference]:
    document = read.documents(connection, [wanted]).get(wanted)
    if document is None:
        return
    if document.type == NOTE_TYPE:
        yield from _note(connection, document, wanted)
    else:
        yield Reference(wanted, csl_of_document(document), status=document.status)


def _attempt(connection: Connection, _: Citations, wanted: str) -> Iterator[Reference]:
    query = select(t.attempts.c.document_id).where(t.attempts.c.id == wanted)
    document_id = connection.execute(query).scalar()
    if document_id:
        yield from _note(connection, read.document(connection, document_id), wanted)


def _note(connection: Connection, document: Document, wanted: str) -> Iterator[Reference]:
    """Every source that a note summarises."""
    query = select(t.note_references.c.csl).where(t.note_references.c.document_id == document.id)
    for csl in sorted(connection.execute(query).scalars(), key=lambda csl: str(csl["id"])):
        yield Reference(wanted, dict(csl), summarised_in=document.title, status=document.status)


def _passage(connection: Connection, citations: Citations, wanted: str) -> Iterator[Reference]:
    passage = read.passages(connection, [wanted]).get(wanted)
    if passage is not None:
        yield _located(connection, citations.of_passage(passage), wanted)


def _statement(table: Any) -> Callable[[Connection, Citations, str], Iterator[Reference]]:
    def of_statement(
        connection: Connection, citations: Citations, wanted: str
    ) -> Iterator[Reference]:
        row = connection.execute(select(table).where(table.c.id == wanted)).mappings().first()
        if row is not None:
            place = (row["document_id"], row["start"], row["end"])
            citation = citations.of_span(*place, row["reference"], row["locator"])
            yield _located(connection, citation, wanted)

    return of_statement


_RESOLVERS: Mapping[str, Callable[[Connection, Citations, str], Iterator[Reference]]] = {
    "document": _document,
    "passage": _passage,
    "finding": _statement(t.findings),
    "lesson": _statement(t.lessons),
    "problem": _statement(t.problems),
    "attempt": _attempt,
}
"""Kinds of id, looked for in this order."""


def _located(connection: Connection, citation: Citation, wanted: str) -> Reference:
    if citation.reports is not None:
        csl, locator = dict(citation.reports.csl), citation.reports.locator
        return Reference(wanted, csl, locator, citation, citation.title, citation.status)
    csl = csl_of_document(read.document(connection, citation.document_id))
    return Reference(wanted, csl, pages_of(citation), citation, status=citation.status)


def pages_of(citation: Citation) -> str | None:
    """``p. iv`` or ``pp. 3–4``: the printed label where there is one, else the page's number in the file."""
    if citation.page is None:
        return None
    first = citation.page_label or str(citation.page)
    last = citation.page_end_label or str(citation.page_end or citation.page)
    return f"p. {first}" if first == last else f"pp. {first}–{last}"


def _pasted(found: Reference, to: To, public_url: str | None) -> str:
    """The words, the citation, the reference, and what a reader must be told of them."""

    def plain(text: str) -> str:
        text = " ".join(text.split())
        return escape(text, quote=False) if to == "html" else text

    lines = []
    if found.citation is not None:
        words = plain(found.citation.quote)
        is_quote = found.citation.kind == "quote"
        lines.append(f"{f'“{words}”' if is_quote else words} {found.in_text}")
    if found.reference != found.in_text or not lines:
        lines.append(found.reference)
    if found.summarised_in is not None:
        lines.append(plain(_summary(found, public_url)))
    if found.status not in PLAIN_STATUS:
        lines.append(f"This version is {found.status}.")
    return ("<br>\n" if to == "html" else "\n").join(lines)


def _summary(found: Reference, public_url: str | None) -> str:
    link = ""
    if public_url and found.citation is not None:
        link = f", {public_url.rstrip('/')}{found.citation.link}"
    reports = found.citation.reports if found.citation is not None else None
    absent = "" if reports is not None and reports.held else "; the original is not held"
    return f"As summarised in our evidence note “{found.summarised_in}”{link}{absent}."


def _unknown(connection: Connection, wanted: str) -> UnknownId:
    near = difflib.get_close_matches(wanted, attempts.all_ids(connection), n=3, cutoff=0.6)
    offer = f"did you mean {' or '.join(near)}?" if near else (
        "the id of a document, passage, finding, lesson or attempt is accepted"
    )  # fmt: skip
    return UnknownId(f"cite {wanted!r}: there is no such id; {offer}")
