"""The cues of one sentence, each with its status and its owner.

Words of a cue stay one cue: what looks like one and is not (``random sample``) silences it. It knows one
sentence alone; what the document says of itself is weighed in ``design.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.tag.designs import generic
from ingest.tag.designs import owner as owners
from ingest.tag.designs import status as statuses
from ingest.tag.designs.cues import Rule, Rules, load
from ingest.tag.designs.matching import BEGIN, Hit, doc
from kb.evidence import STRONGEST_FIRST, FactOwner, FactStatus

_REVIEW = "systematic-review"
_OF_ONE_STUDY = ("sign.told", "sign.result")
"""Triggers that tell of one study: no general statement."""
_WITHIN = 2
"""Words that a longer cue has more than one inside it, at most, to be the same phrase."""
_RANK = {fact: rank for rank, fact in enumerate((*STRONGEST_FIRST, "lift", "lower", "none"))}


@dataclass(frozen=True, slots=True)
class Cue:
    """A design that a sentence names."""

    rule: Rule
    status: FactStatus
    owner: FactOwner
    firm: bool
    """Whether the sentence itself says whose it is."""
    soft: bool = False
    """Whether that gives way where the whole document speaks of one study of its own."""


def read(found: Sequence[str], rules: Rules | None = None) -> tuple[Cue, ...]:
    """What a sentence, given as its words, says of designs; the strongest first."""
    rules = rules or load()
    candidates = rules.cue_phrases.candidates([BEGIN, *found])
    if not candidates:
        return ()
    tokens = doc(found)
    hits = _standing(rules.cue_phrases.find(tokens, candidates), rules)
    if not hits:
        return ()
    triggers = rules.trigger_phrases.find(tokens, rules.trigger_phrases.candidates([BEGIN, *found]))
    told = {rule.fact: rule.status for hit in hits if (rule := rules.cues[hit.key]).status}
    cues = []
    for hit in hits:
        rule = rules.cues[hit.key]
        if not rule.status and statuses.denied_inside(hit, triggers, rules.triggers):
            continue
        status = rule.status or statuses.of(hit, triggers, rules.triggers)
        # A review counts the studies in it; it is not one of them.
        never = "included-in-review" if rule.fact == _REVIEW else ""
        whose = owners.told(hit, triggers, rules.triggers, never)
        if status == "done" and not whose.told:
            present = {trigger.key for trigger in triggers}
            if generic.explains(tokens.words, hit, _OF_ONE_STUDY, present):
                status = "definitional"
        counted = whose.owner == "included-in-review"
        if status == "definitional" and (rule.verbal or counted):
            status = "done"
        if status == "done":
            status = told.get(rule.fact) or status
        cues.append(
            Cue(
                rule,
                status,
                rule.owner or owners.under(status, whose.owner),
                whose.told,
                whose.soft,
            )
        )
    return tuple(_once(_explained(cues)))


def _standing(hits: Sequence[Hit], rules: Rules) -> list[Hit]:
    """Hits that nothing silences: no look-alike over them, no firmer cue beside a weak one."""
    look_alikes = [hit for hit in hits if rules.cues[hit.key].fact == "none"]
    real = [
        hit
        for hit in hits
        if rules.cues[hit.key].fact != "none"
        and not any(hit.start < other.end and other.start < hit.end for other in look_alikes)
    ]
    real = [hit for hit in real if not any(_knows_better(other, hit, rules) for other in real)]
    firm = [hit for hit in real if not rules.cues[hit.key].weak]
    silenced = {fact for hit in hits for fact in rules.cues[hit.key].besides}
    return [hit for hit in firm or real if rules.cues[hit.key].fact not in silenced]


def _explained(cues: Sequence[Cue]) -> list[Cue]:
    """Where a sentence explains a method, the rest of what it says of that method explains it too."""
    explained = {cue.rule.fact for cue in cues if cue.status == "definitional"}
    return [
        replace(cue, status="definitional", owner="none")
        if cue.status == "done" and cue.owner == "this" and cue.rule.fact in explained
        else cue
        for cue in cues
    ]


def _knows_better(longer: Hit, hit: Hit, rules: Rules) -> bool:
    """Whether a cue is part of a longer one of another design: "experimental" in "quasi-experimental"."""
    return (
        longer.end == hit.end
        and 0 < hit.start - longer.start <= _WITHIN
        and rules.cues[longer.key].fact != rules.cues[hit.key].fact
    )


def _once(cues: Sequence[Cue]) -> list[Cue]:
    """One cue for each design, status and owner; strongest design first, then the lower reading."""
    kept: dict[tuple[str, str, str], Cue] = {}
    counted = any(cue.owner == "included-in-review" for cue in cues)
    for cue in cues:
        if counted and cue.rule.weak and cue.rule.fact == _REVIEW:
            # That studies are counted is told by whose they are.
            continue
        key = (cue.rule.fact, cue.status, cue.owner)
        if key not in kept or (cue.firm and not kept[key].firm):
            kept[key] = cue
    return sorted(
        kept.values(), key=lambda cue: (_RANK[cue.rule.fact], statuses.ORDER.index(cue.status))
    )
