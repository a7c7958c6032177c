"""Attempts and findings for tests: everything that a test does not name is plain."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kb.models import Actor, Attempt, EffectRow, Finding

PLAIN = Attempt(
    id="a", name="Attempt a", areas=("transitions-to-work",), kind="wage-subsidy", what="Something.",
    status="ended", why_ended=None, who=(), where="England", country="England", start="2012",
    end="2014", population="young people", targets=(), costs=(), studies=0, documents=0,
    direction="not-studied", levels={}, citations=("c1",), countries=("england",),
)  # fmt: skip
TOLD = Finding(
    id="f", attempt_id="a", study_id=None, outcome="jobs", outcome_slug="employment", population=None,
    kind="effect", direction="positive", comparator="others", figures=(), text="More of them worked.",
    basis="compiled", citation="c1",
)  # fmt: skip


def attempt(name: str, **changed: Any) -> Attempt:
    """An attempt of this id."""
    return replace(PLAIN, **{"id": name, "name": f"Attempt {name}", **changed})


def finding(of: str | None, **changed: Any) -> Finding:
    """A finding of this attempt."""
    return replace(TOLD, **{"attempt_id": of, **changed})


def actor(name: str, **changed: Any) -> Actor:
    """Somebody who took part."""
    return replace(Actor(name, "government", "funder"), **changed)


def row(name: str, *outcomes: tuple[str | None, tuple[Any, ...]], **changed: Any) -> EffectRow:
    """A study in a plot, with the directions of its effects by outcome."""
    plain = EffectRow(
        study=f"note:{name}", name=f"Study {name}", attempt_id=name, documents=(), design="rct",
        scheme="nesta-2013", level="3", rank=3, basis="compiled", direction=outcomes[0][1][0],
        outcomes=outcomes, citations=("c1",),
    )  # fmt: skip
    return replace(plain, **changed)
