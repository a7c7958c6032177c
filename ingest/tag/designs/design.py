"""Names the design of a document: the strongest that this study did, or why there is none.

It weighs facts that were read, counts of sentences (``marks.py``) and whose doing they tell (``anchors.py``). A review's
included studies are given to them here, because that a text is a review shows only in the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.tag.designs import anchors
from ingest.tag.designs.cues import load
from ingest.tag.designs.marks import Marks
from kb.evidence import STRONGEST_FIRST, DesignFact

REVIEW = "systematic-review"
STANDS = 0.7
"""Weight from which a design counts as told: one plain sentence, or two that only hint at it."""
_DENSE = 25
"""One sentence in so many must show a plan or a review for the whole document to be one."""
LONG = 60
"""Sentences from which a design needs more than one of them: a long report names many in passing."""
_HINT = 0.5
_NEXT = 300
"""Characters of a paragraph in which an account of another body's study goes on."""
_TRIAL, _COMPARED = "rct", "matching"
_BELOW_REVIEW = STRONGEST_FIRST[: STRONGEST_FIRST.index(REVIEW)]
_MEASURED = (*_BELOW_REVIEW, "controls-only", "pre-post")
"""Designs that measure a change or a difference: in a long document these must be the study's own words."""
_DESCRIBED = tuple(design for design in STRONGEST_FIRST if design not in (*_MEASURED, REVIEW))
_PART = 3
"""Of what is described in a long document, a part so small beside the largest is said in passing."""
_SHARE = 10
"""Of all that a long document tells of designs, one part in so many must be of its own."""
_DECLARED_IN = ("abstract", "methods")
_OWN_PLACES = ("abstract", "methods", "results")


def of(facts: Iterable[DesignFact]) -> str:
    """The design that facts alone tell: for a part of a document."""
    return named(tuple(facts), Marks())


def named(facts: Sequence[DesignFact], marks: Marks, title: Marks | None = None) -> str:
    """The design of a document, from its facts and from what kind of text it is."""
    title = title or Marks()
    weights = _weights(fact for fact in facts if fact.counts)
    if _is_plan(facts, marks, title):
        return "protocol"
    if is_review(facts, marks, title):
        return REVIEW
    if _is_of_others(weights, marks):
        return "cited-only"
    if len(weights) > 1:
        # A search of the literature inside another study does not make it a review.
        weights.pop(REVIEW, None)
    if _allotted(facts) and not _firm(facts, _COMPARED) and not _denied(facts, _TRIAL):
        # Those who studied it made the groups: they are compared as in a trial, and not by matching.
        weights[_TRIAL] = weights.get(_TRIAL, 0.0) + weights.pop(_COMPARED, 0.0)
    for design in (*_unfounded(facts, weights), *_contradicted(facts), *_in_passing(facts, marks)):
        weights.pop(design, None)
    return _strongest(weights, marks) or _without_design(facts, marks)


def _strongest(weights: Mapping[str, float], marks: Marks) -> str | None:
    """The strongest design that stands; where none does, the one that is hinted at most."""
    long = marks["sentences"] > LONG
    most = max((weights.get(design, 0.0) for design in _DESCRIBED), default=0.0)
    for least in (STANDS * 2, STANDS) if long else (STANDS,):
        for design in STRONGEST_FIRST:
            if long and design in _DESCRIBED and weights.get(design, 0.0) * _PART < most:
                continue
            if weights.get(design, 0.0) >= least:
                return design
    if marks["sentences"] > LONG:
        return None
    hinted = [design for design in STRONGEST_FIRST if design in weights]
    return max(hinted, key=lambda design: weights[design], default=None)


def _in_passing(facts: Sequence[DesignFact], marks: Marks) -> list[str]:
    """Designs that a long document names, and does not tell often enough as its own."""
    if marks["sentences"] <= LONG:
        return []
    tied = [fact for fact in facts if fact.counts and anchors.ties(fact.quote)]
    # Where a study declares its design, one sentence says as much as two elsewhere.
    weights = _weights([*tied, *(fact for fact in tied if fact.section in _DECLARED_IN)])
    share = sum(_weights(fact for fact in facts if fact.counts).values()) / _SHARE
    return [
        design
        for design in _MEASURED
        if not _firm(tied, design)
        or weights.get(design, 0.0) < STANDS * max(_least(tied, design), share)
    ]


def _least(tied: Iterable[DesignFact], design: str) -> int:
    """Plain sentences that must tell of a design: one where those who write did it themselves."""
    return 1 if any(fact.fact == design and anchors.speaks(fact.quote) for fact in tied) else 2


def _firm(facts: Iterable[DesignFact], design: str) -> bool:
    rules = load().cues
    return any(
        fact.counts and fact.fact == design and not rules[_rule(fact)].weak
        for fact in facts
        if _rule(fact) in rules
    )


def _contradicted(facts: Iterable[DesignFact]) -> list[str]:
    """Designs that the text denies as often as it claims them: what is unclear takes the lower."""
    facts = [fact for fact in facts if fact.owner == "this"]
    claimed = _weights(fact for fact in facts if fact.status == "done")
    denied = _weights(fact for fact in facts if fact.status == "negated")
    return [design for design, weight in denied.items() if weight >= claimed.get(design, 0.0)]


def _unfounded(facts: Sequence[DesignFact], weights: Mapping[str, float]) -> list[str]:
    """Designs that are only hinted at, where the text declares a weaker one."""
    rules = load().cues
    held = [fact for fact in facts if fact.counts and _rule(fact) in rules]
    declared = {fact.fact for fact in held if rules[_rule(fact)].declares}
    firm = {fact.fact for fact in held if not rules[_rule(fact)].weak}
    strongest = next((design for design in STRONGEST_FIRST if design in declared), None)
    if strongest is None:
        return []
    above = STRONGEST_FIRST[: STRONGEST_FIRST.index(strongest)]
    return [design for design in above if design in weights and design not in firm]


def _allotted(facts: Iterable[DesignFact]) -> bool:
    rules = load().cues
    return any(fact.counts and _rule(fact) in rules and rules[_rule(fact)].allots for fact in facts)


def _denied(facts: Iterable[DesignFact], design: str) -> bool:
    return any(fact.fact == design and fact.status == "negated" for fact in facts)


def _rule(fact: DesignFact) -> str:
    return fact.rule.split(":", 1)[-1]


def settled(
    facts: Sequence[DesignFact], marks: Marks, title: Marks | None = None
) -> tuple[DesignFact, ...]:
    """The facts, those of a review's included studies and of other bodies given to these."""
    facts = list(_of_bodies(facts, strict=marks["sentences"] <= LONG and is_own(marks)))
    if marks["sentences"] > LONG:
        facts = [fact for fact in facts if not _is_stray(fact)]
    if not is_review(facts, marks, title or Marks()):
        return tuple(facts)
    return tuple(
        replace(fact, owner="included-in-review")
        if fact.counts and fact.fact in _BELOW_REVIEW
        else fact
        for fact in facts
    )


def _of_bodies(facts: Iterable[DesignFact], strict: bool) -> Iterator[DesignFact]:
    """The facts; those of a study that a named body ran, and what is told right after it, are that body's.

    ``strict`` where the text is about a study of its own: then only what is told as an example is another's.
    """
    end = -_NEXT - 1
    for fact in facts:
        told = fact.counts and fact.fact in STRONGEST_FIRST
        if told and (
            anchors.illustrates(fact.quote) or (not strict and anchors.others(fact.quote))
        ):
            end = fact.end
        elif not (told and end < fact.start <= end + _NEXT) or anchors.speaks(fact.quote):
            told = False
        yield replace(fact, owner="cited") if told else fact


def _is_stray(fact: DesignFact) -> bool:
    """A hint amid a long document, outside of where a study is told and without anybody who did it."""
    rule = load().cues.get(_rule(fact))
    return (
        rule is not None
        and fact.counts
        and (rule.weak or _rule(fact) == "post-only.feedback")
        and not any(character.isdigit() for character in fact.quote)
        and fact.section not in _OWN_PLACES
        and not anchors.ties(fact.quote)
    )


def is_own(marks: Marks) -> bool:
    """Whether the text is about one study of its own: then a country's name does not give it away."""
    own = max(0, marks["own"] - marks["general"])
    return marks["sentences"] > 2 and own > marks["cites"]


def is_review(facts: Sequence[DesignFact], marks: Marks, title: Marks) -> bool:
    """Whether the document is a review of studies that were sought and chosen."""
    weights = _weights(fact for fact in facts if fact.counts)
    if weights.get(REVIEW, 0.0) < STANDS:
        return False
    own = max((weights.get(design, 0.0) for design in _BELOW_REVIEW), default=0.0)
    return bool(title["review"]) or (
        marks["review"] * _DENSE >= marks["sentences"] and weights[REVIEW] >= own
    )


def _weights(facts: Iterable[DesignFact]) -> dict[str, float]:
    """How firmly each design is told: sentences by the weight of their section, hints for half."""
    rules = load().cues
    weights: dict[str, float] = defaultdict(float)
    for fact in facts:
        if fact.fact not in STRONGEST_FIRST:
            continue
        rule = rules.get(_rule(fact))
        weights[fact.fact] += fact.weight * (_HINT if rule and rule.weak else 1.0)
    return weights


def _is_plan(facts: Sequence[DesignFact], marks: Marks, title: Marks) -> bool:
    """A plan speaks of what will be, and has no results to tell."""
    if not marks["protocol"] and not any(
        fact.fact in STRONGEST_FIRST and fact.status in ("planned", "done") for fact in facts
    ):
        return False
    results = marks["found"]
    if title["protocol"]:
        return results <= marks["ahead"] + 2
    if marks["protocol"] and marks["protocol"] * _DENSE >= marks["sentences"]:
        return results <= marks["protocol"] + marks["ahead"] // 2
    planned = any(fact.fact in STRONGEST_FIRST and fact.status == "planned" for fact in facts)
    return (
        planned
        and marks["ahead"] >= 2
        and marks["ahead"] > 2 * results
        and marks["ahead"] * _DENSE >= marks["sentences"]
    )


def _is_of_others(weights: Mapping[str, float], marks: Marks) -> bool:
    """Other people's studies are told, or methods talked of, and nothing of one's own."""
    others = marks["cites"] + marks["talk"]
    own = max(0, marks["own"] - marks["general"])
    if marks["talk"] >= 2 and not marks["data"]:
        # Nothing was observed: the text is about methods.
        return True
    return others > 0 and own < others and own * 4 <= marks["sentences"]


def _without_design(facts: Sequence[DesignFact], marks: Marks) -> str:
    designs = [fact for fact in facts if fact.fact in STRONGEST_FIRST]
    if (
        any(fact.owner in ("cited", "included-in-review") for fact in designs)
        or marks["cites"] > marks["own"]
    ):
        return "cited-only"
    if any(fact.status == "planned" for fact in designs):
        return "protocol"
    return "programme-description"
