"""Why a level is what it is and why it is not higher: quotes that open, else a sentence of ours.

A quote is the document's own words with their place. What is said where no quote can say it is data of
the standard. Which step holds is decided in ``kb.levels_steps``; nothing here changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kb.evidence import NEEDS_COMPARISON, STRONGEST_FIRST, DesignFact, Profile, denied
from kb.levels_steps import STRENGTH, all_held, names, rule_of, step_of
from kb.models import Ground
from kb.standards import Rule, Standard, Step

QUOTES = 3
"""How many quotes stand for one reason; the document's other statements open from its facts."""

CLAIMS = 5
"""How many sentences of praise are quoted: each is one that a reader may have come for."""

NOT_DONE = ("negated", "hypothetical", "planned")
"""Statuses of a design of this study that tell why its level is not higher, the plainest first."""

CLAIM = "The words quoted are a claim; no measure or comparison that could back them is described."
BOTH = "The document says both that this was done and that it was not; the lower is taken."


def why(
    profile: Profile,
    facts: Sequence[DesignFact],
    rules: Iterable[Rule],
    document_id: str | None,
) -> tuple[Ground, ...]:
    """The facts that make a step, strongest first; the reason of its rule where none is quoted."""
    against = denied(facts)
    held = [f for f in facts if f.counts and (f.fact, f.contrast) not in against]
    said: list[Ground] = []
    for rule in rules:
        wanted = rule.when.asks_for & set(names(profile))
        some = [f for f in held if f.fact in wanted or f.aspect in wanted]
        best = [f for f in _ordered(some) if not said or _not_yet(f, said)]
        quotes = [_quote(f, document_id) for f in _once(best)[:QUOTES]]
        if quotes or not some:
            said += quotes or [Ground(rule.reason)]
    return tuple(said)


def why_not_higher(
    standard: Standard,
    profile: Profile,
    facts: Sequence[DesignFact],
    *,
    directions: tuple[str, ...] = (),
    document_id: str | None = None,
) -> tuple[Ground, ...]:
    """What kept the step down, in the order in which a reader needs it."""
    rule = rule_of(standard, profile, directions)
    said: list[Ground] = []
    if rule is None or rule.step is None:
        said.append(Ground(rule.reason if rule else standard.unrated, against=True))
    if standard.kind == "form":
        return tuple(said)
    said += _contradictions(standard, profile, facts, document_id)
    said += _quotes(_would_raise(standard, profile, facts, directions), document_id)
    said += _quotes(_lowering(standard, profile, facts, directions), document_id)
    said += _claims(profile, facts, document_id)
    if rule is not None and rule.step is not None:
        said += _lacks(standard, profile, facts, standard.require(rule.step), document_id)
    return _distinct(said)


def _contradictions(
    standard: Standard, profile: Profile, facts: Sequence[DesignFact], document_id: str | None
) -> list[Ground]:
    """Both sides of what a document reports and denies, where it would make a difference."""
    against = {
        place for place in denied(facts) if _raises(standard, profile, _with(profile, place[0]))
    }
    if not against:
        return []
    done = [f for f in facts if f.counts and (f.fact, f.contrast) in against]
    no = [f for f in facts if f.owner == "this" and _denies_one_of(f, against)]
    both = [*_once(_ordered(done))[:1], *_once(_ordered(no))[:QUOTES]]
    return [*_quotes(both, document_id), Ground(BOTH, against=True)]


def _denies_one_of(fact: DesignFact, against: Collection[tuple[str, int]]) -> bool:
    if fact.status == "negated":
        return (fact.fact, fact.contrast) in against
    without = fact.status == "done" and fact.aspect == "no-comparison"
    return without and any((one, fact.contrast) in against for one in NEEDS_COMPARISON)


def _would_raise(
    standard: Standard, profile: Profile, facts: Sequence[DesignFact], directions: tuple[str, ...]
) -> list[DesignFact]:
    """What was negated, only supposed or planned of this study, and would have made a higher step."""
    spoken_of = {f.fact for f in facts if f.status in NOT_DONE and f.fact in STRENGTH}
    higher = {
        one for one in spoken_of if _raises(standard, profile, _with(profile, one), directions)
    }
    found = []
    for status in NOT_DONE:
        owners = ("this", "none") if status == "hypothetical" else ("this",)
        some = [f for f in facts if f.status == status and f.owner in owners and f.fact in higher]
        found += _once(_ordered(some))[:QUOTES]
    return found


def _lowering(
    standard: Standard, profile: Profile, facts: Sequence[DesignFact], directions: tuple[str, ...]
) -> list[DesignFact]:
    """What weakens the study so far that the step is lower for it."""
    weaker = {
        one
        for one in profile.aspects
        if _raises(standard, profile, _without(profile, one), directions)
    }
    found = [f for f in facts if f.counts and f.aspect in weaker]
    return _once(_ordered(found))[:QUOTES]


def _claims(profile: Profile, facts: Sequence[DesignFact], document_id: str | None) -> list[Ground]:
    """Promotional words, where no design above theory backs them."""
    if STRENGTH.get(profile.design, 0) > STRENGTH["theory-based"]:
        return []
    claims = [f for f in facts if f.counts and f.aspect == "claim"]
    if not claims:
        return []
    return [*_quotes(_once(_ordered(claims))[:CLAIMS], document_id), Ground(CLAIM, against=True)]


def _lacks(
    standard: Standard,
    profile: Profile,
    facts: Sequence[DesignFact],
    step: Step,
    document_id: str | None,
) -> Iterator[Ground]:
    """What the next step would need, and what is flagged whatever the step."""
    held = names(profile)
    next_up = _next_above(standard, step)
    for lack in standard.lacks:
        if lack.step not in (None, next_up) or not lack.when.holds(held):
            continue
        said = [f for f in facts if f.counts and f.aspect in lack.quotes]
        quotes = _quotes(_once(_ordered(said))[:QUOTES], document_id)
        yield from quotes or [Ground(lack.text, against=True)]


def _next_above(standard: Standard, step: Step) -> str | None:
    if step.rank is None:
        return None
    above = (s.slug for s in standard.ladder if s.rank is not None and s.rank > (step.rank or 0))
    return next(above, None)


# --- profiles as they might have been ----------------------------------------------------------


def _with(profile: Profile, design: str) -> Profile:
    strongest = max(profile.design, design, key=lambda one: STRENGTH.get(one, 0))
    return replace(profile, design=strongest, facts=profile.facts | {design})


def _without(profile: Profile, aspect: str) -> Profile:
    left = {name: number for name, number in profile.aspects.items() if name != aspect}
    return replace(profile, aspects=left)


def _raises(
    standard: Standard, before: Profile, after: Profile, directions: tuple[str, ...] = ()
) -> bool:
    """Whether the second profile stands higher: a higher rank, or one more tick."""
    if not standard.is_ordered:
        now = all_held(standard, before, directions)
        return not set(all_held(standard, after, directions)) <= set(now)
    low, high = (step_of(standard, one, directions) for one in (before, after))
    return (high.rank if high and high.rank else 0) > (low.rank if low and low.rank else 0)


# --- facts as grounds --------------------------------------------------------------------------


def _ordered(facts: Iterable[DesignFact]) -> list[DesignFact]:
    """The strongest design first, then what stands in the weightier section, then as it is read."""
    order: Callable[[DesignFact], tuple[int, float, int]] = lambda f: (  # noqa: E731
        -STRENGTH.get(f.fact, 0),
        -f.weight,
        f.start,
    )
    return sorted(facts, key=order)


def _once(facts: Iterable[DesignFact]) -> list[DesignFact]:
    """Each sentence once, whatever it tells."""
    found: dict[str, DesignFact] = {}
    for fact in facts:
        found.setdefault(" ".join(fact.quote.split()).casefold(), fact)
    return list(found.values())


def _not_yet(fact: DesignFact, said: Sequence[Ground]) -> bool:
    return all(ground.text != fact.quote for ground in said)


def _quotes(facts: Iterable[DesignFact], document_id: str | None) -> list[Ground]:
    return [replace(_quote(fact, document_id), against=True) for fact in facts]


def _quote(fact: DesignFact, document_id: str | None) -> Ground:
    return Ground(
        text=fact.quote,
        document_id=document_id,
        start=fact.start,
        end=fact.end,
        page=fact.page,
        page_label=fact.page_label,
    )


def _distinct(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    found: dict[str, Ground] = {}
    for ground in grounds:
        found.setdefault(ground.text, ground)
    return tuple(found.values())


assert set(NEEDS_COMPARISON) <= set(STRONGEST_FIRST)
