"""Amounts as people write them, with unit, currency, range and hedge; and whether two are the same.

"over £632,000", "£74 billion to £99 billion", "nearly £100bn", "1.8 percentage points", "5.5m", "one in ten".
What an amount counts, and whose arm it is, the readers of ``ingest.tag`` say; whether two are about the same
thing ``kb.disagreements`` says. Nothing is converted between currencies and nothing is averaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb import amounts_words as words
from kb.amounts_spoken import Spoken, spoken
from kb.models import Figure, Hedge


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a text and its span. Scaled out: "£5.5m" is 5_500_000 GBP."""

    start: int
    end: int
    text: str
    value: float | None
    """Null where a range is said and no number in it."""
    low: float | None
    high: float | None
    unit: str | None
    """``%``, ``percentage points``, ``£``, ``months``, ``hours``, ``times`` …; null for a bare count."""
    currency: str | None
    """ISO 4217; null where it is no money."""
    hedge: Hedge | None
    counts: str | None = None
    """The noun phrase that directly follows it: "18 social innovators" counts "social innovators"."""
    per: str | None = None
    """What it is for each of: ``participant``, ``year``, ``100 offenders``; null for a whole."""


def amounts(text: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
    """Every amount between ``start`` and ``end``, in order. Years, dates, page and section numbers are none."""
    stop = len(text) if end is None else end
    found: list[Amount] = []
    last = start
    for one in spoken(text, start, stop):
        if one.start < last:
            continue  # the "£1" of "£9 for every £1 invested"
        per = words.PER.match(text, one.end, stop)
        found.append(_amount(text, one, per, stop))
        last = per.end() if per else one.end
    return tuple(found)


def _amount(text: str, one: Spoken, per: re.Match[str] | None, stop: int) -> Amount:
    after = per.end() if per else _CONVERTED.match(text, one.end, stop).end()  # type: ignore[union-attr]
    is_range = one.top is not None and one.top != one.value
    return Amount(
        one.start,
        one.end,
        text[one.start : one.end],
        None if is_range else one.value,
        one.value if is_range else None,
        one.top if is_range else None,
        one.unit,
        one.currency,
        one.hedge,
        _counted(text, after, stop, of=one.unit is not None),
        per[1].strip().lower() or None if per else None,
    )


def _counted(text: str, at: int, stop: int, *, of: bool) -> str | None:
    """The noun phrase at ``at``; of a share or of money also behind "of", "in" or "for"."""
    link = (_LINK if of else _OF_THE).match(text, at, stop)
    place = link.end() if link else at
    begin = last = None
    for _ in range(6):
        word = words.WORD.match(text, place, stop)
        if not word:
            break
        low = word[1].lower()
        if low in words.STOP or (begin is not None and low.endswith("ly")):
            break
        begin = word.start(1) if begin is None else begin
        place = last = word.end()
        if low in words.PLURALS or (len(low) > 3 and low.endswith("s") and low[-2] not in "su’'"):
            break
    said = text[begin:last] if begin is not None else None
    is_verb = said is not None and " " not in said and said.endswith(("ing", "ed"))
    return None if is_verb else said


_CONVERTED = re.compile(r"(?:[ ]?\((?:US|A|AU|C)?[$£€][^()]{1,24}\))?")
_LINK = re.compile(
    r"[ \u00a0](?:of|in|for|from|among)[ ](?:(?:all|the|these|those|our|their|its)[ ])?"
)
_OF_THE = re.compile(r"[ ]of[ ](?:the|these|those|our|their|all)[ ](?:\d[\d,]*[ ])?")


# --- figures --------------------------------------------------------------------------------

_SCALED = re.compile(r"\b(thousand|million|billion|trillion|mn?|bn|k)\b", re.I)
_PER = re.compile(r"\b(?:per|an?|for each|for every|returned for each)\b[ ]?(.+)$", re.I)
_KINDS: dict[str, str] = {
    "%": "%", "per cent": "%", "percent": "%", "percentage points": "percentage points",
    "percentage point": "percentage points", "pp": "percentage points", "points": "points",
    "times": "times", "d": "effect size", "standardised mean difference": "effect size",
    "effect size": "effect size", "odds ratio": "odds ratio", "hazard ratio": "hazard ratio",
    "relative risk": "risk ratio", "risk ratio": "risk ratio", "rate ratio": "rate ratio",
}  # fmt: skip


def of_figure(figure: Figure) -> Amount | None:
    """A figure as an amount, scaled out (a note's ``2`` of ``£ million`` is 2_000_000 GBP); null without number."""
    if figure.value is None and figure.low is None and figure.high is None:
        return None
    said = figure.unit or ""
    scale = 1.0
    scaled = _SCALED.search(said)
    if scaled:
        scale = words.SCALE[scaled[1].lower()]
        said = (said[: scaled.start()] + said[scaled.end() :]).strip()
    of = re.match(r"in (\d+)$", said)
    if of and figure.value is not None:
        share = round(100 * figure.value / float(of[1]), 1)
        figure, said = replace(figure, value=share), "%"
    unit, currency, per = _unit(said, figure.currency)
    written = amounts(figure.text)
    near = next((one for one in written if _is_the_number(one, figure, scale)), None)
    return Amount(
        0,
        len(figure.text),
        figure.text,
        None if figure.value is None else figure.value * scale,
        None if figure.low is None else figure.low * scale,
        None if figure.high is None else figure.high * scale,
        unit,
        currency,
        figure.hedge or (near.hedge if near else None),
        figure.counts or (near.counts if near else None),
        per or (near.per if near else None),
    )


def _unit(said: str, currency: str | None) -> tuple[str | None, str | None, str | None]:
    """Unit, currency and "per" of a note's unit: ``£ per participant``, ``percentage points``, ``people``."""
    per = _PER.search(said)
    rest = (said[: per.start()] if per else said).strip()
    code = words.SIGNS.get(rest.lower()) or (rest if rest in words.CODES else None)
    if code is None and rest.lower() in words.NAMES:
        code = words.NAMES[rest.lower()]
    if code or currency:
        code = currency or code
        return words.SYMBOL.get(code or "", code), code, per[1].lower() if per else None
    low = rest.lower().split(" (")[0]
    if low in _KINDS:
        return _KINDS[low], None, per[1].lower() if per else None
    time = low.removesuffix("s")
    if time in words.DAYS_IN:
        return f"{time}s", None, per[1].lower() if per else None
    return None, None, per[1].lower() if per else None


def _is_the_number(one: Amount, figure: Figure, scale: float) -> bool:
    said = one.value if one.value is not None else one.high
    meant = figure.value if figure.value is not None else figure.high
    return said is not None and meant is not None and abs(said - meant * scale) <= 1e-6 * abs(said)


# --- whether two are the same ---------------------------------------------------------------

_MONEY, _TIME, _COUNT = "money", "time", "count"
_LIKE = {"points": "percentage points"}


def comparable(one: Amount, other: Amount) -> bool:
    """Whether they are of one kind: both money of one currency, both per cent, both counts … Per cent and
    percentage points are not."""
    return _kind(one) == _kind(other)


def _kind(one: Amount) -> str:
    if one.currency:
        return f"{_MONEY} {one.currency}"
    if one.unit is None:
        return _COUNT
    return _TIME if one.unit.removesuffix("s") in words.DAYS_IN else _LIKE.get(one.unit, one.unit)


def agree(one: Amount, other: Amount) -> bool:
    """Whether both can be meant of one number: equal but for rounding, or one within what the other's hedge,
    or range, allows. False where their units cannot be compared (see ``comparable``)."""
    if not comparable(one, other):
        return False
    if _kind(one) == _TIME and one.unit != other.unit:
        one, other = _in_days(one), _in_days(other)
    if _is_flat(one) and _is_flat(other):
        return _rounds(one.value, other.value) or _rounds(other.value, one.value)
    a, b = _meant(one), _meant(other)
    return a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]


def _is_flat(one: Amount) -> bool:
    return one.value is not None and one.hedge is None


def _in_days(one: Amount) -> Amount:
    each = words.DAYS_IN[(one.unit or "days").removesuffix("s")]

    def by(number: float | None) -> float | None:
        return None if number is None else round(number * each, 1)

    return replace(one, value=by(one.value), low=by(one.low), high=by(one.high), unit="days")


def _rounds(exact: float | None, rough: float | None) -> bool:
    """Whether ``rough`` is what ``exact`` comes to with fewer digits, and no more than a twentieth away."""
    if exact is None or rough is None:
        return False
    step = _step(rough)
    near = abs(exact - rough) <= step / 2 * (1 + 1e-9)
    return exact == rough or (
        near and abs(exact - rough) <= 0.05 * abs(rough) and not _is_count_of_few(exact, rough)
    )


def _is_count_of_few(*values: float) -> bool:
    """Whole numbers below 100 are counted, not rounded: 13 sites are not "about 13"."""
    return all(value == int(value) and abs(value) < 100 for value in values)


def _step(value: float) -> float:
    """The worth of the last digit that is not a nought: 800,000 → 100,000; 650,000 → 10,000; 3.6 → 0.1."""
    if value == 0:
        return 0.0
    digits = f"{abs(value):.10g}"
    if "e" in digits:
        digits = f"{abs(value):.0f}"
    if "." in digits:
        return float(10.0 ** -len(digits.split(".")[1]))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


_WIDEST = 0.15
"""How far a hedge reaches at most, as a share: "nearly £100bn" says no more than that it is above £85bn."""


def _meant(one: Amount) -> tuple[float, float] | None:
    """The lowest and the highest that are meant."""
    low = one.low if one.low is not None else one.value
    high = one.high if one.high is not None else one.value
    if one.value is not None and one.low is not None and one.high is not None:
        low = high = one.value  # a value with its interval is meant of the value
    if low is None or high is None:
        return None
    below, above = _reach(low, one.hedge), _reach(high, one.hedge)
    if one.hedge in ("up-to", "under"):
        return min(0.0, low) if one.low is None else low, high
    if one.hedge == "nearly":
        return low - below, high
    if one.hedge in ("over", "at-least"):
        return low, high + above
    return low - below, high + above


def _reach(value: float, hedge: Hedge | None) -> float:
    step = _step(value)
    return min(step, _WIDEST * abs(value)) if hedge else min(step / 2, 0.005 * abs(value))


def numbers_of(one: Amount) -> Iterator[float]:
    """Each number that is said: the value, or the ends of the range."""
    for number in (one.value, one.low, one.high):
        if number is not None:
            yield number
