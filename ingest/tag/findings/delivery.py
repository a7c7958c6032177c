"""What was delivered: the words for those reached or the things made, and the slug that fits what was done.

"Supported 18 social innovators" is of the social innovators; "100 partnerships were formed" of partnerships.
It tells whether a target was met, never whether that is good for people.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from kb.models import Direction

_NUMBER = re.compile(
    r"(?:[£$€]|us\$|nz\$)?\s?(?<![\w.])(?!(?:19|20)\d\d\b)\d[\d,.]*(?:\s?(?:million|m\b|k\b|billion|bn\b|thousand|hundred|%|per ?cent))*\+?"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|(?:one )?hundreds?|thousands?|millions?|dozens?)\b(?: (?:hundred|thousand|million|billion))?"
)
_TIME = re.compile(
    r"-|\s?-?(?:years?|months?|weeks?|days?|hours?|minutes?|times\d*|points?|per ?cent|pages|st|nd|rd|th)\b"
)
_TARGET = re.compile(
    r"\b(?:up-?take|take-?up|enrolment|enrollment|recruitment|attendance|completion|retention|drop-?out|response)(?: rates?)?\b"
)
_TARGETS = re.compile(
    r"\b(?:[a-z]+ )?(?:targets?|goals?|objectives|milestones?)(?: (?:for|of|on) (?:the )?(?:[\w-]+ ){0,3}[\w-]+)?"
)
_SMALL = re.compile(r"two|three|four|five|six|seven|eight|nine|ten")
_BEYOND = re.compile(
    r"\b(?:fewer|more|less) (?P<what>[a-z][^.;,()]{2,80}?) than (?:was |were |had been )?(?:planned|expected|anticipated|forecast|hoped|targeted)\b"
)
_MONEY_FILL = re.compile(
    r"\s*(?:\([^()]{0,30}\) )?(?:(?:in|of|for|from|worth of) )?(?:the |new |more )?"
)
_FILL = re.compile(
    r"\s+(?:of (?:the |these |those |our |all )?|(?:new|different|other|more|additional|further|separate|local) )*"
)
_MET = re.compile(
    r"\b(?:exceed(?:ed|ing)|surpass(?:ed|ing)|(?:was|were|been|fully|also|has|have|had|it|they|programme|project) (?:\w+ )?(?:met|achieved)|met (?:\w+ ){0,5}(?:targets?|goals?|objectives|milestones?)"
    r"|achieved (?:\w+ ){0,5}(?:targets?|goals?|objectives)|(?:hit|hitting|reached) (?:\w+ ){0,4}targets?|above (?:the )?targets?|ahead of (?:schedule|target|plan)|as planned|on time|on schedule|within budget|(?:more (?!complex|difficult|expensive|costly|challenging|limited|time)|higher |better |faster )[^.;]{0,90}than (?:planned|expected|anticipated|targeted|the target))\b"
)
_MISSED = re.compile(
    r"\b(?:miss(?:ed|ing)|(?:fell |falling )?short of|below (?:the |its |their )?(?:\w+ )?(?:targets?|expectations)|(?:not|n't) (?:\w+ )?(?:met|achieved?|meet|reach(?:ed)?|delivered|completed)|failed to (?:meet|reach|achieve)"
    r"|behind schedule|with delays?|delayed|(?:fewer|less|lower|slower|later)\b[^.;]{0,50} than (?:planned|expected|anticipated|hoped|forecast|targeted|the target))\b"
)
_AGAINST = re.compile(
    r"(?<![\w.,£$€])(?P<reached>\d[\d,]*(?:\.\d+)?)(?P<unit>\s?%| per ?cent)?(?![\w%])[^.;()%\d]{0,80}\(?(?:against|with|compared (?:with|to)|versus) (?:an? |the |its |their )?(?:\w+ ){0,2}?targets? of"
    r" (?:the )?(?P<target>\d[\d,]*(?:\.\d+)?)"
)
"""What was reached beside what was to be reached, when nothing else is counted between."""


def _value(figure: str) -> float:
    return float(figure.replace(",", "") or 0)


def words(said: str, at: int) -> Iterator[int]:
    """Where the words for what was delivered begin, the likeliest first; ``at``: where its sign stands."""
    numbers = [m for m in _NUMBER.finditer(said) if not _TIME.match(said, m.end())]
    for match in sorted(
        numbers, key=lambda m: (bool(_SMALL.fullmatch(m.group())), abs(m.start() - at))
    ):
        of_money = match.group().lstrip()[:1] in "£$€"
        fill = (_MONEY_FILL if of_money else _FILL).match(said, match.end())
        yield fill.end() if fill else match.end()


def beyond(said: str) -> tuple[int, int] | None:
    """What there was more or less of than was planned."""
    match = _BEYOND.search(said)
    return match.span("what") if match else None


def targets(said: str) -> tuple[int, int] | None:
    """Where targets are named that say no more of what they are of."""
    match = _TARGETS.search(said)
    return match.span() if match else None


def rate(said: str) -> tuple[int, int] | None:
    """Where a rate of delivery is named: take-up, completion."""
    match = _TARGET.search(said)
    return match.span() if match else None


def slug(said: str) -> str | None:
    """The slug of the outcomes vocabulary that what was done fits."""
    return next((slug for pattern, slug in _slugs() if pattern.search(said)), None)


@lru_cache(maxsize=1)
def _slugs() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = tomllib.loads(resources.files(__package__).joinpath("outcomes.toml").read_text("utf-8"))
    return tuple((re.compile(row["pattern"]), row["slug"]) for row in table["done"])


def direction(said: str) -> Direction:
    """Of a target that was met or missed; what was merely done points nowhere."""
    against = _AGAINST.search(said)
    if against is not None:
        reached, target = _value(against["reached"]), _value(against["target"])
        return "positive" if reached >= target else "negative"
    missed = bool(_MISSED.search(said))
    met = bool(_MET.search(_MISSED.sub(" ", said)))
    if met and missed:
        return "mixed"
    return "positive" if met else "negative" if missed else "unclear"
