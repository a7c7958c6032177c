"""What the numbers of a sentence say of a difference, put as signs among its words. It judges nothing.

``§sig`` and ``§ns``: a p value under 0.05, or not. ``§cidiff`` and ``§cinull``: an interval that leaves
out no difference, or holds it. ``§ratioup`` and ``§ratiodown``: a ratio above or below one.
``§vsup`` and ``§vsdown``: of two numbers set against each other, which is larger.
``§cite``: somebody else's work, by name and year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LEVEL = 0.05
_NUMBER = r"-?\s?\d{0,6}[.,]?\d{1,6}"
_P = re.compile(
    r"\bp\s{0,2}(?:-?\s?values?)?\s{0,2}(?:for\s(?:trend|interaction)|of|was|were|:)?\s{0,2}"
    r"(<=|>=|<|>|=|≤|≥)\s{0,2}(0?[.,]\d{1,8}|[01])(?!\d)"
)
_P_NS = re.compile(r"\bp\s{0,2}=?\s{0,2}n\.?s\b\.?|\(\s?n\.?s\.?\s?\)")
_INTERVAL = re.compile(
    r"(?:\b(?:ci|cis|confidence intervals?|credible intervals?|cri)\b[^\d\-]{0,12}|[(\[]\s?)"
    rf"({_NUMBER})\s{{0,2}}%?\s{{0,2}}(to|,|;|-)\s{{0,2}}({_NUMBER})\s{{0,2}}%?(?![\d%])"
)
_NAMED = re.compile(r"\b(?:ci|cis|confidence|credible|cri)\b")
_RATIO_WORDS = re.compile(
    r"\b(?:or|ors|rr|hr|irr|aor|ahr|arr)\b\s{0,2}[=:,;(\[]|\b(?:odds|hazard|hazards|risk|rate|relative)"
    r"\s(?:ratio|ratios|risk|rate|odds)\b"
)
_RATIO = re.compile(
    r"(?:\b(?:or|rr|hr|irr|aor|ahr|arr)\b|\b(?:odds|hazards?|risk|rate|relative)\s(?:ratio|risk|rate|odds)s?\b)"
    r"[^\d.;]{0,30}?(\d{1,3}[.,]\d{1,3})"
)
_CITED = re.compile(
    r"\b[^\W\d_]{2,20}(?:\s(?:and|&)\s[^\W\d_]{2,20}|\set\sal\.?,?|,\s[^\W\d_]{2,20}(?:,?\s(?:and|&)\s[^\W\d_]{2,20}))?"
    r",?\s[(\[](?:19|20)\d\d[a-z]?[)\]]"
)
_CITED_BRACKET = re.compile(r"\([^()\d]{2,80},?\s(?:19|20)\d\d[a-z]?(?:[;,][^()]{0,120})?\)")
_AGAINST = frozenset({"vs", "versus", "compared", "against", "than", "and", "v"})
_SPREAD = frozenset({"±", "p", "n", "ci", "§sig", "§ns", "sd", "se"})
_REACH = 9
"""Words on each side of "versus" within which its two numbers stand."""


def marked(text: str) -> str:
    """A cleaned text with p values, intervals, ratios and citations put as signs."""
    text = _CITED_BRACKET.sub(" §citeafter ", _CITED.sub(" §cite ", text))
    ratio = bool(_RATIO_WORDS.search(text))
    text = _RATIO.sub(_ratio, text)
    text = _P_NS.sub(" §ns ", _P.sub(_p_value, text))
    return _INTERVAL.sub(lambda match: _interval(match, ratio), text)


def _p_value(match: re.Match[str]) -> str:
    value = float(match[2].replace(",", "."))
    if match[1] in (">", ">=", "≥"):
        significant = False
    elif match[1] == "<":
        significant = value <= LEVEL
    else:
        significant = value < LEVEL or (match[1] != "=" and value <= LEVEL)
    return " §sig " if significant else " §ns "


def _ratio(match: re.Match[str]) -> str:
    value = float(match[1].replace(",", "."))
    sign = "§ratioup" if value > 1 else "§ratiodown" if value < 1 else ""
    return f"{match[0]} {sign} "


def _interval(match: re.Match[str], ratio: bool) -> str:
    low, high = (_value(match[group]) for group in (1, 3))
    named = bool(_NAMED.search(match[0]))
    if not named and not (low < 0 < high and match[2] == "to"):
        return match[0]
    if low > high and match[2] == "-":
        return match[0]
    null = 1.0 if ratio and low >= 0 else 0.0
    return " §cinull " if low <= null <= high else " §cidiff "


def _value(text: str) -> float:
    cleaned = text.replace(" ", "").replace(",", ".")
    return float(cleaned if cleaned.strip("-.") else "0")


def pairs(tokens: Sequence[str]) -> list[str]:
    """``§vsup`` or ``§vsdown`` for each two numbers that stand on the two sides of "versus"."""
    found = []
    last = 0
    for place, word in enumerate(tokens):
        if word not in _AGAINST or place < last:
            continue
        first = _near(tokens, range(place - 1, max(place - 1 - _REACH, -1), -1))
        second = _near(tokens, range(place + 1, min(place + 1 + _REACH, len(tokens))))
        if first is None or second is None or first == second:
            continue
        if word in ("and", "than") and "respectively" not in tokens[place:] and word == "and":
            continue
        found.append("§vsup" if first > second else "§vsdown")
        last = place + 3
    return found


def _near(tokens: Sequence[str], places: range) -> float | None:
    """The number nearest to "versus" on one side; what stands in brackets or after ± is skipped."""
    depth = 0
    opens, closes = ("(", ")") if places.step > 0 else (")", "(")
    outside: float | None = None
    for place in places:
        word = tokens[place]
        if word == opens:
            depth += 1
        elif word == closes:
            if depth == 0:
                return outside
            depth -= 1
        elif word[0].isdigit():
            before = tokens[place - 1] if place else ""
            if before in _SPREAD or before in ("<", ">", "=", "±"):
                continue
            if depth and outside is None:
                continue
            value = (
                float(word.replace(",", "") if word.count(",") else word)
                if word.count(".") < 2
                else None
            )
            if value is not None and depth == 0:
                return value
        elif word == ";":
            return outside
    return outside
