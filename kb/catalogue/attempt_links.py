"""Attempts and the documents that may be originals of their notes: rows to ``kb.links.attempts`` and back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from kb import vocab
from kb.catalogue import quotes
from kb.catalogue import tables as t
from kb.links import names, originals
from kb.links.attempts import Match, Reference, Tried, matches, programme_names, reference
from kb.links.pairs import Reason
from kb.links.sentences import Original
from kb.links.shelf import Shelf

LEAST_TOLD = 3
"""Numbers of a note that a document must tell, most of them and none otherwise, to be taken for a source
whose title nobody knows."""


def found(connection: Connection, shelf: Shelf) -> list[Match]:
    """The documents of the shelf that are an attempt's, and why."""
    attempts = tried(connection)
    by_name = matches(shelf, attempts)
    return [*by_name, *_by_content(connection, shelf, attempts, by_name)]


def _by_content(
    connection: Connection, shelf: Shelf, attempts: Iterable[Tried], known: Iterable[Match]
) -> Iterator[Match]:
    """Sources that a note describes, having no title, by what they say.

    Only short documents that name the programme are read for it: pages and posts. Reports have titles.
    """
    named = {(match.attempt_id, match.reference) for match in known}
    taken = {(match.attempt_id, match.document_id) for match in known if match.reference}
    for one in attempts:
        described = [r for r in one.references if r.is_described and (one.id, r.key) not in named]
        for document in shelf.ids if described else ():
            held = shelf.signatures[document]
            if (
                not held.is_short
                or (one.id, document) in taken
                or not set(one.names) & set(held.names)
            ):
                continue
            text = quotes.original_of(connection, document)
            for source in described:
                told, of = _told(connection, one, source.key, text)
                if told >= LEAST_TOLD and 3 * told >= 2 * of:
                    words = (
                        f"it tells {told} of {of} numbers that the note takes from “{source.title}”"
                    )
                    yield Match(one.id, document, source.key, Reason("numbers", words))


def _told(connection: Connection, one: Tried, key: str, text: Original) -> tuple[int, int]:
    """How many numbers of a note a document tells of those taken from a reference; none where it tells
    one otherwise."""
    numbers = [
        number
        for stated in quotes.stated(connection, [one.note]).get(one.note, ())
        if (statement := stated.of(key)) is not None
        for number in originals.meet(statement, text).numbers
    ]
    if any(number.state == "differs" for number in numbers):
        return 0, len(numbers)
    return sum(number.state == "agrees" for number in numbers), len(numbers)


def tried(connection: Connection) -> list[Tried]:
    """Every attempt as far as its documents can be recognised by it."""
    a = t.attempts.c
    rows = connection.execute(
        select(a.id, a.document_id, a.name, a.start, a.end).order_by(a.id)
    ).all()
    references = _references(connection)
    countries = _countries(connection)
    named = {row.id: programme_names(row.name) for row in rows}
    counts = Counter(name for some in named.values() for name in some)
    return [
        Tried(
            id=row.id,
            note=row.document_id,
            names=tuple(n for n in named[row.id] if counts[n] == 1 and not _is_place(n)),
            places=countries.get(row.id, ()),
            start=_year(row.start),
            end=_year(row.end),
            references=references.get(row.document_id, ()),
        )
        for row in rows
    ]


def _year(value: str | None) -> int | None:
    return int(value[:4]) if value and value[:4].isdigit() else None


def _is_place(name: str) -> bool:
    """Whether a name is only a list of countries."""
    known = {term.label.casefold() for term in vocab.load("countries").terms}
    return all(part in known for part in name.split(" and "))


def _countries(connection: Connection) -> dict[str, tuple[str, ...]]:
    terms = t.attempt_terms.c
    query = (
        select(terms.attempt_id, terms.term).where(terms.facet == "country").order_by(terms.term)
    )
    known = vocab.load("countries")
    made: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in connection.execute(query):
        made[row.attempt_id] += (known.label_of(row.term).casefold(),)
    return dict(made)


def _references(connection: Connection) -> dict[str, tuple[Reference, ...]]:
    """By note: what it names. Mirrors stand for what they mirror."""
    numbers = _numbers(connection)
    made: dict[str, list[Reference]] = defaultdict(list)
    rows = connection.execute(
        select(t.note_references).join(
            t.attempts, t.attempts.c.document_id == t.note_references.c.document_id
        )
    ).mappings()
    for row in sorted(rows, key=lambda r: (r["document_id"], r["key"])):
        made[row["document_id"]].append(
            reference(
                row["key"],
                row["csl"],
                row["url"],
                is_described=row["title_described"],
                numbers=numbers.get((row["document_id"], row["key"]), ()),
            )
        )
    return {document: tuple(some) for document, some in made.items()}


def _numbers(connection: Connection) -> dict[tuple[str, str], list[str]]:
    """By note and reference: numbers that the note took from it."""
    owner: dict[str, str] = {}
    f = t.findings.c
    for row in connection.execute(select(f.id, f.reference)):
        owner[row.id] = row.reference or ""
    a = t.attempts.c
    for row in connection.execute(select(a.targets, a.costs)):
        owner |= {str(e["id"]): str(e.get("reference") or "") for e in (*row.targets, *row.costs)}
    made: dict[tuple[str, str], list[str]] = defaultdict(list)
    figures: Any = t.figures.c
    for row in connection.execute(
        select(figures.document_id, figures.owner_id, figures.reference, figures.text)
    ):
        key = row.reference or owner.get(row.owner_id, "")
        made[(row.document_id, key)].extend(n for n, _ in names.numbers([row.text]))
    return made
