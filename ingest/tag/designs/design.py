"""Names the design of a document from its facts: the strongest that this study did.

It weighs facts that were read; it reads no sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.evidence import STRONGEST_FIRST, DesignFact


def of(facts: Sequence[DesignFact]) -> str:
    """The strongest design done in this study, else what else the document is."""
    held = {fact.fact for fact in facts if fact.counts and fact.weight > 0}
    strongest = next((design for design in STRONGEST_FIRST if design in held), None)
    if strongest:
        return strongest
    designs = [fact for fact in facts if fact.fact in STRONGEST_FIRST]
    if any(fact.status == "planned" for fact in designs):
        return "protocol"
    if any(fact.owner in ("cited", "included-in-review") for fact in designs):
        return "cited-only"
    return "programme-description"
