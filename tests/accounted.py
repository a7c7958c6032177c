"""Accounts of small documents: what a report of ``bases`` tells, without the rules that would read it."""

from __future__ import annotations

from typing import Any

from bases import REPORT
from hypothesis import strategies as st

from kb.accounts import Account, ProblemFact, ProgrammeFact, Span, ToldFinding, ToldLesson
from kb.models import Figure

IN_WORK = "Sixty of the hundred who started were in work after a year."
TRUST = "Coaches said that trust took months."
MONEY = "it cost £1,200 each"
OFFERED = "Two employers offered coaching to young people who were out of work."


def span(text: str, words: str, rule: str = "findings-1:test", **others: Any) -> Span:
    """The first place of ``words`` in ``text``."""
    start = text.index(words)
    return Span(words, start, start + len(words), rule, **others)


def finding(text: str, words: str = IN_WORK, **others: Any) -> ToldFinding:
    """An effect on employment in favour of the attempt, unless told otherwise."""
    told: dict[str, Any] = {
        "kind": "effect",
        "outcome": "in work after a year",
        "outcome_slug": "employment",
        "direction": "positive",
        "comparator": None,
        "figures": (Figure("Sixty of the hundred", value=60.0, unit="percent", n=100),),
        "population": "young people who were out of work",
        "populations": ("young-people-16-24",),
        **others,
    }
    return ToldFinding(span(text, words), **told)


def lesson(text: str, words: str = TRUST, **others: Any) -> ToldLesson:
    """What hindered, in the deliverer's view, unless told otherwise."""
    told: dict[str, Any] = {"kind": "hindered", "theme": None, "view": "deliverer", **others}
    return ToldLesson(span(text, words, "lessons-1:test"), **told)


def cost(text: str, words: str = MONEY, **others: Any) -> ProgrammeFact:
    """What it cost a participant."""
    told: dict[str, Any] = {
        "aspect": "cost",
        "value": "£1,200 each",
        "detail": {"per": "participant"},
        "figures": (Figure("£1,200", value=1200.0, unit="GBP", currency="GBP"),),
        **others,
    }
    return ProgrammeFact(span(text, words, "programmes-1:test"), **told)


def problem(text: str, words: str = OFFERED, **others: Any) -> ProblemFact:
    """Whom the problem meets."""
    told: dict[str, Any] = {"area": "transitions-to-work", "aspect": "who", **others}
    return ProblemFact(span(text, words, "problems-1:test"), **told)


def account(text: str, reader: str = "accounts-1", **others: Any) -> Account:
    """One of each, unless told otherwise."""
    told: dict[str, Any] = {
        "findings": (finding(text),),
        "lessons": (lesson(text),),
        "programme": (cost(text),),
        "problems": (problem(text),),
        **others,
    }
    return Account(**told, reader=reader)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30
).filter(lambda words: bool(words.strip()))
FIGURES = st.builds(
    Figure,
    text=st.sampled_from(TRUST.split()),
    value=st.none() | st.floats(-1e9, 1e9),
    low=st.none() | st.floats(-1e9, 1e9),
    unit=st.none() | st.sampled_from(["percent", "GBP"]),
    status=st.sampled_from(["actual", "target", "forecast", "self-reported"]),
    arm=st.sampled_from(["attempt", "comparison", "difference", "whole", "unknown"]),
    n=st.none() | st.integers(0, 10**6),
    hedge=st.none() | st.sampled_from(["over", "about"]),
)
FINDINGS = st.builds(
    ToldFinding,
    span=st.just(span(REPORT, TRUST, score=0.5, section="results")),
    kind=st.sampled_from(["effect", "change", "delivery", "experience", "cost", "forecast"]),
    outcome=WORDS,
    outcome_slug=st.none() | st.just("employment"),
    direction=st.sampled_from(["positive", "negative", "no-effect", "mixed", "unclear"]),
    figures=st.lists(FIGURES, max_size=3).map(tuple),
    population=st.none() | WORDS,
    populations=st.lists(st.sampled_from(["women", "men"]), unique=True).map(tuple),
    when=st.none() | st.just("2014"),
)
