"""The figures of one sentence that reports something: value, unit, what it counts, whose arm, when, how sure.

"55% of those in the programme vs 28% in the control group" holds two figures, one of each arm. Where two
numbers are set against each other and neither group is named, they stay one figure of text without a value:
which is whose is not guessed. Whether the sentence is a finding the readers beside this file say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.tag import figures_cues as cues
from ingest.tag.figures_arms import Told, arms_of
from kb import amounts_words
from kb.amounts import Amount, amounts
from kb.amounts_status import status
from kb.models import Arm, Figure
from kb.numbers import Number, months

VERSION = "figures-1"


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a sentence, in order; empty where there is none. Reads the sentence alone."""
    said = amounts(text)
    if not said:
        return ()
    periods = months(text)
    told = [one for one in _told(text, said) if not _is_aside(text, one)]
    told = [
        one for i, one in enumerate(told) if not (i and _is_interval_of(text, told[i - 1], one))
    ]
    arms = arms_of(text, told)
    found: list[Figure] = []
    skip = -1
    for i, one in enumerate(told):
        if i == skip:
            continue
        if arms[i] is None:
            skip = i + 1
            found.append(_unnamed(text, one, told[i + 1], periods))
            continue
        found.append(_figure(text, one, arms[i] or "unknown", periods, len(told)))
    return tuple(found)


# --- the amounts of a sentence --------------------------------------------------------------


def _told(text: str, said: Sequence[Amount]) -> Iterator[Told]:
    """Amounts with their surroundings; "43 of 156 (28%)" is one: 28 % of n = 156."""
    kept, i = [], 0
    while i < len(said):
        one, n, begin, end = said[i], None, said[i].start, said[i].end
        if i + 1 < len(said) and one.unit is None and said[i + 1].unit is None:
            whole = said[i + 1]
            if whole.value and cues.OF_WHOLE.fullmatch(text, one.end, whole.start) and (one.value or 0) <= whole.value:  # fmt: skip
                n, end, i = int(whole.value), whole.end, i + 1
                share = said[i + 1] if i + 1 < len(said) else None
                if share and share.unit == "%" and share.start - end < 30 and "(" in text[end : share.start]:  # fmt: skip
                    one, end, i = share, share.end, i + 1
                    end += text[end : end + 1] == ")"
                else:
                    one = _counting(one, whole)
        kept.append((one, n, begin, end))
        i += 1
    edges = [match.start() for match in cues.CLAUSE.finditer(text)]
    for j, (one, n, begin, end) in enumerate(kept):
        low = kept[j - 1][3] if j else 0
        high = kept[j + 1][2] if j + 1 < len(kept) else len(text)
        low = max([low, *(edge for edge in edges if edge < begin)])
        high = min([high, *(edge for edge in edges if edge >= end)])
        if low == begin:
            low = kept[j - 1][3] if j else 0
        yield Told(one, text[low:begin], text[end:high], n, begin, end)


def _counting(part: Amount, whole: Amount) -> Amount:
    return Amount(
        part.start, part.end, part.text, part.value, part.low, part.high, part.unit, part.currency, part.hedge,
        whole.counts, part.per,
    )  # fmt: skip


def _is_aside(text: str, one: Told) -> bool:
    """Whether it is the size of a sample, or a length of time that says when or how long: no result."""
    if text[one.begin - 1 : one.begin] == "=" or _N.search(one.ahead):
        return one.amount.unit is None
    unit = one.amount.unit or ""
    if unit.removesuffix("s") not in amounts_words.DAYS_IN:
        return False
    if cues.DIFFERENCE_AFTER.match(one.behind):
        return False
    if _LASTING.search(one.ahead):
        return cues.AFTER_PERIOD.match(one.behind) is not None
    return True


_N = re.compile(r"\b[nN] ?= ?$")
_LASTING = re.compile(r"\b(?:took|lasted|averaged?|average of|median of|mean of|took an average of|was|were|by|reduced|increased|fell|rose|compared (?:with|to)|versus|vs\.?|from|to)\s+$", re.I)  # fmt: skip


# --- one figure -----------------------------------------------------------------------------


def _figure(text: str, one: Told, arm: Arm, periods: Sequence[Number], total: int) -> Figure:
    amount = one.amount
    low, high = amount.low, amount.high
    interval = _interval(text, one)
    if interval and low is None:
        low, high = interval
    unit = f"{amount.unit or ''} per {amount.per}".strip() if amount.per else amount.unit
    return Figure(
        text=_words(text, one),
        value=amount.value,
        low=low,
        high=high,
        unit=unit,
        counts=_counts(one),
        status=status(one.ahead, one.behind),
        arm=arm,
        n=one.n or _sample(text, one, total),
        months=_months(text, one, periods),
        as_of=_as_of(text, one),
        currency=amount.currency,
        price_year=_price_year(text) if amount.currency else None,
        hedge=amount.hedge,
    )


def _unnamed(text: str, one: Told, other: Told, periods: Sequence[Number]) -> Figure:
    """Two numbers without names: their words alone."""
    return Figure(
        text[one.begin : other.end],
        unit=one.amount.unit,
        counts=one.amount.counts or other.amount.counts,
        status=status(one.ahead, one.behind),
        months=_months(text, other, periods),
        as_of=_as_of(text, other),
        currency=one.amount.currency,
    )


def _words(text: str, one: Told) -> str:
    """The amount as reported, with the noun phrase that follows it."""
    counts = one.amount.counts
    if counts and _NO_NOUN.search(counts):
        counts = None
    end = one.end
    if counts:
        place = text.find(counts, end, end + len(counts) + 32)
        end = place + len(counts) if place >= 0 else end
    begin = one.begin
    if before := cues.FROM.search(one.ahead):
        begin -= len(one.ahead) - before.start()
    return text[begin:end]


def _before(one: Told) -> str | None:
    """ "revenue of £3.2 million" counts revenue."""
    match = cues.NAMED_BEFORE.search(one.ahead)
    if not match:
        return None
    words = match[1].split()
    while words and words[0].lower() in amounts_words.STOP:
        words = words[1:]
    stop = next((i for i, word in enumerate(words) if word.lower() in amounts_words.STOP), None)
    named = " ".join(words[:stop])
    return named if named and not _NO_NOUN.search(named) else None


_NO_NOUN = re.compile(
    r"\b(?:years?|months?|target|forecast|estimated|planned|projected|expected|total|average|increase|decrease|reduction"
    r"|rise|fall|drop|decline|gain|improvement|cut|less|more|fewer|higher|lower|likely|better|worse)$",
    re.I,
)


def _counts(one: Told) -> str | None:
    """What it counts; a name of an arm, or "forecast", is not what is counted, nor is a "reduction"."""
    counts = one.amount.counts
    if change := _CHANGED.match(one.behind):
        words = change[1].split()
        stop = next((i for i, w in enumerate(words) if w.lower() in amounts_words.STOP), None)
        return " ".join(words[:stop]) or None
    if counts and (_NO_NOUN.search(counts) or _GROUP.search(counts)):
        counts = None
    return counts or _before(one)


_CHANGED = re.compile(
    r"\s*(?:\w+ly )?(?:increase|decrease|reduction|rise|fall|drop|decline|improvement|gain|cut|growth)s? (?:in|of) "
    r"(?:the |their |its )?((?:[\w’'-]+[ ]?){1,5})",
    re.I,
)
_GROUP = re.compile(
    r"\b(?:group|arm|condition|controls)$|^(?:program(?:me)?|scheme|treatment)$", re.I
)


def _interval(text: str, one: Told) -> tuple[float, float] | None:
    match = cues.BARE_INTERVAL.match(text, one.end)
    if match is None and any(sign in text for sign in amounts_words.INTERVAL_SIGNS):
        match = amounts_words.INTERVAL.search(text, one.end, one.end + 90)
    if match is None or match.start() - one.end > 30:
        return None
    low, high = sorted(float(re.sub(r"^[−–]", "-", bound)) for bound in match.groups())
    is_within = one.amount.value is not None and low <= one.amount.value <= high
    return (low, high) if is_within or match.re is amounts_words.INTERVAL else None


def _is_interval_of(text: str, one: Told, other: Told) -> bool:
    """Whether the second is the range in brackets that the first is uncertain within: "1.8 (0.1 to 3.4)"."""
    match = cues.BARE_INTERVAL.match(text, one.end)
    return match is not None and match.start() < other.begin < match.end() and _interval(text, one) is not None  # fmt: skip


def _sample(text: str, one: Told, total: int) -> int | None:
    if "=" not in text:
        return None
    match = cues.SAMPLE.search(text, one.end, one.end + 80) or (
        cues.SAMPLE.search(text) if total == 1 else None
    )
    return int(match[1].replace(",", "")) if match else None


def _months(text: str, one: Told, periods: Sequence[Number]) -> float | None:
    """The follow-up that is nearest."""
    best: tuple[int, float] | None = None
    for period in periods:
        if one.begin <= period.start < one.end:
            continue
        is_follow_up = cues.FOLLOW_UP.search(text, max(0, period.start - 24), period.start)
        if not is_follow_up and not cues.AFTER_PERIOD.match(text, period.end):
            continue
        away = period.start - one.end if period.start >= one.end else one.begin - period.end
        if best is None or away < best[0]:
            best = (away, period.value)
    return best[1] if best else None


def _as_of(text: str, one: Told) -> str | None:
    best: tuple[int, str] | None = None
    for match in cues.DATE.finditer(text):
        away = match.start() - one.end if match.start() >= one.end else one.begin - match.end()
        month = cues.MONTH[match[1][:3].lower()] if match[1] else None
        said = f"{match[2]}-{month}" if month else match[2]
        if best is None or away < best[0]:
            best = (away, said)
    return best[1] if best else None


def _price_year(text: str) -> str | None:
    match = cues.PRICES.search(text)
    return (match[1] + (f"/{match[2]}" if match[2] else "")) if match else None
