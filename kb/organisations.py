"""Organisations: what each took part in, in which role, what it brought, and what became of it.

Names are those that notes state, compared without regard to case; nobody is merged by guess. What became
of something is the attempt's own status and direction, never a verdict on the organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.models import Actor, Attempt


@dataclass(frozen=True, slots=True)
class Part:
    """An attempt with what one organisation was and brought in it."""

    attempt: Attempt
    as_actor: tuple[Actor, ...]
    beside: tuple[Actor, ...]
    """The others who took part in it."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by the name most attempts give it."""

    name: str
    sectors: tuple[str, ...]
    roles: tuple[str, ...]
    parts: tuple[Part, ...]


def folded(name: str) -> str:
    """A name as it is compared: case and runs of spaces do not matter."""
    return " ".join(name.split()).casefold()


def listed(attempts: Sequence[Attempt]) -> tuple[Organisation, ...]:
    """Every organisation that took part in something, the one with the most attempts first."""
    by_name: dict[str, list[Part]] = {}
    for attempt in attempts:
        for name in dict.fromkeys(folded(actor.name) for actor in attempt.who):
            by_name.setdefault(name, []).append(_part(attempt, name))
    found = [_organisation(parts) for parts in by_name.values()]
    return tuple(sorted(found, key=lambda one: (-len(one.parts), folded(one.name))))


def named(attempts: Sequence[Attempt], name: str) -> Organisation | None:
    """The organisation of a name; null where no attempt names it."""
    wanted = folded(name)
    parts = [_part(a, wanted) for a in attempts if wanted in {folded(w.name) for w in a.who}]
    return _organisation(parts) if parts else None


def nearest(attempts: Sequence[Attempt], name: str, most: int = 5) -> tuple[str, ...]:
    """Names that hold every word of ``name``, else any of its longer ones."""
    words = re.findall(r"\w+", folded(name))
    names = {folded(w.name): w.name for a in attempts for w in a.who}
    whole = [shown for one, shown in names.items() if all(word in one for word in words)]
    long = [word for word in words if len(word) > 3]
    part = [shown for one, shown in names.items() if any(word in one for word in long)]
    return tuple(sorted(whole or part, key=str.casefold)[:most])


def alike(attempts: Sequence[Attempt], name: str) -> tuple[str, ...]:
    """Other names that hold this one whole, or are held by it: perhaps the same, and not merged by guess."""
    wanted = f" {folded(name)} "
    names = {folded(w.name): w.name for a in attempts for w in a.who}
    held = [
        shown
        for one, shown in names.items()
        if f" {one} " != wanted and (wanted in f" {_plain(one)} " or f" {one} " in _plain(wanted))
    ]
    return tuple(sorted(held, key=str.casefold))


def _plain(name: str) -> str:
    """A name without the marks that divide it."""
    return re.sub(r"[(),/]", " ", f" {name} ").replace("  ", " ")


def _part(attempt: Attempt, name: str) -> Part:
    own = tuple(actor for actor in attempt.who if folded(actor.name) == name)
    return Part(attempt, own, tuple(actor for actor in attempt.who if actor not in own))


def _organisation(parts: Iterable[Part]) -> Organisation:
    some = tuple(sorted(parts, key=lambda p: (p.attempt.start or "9999", p.attempt.name)))
    actors = [actor for part in some for actor in part.as_actor]
    return Organisation(
        name=actors[0].name,
        sectors=tuple(dict.fromkeys(actor.sector for actor in actors)),
        roles=tuple(dict.fromkeys(actor.role for actor in actors)),
        parts=some,
    )
