"""Filters to the documents that match them. The index is handed exact ids, never conditions.

Values of one filter are OR, different filters AND. An attempt's facts select its note; a document's own
facts (its suggested areas, type, interest, year) select the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from kb import levels, vocab
from kb.catalogue import tables as t
from kb.errors import UnknownId, UsageError
from kb.models import Filters

OPEN_DATE = 9999

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


def documents(connection: Connection, filters: Filters) -> frozenset[str] | None:
    """Ids of the documents that match; null when nothing is filtered."""
    if filters.is_empty():
        return None
    check(filters)
    chosen: frozenset[str] | None = None
    for name, select_documents in SELECTORS.items():
        if not getattr(filters, name):
            continue
        found = select_documents(connection, filters)
        chosen = found if chosen is None else chosen & found
    for some in (_of_level(connection, filters), _of_years(connection, filters)):
        if some is not None:
            chosen = some if chosen is None else chosen & some
    return chosen


def check(filters: Filters) -> None:
    """Refuse a value that is in no list, and what is not known yet, with a sentence."""
    for name, vocabulary in VOCABULARY_OF.items():
        for value in getattr(filters, name):
            vocab.load(vocabulary).require(value)
    if filters.design:
        raise UsageError(
            "filter by design: design facts are not read out of documents yet; "
            "accepted: every other filter"
        )
    levels.minimum(filters.standard, filters.min_level)
    if filters.from_year and filters.to_year and filters.from_year > filters.to_year:
        raise UsageError(
            f"filter by years: --from {filters.from_year} is after --to {filters.to_year}; "
            "accepted: the earlier year first"
        )


def _with_term(connection: Connection, facet: str, values: tuple[str, ...]) -> frozenset[str]:
    query = (
        select(t.attempts.c.document_id)
        .join(t.attempt_terms, t.attempt_terms.c.attempt_id == t.attempts.c.id)
        .where(t.attempt_terms.c.facet == facet, t.attempt_terms.c.term.in_(values))
    )
    return frozenset(connection.execute(query).scalars())


def _by_term(facet: str) -> Callable[[Connection, Filters], frozenset[str]]:
    def chosen(connection: Connection, filters: Filters) -> frozenset[str]:
        return _with_term(connection, facet, getattr(filters, facet))

    return chosen


def _by_column(name: str) -> Callable[[Connection, Filters], frozenset[str]]:
    def chosen(connection: Connection, filters: Filters) -> frozenset[str]:
        query = select(t.documents.c.id).where(t.documents.c[name].in_(getattr(filters, name)))
        found = frozenset(connection.execute(query).scalars())
        return found | _with_term(connection, name, getattr(filters, name))

    return chosen


def _of_area(connection: Connection, filters: Filters) -> frozenset[str]:
    suggested = select(t.suggestions.c.document_id).where(
        t.suggestions.c.kind == "area", t.suggestions.c.value.in_(filters.area)
    )
    by_person = select(t.documents.c.id, t.sources.c.areas).join(
        t.sources, t.sources.c.id == t.documents.c.source_id
    )
    said = {row.id for row in connection.execute(by_person) if set(row.areas) & set(filters.area)}
    notes = frozenset(connection.execute(select(t.attempts.c.document_id)).scalars())
    # What a note says of its areas outranks what a machine reads out of its words.
    machine = frozenset(connection.execute(suggested).scalars()) - notes
    return machine | said | _with_term(connection, "area", filters.area)


def _of_country(connection: Connection, filters: Filters) -> frozenset[str]:
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
    return _with_term(connection, "country", tuple(slugs))


def _of_place(connection: Connection, filters: Filters) -> frozenset[str]:
    wanted = {value.casefold() for value in filters.place}
    query = (
        select(t.attempts.c.document_id, t.attempt_terms.c.term)
        .join(t.attempt_terms, t.attempt_terms.c.attempt_id == t.attempts.c.id)
        .where(t.attempt_terms.c.facet.in_(("place", "country")))
    )
    return frozenset(
        row.document_id
        for row in connection.execute(query)
        if row.term in wanted or row.term.replace(" ", "-").replace(",", "") in wanted
    )


def _of_organisation(connection: Connection, filters: Filters) -> frozenset[str]:
    values = tuple(value.casefold() for value in filters.organisation)
    return _with_term(connection, "organisation", values)


def _of_direction(connection: Connection, filters: Filters) -> frozenset[str]:
    """Documents that carry a finding of that direction; ``not-studied``: attempts without an effect."""
    query = select(t.findings.c.document_id).where(t.findings.c.direction.in_(filters.direction))
    found = frozenset(connection.execute(query).scalars())
    if "not-studied" in filters.direction:
        studied = select(t.findings.c.document_id).where(t.findings.c.kind == "effect")
        attempts = frozenset(connection.execute(select(t.attempts.c.document_id)).scalars())
        found |= attempts - frozenset(connection.execute(studied).scalars())
    return found


def _of_document(connection: Connection, filters: Filters) -> frozenset[str]:
    query = select(t.documents.c.id).where(t.documents.c.id.in_(filters.document))
    found = frozenset(connection.execute(query).scalars())
    missing = sorted(set(filters.document) - found)
    if missing:
        raise UnknownId(
            f"filter by document {missing[0]}: there is none; a document id is accepted"
        )
    return found


def _of_level(connection: Connection, filters: Filters) -> frozenset[str] | None:
    wanted = levels.minimum(filters.standard, filters.min_level)
    if wanted is None:
        return None
    scheme, rank = wanted
    query = select(t.attempts.c.document_id, t.attempts.c.levels, t.attempts.c.basis)
    found = set()
    for row in connection.execute(query):
        shown = levels.compiled(row.levels, row.basis, None).get(scheme)
        if shown is not None and shown.rank is not None and shown.rank >= rank:
            found.add(row.document_id)
    return frozenset(found)


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


SELECTORS: Mapping[str, Callable[[Connection, Filters], frozenset[str]]] = {
    "area": _of_area,
    "outcome": _by_term("outcome"),
    "population": _by_term("population"),
    "kind": _by_term("kind"),
    "direction": _of_direction,
    "sector": _by_term("sector"),
    "organisation": _of_organisation,
    "country": _of_country,
    "place": _of_place,
    "type": _by_column("type"),
    "interest": _by_column("interest"),
    "document": _of_document,
}
