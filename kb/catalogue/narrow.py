"""Filters to the documents that match them. The index is handed exact ids, never conditions.

Values of one filter are OR, different filters AND. An attempt's facts select its note; a document's own
facts (its areas, type, interest, design, level, year) and its findings select the document, as people have
them, and with it the note of an attempt that it is linked to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from kb import levels, vocab
from kb.catalogue import narrow_shown, narrow_told
from kb.catalogue import tables as t
from kb.catalogue.shown import Shown, look
from kb.errors import UnknownId, UnknownName, UsageError
from kb.evidence import STRONGEST_FIRST, WITHOUT_DESIGN
from kb.models import Filters
from kb.standards import Standards

OPEN_DATE = 9999

Selector = Callable[[Shown, Filters], frozenset[str]]
"""The documents that one filter leaves."""

VOCABULARY_OF: Mapping[str, str] = {
    "area": "areas",
    "outcome": "outcomes",
    "population": "populations",
    "kind": "kinds",
    "direction": "directions",
    "sector": "sectors",
    "type": "document-types",
    "interest": "interests",
}
"""Filters whose values are slugs, and the closed list they come from."""


DESIGNS = (*STRONGEST_FIRST, *WITHOUT_DESIGN)
"""Designs to filter by: what was done, or what a document is called that reports no study."""


def documents(
    connection: Connection, filters: Filters, standards: Standards | None = None
) -> frozenset[str] | None:
    """Ids of the documents that match; null when nothing is filtered. Levels are those of
    ``standards``; without them, of the shipped ones."""
    if filters.is_empty():
        return None
    check(filters, standards)
    shown = look(connection, standards)
    chosen: frozenset[str] | None = None
    for name, select_documents in SELECTORS.items():
        if not getattr(filters, name):
            continue
        found = select_documents(shown, filters)
        chosen = found if chosen is None else chosen & found
    for some in (_of_level(shown, filters), _of_years(connection, filters)):
        if some is not None:
            chosen = some if chosen is None else chosen & some
    return chosen


def passages(
    connection: Connection, filters: Filters, standards: Standards | None = None
) -> frozenset[str] | None:
    """Ids of the passages that carry a finding of the directions asked for; null when none is."""
    if not filters.direction:
        return None
    return narrow_told.passages(look(connection, standards), filters.direction)


def check(filters: Filters, standards: Standards | None = None) -> None:
    """Refuse a value that is in no list, and what cannot be meant, with a sentence."""
    for name, vocabulary in VOCABULARY_OF.items():
        for value in getattr(filters, name):
            vocab.load(vocabulary).require(value)
    for value in filters.design:
        _check_design(value)
    levels.minimum(filters.standard, filters.min_level, standards)
    if filters.from_year and filters.to_year and filters.from_year > filters.to_year:
        raise UsageError(
            f"filter by years: --from {filters.from_year} is after --to {filters.to_year}; "
            "accepted: the earlier year first"
        )


def _check_design(value: str) -> None:
    if value in DESIGNS:
        return
    if value in vocab.load("design-facts"):
        raise UsageError(
            f"filter by design: {value!r} says how far a design can be trusted and is none itself; "
            f"accepted: {', '.join(DESIGNS)}"
        )
    raise UnknownName.among("design", value, DESIGNS)


def _with_term(connection: Connection, facet: str, values: tuple[str, ...]) -> frozenset[str]:
    query = (
        select(t.attempts.c.document_id)
        .join(t.attempt_terms, t.attempt_terms.c.attempt_id == t.attempts.c.id)
        .where(t.attempt_terms.c.facet == facet, t.attempt_terms.c.term.in_(values))
    )
    return frozenset(connection.execute(query).scalars())


def _by_term(facet: str) -> Selector:
    def chosen(shown: Shown, filters: Filters) -> frozenset[str]:
        return _with_term(shown.connection, facet, getattr(filters, facet))

    return chosen


def _by_told(name: str) -> Selector:
    """What a note states of its attempt, or what findings of a document tell."""

    def chosen(shown: Shown, filters: Filters) -> frozenset[str]:
        values = getattr(filters, name)
        told = narrow_told.documents(shown, name, values)
        return told | _with_term(shown.connection, name, values)

    return chosen


def _by_column(name: str) -> Selector:
    def chosen(shown: Shown, filters: Filters) -> frozenset[str]:
        values = getattr(filters, name)
        found = narrow_shown.by_column(shown, name, values)
        return found | _with_term(shown.connection, name, values)

    return chosen


def _of_area(shown: Shown, filters: Filters) -> frozenset[str]:
    by_person = select(t.documents.c.id, t.sources.c.areas).join(
        t.sources, t.sources.c.id == t.documents.c.source_id
    )
    said = {
        row.id for row in shown.connection.execute(by_person) if set(row.areas) & set(filters.area)
    }
    notes = frozenset(shown.connection.execute(select(t.attempts.c.document_id)).scalars())
    # What a note says of its areas outranks what a machine reads out of its words.
    machine = narrow_shown.with_area(shown, filters.area) - notes
    return machine | said | _with_term(shown.connection, "area", filters.area)


def _of_design(shown: Shown, filters: Filters) -> frozenset[str]:
    return narrow_shown.with_design(shown, filters.design)


def _of_country(shown: Shown, filters: Filters) -> frozenset[str]:
    countries = vocab.load("countries")
    by_name = {
        name.casefold(): term.slug
        for term in countries.terms
        for name in (term.slug, term.label, term.code, *term.aliases)
        if name
    }
    slugs = []
    for value in filters.country:
        slug = by_name.get(value.casefold())
        slugs.append(slug or countries.require(value).slug)
    return _with_term(shown.connection, "country", tuple(slugs))


def _of_place(shown: Shown, filters: Filters) -> frozenset[str]:
    wanted = {value.casefold() for value in filters.place}
    query = (
        select(t.attempts.c.document_id, t.attempt_terms.c.term)
        .join(t.attempt_terms, t.attempt_terms.c.attempt_id == t.attempts.c.id)
        .where(t.attempt_terms.c.facet.in_(("place", "country")))
    )
    return frozenset(
        row.document_id
        for row in shown.connection.execute(query)
        if row.term in wanted or row.term.replace(" ", "-").replace(",", "") in wanted
    )


def _of_organisation(shown: Shown, filters: Filters) -> frozenset[str]:
    values = tuple(value.casefold() for value in filters.organisation)
    return _with_term(shown.connection, "organisation", values)


def _of_direction(shown: Shown, filters: Filters) -> frozenset[str]:
    """Documents that carry a finding of that direction; ``not-studied``: attempts without an effect."""
    query = select(t.findings.c.document_id).where(t.findings.c.direction.in_(filters.direction))
    found = frozenset(shown.connection.execute(query).scalars())
    found |= narrow_told.documents(shown, "direction", filters.direction)
    if "not-studied" in filters.direction:
        studied = select(t.findings.c.document_id).where(t.findings.c.kind == "effect")
        attempts = frozenset(shown.connection.execute(select(t.attempts.c.document_id)).scalars())
        found |= attempts - frozenset(shown.connection.execute(studied).scalars())
    return found


def _of_document(shown: Shown, filters: Filters) -> frozenset[str]:
    query = select(t.documents.c.id).where(t.documents.c.id.in_(filters.document))
    found = frozenset(shown.connection.execute(query).scalars())
    missing = sorted(set(filters.document) - found)
    if missing:
        raise UnknownId(
            f"filter by document {missing[0]}: there is none; a document id is accepted"
        )
    return found


def _of_level(shown: Shown, filters: Filters) -> frozenset[str] | None:
    wanted = levels.minimum(filters.standard, filters.min_level, shown.standards)
    return None if wanted is None else narrow_shown.at_level(shown, *wanted)


def _of_years(connection: Connection, filters: Filters) -> frozenset[str] | None:
    """The delivery period overlaps; where a document has none, its year of publication is within."""
    if filters.from_year is None and filters.to_year is None:
        return None
    low, high = filters.from_year or 0, filters.to_year or OPEN_DATE
    periods = {
        row.document_id: (_year(row.start) or _year(row.end), _year(row.end) or _year(row.start))
        for row in connection.execute(
            select(t.attempts.c.document_id, t.attempts.c.start, t.attempts.c.end)
        )
    }
    found = set()
    for row in connection.execute(select(t.documents.c.id, t.documents.c.date)):
        first, last = periods.get(row.id, (None, None))
        if first is None or last is None:
            first = last = _year(row.date)
        if first is not None and last is not None and first <= high and last >= low:
            found.add(row.id)
    return frozenset(found)


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdigit() else None


SELECTORS: Mapping[str, Selector] = {
    "area": _of_area,
    "outcome": _by_told("outcome"),
    "population": _by_told("population"),
    "kind": _by_term("kind"),
    "design": _of_design,
    "direction": _of_direction,
    "sector": _by_term("sector"),
    "organisation": _of_organisation,
    "country": _of_country,
    "place": _of_place,
    "type": _by_column("type"),
    "interest": _by_column("interest"),
    "document": _of_document,
}
