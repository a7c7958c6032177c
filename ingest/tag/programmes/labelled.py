"""Facts of the programme that a short text gives as a label and what belongs to it: "Funder: the Tideway Trust".

Labels are data (``labels.toml``). It reads no sentence: ``plain.py`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ingest.tag import figures as figured
from ingest.tag.programmes import bodies, organisations, words
from ingest.tag.programmes.periods import MONTH, MONTHS
from ingest.tag.programmes.saying import Saying
from ingest.tag.sheet import Sheet
from kb.accounts import ProgrammeFact

LONGEST = 200
"""Characters of a labelled line."""
_DATES = re.compile(rf"(?:(?P<m>{MONTH})[ ])?(?P<y>(?:19|20)\d\d)(?![\d,.]\d)")
_SHORT_END = re.compile(r"(?P<y>(?:19|20)\d\d)[ ]?[-–—/][ ]?(?P<e>\d\d)(?!\d)")


def read(sheet: Sheet, flat: Sequence[str]) -> Iterator[ProgrammeFact]:
    """What each labelled line says."""
    for line, text in zip(sheet.lines, flat, strict=True):
        match = _line().match(text) if len(text) <= LONGEST and ":" in text else None
        if match is None:
            continue
        saying = Saying(line, text, frozenset(), (), False)
        aspect, _, role = _labels()[match["label"].lower()].partition("/")
        yield from _fact(saying, aspect, role, match)


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    return {label: kind for kind, labels in words.table("labels").items() for label in labels}


@lru_cache(maxsize=1)
def _line() -> re.Pattern[str]:
    return re.compile(
        rf"[\W_]*(?i:(?P<label>{words.either(_labels())}))[*_]*:[*_ ]*(?P<rest>[^:]{{2,150}}?)[.*_ ]*$"
    )


def _fact(saying: Saying, aspect: str, role: str, match: re.Match[str]) -> Iterator[ProgrammeFact]:
    text, start, rest = saying.text, match.start("rest"), match["rest"]
    if aspect == "organisation":
        for name, _ in bodies.at(text, start):
            detail = {"role": role}
            if sector := organisations.sector_of(name):
                detail["sector"] = sector
            yield saying.fact("organisation", name, "organisation.labelled", 0.7, detail)
    elif aspect == "period":
        yield from _period(saying, rest)
    elif aspect == "cost":
        for figure in figured.figures(rest):
            if figure.currency and figure.text in text:
                detail = {"per": role or "total", "currency": figure.currency}
                yield saying.fact("cost", figure.text, "cost.labelled", 0.7, detail, (figure,))
    elif aspect == "target" and any(map(str.isdigit, rest)):
        yield saying.fact("target", rest, "target.labelled", 0.65)
    elif aspect == "population":
        yield saying.fact("population", rest, "population.labelled", 0.65)
    elif aspect == "place" and rest[:1].isupper():
        known = words.places().get(rest)
        yield saying.fact(
            "place", rest, "place.labelled", 0.65, {"country": known} if known else {}
        )


def _period(saying: Saying, rest: str) -> Iterator[ProgrammeFact]:
    dates = [_when(match) for match in _DATES.finditer(rest)]
    if (cut := _SHORT_END.search(rest)) and len(dates) == 1:
        dates.append(cut["y"][:2] + cut["e"])
    start, end = (dates[0] if dates else ""), (dates[1] if len(dates) == 2 else "")
    if start and len(dates) <= 2 and (not end or start <= end):
        detail = {key: value for key, value in (("start", start), ("end", end)) if value}
        yield saying.fact("period", f"{start}/{end}", "period.labelled", 0.7, detail)


def _when(match: re.Match[str]) -> str:
    if not match["m"]:
        return match["y"]
    return f"{match['y']}-{MONTHS.index(match['m'].lower()) + 1:02d}"
