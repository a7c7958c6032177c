"""What a document tells, as markup on its page: findings, lessons, facts of programme and problem. Pure.

Every line is a quote that leads to its place; whether a person has confirmed it is said under it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app_pages import chips, lessons, results
from app_pages.findings import GROUPS, LESSON_GROUPS
from app_pages.markup import EMPTY, Html, items, join, section, tag
from app_pages.quotes import Numbers, words_of
from kb import vocab, wording
from kb.accounts import ProgrammeFact
from kb.models import Finding, Problem
from kb.recount import Recount

TITLE = "What it tells"
NOTE = (
    "Read out of its sentences; each leads to its place. What nobody confirmed yet is a suggestion."
)
MOST_OPEN = 4
"""Findings of a kind that are shown at once; more are folded."""
ASPECTS: Mapping[str, str] = {
    "name": "Programme",
    "organisation": "Who took part",
    "place": "Where",
    "period": "When",
    "status": "Status",
    "why-ended": "Why it ended",
    "population": "For whom",
    "activity": "What was done",
    "target": "Target",
    "cost": "Cost",
}
OF_PROBLEM: Mapping[str, str] = {
    "size": "How large",
    "who": "Whom it meets",
    "where": "Where",
    "trend": "How it moves",
    "cost": "What it costs",
}


def draw(recount: Recount) -> Html:
    """The section; that nothing was read where nothing was."""
    if recount.is_empty:
        nothing = "No result, lesson or fact of a programme was read out of it."
        return section(TITLE, tag("p", nothing, class_="ww-note"))
    numbers = Numbers({citation.id: citation for citation in recount.citations})
    return section(
        TITLE,
        tag("p", NOTE, class_="ww-note"),
        programme(recount.programme, numbers),
        *_findings(recount.findings, numbers),
        *_lessons(recount, numbers),
        _problems(recount.problems, numbers),
    )


def _findings(some: Sequence[Finding], numbers: Numbers) -> list[Html]:
    parts = []
    for kind, heading in GROUPS.items():
        own = [one for one in some if one.kind == kind]
        if not own:
            continue
        drawn = list(results.told(own[:MOST_OPEN], numbers))
        rest = list(results.told(own[MOST_OPEN:], numbers))
        told = tag("summary", f"{len(own) - MOST_OPEN} more")
        more = tag("details", told, *rest, class_="ww-fold") if rest else EMPTY
        parts.append(join([tag("h3", heading), *drawn, more]))
    return parts


def _lessons(recount: Recount, numbers: Numbers) -> list[Html]:
    parts = []
    for kind, heading in LESSON_GROUPS.items():
        own = [one for one in recount.lessons if one.kind == kind]
        if own:
            parts.append(join([tag("h3", heading), lessons.listed(own, {}, numbers)]))
    return parts


def programme(
    some: Sequence[tuple[ProgrammeFact, str]], numbers: Numbers, title: str = "The programme"
) -> Html:
    """Facts of a programme, by what they are about, each with whose word it is."""
    rows = []
    for aspect, heading in ASPECTS.items():
        own = [(fact, cited) for fact, cited in some if fact.aspect == aspect]
        if own:
            told = items(
                "ul", (_fact(fact, cited, numbers) for fact, cited in own), class_="ww-plain"
            )
            rows.append(join([tag("dt", heading), tag("dd", told)]))
    if not rows:
        return EMPTY
    head = tag("h3", title) if title else EMPTY
    return join([head, tag("dl", *rows, class_="ww-facts")])


def _fact(fact: ProgrammeFact, cited: str, numbers: Numbers) -> Html:
    detail = fact.detail
    sector = vocab.load("sectors").get(str(detail.get("sector", "")))
    role = vocab.load("roles").get(str(detail.get("role", "")))
    said = [
        sector.label.lower() if sector else "",
        role.label.lower() if role and role.slug != "other" else "",
        f"per {detail['per']}" if detail.get("per") not in (None, "other") else "",
        f"paid by {detail['paid_by']}" if detail.get("paid_by") else "",
    ]
    value = wording.period(*_ends(fact.value)) if fact.aspect == "period" else fact.value
    beside = ", ".join(part for part in said if part)
    brought = f": {detail['contribution']}" if detail.get("contribution") else ""
    told = f"{value or fact.value}{f' ({beside})' if beside else ''}{brought}"
    by = f" by {fact.judged_by}" if fact.judged_by else ""
    whose = tag("span", " · ", chips.basis(fact.basis), by, class_="ww-about")
    return join([told, " ", numbers.mark(cited), whose])


def _ends(value: str) -> tuple[str | None, str | None]:
    start, _, end = value.partition("/")
    return start or None, end or None


def _problems(some: Sequence[Problem], numbers: Numbers) -> Html:
    if not some:
        return EMPTY
    drawn = []
    for one in some:
        citation = numbers.citations[one.citation]
        area = vocab.load("areas").label_of(one.area)
        about = [area, OF_PROBLEM[one.aspect], one.population, one.place, wording.date(one.when)]
        drawn.append(
            join(
                [
                    tag("p", words_of(citation, one.text), " ", numbers.mark(one.citation)),
                    tag("p", join((part for part in about if part), " · "), class_="ww-about"),
                    tag("p", results.whose(citation, one.basis, one.judged_by), class_="ww-line"),
                ]
            )
        )
    return join([tag("h3", "The problem itself"), items("ul", drawn, class_="ww-said")])
