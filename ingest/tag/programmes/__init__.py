"""Facts of the programme that a document is about: name, who took part, where, when, for whom, targets, costs.

First the programme is found (``names.py``); then only sentences that name it, or in which those who run it
say "we", are read. A document that is about no programme gives none. Every value is words of its sentence, or
a slug; nothing is taken of programmes that are only mentioned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.tag.programmes import called, labelled, names, periods, plain, roles, terms
from ingest.tag.programmes.names import Programme
from ingest.tag.programmes.saying import VERSION, Saying, every, lines_of, sayings
from ingest.tag.sheet import Sheet
from kb.accounts import ProgrammeFact
from kb.evidence import WITHOUT_DESIGN

__all__ = ["VERSION", "read"]

TELLS_OF_ONE = ("evaluation", "case-study", "programme-description", "press-release")
"""Types of document that are about a programme, named or not."""
TELLS_OF_NONE = (
    "guidance",
    "policy-paper",
    "protocol",
    "statistics",
    "systematic-review",
    "trial-registration",
)
MOST = {
    "place": 4,
    "population": 4,
    "period": 4,
    "status": 2,
    "why-ended": 2,
    "cost": 12,
    "activity": 5,
    "target": 16,
}
"""Facts of an aspect that are kept of one document, the surest first: a long report repeats itself."""
PLAINEST = ("organisation", "status", "why-ended", "cost", "period")
PLACED = 2
"""Sentences that must set the programme in a place."""


def read(sheet: Sheet) -> tuple[ProgrammeFact, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    if sheet.type in TELLS_OF_NONE or not sheet.lines:
        return ()
    flat = lines_of(sheet)
    programme = names.find(sheet, flat)
    is_short = len(flat) <= plain.SHORT_TEXT
    named = called.find(sheet, flat) if is_short and programme is None else ()
    by_rule = programme is not None
    if programme is None and named:
        programme = named[0]
    if programme is None and not (
        sheet.type in TELLS_OF_ONE
        or sheet.interest in ("deliverer", "funder")
        or (is_short and plain.is_told_of(flat))
    ):
        return ()
    found: list[ProgrammeFact] = []
    placed: list[ProgrammeFact] = []
    evaluates = sheet.type == "evaluation" or sheet.design not in WITHOUT_DESIGN
    for saying in every(sheet, flat) if evaluates else ():
        found += roles.studied_by(saying)
    for saying in sayings(sheet, flat, programme):
        found += [*roles.read(saying), *periods.read(saying), *terms.read(saying)]
        placed += terms.places(saying)
    found += _often(placed)
    if is_short and (programme is not None or plain.is_told_of(flat)):
        about = named or ((programme,) if programme else ())
        found += _beside(found, plain.read(sheet, flat, about), by_rule)
        found += labelled.read(sheet, flat)
    if programme is not None:
        found += _named(sheet, flat, programme)
    for other in named[1:]:
        found += _named(sheet, flat, other)
    return tuple(sorted(_once(found), key=lambda fact: (fact.span.start, fact.aspect, fact.value)))


def _beside(
    found: Sequence[ProgrammeFact], plainly: Iterable[ProgrammeFact], by_rule: bool
) -> Iterator[ProgrammeFact]:
    """Facts in plain words of which a sentence gave none so far. Of a programme that is named as reports name
    theirs, only those that are told as plainly of any."""
    held = {(fact.span.start, fact.aspect) for fact in found}
    for fact in plainly:
        is_plainest = fact.aspect in PLAINEST and not fact.span.rule.endswith("plain-beside")
        if (fact.span.start, fact.aspect) in held or (by_rule and not is_plainest):
            continue
        if not (by_rule and fact.aspect == "organisation" and "sector" not in fact.detail):
            yield fact


def _named(sheet: Sheet, flat: Sequence[str], programme: Programme) -> Iterator[ProgrammeFact]:
    saying = Saying(sheet.lines[programme.line], flat[programme.line], frozenset(), (), False)
    detail = {"acronym": programme.acronym} if programme.acronym else {}
    yield saying.fact("name", programme.name, "name.repeated", 0.8, detail)


def _often(placed: Sequence[ProgrammeFact]) -> Iterator[ProgrammeFact]:
    """Places that several sentences name, or the only one that any does."""
    counted = Counter(fact.value for fact in placed)
    surely = {
        fact.span.start for fact in placed if counted[fact.value] >= PLACED or len(counted) == 1
    }
    yield from (fact for fact in placed if fact.span.start in surely)


def _once(found: Iterable[ProgrammeFact]) -> Iterator[ProgrammeFact]:
    """Each fact where it is said first; of an organisation's role, where it is said what was brought."""
    kept: dict[tuple[str, ...], ProgrammeFact] = {}
    for fact in found:
        role = str(fact.detail.get("role", fact.detail.get("per", "")))
        key = (fact.aspect, fact.value.casefold(), role)
        held = kept.get(key)
        if held is None or (_weight(fact) > _weight(held)):
            kept[key] = fact
    of_aspect: Counter[str] = Counter()
    for fact in sorted(kept.values(), key=lambda f: (-f.span.score, f.span.start)):
        of_aspect[fact.aspect] += 1
        if of_aspect[fact.aspect] <= MOST.get(fact.aspect, 40):
            yield fact


def _weight(fact: ProgrammeFact) -> tuple[bool, float]:
    return "contribution" in fact.detail, fact.span.score
