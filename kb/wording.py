"""Words for people: the chips, dates, figures and counts that the terminal and the app say alike.

Pure functions from values to plain text. No markup, no colour, no store; the sentences of a summary are
``kb.summary``'s. A direction always has a mark and a word, a level its plain meaning before its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb import vocab
from kb.models import Actor, Citation, Figure, Finding
from kb.wording_evidence import EQUIVALENT as EQUIVALENT
from kb.wording_evidence import design as design
from kb.wording_evidence import design_of as design_of
from kb.wording_evidence import fact as fact
from kb.wording_evidence import fact_owner as fact_owner
from kb.wording_evidence import fact_status as fact_status
from kb.wording_evidence import level as level
from kb.wording_evidence import side_by_side as side_by_side
from kb.wording_evidence import step as step
from kb.wording_evidence import strongest as strongest

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

BASIS_EXPLAINED: Mapping[str, str] = {
    "suggested": "Read out of the document by software; nobody has confirmed it yet.",
    "compiled": "Written in an evidence note; no named person has confirmed it yet.",
    "judged": "Decided by a named person, with a reason.",
}

WRITTEN_BY: Mapping[str, str] = {
    "deliverer": "written by the deliverer",
    "funder": "written by the funder",
    "evaluator": "written by the evaluator",
    "independent": "written independently",
    "journalist": "written by a journalist",
    "unknown": "its author's part in this is not known",
}

OWN_WORDS: Mapping[str, str] = {
    "positive": "Favourable",
    "negative": "Unfavourable",
    "no-effect": "No clear change",
    "mixed": "Mixed",
    "unclear": "Inconclusive",
}
"""Directions of results that were compared with nothing: they favour no arm, and carry no mark."""
AS_REPORTED = "Reported"
"""What is said of a count, a cost, a view or a forecast that points no way: nobody found it inconclusive."""

STATUS_WORDS: Mapping[str, str] = {
    "current": "current",
    "corrected": "corrected since",
    "superseded": "superseded by a newer version",
    "withdrawn": "withdrawn",
    "retracted": "retracted",
    "not-checked": "not checked for corrections or withdrawal",
}

TREATMENTS = ("usual ", "ordinary ", "traditional ", "high-quality ", "standard ", "services ")
"""How a comparator begins that is something people had ("with usual care"), not a group of people."""

_PEOPLE = frozenset(
    "people participants employees staff workers members adults households borrowers clients users "  # noqa: SIM905
    "trainees joiners recruits patients youngsters apprentices women men students pupils".split()
)


def date(written: str | None) -> str | None:
    """``2026-11-21T09:00:00Z`` as 21 November 2026; a month or a year alone stays so."""
    if not written:
        return None
    parts = written[:10].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return written
    numbers = [int(part) for part in parts]
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return written
    named = [str(numbers[0]), *(MONTHS[m - 1] for m in numbers[1:2]), *map(str, numbers[2:])]
    return " ".join(reversed(named))


def period(start: str | None, end: str | None, status: str = "") -> str | None:
    """When it was done: ``2013 to 2016``; ``from 2020`` where it has not ended or no end is known."""
    first, last = (x[:4] if x else None for x in (start, end))
    if first and last:
        return first if first == last else f"{first} to {last}"
    if first:
        return f"since {first}" if status == "running" else f"from {first}"
    return f"until {last}" if last else None


def count(number: int, one: str, several: str | None = None) -> str:
    """``1 study``, ``3 studies``: a number with its noun."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def studies_and_documents(studies: int, documents: int) -> str:
    """Every count of studies says how many documents report them."""
    return f"{count(studies, 'study', 'studies')} ({count(documents, 'document')})"


def joined(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def direction(slug: str) -> tuple[str, str]:
    """The mark and the word of a direction against a comparison, or of ``not-studied``."""
    term = vocab.load("directions").get(slug)
    return (term.mark, term.label) if term else ("?", slug)


def direction_of_finding(finding: Finding) -> tuple[str, str]:
    """The mark and the word of a finding. Only an effect has a mark; an interval speaks for itself."""
    if finding.kind != "effect":
        says_nothing = finding.direction == "unclear" and finding.kind != "change"
        return "", AS_REPORTED if says_nothing else OWN_WORDS[finding.direction]
    mark, word = direction(finding.direction)
    if finding.direction != "unclear":
        return mark, word
    interval = next(
        (
            f
            for f in finding.figures
            if f.arm == "difference" and f.low is not None and f.high is not None
        ),
        None,
    )
    if interval is None or interval.low is None or interval.high is None:
        return mark, "Inconclusive"
    unit = f" {interval.unit}" if interval.unit else ""
    return (
        mark,
        f"Inconclusive: could be from {number(interval.low)} to {number(interval.high)}{unit}",
    )


def who_by_sector(who: Sequence[Actor]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Names of those who took part, by the label of their sector, in the order of the vocabulary."""
    sectors = vocab.load("sectors")
    order = {slug: i for i, slug in enumerate(sectors.slugs)}
    names: dict[str, list[str]] = {}
    for actor in who:
        listed = names.setdefault(actor.sector, [])
        if actor.name not in listed:
            listed.append(actor.name)
    return tuple(
        (sectors.label_of(slug), tuple(names[slug]))
        for slug in sorted(names, key=lambda s: order.get(s, len(order)))
    )


def written_by(interest: str) -> str:
    """Who wrote something, as a clause; never the word interest alone."""
    return WRITTEN_BY.get(interest, WRITTEN_BY["unknown"])


def number(value: float) -> str:
    """``55``, ``1,250``, ``36.6``: no decimal that says nothing."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def figures(finding: Finding) -> tuple[str, ...]:
    """The figures of a finding. Two arms of one thing stand together, each named; a figure whose arm is
    not known, or that has no partner, is shown as it was reported and compared with nothing."""
    said: list[str] = []
    used: set[int] = set()
    for i, one in enumerate(finding.figures):
        if i in used:
            continue
        partner = _partner(finding.figures, i) if finding.comparator else None
        if partner is None:
            said.append(one.text)
            continue
        used |= {i, partner}
        said.append(_two_arms(one, finding.figures[partner], str(finding.comparator)))
    return tuple(said)


def _partner(held: Sequence[Figure], position: int) -> int | None:
    """The one figure of the other arm that counts the same thing at the same time."""
    one = held[position]
    other = {"attempt": "comparison", "comparison": "attempt"}.get(one.arm)
    if other is None or one.value is None:
        return None
    same = [i for i, f in enumerate(held) if _same_thing(one, f) and f.value is not None]
    partners = [i for i in same if held[i].arm == other]
    rivals = [i for i in same if held[i].arm == one.arm]
    return partners[0] if len(partners) == 1 and len(rivals) == 1 else None


def _same_thing(one: Figure, other: Figure) -> bool:
    return (one.unit, one.counts, one.months, one.status) == (
        other.unit,
        other.counts,
        other.months,
        other.status,
    )


def _two_arms(one: Figure, other: Figure, comparator: str) -> str:
    with_it, without = (one, other) if one.arm == "attempt" else (other, one)
    is_treatment = comparator.startswith(TREATMENTS)
    other_arm = f"with {comparator}" if is_treatment else f"({comparator})"
    is_change = min(with_it.value or 0.0, without.value or 0.0) < 0
    said = f"{_amount(with_it, is_change)} with it, {_amount(without, is_change)} {other_arm}"
    about = [one.counts or "", f"at {number(one.months)} months" if one.months else ""]
    told = ", ".join(part for part in about if part)
    return f"{said}: {told}" if told else said


def _amount(figure: Figure, is_change: bool) -> str:
    """What an arm came to; a change always has its sign."""
    value = figure.value or 0.0
    if figure.unit in ("%", "per cent", "percent"):
        first = (figure.counts or "").split(" ", 1)[0]
        if first in _PEOPLE and value == int(value) and 0 <= value <= 100 and not is_change:
            return f"{number(value)} of 100"
        return f"{_signed(value, is_change)}%"
    told = _signed(value, is_change)
    return f"{told} {figure.unit}" if figure.unit else told


def _signed(value: float, is_change: bool) -> str:
    return (
        f"{'+' if value > 0 else '−'}{number(abs(value))}" if is_change and value else number(value)
    )


def page(citation: Citation) -> str | None:
    """Where to look: the printed label where there is one, else the page of the file."""
    if citation.page is None:
        return None
    first = citation.page_label or str(citation.page)
    if citation.page_end in (None, citation.page):
        return f"page {first}"
    return f"pages {first} to {citation.page_end_label or citation.page_end}"


def source_title(citation: Citation) -> str:
    """The title of what is cited: for our own summary, of the source that it is about."""
    if citation.reports is None:
        return citation.title
    return str(citation.reports.csl.get("title") or citation.title)


def summary_of(citation: Citation) -> str:
    """The line under a paraphrase: whose words it stands for, and whether the original is here."""
    held = citation.reports is not None and citation.reports.held
    where = f", {citation.reports.locator}" if citation.reports and citation.reports.locator else ""
    end = "the original is held too" if held else "the original is not held"
    return f"Our summary of {source_title(citation)}{where}; {end}."
