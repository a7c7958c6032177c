"""Why claims about one thing may differ: what is held that explains it, in a sentence, or nothing.

A reading is offered, never a verdict: which side is right is not said and nothing is averaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from kb.amounts import Amount, agree, comparable
from kb.disagreements_claims import Claim
from kb.disagreements_same import differ, is_definition
from kb.disagreements_words import load, said, tokens, weight
from kb.numbers import months as lengths

Reading = Callable[[Sequence[Claim]], str | None]
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def reading(claims: Sequence[Claim]) -> str | None:
    """The first explanation that what is held gives; null where it gives none."""
    for rule in (_OF_DIRECTIONS if claims[0].direction and claims[0].amount is None else _OF_DATES
                 if claims[0].date else _OF_FIGURES):  # fmt: skip
        found = rule(claims)
        if found:
            return found
    return None


# --- figures --------------------------------------------------------------------------------


def _units(claims: Sequence[Claim]) -> str | None:
    units = {claim.amount.unit for claim in claims if claim.amount}
    if {"%", "percentage points"} <= units:
        return (
            "Per cent and percentage points: the one is a share of the number, the other a distance between "
            "two shares, and they cannot be compared as they stand."
        )
    return None


def _definition(claims: Sequence[Claim]) -> str | None:
    if any(is_definition(a, b) for a, b in combinations(claims, 2)):
        return "The same number, described in different ways: what is counted is not the same."
    return None


def _rounding(claims: Sequence[Claim]) -> str | None:
    pairs = [(a.amount, b.amount) for a, b in combinations(claims, 2) if differ(a, b)]
    if not all(a and b and agree(a, b) and _is_near(a, b) for a, b in pairs):
        return None
    if any(a and a.value is None for pair in pairs for a in pair):
        return "One gives a range, the other a number within it or its top end."
    if {"forecast", "actual"} <= {claim.status for claim in claims}:
        return "The same number, said more or less precisely: in one as what is expected, in the other as what came."
    return "Rounding: the same number, said more or less precisely."


def _is_near(one: Amount, other: Amount) -> bool:
    """Whether they differ by no more than a rounding; a range and a number by what the range leaves open."""
    if one.value is None or other.value is None:
        return True
    high = max(abs(one.value), abs(other.value))
    return abs(one.value - other.value) <= 0.04 * high


def _limits(claims: Sequence[Claim]) -> str | None:
    hedges = {claim.amount.hedge if claim.amount else None for claim in claims}
    if "up-to" in hedges and len(hedges) > 1:
        return "One is the most there can be, another is what there was or is on average."
    return None


def _status(claims: Sequence[Claim]) -> str | None:
    kinds = {claim.status for claim in claims}
    if "forecast" in kinds and kinds - {"forecast"}:
        return "A forecast beside what came about, or what was asked for."
    if "target" in kinds and kinds - {"target"}:
        return "A target beside what came about."
    return None


def _gross(claims: Sequence[Claim]) -> str | None:
    names = load().qualifiers["gross-net"]
    held = {word for claim in claims for word in said(f"{claim.about} {claim.text}") & names}
    return "Gross and net: what would have come about anyway is counted in one and not in the other." if len(held) > 1 else None  # fmt: skip


def _notions(claims: Sequence[Claim]) -> str | None:
    names = load().qualifiers["notion"]
    held = [said(f"{claim.about} {claim.told if not claim.is_of_note else claim.text}") & names for claim in claims]  # fmt: skip
    if len(held) > 1 and any(a and b and not a & b for a, b in combinations(held, 2)):
        words = sorted({word for some in held for word in some})
        return f"Different notions are given in money: {', '.join(words)}."
    return None


def _ranges(claims: Sequence[Claim]) -> str | None:
    amounts = [c.amount for c in claims if c.amount]
    if not any(one.value is None and one.low is not None for one in amounts):
        return None
    met = [agree(a, b) for a, b in combinations(amounts, 2)]
    if all(met) and met:
        return "One gives a range, another a number within it or its top end."
    if any(met):
        return "Some lie within the range that another gives, or at its top end; others do not."
    return None


def _moments(claims: Sequence[Claim]) -> str | None:
    months = {c.figure.months for c in claims if c.figure and c.figure.months}
    if len(months) > 1:
        return f"Different moments: after {' and '.join(f'{m:g}' for m in sorted(months))} months."
    dates = {c.figure.as_of or c.when for c in claims if c.figure and (c.figure.as_of or c.when)}
    years = [frozenset(_YEAR.findall(c.text)) for c in claims]
    if len(dates) > 1:
        return f"Different moments: {', '.join(sorted(str(d) for d in dates))}."
    if (
        any(a and b and not a & b for a, b in combinations(years, 2))
        or (len(dates) == 1 and any(not (c.figure and c.figure.as_of) for c in claims))
        or (months and any(not (c.figure and c.figure.months) for c in claims))
    ):
        return "Different moments or spans of time, as far as the sources say when."
    return None


def _people(claims: Sequence[Claim]) -> str | None:
    populations = sorted({c.population for c in claims if c.population})
    if len(populations) > 1:
        return f"Different groups: {'; '.join(populations)}."
    places = sorted({c.where for c in claims if c.where})
    if len(places) > 1:
        return f"Different places: {'; '.join(places)}."
    return None


def _groups(claims: Sequence[Claim]) -> str | None:
    if found := _people(claims):
        return found
    if all(claim.is_of_note for claim in claims):
        for a, b in combinations(claims, 2):
            if weight(a.counted - b.counted) + weight(b.counted - a.counted) >= 0.7:
                return f"What is counted is not quite the same: {a.about}; {b.about}."
    return None


def _nouns(claims: Sequence[Claim]) -> str | None:
    named = [claim.about for claim in claims if claim.about]
    for a, b in combinations(named, 2):
        if said(a).isdisjoint(said(b)) or said(a.split()[-1]) != said(b.split()[-1]):
            return f"What is counted is named in different ways and may not be the same: {a}; {b}."
    return None


def _written(claims: Sequence[Claim]) -> str | None:
    years = sorted({claim.published[:4] for claim in claims if claim.published})
    if len(years) > 1:
        return f"Written at different times: {', '.join(years)}."
    return None


# --- directions and dates -------------------------------------------------------------------


def _designs(claims: Sequence[Claim]) -> str | None:
    kinds = {claim.group for claim in claims}
    if "effect" in kinds and kinds - {"effect"}:
        return "One is set against a comparison, the other is not: a count or a change says nothing of what would have come anyway."
    if len(kinds) > 1:
        return "Different kinds of result: what was measured, what was done, what people thought."
    return None


def _followed(claims: Sequence[Claim]) -> str | None:
    after = [
        {n.value for n in lengths(claim.about)}
        or ({claim.figure.months} if claim.figure and claim.figure.months else set())
        for claim in claims
    ]
    if any(a and b and a != b for a, b in combinations(after, 2)):
        held = sorted({month for some in after for month in some if month})
        return f"Different moments: after {', '.join(f'{m:g}' for m in held)} months."
    return None


def _attempts(claims: Sequence[Claim]) -> str | None:
    return "Different deliveries: what held in one need not hold in another." if len({c.attempt_id for c in claims}) > 1 else None  # fmt: skip


def _scopes(claims: Sequence[Claim]) -> str | None:
    scopes = sorted({claim.population for claim in claims if claim.population})
    return f"Of different parts: {'; '.join(scopes)}." if scopes else None


def _measures(claims: Sequence[Claim]) -> str | None:
    a = claims[0]
    for b in claims[1:]:
        if weight(tokens(a.about) ^ tokens(b.about)) >= 1:
            return f"What was measured is not quite the same: {a.about}; {b.about}."
    return None


_OF_FIGURES: tuple[Reading, ...] = (
    _units, _definition, _rounding, _gross, _notions, _ranges, _limits, _status, _moments, _groups, _nouns, _written,
)  # fmt: skip
_OF_DIRECTIONS: tuple[Reading, ...] = (_people, _attempts, _followed, _designs, _measures, _written)
_OF_DATES: tuple[Reading, ...] = (_scopes, _written)


def of_kind(claims: Sequence[Claim]) -> bool:
    """Whether every claim gives one number for what is described in several ways."""
    pairs = [(a, b) for a, b in combinations(claims, 2) if a.amount and b.amount and differ(a, b)]
    return bool(pairs) and all(
        comparable(a.amount, b.amount) and is_definition(a, b)  # type: ignore[arg-type]
        for a, b in pairs
    )
