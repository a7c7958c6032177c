"""The queue, a change and the record as the JSON that ``whatworks review`` prints, field by field.

``review list`` ``{"items": [pending], "total", "order"}`` · ``accept``, ``edit``, ``decline``, ``undo``, ``level``,
``document`` ``{"changes": [change]}`` · ``log`` ``{"judgements": [entry]}``. One way only; fields may be added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kb import review_words
from kb.catalogue.judgements import Judgement
from kb.models import Level
from kb.review import Change
from kb.review_log import Entry
from kb.review_queue import Pending, Queue

Json = dict[str, Any]


def queue(value: Queue) -> Json:
    """What waits: ``total`` counts all, ``order`` says why these come first."""
    items = [pending(one) for one in value.items]
    return {"items": items, "total": value.total, "order": value.order}


def pending(value: Pending) -> Json:
    """A suggestion; ``basis`` is always suggested, ``rests`` are the schemes whose level hangs on it."""
    told = asdict(value)
    told.pop("tier")
    told.pop("height")
    words = review_words.suggested(
        value.kind, value.value, value.status, value.owner, value.aspect, value.detail
    )
    return {**told, "basis": "suggested", "words": words}


def changes(values: Iterable[Change]) -> Json:
    """What was decided and what follows, a change for each item named."""
    return {"changes": [change(one) for one in values]}


def change(value: Change) -> Json:
    """``before`` and ``after`` of the item; ``levels`` of every scheme, with whether it is another now."""
    before, after = value.before, value.after
    kind, item = value.about.rated
    return {
        "judgements": [judgement(one) for one in value.judgements],
        "about": {
            "kind": kind, "id": item, "document_id": value.about.id, "title": value.about.title,
        },
        "is_new": value.is_new,
        "notes": list(value.notes),
        **{
            name: {"before": getattr(before, name), "after": getattr(after, name)}
            for name in ("type", "interest", "design")
        },
        "levels": [
            {
                "scheme": scheme,
                "before": _level(before.levels.get(scheme)),
                "after": _level(after.levels.get(scheme)),
                "changed": before.levels.get(scheme) != after.levels.get(scheme),
            }
            for scheme in dict.fromkeys((*before.levels, *after.levels))
        ],
    }  # fmt: skip


def _level(value: Level | None) -> Json | None:
    return None if value is None else asdict(value)


def judgement(value: Judgement) -> Json:
    """A row as it is held, and in words what was decided."""
    return {
        **asdict(value),
        "value": dict(value.value),
        "what": review_words.decision(value),
    }


def log(values: Iterable[Entry]) -> Json:
    """The record, the oldest first."""
    return {
        "judgements": [
            {
                **judgement(one.judgement),
                "title": one.title,
                "stands": one.stands,
                "counts": one.counts,
                "undone_by": one.undone_by,
                "problem": one.problem,
            }
            for one in values
        ]
    }
