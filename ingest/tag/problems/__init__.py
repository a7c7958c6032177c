"""Facts of the problem itself: how large it is, whom it meets, where, how it moves and what it costs.

sentence → is it prose → a state that is bad for people → is it a result, an aim, a sample → aspect → figures,
people, place, time. The area is that of the state, in the words of the sentence, whatever the document is about.
Rules are data (``rules.toml``), each with a rationale. It leaves a fact out rather than take a result for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.tag.figures import figures
from ingest.tag.findings import setting
from ingest.tag.findings.plain import plain
from ingest.tag.problems import rules
from ingest.tag.problems.rules import Aspect, Condition, Rules
from ingest.tag.sheet import Line, Sheet
from kb.accounts import ProblemFact, Span
from kb.models import Figure

VERSION = "problems-1"
MOST = 60
"""Facts of one document: of a longer list the first are kept."""
FAR = 110
"""Characters between a state and the number that is of it."""
MANY = 1_000
"""A count below it is that of a group somebody met, not of a problem."""
NAMED_BY_ITSELF = 100_000
"""A count above it needs no word for people: "with 5.5m struggling with debt"."""
BEHIND = 26
"""Characters behind a number in which it says that it counts days."""
OWN_STUDY = frozenset({"methods", "results"})
"""Sections in which a number is of the study unless the sentence speaks of a country."""
SHORTEST, LONGEST = 25, 700
_LETTER = re.compile(r"[^\W\d_]")
_CELLS = re.compile(r"(?:\b\d[\d.,%()*-]*[ *†]+){4,}|\.{5,}|_{4,}|https?://\S+\s*$")
_THOUSANDS = re.compile(r"\d,\d{3}|million|thousand")
_VERB = re.compile(r"|[a-z]+ed")
"""What figures take for what is counted where a verb follows the number."""
_WORK_DAYS = re.compile(r"\bdays?\b")
_YEAR = re.compile(
    r"\b(?:in|of|to|by|during|since|for) (?:[a-z]+ (?:to [a-z]+ )?)?((?:19|20)\d\d)\b"
)
_STATES_OF_PEOPLE = frozenset({"over-indebted", "neet", "unbanked"})
_SHARE_UNITS = frozenset({"%", "percentage points"})


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure and where it stands in the sentence."""

    figure: Figure
    start: int
    end: int

    def away(self, start: int, end: int) -> int:
        """Characters between it and a run of words; 0 where they touch."""
        return max(0, start - self.end, self.start - end)


def read(sheet: Sheet) -> tuple[ProblemFact, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    known = rules.load()
    found: list[ProblemFact] = []
    seen: set[tuple[str, str]] = set()
    for line in sheet.lines:
        for fact in _of(line, known):
            key = (" ".join(line.text.split()), fact.area)
            if key not in seen:
                seen.add(key)
                found.append(fact)
    return tuple(found[:MOST])


def _of(line: Line, known: Rules) -> Iterator[ProblemFact]:
    if not SHORTEST <= len(line.text) <= LONGEST:
        return
    said = plain(line.text)
    if not known.may_tell(said):
        return
    states = [(one, match) for one in known.conditions for match in _states(one, said)]
    if not states or not _is_prose(line, said) or known.against.search(said):
        return
    is_of_a_country = known.country.search(said) is not None
    if line.section in OWN_STUDY and not is_of_a_country:
        return
    placed = _placed(line.text)
    for area in dict.fromkeys(state.area for state, _ in states):
        matches = [match for state, match in states if state.area == area]
        others = [match for state, match in states if state.area != area]
        own = [one for one in placed if _is_nearer(one, matches, others)]
        found = _aspect(said, matches, own, known)
        if found is not None:
            yield _fact(line, said, area, found[0], found[1], own, known)


def _states(one: Condition, said: str) -> list[re.Match[str]]:
    found = list(one.pattern.finditer(said))
    return found if found and (one.beside is None or one.beside.search(said)) else []


def _is_prose(line: Line, said: str) -> bool:
    """Whether it is a sentence, or an item of a list, and no heading, row of a table or question."""
    end = said.rstrip()
    if end.endswith("?") or _CELLS.search(said):
        return False
    if not (
        line.is_item or end.endswith((".", "!", ";", ":", '."', ".'", ")", "]")) or _cited(end)
    ):
        return False
    letters = len(_LETTER.findall(said))
    return letters >= 0.6 * len(said.replace(" ", ""))


def _cited(end: str) -> bool:
    """Whether the sentence ends in the mark of a note: ``… of them.12``."""
    return end.rstrip("0123456789,").endswith((".", '."'))


def _placed(text: str) -> list[_Placed]:
    placed, at = [], 0
    for figure in figures(text):
        start = text.find(figure.text, at)
        if start < 0:
            start = max(0, text.find(figure.text))
        at = start + 1
        placed.append(_Placed(figure, start, start + len(figure.text)))
    return placed


def _is_nearer(one: _Placed, own: Sequence[re.Match[str]], others: Sequence[re.Match[str]]) -> bool:
    """Whether a figure belongs to the states of this area, where a sentence tells of several."""
    if not others:
        return True
    return min(one.away(*m.span()) for m in own) <= min(one.away(*m.span()) for m in others)


def _aspect(
    said: str, states: Sequence[re.Match[str]], placed: Sequence[_Placed], known: Rules
) -> tuple[Aspect, _Placed | None] | None:
    """What is told, and the figure that tells it."""
    near = [one for one in placed if min(one.away(*m.span()) for m in states) <= FAR]
    for aspect in known.aspects:
        if aspect.pattern is not None and not aspect.pattern.search(said):
            continue
        if aspect.figure == "none":
            return aspect, None
        telling = next((one for one in near if _fits(aspect, one, said, known)), None)
        if telling is not None:
            return aspect, telling
    return None


def _fits(aspect: Aspect, one: _Placed, said: str, known: Rules) -> bool:
    """Whether a figure is a number of the sort that an aspect needs."""
    figure = one.figure
    if aspect.figure == "money":
        return figure.currency is not None
    if aspect.figure == "days":
        after = said[one.end : one.end + BEHIND]
        return _WORK_DAYS.search(f"{figure.counts or ''} {figure.unit or ''} {after}") is not None
    if aspect.figure == "any":
        return True
    if figure.currency is not None or figure.arm in ("attempt", "comparison", "difference"):
        return False
    if figure.unit in _SHARE_UNITS:
        return known.people.search(said) is not None
    return figure.unit is None and _is_crowd(figure, said, known)


def _is_crowd(figure: Figure, said: str, known: Rules) -> bool:
    """Whether a count is of people, and of more than somebody met."""
    counts = None if _VERB.fullmatch(figure.counts or "") else figure.counts
    is_of_people = counts is None or known.people.search(counts.lower()) is not None
    amount = figure.value if figure.value is not None else figure.low
    if amount is None:  # two numbers that are not told apart
        return counts is not None and is_of_people and bool(_THOUSANDS.search(figure.text))
    if amount >= NAMED_BY_ITSELF and counts is None:
        return True
    return amount >= MANY and is_of_people and known.people.search(said) is not None


def _fact(
    line: Line,
    said: str,
    area: str,
    aspect: Aspect,
    telling: _Placed | None,
    placed: Sequence[_Placed],
    known: Rules,
) -> ProblemFact:
    span = Span(
        line.text,
        line.start,
        line.end,
        f"{VERSION}:{aspect.slug}.{aspect.name.replace(' ', '-')}",
        round(0.5 + 0.5 * line.weight, 2),
        line.section,
    )
    return ProblemFact(
        span,
        area,
        aspect.slug,
        tuple(one.figure for one in placed),
        _population(line.text, said, telling, known),
        setting.place(line.text),
        _when(said, telling),
    )


def _population(text: str, said: str, telling: _Placed | None, known: Rules) -> str | None:
    """Whom the figure counts, else the people that the sentence names; not the state itself."""
    counts = telling.figure.counts if telling else None
    if counts and known.people.search(counts.lower()):
        return counts
    words, _ = setting.population(text, said)
    return None if words is None or words.lower() in _STATES_OF_PEOPLE else words


def _when(said: str, telling: _Placed | None) -> str | None:
    """The time that the sentence names; of several years the one that stands nearest to the figure that tells it."""
    named = setting.when(said)
    if telling is None or (named and len(named) > len("2014")):
        return named
    as_of = telling.figure.as_of
    years = [(telling.away(*match.span(1)), match[1]) for match in _YEAR.finditer(said)]
    if not years:
        return named or as_of
    year = min(years)[1]
    return as_of if as_of and as_of.startswith(year) else year
