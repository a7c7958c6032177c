"""Where, for whom, with which target and at what cost: what a sentence says of the programme's terms.

Numbers are read by ``ingest.tag.figures``; a place and a population are words of the sentence with the slug
of a vocabulary where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ingest.tag import figures as figured
from ingest.tag.findings import terms as populations
from ingest.tag.programmes import organisations, words
from ingest.tag.programmes.saying import Saying
from kb.accounts import ProgrammeFact
from kb.models import Figure

_MONEY = frozenset(
    ["£", "$", "€", "eur", "usd", "gbp", "euro", "euros", "pounds", "dollars", "chf", "nzd"]
)
_MOST_SIGNS = 8
"""Signs of money in a sentence; more are a table."""
_COSTING = re.compile(
    r"\b(?:costs?|costing|budget(?:ed)?|price|fund(?:ed|ing)?|grants?|invest(?:ed|ment|ments|s)?|spent|spend(?:ing)?|expenditure|award(?:ed|s)?|financed|provided|allocat(?:ed|ion)|worth[ ]of[ ]support|contributed|donat(?:ed|ion)|sponsor(?:ed|ship)|loan|paid)\b",
    re.I,
)
_NO_COST = re.compile(
    r"\b(?:sav(?:e|es|ed|ing|ings)|revenue|turnover|raised|attract(?:ed|ing)?|generat(?:ed|ing)|economy|debts?|benefits?|wages?|salary|salaries|earnings|income|additional|profit|losses|lost|GDP|fees?[ ]of|membership[ ]fee|stake|market|sales|per[ ]year[ ]in|corruption|aid[ ]is|worth[ ]around|fraud|worth|crisis|rebuild\w*)\b"
)
_EACH = ("participant", "person", "head", "young", "returnee", "beneficiary", "client", "learner", "place", "trainee", "individual", "student", "user", "member", "case", "family", "household", "employee")  # fmt: skip
_OUTCOME = ("job", "outcome", "qualification", "placement", "quitter", "start", "success", "qaly", "employment", "footprint", "completion", "entry")  # fmt: skip
_TOTAL = re.compile(
    r"\b(?:total|overall|initial|entire|whole|programme|project|annual)\b|\bbudget\b", re.I
)
_PAID = re.compile(
    r"\b(?:funded|financed|paid(?:[ ]for)?|provided|contributed|awarded|given|granted|backed|donated)[ ](?:\w+ly[ ])?by[ ]|\b(?:grant|fund|funding|loan|investment|donation|award|million|contribution)(?:[ ]\([^()]{1,20}\))?[ ]from[ ]"
)
_AIMED = re.compile(
    r"\btargets?\b|\bgoals?\b|\baim(?:s|ed|ing)?\b|\bobjectives?\b|\bset[ ]out[ ]to\b|\bcommit(?:ted|ment)\b|\bplanned\b|\bexpected\b|\bintended\b|\bhoped\b|\bsought\b"
)
_SAID_TARGET = re.compile(
    r"\b(?:targets?|aim|goal|ambition)[ ](?:is|was|of)[ ](?:to[ ]\w+[ ])?(?:over[ ]|at[ ]least[ ])?$"
)
_FOR = re.compile(
    r"\b(?:(?:aim(?:s|ed)?|target(?:s|ed)?|directed|geared|focus(?:ed|es)?)[ ](?:at|on|to[ ](?:help|support|reach|assist|enable))|target(?:s|ed|ing)|support(?:s|ed|ing)?|help(?:s|ed|ing)?|assist(?:s|ed|ing)?|serv(?:es|ed|ing)|designed[ ](?:for|to[ ](?:help|support|reach|assist))|open[ ]to|eligible|for|reach(?:es|ed)?|trains|trained|training|offers|offered|provid(?:es|ed)[ ]\w+[ ](?:to|for))[ ]"
)
_IN = re.compile(r"\b(?:in|across|throughout|within|focus(?:ed)?[ ]on|namely)[ ](?:the[ ])?$")
_NEXT = re.compile(r",[ ]|,?[ ]and[ ]")
_SET = re.compile(
    r"\b(?:is|was|ran|runs|run|operat\w+|deliver\w+|implement\w+|launch\w+|pilot\w*|roll\w*|cover\w*|work\w*|set[ ]up|establish\w+|based|takes?[ ]place|took[ ]place|provid\w+|initiative|programme|project|pilot|scheme|partnership)\b"
)


def read(saying: Saying) -> Iterator[ProgrammeFact]:
    """Each term that a sentence tells, but for places: those are weighed over the document."""
    if not _MONEY.isdisjoint(saying.said):
        yield from _costs(saying)
    if saying.is_told and _AIMED.search(saying.text):
        yield from _targets(saying)
    yield from _people(saying)
    yield from _does(saying)


# --- what it does ---------------------------------------------------------------------------

_DOES = re.compile(
    r"(?:[ ]\([^()]{2,40}\))?[ ](?:also[ ]|has[ ]|have[ ])?(?P<what>(?:provide[sd]?|offer(?:s|ed)?|brings|brought|trains|trained|gives|gave|connect(?:s|ed)|match(?:es|ed)|help(?:s|ed)|support(?:s|ed)|deliver(?:s|ed)|enable[sd]|pays|paid|lends|lent|coache[sd]|teaches|taught|places|placed)[ ][^.;:–—]{12,220})"
)


_GENERIC = re.compile(r"(?:the|this|our)[ ]", re.I)
_OPENS = re.compile(r"(?:The[ ])?")


def _does(saying: Saying) -> Iterator[ProgrammeFact]:
    """What it does, in the words from the verb on: "gives young people a coach for a year". Only of a sentence
    that opens with its name: "the programme" may be another."""
    for start, end in saying.own[:1]:
        if not _OPENS.fullmatch(saying.text, 0, start) or _GENERIC.match(saying.text, start):
            continue
        match = _DOES.match(saying.text, end)
        if match and (words_of_it := match["what"].rstrip(" ,)”’\"'")).count(" ") <= 34:
            yield saying.fact("activity", words_of_it, "activity.does", 0.6)


# --- costs ----------------------------------------------------------------------------------


def _costs(saying: Saying) -> Iterator[ProgrammeFact]:
    signs = sum(map(saying.text.count, "£$€"))
    if signs > _MOST_SIGNS or not _COSTING.search(saying.text) or _NO_COST.search(saying.text):
        return
    for figure in figured.figures(saying.text):
        if not figure.currency:
            continue
        at = saying.text.find(figure.text)
        near = saying.text[max(0, at - 70) : at + len(figure.text) + 40]
        if at < 0 or not (saying.is_ours or saying.before(at, 120)) or not _COSTING.search(near):
            continue
        detail = {"per": _per(saying.text, figure, at), "currency": figure.currency}
        if payer := _payer(saying.text):
            detail["paid_by"] = payer
        if figure.price_year:
            detail["price_year"] = figure.price_year
        yield saying.fact("cost", figure.text, f"cost.{detail['per']}", 0.65, detail, (figure,))


_EACH_OF = re.compile(
    r"[ ]?(?:\([^()]{1,24}\)[ ]?)?\b(per|an?|for each|for every|each|to each|for an?)[ ]([A-Za-z]+)"
)


def _per(text: str, figure: Figure, at: int) -> str:
    """What a cost is of: one participant, one outcome, the whole, or something else."""
    each = _EACH_OF.search(figure.text) or _EACH_OF.match(text, at + len(figure.text))
    if each and each[2].lower().startswith(_EACH):
        return "participant"
    if each and each[2].lower().startswith(_OUTCOME):
        return "outcome"
    if each and each[1] not in ("a", "an"):
        return "other"
    return "total" if _TOTAL.search(text[max(0, at - 80) : at + len(figure.text) + 25]) else "other"


def _payer(text: str) -> str:
    for match in _PAID.finditer(text):
        found = organisations.at(text, match.end())
        if found:
            return found[0].name
    return ""


# --- targets --------------------------------------------------------------------------------


def _targets(saying: Saying) -> Iterator[ProgrammeFact]:
    for figure in figured.figures(saying.text):
        at = saying.text.find(figure.text)
        if at >= 0 and _SAID_TARGET.search(saying.text, max(0, at - 50), at):
            figure = replace(figure, status="target")
        if at >= 0 and figure.status == "target":
            yield saying.fact("target", figure.text, "target.figure", 0.7, {}, (figure,))


# --- people ---------------------------------------------------------------------------------


def _people(saying: Saying) -> Iterator[ProgrammeFact]:
    """Whom it is for: a group that the vocabulary knows, right behind a word that says for whom."""
    small = saying.text.lower()
    for match in _FOR.finditer(saying.text):
        if not saying.is_subject(match.start()):
            continue
        for start, end, slug in populations.of("populations").found(
            small[match.end() : match.end() + 60]
        ):
            low, high = match.end() + start, match.end() + end
            if start <= 25 and _ADJECTIVES.fullmatch(saying.text[match.end() : low]):
                words_of_it = saying.text[match.end() : high]
                yield saying.fact("population", words_of_it, "population.for", 0.65, {"slug": slug})
                return


_ADJECTIVES = re.compile(
    r"(?:(?!(?:to|among|amongst|out|from|in|of|at|with|by|on|for|and|or|the|per|\w+ing|\d[\d,.]*)[ ])[\w’'-]+[ ]){0,3}|the[ ]|(?:\w+[ ])?\d[\d,.]*[ ]"
)
"""What may stand between "supports" and those it supports: "disadvantaged ", "the ", "over 300 "."""


# --- places ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _places() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?:the[ ])?{words.either(words.places())}(?![\w-])")


def places(saying: Saying) -> Iterator[ProgrammeFact]:
    """Places in which a sentence sets the programme; names in a list after one that it does, too."""
    last = -1
    for match in _places().finditer(saying.text) if saying.own else ():
        name = match[0].removeprefix("the ")
        goes_on = last >= 0 and _NEXT.fullmatch(saying.text, last, match.start()) is not None
        if goes_on or _is_place_of(saying, match):
            last = match.end()
            country = words.places()[name]
            yield saying.fact("place", name, "place.in", 0.6, {"country": country})


_SET_IN = re.compile(
    r"\b(?:launched|set[ ]up|piloted|delivered|operating|operates|operated|implemented|rolled[ ]out|running|ran|took[ ]place|covered|commenced)[ ](?:\w+[ ]){0,2}(?:in|across|throughout)[ ](?:the[ ])?$"
)
_OWNED = re.compile(r"[’']s?[ ]$")
_IS_A = re.compile(r"\b(?:is|was)[ ](?:a|an)[ ]$")


def _is_place_of(saying: Saying, match: re.Match[str]) -> bool:
    """Whether the programme is set in a place: "in the West Midlands", "is a UK …", "Mexico’s …"."""
    text, (start, end) = saying.text, match.span()
    if any(_OWNED.fullmatch(text, end, low) for low, _ in saying.own):
        return True
    if text[end : end + 1] in ("’", "'"):
        return False
    before = text[max(0, start - 24) : start]
    if _IN.search(before):
        return _SET_IN.search(text, max(0, start - 60), start) is not None or any(
            (
                high <= start <= high + 80
                and "," not in text[high:start]
                and _SET.search(text, high, start)
            )
            or (end <= low <= end + 3)
            for low, high in saying.own
        )
    return _IS_A.search(before) is not None and saying.before(start, 20)
