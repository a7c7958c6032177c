"""Numbers as people write them: "1,500", "twenty-four", "46 per cent", "one in ten", "two years".

It says what a number is and where it stands; its unit, currency and hedge are ``kb.amounts``', what it counts
is the readers' (``ingest.tag``). Years
("in 2014") are numbers too: who asks for a count leaves them out.

Own rules, because of the libraries tried one finds no places and no shares (text2num), one gives up at
a sentence with two numbers (word2number), and one takes 2.5 ms a sentence (quantulum3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value and its span. A share is in per cent."""

    value: float
    start: int
    end: int
    percent: bool = False


SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 10**12
}  # fmt: skip
LETTERS = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "tn": 10**12}
PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10
}  # fmt: skip
FEW = {"a dozen": 12, "a couple": 2}
MONTHS_IN = {"day": 1 / 30, "week": 12 / 52, "fortnight": 24 / 52, "month": 1, "year": 12, "decade": 120}  # fmt: skip
"""A month counts 30 days, so that "90 days" is 3."""

_SMALL = "|".join(sorted(SMALL, key=len, reverse=True))
_SCALE = "|".join(SCALES)
_PART = "|".join(name if name.startswith("hal") else f"{name}s?" for name in PARTS)
_RUN = rf"(?:{_SMALL}|an?[ ](?:{_SCALE}))(?:(?:[ -]|[ ]and[ ]|-[ ]?\n?)(?:{_SMALL}|{_SCALE})\b)*"
_DIGITS = r"\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_ONE = rf"(?:{_SMALL}|\d{{1,3}})"
_NUMBER = re.compile(
    rf"""(?<![\w.,])(?:
        (?P<few> {"|".join(name.replace(" ", "[ ]") for name in FEW)} )\b
      | (?P<of> {_ONE} )[ ](?:in(?:[ ]every)?|out[ ]of)[ ](?P<whole> {_ONE} )\b(?![ ]*(?:%|per))
      | (?P<count> an?|{_SMALL} )[ -](?P<part> {_PART} )\b
        (?=[ ](?:of|were|was|had|did|dropped|left|have)\b|[ ]*[.,;)])
      | (?P<counts> two|three|four )[ -](?P<parts> thirds|fifths|(?<=three.)quarters )\b
      | (?P<bare> half )(?=[ ](?:of|the)\b)
      | (?P<digits> {_DIGITS} )(?:[ ]?(?P<scale> (?:{_SCALE})\b | (?<=\d)(?:k|mn?|bn|tn)\b ))?
      | (?P<words> {_RUN} )\b
    )
    (?P<percent> [ ]?(?: % | per[ ]?cent\b | pc\b ))?""",
    re.X | re.I,
)
_PERIOD = re.compile(
    r"[ \u00a0]?(?:calendar[ ])?(?:[-\u2010-\u2014][ ]?\n?)?(day|week|fortnight|month|year|decade)s?\b",
    re.I,
)
_BARE_PERIOD = re.compile(
    r"\b(?:an?|full)[ -](?:whole[ ]|full[ ])?(month|year|decade)\b(?!-old)", re.I
)
_NTH_MONTH = re.compile(r"\bmonth[ ](?=\w)", re.I)
_OLD = re.compile(r"[ -](?:old|of[ ]age|olds)\b", re.I)


def numbers(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """Every number between ``start`` and ``end``, in order; offsets are those of ``text``."""
    found: list[Number] = []
    for match in _NUMBER.finditer(text, start, len(text) if end is None else end):
        found += _spelt(match) if match["words"] else _written(match)
    return tuple(found)


def _written(match: re.Match[str]) -> Iterator[Number]:
    """The number of a match that is no run of number words."""
    value, share = 0.0, False
    if match["few"]:
        value = FEW[match["few"].lower()]
    elif match["of"]:
        of, whole = _one(match["of"]), _one(match["whole"])
        if not 0 < of <= whole:
            return
        value, share = round(100 * of / whole, 1), True
    elif match["part"] or match["parts"]:
        count, part = (
            (match["count"] or match["counts"]).lower(),
            (match["part"] or match["parts"]).lower(),
        )
        of = 1.0 if count in ("a", "an") else _one(count)
        whole = PARTS.get(part) or PARTS[part.removesuffix("s")]
        if of > whole:
            return
        value, share = round(100 * of / whole, 1), True
    elif match["bare"]:
        value, share = 50.0, True
    else:
        scale = (match["scale"] or "").lower()
        value = float(re.sub(r"[^\d.]", "", match["digits"])) * (SCALES | LETTERS).get(scale, 1)
    yield Number(float(value), match.start(), match.end(), share or bool(match["percent"]))


def _one(word: str) -> float:
    return float(word) if word.isdigit() else float(SMALL[word.lower()])


def _spelt(match: re.Match[str]) -> Iterator[Number]:
    """The numbers of a run of number words: "two hundred and five" is one, "ten and twenty" two."""
    total = group = last = 0
    start = end = -1
    for word in re.finditer(r"[a-z]+", match["words"], re.I):
        name, low = word[0].lower(), word.start()
        if name in ("and", "a", "an"):
            if start < 0 and name != "and":
                start, end, group = low, word.end(), 1
            continue
        if name in SCALES and start >= 0:
            grown = group * SCALES[name]
            total, group = (total, grown) if name == "hundred" else (total + grown, 0)
            last = 1_000
        elif start >= 0 and (last == 1_000 or (last >= 20 and SMALL[name] < 10)):
            group, last = group + SMALL[name], SMALL[name]
        else:
            if start >= 0:
                yield Number(float(total + group), match.start() + start, match.start() + end)
            total, group, last, start = 0, SMALL.get(name, 1), SMALL.get(name, 1), low
        end = word.end()
    percent = bool(match["percent"])
    stop = match.end() if percent else match.start() + end
    yield Number(float(total + group), match.start() + start, stop, percent)


def months(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """Every length of time in months, in order: "two years" is 24, "90 days" is 3. Ages are none."""
    stop = len(text) if end is None else end
    every = numbers(text, start, stop)
    found: dict[int, Number] = {}
    for number in every:
        period = _PERIOD.match(text, number.end, stop)
        if period and not number.percent and not _OLD.match(text, period.end(), stop):
            each = round(number.value * MONTHS_IN[period[1].lower()], 1)
            found[number.start] = Number(each, number.start, period.end())
    for match in _BARE_PERIOD.finditer(text, start, stop):
        low, high = match.span()
        found.setdefault(low, Number(float(MONTHS_IN[match[1].lower()]), low, high))
    for match in _NTH_MONTH.finditer(text, start, stop):
        nth = next((n for n in every if n.start == match.end() and n.value < 100), None)
        if nth:
            found.setdefault(match.start(), Number(nth.value, match.start(), nth.end))
    return tuple(found[low] for low in sorted(found))
