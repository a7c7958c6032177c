"""Suggests challenge areas for passages and documents, several or none, each with its reason.

Two things speak: the cues of ``areas_cues.toml`` (through ``ingest.tag.area_cues``) and the vector
of the passage. A small logistic regression an area weighs them; ``ingest.tag.train_areas`` learns
it and writes ``areas_weights.npz``. The reason shown is a sentence of the text: the one with the
weightiest cues or, where no cue holds and the vector alone speaks, the one with the most words
that are telling of the area.

Vectors of another embedder than the one it was trained with are not read: then cues decide alone.
So do they for an area that has rules but was not trained. It stores nothing and judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from ingest.tag import area_cues, area_statements
from ingest.tag.area_cues import Cues, Reading
from kb.errors import ModelError
from kb.models import AreaTag
from kb.settings import BUNDLED_EMBEDDER

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

VERSION = "areas-1"
THRESHOLD = 0.45
"""Of the score that is rounded to two places, so that the last bits of a vector decide nothing."""
DOCUMENT_SHARE = 0.12
"""An area is a document's when the passages that carry it, each by its length and score, make up
this share: a report on youth jobs says much about method and money, and a partner named here and
there makes no report about partnership."""
UNTRAINED_FOR, UNTRAINED_AGAINST, UNTRAINED_BIAS = 3.0, -1.5, -2.0
"""Weights of an area that has rules and was not trained: two sentences with a cue suggest it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What one area's regression learnt. ``vector`` is applied to a vector minus its mean."""

    vector: Floats | None
    rules: tuple[float, ...]
    bias: float


@dataclass(frozen=True)
class Model:
    """The weights of all areas, with vectors and by cues alone."""

    embedder: str
    mean: Floats
    with_vectors: Mapping[str, Weights]
    by_cues: Mapping[str, Weights]


def suggest(
    texts: Sequence[str],
    vectors: Floats | None = None,
    *,
    embedder: str = BUNDLED_EMBEDDER,
    model: Model | None = None,
) -> list[tuple[AreaTag, ...]]:
    """The areas of each text, the likeliest first; offsets count from the start of the text.

    ``vectors`` is ``[len(texts), dimension]`` by ``embedder``; none, or another embedder's, means
    that cues decide alone.
    """
    model = model or load()
    cues = area_cues.load()
    reads_vectors = vectors is not None and embedder == model.embedder
    tags = []
    for place, text in enumerate(texts):
        vector = vectors[place] - model.mean if vectors is not None and reads_vectors else None
        tags.append(_tags(text, vector, model, cues))
    return tags


def of_document(
    passage_tags: Sequence[Sequence[AreaTag]], lengths: Sequence[int]
) -> tuple[AreaTag, ...]:
    """The areas of a document from those of its passages and the passages' lengths.

    Each is quoted by its likeliest passage; the score is the share of the document it takes up.
    """
    weight: Counter[str] = Counter()
    best: dict[str, AreaTag] = {}
    for tags, length in zip(passage_tags, lengths, strict=True):
        for tag in tags:
            weight[tag.area] += tag.score * length  # type: ignore[assignment]
            if tag.area not in best or tag.score > best[tag.area].score:
                best[tag.area] = tag
    whole = sum(lengths) or 1
    shares = {area: round(total / whole, 2) for area, total in weight.items()}
    kept = [area for area in best if shares[area] >= DOCUMENT_SHARE]
    kept.sort(key=lambda area: (-shares[area], area))
    return tuple(
        replace(best[area], score=shares[area], rule=f"{VERSION}:document") for area in kept
    )


def _tags(text: str, vector: Floats | None, model: Model, cues: Cues) -> tuple[AreaTag, ...]:
    reading = area_cues.read(text, cues)
    if not reading.sentences:
        return ()
    tags = []
    for area in cues.areas:
        known = model.by_cues if vector is None else model.with_vectors
        weights = known.get(area) or model.by_cues.get(area) or untrained(area, cues)
        score = round(_probability(reading, vector, weights, cues.of_area(area)), 2)
        if score >= THRESHOLD:
            tags.append(_reasoned(text, area, score, reading, weights, cues))
    tags.sort(key=lambda tag: -tag.score)
    return tuple(tags)


def _probability(
    reading: Reading, vector: Floats | None, weights: Weights, rules: tuple[int, ...]
) -> float:
    import numpy as np

    total = weights.bias
    total += sum(w * reading.strength(rule) for w, rule in zip(weights.rules, rules, strict=True))
    if vector is not None and weights.vector is not None:
        total += float(vector @ weights.vector)
    return float(1.0 / (1.0 + np.exp(-total)))


def _reasoned(
    text: str, area: str, score: float, reading: Reading, weights: Weights, cues: Cues
) -> AreaTag:
    """The tag with the sentence that speaks most for it."""
    support: Counter[int] = Counter()
    for weight, rule in zip(weights.rules, cues.of_area(area), strict=True):
        if weight > 0 and not cues.rules[rule].against:
            for sentence in reading.held[rule]:
                support[sentence] += weight  # type: ignore[assignment]
    if support:
        chosen, by = max(sorted(support), key=support.__getitem__), "cue"
    else:
        telling = area_statements.telling_words(area)
        sums = [
            sum(telling.get(word, 0.0) for word in set(area_cues.words(text[start:end])))
            for start, end in reading.sentences
        ]
        chosen, by = max(range(len(sums)), key=sums.__getitem__), "vector"
    start, end = reading.sentences[chosen]
    return AreaTag(area, score, text[start:end], start, end, f"{VERSION}:{by}")


def untrained(area: str, cues: Cues) -> Weights:
    """Weights for an area that has rules and was not trained."""
    rules = (cues.rules[place] for place in cues.of_area(area))
    weights = tuple(UNTRAINED_AGAINST if rule.against else UNTRAINED_FOR for rule in rules)
    return Weights(None, weights, UNTRAINED_BIAS)


@lru_cache(maxsize=1)
def load() -> Model:
    """The shipped weights; ``ModelError`` where they were learnt with other cues."""
    import numpy as np

    cues = area_cues.load()
    with (
        resources.files(__package__).joinpath("areas_weights.npz").open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        learnt = [str(name) for name in arrays["rules"]]
        for area in {str(name) for name in arrays["areas"]}:
            here = [f"{area}:{cues.rules[place].name}" for place in cues.of_area(area)]
            if here != [name for name in learnt if name.startswith(f"{area}:")]:
                raise ModelError(
                    f"read areas_weights.npz: its rules of {area} are not those of "
                    "areas_cues.toml; train again with python -m ingest.tag.train_areas"
                )
        return from_arrays(dict(arrays.items()))


def from_arrays(arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    """A model from the arrays of its file."""
    import numpy as np

    rules = [str(name) for name in arrays["rules"]]
    with_vectors, by_cues = {}, {}
    for place, name in enumerate(arrays["areas"]):
        area = str(name)
        own = [at for at, rule in enumerate(rules) if rule.startswith(f"{area}:")]
        with_vectors[area] = Weights(
            arrays["vector"][place].astype(np.float64),
            tuple(float(arrays["rule_with_vector"][at]) for at in own),
            float(arrays["bias_with_vector"][place].item()),
        )
        by_cues[area] = Weights(
            None,
            tuple(float(arrays["rule_alone"][at]) for at in own),
            float(arrays["bias_alone"][place].item()),
        )
    mean = arrays["mean"].astype(np.float64)
    return Model(str(arrays["embedder"]), mean, with_vectors, by_cues)
