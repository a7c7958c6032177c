"""Findings of a document: results it reports of its own study or programme, each with kind, outcome and direction.

sentence → is it whole → signs → weight → kind → outcome → direction, comparator, figures, people, place, time.
Rules are data (``signs.toml``, ``outcomes.toml`` …), each with a rationale. It stores nothing, judges nobody, and
rather leaves a result out than take something else for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from ingest.tag.findings import direction, outcome, setting, signs, weighing
from ingest.tag.findings.outcome import Outcome
from ingest.tag.findings.plain import is_whole, plain, words
from ingest.tag.findings.weighing import Weighed
from ingest.tag.sheet import Line, Sheet
from kb.accounts import Span, ToldFinding
from kb.models import Direction

VERSION = "findings-1"
MOST = 80
"""Findings of one document: of a longer list the surest are kept."""


def read(sheet: Sheet) -> tuple[ToldFinding, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    known = signs.load()
    kept: dict[tuple[str, str, str], tuple[float, ToldFinding]] = {}
    for line in sheet.lines:
        for told in _of(line, sheet, known):
            key = (" ".join(line.text.split()), told.outcome, told.direction)
            if key not in kept or kept[key][0] < line.weight:
                kept[key] = (line.weight, told)
    found = [told for _, told in kept.values()]
    if len(found) > MOST:
        found = sorted(found, key=lambda told: (-told.span.score, told.span.start))[:MOST]
    return tuple(sorted(found, key=lambda told: (told.span.start, told.outcome, told.direction)))


def _of(line: Line, sheet: Sheet, known: signs.Signs) -> Iterator[ToldFinding]:
    said = plain(line.text)
    found = words(said)
    asked = known.asked(found)
    if not known.tells(asked) or not is_whole(line.text, said, found):
        return
    weighed = weighing.weigh(line, said, known.find(said, asked), sheet)
    if weighed is None:
        return
    measured = outcome.read(line.text, said, weighed.kind, weighed.sign.start, sheet.areas)
    if measured is not None:
        yield _told(line, said, weighed, measured, _direction(line.text, measured, weighed))


def _direction(text: str, measured: Outcome, weighed: Weighed) -> Direction:
    if weighed.kind == "forecast":
        return "unclear"
    way = direction.read(text, outcome=measured.words).direction
    return way if way in ("positive", "negative", "no-effect", "mixed", "unclear") else "unclear"


def _told(
    line: Line, said: str, weighed: Weighed, measured: Outcome, way: Direction
) -> ToldFinding:
    people, slugs = setting.population(line.text, said)
    span = Span(
        line.text,
        line.start,
        line.end,
        f"{VERSION}:{weighed.sign.sign.id}",
        weighed.score,
        line.section,
    )
    return ToldFinding(
        span,
        weighed.kind,
        measured.words,
        measured.slug,
        way,
        comparator=setting.comparator(line.text, said),
        population=people,
        populations=slugs,
        place=setting.place(line.text),
        when=setting.when(said),
    )
