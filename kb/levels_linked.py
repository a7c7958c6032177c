"""What must be linked to an attempt before a named person may judge it at a step.

What each step needs is data of its standard. Who judges, and that it is a person, is ``kb.review``'s.
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.standards import Requirement, Standard, Standards, load


@dataclass(frozen=True, slots=True)
class Linked:
    """What is linked to an attempt, counted by study and not by document."""

    evaluations: int = 0
    """Studies of it that a document reports."""
    independent_evaluations: int = 0
    """Those by a body other than the one that delivers it."""
    places: int = 0
    """Places that the independent evaluations were done in."""
    replication: bool = False
    """Whether the same was done again and studied again."""
    cost: bool = False
    """Whether what it cost is stated."""
    months: float = 0
    """The longest time after which an outcome was measured."""

    def names(self) -> dict[str, float]:
        """What the requirements in a standard's file are asked over; what is not there does not hold."""
        counted = {
            "evaluations": self.evaluations,
            "independent-evaluations": self.independent_evaluations,
            "places": self.places,
            "replication": int(self.replication),
            "cost": int(self.cost),
            "months": self.months,
        }
        return {name: float(number) for name, number in counted.items() if number}


def requirements(
    scheme: str, step: str, standards: Standards | None = None
) -> tuple[Requirement, ...]:
    """What a step needs before it can be judged; nothing for a step that can be derived."""
    standard = (standards or load()).require(scheme)
    standard.require(step)
    return tuple(one for one in standard.requirements if one.step == step)


def refusal(
    scheme: str, step: str, linked: Linked, standards: Standards | None = None
) -> str | None:
    """One sentence saying what is missing to judge something at a step; null where nothing is."""
    known = standards or load()
    held = linked.names()
    missing = [one for one in requirements(scheme, step, known) if not one.when.holds(held)]
    if not missing:
        return None
    standard = known.require(scheme)
    told = "; and ".join(one.text for one in missing)
    return (
        f"{standard.short} {step} ({standard.edition}) needs {told}, linked to it; "
        f"{_instead(standard, step)}"
    )


def _instead(standard: Standard, step: str) -> str:
    """What can be judged as things stand."""
    held = standard.highest_derived
    if held is None or standard.require(step).rank is None:
        return f"link what is missing, or judge another step than {step}"
    accepted = [s.slug for s in standard.ladder if s.rank is not None and s.rank <= held]
    return f"without it {accepted[0]} to {accepted[-1]} are accepted"
