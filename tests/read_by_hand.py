"""A study and what a person would read out of it, written by hand: screens are tested without any rule."""

from __future__ import annotations

from pdf_builder import column, pdf

from kb.evidence import Contrast, DesignFact, Detail, FactOwner, FactStatus, Guess, Reading
from kb.models import Ground

TITLE = "Mentors on the Wick ferry: two studies"
RANDOMISED = "We drew lots: 65 of the 130 school leavers were randomly assigned to a mentor."
BEFORE_AFTER = "In Thurso we asked deckhands before and after the course, with nobody to compare."
INDEPENDENT = "Harbour Research, which has no part in the delivery, carried out the evaluation."
LOST = "By the twelfth month 18 per cent of them could no longer be reached."
PLANNED = "A second trial, in Orkney, is planned for next summer."
CITED = "An American trial of mentors by the Quayside Trust had randomised 900 young people."
REGISTERED = "The plan was registered as ISRCTN00000000 before the first boat left."
FIRST_PAGE = [
    "Mentors met school leavers on the ferry every week and spoke of work.",
    RANDOMISED,
    "The other 65 had careers advice as usual.",
    LOST,
    "Of those with a mentor 46 were in work after a year, of the others 31.",
]
SECOND_PAGE = [BEFORE_AFTER, INDEPENDENT, PLANNED, CITED, REGISTERED]

PRAISED = '<img src=x onerror="window.pwned=5">'
"""Words of the hostile page, as if a rule had taken them for praise."""
FOREIGN = "The text is in German; design facts are read out of English only."


def study() -> bytes:
    """A report of two pages, printed as 7 and 8."""
    first = [*column([TITLE], top=90, size=20, bold=True), *column(FIRST_PAGE, top=160)]
    return pdf(
        [first, column(SECOND_PAGE, top=120)],
        info={"Title": TITLE, "Author": "Bo Reay"},
        labels="0 << /S /D /St 7 >>",
    )


def of_study(text: str) -> Reading:
    """What it says of how it was studied."""

    def fact(
        slug: str,
        quote: str,
        rule: str,
        *,
        status: FactStatus = "done",
        owner: FactOwner = "this",
        aspect: str | None = None,
        detail: Detail | None = None,
        contrast: int = 0,
    ) -> DesignFact:
        start = text.index(quote)
        return DesignFact(
            slug, status, owner, quote, start, start + len(quote), f"designs-1:{rule}",
            aspect=aspect, detail=detail or {}, contrast=contrast,
        )  # fmt: skip

    return Reading(
        facts=(
            fact("rct", RANDOMISED, "rct.random-assignment", contrast=1),
            fact("none", RANDOMISED, "sample.arm", aspect="sample", detail={"n": 65, "arm": "attempt"}, contrast=1),
            fact("none", FIRST_PAGE[2], "sample.arm", aspect="sample", detail={"n": 65, "arm": "comparison"}, contrast=1),
            fact("lower", LOST, "attrition.percent-lost", aspect="attrition", detail={"percent": 18}, contrast=1),
            fact("lift", LOST, "follow-up.months", aspect="follow-up", detail={"months": 12}, contrast=1),
            fact("pre-post", BEFORE_AFTER, "pre-post.before-and-after", contrast=2),
            fact("lower", BEFORE_AFTER, "no-comparison.said", aspect="no-comparison", contrast=2),
            fact("lift", INDEPENDENT, "independence.no-part", aspect="independence"),
            fact("rct", PLANNED, "rct.planned", status="planned"),
            fact("rct", CITED, "rct.randomised", owner="cited"),
            fact("lift", REGISTERED, "registration.isrctn", aspect="registration", detail={"registration": "ISRCTN00000000"}),
        ),
        design="rct",
        contrasts=(Contrast(1, "Study 1: the ferry", "rct"), Contrast(2, "Study 2: Thurso", "pre-post")),
        type=_guess("evaluation", INDEPENDENT, text, "designs-1:type.evaluation"),
        interest=_guess("evaluator", INDEPENDENT, text, "designs-1:interest.evaluator"),
        language="en",
        reader="designs-1",
    )  # fmt: skip


def of_praise(text: str) -> Reading:
    """Praise alone: it raises nothing."""
    start = text.index(PRAISED)
    end = start + len(PRAISED)
    claim = DesignFact(
        "none", "done", "this", PRAISED, start, end, "designs-1:claim.praise", aspect="claim"
    )
    return Reading((claim,), "programme-description", language="en", reader="designs-1")


def of_nothing(text: str) -> Reading:
    """A text in which nothing could be read."""
    return Reading((), "programme-description", note=FOREIGN, language="de", reader="designs-1")


def _guess(value: str, quote: str, text: str, rule: str) -> Guess:
    start = text.index(quote)
    return Guess(value, Ground(quote, start=start, end=start + len(quote)), rule)
