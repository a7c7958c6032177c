"""Whether a sentence tells a result of this study at all. It judges no direction.

The sure signs are rules in order: the first that holds decides. What none of them settles is weighed by the
model ``finding``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.tag.findings.direction_features import Sentence
from ingest.tag.findings.direction_model import Linear

ENOUGH = 0.42
"""How likely a result must be. 0.3 to 0.5 differ by 0.01 in F1."""
_RELATIVE = frozenset({"who", "that", "which"})
"""A verb after one of these only says which people or things are spoken of: "those who intended to"."""
_EARLY = 0.6
"""A frame ("we find that") brings a result where it opens before this share of the sentence."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether it is a result, by which rule, and how sure that is."""

    is_finding: bool
    rule: str
    score: float


def of(sentence: Sentence, shown: Mapping[str, float], model: Linear) -> Standing:
    """The standing of a sentence."""
    for name, is_finding, holds in RULES:
        if holds(sentence):
            return Standing(is_finding, name, 0.95)
    likely = float(model.likely(shown)[1])
    if likely >= ENOUGH:
        return Standing(True, "weighed", likely)
    against = [name for name in _AGAINST if name in sentence.classes]
    return Standing(False, against[0] if against else "no-result", 1 - likely)


_AGAINST = ("aim", "future", "advice", "others", "definition", "method", "launch", "background")


def _first(sentence: Sentence, *names: str) -> int:
    """Where the first of these classes begins; beyond the end where there is none."""
    return min(
        (hit.start for hit in sentence.hits if hit.name in names), default=len(sentence.tokens) + 1
    )


def _is_question(sentence: Sentence) -> bool:
    return bool(sentence.tokens) and sentence.tokens[-1] == "?"


def _is_empty(sentence: Sentence) -> bool:
    return not any(word[0].isalpha() for word in sentence.tokens)


def _is_start(sentence: Sentence) -> bool:
    """How the groups stood before anything was done: "at baseline", in the opening or the closing words."""
    places = [hit for hit in sentence.hits if hit.name == "baseline"]
    return any(hit.start <= 3 or hit.end >= len(sentence.tokens) - 2 for hit in places) and not any(
        event.name.startswith(("better", "fall", "rise")) for event in sentence.events
    )


def _is_others(sentence: Sentence) -> bool:
    """What others found: told of "previous studies", or by name and year, before anything of our own."""
    theirs = min(
        (
            hit.start
            for hit in sentence.hits
            if hit.name == "others" and sentence.tokens[: hit.start][-2:-1] != ("of",)
        ),
        default=len(sentence.tokens) + 1,
    )
    return theirs <= 6 and _first(sentence, "own") > theirs and "frame-own" not in sentence.classes


def _is_intent(sentence: Sentence) -> bool:
    """The main verb is an intention: "was intended to", "aims to", "will", "should"."""
    told = min((event.place for event in sentence.events), default=len(sentence.tokens) + 1)
    first = min(told, _first(sentence, "frame", "null", "unclear", "told-past"))
    main = min(
        (
            hit.start
            for hit in sentence.hits
            if hit.name == "intent" and not _RELATIVE & {*sentence.tokens[: hit.start][-2:]}
        ),
        default=len(sentence.tokens) + 1,
    )
    return main < first and "frame-own" not in sentence.classes


def _is_framed(sentence: Sentence) -> bool:
    """A result is brought as one: "we find that", "results show"."""
    first = min((hit.start for hit in sentence.hits if hit.name == "frame-own"), default=None)
    before = _first(sentence, "purpose")
    return first is not None and first < before and first <= _EARLY * len(sentence.tokens)


def _is_tested(sentence: Sentence) -> bool:
    """A p value or an interval stands in it."""
    return any(word in ("§sig", "§ns", "§cinull", "§cidiff") for word in sentence.tokens)


def _is_compared(sentence: Sentence) -> bool:
    """What was tried is set against a comparison group, and something is claimed of it."""
    return (
        {"control", "than"} <= sentence.classes
        and bool(sentence.claims)
        and not {"method", "others", "advice"} & sentence.classes
    )


RULES: tuple[tuple[str, bool, Callable[[Sentence], bool]], ...] = (
    ("no-words", False, _is_empty),
    ("question", False, _is_question),
    ("baseline", False, _is_start),
    ("others", False, _is_others),
    ("framed", True, _is_framed),
    ("tested", True, _is_tested),
    ("intent", False, _is_intent),
    ("compared", True, _is_compared),
)
"""Name, whether it makes a finding, and when it holds."""
