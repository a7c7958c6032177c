"""Facts of the programme in the plain words of a short text: who, when, where, for whom, what was aimed at, what it cost.

In a short text what is said of "it", "the scheme" or by "we" is said of the one thing it is about; so shapes
of sentences suffice that would be rash in a long report. Who took part is ``bodies.py``'s; names are
``called.py``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ingest.tag import figures as figured
from ingest.tag.programmes import bodies, organisations, words
from ingest.tag.programmes.called import is_body
from ingest.tag.programmes.names import Programme
from ingest.tag.programmes.periods import MONTH, MONTHS
from ingest.tag.programmes.saying import LONGEST, SHORTEST, WORD, Saying
from ingest.tag.sheet import Sheet
from kb.accounts import ProgrammeFact

SHORT_TEXT = 160
"""Sentences up to which a text is short."""
SAID = 3
"""Times that a text says "the scheme" where it gives no name."""
_GOES_ON = re.compile(r"(?:It|They|Its|All of them|Each of them|These)(?![\w’'])")
_DONE_TO = re.compile(
    r"\b(?:ran|runs?|started|opened|funded|manages|managed|followed|delivered|delivers|founded|launched|hosted|closed|set[ ]up|piloted|backed|evaluated|led|paid[ ]for)[ ](?P<it>it|them)(?!\w)"
)
_STRONG = re.compile(
    r"\b(?:(?:grant|budget|contract|award)[ ]of[ ](?:over[ ]|up[ ]to[ ])?[£$€]|allocated[ ][£$€]|(?:paid[ ]for|funded|bankrolled|financed|underwritten)[ ](?:with|by)[ ]|(?:shared|met|split|footed)[ ]the[ ](?:bill|cost)|budget[ ](?:of|was|is)[ ]|contract[ ](?:is|was)[ ]worth|[Pp]artners[ ](?:were|are|include[sd]?)[ ]|\b(?:seconded|donated|hosted)[ ]|(?:lent|gave|offered)[ ]us[ ]|provided[ ]the[ ]|t(?:ook|ake)[ ]part|teamed[ ]up[ ]with|joined[ ]forces[ ]with|contributed[ ][£$€]|put[ ]in[ ][£$€]|hoped[ ]to[ ](?:reach|help)|the[ ]bid[ ](?:promised|said)|pulled[ ]the[ ]plug|disbanded|dissolved|wound[ ](?:up|down)|closed[ ]its[ ]doors|mothballed|guarantees[ ]every|kitty|of[ ]the[ ][£$€][\d.,]+(?:[ ]?(?:million|m|k))?[ ]was[ ]spent|ahead[ ]of[ ]plan|pencilled[ ]in|(?:planned|promised|pledged|hoped|contracted)[ ]to[ ]\w+[ ](?:[a-z]+[ ])?\d)"
)
_SPEAKERS = re.compile(
    r"(?:\d[\d.]*[ ])?The[ ](?:Department|Council|Trust|Ministry|Foundation|Authority|Board|charity|team|company|council|credit[ ]union|trust|bank|founders|partners|project[ ]team|university|college|housing[ ]association|bid|plan)\b"
)
_OURS = re.compile(r"(?<!\w)(?:[Ww]e|I|[Oo]ur)(?!\w)")
_OTHERS = re.compile(
    r"\b(?:[Ee]lsewhere|(?:[Ee]arlier|[Pp]revious)[ ](?:\w+[ ])?(?:stud|trial|scheme|programme|project|pilot|research|evaluation|work)\w*|elsewhere|neighbouring|[Ss]imilar[ ](?:scheme|programme|project|pilot|service)|[Oo]ther[ ](?:scheme|programme|project|pilot|service|countr|stud|research)\w*|[Rr]esearch[ ]from|[Aa]n?[ ](?:\w+[ ])?study)\b"
)
_AHEAD = re.compile(
    r"\b(?:next[ ]year|recommend\w*|should|ought|propos\w+|call(?:s|ed)?[ ](?:up)?on)\b", re.I
)


def read(sheet: Sheet, flat: Sequence[str], named: Sequence[Programme]) -> Iterator[ProgrammeFact]:
    """The facts that each sentence about the thing (or one of the things) tells."""
    for saying in _sayings(sheet, flat, named):
        yield from _facts(saying)


def _sayings(sheet: Sheet, flat: Sequence[str], named: Sequence[Programme]) -> Iterator[Saying]:
    means = _meaning(named)
    headings = {heading.start for heading in sheet.headings}
    spoken = False
    for line, text in zip(sheet.lines, flat, strict=True):
        if line.start in headings:
            spoken = False
            continue
        if not SHORTEST <= text.count(" ") + 1 <= LONGEST or text.rstrip().endswith("?"):
            continue
        own = tuple(match.span() for match in means.finditer(text))
        if not own and spoken:
            own = tuple(match.span() for match in [_GOES_ON.match(text)] if match)
            own += tuple(match.span("it") for match in _DONE_TO.finditer(text))
        is_ours = (_OURS.search(text) or _STRONG.search(text) or _SPEAKERS.match(text)) is not None
        spoken = bool(own)
        if (own or is_ours) and not _OTHERS.search(text):
            yield Saying(line, text, frozenset(WORD.findall(text.lower())), own, is_ours)


def _facts(saying: Saying) -> Iterator[ProgrammeFact]:
    yield from bodies.read(saying)
    if not _AHEAD.search(saying.text):
        yield from _costs(saying)
    yield from _targets(saying)
    yield from _status(saying)
    yield from _periods(saying)
    if saying.own:
        yield from _places(saying)
        yield from _people(saying)


def _meaning(named: Sequence[Programme]) -> re.Pattern[str]:
    names = [part for one in named for part in (one.name, one.acronym, *one.others) if part]
    last = {name.rsplit(" ", 1)[-1] for name in names if " " in name}
    heads = [f"The {one}" for one in last] + [f"the {one}" for one in last]
    none = words.either(words.listed("not_ours"))
    things = words.either(words.plain("things"))
    own = rf"(?:[Tt]he|[Tt]his|[Oo]ur)[ ](?!{none}[ ])(?:[£$€][\d.]+(?:[ ]?(?:m|k|bn|million|billion))?[ ])?(?:[a-z][\w-]*[ ]){{0,2}}?{things}(?![\w-])"
    said = f"{words.either([*names, *heads])}(?![\\w-])|" if names else ""
    return re.compile(rf"(?<![\w-])(?:{said}{own})")


def is_told_of(flat: Sequence[str]) -> bool:
    """Whether a text without a name speaks again and again of one thing that was tried: "the scheme"."""
    things = words.either(words.listed("things") | words.plain("nameless"))
    own = re.compile(
        rf"(?<!\w)(?:[Tt]he|[Tt]his|[Oo]ur)[ ](?:[a-z][\w-]*[ ])?(?P<thing>{things})(?!\w)"
    )
    said = [match["thing"] for text in flat for match in own.finditer(text)]
    return any(said.count(thing) >= SAID for thing in set(said))


# --- when and whether -------------------------------------------------------------------------------

_DATE = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?[ ])?(?P<{{0}}m>{MONTH}),?[ ]|(?:early|late|mid)[- ]|the[ ](?:spring|summer|autumn|winter|end|start|beginning)[ ]of[ ])?(?P<{{0}}y>(?:19|20)\d\d)(?!\d|[,.]\d)"


def _date(key: str) -> str:
    return _DATE.replace("{0}", key)


_SPAN = re.compile(
    rf"\b(?:[Bb]etween|[Ff]rom)[ ](?:(?P<bare>{MONTH})|{_date('s')})[ ](?:and|to|until|through|till)[ ]{_date('e')}|(?<![\d£$€])(?P<y1>(?:19|20)\d\d)[ ]?[-–—/][ ]?(?P<y2>(?:(?:19|20)\d\d|\d\d))(?![\d-])"
)
_SINCE = re.compile(rf"\b[Ss]ince[ ](?:its[ ]\w+[ ]in[ ])?{_date('s')}")
_AT = re.compile(
    rf"\b(?:[Ii]n|[Oo]n|[Aa]t|[Dd]uring|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom)[ ]{_date('s')}"
)
_RUN = re.compile(
    r"\b(?:ran|runs?|running|lasted|operated|worked|delivered|funded|awarded|took[ ]place|offered|trialled|tested|piloted|open|active|met|helped|supported|paid)\b"
)
_BEGAN = re.compile(
    r"\b(?:[Ll]aunched|[Ss]et[ ]up|[Ee]stablished|[Ff]ounded|[Ss]tarted|[Bb]egan|[Bb]egun|[Cc]reated|[Ii]ntroduced|[Oo]pened|[Ff]ormed|[Pp]iloted|[Uu]nveiled|[Aa]nnounced|[Aa]pproved|[Ff]unded|[Bb]orn|[Cc]ame[ ]into[ ]being|[Ww]ent[ ]live|[Pp]aired|[Gg]ot[ ]going|[Rr]an)\b"
)
_PARTIAL = r"(?:early|down|up)"
_STOPPED = re.compile(
    r"\b(?:(?P<early>pulled[ ]the[ ]plug|shut[ ](?:down|up[ ]shop|its[ ]doors)|(?:was|were|been)[ ](?:\w+ly[ ])?(?:withdrawn|scrapped|axed|cancelled|mothballed|abandoned|dissolved|wound[ ](?:up|down)|discontinued|suspended|terminated|shelved|halted|dropped|closed|paused|stood[ ]down)|folded|disbanded|collapsed|closed[ ]early)|(?P<over>closed|wrapped[ ]up|came[ ]to[ ](?:an[ ]end|a[ ]close)|(?:has|had)[ ](?:now[ ]|since[ ])?(?:ended|finished|closed)|ended|finished|ceased|lapsed|stopped[ ](?:taking|running|in)|wound[ ](?:up|down)|no[ ]longer[ ](?:runs|operates|exists|running|operating|open)|(?:was|were)[ ]not[ ]renewed|drew[ ]to[ ]a[ ]close))\b"
)
_GOING = re.compile(
    r"\b(?:being[ ](?:continued|extended|rolled[ ]out)|(?:is|are)[ ]still[ ](?:going|running|open)|continues[ ](?:to[ ](?:run|operate)|in|across|until)|(?:has|have)[ ]been[ ](?:extended|renewed|continued)|(?:is|are)[ ](?:now[ ])?(?:ongoing|under[ ]way))\b"
)
_WHY = re.compile(
    r"(?:,[ ])?\b(?:because(?:[ ]of)?|due[ ]to|owing[ ]to|following|after|as|when|since|for[ ]want[ ]of|once)[ ](?P<why>(?!(?:19|20)\d\d|a[ ]result|planned)[^.;]{10,200})"
)
_WHY_NOT = re.compile(
    r"(?:(?:the[ ]end[ ]of[ ])?(?:\w+[ ])?(?:19|20)\d\d|(?:\w+[ ]){1,2}(?:months?|years?|weeks?))\b"
)
_STOPS = re.compile(r"[ ](?:job|wage|gap|shift|day|call|debt|account|arrears)s?[ ]$")


def _about(saying: Saying, place: int, within: int = 70) -> bool:
    """Whether what stands at ``place`` is said of the thing: it, or "we", stands near before it."""
    return saying.before(place, within) or (saying.is_ours and place < within)


def _status(saying: Saying) -> Iterator[ProgrammeFact]:
    text = saying.text
    if (going := _GOING.search(text)) and saying.before(going.start(), 60):
        yield saying.fact("status", "running", "status.plain-going", 0.5)
    match = _STOPPED.search(text)
    if match is None or not _about(saying, match.start(), 60):
        return
    value = "closed-early" if match["early"] else "ended"
    yield saying.fact("status", value, "status.plain", 0.55)
    why = _WHY.search(text, match.end())
    if why and not _WHY_NOT.match(why["why"]):
        yield saying.fact("why-ended", why["why"].strip(" ,"), "why-ended.plain", 0.5)


def _when(match: re.Match[str], key: str) -> str:
    year, month = match[f"{key}y"], match[f"{key}m"]
    return f"{year}-{MONTHS.index(month.lower()) + 1:02d}" if month else str(year)


def _periods(saying: Saying) -> Iterator[ProgrammeFact]:
    text = saying.text
    start = end = ""
    if (span := _SPAN.search(text)) and (_RUN.search(text) or saying.own):
        if span["y1"]:
            last = span["y2"] if len(span["y2"]) == 4 else span["y1"][:2] + span["y2"]
            start, end = span["y1"], last
        elif span["bare"]:
            year = span["ey"]
            start, end = f"{year}-{MONTHS.index(span['bare'].lower()) + 1:02d}", _when(span, "e")
        else:
            start, end = _when(span, "s"), _when(span, "e")
    elif at := _AT.search(text):
        if ((stop := _STOPPED.search(text)) and _about(saying, stop.start(), 60)) or (
            re.match(r"[Uu]ntil|[Tt]ill", at[0]) and saying.own
        ):
            end = _when(at, "s")
        elif (began := _BEGAN.search(text)) and saying.near(*began.span(), 60):
            start = _when(at, "s")
    elif (since := _SINCE.search(text)) and saying.own:
        start = _when(since, "s")
    if (start or end) and (not start or not end or start <= end):
        detail = {key: value for key, value in (("start", start), ("end", end)) if value}
        yield saying.fact("period", f"{start}/{end}", "period.plain", 0.5, detail)


# --- what was aimed at, what it cost ----------------------------------------------------------------

_NUMBER = r"(?:\d[\d,.]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|ten|twelve|fifteen|eleven|a[ ]hundred|half|every|two[ ]hundred|three[ ]hundred|five[ ]hundred|a[ ]thousand|one[ ]in|two[ ]thirds)"
_TARGET = re.compile(
    rf"\b(?:(?:set[ ]out|aim(?:s|ed|ing)?|planned|plans|hope[sd]?|hoping|intend(?:s|ed)|meant|expect(?:s|ed)|pledged?|promised?|promises|undertook|wanted|committed|contracted|supposed|due|was|were)[ ](?:to|for)[ ](?:\w+[ ]){{0,5}}?|(?:promised|pledged|foresees|foresaw|envisage[sd]|forecast|assumed|guarantees|guaranteed|targeted)[ ](?:\w+[ ]){{0,3}}?|(?:target|goal|aim|ambition|objective|profile|plan|quota)s?[ ](?:of|was|is|were|had[ ]been|being|set[ ]at|stood[ ]at)[ ](?:\w+[ ]){{0,4}}?)(?P<n>{_NUMBER}(?![\w])[^,;.()]{{0,60}})"
)
_AGAINST = re.compile(
    rf"\b(?:against|short[ ]of|out[ ]of|above|below|beyond|of|where|when|than)[ ](?:a[ ]|the[ ]|our[ ]|its[ ]|an[ ])?(?:\w+[ ]){{0,3}}?(?P<n>{_NUMBER})[ ](?:[\w-]+[ ]){{0,2}}?(?:that[ ](?:was|were|had[ ]been)[ ]|we[ ](?:had[ ])?|it[ ](?:had[ ])?|they[ ](?:had[ ])?)?(?:planned|promised|pledged|envisaged|forecast|foreseen|expected|intended|hoped[ ]for|targeted|pencilled[ ]in|in[ ]mind|wanted|in[ ]the[ ](?:bid|plan|contract|business[ ]case))"
    rf"|\b(?:target|plan|goal|model|bid|business[ ]case|base[ ]case)(?:[ ](?:of|had|was|assumed|said|put|showed))[ ](?P<m>{_NUMBER})|\bplan\b.{{0,30}}?\bagainst[ ](?P<k>\d[\d,.]*)|\bagainst[ ]a[ ](?:target|goal|plan)[ ]of[ ](?P<j>{_NUMBER})|\b(?P<h>{_NUMBER})[ ]pencilled[ ]in"
)
_MONEY_WORDS = re.compile(
    r"\b(?:budget|cost(?:s|ing)?|allocated|backed[ ]by|grants?|awarded|put[ ]in|contract|funded|funding|fund|financed|spent|spend|spending|placed|invest(?:ed|ment)|paid[ ]for|price|worth|bill|per[ ]head|a[ ]head|each|per[ ]person|per[ ]participant|donated|contributed|underwritten|came[ ]from|from[ ]the|with|a[ ]place|committed|provided)\b"
)
_NOT_COST = re.compile(
    r"\b(?:sav(?:e|ed|es|ing|ings)|economy|attracted|additional|crisis|fraud|revenue|profits?|income|turnover|reserves?|underspend|debts?|borrow(?:ed|ing)?|arrears|wages?|earn(?:ed|ings|ing)?|premiums?|returns?|ow(?:e|ed|ing)|deposit|losses|lost|benefits?[ ]of|worse|better[ ]off|raised|rose|fell|pocket|put[ ]away|squirrelled|salary|salaries|instalments?|fees?|rent|fin(?:e|ed)|purchase|gain(?:s|ed)?|yields?|QALY|for[ ]every|to[ ]the[ ]pound|in[ ]the[ ]pound|loans?|more[ ]than[ ](?:in|for)|average[ ]household|a[ ]week|a[ ]month)\b"
)
_SALARY = re.compile(r"[Ss]alaries[ ]swallow")
_EACH = re.compile(
    r"[ ]?(?:[\w ]{0,12})?\b(?:per|an?|for[ ]each|for[ ]every|each)[ ]?(?:head|person|participant|place|learner|young|client|family|household|starter|tenant|call|member)|[ ](?:each|apiece)\b"
)


def _targets(saying: Saying) -> Iterator[ProgrammeFact]:
    text = saying.text
    if _AHEAD.search(text):
        return
    match = _TARGET.search(text)
    if match and _about(saying, match.start(), 70):
        yield saying.fact("target", match["n"].strip(" –—"), "target.plain", 0.5)
    elif match := _AGAINST.search(text):
        value = next(match[key] for key in "nmkjh" if match[key])
        yield saying.fact("target", value, "target.against", 0.5)


def _costs(saying: Saying) -> Iterator[ProgrammeFact]:
    text = saying.text
    if not any(sign in text for sign in "£$€") or text.count("£") > 4:
        return
    for figure in figured.figures(text):
        at = text.find(figure.text)
        if not figure.currency or at < 0:
            continue
        near = text[max(0, at - 60) : at + len(figure.text) + 30]
        if not _MONEY_WORDS.search(near) or _NOT_COST.search(near):
            continue
        each = _EACH.match(text, at + len(figure.text)) or _EACH.search(figure.text)
        detail = {"per": "participant" if each else "total", "currency": figure.currency}
        yield saying.fact("cost", figure.text, "cost.plain", 0.5, detail, (figure,))


# --- where and for whom -----------------------------------------------------------------------------

_WHERE = re.compile(
    rf"\b(?:[Ii]n|[Aa]cross|[Aa]round|[Tt]hroughout|on)[ ](?:the[ ]|and[ ]around[ ])?(?:(?!the[ ])[\w-]+[ ]){{0,4}}?(?:(?<=[a-z][ ])(?:of|in|around|across|on)[ ])?(?P<names>{words.CAP}(?:[ ]{words.CAP}){{0,3}}(?:(?:,[ ]|[ ]and[ ](?:the[ ])?|,[ ]and[ ])(?:the[ ])?{words.CAP}(?:[ ]{words.CAP}){{0,3}}){{0,5}})(?=[,;:)–—]|\.(?!\w)|$|[ ](?:and|who|where|that|between|from|in|to|for|until|with|since|is|are|was|were|have|has|on|at|by|after|throughout|over|each|every|had|or|which|when|as|whose|during)\b)"
)
_NO_PLACE = re.compile(
    rf"(?:{MONTH}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|Parliament|Library|Act|Cabinet|Level|England’s|Year|Option|Phase|Table|Figure|Section|Annex|NHS|GP|I|We|It|The|A|English|Excel|Government|Board)\b"
)
_AND = re.compile(r",[ ]and[ ](?:the[ ])?|,[ ]|[ ]and[ ](?:the[ ])?")


def _places(saying: Saying) -> Iterator[ProgrammeFact]:
    """Names behind "in", "across" … in a sentence of the thing; what is an organisation's is left out."""
    for match in _WHERE.finditer(saying.text):
        if saying.text[match.end() : match.end() + 2] in ("’s", "'s"):
            continue
        for name in _AND.split(match["names"]):
            known = words.places().get(name)
            if not known and (
                _NO_PLACE.match(name)
                or is_body(name)
                or organisations.sector_of(name)
                or saying.own_name(name)
                or name.isupper()
            ):
                continue
            if any(name in saying.text[low:high] for low, high in saying.own):
                continue
            detail = {"country": known} if known else {}
            yield saying.fact("place", name, "place.plain", 0.5, detail)


@lru_cache(maxsize=1)
def _for() -> re.Pattern[str]:
    who = words.either(words.plain("people"))
    verbs = r"[Ff]or|to|of|with|pairs|paired|helps|helped|helping|supports|supported|targets|targeted|reach|reached|enrolled|hires|among|gave|gives|trains|trained|lends|offered|teaches|takes|took|take[ ]on|invites|recruited|recruits|let|lets"
    which = r"(?:[ ](?:who|aged|under|over|with|in|leaving|on|from|whose|without|out[ ]of|living|returning|facing|at[ ]risk|behind|under[ ]contract)\b[^,;.:()]{2,90})?"
    return re.compile(
        rf"(?<!\w)(?:{verbs})[ ](?P<who>(?:(?!(?:to|by|in|of|at|on|for|the[ ]same|or|per|was|is|were|that|which|\w+ing|create|need)[ ])(?:[a-z]|\d)[\w’'–-]*[ ]){{0,4}}?{who}(?![\w-]){which})"
    )


_NOT_WHO = re.compile(
    r"(?:\w+[ ])?(?:number|share|proportion|per[ ]cent|most|half|many|one|some|all|none|any|out|which|whom|those[ ]of|its|their|our)[ ]"
)


def _people(saying: Saying) -> Iterator[ProgrammeFact]:
    for match in _for().finditer(saying.text):
        if not _NOT_WHO.match(match["who"]) and saying.before(match.start(), 90):
            yield saying.fact("population", match["who"].strip(), "population.plain", 0.5)
            return
