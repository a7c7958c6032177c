"""Where sources differ: figures, directions, dates and definitions about one thing, side by side.

Derived when asked, never stored; never averaged and never decided. Each side keeps its words, its source and
its citation; a reading says what is held that may explain the difference. What is about one thing
``kb.disagreements_same`` says; the order depends on what is said and not on when it was ingested.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sqlalchemy import Connection

from kb import disagreements_documents as documents_
from kb import disagreements_notes as notes_
from kb import ids, problem_names
from kb.amounts import numbers_of
from kb.catalogue import Catalogue, narrow
from kb.cite import Citations
from kb.disagreements_claims import Claim, under_one_source
from kb.disagreements_reading import of_kind, reading
from kb.disagreements_same import LIKE_ONE_SLUG, differ, joined
from kb.disagreements_words import likeness, tokens
from kb.models import Citation, Disagreement, DisagreementKind, Filters, ProblemAspect, Side

MOST_SIDES = 12
_ASPECTS: tuple[ProblemAspect, ...] = ("size", "cost", "who", "where", "trend")


@dataclass(frozen=True, slots=True)
class Disagreements:
    """What differs, and the citations of its sides."""

    disagreements: tuple[Disagreement, ...]
    citations: tuple[Citation, ...]


def draw(catalogue: Catalogue, filters: Filters) -> Disagreements:
    """What differs in the part of the base that ``filters`` leave: about the problem of an area that is asked
    for, or with a side that stands in a document or a note that matches."""
    with catalogue.read() as connection:
        citations = Citations(connection)
        citations.shown(catalogue.standards)
        matching = narrow.documents(connection, filters, catalogue.standards)
        found = of(connection, citations)
        cited = {one.id: one for one in citations.these(_used(found))}
        if matching is not None:
            found = [
                one
                for one in found
                if (
                    one.area in filters.area
                    if one.area and filters.area
                    else any(cited[side.citation].document_id in matching for side in one.sides)
                )
            ]
        return Disagreements(tuple(found), citations.these(_used(found)))


def _used(found: Iterable[Disagreement]) -> set[str]:
    return {side.citation for one in found for side in one.sides}


def of(
    connection: Connection,
    citations: Citations,
    *,
    attempts: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> list[Disagreement]:
    """What differs about ``attempts``, about the problems of ``areas`` and in ``documents``; nothing named
    is everything current. With attempts and without documents, those linked to the attempts are read."""
    every = attempts is None and areas is None and documents is None
    held = notes_.read(
        connection,
        None if every else (attempts or ()),
        None if every else (areas or ()),
    )
    told = documents_.claims(
        connection,
        citations,
        attempts=None if every or documents is not None else (attempts or ()),
        areas=None if every else (areas or ()),
        documents=documents,
    )
    asked = None if every else {*(attempts or ())}
    found: list[Disagreement] = []
    directions = [*notes_.directions(held), *told.directions]
    for claims in (
        [*notes_.figures(held), *told.figures],
        [*notes_.dates(held), *told.dates],
        directions,
        *notes_.across(held, directions),
    ):
        for some in joined(_once(claims)):
            if asked is None or _is_asked(some, asked):
                found.extend(_drawn(some, citations))
    return sorted(_merged(found), key=_order)


def _is_asked(claims: Sequence[Claim], attempts: set[str]) -> bool:
    return any(claim.attempt_id is None or claim.attempt_id in attempts for claim in claims)


def _once(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in an order of their own; one thing said twice in one sentence of one source is one."""
    found: dict[tuple[object, ...], Claim] = {}
    for claim in under_one_source(claims):
        key = (
            claim.source,
            claim.place.document_id,
            claim.text,
            claim.told,
            claim.about,
            claim.date,
        )
        found.setdefault(key, claim)
    return sorted(found.values(), key=_claim_order)


def _claim_order(claim: Claim) -> tuple[object, ...]:
    return (claim.published or "9999", claim.source, claim.place, claim.text, claim.about)


# --- one disagreement -----------------------------------------------------------------------


def _drawn(claims: Sequence[Claim], citations: Citations) -> Iterable[Disagreement]:
    """The disagreement of claims about one thing, or none where they do not differ."""
    claims = _without_twins(claims)
    if not any(differ(a, b) for a, b in combinations(claims, 2)):
        return
    telling = _once_a_source([a for a in claims if any(differ(a, b) for b in claims)])
    kind = _kind(telling)
    sides = tuple(_sides(telling, citations, describe=kind == "definition"))[:MOST_SIDES]
    if len({side.citation for side in sides}) < 2:
        return
    attempts = {claim.attempt_id for claim in telling}
    areas = {claim.area for claim in telling}
    yield Disagreement(
        id=_id(telling),
        about=_about(telling),
        kind=kind,
        attempt_id=attempts.pop() if len(attempts) == 1 else None,
        area=areas.pop() if len(areas) == 1 else None,
        sides=sides,
        reading=reading(telling),
    )


def _without_twins(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Without texts that say all the same numbers as another: a report and its page do not disagree, though
    each holds several numbers of one thing."""
    if claims[0].amount is None or any(claim.is_of_note for claim in claims):
        return claims
    said: dict[str, set[object]] = {}
    for claim in claims:
        if claim.amount:
            said.setdefault(claim.source, set()).add(
                (*numbers_of(claim.amount), claim.amount.hedge)
            )
    kept: dict[frozenset[object], str] = {}
    for source in sorted(said):
        kept.setdefault(frozenset(said[source]), source)
    several = {source for numbers, source in kept.items() if len(numbers) > 1}
    twins = {s for s in said if len(said[s]) > 1 and s not in several}
    return [claim for claim in claims if claim.source not in twins]


def _once_a_source(claims: Iterable[Claim]) -> list[Claim]:
    """Of what one source says more than once alike, one: a headline and its sentence are one side. The
    source's own words go before our summary of them."""
    found: dict[object, Claim] = {}
    for claim in claims:
        said: object = (claim.date, claim.direction, claim.text)
        if claim.amount is not None:
            said = (*numbers_of(claim.amount), claim.amount.hedge, claim.amount.unit)
        key = (claim.source, said)
        if key not in found or (found[key].is_of_note and not claim.is_of_note):
            found[key] = claim
    return list(found.values())


def _sides(claims: Sequence[Claim], citations: Citations, *, describe: bool) -> Iterable[Side]:
    """A side for each place that says it: all its numbers about this thing together; with ``describe`` also
    what they are said to count."""
    places: dict[object, list[Claim]] = {}
    for claim in claims:
        places.setdefault((claim.source, claim.place), []).append(claim)
    for some in places.values():
        citation = citations_of(some[0], citations)
        figure = some[0].figure
        texts = dict.fromkeys(_described(claim) if describe else claim.text for claim in some)
        yield Side(
            value="; ".join(texts) if some[0].direction is None or some[0].amount else some[0].text,
            direction=some[0].direction,
            figure=replace(figure, citation=citation) if figure else None,
            citation=citation,
        )


def _described(claim: Claim) -> str:
    """ "5.5 million people in bad debt", whichever of its words are in both parts."""
    first, _, rest = claim.about.partition(" ")
    return f"{claim.text} {rest if claim.text.endswith(f' {first}') else claim.about}".strip()


def citations_of(claim: Claim, citations: Citations) -> str:
    """The citation of a claim: known already where it was proposed at ingest."""
    if claim.place.end == 0:
        return claim.place.reference
    return claim.place.cite(citations)


def _kind(claims: Sequence[Claim]) -> DisagreementKind:
    if claims[0].date is not None:
        return "date"
    if claims[0].direction is not None and claims[0].amount is None:
        return "direction"
    return "definition" if of_kind(claims) else "figure"


def _about(claims: Sequence[Claim]) -> str:
    """What it is about: as most of its sources name it, the shortest of these; a problem that no note tells of
    by a name for people."""
    problem = _problem(claims)
    if problem:
        return problem
    named = [claim.about for claim in claims if claim.about] or [claims[0].text]
    full = {claim.about for claim in claims if claim.noun or claim.is_of_note}
    best = min(named, key=lambda name: (-named.count(name), name not in full, len(name), name))
    subject = next(
        (
            s.removeprefix("name:")
            for c in claims
            for s in sorted(c.subjects)
            if s.startswith("name:")
        ),
        "",
    )
    return f"{best} ({subject})" if subject else best


def _problem(claims: Sequence[Claim]) -> str:
    """A name of the problem that all claims are about; empty where a note tells of it, or it has none."""
    areas = {claim.area for claim in claims}
    area = areas.pop() if len(areas) == 1 else None
    if area is None or any(claim.is_of_note for claim in claims):
        return ""
    aspects = {claim.group.removeprefix("problem ") for claim in claims if claim.group}
    texts = [claim.told for claim in claims]
    costs = all("cost" in text for text in texts) and all(c.amount and c.amount.currency for c in claims)  # fmt: skip
    aspect = next((a for a in _ASPECTS if a in aspects), "cost" if costs else "size")
    return problem_names.named(area, aspect, texts)


def _id(claims: Sequence[Claim]) -> str:
    """From what is said and by whom: the same in every base and whatever else was asked."""
    said = sorted(
        f"{c.place.document_id}\t{c.source}\t{c.text}\t{c.date}\t{c.direction}" for c in claims
    )
    return ids.statement_id("disagreement", "", 0, 0, "\n".join(said))


def _merged(found: Iterable[Disagreement]) -> list[Disagreement]:
    """Two of one matter whose sides stand in the very same places made one: both groups of a study, say."""
    by_places: dict[object, Disagreement] = {}
    for one in found:
        key = (one.kind, tuple(sorted(side.citation for side in one.sides)))
        held = by_places.get(key)
        if held is None:
            by_places[key] = one
        elif likeness(_named(held), _named(one)) < LIKE_ONE_SLUG:
            by_places[(*key, one.about)] = one
        else:
            values = {side.citation: side.value for side in one.sides}
            sides = tuple(
                replace(side, value=f"{side.value}; {values[side.citation]}") for side in held.sides
            )
            by_places[key] = replace(held, sides=sides)
    return list(by_places.values())


def _named(one: Disagreement) -> frozenset[str]:
    """What it is about, without the programme that is named behind it."""
    return tokens(one.about.rsplit(" (", 1)[0])


_KINDS = ("figure", "definition", "direction", "scope", "date")


def _order(one: Disagreement) -> tuple[object, ...]:
    return (one.attempt_id is None, one.attempt_id or "", one.area or "", _KINDS.index(one.kind), one.about, one.id)  # fmt: skip
