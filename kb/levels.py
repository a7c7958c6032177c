"""Levels of documents, studies and attempts, derived from design facts or stated by a note.

A level is a ceiling of what its facts allow; it is derived when it is asked for and never stored. Every
standard is data (``kb.standards``); reading the facts is ``ingest.tag.designs``', and what a person decides
is ``kb.review``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kb.errors import UsageError
from kb.evidence import DesignFact, Profile, Reading, profile
from kb.levels_linked import Linked, refusal, requirements
from kb.levels_reasons import why, why_not_higher
from kb.levels_steps import all_held, names, rule_of, step_of
from kb.models import Basis, Ground, Level
from kb.standards import Standard, Standards, Step, load

__all__ = [
    "DEFAULT",
    "NESTA_UNCONFIRMED",
    "Linked",
    "by_contrast",
    "compiled",
    "derive",
    "minimum",
    "names",
    "of_reading",
    "proposal",
    "refusal",
    "requirements",
    "step_of",
    "unrated",
]

DEFAULT = "nesta-2013"
"""The standard that a level without a name is of."""

NESTA_UNCONFIRMED = 3
"""The most that one study, not confirmed by a named person, may be shown at."""


# --- from facts --------------------------------------------------------------------------------


def derive(
    standard: Standard,
    profile: Profile,
    facts: Sequence[DesignFact] = (),
    *,
    document_id: str | None = None,
    directions: Iterable[str] = (),
) -> Level:
    """The ceiling that a standard gives, with the quotes that make it and those that keep it down.

    ``directions`` are those of the study's findings against a comparison, where they are known: a
    standard may have a step for a rigorous study that found no benefit.
    """
    known = tuple(sorted(set(directions)))
    rule = rule_of(standard, profile, known)
    step = standard.step(rule.step) if rule is not None and rule.step is not None else None
    against = why_not_higher(standard, profile, facts, directions=known, document_id=document_id)
    if rule is None or step is None:
        return _level(standard, None, "suggested", against)
    held = all_held(standard, profile, known)
    met = names(profile, known)
    rules = [one for one in standard.rules if one.step in held and one.when.holds(met)] or [rule]
    grounds = (*why(profile, facts, rules, document_id), *against)
    return replace(_level(standard, step, "suggested", grounds), held=held)


def unrated(standard: Standard, reason: str, basis: Basis = "suggested") -> Level:
    """No level, and why."""
    return _level(standard, None, basis, (Ground(reason, against=True),))


def exceeds(
    stated: Mapping[str, str],
    profile: Profile,
    standards: Standards | None = None,
    directions: Iterable[str] = (),
) -> bool:
    """Whether what was read would place something higher than a note does, on a ladder that the note uses.

    Then its words say more than the person who wrote the note took them for, and the lower counts.
    """
    known, told = standards or load(), tuple(directions)
    for scheme, slug in stated.items():
        standard = known.get(scheme)
        step = standard.step(slug) if standard is not None else None
        if standard is None or step is None or step.rank is None:
            continue
        read = step_of(standard, profile, told)
        if read is not None and (read.rank or 0) > step.rank:
            return True
    return False


def of_reading(
    reading: Reading,
    standards: Standards | None = None,
    document_id: str | None = None,
    directions: Iterable[str] = (),
) -> dict[str, Level]:
    """A document's ceiling by every standard. Where nothing could be read, no level and the reason."""
    known = standards or load()
    if reading.note is not None:
        return {slug: unrated(one, reading.note) for slug, one in known.items()}
    return _of_facts(reading.design, reading.facts, known, document_id, tuple(directions))


def by_contrast(
    reading: Reading, standards: Standards | None = None, document_id: str | None = None
) -> dict[int, dict[str, Level]]:
    """Where a document reports several comparisons: the levels of each by its own facts, and by those
    that are told of the whole (numbers and weaknesses, no design)."""
    known = standards or load()
    if reading.note is not None:
        return {}
    found = {}
    for one in reading.contrasts:
        own = [
            fact
            for fact in reading.facts
            if fact.contrast == one.number or (fact.contrast == 0 and fact.aspect is not None)
        ]
        found[one.number] = _of_facts(one.design, own, known, document_id, ())
    return found


def _of_facts(
    design: str,
    facts: Sequence[DesignFact],
    standards: Standards,
    document_id: str | None,
    directions: tuple[str, ...],
) -> dict[str, Level]:
    held = profile(design, facts)
    return {
        slug: derive(one, held, facts, document_id=document_id, directions=directions)
        for slug, one in standards.items()
    }


def proposal(
    documents: Sequence[Mapping[str, Level]], standards: Standards | None = None
) -> dict[str, Level]:
    """What several documents of one study come to: the strongest document's ceiling, each reason once.

    One study, in however many documents, is never placed above what a standard lets be derived.
    """
    found = {}
    for slug, standard in (standards or load()).items():
        held = [levels[slug] for levels in documents if slug in levels]
        if held:
            found[slug] = _together(standard, held)
    return found


def _together(standard: Standard, held: Sequence[Level]) -> Level:
    capped = [_capped(standard, one) for one in held]
    order = {step.slug: -i for i, step in enumerate(standard.steps)}
    first = [rule.step for rule in standard.rules if rule.step is not None]
    order |= {slug: -first.index(slug) for slug in order if slug in first}
    best = max(
        capped,
        key=lambda one: (
            one.level is not None,
            one.rank or 0,
            order.get(one.level or "", -len(order)),
        ),
    )
    same = [one for one in capped if one.level == best.level]
    grounds = {ground.text: ground for one in reversed(same) for ground in one.grounds}
    ordered = sorted(grounds.values(), key=lambda ground: ground.against)
    ticks = {slug for one in capped for slug in one.held}
    step = standard.step(best.level) if best.level is not None else None
    return replace(
        _level(standard, step, best.basis, ordered),
        held=tuple(one.slug for one in standard.steps if one.slug in ticks),
    )


def _capped(standard: Standard, level: Level) -> Level:
    """A level as software may propose it."""
    most = standard.highest_derived
    if most is None or level.rank is None or level.rank <= most:
        return level
    held_back = Ground(
        f"More than {standard.machine_ceiling} is for a named person to decide.", against=True
    )
    step = standard.require(standard.machine_ceiling or "")
    return _level(standard, step, level.basis, (*level.grounds, held_back))


# --- from a note -------------------------------------------------------------------------------


def compiled(
    levels: Mapping[str, str],
    basis: Basis,
    reason: str | None,
    *,
    standards: Standards | None = None,
    read: Mapping[str, Level] | None = None,
) -> dict[str, Level]:
    """Levels to show for what a note states. What is above a standard's reach is held back until it is
    judged. ``read`` is what was derived from facts read out of the note: it fills in standards that the
    note does not state, as suggestions."""
    known = standards or load()
    shown = {
        scheme: _stated(known.get(scheme), scheme, step, basis, reason)
        for scheme, step in levels.items()
    }
    for scheme, level in (read or {}).items():
        shown.setdefault(scheme, level)
    return dict(sorted(shown.items()))


def _stated(
    standard: Standard | None, scheme: str, slug: str, basis: Basis, reason: str | None
) -> Level:
    grounds = (Ground(reason),) if reason else ()
    step = standard.step(slug) if standard is not None else None
    if standard is None or step is None:
        rank = int(slug) if slug.isdigit() else None
        said = tuple(ground.text for ground in grounds)
        return Level(slug, rank, basis, said, scheme=scheme, scheme_label=scheme, grounds=grounds)
    most = standard.highest_derived
    if most is not None and step.rank is not None and step.rank > most and basis != "judged":
        held_back = Ground(
            f"The note states {slug}; more than {standard.machine_ceiling} is shown only when a "
            "named person has confirmed it.",
            against=True,
        )
        step, grounds = standard.require(standard.machine_ceiling or ""), (*grounds, held_back)
    level = _level(standard, step, basis, grounds)
    return replace(level, ceiling=standard.machine_ceiling)


def _level(standard: Standard, step: Step | None, basis: Basis, grounds: Iterable[Ground]) -> Level:
    """A level with everything that a screen needs to draw it."""
    held = tuple(grounds)
    return Level(
        level=step.slug if step else None,
        rank=step.rank if step else None,
        basis=basis,
        why=tuple(ground.text for ground in held if not ground.against),
        why_not_higher=tuple(ground.text for ground in held if ground.against),
        scheme=standard.slug,
        scheme_label=standard.short,
        edition=standard.edition,
        label=step.label if step else "",
        aside=step.aside if step else "",
        steps=len(standard.ladder) or None if standard.is_ordered else None,
        ceiling=step.slug if step else None,
        grounds=held,
    )


# --- what is asked for -------------------------------------------------------------------------

NOT_ORDERED: Mapping[str, str] = {
    "ticks": "its ticks stand side by side",
    "dimensions": "its dimensions are held apart",
    "form": "it is a form that people fill in",
}


def minimum(
    scheme: str | None, step: str | None, standards: Standards | None = None
) -> tuple[str, int] | None:
    """The scheme and rank that ``--standard`` and ``--min-level`` ask for; null for neither."""
    if scheme is None and step is None:
        return None
    known = standards or load()
    standard = known.require(scheme or DEFAULT)
    if not standard.is_ordered:
        ladders = ", ".join(one.slug for one in known.ladders)
        raise UsageError(
            f"filter by {standard.slug}: {NOT_ORDERED[standard.kind]}, so nothing in it is stronger "
            f"than another; accepted: {ladders}"
        )
    if step is None:
        return standard.slug, 1
    held = standard.step(step)
    if held is None or held.rank is None:
        raise UsageError(
            f"filter by {standard.slug}: {step!r} is not one of its steps in order; "
            f"accepted: {_accepted(standard)}"
        )
    return standard.slug, held.rank


def _accepted(standard: Standard) -> str:
    slugs = [step.slug for step in standard.ladder]
    if slugs == [str(i) for i in range(1, len(slugs) + 1)]:
        return f"1 to {len(slugs)}, a higher number being stronger"
    return f"{', '.join(slugs)}, the last being the strongest"
