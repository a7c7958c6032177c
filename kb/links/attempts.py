"""Which documents are originals of an attempt's note: those that the note names, and, more weakly, those about it.

A reference names a document by its address, DOI, registration or title, or by numbers that the note took from
it. What merely shares the programme's name, place and years with the attempt is proposed last. Pure: no store.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb.links import names
from kb.links.identifiers import REGISTRIES, plain_doi
from kb.links.pairs import Reason
from kb.links.shelf import Shelf
from kb.links.signature import Signature, address, subject, surname
from kb.links.sketch import words

TITLE_WORDS = 4
"""Words that tell what it is about which a title needs to be enough; with an author, two fewer."""
HEAD = 60
"""Words of a text within which its title begins: behind a menu and a byline."""
NUMBERS = 3.0
"""Weight of numbers that a document must share with what a note took from one reference."""
WITHIN_YEARS = 1
"""How far a document's date may be from the date of a reference that only its title matches."""
ASIDE = re.compile(
    r"\bnot about\b|^About an?(?:other)?\s+\w+ (?:programme|scheme|project)|^Written to present|^Calls "
)
"""What a note remarks of a source that is about something else and only touches on the attempt."""
RETURNS_AMONG = 4
"""A programme's name must be among this many names that return most in a document, or in its title."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that a note names."""

    key: str
    title: str
    is_described: bool = False
    """Whether the title is our description of it, and stands nowhere."""
    url: str = ""
    doi: str = ""
    registrations: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publisher: str = ""
    year: str = ""
    numbers: tuple[str, ...] = ()
    """Numbers that the note took from it."""
    is_aside: bool = False
    """Whether the note says that it is about something else: its study is not the attempt's."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt as far as its documents can be recognised by it."""

    id: str
    names: tuple[str, ...]
    """The names of its programme, as people write them."""
    places: tuple[str, ...]
    start: int | None
    end: int | None
    references: tuple[Reference, ...] = ()
    note: str = ""
    """Id of the document that is its note."""


@dataclass(frozen=True, slots=True)
class Match:
    """A document that is an attempt's, by which reference, and why."""

    attempt_id: str
    document_id: str
    reference: str | None
    """Key of the reference that it is; null where it is only about the same programme."""
    reason: Reason
    is_aside: bool = False


def reference(key: str, csl: Mapping[str, Any], url: str | None, *, is_described: bool, numbers: Iterable[str] = ()) -> Reference:  # fmt: skip
    """A reference from its CSL-JSON item."""
    told = " ".join(str(csl.get(name) or "") for name in ("number", "note", "title"))
    registered = {f"{n}{m[1].upper()}" for n, p in REGISTRIES.items() for m in p.finditer(told)}
    parts = (csl.get("issued") or {}).get("date-parts") or [[""]]
    return Reference(
        key=key,
        title=str(csl.get("title") or ""),
        is_described=is_described,
        url=address(url or "") if url else "",
        doi=plain_doi(str(csl.get("DOI") or "")) or plain_doi(url or ""),
        registrations=tuple(sorted(registered)),
        authors=tuple(
            sorted({" ".join(words(str(a.get("family") or a.get("literal") or ""))) for a in csl.get("author") or ()})
        ),
        publisher=str(csl.get("publisher") or ""),
        year=str(parts[0][0]),
        numbers=tuple(sorted(set(numbers))),
        is_aside=bool(ASIDE.search(str(csl.get("note") or ""))),
    )  # fmt: skip


def matches(shelf: Shelf, tried: Iterable[Tried]) -> list[Match]:
    """The documents of each attempt, one match for each of its references and one for none."""
    index = _Index(shelf)
    found: dict[tuple[str, str, str | None], Match] = {}
    for attempt in sorted(tried, key=lambda one: one.id):
        named = set()
        for one in attempt.references:
            for document, reason in _of_reference(index, attempt, one):
                named.add(document)
                found.setdefault((attempt.id, document, one.key), Match(attempt.id, document, one.key, reason, one.is_aside))  # fmt: skip
        for document, reason in _about(index, attempt):
            if document not in named:
                found[(attempt.id, document, None)] = Match(attempt.id, document, None, reason)
    return [found[key] for key in sorted(found, key=lambda k: (k[0], k[1], k[2] or ""))]


@dataclass(frozen=True)
class _Index:
    """Documents by what references name."""

    shelf: Shelf

    @cached_property
    def by_key(self) -> Mapping[tuple[str, Any], tuple[str, ...]]:
        found: dict[tuple[str, Any], list[str]] = defaultdict(list)
        for i in self.shelf.ids:
            one = self.shelf.signatures[i]
            for doi in one.ids.dois:
                found[("doi", doi)].append(i)
            for number in one.ids.registrations:
                found[("registration", number)].append(i)
            if "/" in one.address:  # an address without a path is a whole site's
                found[("address", one.address)].append(i)
            if one.subject:
                found[("title", one.subject)].append(i)
            for k in range(min(HEAD, len(one.head) - 2)):
                found[("head", one.head[k : k + 3])].append(i)
            for number, _ in one.numbers:
                found[("number", number)].append(i)
            for name in one.names:
                found[("name", name)].append(i)
        return {key: tuple(dict.fromkeys(some)) for key, some in found.items()}

    def of(self, kind: str, value: Any) -> tuple[str, ...]:
        """Documents that have ``value``."""
        return self.by_key.get((kind, value), ())


def _of_reference(index: _Index, attempt: Tried, one: Reference) -> Iterator[tuple[str, Reason]]:
    kinds = (
        ("doi", [one.doi], "its DOI {} is that of the reference"),
        ("registration", one.registrations, "it is registered as {}, as the reference is"),
        ("address", [one.url], "it is at {}, the address of the reference"),
    )
    met = set()
    for kind, values, told in kinds:
        for value in values:
            for document in index.of(kind, value) if value else ():
                met.add(document)
                yield document, Reason(kind, told.format(value))
    for document, words_ in _by_title(index, one):
        if document not in met:
            met.add(document)
            yield document, Reason("title", words_)
    if not met:
        yield from _by_numbers(index, attempt, one)


def _by_title(index: _Index, one: Reference) -> Iterator[tuple[str, str]]:
    title = tuple(words(one.title))
    telling = subject(title)
    if one.is_described or len(telling) < TITLE_WORDS - 2:
        return
    for document in index.of("title", telling):
        if _is_it(index.shelf.signatures[document], one, telling):
            yield document, f"its title is that of the reference, “{one.title}”"
    for document in index.of("head", title[:3]):
        held = index.shelf.signatures[document]
        if _begins(held, title) and _is_it(held, one, telling):
            yield document, f"it opens with the title of the reference, “{one.title}”"


def _begins(held: Signature, title: tuple[str, ...]) -> bool:
    at = range(min(HEAD, len(held.head) - len(title) + 1))
    return any(held.head[k : k + len(title)] == title for k in at)


def _is_it(held: Signature, one: Reference, telling: tuple[str, ...]) -> bool:
    """Whether a title is enough: long, or with an author; and not of another time."""
    mine, theirs = held.date[:4], one.year
    if mine.isdigit() and theirs.isdigit() and abs(int(mine) - int(theirs)) > WITHIN_YEARS:
        return False
    signed = {surname(a) for a in one.authors} & {*held.authors, *held.head}
    body = tuple(words(one.publisher))
    publishes = bool(body) and all(word in (*held.head, *held.publisher.split()) for word in body)
    return len(telling) >= TITLE_WORDS or bool(signed) or publishes


def _by_numbers(index: _Index, attempt: Tried, one: Reference) -> Iterator[tuple[str, Reason]]:
    """A document that tells the numbers which the note took from a reference, and names the programme."""
    weights: dict[str, float] = defaultdict(float)
    told: dict[str, list[str]] = defaultdict(list)
    for number in one.numbers:
        some = index.of("number", number)
        for document in some if len(some) <= 6 else ():
            weights[document] += names.weight(number)
            told[document].append(number)
    for document in sorted(weights):
        held = index.shelf.signatures[document]
        if (
            weights[document] >= NUMBERS
            and not held.is_review
            and set(attempt.names) & set(held.names)
        ):
            shown = ", ".join(told[document])
            yield document, Reason("numbers", f"it tells {len(told[document])} of the {len(one.numbers)} numbers that the note takes from “{one.title}”: {shown}")  # fmt: skip


def _about(index: _Index, attempt: Tried) -> Iterator[tuple[str, Reason]]:
    """Documents of the programme, place and years of an attempt: the weakest proposal."""
    if attempt.start is None or not attempt.places:
        return
    last = attempt.end or attempt.start + 10
    for name in attempt.names:
        for document in index.of("name", name):
            held = index.shelf.signatures[document]
            leads = name in held.names[:RETURNS_AMONG] or name in " ".join(held.title_words)
            place = next((p for p in held.places if p in attempt.places), None)
            when = [y for y in held.years if attempt.start <= y <= last]
            if leads and place and when and not held.is_review:
                span = f"{when[0]}" if len(when) == 1 else f"{when[0]} to {when[-1]}"
                yield document, Reason("programme", f"it is about the same programme ({name.title()}), place ({place.title()}) and years ({span})")  # fmt: skip


_BRACKETS = re.compile(r"\(([A-Z][A-Z0-9+&-]{1,9})\)")


def programme_names(title: str) -> tuple[str, ...]:
    """The names of a programme in the title of its note: the runs of capitals, and none that is common."""
    bare = _BRACKETS.sub(" ", title)
    found = names.names(bare, ())
    return tuple(name for name in found if len(name.split()) >= 2)
