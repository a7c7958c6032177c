"""Against what, for whom, where and when: the words of a sentence that set a result in its place.

Each is given only where the sentence states it. It judges no result.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.tag.findings import lists, terms
from kb.vocab import load

_LONGEST = 9
_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|relative to|versus|vs\.?|in comparison (?:with|to)|than(?: (?:for|in|among|did))?) "
)
_GROUP = re.compile(
    r"\b(?:the )?(?:matched |waiting[- ]list |wait-?list(?:ed)? |no-treatment )?(?:control|comparison) (?:groups?|arms?|areas?|schools?|conditions?|villages|households|participants|firms|sites|samples?)\b"
    r"|\bcontrols\b|\bcounterfactual\b|\b(?:treatment|care|services|practice) as usual\b|\busual (?:care|services?|treatment|practice|support)\b"
    r"|\bstandard (?:care|services?|treatment|support)\b|\b(?:a )?wait(?:ing)?[- ]?list\b|\bplacebo\b|\bnon-?participants?\b"
    r"|\bmatched (?:\w+ ){0,2}(?:group|sample|controls|individuals|firms|people)\b|\bin the absence of (?:the )?\w+|\bwithout the (?:programme|program|project|scheme|intervention|training|support|subsidy)\b"
)
_BEFORE = re.compile(
    r"\bbefore (?:the |they |joining |starting |taking )?(?:[\w-]+ ){0,3}?(?:programme|program|project|scheme|intervention|training|pilot|course|launch|part|placement|service|joined|started|reform)\b"
    r"|\b(?:at|from|since|than|to) (?:the )?baseline\b|\bat the (?:start|outset|beginning)(?: of the \w+)?\b|\bpre-(?:programme|program|intervention|test|training)\b"
    r"|\b(?:the )?(?:previous|preceding|prior) (?:year|quarter|month|period)\b|\ba year (?:earlier|before)\b"
)
_STOP = re.compile(
    r"[,;:.()\"]|\b(?:but|while|whereas|although|and (?:the|this|was|were|had|a)|at|after|over|during|when|in (?:19|20)\d\d|p [<=]|because|which|where)\b"
)
_PEOPLE = re.compile(r"(?:[^\W\d_][\w-]* ){0,2}$")
_AGED = re.compile(
    r"^ (?:aged (?:between )?\d+(?:\s?(?:to|and|-|or)\s?(?:\d+|over|under|above|older|younger))?|with [\w-]+(?: [\w-]+){0,3}|on [\w-]+(?: [\w-]+)?|in care|who were neet)"
)
_MONTHS = {
    month: f"{number:02d}"
    for number, month in enumerate(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], 1
    )
}  # fmt: skip
_MONTH = "|".join(_MONTHS)
_YEAR = r"((?:19|20)\d\d)"
_SPAN = re.compile(
    rf"\b(?:between|from) (?:(?:{_MONTH}) )?{_YEAR} (?:and|to|until|through) (?:(?:{_MONTH}) )?{_YEAR}\b|\b{_YEAR}\s?[-/]\s?((?:19|20)?\d\d)\b"
)
_MONTHLY = re.compile(rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?({_MONTH}),? {_YEAR}\b")
_SINCE = re.compile(rf"\b(?:since|from) (?:({_MONTH}) )?{_YEAR}\b")
_YEARS = re.compile(
    rf"(?<![\d,.£$€/-]){_YEAR}(?![\d%/-]|[.,]\d| (?:people|participants|companies|young|jobs|users))"
)
_PLACE = re.compile(
    r"\b(?:in|across|throughout|at) ((?:the )?[A-Z][a-z][\w'’-]+(?:(?: (?:and|of|upon|on) |[ -])[A-Z][\w'’-]+){0,3})"
)


def comparator(text: str, said: str) -> str | None:
    """Who or when a result is set against, in the words of the sentence."""
    match = _GROUP.search(said)
    if match is None:
        match = _AGAINST.search(said)
        if match:
            stop = _STOP.search(said, match.end())
            end = stop.start() if stop else len(said)
            words = text[match.end() : end].split()[:_LONGEST]
            if words and not words[0][:1].isdigit() and words[0].lower() not in lists.of("nobody"):
                return " ".join(words)
        match = _BEFORE.search(said)
    return " ".join(text[match.start() : match.end()].split()) if match else None


def population(text: str, said: str) -> tuple[str | None, tuple[str, ...]]:
    """The people of a sentence in its words, and their slugs in the order in which they stand."""
    known = terms.of("populations")
    words: str | None = None
    slugs: list[str] = []
    for start, end, slug in known.found(said):
        if words is None:
            more = _AGED.match(said[end:])
            stop = end + more.end() if more else end
            words = " ".join(text[start:stop].split())
        slugs.append(slug)
    return words, tuple(dict.fromkeys(slugs))


def when(said: str) -> str | None:
    """The year, month or period that a plain sentence names; nothing where it names several apart."""
    match = _SPAN.search(said)
    if match:
        first = match.group(1) or match.group(3)
        last = match.group(2) or match.group(4)
        last = first[: 4 - len(last)] + last
        return f"{first}/{last}" if first < last else None
    months = {(m.group(2), _MONTHS[m.group(1)]) for m in _MONTHLY.finditer(said)}
    years = {m.group(1) for m in _YEARS.finditer(said)}
    since = _SINCE.search(said)
    if since and len(years) == 1:
        month = f"-{_MONTHS[since.group(1)]}" if since.group(1) else ""
        return f"{since.group(2)}{month}/"
    if len(months) == 1 and len(years) == 1:
        return "-".join(months.pop())
    return years.pop() if len(years) == 1 else None


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    names = sorted(
        {name for term in load("countries").terms for name in (term.label, *term.aliases)},
        key=lambda name: (-len(name), name),
    )
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def place(text: str) -> str | None:
    """The place that a sentence says a result is of: what stands behind "in" or "across", else a country."""
    for match in _PLACE.finditer(text):
        named = match.group(1).split()
        first = named[1] if named[0] == "the" and len(named) > 1 else named[0]
        if first.lower() not in lists.of("no-place") and named != ["the"]:
            return " ".join(named)
    country = _countries().search(text)
    return country.group() if country else None
