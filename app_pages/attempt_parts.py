"""The page of an attempt as markup: what was done, by whom, what came of it, what it cost. Pure.

What is not held is said where it would stand: no target, no cost, no original.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app_pages import (
    attempt_studies,
    bibliography,
    chips,
    findings,
    lessons,
    rated,
    recounted,
    results,
    rows,
    tables,
)
from app_pages.markup import EMPTY, Html, join, link, section, tag
from app_pages.quotes import Numbers, summary_line
from app_pages.schemes import Schemes
from app_pages.views import AttemptsView, area_link, attempts_link, organisation_link, places_link
from kb import vocab, wording
from kb.dossier import Dossier, Stated
from kb.models import Filters

MOST_OPEN = 8
"""Findings on an outcome that are shown at once; more are folded."""
PER: Mapping[str, str] = {
    "participant": "Per participant",
    "outcome": "Per outcome",
    "total": "In all",
    "other": "Other",
}
ALWAYS_TOLD = ("participant", "outcome")
"""Costs that are asked for of every attempt: that none is held is said."""


def draw(one: Dossier, schemes: Schemes) -> Html:
    """The whole page but its title."""
    numbers = Numbers({citation.id: citation for citation in one.citations})
    sections = [
        head(one, schemes),
        done(one, numbers),
        took_part(one),
        aimed(one, numbers),
        programme(one, numbers),
        happened(one, numbers),
        over_time(one, numbers),
        learned(one, numbers),
        disagreements(one, numbers),
        strength(one, schemes),
        costs(one, numbers),
        attempt_studies.draw(one),
        ended(one),
    ]
    entries = bibliography.entries(numbers)
    sections.append(section("Sources", entries) if entries else EMPTY)
    return tag("div", *sections, class_="ww")


def head(one: Dossier, schemes: Schemes) -> Html:
    """What it is at a glance."""
    attempt = one.attempt
    kind = vocab.load("kinds").get(attempt.kind)
    areas = vocab.load("areas")
    told: list[Html | str | None] = [
        link(attempts_link(AttemptsView(filters=Filters(kind=(kind.slug,)))), kind.label)
        if kind
        else one.kind_stated,
        *(link(area_link(slug), areas.label_of(slug)) for slug in attempt.areas),
        rows.status(attempt)
        if attempt.status != "unknown"
        else "whether it still runs is not known",
    ]
    return join(
        [
            tag("p", join((part for part in told if part), " · "), class_="ww-coverage"),
            tag("p", findings.setting(attempt), class_="ww-where"),
            tag("p", chips.direction_of_attempt(attempt), " · ", rows.counted(attempt)),
            rows.level(attempt, schemes, (one.note_id,)),
        ]
    )


def done(one: Dossier, numbers: Numbers) -> Html:
    """What was done, for whom and where, in our words, and whose words they rest on."""
    attempt = one.attempt
    citation = numbers.citations[attempt.citations[0]]
    countries = vocab.load("countries")
    where = [
        link(places_link(country=slug), countries.label_of(slug)) for slug in attempt.countries
    ]
    facts: list[tuple[str, Html | str | None]] = [
        ("For whom", attempt.population),
        (
            "Where",
            join([attempt.where, ": " if where and attempt.where else None, join(where, ", ")]),
        ),
        ("When", wording.period(attempt.start, attempt.end, attempt.status) or "no date held"),
        ("On the dates", one.period_note),
        ("Stated as", one.kind_stated),
    ]
    return section(
        "What was done",
        tag("p", attempt.what, " ", numbers.mark(citation.id)),
        tag("p", summary_line(citation), _whose(one), class_="ww-line"),
        _facts(facts),
    )


def took_part(one: Dossier) -> Html:
    """Who, in which role, and what each brought."""
    sectors, roles = vocab.load("sectors"), vocab.load("roles")
    body = [
        (
            link(organisation_link(actor.name), actor.name),
            sectors.label_of(actor.sector),
            roles.label_of(actor.role),
            actor.contribution or "not held",
        )
        for actor in one.attempt.who
    ]
    columns = ("Organisation", "Sector", "Role", "What it brought")
    return section("Who took part", tables.table("Who took part", columns, body))


def aimed(one: Dossier, numbers: Numbers) -> Html:
    """Target and result side by side."""
    if not one.targets:
        return section("Target and result", tag("p", "No target is held."))
    body = [
        (
            join([target.text, _figures(target)]),
            target.result or "no result is held beside it",
            numbers.mark(target.citation),
        )
        for target in one.targets
    ]
    columns = ("Aimed at", "What came of it", "Source")
    return section("Target and result", tables.table("Targets and results", columns, body))


def programme(one: Dossier, numbers: Numbers) -> Html:
    """What documents of its studies tell of who, where, when and at what cost: beside the note, never as it."""
    if not one.programme:
        return EMPTY
    told = "Read out of the documents held of it; our note stands apart from them."
    held = recounted.programme(one.programme, numbers, title="")
    summary = tag("summary", wording.count(len(one.programme), "fact"))
    folded = tag("details", summary, held, class_="ww-fold")
    return section("What its documents say of it", tag("p", told, class_="ww-note"), folded)


def happened(one: Dossier, numbers: Numbers) -> Html:
    """Findings by outcome across its studies; each says its kind, so that a change is no effect."""
    parts: list[Html] = []
    beneath = attempt_studies.beneath(one, numbers)
    for label, some in findings.by_outcome(one.findings):
        shown = list(results.told(some[:MOST_OPEN], numbers, has_kind=True, beneath=beneath))
        rest = list(results.told(some[MOST_OPEN:], numbers, has_kind=True, beneath=beneath))
        more = tag("summary", f"{len(some) - MOST_OPEN} more on this")
        fold = tag("details", more, *rest, class_="ww-fold") if rest else EMPTY
        parts.append(join([tag("h3", label), *shown, fold]))
    none = tag("p", "No result is held: what was tried, and nothing of what came of it.")
    return section("What happened, by outcome", *(parts or [none]))


def over_time(one: Dossier, numbers: Numbers) -> Html:
    """Figures of what was measured more than once."""
    held = findings.over_time(one.findings)
    if not held:
        return EMPTY
    arms = {"attempt": "with it", "comparison": "without it", "difference": "the difference"}
    body = [
        (
            name,
            moment.when,
            moment.figure.text,
            arms.get(moment.figure.arm, "as reported"),
            numbers.mark(moment.finding.citation),
        )
        for name, moments in held
        for moment in moments
    ]
    columns = ("Outcome", "When", "Figure", "Of whom", "Source")
    told = (
        "As reported at each moment; figures of different studies are not set against each other."
    )
    table = tables.table("Figures over time", columns, body)
    return section("Figures over time", tag("p", told, class_="ww-note"), table)


def learned(one: Dossier, numbers: Numbers) -> Html:
    """What helped, hindered and would be done differently."""
    parts = []
    beneath = attempt_studies.beneath(one, numbers)
    for kind, heading in findings.LESSON_GROUPS.items():
        some = [lesson for lesson in one.lessons if lesson.kind == kind]
        if some:
            parts.append(
                join([tag("h3", heading), lessons.listed(some, {}, numbers, beneath=beneath)])
            )
    return section("What was learned", *(parts or [tag("p", "No lesson is held.")]))


def disagreements(one: Dossier, numbers: Numbers) -> Html:
    """Where sources say otherwise about it."""
    drawn = [results.disagreement(each, numbers) for each in one.disagreements]
    return section("Where sources disagree", *drawn) if drawn else EMPTY


def strength(one: Dossier, schemes: Schemes) -> Html:
    """Levels side by side, with why and why not higher."""
    design = one.attempt.design
    stated = tag("p", "Design as compiled: ", design, ".") if design else EMPTY
    return section(
        "How strongly it was studied", stated, rated.of_attempt(one.attempt, one.note_id, schemes)
    )


def costs(one: Dossier, numbers: Numbers) -> Html:
    """Costs per participant and per outcome, in all, and that none is held where that is so."""
    body: list[tuple[tables.Cell, ...]] = []
    beneath = attempt_studies.beneath(one, numbers)
    for per, label in PER.items():
        held = [cost for cost in one.costs if cost.per == per]
        body += [
            (
                label,
                join([cost.text, _figures(cost), beneath(cost.id)]),
                cost.paid_by or "not held",
                numbers.mark(cost.citation),
            )
            for cost in held
        ]
        if not held and per in ALWAYS_TOLD:
            body.append((label, rows.NO_COST, None, None))
    columns = ("Cost", "As reported", "Paid by", "Source")
    return section("What it cost", tables.table("Costs", columns, body))


def ended(one: Dossier) -> Html:
    """Status, and why it ended."""
    why = one.attempt.why_ended
    said = {
        "running": "It runs.",
        "ended": "It ended.",
        "closed-early": "It was closed early.",
        "unknown": "Whether it still runs is not known.",
    }[one.attempt.status]
    reason = why or (
        "No reason is held." if one.attempt.status in ("ended", "closed-early") else ""
    )
    return section("How it ended", tag("p", " ".join(part for part in (said, reason) if part)))


def _whose(one: Dossier) -> Html:
    if one.reviewed_by:
        when = wording.date(one.reviewed_on)
        return join(
            [chips.basis("judged"), f" by {one.reviewed_by}", f", {when}" if when else "", "."]
        )
    return join([chips.basis(one.basis), "."])


def _figures(stated: Stated) -> Html:
    told = "; ".join(dict.fromkeys(figure.text for figure in stated.figures))
    return tag("span", told, class_="ww-about ww-block") if told else EMPTY


def _facts(facts: Iterable[tuple[str, Html | str | None]]) -> Html:
    shown: Sequence[Html] = [
        join([tag("dt", label), tag("dd", value)]) for label, value in facts if value
    ]
    return tag("dl", *shown, class_="ww-facts")
