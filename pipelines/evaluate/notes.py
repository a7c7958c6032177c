"""``eval notes FILE``: the ceiling derived from how attempts were described, against the level stated.

FILE is a list of attempts (YAML) with ``what_was_done``, ``findings[].study_design_as_stated`` and
``evidence.nesta_level``. Only the first two are read, as text; the level is compared at 3, the most that
one study can have without a named person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from ingest.tag import designs
from kb.errors import UsageError
from kb.evidence import Reading
from pipelines.evaluate.designs import nesta_ceiling

MOST = 3


def run(file: Path, read: Callable[[str], Reading] = designs.read) -> dict[str, Any]:
    """``items``, ``agreement``, ``per_design`` (by the design that was read) and ``differing``."""
    rows = []
    for attempt in _attempts(file):
        reading = read(text_of(attempt))
        stated = min(int(attempt["evidence"].get("nesta_level") or 0), MOST)
        rows.append((str(attempt["id"]), reading.design, stated, nesta_ceiling(reading)))
    agreed = sum(stated == derived for _, _, stated, derived in rows)
    return {
        "items": len(rows),
        "agreement": round(agreed / len(rows), 4) if rows else 0.0,
        "agree": agreed,
        "derived_lower": sum(derived < stated for _, _, stated, derived in rows),
        "derived_higher": sum(derived > stated for _, _, stated, derived in rows),
        "per_design": {design: _told(rows, design) for design in sorted({row[1] for row in rows})},
        "differing": [
            {"id": name, "design": design, "stated": stated, "derived": derived}
            for name, design, stated, derived in rows
            if stated != derived
        ],
        "rules": designs.VERSION,
    }


def text_of(attempt: Mapping[str, Any]) -> str:
    """What was done, sentence by sentence, then each design as stated, each once."""
    done = [str(line).rstrip(".") for line in attempt.get("what_was_done") or ()]
    stated = [
        str(finding["study_design_as_stated"]).rstrip(".")
        for finding in attempt.get("findings") or ()
        if finding.get("study_design_as_stated")
    ]
    told = [line[:1].upper() + line[1:] for line in _once([*done, *stated]) if line]
    return "\n\n".join(f"{line}." for line in told)


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _attempts(file: Path) -> list[dict[str, Any]]:
    import yaml

    held = yaml.safe_load(file.read_text(encoding="utf-8"))
    if not isinstance(held, list) or not all(isinstance(a, dict) and "evidence" in a for a in held):
        raise UsageError(
            f"read {file}: a YAML list of attempts, each with its evidence, is accepted"
        )
    return held


def _told(rows: list[tuple[str, str, int, int]], design: str) -> dict[str, int]:
    some = [row for row in rows if row[1] == design]
    return {
        "items": len(some),
        "agree": sum(row[2] == row[3] for row in some),
        "derived_lower": sum(row[3] < row[2] for row in some),
        "derived_higher": sum(row[3] > row[2] for row in some),
    }
