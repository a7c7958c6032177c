"""What documents say: the figures of short texts about a programme that others name too, and what longer
documents report as findings of an attempt or as facts of a problem.

A blog or a page of news is read whole, since its figures stand anywhere; a report is read by what was
proposed of it at ingest. What no other document is about is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from kb import disagreements_texts as texts_
from kb.accounts import ProgrammeFact
from kb.amounts import of_figure
from kb.amounts_words import DAYS_IN
from kb.catalogue import read, told
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.cite import NOTE_TYPE, Citations
from kb.disagreements_claims import Claim, Place
from kb.disagreements_names import programmes
from kb.disagreements_notes import MEASURED, SIDES
from kb.disagreements_sentences import said
from kb.disagreements_texts import claim_of, source_of
from kb.disagreements_words import tokens
from kb.models import Document, Finding, Problem

SHORT = 30_000
"""Characters of a text that is read whole: a blog, a page of news, a press release."""
MOST = 400
"""Short texts that are read for one answer, in the order of their ids; the others count by what was
proposed of them at ingest."""


@dataclass(frozen=True, slots=True)
class Told:
    """What documents say."""

    figures: tuple[Claim, ...]
    dates: tuple[Claim, ...]
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
    told_of = told.programme(connection, sorted(held))
    about = _About.read(held, linked, told_of, programmes(connection))
    figures: list[Claim] = []
    figures += texts_.figures(held, texts, about.documents, about.names, about.attempts, facts)
    figures += _of_facts(facts_of, facts)
    directions: list[Claim] = []
    reported = sorted(d for d in held if about.documents[d])
    for one in told.findings(connection, citations, attempts=(), documents=reported):
        document = held[one.document_id or ""]
        subjects = about.documents[document.id]
        if document.id not in texts:
            figures += _of_finding(document, subjects, one)
        if one.direction in SIDES and one.kind in MEASURED:
            directions.append(_direction(document, subjects, one))
    dates = _dates(held, told_of, of_attempt, about.attempts)
    return Told(tuple(figures), tuple(dates), tuple(directions))


@dataclass(frozen=True, slots=True)
class _About:
    """What whole documents are about: their attempt, a study that others report too, a programme that others
    name too."""

    documents: Mapping[str, frozenset[str]]
    names: frozenset[str]
    """Names of programmes that documents are about."""
    attempts: Mapping[str, str]
    """The attempt of a name."""

    @classmethod
    def read(
        cls,
        held: Mapping[str, Document],
        linked: told.Links,
        told_of: Mapping[str, Sequence[ProgrammeFact]],
        attempts: Mapping[str, str],
    ) -> _About:
        names = {
            d: {fact.value.casefold() for fact in told_of.get(d, ()) if fact.aspect == "name"}
            for d in held
        }
        count = Counter(name for some in names.values() for name in some)
        studies = Counter(linked.studies[d] for d in held if d in linked.studies)
        found: dict[str, frozenset[str]] = {}
        for d in held:
            attempt, study = linked.of(d)
            subjects = {f"attempt:{attempt}"} if attempt else set()
            if study and studies[study] > 1:
                subjects.add(f"study:{study}")
            for name in names[d]:
                if name in attempts:
                    subjects.add(f"attempt:{attempts[name]}")
                if name in attempts or count[name] > 1:
                    subjects.add(f"name:{name}")
            found[d] = frozenset(subjects)
        return cls(found, frozenset(count), attempts)


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


# --- what was proposed at ingest ------------------------------------------------------------


def _of_facts(held: Mapping[str, Document], facts: Sequence[Problem]) -> Iterator[Claim]:
    """Facts of a problem in documents of any length: about their area."""
    for fact in facts:
        document = held[fact.document_id or ""]
        for one in said(fact.text):
            claim = claim_of(
                document, one, None, frozenset(), {}, {(document.id, fact.text): fact.area}
            )
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


def _of_finding(document: Document, subjects: frozenset[str], one: Finding) -> Iterator[Claim]:
    for figure in one.figures:
        amount = of_figure(figure)
        if amount is None or (amount.unit or "").removesuffix("s") in DAYS_IN:
            continue
        if figure.counts is None and figure.text.isdigit():
            continue  # bare digits count nothing that could be told apart
        yield Claim(
            subjects=subjects,
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


def _direction(document: Document, subjects: frozenset[str], one: Finding) -> Claim:
    return Claim(
        subjects=subjects,
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


def _dates(
    held: Mapping[str, Document],
    told_of: Mapping[str, Sequence[ProgrammeFact]],
    of_attempt: Mapping[str, str | None],
    attempt_names: Mapping[str, str],
) -> Iterator[Claim]:
    """When a programme began, where a sentence that names it says so."""
    for d, facts in told_of.items():
        document = held[d]
        named = {fact.value.casefold(): fact for fact in facts if fact.aspect == "name"}
        for fact in facts:
            start = str(fact.detail.get("start") or "")
            quote = fact.span.quote
            name = next((n for n in sorted(named) if n in quote.casefold()), None)
            attempt = of_attempt[d] or attempt_names.get(name or "")
            if fact.aspect != "period" or not start or name is None:
                continue
            yield Claim(
                subjects=frozenset(
                    {f"name:{name}"} | ({f"attempt:{attempt}"} if attempt else set())
                ),
                source=source_of(document),
                place=Place(d, fact.span.start, fact.span.end),
                text=start,
                told=quote,
                counted=frozenset(("start",)),
                about=f"start of {named[name].value}",
                group="start",
                date=start,
                attempt_id=attempt,
                published=document.date,
                writer=document.interest,
                title=document.title,
            )
