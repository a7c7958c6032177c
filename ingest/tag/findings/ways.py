"""Which way a result of a short account points, read from plain words: "slipped", "beyond the figure in the bid".

Words are data (``ways.toml``). It says nothing (``None``) where its words are silent; then the reader of
full sentences (``direction``) is asked. It does not say whether a sentence is a result.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from ingest.tag.findings.plain import plain
from kb.errors import VocabularyError
from kb.models import Direction, FindingKind
from kb.numbers import numbers

_FILE = "ways.toml"
_NAMES = (
    "adverse", "risen", "fallen", "ahead", "behind", "better", "worse", "liked", "disliked", "nothing",
    "doubtful", "parted",
)  # fmt: skip
_TURN = re.compile(
    r"[;,]? (?:but|while|whereas|although|though|yet|however)\b,?|; |, (?:and|a gain that)\b"
)
_BEYOND = re.compile(
    r"\b(?:beyond|exceed\w*|ahead of|surpass\w*|more than (?:we |was |were |had been )?(?:planned|hoped|promised|expected|forecast|targeted|the target)"
    r"|above (?:the |its |our |their )?(?:\w+ )?(?:plan|target|base case|forecast|profile|trajectory|bid|figure)|beat|topped|overshot|met (?:\w+ ){0,3}targets?|hit (?:\w+ ){0,3}targets?|ambitious"
    r"|within budget|on time and)\b"
)
_SHORT = re.compile(
    r"\b(?:missed|missing|short of|(?<!falling )fell short|undershot|behind (?:plan|schedule|profile|target)|not (?:met|reached)|fewer than (?:we|was|were|had|planned|expected|hoped|promised|half|it)"
    r"|below (?:the |its |our |their )?(?:\w+ )?(?:plan|target|forecast|profile|trajectory|expectations)|disappoint\w+|instead of|dreamed of|pencilled in|half of what|less than (?:planned|hoped|promised|expected|half))\b"
)
_PLAN = re.compile(
    r"\b(?:against|versus|where (?:the |our )?(?:model|plan|bid|contract|business case) (?:had|said|foresaw|promised)|compared with|(?:the |a )?targets? (?:was|of|were|had been)"
    r"|when \w+ (?:\w+ ){0,3}?(?:planned|promised|hoped|expected|forecast)|(?:planned|promised|hoped|expected|forecast|intended|budgeted) (?:for )?)\b"
)
_PLANNED = re.compile(
    r"\b(?:planned|promised|pledged|hoped|in mind|forecast|expected|targets?|targeted|profiled?|intended|budgeted|bid|contract|business case|pencilled|envisaged|foreseen|model|plan|goal)\b"
)
_OF_PLAN = re.compile(
    r"(\d+(?:\.\d+)?) ?(?:%|per ?cent) of (?:its |the |our |their )?(?:\w+ )?(?:plan|target|profile|forecast|pledge|goal|budget|bid)\b"
)
_OF_PLEDGED = re.compile(
    r"\bof (?:the |our |its )?(?:[^.;,]|,\d){0,30}?(?:planned|pledged|promised|hoped for|targeted|expected|intended)\b"
)
_RETURN = re.compile(
    r"(?:(?P<pence>\d+)p|£(?P<pounds>\d+(?:\.\d+)?))\b[^.;]{0,40}?\b(?:for|to|on|in) (?:each|every|the) (?:£1|pound)\b"
    r"|\b(?:each|every) (?:£1|pound)\b[^.;]{0,60}?(?:(?P<pence2>\d+)p|£(?P<pounds2>\d+(?:\.\d+)?))"
)
_POOR = re.compile(
    r"\b(?:above|exceed\w*|higher than|twice|double|three times) (?:the |its |our |what )?(?:\w+ ){0,2}?(?:budget|forecast|estimate|plan|average|planned|expected|original)\w*|\bcost more\b|\boverrun|\bcosts? (?:rose|doubled|grew|went up)|\b(?:not|n't|never|no) (?:\w+ ){0,3}?(?:value for money|pay for|cover|break even|cost[- ]effective|worth)|\binto the red\b|\bover(?: |-)?(?:budget|spen\w+|ran)\b|\bmore than (?:it|they) (?:saved|brought|returned)|\bdearer than|\bmore than (?:planned|forecast|budgeted|expected)"
)
_SOUND = re.compile(
    r"\bpa(?:ys|id) for (?:itself|themselves)\b|\bvalue for money\b|\b(?:less|cheaper|lower) (?:\w+ ){0,3}?than\b|\b(?:well )?(?:under|below|beneath) (?:the |its |our )?(?:\w+ )?(?:ceiling|threshold|budget|forecast|benchmark|limit)|\bwithin budget\b|\bunder budget\b|\bsav(?:ed|es|ings?)\b|\bbroke even\b"
    r"|\boutweigh\w*\b|\bcost[- ]effective\b"
)
_CONTROLS_FIRST = re.compile(
    r"^(?:\W|[\d.]+ |the |those in the |people in the |members of the )*(?:controls?|comparison|waiting[- ]list|untreated)\b"
)
_FLIP: Mapping[Direction, Direction] = {"positive": "negative", "negative": "positive"}
_ANYWAY = re.compile(
    r"\bwould have (?:\w+ ){1,8}(?:anyway|in any case|regardless|all the same|without)\b"
)
_FIGURE = r"(?<![\w.,])[£€$]?(?P<{}>\d[\d,]*(?:\.\d+)?)"
_FROM_TO = re.compile(
    rf"\b(?:from|between) {_FIGURE.format('first')}[^.;]{{0,40}}?\b(?:to|and) (?:just |only |under |over )?{_FIGURE.format('last')}"
)
_BESIDE = re.compile(
    rf"{_FIGURE.format('ours')}(?P<between>[^;]{{0,70}}?)\b(?:against|versus|vs\.?|compared (?:with|to)|as against|and) (?:the |an? |just |only )?(?:\w+ ){{0,2}}?{_FIGURE.format('theirs')}"
)
_CONTROL = re.compile(
    r"\b(?:controls?|comparison|waiting[- ]list|untreated|elsewhere|usual|no message|those (?:who|not)|without)\b"
)
_ENDS = re.compile(
    r"[,;:(]| (?:than|in|among|by|for|at|when|after|with|who|which|compared|relative) "
)
_LIKELY = re.compile(r" (?:likely|apt|prone) (?:not )?to (?:be |have |get )?(?:in |on )?")
_CHANCE = re.compile(r"\bp\s?[=>]\s?0?\.(?!0[0-4])\d|\bdue to chance\b|\bp\s?>\s?0?\.05")
_SAME = re.compile(
    r"\b(?:interval|difference|significan\w+|no (?:faster|slower|better|more|less) than|zero|told apart|same amount|margin|estimate)\b"
)
"""A null of what was just told, not of another outcome."""
_MOVES = re.compile(
    r"\b(?:slipped|fell|fallen|dropped|dipped|slid|sank|rose|risen|climbed|swelled|grew|grown|shrank|doubled|halved|trebled|tumbled|up from|down from|down to"
    r"|came down|come down|went up|went down|crept up|increased|declined|dwindled)\b"
)
_KEPT = re.compile(
    r"\b(?:complet\w+|finish\w*|stay\w*|kept|attend\w*|retention|retained|returned|turned up|answered|renewed|took part|responded|repaid|on time|arrive\w*|still|start\w*|took up|taken up)\b"
)
_MANY, _FEW = 75, 50
_CLOSE = 0.02
"""Two figures that differ by so small a share are alike."""
_UNSPENT = re.compile(r"\bunderspen[dt]\b|\bunspent\b")


def direction(text: str, kind: FindingKind) -> Direction | None:
    """Of one sentence; nothing where plain words do not tell."""
    said = plain(text)
    if kind == "forecast" or kind == "cost":
        return _cost(said)
    if kind == "experience":
        return _felt(said)
    if kind == "delivery":
        return _done(said)
    return _changed(said)


def _cost(said: str) -> Direction | None:
    back = _RETURN.search(said)
    if back is not None:
        pence, pounds = back["pence"] or back["pence2"], back["pounds"] or back["pounds2"]
        worth = float(pence) / 100 if pence else float(pounds or 0)
        return "positive" if worth > 1 else "negative"
    if _POOR.search(said):
        return "negative"
    if _UNSPENT.search(said):
        return "unclear"
    return "positive" if _SOUND.search(said) else "unclear"


def _felt(said: str) -> Direction:
    against = bool(_words("disliked").search(said))
    favour = bool(_words("liked").search(_words("disliked").sub(" ", said)))
    if against and favour:
        return "mixed"
    return "negative" if against else "positive" if favour else "unclear"


def _done(said: str) -> Direction:
    """Of a plan that was kept or not, or of what went well or ill; what was merely done points nowhere."""
    kept = planned(said)
    if kept is not None:
        return kept
    moved = _moved(said)
    if moved is not None and _MOVES.search(said):
        return moved
    bad = bool(_words("worse").search(said))
    good = bool(_words("better").search(_words("worse").sub(" ", said)))
    if bad and good:
        return "mixed"
    if bad or good:
        return "negative" if bad else "positive"
    return _share(said) or "unclear"


def _share(said: str) -> Direction | None:
    """Of those who finished, stayed or came: nearly all is good, less than half is not."""
    shares = [one.value for one in numbers(said) if one.percent]
    if not shares or not _KEPT.search(said):
        return None
    return "positive" if shares[0] >= _MANY else "negative" if shares[0] < _FEW else None


def planned(said: str) -> Direction | None:
    """What a plain sentence says of a plan: kept, missed, or nothing."""
    share = _OF_PLAN.search(said)
    if share is not None:
        return "positive" if float(share[1]) >= 100 else "negative"
    beyond, short = _BEYOND.search(said), _SHORT.search(said)
    adverse = bool(
        re.search(r"\b(?:caseloads?|wait\w*|delays?|days to|costs?|drop-?outs?)\b", said)
    )
    if bool(beyond) != bool(short):
        way: Direction = "positive" if beyond else "negative"
        return way
    counts = [one for one in numbers(said) if not 1900 <= one.value <= 2099]
    if len(counts) < 2 or not _PLANNED.search(said):
        return None
    turn = _PLAN.search(said)
    if _OF_PLEDGED.search(said):
        reached, target = counts[1].value, counts[0].value
    elif turn is None:
        return None
    else:
        before = [one for one in counts if one.end <= turn.start()]
        after = [one for one in counts if one.start >= turn.end()]
        if not before or not after:
            return None
        reached, target = before[-1].value, after[0].value
        if len(before) > 1 and abs(before[0].value - target) < abs(before[-1].value - target):
            reached = before[0].value
    return "positive" if (reached >= target) != adverse else "negative"


def _changed(said: str) -> Direction | None:
    """Of a change: each clause by itself; two that part are mixed."""
    if _ANYWAY.search(said):
        return "negative"
    if _words("doubtful").search(said):
        return "unclear"
    if _CHANCE.search(said) and not _TURN.search(said):
        return "no-effect"
    turns = list(_TURN.finditer(said))
    starts = [0, *(turn.end() for turn in turns)]
    ends = [*(turn.start() for turn in turns), len(said)]
    ways = [_clause(said[start:end]) for start, end in zip(starts, ends, strict=True)]
    told = {way for way in ways if way is not None}
    if "no-effect" in told and (told == {"no-effect"} or _SAME.search(said[starts[-1] :])):
        return "no-effect"
    if len(told) > 1 or (told - {"no-effect"} and _words("parted").search(said)):
        return "mixed"
    return next(iter(told), None)


def _clause(said: str) -> Direction | None:
    if _words("nothing").search(said):
        return "no-effect"
    way = _moved(said)
    if way is None:
        bad, good = _words("worse").search(said), _words("better").search(said)
        if bool(bad) == bool(good):
            return None
        way = "negative" if bad else "positive"
    if _CONTROLS_FIRST.search(said) and " than " in said:
        return _FLIP[way]
    return way


def _moved(said: str) -> Direction | None:
    """Of the first move or comparison: up or down, of a thing of which more is good or bad."""
    for upward, downward in (("risen", "fallen"), ("ahead", "behind")):
        up, down = _words(upward).search(said), _words(downward).search(said)
        if up is None and down is None:
            continue
        rose = up is not None and (down is None or up.start() < down.start())
        first = up if rose else down
        assert first is not None
        return _good(rose, said, first)
    return _figures(said)


def _good(rose: bool, said: str, at: re.Match[str]) -> Direction:
    """Whether more or less of it is good: of its object where it has one, else of what is spoken of first."""
    rest = said[at.end() : at.end() + 70]
    likely = _LIKELY.match(rest)
    behind = rest[likely.end() :] if likely else _ENDS.split(rest)[0]
    for part in (behind[:32], said[: at.start()], behind):
        thing = _things().search(part)
        if thing is not None:
            return "positive" if rose == (thing.lastgroup == "good") else "negative"
    return "positive" if rose else "negative"


def _figures(said: str) -> Direction | None:
    """Of two figures: "from 18.9 to 22.4", "71 days against 88 among controls"."""
    over = _FROM_TO.search(said)
    if over is not None:
        first, last = _value(over["first"]), _value(over["last"])
        return None if first == last else _good(last > first, said, over)
    beside = _BESIDE.search(said)
    if beside is None:
        return None
    ours, theirs = _value(beside["ours"]), _value(beside["theirs"])
    if _CONTROL.search(beside["between"]) and not _CONTROL.search(said[beside.end() :]):
        ours, theirs = theirs, ours
    if abs(ours - theirs) <= _CLOSE * max(ours, theirs):
        return "no-effect"
    return _good(ours > theirs, said, beside)


def _value(figure: str) -> float:
    return float(figure.replace(",", "").rstrip(".") or 0)


@lru_cache(maxsize=16)
def _words(name: str) -> re.Pattern[str]:
    return _lists()[name]


@lru_cache(maxsize=1)
def _things() -> re.Pattern[str]:
    """Things of which more is good or bad, those of ``direction_outcomes.toml`` among them."""
    known: dict[str, str] = {}
    for row in _toml("direction_outcomes.toml")["class"]:
        known[row["name"]] = "|".join(map(re.escape, row["entries"].split()))
    bad = f"{_toml(_FILE)['adverse']['words']}|{known['bad-thing']}"
    return re.compile(rf"(?<![\w-])(?:(?P<bad>{bad})|(?P<good>{known['good-thing']}))(?![\w-])")


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, re.Pattern[str]]:
    """The lists of ``ways.toml``; ``VocabularyError`` names one that is missing or unreasoned."""
    table = _toml(_FILE)
    for name in _NAMES:
        row = table.get(name, {})
        if not row.get("words") or not row.get("rationale"):
            raise VocabularyError(
                f"read {_FILE}: list {name!r} has no words or no rationale; both are needed"
            )
    return {name: re.compile(rf"(?<!\w)(?:{table[name]['words']})(?!\w)") for name in _NAMES}


@lru_cache(maxsize=2)
def _toml(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))
