"""Whether a text says that chance decided who got it, or only that groups were made.

"Allocated to the intervention or the control group" is as a rule told of trials, so it names the design; yet
it is no statement that chance decided, and what is unclear takes the lower level. The fact that is added
here says so beside the words themselves; what follows from it stands in each standard's file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.tag.designs.cues import Rule
from kb.evidence import DesignFact

RANDOMISED, ASPECT = "rct", "allocation-unclear"


def unclear(
    facts: Iterable[DesignFact], rules: Mapping[str, Rule], *, said_in_title: bool
) -> tuple[DesignFact, ...]:
    """For each comparison that is read as a trial, and of which nothing says that chance decided: a
    weakness with the first words it rests on. None where the title says it."""
    if said_in_title:
        return ()
    first: dict[int, DesignFact] = {}
    clear: set[int] = set()
    for fact in facts:
        if fact.fact != RANDOMISED or not fact.counts:
            continue
        rule = rules.get(fact.rule.split(":", 1)[-1])
        if rule is not None and rule.allots:
            first.setdefault(fact.contrast, fact)
        else:
            clear.add(fact.contrast)
    return tuple(
        replace(fact, fact="lower", aspect=ASPECT, detail={}, rule=f"{fact.rule}.allocation")
        for contrast, fact in sorted(first.items())
        if contrast not in clear and 0 not in clear
    )
