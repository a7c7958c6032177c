"""Judged levels laid over those that were derived or compiled, with who said what.

A step that needs linked evaluations is shown only while they are linked. Without a judgement nothing
here changes a level; deriving them is ``kb.levels``'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from kb import wording
from kb.catalogue.judged import Decided
from kb.catalogue.linked import linked
from kb.catalogue.verdicts import Said, Verdict, name_of
from kb.levels import Linked, refusal
from kb.models import Ground, Judged, Level
from kb.standards import Standard, Standards, Step, load


def laid_over(
    connection: Connection,
    decided: Decided,
    kind: str,
    item: str,
    shown: Mapping[str, Level],
    standards: Standards | None = None,
) -> dict[str, Level]:
    """The levels of a ``document`` or an ``attempt`` by scheme: judged where somebody judged, else as ``shown``."""
    levels = dict(shown)
    known = standards or load()
    for scheme, verdict in sorted(decided.levels_of(kind, item).items()):
        standard = known.get(scheme)
        if standard is None:
            continue
        why = refused(connection, decided, kind, item, scheme, verdict.counts.value["step"], known)
        levels[scheme] = _judged(standard, verdict, levels.get(scheme), why)
    return levels


def refused(
    connection: Connection,
    decided: Decided,
    kind: str,
    item: str,
    scheme: str,
    step: str | None,
    standards: Standards,
) -> str | None:
    """Why an item cannot be judged at a step; null where it can.

    A document tells of one study; what several show together belongs to their attempt.
    """
    if step is None or refusal(scheme, step, Linked(), standards) is None:
        return None
    if kind != "attempt":
        why = refusal(scheme, step, Linked(), standards)
        return f"{why}; a document tells of one study, an attempt can be judged by several"
    return refusal(scheme, step, linked(connection, item, decided), standards)


def held_back(standard: Standard, level: Level, who: str, refused: str) -> Level:
    """A level that ``who`` confirmed at a step for which too little is linked: the highest that is open."""
    step = _highest_open(standard)
    note = f"{who} judged it higher; {refused}."
    return replace(
        level,
        level=step.slug if step else None,
        rank=step.rank if step else None,
        label=step.label if step else "",
        aside=step.aside if step else "",
        why_not_higher=(note, *level.why_not_higher),
        grounds=(*level.grounds, Ground(note, against=True)),
    )


def _judged(
    standard: Standard, verdict: Verdict, shown: Level | None, refused: str | None
) -> Level:
    value = verdict.counts.value
    step = standard.step(value["step"]) if value["step"] else None
    notes = []
    if refused:
        step = _highest_open(standard)
        notes.append(f"{name_of(verdict.counts.judgement)} judged it higher; {refused}.")
    if verdict.differ:
        notes.append(_difference(standard, verdict))
    why = [_sentence(standard, verdict.counts)]
    if shown is not None and shown.basis != "judged":
        why.append(_before(shown))
    base = shown or _blank(standard)
    return replace(
        base,
        level=step.slug if step else None,
        rank=step.rank if step else None,
        basis="judged",
        label=step.label if step else "",
        aside=step.aside if step else "",
        held=tuple(value.get("held") or ()),
        why=(*why, *base.why),
        why_not_higher=(*notes, *base.why_not_higher),
        grounds=(
            *(Ground(text) for text in why),
            *(Ground(text, against=True) for text in notes),
            *base.grounds,
        ),
        judged=tuple(_by(one, verdict) for one in verdict.said),
    )


def _highest_open(standard: Standard) -> Step | None:
    """The highest step that needs nothing linked."""
    closed = {one.step for one in standard.requirements}
    steps = [step for step in standard.ladder if step.slug not in closed]
    return steps[-1] if steps else None


def _blank(standard: Standard) -> Level:
    return Level(
        None,
        None,
        "judged",
        scheme=standard.slug,
        scheme_label=standard.short,
        edition=standard.edition,
        steps=len(standard.ladder) or None if standard.is_ordered else None,
    )


def _sentence(standard: Standard, said: Said) -> str:
    day = wording.date(said.judgement.at)
    placed = _step_words(standard, said.value)
    return f"{name_of(said.judgement)} judged it {placed} on {day}: {said.judgement.reason}"


def _step_words(standard: Standard, value: Mapping[str, Any]) -> str:
    steps = [value["step"], *(value.get("held") or ())]
    named = [s for s in dict.fromkeys(steps) if s]
    return (
        f"{standard.short} {wording.joined(named)}" if named else f"at no step of {standard.short}"
    )


def _before(shown: Level) -> str:
    said = {"suggested": "Read out of the text by software", "compiled": "As the note states it"}
    return f"{said[shown.basis]}: {shown.level or 'no step'}."


def _difference(standard: Standard, verdict: Verdict) -> str:
    said = [f"{name_of(one.judgement)}: {_step_words(standard, one.value)}" for one in verdict.said]
    return f"{'; '.join(said)}. They differ, so the lower counts until one of them agrees."


def _by(one: Said, verdict: Verdict) -> Judged:
    judgement = one.judgement
    return Judged(
        judgement.id,
        judgement.who,
        judgement.at,
        judgement.reason,
        one.value["step"],
        judgement.origin,
        judgement.verified,
        one is verdict.counts,
    )
