"""What a suggestion says, and what a person may set otherwise in it. It decides and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from kb.catalogue import judgements
from kb.catalogue import tables as t
from kb.catalogue.judged import COPIED
from kb.catalogue.verdicts import (
    ACCEPTED,
    EDITABLE,
    EDITED,
    VOCABULARY_OF,
    check_changes,
    outcome,
)
from kb.catalogue.verdicts_accounts import LISTS, NULLABLE
from kb.errors import UnknownId, UsageError

NO_STEP = "none"
"""What is typed where nothing applies."""


def suggestion(connection: Connection, item: str) -> dict[str, Any]:
    """A copy of what is suggested; of what was, where newer rules no longer say it."""
    row = (
        connection.execute(select(t.suggestions).where(t.suggestions.c.id == item))
        .mappings()
        .first()
    )
    if row is not None:
        return {name: row[name] for name in COPIED}
    held = judgements.held(connection, "suggestion", [item])
    ours = [j.value["about"] for j in held if j.origin is None and j.value.get("about")]
    if not ours:
        raise UnknownId(f"open suggestion {item}: this base does not hold it")
    return dict(ours[-1])


def changes_of(about: Mapping[str, Any], item: str, said: Mapping[str, str]) -> dict[str, Any]:
    """What is set, as values; ``detail.months=12`` is one number among those of the suggestion."""
    kind = about["kind"]
    changes: dict[str, Any] = {}
    for name, text in said.items():
        field, _, part = name.partition(".")
        if field == "detail" and part:
            told = changes.setdefault("detail", dict((about["detail"] or {}).get("detail", {})))
            told[part] = _number(text)
        elif field == kind and kind in VOCABULARY_OF:
            changes["value"] = text
        elif name in LISTS:
            changes[name] = [one.strip() for one in text.split(",") if one.strip() != NO_STEP]
        else:
            is_null = text == NO_STEP and (
                name in NULLABLE or (kind, field) == ("design", "aspect")
            )
            changes[name] = None if is_null else text
    check_changes(kind, changes)
    whole = {**about, "id": item}
    if outcome(EDITED, changes, whole) == outcome(ACCEPTED, {}, whole):
        accepted = ", ".join(EDITABLE[kind])
        raise UsageError(
            f"edit {item[:8]}: it says that already; accepted: review accept, or another value for "
            f"{accepted}"
        )
    return changes


def _number(text: str) -> float | int | str:
    for made in (int, float):
        try:
            return made(text)
        except ValueError:
            continue
    return text
