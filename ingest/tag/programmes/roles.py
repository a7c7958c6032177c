"""Who did what in the programme, and what they brought: "funded and run by the Cabinet Office".

Only where the sentence says that it was done to, or for, the programme. Names are ``organisations.py``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ingest.tag.programmes import organisations, words
from ingest.tag.programmes.organisations import Organisation
from ingest.tag.programmes.saying import Saying
from kb import vocab
from kb.accounts import ProgrammeFact

_OF_TEXT = re.compile(
    r"\b(?:[Rr]eport|[Ee]valuation|[Ss]tudy|[Ss]urvey|[Rr]eview|[Rr]esearch|[Pp]aper|[Dd]ocument|[Aa]rticle|[Bb]log|[Aa]ssessment|[Gg]uidelines|[Tt]raining|interviews?)\b"
)
_BEGINS_WITH_TEXT = re.compile(
    r"(?:This|The|An?|Our)[ ](?:[A-Za-z-]+[ ]){0,3}?(?:[Rr]eport|[Ee]valuation|[Ss]tudy|[Ss]urvey|[Rr]eview|[Pp]aper|[Bb]log)\b"
)
_BROUGHT_STOP = re.compile(r"[,;.()–—]|[ ](?:which|who|and|so|while|when)[ ]|$")
_GRANT = re.compile(
    r"(?:supported|backed|funded|financed|made possible)[ ](?:by|with|through)[ ]((?:an?|the)[ ](?:[\w£$€.,-]+[ ]){0,5}?(?:fund|grant|investment|donation|loan|award|gift|contribution|sponsorship|funding))[ ](?:from|by|of)[ ]"
)
_WITH_KIND = re.compile(
    r"[ ]with[ ](?:the[ ])?(?:[a-z][\w-]*[ ])?(?:foundation|charity|company|firm|agency|council|bank|university|regulator|retailer|insurer)[ ](?=[A-Z])"
)
_HEADS_OF = re.compile(r"\bCEOs?[ ]of[ ]")
_BODY = re.compile(r"\b(?:(?:advisory|steering|project|programme)[ ])?(?:board|group|committee)\b")
_GIFT = re.compile(
    r"[ ](?:with|through|from|by)[ ]((?:an?|the)[ ][£$€][\w.,]+(?:[ ](?:million|billion|m|k|thousand))?[ ](?:[a-z]+[ ])?(?:fund|grant|investment|donation|loan|award|gift|contribution|sponsorship))[ ](?:from|by)[ ]"
)
_TO_EVALUATE = re.compile(
    rf"(?P<name>{words.NAME})[ ](?:was|were|has[ ]been)[ ](?:commissioned|appointed|contracted|hired|engaged|asked)(?:[ ]by[ ][^,;.]{{2,60}}?)?[ ]to[ ](?:independently[ ])?(?:evaluate|(?:carry[ ]out|conduct|undertake|lead|deliver|provide)[ ](?:an?|the)[ ](?:[a-z-]+[ ]){{0,2}}evaluation)\b"
)
_WHO = re.compile(
    rf"(?P<name>{words.NAME})(?:[ ]\((?:who|which)[ ](?P<in>[^()]{{6,160}})\)|,[ ](?:who|which)[ ](?:also[ ]|has[ ]|have[ ])?(?P<what>{words.either(words.table('roles')['brought']['words'])}[ ][^,;()]{{6,160}}))"
)


def read(saying: Saying) -> Iterator[ProgrammeFact]:
    """Each organisation of a sentence with its role; one that has two gives two facts."""
    if saying.said.isdisjoint(_hints()):
        return
    yield from _passive(saying)
    yield from _active(saying)
    yield from _together(saying)
    for match in _TO_EVALUATE.finditer(saying.text) if saying.own else ():
        for one in organisations.at(saying.text, match.start("name"))[:1]:
            yield _fact(saying, one, "evaluator", "to-evaluate", 0.75)
    yield from _granted(saying)
    yield from _brought(saying)
    yield from _beside(saying)


@lru_cache(maxsize=1)
def _hints() -> frozenset[str]:
    """Words of which one is in every sentence that is looked at."""
    rest = "by with partners partner coalition including from who which ceos commissioned appointed"
    verbs = (*words.table("roles")["brought"]["words"], *_verbs("active"))
    return frozenset((*rest.split(), *(verb.split()[-1].rpartition("-")[2] for verb in verbs)))


def _fact(
    saying: Saying, one: Organisation, role: str, rule: str, score: float, brought: str = ""
) -> ProgrammeFact:
    detail = {"role": role}
    if one.sector:
        detail["sector"] = one.sector
    if brought:
        detail["contribution"] = " ".join(brought.split())
    return saying.fact("organisation", one.name, f"organisation.{rule}", score, detail)


@lru_cache(maxsize=2)
def _verbs(which: str) -> Mapping[str, str]:
    """Role by verb."""
    roles = vocab.load("roles")
    found: dict[str, str] = {}
    for role, verbs in words.table("roles")[which].items():
        found.update(dict.fromkeys(verbs, roles.require(role).slug))
    return found


@lru_cache(maxsize=1)
def _done() -> re.Pattern[str]:
    verb = words.either(_verbs("done"))
    return re.compile(
        rf"\b(?i:(?P<verbs>{verb}(?:(?:,[ ]|,?[ ]and[ ])(?:\w+ly[ ])?{verb})*))(?:[ ]in[ ](?:[A-Z]\w+[ ])?\d{{4}})?[ ](?:\w+ly[ ])?by[ ]"
    )


def _passive(saying: Saying) -> Iterator[ProgrammeFact]:
    for match in _done().finditer(saying.text):
        told = saying.before(match.start()) or _leads(saying, match.start())
        if not told or _is_of_text(saying, match.start()):
            continue
        verbs = re.split(r",[ ]|,?[ ]and[ ]", match["verbs"].lower())
        plain = (re.sub(r"^\w+ly[ ]", "", verb) for verb in verbs)
        done = list(dict.fromkeys(_verbs("done")[v] for v in plain if v in _verbs("done")))
        for one in organisations.at(saying.text, match.end()):
            for role in done if not saying.own_name(one.name) else ():
                yield _fact(saying, one, role, "done-by", 0.8)


def _leads(saying: Saying, place: int) -> bool:
    """Whether a sentence opens with the verb and the programme follows: "Run by Nesta, the Partnership …"."""
    return place < 12 and any(start - place < 160 for start, _ in saying.own)


def _is_of_text(saying: Saying, place: int) -> bool:
    """Whether what was done by somebody is a text or a study, not the programme."""
    ends = [end for _, end in saying.own if end <= place]
    if _BEGINS_WITH_TEXT.match(saying.text, 0, place):
        return True
    return _OF_TEXT.search(saying.text, max(ends, default=0), place) is not None


@lru_cache(maxsize=1)
def _did() -> re.Pattern[str]:
    verb = words.either(_verbs("active"))
    return re.compile(
        rf"(?P<name>{words.NAME}(?:(?:,|,?[ ]and)[ ](?:the[ ])?{words.NAME}){{0,6}})(?:,?[ ](?:which|who))?(?:[ ](?:has|have|had|also|jointly|first|now|then|successfully)){{0,2}}"
        rf"[ ](?P<verb>{verb})[ ](?:(?:the|its|this)[ ](?:[a-z][\w-]*[ ]){{0,2}})?$"
    )


def _active(saying: Saying) -> Iterator[ProgrammeFact]:
    for start, _ in saying.own:
        match = _did().search(saying.text, max(0, start - 140), start)
        if match is None or (start and saying.text[start - 1] not in " "):
            continue
        found = organisations.at(saying.text, match.start("name"))
        for one in found:
            if one.sector and not saying.own_name(one.name):
                yield _fact(saying, one, _verbs("active")[match["verb"]], "did", 0.75)


@lru_cache(maxsize=1)
def _worked() -> re.Pattern[str]:
    names = rf"{words.NAME}(?:(?:,|,?[ ]and)[ ](?:the[ ])?{words.NAME}){{0,6}}"
    return re.compile(
        rf"(?P<name>{words.NAME})[ ](?:has[ ]|have[ ])?work(?:ed|s|ing)[ ](?:closely[ ])?with[ ](?:the[ ])?(?P<others>{names})[^.;]{{0,30}}?"
        rf"[ ]to[ ](?:co-?)?(?:develop|deliver|run|design|launch|create|manage|set[ ]up|build)[ ](?:the[ ])?$"
    )


def _together(saying: Saying) -> Iterator[ProgrammeFact]:
    """ "Nesta has worked with the Cabinet Office to develop the Partnership": both had a hand in it."""
    if "with" not in saying.said:
        return
    for start, _ in saying.own:
        match = _worked().search(saying.text, max(0, start - 200), start)
        if match:
            for key in ("name", "others"):
                for one in organisations.at(saying.text, match.start(key)):
                    role = "deliverer" if key == "name" else "other"
                    yield _fact(saying, one, role, "worked-with", 0.7)


_STUDIED = re.compile(
    r"\b(?:[Tt]his|[Tt]he|[Aa]n|[Oo]ur|[Ff]inal|[Ii]ndependent|[Mm]id-term)[ ](?:[A-Za-z-]+[ ]){0,3}?(?:[Ee]valuation|[Ss]tudy|[Rr]eview)(?:[ ][Rr]eport)?[ ](?:(?!research|stud|survey|which|that)[^.;,]){0,80}?"
    r"(?:conducted|carried[ ]out|undertaken|written|prepared|developed|performed|produced|completed)[ ]by[ ](?:the[ ]evaluation[ ]team[ ]of[ ])?"
)


def studied_by(saying: Saying) -> Iterator[ProgrammeFact]:
    """Who evaluated it, where a document that is an evaluation says who made it."""
    for match in _STUDIED.finditer(saying.text) if "by" in saying.said else ():
        for one in organisations.at(saying.text, match.end())[:2]:
            yield _fact(saying, one, "evaluator", "studied-by", 0.75)


def _granted(saying: Saying) -> Iterator[ProgrammeFact]:
    for match in (*_GRANT.finditer(saying.text), *_GIFT.finditer(saying.text)):
        for one in organisations.at(saying.text, match.end()):
            yield _fact(saying, one, "funder", "grant", 0.75, match[1])


@lru_cache(maxsize=1)
def _gave() -> re.Pattern[str]:
    verb = words.either(words.table("roles")["brought"]["words"])
    return re.compile(
        rf"(?P<name>{words.NAME}(?:(?:,|,?[ ]and)[ ](?:the[ ])?{words.NAME}){{0,6}})(?:[ ](?:has|have|also|each|both|generously|kindly)){{0,2}}[ ](?P<what>{verb}[ ][^\n]{{8,200}})"
    )


def _brought(saying: Saying) -> Iterator[ProgrammeFact]:
    """What somebody brought, in the words from the verb to the end of the clause."""
    for match in _WHO.finditer(saying.text):
        what = (match["in"] or match["what"]).rstrip(" .")
        for one in organisations.at(saying.text, match.start("name"))[:1]:
            if one.sector and not saying.own_name(one.name):
                yield _fact(saying, one, "other", "brought", 0.7, what)
    if saying.said.isdisjoint(words.table("roles")["brought"]["words"]):
        return
    for match in _gave().finditer(saying.text):
        found = organisations.at(saying.text, match.start("name"))
        if not saying.own:
            continue
        stop = _BROUGHT_STOP.search(match["what"], 8)
        what = match["what"][: stop.start() if stop else None]
        for one in found:
            if one.sector and not saying.own_name(one.name):
                yield _fact(saying, one, "other", "brought", 0.6, what)


@lru_cache(maxsize=1)
def _with() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = [
        (vocab.load("roles").require(role).slug, re.compile(rf"\b(?i:{words.either(said)})[ ]"))
        for role, said in words.table("roles")["beside"].items()
    ]
    return (*found, ("other", _WITH_KIND))


def _beside(saying: Saying) -> Iterator[ProgrammeFact]:
    if _BEGINS_WITH_TEXT.match(saying.text):
        return
    for role, pattern in _with():
        for match in pattern.finditer(saying.text):
            for one in organisations.at(saying.text, match.end()):
                if not saying.own_name(one.name):
                    yield _fact(saying, one, role, "beside", 0.65)
    for match in _HEADS_OF.finditer(saying.text):
        body = _BODY.search(saying.text)
        for one in organisations.at(saying.text, match.end()) if body else ():
            yield _fact(saying, one, "other", "board", 0.65, body[0] if body else "")
