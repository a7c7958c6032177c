"""The published figures: how often what software suggests about designs is right, set by set.

    python -m pipelines.evaluate.figures LABELS [FILE]

LABELS is a folder with ``designs.jsonl``, ``traps.jsonl`` and ``health-designs.jsonl``. The file that the
package carries is written only with a second argument; without it the figures are printed. A test
measures them again and fails where the published ones say more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.tag import designs
from kb.ids import sha256
from pipelines.evaluate import designs as passages
from pipelines.evaluate import traps as sentences

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "data"
AT_HAND = "The rules were written with these at hand: expect less on others."
READ_AFTER = "Read while the rules were mended: expect less on others."
UNSEEN = "Read by nobody who wrote a rule: what to expect of new texts."
OF_PASSAGES = "Which of sixteen designs a passage reports as its own, or none: plan, others' studies, description."
OF_SENTENCES = "Sentences that plan, deny or recommend a design, tell of others' studies, or only sound like one."
INVENTED = "Invented by people who had not seen the rules. "


def measured(labels: Path, *, on: str) -> dict[str, Any]:
    """Every figure, as the file holds them. ``on`` is the day, ISO 8601."""
    held = (
        _of_passages(
            OWN / "design_passages_unseen.jsonl", "New passages", INVENTED + OF_PASSAGES, UNSEEN
        ),
        _of_sentences(
            OWN / "design_traps_unseen.jsonl",
            "New misleading sentences",
            INVENTED + OF_SENTENCES,
            UNSEEN,
        ),
        _of_passages(
            labels / "designs.jsonl",
            "Passages of real documents",
            "Of working papers, trials, evaluations and strategies. " + OF_PASSAGES,
            AT_HAND,
        ),
        _of_sentences(
            labels / "traps.jsonl", "Misleading sentences", "Invented. " + OF_SENTENCES, AT_HAND
        ),
        _randomised(labels / "health-designs.jsonl"),
        _of_passages(
            OWN / "design_passages.jsonl", "Invented passages", INVENTED + OF_PASSAGES, READ_AFTER
        ),
        _of_sentences(
            OWN / "design_traps.jsonl",
            "Invented misleading sentences",
            INVENTED + OF_SENTENCES,
            READ_AFTER,
        ),
    )
    return {
        "measured_on": on,
        "rules": designs.VERSION,
        "sets": [one for one in held if one is not None],
    }


def _of_passages(file: Path, name: str, what: str, note: str) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    found = passages.run(file)
    headline = f"macro-F1 {found['macro_f1']:.2f}"
    if found["over_graded"] is not None:
        over = round(found["over_graded"] * found["items"])
        headline += f"; graded too high: {over} of {found['items']}"
    return _set(
        file, name, what, found["items"], len(found["wrong"]), headline, note, found["per_label"]
    )


def _of_sentences(file: Path, name: str, what: str, note: str) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    found = sentences.run(file)
    headline = f"fact, status and owner all right for {found['accuracy']:.0%}"
    return _set(
        file, name, what, found["items"], len(found["wrong"]), headline, note, found["per_fact"]
    )


def _randomised(file: Path) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    found = passages.run(file)
    rct = found["randomised"]
    missed = rct["items"] - rct["right"]
    wrong = missed + rct["given"] - rct["right"]
    return _set(
        file,
        "Randomised or not",
        "Abstracts of health studies; their design was set by the indexers of a library.",
        found["items"],
        wrong,
        f"F1 {rct['f1']:.2f}",
        "Health, so a stand-in for other fields.",
        {"rct": rct},
    )


def _set(
    file: Path,
    name: str,
    what: str,
    items: int,
    wrong: int,
    headline: str,
    note: str,
    per_label: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    return {
        "name": name,
        "what": what,
        "sha256": sha256(file.read_bytes()),
        "n": items,
        "right": items - wrong,
        "headline": headline,
        "note": note,
        "per_label": [
            {"label": label, **{key: row[key] for key in ("items", "precision", "recall")}}
            for label, row in per_label.items()
        ],
    }


def main(arguments: list[str]) -> None:
    """Print the figures, or write them into the file named second."""
    today = datetime.now(UTC).date().isoformat()
    text = json.dumps(measured(Path(arguments[0]), on=today), indent=1, ensure_ascii=False) + "\n"
    if len(arguments) > 1:
        Path(arguments[1]).write_text(text, encoding="utf-8")
    else:
        print(text, end="")  # noqa: T201 - this is a command


if __name__ == "__main__":
    main(sys.argv[1:])
