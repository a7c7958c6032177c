"""Results of a short account, which says them barely: "Fifty-two finished", "Arrears fell by a third".

A summary, a page or a newsletter is dense with results and seldom says "the evaluation found". In such a
document, and in no other, plain words (``brief.toml``) count as signs too. It weighs sentences that
``weighing.py`` left out; it reads neither outcome nor direction.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from ingest.tag.findings import plans, signs
from ingest.tag.findings.plans import Plan
from ingest.tag.findings.signs import KINDS, Seen, Signs
from ingest.tag.findings.weighing import COMPARES, Weighed
from ingest.tag.sheet import Line, Sheet
from kb.errors import VocabularyError
from kb.models import FindingKind

FEWEST, MOST = 8, 90
"""Sentences of a short account. Of fewer nothing tells what they are about; a longer one says its results fully."""
THRESHOLD = 1.0
_FILE = "brief.toml"
_BASE = 0.25
_COUNTED, _UNCOUNTED, _NAMED, _MORE = 0.2, 0.15, 0.15, 0.1
_LOOSE = ("brief.than", "brief.moved", "brief.said", "brief.slipped")
"""Signs that without a figure stand in many a sentence of opinion."""
_NO_ACCOUNT = frozenset({"protocol", "trial-registration", "statistics", "guidance"})
_UNTOLD = frozenset({"against.aim", "against.if", "against.background", "against.method"})
"""Signs of long reports that plain talk sets off as well; ``brief.toml`` has its own in their stead."""
_VETO = ("brief.looked", "brief.meaning", "brief.theirs")
"""Signs against a result by which a short account overrules the reader of long reports, too."""
_SHORTEST, _LONGEST, FARTHEST = 2, 80, 800
"""Words of a sentence, and letters, so that a run of letters without end costs nothing."""
_BY_COUNT = ("brief.count", "brief.total", "brief.now")
"""Signs that are none without a count of people, things or money; "for six months" counts none."""
_TIME = re.compile(
    r"\s?-?(?:years?|months?|weeks?|days?|hours?|minutes?|decades?|sectors|way|st|nd|rd|th)\b"
)
_TIMES = re.compile(r"\b(?:halved|doubled(?! down)|trebled|tripled|quadrupled)\b")
_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|phase|stage|option|table"
    r"|figure|paragraph|chapter|no\.) ?$"
)
_END = re.compile(r"[.!;)\]\"'”’]\s*$")
_OWN = re.compile(
    r"\b(?:we|our|us|programme|program|scheme|project|pilot|trial|evaluation|service|initiative|participants|clients"
    r"|trainees|tenants|partners?|fund|funded|grant|intervention|course)\b"
)
_LEAST_OWN = 3
"""Sentences that speak of an attempt at all; a page of figures about a problem has fewer."""
_LABEL = 45
_IS_LABEL = re.compile(r"[?:]$|^\S+(?: \S+){0,3}\.$")
"""A label of few words: "What has been tried?", "Results."."""
_COMPARED = re.compile(
    r"\b(?:controls?|comparison|counterfactual|wait(?:ing)?[- ]list\w*|matched|similar \w+|otherwise|in any case|anyway"
    r"|(?:both|all|two|three|intervention|treatment|control|other) (?:the )?(?:two |three )?(?:arms?|groups?)|the rest of the|those (?:who|that) (?:did|had|were) not"
    r"|non-?participants|would have|usual (?:\w+ )?(?:care|service|support|practice|help)|not (?:offered|invited)|threshold|cut-off|untreated)\b"
)
_OVER_TIME = re.compile(
    r"\bthan in the (?:year|months?|weeks?|period)? ?before\b|\bthan (?:before|at the start)\b|\bsince they\b|\bfrom [£€$]?\d[\d.,]*[^.;]{0,40}\bto [£€$]?\d"
)


@dataclass(frozen=True)
class Brief:
    """A short account: how much the place of each line counts, by where it starts."""

    places: Mapping[int, float]
    plans: tuple[Plan, ...]
    rules: Signs


@dataclass(frozen=True, slots=True)
class _Heading:
    """A row of headings."""

    pattern: re.Pattern[str]
    weight: float


def of(sheet: Sheet) -> Brief | None:
    """What a short account is read with; nothing for any other document."""
    if not FEWEST <= len(sheet.lines) <= MOST or sheet.type in _NO_ACCOUNT:
        return None
    if sum(bool(_OWN.search(line.text.lower())) for line in sheet.lines) < _LEAST_OWN:
        return None
    return Brief(dict(_places(sheet.lines)), plans.of(sheet), load())


def weigh(
    brief: Brief, line: Line, said: str, seen: Sequence[Seen], sheet: Sheet, *, named: float
) -> Weighed | None:
    """The kind and the score of a sentence; nothing where it is not taken for a result.

    ``seen``: what the signs of long reports see in it. ``named``: how much its naming what the document is
    about counts.
    """
    count = len(said.split())
    if len(said) > FARTHEST or not _SHORTEST <= count <= _LONGEST or not _END.search(line.text):
        return None
    plain = brief.rules.find(said, range(len(brief.rules.signs)))
    told = [one for one in plain if one.sign.gives in KINDS]
    if not told:
        return None
    best = max(told, key=lambda one: (one.sign.weight, -one.start))
    counted = bool(_TIMES.search(said)) or any(
        not _TIME.match(said, match.end())
        and not _MONTH.search(said[max(0, match.start() - 14) : match.start()])
        for match in _number().finditer(said)
    )
    if best.sign.id in _BY_COUNT and not counted:
        return None
    against = {
        one.sign.id: one.sign.weight
        for one in (*seen, *plain)
        if one.sign.gives == "against" and one.sign.id not in _UNTOLD
    }
    if any(one.sign.id == "brief.plan" for one in told):
        against.pop("brief.ahead", None)
    own = max((one.sign.weight for one in plain if one.sign.gives == "own"), default=0.0)
    score = (
        _BASE
        + best.sign.weight
        + (_COUNTED if counted else -_UNCOUNTED * (best.sign.id in _LOOSE))
        + _MORE * min(2, len({one.sign.id for one in told}) - 1)
        + max(own, _NAMED * bool(named))
        + brief.places.get(line.start, 0.0)
        - sum(against.values())
    )
    if score < THRESHOLD:
        return None
    kind = _kind(told, said, sheet)
    gives = "change" if kind == "effect" else kind
    best = max(
        (one for one in told if one.sign.gives == gives),
        key=lambda one: (one.sign.weight, -one.start),
        default=best,
    )
    return Weighed(kind, round(min(1.0, score / (2 * THRESHOLD)), 3), best)


def speaks_against(brief: Brief, said: str) -> bool:
    """Whether a sentence tells how it was looked at, what a word means or what others found."""
    return len(said) <= FARTHEST and any(
        sign.pattern.search(said) for sign in brief.rules.signs if sign.id in _VETO
    )


def _kind(told: Sequence[Seen], said: str, sheet: Sheet) -> FindingKind:
    """The kind that is told most; an effect only against a comparison, in the sentence or by design."""
    ids = {one.sign.id for one in told}
    compared = bool(_COMPARED.search(said)) and not _OVER_TIME.search(said)
    kinds = {one.sign.gives for one in told}
    if "brief.worth" in ids or ("cost" in kinds and not ids & {"brief.than", "brief.stayed"}):
        return "cost"
    if "experience" in kinds and not (compared and "change" in kinds):
        return "experience"
    if "brief.plan" in ids and not compared:
        return "delivery"
    if "change" in kinds and compared:
        return "effect"
    if ids & {"brief.stayed", "brief.than"} and sheet.design in COMPARES:
        return "effect" if not _OVER_TIME.search(said) else "change"
    if "brief.rated" in ids and not ids & {"brief.moved"}:
        return "delivery"
    if "change" in kinds:
        return "change"
    return "cost" if "cost" in kinds else "delivery"


def _places(lines: Sequence[Line]) -> Iterator[tuple[int, float]]:
    """Where each line starts, and what its heading adds; a short line of its own that is named as headings
    are is one for those that follow."""
    heading, weight = "", 0.0
    for line in lines:
        if line.heading != heading:
            heading = line.heading
            weight = _of_heading(heading.lower())
        said = line.text.strip()
        if len(said) <= _LABEL and _IS_LABEL.search(said):
            weight = _of_heading(said.lower()) or weight
        yield line.start, weight


def _of_heading(said: str) -> float:
    """The first row that holds; 0 for a heading that says nothing."""
    return next((row.weight for row in _headings() if row.pattern.search(said)), 0.0)


@lru_cache(maxsize=1)
def load() -> Signs:
    """The signs of short accounts; ``VocabularyError`` says which row is malformed."""
    return signs.parse(_table(), _FILE)


@lru_cache(maxsize=1)
def _headings() -> tuple[_Heading, ...]:
    rows: list[_Heading] = []
    for row in _table()["heading"]:
        if not row.get("rationale"):
            raise VocabularyError(f"read {_FILE}: heading {row['pattern']!r:.40} has no rationale")
        rows.append(_Heading(re.compile(row["pattern"]), float(row["weight"])))
    return tuple(rows)


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    return re.compile(_table()["words"]["num"])


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(_FILE).read_text("utf-8"))
