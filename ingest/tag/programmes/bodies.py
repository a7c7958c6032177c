"""Who took part, in the plain words of a short text: named or not ("the city council", "four banks").

It knows an organisation by where it stands (behind "run by", before "launched it") and by its type word; a
name that only looks like a person's is left out where no such word is in it. Roles are those of
``kb/vocab/roles.toml``; lists stand in ``plain.toml`` and ``roles.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ingest.tag.programmes import organisations, words
from ingest.tag.programmes.called import is_body
from ingest.tag.programmes.saying import Saying
from kb.accounts import ProgrammeFact

MOST = 8
_PERSON = re.compile(r"[A-Z][a-z’'-]+(?:[ ][A-Z]\.?)?[ ][A-Z][a-z’'-]+")
_LEAD = re.compile(
    r"(?:(?:both[ ]|jointly[ ])?(?:the|a|an|our|its|their)[ ])?(?P<kind>(?:[a-z][\w-]*[ ]){0,2})(?=[A-Z])"
)
_JOINT = re.compile(
    r"(?:,?[ ]and[ ]|,[ ]|;[ ]|[ ]together[ ]with[ ]|[ ]along[ ]with[ ]|[ ]with[ ](?=the[ ]|[A-Z]))"
)
_ONE = re.compile(rf"{words.CAP}(?:[ ](?:(?:of|for|the|and|&|de)[ ]){{0,2}}{words.CAP})*+")
_NOT = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Professor|Councillor|Cllr|Minister|Chef|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Friday|Christmas|Easter|We|It|This|That|They|In|The|A|An|I|One|Two|Some|Each|Our|No|Of|At|On|By|If|When|First|Second|Third)\b"
)


@lru_cache(maxsize=1)
def _plain() -> re.Pattern[str]:
    """Bodies without a name: "the city council", "a health board", "four local banks"."""
    body = words.either(words.plain("bodies"))
    return re.compile(
        rf"(?P<all>(?:[Tt]he|[Aa]n?|[Oo]ur|[Ii]ts|[Tt]heir|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|several|local|\d{{1,3}})[ ](?:[a-z][\w-]*[ ]){{0,2}}?{body})(?![\w-])"
    )


def at(text: str, place: int) -> Iterator[tuple[str, bool]]:
    """The bodies listed at ``place``, and whether each is a name."""
    for _ in range(MOST):
        here = _plain().match(text, place)
        lead = None if here else _LEAD.match(text, place)
        if here is not None and not _follows_name(text, here.end()):
            yield here["all"], False
            end = here.end()
        else:
            start = lead.end() if lead else place
            match = _ONE.match(text, start)
            if match is None or len(match[0]) > organisations.LONGEST:
                return
            for name in _parted(match[0]):
                if not _NOT.match(name):
                    yield name, True
            end = match.end()
        joint = _JOINT.match(text, end)
        if joint is None:
            return
        place = joint.end()


def _follows_name(text: str, end: int) -> bool:
    """Whether a name stands right behind a kind of body: "the charity Blue Thread"."""
    return re.match(r"[ ][A-Z][a-z]", text[end : end + 3]) is not None


def _parted(name: str) -> Iterator[str]:
    """A name, or the two that "and" joins where each is a body's: "Hull Council and Kestrel Trust"."""
    first, _, rest = name.partition(" and ")
    if rest and (_is_named(first) or is_body(first)) and (_is_named(rest) or is_body(rest)):
        yield first
        yield rest.removeprefix("the ")
    else:
        yield name


def _is_named(name: str) -> bool:
    return bool(organisations.sector_of(name))


def sure(name: str) -> bool:
    """Whether a name is an organisation's by its own words."""
    return _is_named(name) or is_body(name) or "&" in name or name.count(" ") > 1


def _fact(saying: Saying, name: str, role: str, rule: str, score: float) -> ProgrammeFact:
    detail = {"role": role}
    if sector := organisations.sector_of(name):
        detail["sector"] = sector
    return saying.fact("organisation", name, f"organisation.{rule}", score, detail)


_OF_TEXT = re.compile(
    r"\b(?:[Rr]eport|[Ss]urvey|[Pp]aper|[Aa]rticle|[Bb]log|[Ii]nterviews?|claims?|forms?|notes?|[Ff]igures?)\b[^,;]{0,40}$"
)
_STUDY = re.compile(r"\b(?:[Ee]valuation|[Ss]tudy|[Rr]eview|[Tt]rial)\b[^,;]{0,60}$")


@lru_cache(maxsize=1)
def _passive() -> tuple[re.Pattern[str], dict[str, str]]:
    done: dict[str, str] = {}
    for role, verbs in words.table("roles")["done"].items():
        done.update(dict.fromkeys(verbs, role))
    done |= dict.fromkeys(("conducted", "staffed", "formed", "started", "opened", "set up", "put together", "brought together", "jointly run", "provided", "owned", "overseen", "taught", "dreamt up"), "deliverer")  # fmt: skip
    done |= dict.fromkeys(
        ("paid", "met", "bankrolled", "supported", "sponsored", "underwritten", "covered"), "funder"
    )
    verb = words.either(done)
    return re.compile(
        rf"\b(?P<verbs>(?i:{verb})(?:(?:,[ ]|,?[ ]and[ ])(?:\w+ly[ ])?{verb})*)(?:[ ](?:in|until|from|since)[ ](?:[A-Z]\w+[ ])?\d{{4}})?[ ](?:\w+ly[ ])?by[ ]"
    ), done


@lru_cache(maxsize=1)
def _active() -> tuple[re.Pattern[str], dict[str, str]]:
    did: dict[str, str] = {}
    for role, verbs in words.table("roles")["active"].items():
        did.update(dict.fromkeys(verbs, role))
    did |= dict.fromkeys(("started", "opened", "created", "approved", "guarantees", "offers", "offered", "piloted", "tried", "tested", "trialled", "closed", "co-ordinates", "co-ordinated", "staffs", "staffed", "provides", "provided", "started up", "pays for", "exists to"), "deliverer")  # fmt: skip
    did |= dict.fromkeys(
        ("awarded", "paid for", "put up", "put in", "backed", "have backed", "gave", "bankrolled", "matched", "shared the bill", "shared the cost", "split the bill", "met the cost", "footed the bill", "picked up the bill"),
        "funder",
    )  # fmt: skip
    did |= dict.fromkeys(
        ("lent", "hosted", "donated", "seconded", "contributed", "provided the", "joined"), "other"
    )
    did |= dict.fromkeys(("evaluated", "followed", "assessed", "studied"), "evaluator")
    return re.compile(
        rf",?[ ](?:who[ ]|which[ ])?(?:(?:has|have|had|also|jointly|first|then|now)[ ]){{0,2}}(?P<verb>{words.either(did)})(?!\w|[ ]up[ ])"
    ), did


_GIVEN = re.compile(
    r"(?:[£$€][\d.,]+(?:[ ]?(?:million|billion|m|k|thousand))?|\b(?:grants?|funding|money|loan|contribution|support|investment|award|donation|gift|finance|cash|kitty|comes|came|half|rest|cheque))(?:[ ]of[ ][£$€][\d.,]+(?:[ ]?(?:million|billion|m|k))?)?[ ](?:from|by|came[ ]from|comes[ ]from)[ ]"
)
_BESIDE = re.compile(
    r"\b(?:[Ii]n|[Aa])[ ](?:partnership|collaboration|conjunction|association|cooperation)[ ](?:with|between|of)[ ]|\bbr(?:ought|ings)[ ]together[ ]|\b[Tt]ogether[ ]with[ ]|\balongside[ ]|\bhosted[ ](?:at|in)[ ]|\b(?:jointly|partners?)[ ](?:by|with|were|are|include[sd]?|including|such[ ]as)[ ]|\bmembers[ ]of[ ](?=[A-Z])|\bwith[ ]help[ ]from[ ]|\b[Ss]avers[ ]at[ ]"
)
_GAVE = re.compile(
    r",?[ ](?:who[ ]|which[ ])?(?:(?:has|have|had|also|each|kindly|generously)[ ]){0,2}(?P<what>(?P<verb>contributed|gave|put[ ]in|put[ ]up|granted|awarded|provided|donated|pledged|chipped[ ]in|lent|seconded|supplied|released|hosted|offered[ ]us|matched|paid|covered|invested|committed)[ ](?=[£$€\d]|the[ ]|us[ ]|an?[ ]|its[ ]|two[ ]|three[ ]|each[ ]|every[ ]|desks|space|staff)[^,;.()]{3,90})"
)
_TEAMED = re.compile(
    r"[ ](?:teamed[ ]up|joined[ ]forces|joined[ ]up|partnered|worked|works)[ ](?:closely[ ])?with[ ]"
)
_TOOK_PART = re.compile(
    r"[ ](?:in[ ][^,;.]{3,40}[ ])?(?:(?:have|has|had|will|all)[ ]){0,2}(?:took[ ]part|take[ ]part|taken[ ]part|joined|signed[ ]up|agreed[ ]to[ ](?:host|take|join))\b"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=\d{4},[ ])|(?<=of[ ]which[ ])|(?<=[ ]and[ ])|(?<=,[ ])|(?<=[ ])(?:when|When|that|and|while|before|where)[ ]|(?<=\d{4})[ ]|(?<=\d{4},)[ ]|^\d[\d.]*[ ])"
)


def read(saying: Saying) -> Iterator[ProgrammeFact]:
    """Each body of a sentence that is told to have had a hand in the thing."""
    yield from _by(saying)
    yield from _did(saying)
    for match in _GIVEN.finditer(saying.text):
        for name, _ in at(saying.text, match.end()):
            if not saying.own_name(name):
                yield _fact(saying, name, "funder", "plain-grant", 0.55)
    for match in _BESIDE.finditer(saying.text):
        for name, is_name in at(saying.text, match.end()):
            if (not is_name or sure(name) or "ogether" in match[0]) and not saying.own_name(name):
                yield _fact(saying, name, "other", "plain-beside", 0.5)


def _by(saying: Saying) -> Iterator[ProgrammeFact]:
    pattern, done = _passive()
    for match in pattern.finditer(saying.text):
        front = saying.text[: match.start()]
        if _OF_TEXT.search(front) or (not saying.own and _of_another(front)):
            continue
        first = re.split(r",[ ]|[ ]and[ ]", match["verbs"].lower())
        roles = dict.fromkeys(done[one] for one in first if one in done)
        for name, is_name in at(saying.text, match.end()):
            if saying.own_name(name) or (is_name and not sure(name) and _PERSON.fullmatch(name) and " led " in f" {match[0]}"):  # fmt: skip
                continue
            for role in roles:
                if _STUDY.search(front) and role in ("commissioner", "funder"):
                    continue
                told = "evaluator" if _STUDY.search(front) and role == "deliverer" else role
                yield _fact(saying, name, told, "plain-by", 0.6)


def _of_another(front: str) -> bool:
    """Whether what was done was done to something else that has a name: "the Dune Academy was funded by"."""
    names = _ONE.findall(front)
    return bool(names) and names[-1].casefold().split()[-1] in words.listed("heads")


def _did(saying: Saying) -> Iterator[ProgrammeFact]:
    """A body that is the subject of what was done to the thing: "Kestrel Bay Enterprise started it"."""
    pattern, did = _active()
    for opening in _SUBJECT.finditer(saying.text):
        listed = list(_subjects(saying.text, opening.end()))
        for names, end in listed:
            yield from _brought(saying, names, end)
            match = pattern.match(saying.text, end)
            if match is None or not _of_thing(saying, match):
                continue
            for name, is_name in names:
                if saying.own_name(name) or (is_name and not sure(name) and match["verb"] not in _BRINGING):  # fmt: skip
                    continue
                yield _fact(saying, name, did[match["verb"]], "plain-did", 0.55)


def _brought(saying: Saying, names: list[tuple[str, bool]], end: int) -> Iterator[ProgrammeFact]:
    """What bodies gave, whom they teamed up with, or that they took part."""
    told = [(name, is_name) for name, is_name in names if not saying.own_name(name)]
    if gave := _GAVE.match(saying.text, end):
        role = "funder" if any(sign in gave["what"][:14] for sign in "£$€") else "other"
        for name, is_name in told:
            if not is_name or sure(name) or gave["verb"] in ("seconded", "lent", "donated"):
                fact = _fact(saying, name, role, "plain-gave", 0.5)
                what = " ".join(gave["what"].split())
                yield replace(fact, detail={**fact.detail, "contribution": what})
    elif teamed := _TEAMED.match(saying.text, end):
        for name, _ in [*told, *at(saying.text, teamed.end())]:
            yield _fact(saying, name, "deliverer", "plain-teamed", 0.5)
    elif _TOOK_PART.match(saying.text, end):
        for name, is_name in told:
            if not is_name or sure(name):
                yield _fact(saying, name, "other", "plain-part", 0.5)


_BRINGING = ("launched", "started", "opened", "set up", "runs", "ran", "funded", "founded", "introduced", "manages", "created", "followed", "evaluated", "piloted", "delivers", "delivered", "approved", "commissioned")  # fmt: skip


def _subjects(text: str, place: int) -> Iterator[tuple[list[tuple[str, bool]], int]]:
    """What stands as a subject at ``place``: bodies and where they end."""
    names = list(at(text, place))
    if names:
        end = text.find(names[-1][0], place) + len(names[-1][0])
        yield names, end


def _of_thing(saying: Saying, match: re.Match[str]) -> bool:
    """Whether what is done is done to the thing: its name, "it" or a word for it follows, or the bill does."""
    rest = saying.text[match.end() : match.end() + 60]
    if re.match(r"[ ](?:it|them|this)\b", rest) or "bill" in match["verb"] or "cost" in match["verb"]:  # fmt: skip
        return True
    if match["verb"] in ("exists to", "guarantees", "awarded"):
        return True
    return any(match.end() <= low <= match.end() + 60 for low, _ in saying.own)
