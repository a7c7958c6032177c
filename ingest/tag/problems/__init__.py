"""Facts of the problem itself: how large it is, whom it meets, where, how it moves and what it costs.

sentence → is it prose → a state that is bad for people, else a place that tells of one → is it a result, an aim,
a sample → aspect → figures, people, place, time. The area is that of the state, in the words of the sentence,
whatever the document is about; a sentence that names no state has the area of what it leans on.
Rules are data (``rules.toml``, ``ground.toml``), each with a rationale. It leaves a fact out rather than take a
result for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.tag.findings import setting
from ingest.tag.findings.plain import plain
from ingest.tag.problems import ground, rules, telling
from ingest.tag.problems.ground import Grounds, Place
from ingest.tag.problems.rules import Aspect, Condition, Rules
from ingest.tag.problems.telling import Placed
from ingest.tag.sheet import Line, Sheet
from kb.accounts import ProblemFact, Span

VERSION = "problems-2"
MOST = 60
"""Facts of one document: of a longer list the first are kept."""
NEXT = 2
"""Sentences by which one that leans on a fact may stand behind it."""
OWN_STUDY = frozenset({"methods", "results"})
"""Sections in which a number is of the study unless the sentence speaks of a country."""
SHORTEST, LONGEST = 20, 700
_LETTER = re.compile(r"[^\W\d_]")
_CELLS = re.compile(r"(?:\b\d[\d.,%()*-]*[ *†]+){4,}|\.{5,}|_{4,}|https?://\S+\s*$")
_YEAR = re.compile(
    r"\b(?:in|of|to|by|during|since|for) (?:[a-z]+ (?:to [a-z]+ )?)?((?:19|20)\d\d)\b"
)
_STATES_OF_PEOPLE = frozenset({"over-indebted", "neet", "unbanked"})


class _Told:
    """What has been read of a document so far: the area of its words, and the fact a sentence may lean on."""

    def __init__(self, sheet: Sheet, grounds: Grounds) -> None:
        self._sheet, self._grounds = sheet, grounds
        self._area: tuple[str | None] | None = None
        self._last: tuple[int, Place, str] | None = None

    @property
    def area(self) -> str | None:
        """The area of the document; looked for when it is first asked for."""
        if self._area is None:
            self._area = (ground.area_of(self._sheet, self._grounds),)
        return self._area[0]

    def tell(self, at: int, place: Place, area: str) -> None:
        """A fact was read at a line."""
        self._last = (at, place, area)

    def is_near(self, at: int, place: Place) -> bool:
        """Whether a fact stands so near before a line that the line may lean on it."""
        if self._last is None:
            return False
        last, stood, _ = self._last
        return at - last <= NEXT and stood.heading == place.heading

    def before(self, at: int, place: Place, *, leans: bool) -> str | None:
        """The area of the fact that a line leans on: in its paragraph, or by its words."""
        if self._last is None or not self.is_near(at, place):
            return None
        _, stood, area = self._last
        return area if leans or stood.paragraph == place.paragraph else None


def read(sheet: Sheet) -> tuple[ProblemFact, ...]:
    """In the order of the text; each quote is one sentence of ``sheet``."""
    known, grounds = rules.load(), ground.load()
    so_far = _Told(sheet, grounds)
    found: list[ProblemFact] = []
    seen: set[tuple[str, str]] = set()
    for i, (line, place) in enumerate(zip(sheet.lines, ground.places(sheet, grounds), strict=True)):
        if not SHORTEST <= len(line.text) <= LONGEST or place.is_label:
            continue
        said = plain(line.text)
        facts = list(_of(line, said, known)) or list(
            _by_place(line, said, i, place, so_far, known, grounds)
        )
        for fact in facts:
            so_far.tell(i, place, fact.area)
            key = (" ".join(line.text.split()), fact.area)
            if key not in seen:
                seen.add(key)
                found.append(fact)
    return tuple(found[:MOST])


def _of(line: Line, said: str, known: Rules) -> Iterator[ProblemFact]:
    """Facts of the states of affairs that a sentence names."""
    if not known.may_tell(said):
        return
    states = [(one, match) for one in known.conditions for match in _states(one, said)]
    if not states or not _is_prose(line, said) or known.against.search(said):
        return
    if line.section in OWN_STUDY and known.country.search(said) is None:
        return
    placed = telling.placed(line.text)
    for area in dict.fromkeys(state.area for state, _ in states):
        matches = [match for state, match in states if state.area == area]
        others = [match for state, match in states if state.area != area]
        own = [one for one in placed if telling.is_nearer(one, matches, others)]
        found = telling.told(said, matches, own, known.aspects, known)
        if found is not None:
            yield _fact(line, said, area, found, own, known)


def _by_place(
    line: Line,
    said: str,
    at: int,
    place: Place,
    so_far: _Told,
    known: Rules,
    grounds: Grounds,
) -> Iterator[ProblemFact]:
    """A fact that is one by where the sentence stands, and by what it leans on."""
    if place.mood == "other" and not so_far.is_near(at, place):
        return
    if (
        place.mood == "open"
        and grounds.official.search(said) is None
        and not so_far.is_near(at, place)
    ):
        return
    leans = grounds.leaning.search(said) is not None
    before = so_far.before(at, place, leans=leans)
    if before is None and not _may_stand(place, said, known, grounds):
        return
    if grounds.against.search(said) or known.against.search(said) or not _is_prose(line, said):
        return
    area = _area(said, before, place, leans, so_far, known, grounds)
    if area is None:
        return
    placed = telling.placed(line.text)
    found = telling.told(said, (), placed, grounds.aspects, known)
    if found is not None:
        yield _fact(line, said, area, found, placed, known)


def _may_stand(place: Place, said: str, known: Rules, grounds: Grounds) -> bool:
    """Whether a place holds facts of the problem, for a sentence of this kind."""
    if place.mood in ("problem", "other"):
        return place.mood == "problem"
    if grounds.bad.search(said) is None:
        return False
    is_of_people = known.people.search(said) is not None
    is_official = grounds.official.search(said) is not None
    if place.mood == "opening":
        return is_of_people or is_official
    return is_of_people and is_official


def _area(
    said: str,
    before: str | None,
    place: Place,
    leans: bool,
    so_far: _Told,
    known: Rules,
    grounds: Grounds,
) -> str | None:
    """Of the sentence's own words, else of what it leans on, else of its heading and of the document."""
    own = tuple(area for area in (before, so_far.area) if area is not None)
    counted = ground.areas_in(said, grounds, own)
    if before is not None and (before in counted or not counted):
        return before
    if counted:
        return max(counted, key=lambda area: (counted[area], area in own, area))
    if place.mood != "problem" or not (leans or known.people.search(said)):
        return None
    named = ground.areas_in(place.heading, grounds, own)
    return max(named, key=lambda area: (named[area], area)) if named else so_far.area


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


def _fact(
    line: Line,
    said: str,
    area: str,
    found: tuple[Aspect, Placed | None],
    placed: Sequence[Placed],
    known: Rules,
) -> ProblemFact:
    aspect, teller = found
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
        _population(line.text, said, teller, known),
        setting.place(line.text),
        _when(said, teller),
    )


def _population(text: str, said: str, teller: Placed | None, known: Rules) -> str | None:
    """Whom the figure counts, else the people that the sentence names; not the state itself."""
    counts = teller.figure.counts if teller else None
    if counts and known.people.search(counts.lower()):
        return counts
    words, _ = setting.population(text, said)
    return None if words is None or words.lower() in _STATES_OF_PEOPLE else words


def _when(said: str, teller: Placed | None) -> str | None:
    """The time that the sentence names; of several years the one that stands nearest to the figure that tells it."""
    named = setting.when(said)
    if teller is None or (named and len(named) > len("2014")):
        return named
    as_of = teller.figure.as_of
    years = [(teller.away(*match.span(1)), match[1]) for match in _YEAR.finditer(said)]
    if not years:
        return named or as_of
    year = min(years)[1]
    return as_of if as_of and as_of.startswith(year) else year
