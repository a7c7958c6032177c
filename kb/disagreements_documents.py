"""What documents say: the figures of short texts about a programme that others name too, and what longer
documents report as findings of an attempt or as facts of a problem.

A blog or a page of news is read whole, since its figures stand anywhere; a report is read by what was
proposed of it at ingest. What no other document is about is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Connection, func, select

from kb import ids
from kb.amounts import of_figure
from kb.amounts_words import DAYS_IN, STOP
from kb.catalogue import read, told
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.cite import NOTE_TYPE, Citations
from kb.disagreements_claims import Claim, Place
from kb.disagreements_names import Named, mentions, names, programmes
from kb.disagreements_notes import SIDES
from kb.disagreements_sentences import Said, said
from kb.disagreements_words import tokens, weight
from kb.models import Document, Figure, Finding, Problem

SHORT = 30_000
"""Characters of a text that is read whole: a blog, a page of news, a press release."""
MOST = 400
"""Short texts that are read for one answer, in the order of their ids; the others count by what was
proposed of them at ingest."""
MOST_WORDS = 9
BEFORE = 4_000
"""Characters within which a figure is about the programme that was named last."""


@dataclass(frozen=True, slots=True)
class Told:
    """What documents say."""

    figures: tuple[Claim, ...]
    directions: tuple[Claim, ...]


def claims(
    connection: Connection,
    citations: Citations,
    *,
    attempts: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> Told:
    """What these documents say, and those linked to ``attempts``; null is every one that is current."""
    held = _documents(connection, documents)
    linked = told.links(connection)
    of_attempt = {d: linked.of(d)[0] for d in held}
    asked = held if areas is None or areas else {}
    facts = [
        one
        for one in (told.problems(connection, citations, areas) if asked else ())
        if one.document_id in asked
    ]
    facts_of = {d: held[d] for d in {one.document_id or "" for one in facts}}
    if attempts is not None:
        held = {d: held[d] for d in held if of_attempt[d] in attempts}
    texts = _short(connection, held)
    attempt_names = programmes(connection)
    figures: list[Claim] = []
    figures += _of_texts(held, texts, of_attempt, attempt_names, facts)
    figures += _of_facts(facts_of, facts)
    reported = [d for d in held if of_attempt[d]]
    directions: list[Claim] = []
    for one in told.findings(connection, citations, attempts=(), documents=sorted(reported)):
        document = held[one.document_id or ""]
        if one.document_id not in texts:
            figures += _of_finding(document, citations, one)
        if one.direction in SIDES and one.kind in ("effect", "change"):
            directions.append(_direction(document, citations, one))
    return Told(tuple(figures), tuple(directions))


def _documents(connection: Connection, wanted: Collection[str] | None) -> dict[str, Document]:
    query = select(t.documents.c.id).where(
        t.documents.c.superseded_by.is_(None), t.documents.c.type != NOTE_TYPE
    )
    current = set(connection.execute(query).scalars())
    if wanted is not None:
        current &= set(wanted)
    return dict(sorted(read.documents(connection, sorted(current)).items()))


def _short(connection: Connection, held: Mapping[str, Document]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in in_chunks(sorted(held)):
        query = (
            select(t.texts.c.document_id, t.texts.c.text)
            .where(t.texts.c.document_id.in_(some), func.length(t.texts.c.text) <= SHORT)
            .order_by(t.texts.c.document_id)
            .limit(MOST - len(found))
        )
        found.update({row[0]: row[1] for row in connection.execute(query)})
        if len(found) >= MOST:
            break
    return found


def source_of(document: Document) -> str:
    """Who says what a document says: its address, else its source."""
    return ids.normalise_url(document.url) if document.url else document.source_id


# --- short texts ----------------------------------------------------------------------------


def _of_texts(
    held: Mapping[str, Document],
    texts: Mapping[str, str],
    of_attempt: Mapping[str, str | None],
    attempt_names: Mapping[str, str],
    facts: Sequence[Problem],
) -> Iterator[Claim]:
    """Figures of short texts about a programme that another document or a note names too."""
    named = {d: _names(d, text) for d, text in texts.items()}
    count = Counter(name for some in named.values() for name in {one.name for one in some})
    known = {name for name, times in count.items() if times > 1} | set(attempt_names)
    known = {name for name in known if sum(name in t.casefold() for t in texts.values()) > 1 or name in attempt_names}  # fmt: skip
    for d, text in texts.items():
        found = mentions(text, known, named[d])
        attempt = of_attempt[d]
        if not found and not attempt:
            continue
        areas = {(one.document_id, one.text): one.area for one in facts if one.document_id == d}
        main = Counter(name for _, name in found).most_common(1)
        for one in _said(d, text):
            name = _name_at(one.start, one.end, found, main)
            if name is None and attempt is None:
                continue
            yield _claim(held[d], one, name, attempt, attempt_names, areas)


@lru_cache(maxsize=2048)
def _names_of(document_id: str, text: str) -> tuple[Named, ...]:
    return names(text)


def _names(document_id: str, text: str) -> tuple[Named, ...]:
    return _names_of(document_id, text)


@lru_cache(maxsize=2048)
def _said(document_id: str, text: str) -> tuple[Said, ...]:
    return tuple(said(text))


def _name_at(
    start: int, end: int, found: Sequence[tuple[int, str]], main: Sequence[tuple[str, int]]
) -> str | None:
    """The programme that a sentence is about: named in it, or last before it, or the one of the document."""
    last = None
    for place, name in found:
        if place >= end:
            break
        if place >= start or start - place <= BEFORE:
            last = name
    if last is None and main and main[0][1] >= 3:
        return main[0][0]
    return last


def _claim(
    document: Document,
    one: Said,
    name: str | None,
    attempt: str | None,
    attempt_names: Mapping[str, str],
    areas: Mapping[tuple[str, str], str],
) -> Claim:
    attempt = attempt or attempt_names.get(name or "")
    subjects = {f"attempt:{attempt}"} if attempt else set()
    if name:
        subjects.add(f"name:{name}")
    area = next((a for (_, text), a in areas.items() if text in one.sentence or one.sentence in text), None)  # fmt: skip
    if area:
        subjects.add(f"area:{area}")
        attempt = None
    counts = one.amount.counts or one.before or ""
    counted = tokens(counts)
    if weight(counted) < 1:
        counted = counted | tokens(one.clause)
    figure = Figure(
        one.words,
        value=one.amount.value,
        low=one.amount.low,
        high=one.amount.high,
        unit=one.amount.unit,
        counts=counts or None,
        status=one.status,
        arm="whole",
        currency=one.amount.currency,
        hedge=one.amount.hedge,
    )
    return Claim(
        subjects=frozenset(subjects),
        source=source_of(document),
        place=Place(document.id, one.start, one.end),
        text=one.words,
        told=one.sentence,
        counted=counted,
        around=tokens(one.sentence) - counted,
        noun=one.noun,
        about=_about(one, counts),
        amount=one.amount,
        figure=figure,
        attempt_id=attempt,
        area=area,
        published=document.date,
        writer=document.interest,
        title=document.title,
    )


def _about(one: Said, counts: str) -> str:
    """What is counted, for people: the noun phrase, or some words where that says little."""
    if weight(tokens(counts)) >= 1:
        return counts
    words = (f"{counts} {one.behind.split(counts, 1)[-1]}" if counts else one.clause).split()
    while words and not _TELLING.match(words[0]):
        words = words[1:]
    return " ".join(words[:MOST_WORDS]).strip(" ,.;:(“”–—•")


_TELLING = re.compile(rf"(?!(?:{'|'.join(sorted(STOP))})$)[A-Za-z]", re.I)


# --- what was proposed at ingest ------------------------------------------------------------


def _of_facts(held: Mapping[str, Document], facts: Sequence[Problem]) -> Iterator[Claim]:
    """Facts of a problem in documents of any length: about their area."""
    for fact in facts:
        document = held[fact.document_id or ""]
        for one in said(fact.text):
            claim = _claim(document, one, None, None, {}, {(document.id, fact.text): fact.area})
            figure = next((f for f in fact.figures if f.value == one.amount.value), claim.figure)
            yield replace(
                claim,
                figure=figure,
                place=_place(document, fact.text, fact.citation),
                population=fact.population,
                where=fact.place,
                when=fact.when,
                group=f"problem {fact.aspect}",
            )


def _place(document: Document, text: str, citation: str) -> Place:
    """A place that is known by its citation alone."""
    return Place(document.id, 0, 0, citation, "")


def _of_finding(document: Document, citations: Citations, one: Finding) -> Iterator[Claim]:
    for figure in one.figures:
        amount = of_figure(figure)
        if amount is None or (amount.unit or "").removesuffix("s") in DAYS_IN:
            continue
        yield Claim(
            subjects=frozenset((f"attempt:{one.attempt_id}",)),
            source=source_of(document),
            place=_place(document, one.text, one.citation),
            text=figure.text,
            told=one.text,
            counted=tokens(f"{figure.counts or ''} {one.outcome}"),
            around=tokens(one.text),
            about=figure.counts or one.outcome,
            group=one.kind,
            slug=one.outcome_slug,
            amount=amount,
            figure=figure,
            attempt_id=one.attempt_id,
            population=one.population,
            where=one.place,
            when=one.when,
            published=document.date,
            writer=document.interest,
            title=document.title,
        )


def _direction(document: Document, citations: Citations, one: Finding) -> Claim:
    return Claim(
        subjects=frozenset((f"attempt:{one.attempt_id}",)),
        source=source_of(document),
        place=_place(document, one.text, one.citation),
        text=one.text,
        told=one.text,
        counted=tokens(one.outcome),
        about=one.outcome,
        group=one.kind,
        slug=one.outcome_slug,
        direction=one.direction,
        figure=one.figures[0] if one.figures else None,
        attempt_id=one.attempt_id,
        population=one.population,
        where=one.place,
        when=one.when,
        published=document.date,
        writer=document.interest,
        title=document.title,
    )
