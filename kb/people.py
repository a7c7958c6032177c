"""Who can decide: what is a person's name, and what is not. A machine judges nothing.

It knows no accounts and verifies nobody; without a login every name is stored as unverified.
"""

from __future__ import annotations

import re

NOBODY = frozenset(
    "ai algorithm anonymous anybody auto automatic bot compiled computer curator gpt llm machine model "  # noqa: SIM905
    "nobody none null person robot script software somebody someone suggested system unknown user "
    "whatworks".split()
)
"""What is no name of a person."""
_RULE = re.compile(r"[a-z]+(?:-[a-z]+)*-\d+(?::.*)?", re.IGNORECASE)
"""What rules and models are called here: ``designs-1:rct.random-assignment``."""
LONGEST_NAME = 200


def fault_of(said: str) -> str | None:
    """Why ``said`` is no name of a person; null where it may be one."""
    if not said:
        return "nobody is named"
    if said.casefold() in NOBODY or _RULE.fullmatch(said):
        return f"{said!r} is not a person, and a machine judges nothing"
    if not said.isprintable() or not any(c.isalpha() for c in said):
        return f"{said!r:.60} is no name"
    if len(said) > LONGEST_NAME:
        return f"a name of {len(said)} characters is too long"
    return None
