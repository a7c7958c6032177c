"""Which numbers of a text are no amounts: years, dates, pages, ages, test statistics, labels, addresses.

It answers for one number at a time; what is joined to such a number ("2012-13") is none either, which
``kb.amounts_spoken`` sees to.
"""

from __future__ import annotations

import re

from kb import amounts_words as words
from kb.numbers import Number


def is_none(text: str, number: Number, end: int, unit: str | None, start: int, stop: int) -> bool:
    """Whether a number that is no money is a year, a date, a page, an age, a test statistic …

    ``end`` is that of its unit, if it has one.
    """
    raw = text[number.start : number.end]
    before = text[max(start, number.start - 24) : number.start]
    after = text[end : min(stop, end + 24)]
    if unit == "%" and words.CONFIDENCE.match(after):
        return True
    if words.STATISTIC_BEFORE.search(before) or words.AGE_BEFORE.search(before):
        return True
    if unit == "times" and words.OFTEN.match(after):
        return True
    if unit and unit != "years":
        return False
    if words.AGE_AFTER.match(text, number.end, stop):
        return True
    if not raw[0].isdigit():
        return unit is None and bool(_JOINED_WORD.match(after))
    return unit is None and _is_label(before, after, raw, number)


_JOINED_WORD = re.compile(r"-[A-Za-z]")
_BEHIND = re.compile(r"\.\d|[:/]\d|(?:st|nd|rd|th)\b|[A-Za-z]|-[A-Za-z]|[ ]?[ap]\.?m\b|°", re.I)
_AHEAD = re.compile(r"(?:\d[:/.]|[A-Za-z][-–]|[#@_/\\]|\bper[ ])$|\+$|(?<!\w)[‘’']$")
_ENUMERATED = re.compile(r"(?:^|\n)[ \t]*\(?$")
_LISTED = re.compile(r"[.)](?:\s|$)|\s+[A-Z]|\t|$")
_PARENTHESISED = re.compile(r"\($")


def _is_label(before: str, after: str, raw: str, number: Number) -> bool:
    """Whether bare digits name something rather than count it."""
    if _BEHIND.match(after) or _AHEAD.search(before) or words.LABEL_BEFORE.search(before):
        return True
    if raw[0] == "0" and len(raw) > 1 and raw[1] not in ".,":
        return True
    if _PARENTHESISED.search(before) and after[:1] == ")":
        return True
    if number.start == 0 or before.endswith("\n"):
        if after[:1] in (".", ")") and raw.isdigit() and len(raw) <= 2:
            return True
        if re.fullmatch(r"\d{1,2}\.\d{1,2}", raw) and _LISTED.match(after):
            return True
    if (
        number.value <= 31
        and raw.isdigit()
        and (words.MONTH_AFTER.match(after) or words.MONTH_BEFORE.search(before))
    ):
        return True
    return _is_year(before, after, raw, number)


def _is_year(before: str, after: str, raw: str, number: Number) -> bool:
    if _MARKED.fullmatch(raw):
        return True
    if not (len(raw) == 4 and raw.isdigit() and 1800 <= number.value <= 2100):
        return False
    if _SAMPLE.search(before):
        return False
    return not (words.CROWD_AFTER.match(after) and not words.YEAR_BEFORE.search(before))


_MARKED = re.compile(r"(?:18|19|20)\d\d\.\d{1,3}")
"""A year with the mark of a footnote: "1968.12"."""
_SAMPLE = re.compile(r"\bn ?= ?$", re.I)
