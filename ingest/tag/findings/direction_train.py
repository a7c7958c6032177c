"""Learns the weights of ``direction_model``: ``python -m ingest.tag.findings.direction_train CHANGES.jsonl``.

Learns from three things only: result sentences of trials that it is given (``{"id", "text", "change"}`` a
line; not part of the project), our own invented sentences (``tests/data/finding_directions.jsonl``) and the
findings and lessons of our notes (``corpus/``). Writes ``direction_weights.npz``, and
``direction_weights.json`` with the digests of what was read and the cross-validated figures.

Folds keep the sentences of one trial or one note together. Words that belong to no class are told by their
ending, so a weight holds no subject and no text.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from ingest.tag.findings import direction_features, direction_model
from ingest.tag.findings.direction_model import Linear, Meaning
from kb import embed
from kb.ids import sha256
from kb.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
OWN, NOTES = ROOT / "tests/data/finding_directions.jsonl", ROOT / "corpus/notes"
FOLDS = 10
PENALTY = {"finding": 2.0, "direction": 2.0, "change": 4.0}
"""Of the squared weights; figures between half and twice as much differ by less than 0.01."""
TILT: Mapping[tuple[str, str], float] = {("change", "decreased"): 0.4}
"""Log odds added to a label that is given too seldom: falls were read as rises more often than rises as
falls; cross-validated macro-F1 0.798 with 0.3 and 0.802 with 0.4 and 0.5."""
SELDOM = 3
"""A feature that fewer texts show is not learnt."""
LABELS: Mapping[str, tuple[str, ...]] = {
    "finding": ("none", "finding"),
    "direction": ("positive", "negative", "no-effect", "mixed", "unclear"),
    "change": ("increased", "decreased", "no-difference"),
}
SHARE = {"own": 1.0, "note": 0.5, "trial": 0.1}
"""How much a text counts, by where it is from: a note's words are more roundabout than a report's, and
trials are many and all alike. Trials alone teach ``change``, and there they count in full."""

_TURNS = re.compile(r"\b(?:but|while|whereas|although|however|except|though)\b", re.I)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled text and what says which others it must not be judged with."""

    text: str
    label: str
    group: str
    origin: str


def trials(file: Path) -> list[Example]:
    """Result sentences of trials, each with its change."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [Example(row["text"], row["change"], str(row["id"]), "trial") for row in rows]


def own(file: Path = OWN) -> list[Example]:
    """Our invented sentences, each with its direction or ``none``."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [Example(row["text"], row["direction"], str(row["id"]), "own") for row in rows]


def notes(folder: Path = NOTES) -> list[Example]:
    """What our notes say: findings with their direction; what was done and learnt is none."""
    found = []
    for path in sorted(folder.glob("*.md")):
        head = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        group = str(head["id"])
        told = [(row["text"], row["direction"]) for row in head.get("findings", ())]
        told += [(row["text"], "none") for row in head.get("lessons", ())]
        told += [(head["what"], "none")] if head.get("what") else []
        found += [Example(" ".join(text.split()), label, group, "note") for text, label in told]
    return found


def labelled(task: str, row: Example) -> Example | None:
    """An example with its label for one task, or None where it teaches that task nothing."""
    if task == "change":
        return row if row.origin == "trial" else None
    if task == "finding":
        return replace(row, label="none" if row.label == "none" else "finding")
    if row.origin == "trial":
        # A trial's label is of one outcome: where the sentence turns, another may have moved.
        one = row.label == "no-difference" and not _TURNS.search(row.text)
        return replace(row, label="no-effect") if one else None
    return row if row.label in LABELS["direction"] else None


def examples(task: str, given: Sequence[Example]) -> list[Example]:
    """What teaches one task, with its labels."""
    told = (labelled(task, row) for row in given)
    return [row for row in told if row is not None]


def shows(task: str, taught: Sequence[Example]) -> list[dict[str, float]]:
    """What each example shows, for one task."""
    see = direction_features.moved if task == "change" else direction_features.shown
    return [see(direction_features.parse(row.text)) for row in taught]


MEANING_PENALTY = 0.3
"""Of the squared weights of sentence vectors; 0.1 to 1 differ by 0.03."""


def meant(taught: Sequence[Example], vectors: Floats, space: str) -> Meaning:
    """The model of sentence vectors; row by row ``vectors`` are those of ``taught``, of any origin but trials."""
    labels = LABELS["direction"]
    table = np.hstack([vectors, np.ones((len(vectors), 1), dtype=np.float32)])
    due = np.eye(len(labels), dtype=np.float32)[[labels.index(row.label) for row in taught]]
    shares = np.array([SHARE[row.origin] for row in taught], dtype=np.float32)
    return Meaning(space, labels, _regression(table, due, shares, MEANING_PENALTY))


def told_in_words(given: Sequence[Example]) -> list[Example]:
    """What teaches the model of sentence vectors: our sentences and notes that tell a direction."""
    return [row for row in examples("direction", given) if row.origin != "trial"]


def learn(task: str, taught: Sequence[Example], shown: Sequence[Mapping[str, float]]) -> Linear:
    """A model of one task from examples and what each of them shows."""
    labels = LABELS[task]
    counts = Counter(name for row in shown for name in row)
    names = tuple(sorted(name for name, count in counts.items() if count >= SELDOM))
    columns = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(shown), len(names) + 1), dtype=np.float32)
    table[:, -1] = 1.0
    for place, row in enumerate(shown):
        for name, strength in row.items():
            if name in columns:
                table[place, columns[name]] = strength
    wanted = [labels.index(example.label) for example in taught]
    due = np.eye(len(labels), dtype=np.float32)[wanted]
    shares = [1.0 if task == "change" else SHARE[example.origin] for example in taught]
    found = _regression(table, due, np.array(shares, dtype=np.float32), PENALTY[task])
    tilt = np.array([TILT.get((task, label), 0.0) for label in labels], dtype=np.float32)
    return direction_model.linear(labels, names, found[:-1], found[-1] + tilt)


def _regression(table: Floats, due: Floats, shares: Floats, penalty: float) -> Floats:
    """Weighted multinomial logistic regression with a penalty, by limited-memory BFGS."""
    size = (table.shape[1], due.shape[1])

    def cost(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(size).astype(np.float32)
        total = table @ weights
        grown = np.exp(total - total.max(axis=1, keepdims=True))
        likely = grown / grown.sum(axis=1, keepdims=True)
        held = weights.copy()
        held[-1] = 0.0
        miss = -(shares * np.log((likely * due).sum(axis=1) + 1e-12)).sum()
        slope = table.T @ ((likely - due) * shares[:, None]) + penalty * held
        return float(miss + penalty / 2 * (held**2).sum()), slope.ravel().astype(np.float64)

    found = _least(cost, np.zeros(size[0] * size[1]))
    return np.asarray(found.reshape(size), dtype=np.float32)


def _least(cost: Any, start: NDArray[np.float64], rounds: int = 80, memory: int = 8) -> Any:
    """Where a smooth cost is least (Nocedal's two loops, halving the step until it pays)."""
    here, (value, slope) = start, cost(start)
    moves: list[tuple[Any, Any]] = []
    for _ in range(rounds):
        step, used = slope.copy(), []
        for move, bend in reversed(moves):
            share = (move @ step) / (bend @ move)
            used.append(share)
            step -= share * bend
        step *= (
            (moves[-1][0] @ moves[-1][1]) / (moves[-1][1] @ moves[-1][1])
            if moves
            else (1.0 / max(1.0, float(np.linalg.norm(slope))))
        )
        for (move, bend), share in zip(moves, reversed(used), strict=True):
            step += move * (share - (bend @ step) / (bend @ move))
        length, downhill = 1.0, -(slope @ step)
        while True:
            there = here - length * step
            new_value, new_slope = cost(there)
            if new_value <= value + 1e-4 * length * downhill or length < 1e-6:
                break
            length /= 2
        if (there - here) @ (new_slope - slope) > 1e-10:
            moves = [*moves, (there - here, new_slope - slope)][-memory:]
        done = abs(value - new_value) < 1e-5 * abs(value)
        here, value, slope = there, new_value, new_slope
        if done:
            break
    return here


def fold_of(group: str) -> int:
    """The fold of a group: fixed by its name alone."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def cross_validated(task: str, given: Sequence[Example]) -> list[tuple[Example, str]]:
    """Each example of a task with the label that weights gave it which saw nothing of its group."""
    taught = examples(task, given)
    shown = shows(task, taught)
    told = []
    for fold in range(FOLDS):
        inside = [fold_of(row.group) == fold for row in taught]
        model = learn(
            task,
            [row for row, out in zip(taught, inside, strict=True) if not out],
            [row for row, out in zip(shown, inside, strict=True) if not out],
        )
        told += [
            (row, LABELS[task][int(model.likely(features).argmax())])
            for row, features, out in zip(taught, shown, inside, strict=True)
            if out
        ]
    return told


def scores(told: Sequence[tuple[Example, str]], origin: str) -> dict[str, Any]:
    """F1 of each label and their mean, over the examples of one origin."""
    rows = [(row.label, given) for row, given in told if row.origin == origin]
    f1 = {}
    for label in sorted({wanted for wanted, _ in rows}):
        hit = sum(wanted == given == label for wanted, given in rows)
        due = sum((wanted == label) + (given == label) for wanted, given in rows)
        f1[label] = round(2 * hit / due, 3) if due else 0.0
    return {"items": len(rows), "f1": f1, "macro_f1": round(sum(f1.values()) / len(f1), 3)}


def train(file: Path, folder: Path) -> Mapping[str, Any]:
    """Learn all three tasks; write the weights and their record into a folder."""
    given = [*own(), *notes(), *trials(file)]
    held: dict[str, NDArray[Any]] = {}
    figures: dict[str, Any] = {}
    for task in direction_model.TASKS:
        taught = examples(task, given)
        shown = shows(task, taught)
        held |= direction_model.arrays(task, learn(task, taught, shown))
        told = cross_validated(task, given)
        figures[task] = {
            name: scores(told, name) for name in sorted({row.origin for row in taught})
        }
    taught = told_in_words(given)
    embedder = embed.embedder(Settings.from_environment())
    learnt = meant(taught, embedder.passages([row.text for row in taught]), embedder.name)
    held |= {
        "meaning_space": np.array(learnt.space),
        "meaning_labels": np.array(learnt.labels),
        "meaning_weights": learnt.weights.astype(np.float16),
    }
    np.savez_compressed(folder / direction_model.FILE, allow_pickle=False, **held)
    record = {
        "trials_sha256": sha256(file.read_bytes()),
        "own_sha256": sha256(OWN.read_bytes()),
        "examples": Counter(row.origin for row in given),
        "protocol": f"{FOLDS} folds that keep the sentences of one trial or note together; rules were "
        "mended after reading the invented sentences, so the figures flatter them",
        "cross_validated": figures,
    }
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / "direction_weights.json").write_text(text, encoding="utf-8")
    return record


def record() -> Mapping[str, Any]:
    """What the shipped weights were learnt from, and the figures they were shipped with."""
    return dict(json.loads(Path(__file__).with_name("direction_weights.json").read_text("utf-8")))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m ingest.tag.findings.direction_train")
    parser.add_argument("trials", type=Path, help='JSON lines of {"id", "text", "change"}')
    parser.add_argument("--into", type=Path, default=Path(__file__).parent)
    given = parser.parse_args(arguments)
    told = train(given.trials, given.into)
    print(json.dumps(told["cross_validated"], indent=1))  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
