"""The numbers of a sentence with their unit, currency, range and hedge, and without those that are no amount.

It joins what ``kb.numbers`` finds with the words of ``kb.amounts_words``. The values that others use are
``kb.amounts``'.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb import amounts_words as words
from kb.amounts_none import is_none
from kb.models import Hedge
from kb.numbers import Number, numbers


@dataclass(slots=True)
class Spoken:
    """A number being read; ``top`` is the end of its range. Grows while its neighbours are looked at."""

    start: int
    end: int
    value: float
    mantissa: float
    """As written, before its scale: 5.5 of 5.5m."""
    unit: str | None = None
    currency: str | None = None
    hedge: Hedge | None = None
    top: float | None = None
    is_none: bool = False
    """A year, a page, an age …"""

    @property
    def scale(self) -> float:
        return self.value / self.mantissa if self.mantissa else 1.0


def spoken(text: str, start: int, stop: int) -> list[Spoken]:
    """What is an amount between ``start`` and ``stop``, in order."""
    found = numbers(text, start, stop)
    multiples = []
    if any(sign in text for sign in words.MULTIPLE_SIGNS):
        multiples = [_multiple(m) for m in words.MULTIPLES.finditer(text, start, stop)]
    if not found and not multiples:
        return []
    closed = _closed(text, start, stop) if found else []
    seen = [
        _dressed(text, number, start, stop)
        for number in found
        if not any(low <= number.start < high for low, high in closed)
    ]
    _share_units(text, seen)
    kept = [
        one
        for one in _joined(text, seen, start)
        if not (one.is_none or text[one.start : one.end].lower() in _PRONOUN)
    ]
    kept = _without_conversions(text, kept)
    for one in kept:
        _hedge(text, one, start, stop)
    free = [one for one in multiples if not _is_often(text, one.end, stop)]
    return sorted(kept + free, key=lambda one: one.start) if free else kept


_PRONOUN = frozenset(("one", "zero"))
"""A bare "one" stands for a noun far more often than it counts."""


def _closed(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Spans whose numbers are none: addresses, register numbers, footnote marks, intervals."""
    spans: list[tuple[int, int]] = []
    if any(sign in text for sign in words.TOKEN_SIGNS):
        spans += [m.span() for m in words.TOKENS.finditer(text, start, stop)]
    if any(sign in text for sign in words.INTERVAL_SIGNS):
        spans += [m.span() for m in words.INTERVAL.finditer(text, start, stop)]
    return spans


def _multiple(match: re.Match[str]) -> Spoken:
    value = words.MULTIPLE[(match[1] or match[0])[:3].lower()]
    return Spoken(match.start(), match.end(), value, value, "times")


def _is_often(text: str, end: int, stop: int) -> bool:
    return bool(words.OFTEN.match(text, end, stop))


# --- one number -----------------------------------------------------------------------------


def _dressed(text: str, number: Number, start: int, stop: int) -> Spoken:
    """A number with the currency before it and the scale and unit behind it."""
    raw = text[number.start : number.end]
    digits = re.match(r"[\d,.\u00a0\u2009\u202f]+", raw)
    mantissa = float(re.sub(r"[^\d.]", "", digits[0]).rstrip(".") or 0) if digits else number.value
    one = Spoken(number.start, number.end, number.value, mantissa)
    if number.percent:
        one.unit = "%"
    if digits and _MINUS.search(text, max(start, one.start - 2), one.start):
        one.start, one.value, one.mantissa = one.start - 1, -one.value, -one.mantissa
    _money_before(text, one, start)
    if one.unit is None:
        _unit_behind(text, one, stop)
    elif points := _POINTS_AFTER.match(text, one.end, stop):
        one.unit, one.end = "percentage points", points.end()
    if not one.currency:
        one.is_none = is_none(text, number, one.end, one.unit, start, stop)
    return one


_MINUS = re.compile(r"(?:^|(?<=[\s(=\[]))[-−–]$")
_POINTS_AFTER = re.compile(r"(?:age)?(?:[- ]?points?|[ ]?pts?)\b", re.I)
"""Behind a per cent sign, or "per cent", that is already read."""


def _money_before(text: str, one: Spoken, start: int) -> None:
    if one.start == start or not (
        text[one.start - 1] in "£€$₹¥ \u00a0-−" or text[one.start - 1].isupper()
    ):
        return
    match = words.MONEY_BEFORE.search(text, max(start, one.start - 5), one.start)
    if match:
        sign, code = match[1], match[2]
        one.currency = words.SIGNS[sign.lower()] if sign else code.upper()
        one.unit = words.SYMBOL.get(one.currency, one.currency)
        one.start = match.start()
        if one.scale == 1 and (scaled := words.SPACED_SCALE.match(text, one.end)):
            one.value *= words.SCALE[scaled[1].lower()]
            one.end = scaled.end()


def _unit_behind(text: str, one: Spoken, stop: int) -> None:
    """The unit after a bare number."""
    half = _AND_A_HALF.match(text, one.end, stop)
    if half:
        one.value, one.mantissa, one.end = one.value + 0.5, one.mantissa + 0.5, half.end()
    if match := words.POINTS.match(text, one.end, stop):
        one.unit, one.end = "percentage points", match.end()
    elif match := words.BARE_POINTS.match(text, one.end, stop):
        one.unit, one.end = "points", match.end()
    elif match := words.DURATION.match(text, one.end, stop):
        one.unit, one.end = f"{match[1].lower()}s", match.end()
    elif match := words.TIMES.match(text, one.end, stop):
        one.unit, one.end = "times", match.end()
    elif match := words.MONEY_AFTER.match(text, one.end, stop):
        _money_behind(one, match)
    else:
        _ratio_before(text, one)


_AND_A_HALF = re.compile(r" and a half\b", re.I)


def _money_behind(one: Spoken, match: re.Match[str]) -> None:
    code, name, pence = match[1], match[2], match[3] or match[4]
    if pence:
        one.currency = words.PENCE[pence.lower()]
        one.value /= 100
        one.mantissa /= 100
    else:
        one.currency = code.upper() if code else words.NAMES[name.lower()]
    one.unit = words.SYMBOL.get(one.currency, one.currency)
    one.end = match.end()


def _ratio_before(text: str, one: Spoken) -> None:
    if one.value >= 100:
        return
    match = words.RATIO_BEFORE.search(text, max(0, one.start - 44), one.start)
    if not match:
        return
    name = match[1]
    short = name.lower() in words.SHORT_RATIO
    if short and not (name.isupper() or (name in "dg" and "=" in match[0])):
        return
    one.unit, one.start = words.RATIOS[name.lower()], match.start(1)


# --- neighbours -----------------------------------------------------------------------------

_DASH = re.compile(r"[ ]?[-–—−‑][ ]?")
_TO = re.compile(r"[ ]to[ ](?:about |around |nearly |almost |over |some )?")
_OR = re.compile(r"[ ]or[ ]")
_AND = re.compile(r"[ ](?:and|&)[ ]")
_LIST = re.compile(
    r",[ ]|[ ](?:and|or|to|versus|vs\.?|compared (?:with|to))[ ]|,[ ]and[ ]|[ ]?/[ ]?|[ ]?[-–—][ ]?"
)
_BETWEEN = re.compile(
    r"\b(?<!difference )(?<!gap )between[ ](?:an estimated |about |around )?$", re.I
)
_CHANGE = re.compile(
    r"(?<!ranging )(?<!ranged )(?<!ranges )(?<!range )(?<!varied )(?<!varying )\bfrom[ ](?:\w+ )?$"
    r"|\b(?:rose|fell|increas\w+|decreas\w+|dropp\w+|grew|improv\w+|declin\w+|up|down|went)[ ]$",
    re.I,
)
_SHARED = frozenset({"%", "percentage points", "points"})
_CONVERSION = re.compile(
    r"[ ]?[(\[](?:around|about|approximately|approx\.?|roughly|some|or|over|~|c\.)?[ ]?$", re.I
)


def _share_units(text: str, seen: Sequence[Spoken]) -> None:
    """ "4 and 7 points", "58, 61 and 64 per cent", "33-42bn": the last one's unit and scale are meant of all."""
    for one, other in zip(reversed(seen[:-1]), reversed(seen[1:]), strict=True):
        if one.is_none and not other.unit:
            continue
        if not _LIST.fullmatch(text, one.end, other.start):
            continue
        smaller = one.scale == 1 and other.scale > 1 and 0 < one.mantissa <= other.mantissa
        dashed = _DASH.fullmatch(text, one.end, other.start) or _TO.fullmatch(
            text, one.end, other.start
        )
        if smaller and (dashed or _AND.fullmatch(text, one.end, other.start)) and not one.is_none:
            one.value *= other.scale
        if one.unit is None and not one.is_none:
            if other.unit in _SHARED or (other.unit and dashed and not other.is_none):
                one.unit, one.currency = other.unit, other.currency
        elif dashed and other.unit is None and one.currency and not other.is_none:
            other.unit, other.currency = one.unit, one.currency


def _joined(text: str, seen: list[Spoken], start: int) -> list[Spoken]:
    """Ranges made one; a number joined to a year, an age or a page is none either."""
    kept: list[Spoken] = []
    for one in seen:
        last = kept[-1] if kept else None
        if last is not None and last.top is None and _is_joined(text, last, one, start):
            if last.is_none or one.is_none:
                last.is_none = one.is_none = True
                kept.append(one)
                continue
            if last.unit == one.unit and last.currency == one.currency and last.value < one.value:
                last.top, last.end = one.value, one.end
                if between := _BETWEEN.search(text, max(start, last.start - 36), last.start):
                    last.start = between.start()
                continue
        kept.append(one)
    return kept


def _is_joined(text: str, one: Spoken, other: Spoken, start: int) -> bool:
    if _DASH.fullmatch(text, one.end, other.start):
        return True
    if _TO.fullmatch(text, one.end, other.start):
        return not _CHANGE.search(text, max(start, one.start - 24), one.start)
    if _AND.fullmatch(text, one.end, other.start):
        return bool(_BETWEEN.search(text, max(start, one.start - 36), one.start))
    return bool(
        _OR.fullmatch(text, one.end, other.start)
        and other.value == one.value + 1
        and one.value <= 12
    )


def _without_conversions(text: str, seen: list[Spoken]) -> list[Spoken]:
    """ "£80,500 (US$106,000)" is one amount; what stands in brackets is the same in other money."""
    kept: list[Spoken] = []
    for one in seen:
        last = kept[-1] if kept else None
        if (
            last is not None
            and one.currency
            and last.currency
            and one.currency != last.currency
            and _CONVERSION.fullmatch(text, last.end, one.start)
        ):
            continue
        kept.append(one)
    return kept


_LAST = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in words.BEFORE) | {"the"}


def _hedge(text: str, one: Spoken, start: int, stop: int) -> None:
    """The hedge before or behind, and the span grown over it."""
    ahead = text[max(start, one.start - 28) : one.start]
    tail = ahead.rstrip().rsplit(None, 1)
    if tail and tail[-1].lower().lstrip("([“\"'‘—–") in _LAST:
        match = words.HEDGE_BEFORE.search(ahead)
        is_during = (
            match and one.unit and one.unit[:-1] in words.DAYS_IN and words.OF_TIME.match(match[1])
        )
        if match and not is_during:
            one.hedge = words.BEFORE[match[1].lower()]
            one.start -= len(ahead) - match.start(1)
    behind = words.HEDGE_AFTER.match(text, one.end, stop)
    if behind:
        one.hedge = one.hedge or words.AFTER[behind[1].lower()]
        one.end = behind.end()
