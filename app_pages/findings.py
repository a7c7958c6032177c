"""How findings and lessons are put in order before they are drawn. Pure; no markup.

Effects come first, strongest study first; what changed without a comparison is kept apart from them,
and so is what was delivered, felt, paid or forecast.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb import places, vocab, wording
from kb.models import Attempt, Figure, Finding, Lesson, Picture

GROUPS: Mapping[str, str] = {
    "effect": "Compared with something else",
    "change": "Changed, cause not established",
    "delivery": "Delivery",
    "experience": "Views of those involved",
    "cost": "Costs and returns",
    "forecast": "Forecasts, not results",
}
"""Kinds of finding in the order they are shown, and their headings."""

LESSON_GROUPS: Mapping[str, str] = {
    "helped": "Helped",
    "hindered": "Hindered",
    "implication": "Would do differently",
}


UNMAPPED = "unmapped"
CSV = (
    "attempt", "name", "study", "kind", "outcome", "outcome_slug", "direction", "comparator",
    "population", "figures", "text", "is_quote", "basis", "source", "page", "link",
)  # fmt: skip
"""The columns of an answer's findings as a file."""


@dataclass(frozen=True, slots=True)
class OfAttempt:
    """Findings of one kind from one attempt."""

    attempt: Attempt | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A figure with when it is of."""

    order: str
    when: str
    figure: Figure
    finding: Finding


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of finding with its heading."""

    kind: str
    heading: str
    attempts: tuple[OfAttempt, ...]


def close_attempts(picture: Picture) -> tuple[Attempt, ...]:
    """Attempts on the question, in the order of the picture."""
    return tuple(a for a in picture.attempts if a.id in picture.close)


def related_attempts(picture: Picture) -> tuple[Attempt, ...]:
    """Attempts that are only near it."""
    return tuple(a for a in picture.attempts if a.id not in picture.close)


def grouped(picture: Picture) -> tuple[Group, ...]:
    """Findings of the attempts on the question, by kind, the strongest studied attempt first."""
    attempts = {attempt.id: attempt for attempt in close_attempts(picture)}
    shown = [f for f in picture.findings if f.attempt_id is None or f.attempt_id in attempts]
    groups = []
    for kind, heading in GROUPS.items():
        of_kind = [finding for finding in shown if finding.kind == kind]
        if of_kind:
            groups.append(Group(kind, heading, _by_attempt(of_kind, attempts)))
    return tuple(groups)


def by_outcome(findings: Iterable[Finding]) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """Findings by what was measured: outcomes with a comparison first, then in the order of the list.

    Within an outcome effects stand first, as everywhere. What is in no list is told under its own words.
    """
    outcomes = vocab.load("outcomes")
    order = {slug: i for i, slug in enumerate(outcomes.slugs)}
    kinds = list(GROUPS)
    by_slug: dict[str, list[Finding]] = {}
    for one in findings:
        slug = one.outcome_slug if one.outcome_slug in outcomes else None
        by_slug.setdefault(slug or UNMAPPED, []).append(one)
    ranked = sorted(
        by_slug.items(),
        key=lambda held: (
            min(kinds.index(one.kind) for one in held[1]) > 0,
            order.get(held[0], len(order)),
        ),
    )
    return tuple(
        (
            outcomes.label_of(slug) if slug != UNMAPPED else "In no list of outcomes",
            tuple(sorted(some, key=lambda one: kinds.index(one.kind))),
        )
        for slug, some in ranked
    )


def over_time(findings: Iterable[Finding]) -> tuple[tuple[str, tuple[Moment, ...]], ...]:
    """Figures of an outcome that was measured more than once, by when, the earliest first."""
    by_outcome: dict[str, list[Moment]] = {}
    for one in findings:
        for figure in one.figures:
            when = _when(figure, one)
            if when is not None:
                by_outcome.setdefault(_label(one), []).append(Moment(*when, figure, one))
    return tuple(
        (name, tuple(sorted(some, key=lambda m: m.order)))
        for name, some in by_outcome.items()
        if len({moment.when for moment in some}) > 1
    )


def _label(finding: Finding) -> str:
    term = vocab.load("outcomes").get(finding.outcome_slug or "")
    return term.label if term and term.slug != "other" else finding.outcome


def _when(figure: Figure, finding: Finding) -> tuple[str, str] | None:
    """When a figure is of: for sorting, and in words."""
    if figure.months is not None:
        return f"{figure.months:08.2f}", f"at {_months(figure.months)}"
    written = figure.as_of or finding.when
    if written is None:
        return None
    return f"~{written}", " to ".join(filter(None, map(wording.date, written.split("/"))))


def _months(months: float) -> str:
    return f"{wording.number(months)} {'month' if months == 1 else 'months'}"


def lessons(picture: Picture) -> tuple[tuple[str, tuple[Lesson, ...]], ...]:
    """Lessons of the attempts on the question, by heading."""
    shown = [x for x in picture.lessons if x.attempt_id is None or x.attempt_id in picture.close]
    found = (
        (heading, tuple(lesson for lesson in shown if lesson.kind == kind))
        for kind, heading in LESSON_GROUPS.items()
    )
    return tuple((heading, some) for heading, some in found if some)


def headline(picture: Picture) -> str:
    """What the answer rests on, counted in studies and documents."""
    attempts = close_attempts(picture)
    parts = [wording.count(len(attempts), "attempt")] if attempts else []
    studies = sum(a.studies for a in attempts)
    if studies:
        parts.append(wording.studies_and_documents(studies, sum(a.documents for a in attempts)))
    elif attempts:
        parts.append("summarised from notes; no original is held")
    linked_to_none = len({hit.citation.document_id for hit in picture.passages})
    if linked_to_none:
        parts.append(f"{wording.count(linked_to_none, 'document')} linked to no attempt")
    share = places.share(attempts, picture.findings)
    if share.studies:
        parts.append(
            f"{share.home_studies} of {wording.count(share.studies, 'study', 'studies')} from the United Kingdom"
        )
    best = wording.strongest(attempts)
    if best:
        parts.append(f"strongest: {best[0].lower()}{best[1:]}")
    return " · ".join(parts)


def coverage(held: Mapping[str, object]) -> str:
    """What the base is, said with every answer: a collection, not the world."""
    chosen = "hand-picked, not a systematic search"
    last = wording.date(str(held["last_added"])) if held.get("last_added") else None
    return f"From {held['held']}, {chosen}" + (f"; last added {last}." if last else ".")


def setting(attempt: Attempt) -> str:
    """Where and when. The country is added where the place does not say it."""
    where, country = attempt.where, attempt.country
    if where and country:
        said = where.casefold()
        is_said = any(one.casefold() in said for one in re.split(r", | \(", country))
        where = where if is_said or "(" in country else f"{where} ({country})"
    where = where or country
    when = wording.period(attempt.start, attempt.end, attempt.status)
    told = ", ".join(part for part in (where, when) if part)
    return told[:1].upper() + told[1:]


def figures(finding: Finding) -> tuple[str, ...]:
    """The figures of a finding as sentences: first those that name both arms, then those as reported."""
    told = wording.figures(finding)
    reported = [text for text in told if any(text == figure.text for figure in finding.figures)]
    named = [text for text in told if text not in reported]
    sentences = [f"{text}. " for text in named]
    if reported:
        sentences.append(f"As reported: {'; '.join(reported)}.")
    return tuple(sentences)


def csv_rows(picture: Picture) -> list[dict[str, object]]:
    """The findings of an answer as rows of plain values, by ``CSV``."""
    names = {attempt.id: attempt.name for attempt in picture.attempts}
    cited = {citation.id: citation for citation in picture.citations}
    return [
        {
            "attempt": one.attempt_id or "",
            "name": names.get(one.attempt_id or "", ""),
            "study": one.study_id or "",
            "kind": one.kind,
            "outcome": one.outcome,
            "outcome_slug": one.outcome_slug or "",
            "direction": one.direction,
            "comparator": one.comparator or "",
            "population": one.population or "",
            "figures": "; ".join(figure.text for figure in one.figures),
            "text": one.text,
            "is_quote": cited[one.citation].kind == "quote",
            "basis": one.basis,
            "source": wording.source_title(cited[one.citation]),
            "page": cited[one.citation].page_label or cited[one.citation].page or "",
            "link": cited[one.citation].link,
        }
        for one in picture.findings
    ]


def _by_attempt(
    findings: Sequence[Finding], attempts: Mapping[str, Attempt]
) -> tuple[OfAttempt, ...]:
    order = _strongest_first(attempts.values())
    by_attempt: dict[str | None, list[Finding]] = {}
    for finding in findings:
        by_attempt.setdefault(finding.attempt_id, []).append(finding)
    ids = sorted(by_attempt, key=lambda one: order.get(one or "", len(order)))
    return tuple(OfAttempt(attempts.get(one or ""), tuple(by_attempt[one])) for one in ids)


def _strongest_first(attempts: Iterable[Attempt]) -> dict[str, int]:
    ranked = sorted(attempts, key=lambda attempt: -wording.design_of(attempt.levels)[0])
    return {attempt.id: place for place, attempt in enumerate(ranked)}
