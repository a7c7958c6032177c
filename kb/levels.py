"""Levels as a note compiled them, and how far they may be shown before a person confirms them.

Deriving levels from design facts is not here; standards as data are not here yet either.
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.errors import UnknownName, UsageError
from kb.models import Basis, Level

SCHEMES: Mapping[str, int] = {"nesta-2013": 5, "sms-wwg-2016": 5}
"""Schemes that notes use and the number of their steps; each is a ladder with steps 1, 2 …"""

NESTA_UNCONFIRMED = 3
"""The most that one study, not confirmed by a named person, may be shown at."""


def compiled(levels: Mapping[str, str], basis: Basis, reason: str | None) -> dict[str, Level]:
    """Levels to show for what a note states. Nesta above 3 is held back until it is judged."""
    return {scheme: _shown(scheme, step, basis, reason) for scheme, step in sorted(levels.items())}


def _shown(scheme: str, step: str, basis: Basis, reason: str | None) -> Level:
    rank = int(step) if step.isdigit() else None
    why = (reason,) if reason else ()
    if scheme == "nesta-2013" and rank and rank > NESTA_UNCONFIRMED and basis != "judged":
        held_back = (
            f"The note states {step}; more than {NESTA_UNCONFIRMED} is shown only when a named "
            "person has confirmed it."
        )
        return Level(str(NESTA_UNCONFIRMED), NESTA_UNCONFIRMED, basis, why, (held_back,))
    return Level(step, rank, basis, why)


def minimum(scheme: str | None, step: str | None) -> tuple[str, int] | None:
    """The scheme and rank that ``--standard`` and ``--min-level`` ask for; null for neither."""
    if scheme is None and step is None:
        return None
    scheme = scheme or "nesta-2013"
    if scheme not in SCHEMES:
        raise UnknownName.among("evidence standard", scheme, SCHEMES)
    if step is None:
        return scheme, 1
    if not step.isdigit() or not 1 <= int(step) <= SCHEMES[scheme]:
        raise UsageError(
            f"filter by {scheme}: {step!r} is not one of its steps; "
            f"accepted: 1 to {SCHEMES[scheme]}, a higher number being stronger"
        )
    return scheme, int(step)
