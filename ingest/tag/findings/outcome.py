"""What a result is of: the words that name the thing measured, and the slug of the vocabulary that they fit.

The words are a run of the sentence itself. Where the sentence gives none, there is no outcome and so no
finding. It decides neither kind nor direction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.tag.findings import terms
from kb.models import FindingKind

MOST = 9
"""Words of an outcome."""
_TOKEN = re.compile(r"[^\W_][\w'&%/-]*|[.,;:()\"]")
_STOPS = frozenset(
    "than compared relative versus vs among amongst between by was were is are be been being after during over from"
    " who that which but while whereas when where because as since until through although though although so if"
    " has have had did does do will would could can may might should not for with without within across before"
    " at under against into per about toward towards we they it he she this these those there then also both"
    " either would during following despite throughout via it's they're however yet although"
    " to in on if found find show showed increased reduced improved rose fell including".split()
)
_KEPT_AFTER = {
    "to": frozenset("return access time back confidence commitment links referral referrals entry transition".split()),
    "in": frozenset(
        "confidence participation trust belief people those young-people being investment days time were stay"
        " staying remain remaining interest enrolment enrollment engagement".split()
    ),
    "for": frozenset("value demand support care aspirations readiness preparedness".split()),
    "with": frozenset("satisfaction satisfied engagement confidence contact connection".split()),
    "on": frozenset("spending time information return returns expenditure".split()),
    "at": frozenset("attendance performance stress time health".split()),
    "into": frozenset("moves entry progression moved".split()),
    "about": frozenset("confident knowledge awareness worries positive optimistic".split()),
}  # fmt: skip
"""Words that end a phrase elsewhere, and behind which words they belong to it."""
_LEADING = frozenset(
    "the a an their its his her our your my of in on for to and or any some all more less fewer greater higher"
    " lower better worse significant significantly substantial overall average mean total number also both that"
    " this these those such large small new increased reduced improved much very most many about approximately"
    " around over nearly almost up only just same own subsequent further additional no".split()
)
_NUMBER = re.compile(
    r"^[\d.,%/]+(?:%|m|k|bn|st|nd|rd|th)?$|^(?:one|two|three|four|five|six|seven|eight|nine|ten|percent|cent|million|billion|percentage|points?)$"
)
_GENERIC = frozenset(
    "programme program project scheme pilot intervention service it they we participants people treatment group"
    " groups effect effects impact impacts result results study evaluation trial those households firms students"
    " pupils clients users respondents households individuals he she there this men women girls boys children"
    " young employees workers staff patients members initiative policy reform training control evidence".split()
)  # fmt: skip
_OF = r"(?:on|in|of|for|to|upon|regarding|with)"
_CHANGED = (
    r"increased|decreased|reduced|improved|raised|rose|risen|fell|fallen|declined|dropped|grew|grown|gained|lowered|doubled|tripled"
    r"|halved|boosted|enhanced|strengthened|weakened|worsened|deteriorated|narrowed|widened|slowed|accelerated|shortened|cut|increases"
    r"|reduces|improves|raises|lowers|expanded|went (?:up|down)"
)
_AHEAD: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:effects?|impacts?|influence|benefits?) (?:were (?:found |seen |observed )?|was (?:found |seen |observed )?)?{_OF} ",
        rf"\b(?:differences?|improvements?|increases?|reductions?|decreases?|rise|falls?|declines?|drop|growth|gains?|changes?|enhancement) {_OF} ",
        r"\b(?:more|less|as|no more|no less|equally|times) likely (?:not )?to ",
        r"\b(?:likelihood|probability|odds|chances?|risk|rates?|levels?|incidence|proportion|number|share|percentage) of (?!\d)",
    )
)
_VERBED = re.compile(
    rf"(?<!\w)(?:{_CHANGED}|(?:did|does|do) (?:not|n't) (?:\w+ly )?(?:increase|reduce|improve|decrease|raise|affect|change|lower)|not affected?|affected)\b"
)
_COMPARED = re.compile(
    r"\b(?:higher|lower|greater|fewer|better|worse|more|less|larger|smaller|faster|longer|shorter|earlier|later)\b"
)
_SATISFIED = re.compile(r"\b(?:dis)?satisf(?:action|ied) with ")
_SAID = re.compile(
    r"\b(?:said|felt|reported|report|agreed|believed|thought|considered|perceived|expressed|stated|highlighted|noted|indicated"
    r"|mentioned|confirmed|complained|found|valued|described|appreciated|rated|liked|enjoyed|welcomed|praised|feel|saw|viewed|explained|cited)"
    r"(?: (?:that|being|having|feeling|it|how))?(?: (?:they|he|she|the))?(?: (?:were|was|had|felt|now|have))? "
)
_COST = re.compile(
    r"\bcosts? (?:\w+ ){0,2}(?:per|for each|of each) (?:\w+[ -]){0,2}\w+|\b(?:benefit[- ]cost|cost[- ]benefit) ratio|\breturns? (?:on|of) (?:\w+ )?investment"
    r"|\b(?:net |social |public |annual |total |potential |cost )?(?:savings?|benefits?)\b|\b(?:unit|total|average|delivery|running|annual|operating) costs?|\bcost[- ]effective(?:ness)?|\bvalue for money|\bcosts?\b"
)
_DONE = re.compile(
    r"(?:\d[\d,.]*(?:\s?(?:million|m|k|billion|thousand|hundred|%))?|per ?cent(?: of)?|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|hundreds?|thousands?|millions?|dozens?))\+? (?:of (?:the )?)?(?=[a-z])"
)
_TARGET = re.compile(
    r"\b(?:up-?take|take-?up|enrolment|enrollment|recruitment|attendance|completion|retention|drop-?out|response)(?: rates?)?\b|\btargets?\b|\bobjectives\b|\bgoals?\b"
)
_BREAKS = re.compile(
    r"[;:()]|, (?:but|and|while|whereas|although)\b|\b(?:but|while|whereas|although|that)\b|,"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured: where its words stand in the sentence, and their slug."""

    start: int
    end: int
    words: str
    slug: str | None


def read(
    text: str, said: str, kind: FindingKind, at: int, areas: tuple[str, ...]
) -> Outcome | None:
    """The outcome of a result whose sign stands at ``at``; ``said`` is ``text`` made plain."""
    known = terms.of("outcomes")
    for start, end in _candidates(said, kind, at):
        start, end = _trimmed(said, start, end)
        phrase = said[start:end]
        if len(phrase) < 3 or not set(phrase.replace(",", " ").split()) - _GENERIC:
            continue
        best = known.best(phrase, areas)
        return Outcome(
            start, end, " ".join(text[start:end].split()), best[2] if best else _usual(kind, said)
        )
    best = known.best(said, areas)
    if best is None:
        return None
    return Outcome(best[0], best[1], " ".join(text[best[0] : best[1]].split()), best[2])


def _usual(kind: FindingKind, said: str) -> str | None:
    """The slug of what a kind is always about: costs are costs."""
    return "value-for-money" if kind == "cost" else None


def _candidates(said: str, kind: FindingKind, at: int) -> Iterator[tuple[int, int]]:
    own: Callable[[str, int], Iterator[tuple[int, int]]] = {
        "cost": _costs, "delivery": _done, "experience": _said,
    }.get(kind, _measured)  # fmt: skip
    yield from own(said, at)
    if own is not _measured:
        yield from _measured(said, at)
    yield from _subject(said, at)


def _costs(said: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _COST.finditer(said):
        yield match.span()


def _said(said: str, at: int) -> Iterator[tuple[int, int]]:
    match = _SATISFIED.search(said)
    if match:
        yield match.start(), _forward(said, match.end(), clause=True)
    match = _SAID.search(said)
    if match:
        yield match.end(), _forward(said, match.end(), clause=True)


def _done(said: str, at: int) -> Iterator[tuple[int, int]]:
    match = _TARGET.search(said)
    if match:
        yield match.span()
    for match in _DONE.finditer(said):
        yield match.end(), _forward(said, match.end())


def _measured(said: str, at: int) -> Iterator[tuple[int, int]]:
    for pattern in _AHEAD:
        match = pattern.search(said)
        if match:
            yield match.end(), _forward(said, match.end(), clause="likely" in match.group())
    match = _VERBED.search(said, max(0, at - 30)) or _VERBED.search(said)
    if match:
        after = _forward(said, match.end())
        if not re.match(
            r"\s*(?:by|from|to|in|over|since|at|slightly|significantly|substantially|sharply|,|\.)|\s*\d|\s*$",
            said[match.end() :],
        ):
            yield match.end(), after
        yield from _subject(said, match.start())
    match = _COMPARED.search(said)
    if match:
        if not re.match(r"\s*(?:than|in|for|by|at|on|among|,|\.)", said[match.end() :]):
            yield match.end(), _forward(said, match.end())
        yield from _subject(said, match.start())


def _subject(said: str, end: int) -> Iterator[tuple[int, int]]:
    """The words before a verb, as far back as the last break."""
    low = 0
    for match in _BREAKS.finditer(said, 0, end):
        low = match.end()
    tokens = [t for t in _TOKEN.finditer(said, low, end) if t.group() not in ',.;:()"']
    while tokens and (tokens[-1].group() in _STOPS or tokens[-1].group().endswith("ly")):
        tokens.pop()
    stop = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].group() in _BEFORE), -1)
    tokens = tokens[stop + 1 :][-MOST:]
    if tokens:
        yield tokens[0].start(), tokens[-1].end()


_BEFORE = frozenset(
    "that which who found find finds show shows showed suggest suggests suggested indicate indicates indicated was were"
    " is are had has have since after when where because if while whereas but although during".split()
)


def _forward(said: str, start: int, clause: bool = False) -> int:
    """Where the phrase that begins at ``start`` ends; a ``clause`` may hold verbs and prepositions."""
    end, count, before = start, 0, ""
    for token in _TOKEN.finditer(said, start, min(len(said), start + 120)):
        word = token.group()
        if word in '.,;:()"' or count >= MOST:
            break
        if (
            word in _STOPS
            and count
            and not clause
            and before not in _KEPT_AFTER.get(word, frozenset())
        ):
            break
        if clause and word in (
            "than",
            "compared",
            "relative",
            "but",
            "while",
            "whereas",
            "although",
            "because",
        ):
            break
        if word in _STOPS and not count and not clause:
            break
        end, count, before = token.end(), count + 1, word
    return end


def _trimmed(said: str, start: int, end: int) -> tuple[int, int]:
    """Without articles, numbers and the like at either end."""
    tokens = list(_TOKEN.finditer(said, start, end))
    while tokens and (tokens[0].group() in _LEADING or _NUMBER.match(tokens[0].group())):
        tokens.pop(0)
    while tokens and (
        tokens[-1].group() in _LEADING
        or tokens[-1].group() in _STOPS
        or _NUMBER.match(tokens[-1].group())
        or tokens[-1].group().endswith("ly")
    ):
        tokens.pop()
    return (tokens[0].start(), tokens[-1].end()) if tokens else (start, start)
