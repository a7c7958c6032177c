"""The numbers and names that a rule of ``aspects.toml`` reads out of its sentence.

A reader takes the words of a sentence and the match and gives what is told, each as aspect and detail; no
tuple at all where the numbers say that the rule does not hold (a response rate of 91 per cent). It
decides neither status nor owner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kb import numbers
from kb.evidence import Detail
from kb.numbers import Number

Details = list[tuple[str, Detail]]
"""Aspect and detail; an empty aspect is that of the rule."""
Match = re.Match[str]

UNEVEN_POINTS = 6.0
"""Percentage points between two arms from which attrition is called uneven: about what reviewers of
trials tolerate at most where one in seven is lost in all."""
LOW_RESPONSE = 60.0
"""Per cent of those asked, below which a response is called low."""
LONGEST_FOLLOW_UP = 720.0
"""Months; a longer one is a misread number."""
FAR = 70
"""Characters between words and the number that belongs to them, at most."""

_COMPARISON = re.compile(
    r"\b(?:control|comparison|comparator|usual|placebo|wait(?:ing)?[- ]?list|untreated|non-?\w*(?:participants|members|treated|users)|"
    r"leaflet|nothing|no (?:letter|offer|support|training|treatment|contact|message|prompt)|not offered|standard (?:care|letter|services)|delayed)s?\b",
    re.I,
)
_ATTEMPT = re.compile(
    r"\b(?:treatment|treated|intervention|experimental|programme|program|trained|trainees|offered|offer|coaching|invited|"
    r"participants|members|supported|mentored)\b",
    re.I,
)
_PAIR = re.compile(
    r"(?P<part>\d[\d,]*) (?:out )?of (?:the |its |our )?(?P<whole>\d[\d,]*)\b(?! ?%)"
)
_OF_THE = re.compile(
    r"\bof (?:the |its |our )?(?P<whole>\d[\d,]*)\b[^.;\d]{0,40},? (?P<part>\d[\d,]*)\b(?! ?(?:%|per))",
    re.I,
)
_CURRENCIES: Mapping[str, str] = {
    "£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "usd": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD",
    "ca$": "CAD", "gbp": "GBP", "eur": "EUR", "pounds": "GBP", "pound": "GBP", "euros": "EUR",
    "euro": "EUR", "dollars": "USD", "dollar": "USD", "chf": "CHF", "sek": "SEK", "dkk": "DKK",
    "nok": "NOK", "nz$": "NZD",
}  # fmt: skip
_SYMBOL = re.compile(
    r"[£€$]|[A-Za-z]{1,2}\$|\b(?:gbp|eur|usd|chf|sek|dkk|nok|pounds?|euros?|dollars?)\b", re.I
)
_FOOTNOTE = re.compile(r"\s*\d{1,3} [A-Z]")
"""A sentence that begins with a number and a capital letter is a footnote with its number."""
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|by|from|of|until|during|between|and|to|-|–|[A-Z][a-z]+)\s?$"
)
_OTHER_ARM = re.compile(r"(?: and|,|;|, and) (?=\d|[a-z]+ )")


def _named(match: Match, name: str) -> str:
    """What a group whose name begins so caught; alternatives of one rule number theirs."""
    caught = (value for key, value in match.groupdict().items() if key.startswith(name))
    return next((value for value in caught if value), "")


def arm_of(words: str) -> str:
    """Whose arm a few words speak of: ``attempt``, ``comparison`` or ``unknown``."""
    if _COMPARISON.search(words):
        return "comparison"
    return "attempt" if _ATTEMPT.search(words) else "unknown"


def _percents(words: str, match: Match) -> list[Number]:
    """Shares that belong to the words of a match: in it, after it in a row, else the last before."""
    pairs = _pairs(words)
    every = sorted([n for n in numbers.numbers(words) if n.percent] + pairs, key=lambda n: n.start)
    every = [n for n in every if 0 <= n.value <= 100]
    row: list[Number] = []
    edge = match.start()
    for number in every:
        if number.start < match.start():
            continue
        gap = words[max(edge, match.end()) : number.start] if number.start > match.end() else ""
        if len(gap) > FAR or (
            row and not re.search(r"\band\b|,|versus|\bvs\b|against|with|to\b|than|/", gap)
        ):
            break
        row.append(number)
        edge = number.end
    if row:
        return row
    before = [n for n in every if n.end <= match.start() + 1 and match.start() - n.end <= FAR]
    return before[-1:]


def _pairs(words: str) -> list[Number]:
    """ "90 of 240", "of the 240 people, 90" as shares."""
    found: list[Number] = []
    for pattern in (_PAIR, _OF_THE):
        for pair in pattern.finditer(words):
            part, whole = (float(pair[name].replace(",", "")) for name in ("part", "whole"))
            if 0 < part <= whole and whole >= 5 and not 1900 <= whole <= 2100:
                share = round(100 * part / whole, 1)
                found.append(Number(share, pair.start("part"), pair.end("part"), True))
    return found


def _around(words: str, number: Number, row: list[Number]) -> str:
    """The words that say whose a number is: those after it up to the next."""
    later = [n.start for n in row if n.start > number.start]
    return words[number.end : min(later[0] if later else len(words), number.end + 60)]


def loss(words: str, match: Match) -> Details:
    """Attrition in per cent, by arm; uneven too where two arms differ by ``UNEVEN_POINTS``."""
    row = _percents(words, match)
    kept = bool(_named(match, "kept"))
    told: list[dict[str, float | int | str | bool]] = []
    for number in row:
        detail: dict[str, float | int | str | bool] = {
            "percent": round(100 - number.value, 1) if kept else number.value
        }
        if (arm := arm_of(_around(words, number, row))) != "unknown":
            detail["arm"] = arm
        told.append(detail)
    arms = {str(d["arm"]): float(d["percent"]) for d in told if "arm" in d}
    found: Details = [("", detail) for detail in told] or [("", {})]
    points = max(arms.values()) - min(arms.values()) if len(arms) > 1 else 0.0
    if points >= UNEVEN_POINTS:
        found.append(("uneven-attrition", {"points": round(points, 1)}))
    return found


def response(words: str, match: Match) -> Details:
    """Per cent of those who did not answer; nothing where most did."""
    row = _percents(words, match)
    if not row:
        return [("", {})] if not _named(match, "rate") else []
    answered = row[0].value
    if answered >= LOW_RESPONSE:
        return []
    return [("", {"percent": round(100 - answered, 1), "answered": answered})]


def months(words: str, match: Match) -> Details:
    """The longest length of time that the match holds."""
    low, high = match.span("time")
    lengths = [
        n.value for n in numbers.months(words, low, high) if 0 < n.value <= LONGEST_FOLLOW_UP
    ]
    return [("", {"months": max(lengths)})] if lengths else []


def size(words: str, match: Match) -> Details:
    """How many, of what, and in which arm; a year is no size."""
    n = _count(words, match.span("n"))
    if n is None:
        return []
    detail: dict[str, float | int | str | bool] = {"n": n}
    if unit := match.groupdict().get("unit"):
        detail["unit"] = unit.lower()
    near = re.split(r"[;,.)]", words[max(0, match.start() - 45) : match.start("n")])[-1]
    if (arm := arm_of(near)) != "unknown":
        detail["arm"] = arm
    return [("", detail)]


def _count(words: str, span: tuple[int, int]) -> int | None:
    # Of the whole sentence, so that "ten" of "nine in ten users" is seen to be part of a share.
    found = [n for n in numbers.numbers(words) if n.start <= span[0] < n.end]
    if _FOOTNOTE.match(words) and not words[: span[0]].strip():
        return None
    if not found or found[0].percent or found[0].value != int(found[0].value):
        return None
    value, raw = int(found[0].value), words[span[0] : span[1]]
    is_year = 1900 <= value <= 2100 and raw.isdigit() and _BEFORE_YEAR.search(words[: span[0]])
    return (
        None if value < 2 or is_year or re.match(r"\s?(?:%|per ?cent)", words[span[1] :]) else value
    )


def arms(words: str, match: Match) -> Details:
    """ "310 were randomised to the cash offer and 305 to the leaflet": each arm by itself."""
    told: Details = []
    rest = re.compile(
        r"(?:,| and|;|, and) (?P<n>\d[\d,]*|[a-z-]+) (?:(?:were|was) (?:\w+ )?)?to (?P<group>[^,.;()]{3,70}?)(?= and |,|\.|;|\)|\(|$)",
        re.I,
    )
    each: Match | None = match
    while each is not None:
        n = _count(words, each.span("n"))
        if n is not None:
            group = re.sub(r"^(?:the|an?|either|receive) ", "", each["group"].strip())
            told.append(("", {"n": n, "arm": arm_of(group), "group": group}))
        each = rest.match(words, each.end())
    if len(told) == 2 and {d["arm"] for _, d in told} == {"unknown", "comparison"}:
        told = [(a, {**d, "arm": "attempt"} if d["arm"] == "unknown" else d) for a, d in told]
    return told


def registration(words: str, match: Match) -> Details:
    """The number in the register, where one is given."""
    number = _named(match, "id") or (
        found[0]
        if (found := re.search(r"\b(?:ISRCTN|NCT|AEARCTR|CRD|ACTRN|NTR|DRKS)[ -]?\d{2,14}", words))
        else ""
    )
    return [("", {"registration": re.sub(r"\s+", "", number)} if number else {})]


def unit(words: str, match: Match) -> Details:
    """What was allocated."""
    name = _named(match, "unit")
    return [("", {"unit": name.lower()} if name else {})]


def sites(words: str, match: Match) -> Details:
    """In how many places; one is not several."""
    if not _named(match, "n"):
        return [("", {})]
    n = _count(words, match.span("n"))
    return [("", {"sites": n, "unit": match["unit"].lower()})] if n else []


def had(words: str, match: Match) -> Details:
    """What those in the other group had."""
    text = _named(match, "had")
    text = re.split(
        r"\s(?:and|while|whereas|but|which)\s(?=(?:the|they|we|it)\b)|, (?:and|while|whereas|but) ",
        text,
    )[0]
    return [("", {"had": text.strip(" ,")})] if text.strip() else []


def cost(words: str, match: Match) -> Details:
    """An amount, its currency and what it is for."""
    money = _named(match, "money")
    money = money.rstrip(".,")
    amount = [n for n in numbers.numbers(money) if not n.percent]
    symbol = _SYMBOL.search(money)
    if not amount or not symbol:
        return []
    detail: dict[str, float | int | str | bool] = {"amount": amount[0].value}
    detail["currency"] = _CURRENCIES.get(symbol[0].lower(), symbol[0].upper())
    if per := re.sub(r"^(?:a|per|the) ", "", _named(match, "per")):
        detail["per"] = per.lower()
    return [("", detail)]


READERS: Mapping[str, Callable[[str, Match], Details]] = {
    "loss": loss,
    "response": response,
    "months": months,
    "n": size,
    "arms": arms,
    "registration": registration,
    "unit": unit,
    "sites": sites,
    "had": had,
    "cost": cost,
}
"""What ``reads`` of a rule may name."""
