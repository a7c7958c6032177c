"""When the programme began and ended, and whether it runs: "set up in September 2017", "was closed because …".

Dates are given as precisely as the sentence gives them (``2017-09/``, ``2014/2016``, ``/2016``); nothing is
reckoned from how long ago something was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.tag.programmes.saying import Saying
from kb.accounts import ProgrammeFact

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTH = "|".join(name.capitalize() for name in MONTHS)
_DATE = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?[ ])?(?P<{{0}}m>{MONTH}),?[ ](?:\d{{1,2}},[ ])?|(?:early|late|mid|the[ ](?:spring|summer|autumn|winter)[ ]of)[- ]|the[ ]end[ ]of[ ])?(?P<{{0}}y>(?:19|20)\d\d)(?!\d|[,.]\d)"
_BEGAN = r"(?:launched|set[ ]up|established|founded|started|began|begun|created|introduced|initiated|commenced|opened|inaugurated|kicked[ ]off|formed|came[ ]into[ ]being|went[ ]live|released|piloted|unveiled)"
_ENDED = r"(?:ended|closed|finished|concluded|completed|discontinued|wound[ ](?:up|down)|stopped|terminated|shut[ ]down|cancelled|canceled|withdrawn|suspended|came[ ]to[ ]an[ ]end|expired|scrapped|abandoned)"
_RUNS = r"(?:ran|run|running|runs|delivered|implemented|operated|operating|took[ ]place|active|piloted|lasting|lasted|funded|carried[ ]out|period|works?|worked|existed|in[ ]operation|launched|duration|phase)"

_RUNNING_VERB = re.compile(rf"\b{_RUNS}\b")


def _date(key: str) -> str:
    return _DATE.replace("{0}", key)


_START = re.compile(
    rf"\b{_BEGAN}(?:[ ](?!{_ENDED})[\w’'(),-]+){{0,6}}?[ ](?:in|on|at|during)[ ]{_date('s')}"
)
_IN_FRONT = re.compile(rf"(?:^|[,;][ ])In[ ]{_date('s')},?[ ]")
_SINCE = re.compile(rf"\b(?:[Ss]ince|running[ ]from|from)[ ](?:its[ ]\w+[ ]in[ ])?{_date('s')}")
_END = re.compile(
    rf"\b(?:{_ENDED}|(?:ran|run|lasted|continued|funded)(?:[ ]\w+){{0,3}}?[ ](?:until|till|up[ ]to))(?:[ ][\w’'(),-]+){{0,4}}?[ ](?:(?:in|on|at|during|by)[ ])?{_date('e')}"
)
_SPAN = re.compile(
    rf"\b(?:between|from)[ ]{_date('s')}[ ](?:and|to|until|through|till)[ ]{_date('e')}|\({_date('a')}[ ]?[-–—][ ]?{_date('b')}\)"
)
_RUNNING = re.compile(
    r"\b(?:is|are)[ ](?:still[ ]|currently[ ]|now[ ])?(?:ongoing|under[ ]?way|in[ ]operation|up[ ]and[ ]running|being[ ](?:delivered|implemented|rolled[ ]out|piloted|run)|(?<=still[ ])running|(?<=currently[ ])running)|\bcontinues[ ]to[ ](?:run|operate|be[ ](?:delivered|funded|run|updated))|\bremains[ ](?:in[ ]operation|active|operational)"
)
_STOPPED = re.compile(
    r"\b(?:was|were|has[ ]been|have[ ]been|been|is|since[ ]been)[ ](?:then[ ]|since[ ]|later[ ]|eventually[ ]|formally[ ]|abruptly[ ]|prematurely[ ])?(?P<early>closed[ ](?:early|because|due|after|following|down)|withdrawn|cancelled|canceled|discontinued|terminated|scrapped|abandoned|shut[ ]down|suspended|axed|stopped|wound[ ](?:up|down))|\b(?P<gone>no[ ]longer[ ](?:runs|run|operates|exists|running|operating|available|active))|\b(?P<over>(?:has|had)[ ](?:now[ ])?(?:ended|finished|concluded|closed)|came[ ]to[ ](?:an[ ]end|a[ ]close)|(?:officially[ ])?(?:ended|finished|concluded|closed)[ ](?:in|on|after|at|when|because)[ ])"
)
_FUNDING = re.compile(
    r"\b(?:[Ff]unding|[Tt]he[ ](?:grant|contract|money))[ ](?:has[ ]|had[ ]|was[ ])?(?:ended|ran[ ]out|stopped|expired|cut|withdrawn)\b"
)
_WHY = re.compile(
    r"\b(?:because(?:[ ]of)?|due[ ]to|owing[ ]to|following|after|as[ ]a[ ]result[ ]of|when|since|amid|in[ ]the[ ]face[ ]of)[ ]([^.;]{8,200})"
)
_BRACKET = re.compile(r"\((?:19|20)\d\d")
HINTS = frozenset(
    [
        "launched",
        "set",
        "established",
        "founded",
        "started",
        "began",
        "created",
        "introduced",
        "initiated",
        "commenced",
        "opened",
        "since",
        "between",
        "from",
        "ended",
        "closed",
        "finished",
        "concluded",
        "completed",
        "discontinued",
        "until",
        "ongoing",
        "running",
        "continues",
        "remains",
        "withdrawn",
        "cancelled",
        "terminated",
        "scrapped",
        "abandoned",
        "longer",
        "funding",
        "grant",
        "contract",
        "wound",
        "stopped",
        "suspended",
        "shut",
        "in",
    ]
)


def read(saying: Saying) -> Iterator[ProgrammeFact]:
    """The period and the status that a sentence tells of the programme."""
    if not saying.own or (saying.said.isdisjoint(HINTS) and not _BRACKET.search(saying.text)):
        return
    yield from _period(saying)
    yield from _status(saying)


def _when(match: re.Match[str], key: str) -> str:
    year = match[f"{key}y"]
    month = match[f"{key}m"]
    return f"{year}-{MONTHS.index(month.lower()) + 1:02d}" if month else year


def _period(saying: Saying) -> Iterator[ProgrammeFact]:
    text = saying.text
    if not re.search(r"(?:19|20)\d\d", text):
        return
    for match in _SPAN.finditer(text):
        first, last = ("s", "e") if match["sy"] else ("a", "b")
        start, end = _when(match, first), _when(match, last)
        bracketed = first == "a" and _follows_name(saying, match.start())
        if start <= end and (bracketed or _runs(saying, match.start())):
            yield _of(saying, start, end, "span", 0.75)
            return
    start = next((_when(m, "s") for m in _START.finditer(text) if _is_of(saying, m)), "")
    if not start and (m := _IN_FRONT.search(text)) and _begins_after(saying, m.end()):
        start = _when(m, "s")
    end = next((_when(m, "e") for m in _END.finditer(text) if saying.before(m.start(), 60)), "")
    if (start or end) and (not start or not end or start <= end):
        yield _of(saying, start, end, "dated", 0.75)


def _of(saying: Saying, start: str, end: str, rule: str, score: float) -> ProgrammeFact:
    detail = {key: value for key, value in (("start", start), ("end", end)) if value}
    return saying.fact("period", f"{start}/{end}", f"period.{rule}", score, detail)


def _follows_name(saying: Saying, place: int) -> bool:
    return any(0 <= place - end <= 2 for _, end in saying.own)


def _runs(saying: Saying, place: int) -> bool:
    """Whether the programme is named before ``place`` and said to run, in the same clause."""
    return any(
        end <= place <= end + 140
        and ";" not in saying.text[end:place]
        and _RUNNING_VERB.search(saying.text, end, place) is not None
        for _, end in saying.own
    )


def _is_of(saying: Saying, match: re.Match[str]) -> bool:
    """Whether what began is the programme: it is named just before, or right behind ("First launched in …, X is")."""
    start, end = match.span()
    inside = any(start <= low and high <= end for low, high in saying.own)
    opens = start < 10 and any(0 <= low - end <= 8 for low, _ in saying.own)
    return inside or opens or saying.before(start, 50)


_BEGINS = re.compile(rf"[^,;]{{0,60}}?\b(?:was|were|had[ ]been|has[ ]been|is)?[ ]?{_BEGAN}\b")


def _begins_after(saying: Saying, place: int) -> bool:
    """Whether the programme begins in what follows a date that opens the sentence."""
    for low, high in saying.own:
        if low - place <= 60 and low >= place:
            if re.match(rf"[ ](?:was|were)[ ](?:\w+ly[ ])?{_BEGAN}\b", saying.text[high:]):
                return True
            if re.search(rf"\b{_BEGAN}[ ](?:the[ ])?(?:\w+[ ])?$", saying.text[place:low]):
                return True
    return False


def _status(saying: Saying) -> Iterator[ProgrammeFact]:
    text = saying.text
    if (match := _RUNNING.search(text)) and saying.before(match.start(), 40):
        yield saying.fact("status", "running", "status.running", 0.6)
        return
    match = _STOPPED.search(text)
    if match and saying.before(match.start(), 40):
        value = "ended" if match["over"] else "closed-early"
        yield saying.fact("status", value, "status.stopped", 0.65)
        why = _WHY.search(text, match.start())
        if why and not re.match(r"(?:19|20)\d\d|\w+[ ](?:19|20)\d\d|\d+|the[ ]end", why[1]):
            yield saying.fact("why-ended", why[1].strip(" ,"), "why-ended.clause", 0.6)
    elif match is None and (cut := _FUNDING.search(text)) and saying.near(*cut.span(), 60):
        yield saying.fact("why-ended", cut[0], "why-ended.funding", 0.55)
