"""Whether a sentence tells a result of this study, and which way it went: for the attempt, against it, neither.

``read`` takes one sentence or short passage by itself. It does not know whose sentence it is, what was
measured (unless it is told) nor where it stands; choosing sentences is ``ingest.tag.findings``'. "Not
significant" is read as no clear difference, never as proof of none.

What is sure is a rule (``direction_standing``: an aim, a question, how groups stood at the start, what
others found). Between the rest small models weigh what the rules see, and the rules' own verdict with it;
``rule`` names what spoke most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from ingest.tag.findings import direction_features, direction_model, direction_standing
from ingest.tag.findings.direction_claims import verdict
from ingest.tag.findings.direction_features import Sentence
from ingest.tag.findings.direction_model import Linear, Meaning
from kb.models import Direction

VERSION = "direction-3"
Change = Literal["increased", "decreased", "no-difference"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one sentence says of a result."""

    is_finding: bool
    direction: Direction
    """Of the result; of a sentence that is no finding, what it would be if it were one."""
    change: Change | None
    """Of what was measured, whether or not that is good; null where it is not one of the three."""
    hedged: bool
    """The writer does not stand behind it wholly: "may have", "suggests"."""
    rule: str
    """What spoke most: ``direction-3:v:+:rise.good`` (a claim), ``…:aim`` (no finding)."""
    score: float
    """0 to 1, comparable within one version: how likely it is the direction given, or no finding."""


VERDICTS = {"+": "positive", "-": "negative", "0": "no-effect", "mixed": "mixed", "?": "unclear"}
HEARD = 1.0
"""How much the rules' own verdict is heard beside the model (log odds). Alone the rules reach a macro-F1 of
0.64 on sentences of papers, the model 0.73, both 0.76; between 0.5 and 1.5 it differs by 0.04."""


MEANT = 1.0
"""How much a sentence vector is heard, beside the words and the rules. On our unseen sentences the macro-F1
is 0.69 without and 0.78 with 1, on sentences of papers 0.81 and 0.88; 0.5 gains about half as much."""


def read(
    text: str,
    *,
    outcome: str | None = None,
    vector: NDArray[np.float32] | None = None,
    models: Mapping[str, Linear] | None = None,
    meaning: Meaning | None = None,
) -> Said:
    """What a sentence says. ``outcome`` is what was measured, where the sentence does not name it.

    ``vector`` is the sentence as a passage of the space that ``direction_model.meaning`` names; without one
    the words alone speak. ``models`` and ``meaning`` are the shipped ones unless others are passed in, to
    measure with.
    """
    weights = models or direction_model.load()
    sentence = direction_features.parse(text, outcome or "")
    shown = direction_features.shown(sentence)
    standing = direction_standing.of(sentence, shown, weights["finding"])
    meant = None
    if vector is not None:
        meant = (meaning or direction_model.meaning()).likely(vector)
    direction, likely, spoke = _direction(sentence, shown, weights["direction"], meant)
    tells = standing.is_finding and direction not in ("mixed", "unclear")
    return Said(
        is_finding=standing.is_finding,
        direction=direction,
        change=_changed(sentence) if tells else None,
        hedged="hedge" in sentence.classes,
        rule=f"{VERSION}:{spoke if standing.is_finding else standing.rule}",
        score=round(likely if standing.is_finding else standing.score, 3),
    )


def changed(text: str) -> Change:
    """Which way what was measured moved, of a sentence known to be a result."""
    return _changed(direction_features.parse(text))


def _changed(sentence: Sentence) -> Change:
    model = direction_model.load()["change"]
    likely = model.likely(direction_features.moved(sentence))
    return cast(Change, model.labels[int(likely.argmax())])


def _direction(
    sentence: Sentence,
    shown: Mapping[str, float],
    model: Linear,
    meant: NDArray[np.float64] | None,
) -> tuple[Direction, float, str]:
    likely = np.log(model.likely(shown) + 1e-9)
    if meant is not None:
        likely += MEANT * np.log(meant + 1e-9)
    heard = VERDICTS.get(verdict(sentence.claims))
    if heard:
        likely[model.labels.index(heard)] += HEARD
    grown = np.exp(likely - likely.max())
    grown /= grown.sum()
    place = int(grown.argmax())
    label = model.labels[place]
    if label == heard and sentence.claims:
        claim = sentence.claims[0]
        return cast(Direction, label), float(grown[place]), f"v:{claim.way}:{claim.name}"
    return cast(Direction, label), float(grown[place]), model.strongest(shown, label)
