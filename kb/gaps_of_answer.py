"""What an answer holds nothing on: for the attempts on the question, each gap with the nearest that is held.

Read from the same results as the answer, against the outcomes that the areas know. It speaks of this base
alone. The map of the whole base is ``kb.gaps``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from kb import vocab, wording
from kb.asked_result import AskedResult
from kb.catalogue import attempts
from kb.catalogue import tables as t
from kb.cite import Citations
from kb.models import Attempt, Gap
from kb.results import EVALUATES, Result

HOME = "united-kingdom"
"""Where those who ask work: every answer says whether anything is from there."""
MOST_OUTCOMES = 3
MOST_NEAREST = 3
OTHER = "other"


def of(
    connection: Connection,
    tried: Sequence[Attempt],
    held: Sequence[Result],
    wanted: AskedResult,
    citations: Citations,
) -> tuple[Gap, ...]:
    """Gaps of an answer about ``tried``: what was asked first, then who was never evaluated, place, outcomes."""
    if not tried:
        return ()
    return (
        *_never_evaluated(tried, held),
        *_outcomes(connection, tried, held, wanted, citations),
        *_place(tried),
    )


def _never_evaluated(tried: Sequence[Attempt], held: Sequence[Result]) -> list[Gap]:
    evaluated = {r.finding.attempt_id for r in held if r.finding.kind in EVALUATES}
    never = [a for a in tried if a.id not in evaluated]
    if not never:
        return []
    names = wording.joined([a.name for a in never[:MOST_NEAREST]])
    more = len(never) - MOST_NEAREST
    also = f" and {wording.count(more, 'other')}" if more > 0 else ""
    return [
        Gap(
            text=f"Tried, and no evaluation of what it changed is held: {names}{also}.",
            state="never-evaluated",
            area=None,
            outcome=None,
            population=None,
            nearest=tuple(a.id for a in never),
            citations=tuple(a.citations[0] for a in never if a.citations),
        )
    ]


def _outcomes(
    connection: Connection,
    tried: Sequence[Attempt],
    held: Sequence[Result],
    wanted: AskedResult,
    citations: Citations,
) -> list[Gap]:
    """Outcomes of the area that others measured and these did not; those asked for lead."""
    met = Counter(area for attempt in tried for area in attempt.areas)
    area = min(met, key=lambda one: (-met[one], one))
    have = {r.finding.outcome_slug for r in held if r.is_studied}
    terms = [
        term
        for term in vocab.load("outcomes").in_area(area)
        if term.slug not in have and term.slug != OTHER
    ]
    elsewhere = _measured_by(connection, area, {term.slug for term in terms})
    terms.sort(key=lambda term: (term.slug not in wanted.outcomes, -len(elsewhere[term.slug])))
    nearest_of = {term: elsewhere[term.slug][:MOST_NEAREST] for term in terms[:MOST_OUTCOMES]}
    ids = [attempt for near in nearest_of.values() for attempt in near]
    by_id = {one.id: one for one in attempts.attempts(connection, ids, citations)}
    found = []
    for term, near in nearest_of.items():
        known = [by_id[one] for one in near if one in by_id]
        names = "; ".join(attempt.name for attempt in known)
        nearest = (
            f" Measured elsewhere in this base: {names}." if names else " Nor by any other here."
        )
        found.append(
            Gap(
                text=f"{term.label}: no study on this question measured it.{nearest}",
                state="empty",
                area=area,
                outcome=term.slug,
                population=None,
                nearest=tuple(near),
                citations=tuple(a.citations[0] for a in known if a.citations),
            )
        )
    return found


def _measured_by(
    connection: Connection, area: str, outcomes: Collection[str]
) -> dict[str, list[str]]:
    """Attempts of an area with an effect or a change on each outcome."""
    query = (
        select(t.findings.c.outcome_slug, t.findings.c.attempt_id)
        .join(t.attempts, t.attempts.c.document_id == t.findings.c.document_id)
        .join(t.attempt_terms, t.attempt_terms.c.attempt_id == t.attempts.c.id)
        .where(
            t.attempt_terms.c.facet == "area",
            t.attempt_terms.c.term == area,
            t.findings.c.kind.in_(EVALUATES),
            t.findings.c.outcome_slug.in_(outcomes),
        )
        .order_by(t.findings.c.outcome_slug, t.findings.c.attempt_id)
        .distinct()
    )
    found: dict[str, list[str]] = {outcome: [] for outcome in outcomes}
    for row in connection.execute(query):
        found[row.outcome_slug].append(row.attempt_id)
    return found


def _place(tried: Sequence[Attempt]) -> list[Gap]:
    """Whether any of it is from home."""
    if any(HOME in attempt.countries for attempt in tried):
        return []
    countries = vocab.load("countries")
    where = sorted({countries.label_of(slug) for attempt in tried for slug in attempt.countries})
    told = f": it is from {wording.joined(where)}" if where else ""
    label = countries.label_of(HOME)
    return [
        Gap(
            text=f"Nothing held on this is from the {label}{told}.",
            state="empty",
            area=None,
            outcome=None,
            population=None,
            nearest=tuple(a.id for a in tried[:MOST_NEAREST]),
            citations=tuple(a.citations[0] for a in tried[:MOST_NEAREST] if a.citations),
        )
    ]
