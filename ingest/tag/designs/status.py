"""Whether what a cue names was done: planned, negated, hypothetical, recommended or explained instead.

After NegEx: words before or behind a cue set its status as far as they reach; a new clause ends their
reach, and a "no" that denies something else ("no doubt", "not only") is none. The words are data
(``scope.toml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.tag.designs.cues import Trigger
from ingest.tag.designs.matching import Hit
from kb.evidence import FactStatus

ORDER: tuple[FactStatus, ...] = (
    "negated", "hypothetical", "recommended", "done", "planned", "definitional", "none",
)  # fmt: skip
"""Of one design in one sentence, which status comes first."""
_PRECEDENCE: tuple[FactStatus, ...] = (
    "negated", "hypothetical", "recommended", "planned", "definitional",
)  # fmt: skip
"""Of several that reach a cue, the first holds; an explanation nearer than a plan is before it."""
_FAR = 1_000


def of(cue: Hit, triggers: Sequence[Hit], known: Mapping[str, Trigger]) -> FactStatus:
    """The status of a cue among the triggers of its sentence."""
    gaps: dict[str, int] = {}
    for hit, gap in reaching(cue, triggers, known):
        if known[hit.key].sure and known[hit.key].means in _PRECEDENCE:
            return known[hit.key].means  # type: ignore[return-value]
        means = known[hit.key].means
        gaps[means] = min(gap, gaps.get(means, gap))
    if gaps.get("definitional", _FAR) < gaps.get("planned", _FAR):
        gaps.pop("planned", None)
    return next((status for status in _PRECEDENCE if status in gaps), "done")


def denied_inside(cue: Hit, triggers: Sequence[Hit], known: Mapping[str, Trigger]) -> bool:
    """Whether a no stands amid the words of a cue: "before and after, without a control group"."""
    pseudo = [hit for hit in triggers if known[hit.key].means == "pseudo"]
    return any(
        cue.start < hit.start
        and hit.end < cue.end
        and known[hit.key].means == "negated"
        and not any(other.start < hit.end and hit.start < other.end for other in pseudo)
        for hit in triggers
    )


def reaching(
    cue: Hit, triggers: Sequence[Hit], known: Mapping[str, Trigger]
) -> Iterator[tuple[Hit, int]]:
    """Triggers that reach the cue, each with the words between."""
    present = {hit.key for hit in triggers}
    purposes = {hit.start for hit in triggers if hit.key == "sign.purpose"}
    ends = [
        hit.start for hit in triggers if known[hit.key].means == "end" and hit.start not in purposes
    ]
    commas = [*ends, *(hit.start for hit in triggers if hit.key == "end.comma")]
    pseudo = [hit for hit in triggers if known[hit.key].means == "pseudo"]
    for hit in triggers:
        trigger = known[hit.key]
        if trigger.means in ("end", "pseudo", "sign", "comma") or present.intersection(
            trigger.unless
        ):
            continue
        if any(other.start < hit.end and hit.start < other.end for other in pseudo):
            continue
        between = _between(cue, hit, trigger, commas if trigger.comma else ends)
        if between is not None:
            yield hit, between


def _between(cue: Hit, hit: Hit, trigger: Trigger, ends: Iterable[int]) -> int | None:
    """Words between, or none where the trigger does not reach the cue."""
    if trigger.opening and cue.start > trigger.opening:
        return None
    if trigger.direction == "sentence":
        return abs(cue.start - hit.start)
    if hit.end <= cue.start:
        gap, low, high, allowed = cue.start - hit.end, hit.end, cue.start, ("forward", "both")
    elif cue.end <= hit.start:
        gap, low, high, allowed = hit.start - cue.end, cue.end, hit.start, ("backward", "both")
    elif trigger.means == "negated" and cue.start <= hit.start and hit.end <= cue.end:
        return None
    else:
        return 0
    if trigger.direction not in allowed or gap > trigger.reach:
        return None
    return None if any(low <= end < high for end in ends) else gap
