"""Which step of a standard follows from a profile. Pure and cheap: no words, no quotes, for filters.

Every rule is data (``kb.standards``); why a step holds, in quotes, is ``kb.levels_reasons``'.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.evidence import STRONGEST_FIRST, Profile
from kb.standards import Rule, Standard, Step

STRENGTH = {design: len(STRONGEST_FIRST) - i for i, design in enumerate(STRONGEST_FIRST)}
"""Designs by strength; 0 (not listed) for a document that reports no study of its own."""


def names(profile: Profile, directions: Iterable[str] = ()) -> dict[str, float]:
    """What conditions are asked over: names that hold, with their numbers; 0 where there is none.

    A fact stronger than the design that names the document is left out: the lower word is taken.
    """
    most = STRENGTH.get(profile.design, 0)
    held = dict.fromkeys((f for f in profile.facts if 0 < STRENGTH.get(f, 0) <= most), 0.0)
    planned = [fact for fact in profile.facts if fact.startswith("planned:")]
    return {
        **held,
        **profile.aspects,
        **dict.fromkeys((*planned, *(["planned"] if planned else [])), 0.0),
        **{f"direction:{one}": 0.0 for one in directions},
        profile.design: 0.0,
    }


def rule_of(standard: Standard, profile: Profile, directions: Iterable[str] = ()) -> Rule | None:
    """The first rule that holds; null where none does, and for a form, which people fill."""
    held = names(profile, directions)
    return next((rule for rule in standard.rules if rule.when.holds(held)), None)


def step_of(standard: Standard, profile: Profile, directions: Iterable[str] = ()) -> Step | None:
    """The ceiling that a standard gives a profile: of a ladder its step, of ticks the strongest."""
    rule = rule_of(standard, profile, directions)
    return standard.step(rule.step) if rule is not None and rule.step is not None else None


def all_held(
    standard: Standard, profile: Profile, directions: Iterable[str] = ()
) -> tuple[str, ...]:
    """Of ticks and dimensions, every one that holds, in their order; nothing of a ladder."""
    if standard.is_ordered:
        return ()
    held = names(profile, directions)
    found = {rule.step for rule in standard.rules if rule.when.holds(held)}
    return tuple(step.slug for step in standard.steps if step.slug in found)
