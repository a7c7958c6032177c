"""Findings of a document: results it reports of its own study or programme, each with kind, outcome and direction.

sentence → is it whole → signs → weight → kind → outcome → direction, comparator, figures, people, place, time.
Rules are data (``signs.toml``, ``outcomes.toml`` …), each with a rationale. It stores nothing, judges nobody, and
rather leaves a result out than take something else for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.tag.figures import figures
from ingest.tag.findings import (
    brief,
    costs,
    delivery,
    direction,
    experience,
    meant,
    outcome,
    plans,
    setting,
    sides,
    signs,
    subjects,
    ways,
    weighing,
)
from ingest.tag.findings.brief import Brief
from ingest.tag.findings.outcome import Outcome
from ingest.tag.findings.plain import is_whole, plain, words
from ingest.tag.findings.subjects import Subjects
from ingest.tag.findings.weighing import Weighed
from ingest.tag.sheet import Line, Sheet
from kb.accounts import Span, ToldFinding
from kb.models import Direction

VERSION = "findings-2"
_A_LEVEL = ("change.entered",)
"""Signs of how many are where: better or worse than what, the sentence does not say."""
_SURE, _CLAIM = 0.95, re.compile(r"direction-\d+:v:[+-]:")
MOST = 80
"""Findings of one document: of a longer list the surest are kept."""


def read(sheet: Sheet) -> tuple[ToldFinding, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    known, named, short = signs.load(), subjects.of(sheet), brief.of(sheet)
    kept: dict[tuple[str, str, str], tuple[float, ToldFinding]] = {}
    for line in sheet.lines:
        for told in _of(line, sheet, known, named, short):
            key = (" ".join(line.text.split()), told.outcome, told.direction)
            if key not in kept or kept[key][0] < line.weight:
                kept[key] = (line.weight, told)
    found = [told for _, told in kept.values()]
    if len(found) > MOST:
        found = sorted(found, key=lambda told: (-told.span.score, told.span.start))[:MOST]
    if sheet.embed is not None:
        found = meant.read(found, sheet.embed)
    return tuple(sorted(found, key=lambda told: (told.span.start, told.outcome, told.direction)))


def _of(
    line: Line, sheet: Sheet, known: signs.Signs, named: Subjects, short: Brief | None
) -> Iterator[ToldFinding]:
    said = plain(line.text)
    found = words(said)
    asked = known.asked(found)
    weighed, seen, about = None, None, named.weight(line.text)
    if known.tells(asked) and is_whole(line.text, said, found):
        seen = known.find(said, asked)
        weighed = weighing.weigh(line, said, seen, sheet, named=about)
    if weighed is not None and short is not None and brief.speaks_against(short, said):
        return
    if weighed is None and short is not None:
        seen = known.find(said, asked) if seen is None else seen
        weighed = brief.weigh(short, line, said, seen, sheet, named=about)
    if weighed is None:
        return
    if weighed.kind in ("effect", "change"):
        both = sides.read(line.text, said, weighed.kind, known, asked, sheet.areas)
        if both:
            for side in both:
                yield _told(line, side.text, weighed, side.measured, side.direction)
            return
    measured = outcome.read(
        line.text, said, weighed.kind, weighed.sign, sheet.areas, short=short is not None
    )
    if measured is not None:
        way = _plainly(line.text, weighed, short) if short is not None else None
        way = way or _direction(line.text, said, weighed)
        yield _told(line, line.text, weighed, measured, way)


def _plainly(text: str, weighed: Weighed, short: Brief) -> Direction | None:
    """By plain words, in a short account; where so many are, tells nothing, and a claim that the reader of
    full sentences is sure of goes before them."""
    if weighed.sign.sign.id in _A_LEVEL:
        return ways.planned(plain(text)) or plans.direction(text, short.plans)
    way = ways.direction(text, weighed.kind)
    if weighed.kind == "delivery" and way == "unclear":
        return plans.direction(text, short.plans) or way
    if weighed.kind not in ("effect", "change") or way is None:
        return way
    read = direction.read(text)
    sure = read.score >= _SURE and _CLAIM.match(read.rule) and read.direction != "no-effect"
    return read.direction if sure else way


def _direction(text: str, said: str, weighed: Weighed) -> Direction:
    """Conservative where the kind says less than an effect: what is forecast points nowhere yet."""
    if weighed.kind == "forecast" or weighed.sign.sign.id in _A_LEVEL:
        return "unclear"
    if weighed.kind == "delivery":
        return delivery.direction(said)
    if weighed.kind == "cost" and (way := costs.direction(said)) is not None:
        return way
    if weighed.kind == "experience" and (felt := experience.direction(said)) is not None:
        return felt
    return direction.read(text).direction


def _told(
    line: Line, part: str, weighed: Weighed, measured: Outcome, way: Direction
) -> ToldFinding:
    """The finding; ``part``: the words of the sentence that tell of this outcome."""
    said = plain(line.text)
    people, slugs = setting.population(line.text, said)
    rule = f"{VERSION}:{weighed.sign.sign.id}"
    numbers = figures(part)
    if weighed.kind == "forecast":
        numbers = tuple(replace(one, status="forecast") for one in numbers)
    return ToldFinding(
        Span(line.text, line.start, line.end, rule, weighed.score, line.section),
        weighed.kind,
        measured.words,
        measured.slug,
        way,
        comparator=setting.comparator(line.text, said),
        figures=numbers,
        population=people,
        populations=slugs,
        place=setting.place(line.text),
        when=setting.when(said),
    )
