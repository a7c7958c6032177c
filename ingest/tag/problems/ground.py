"""Where a sentence of a document stands: below what heading, behind what sentence, in a document of what area.

Some sentences are facts of a problem only by their place: "Losses have been heaviest in the valleys", under
"Where the machines went". What the place is called is data (``ground.toml``). It reads no fact.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

from ingest.tag.findings.plain import plain
from ingest.tag.problems import rules
from ingest.tag.problems.rules import Aspect
from ingest.tag.sheet import Line, Sheet

FILE = "ground.toml"
Mood = Literal["problem", "opening", "open", "other"]
"""What a place holds: the problem, an opening that comes to the programme later, anything, what was done."""
LABEL = 8
"""Words of a label before a paragraph: "Who is behind?"."""
LABEL_OF_STATEMENT = 5
"""Words of one that ends as a sentence does: "Where the machines went."."""
OPENING = 3
"""Sentences below a title that open the document."""
LOOKED_AT = 120
"""Sentences by which the area of a document, and its kind, is told."""
OF_WHAT_WAS_DONE = 0.4
"""Share of sentences about something done, above which a document is of a programme: of the invented ones the two
about a problem have 0.25 and 0.38, those of a programme 0.41 to 0.79."""
LEAST, LINES_A_WORD = 3, 8
"""Words of an area that a document of it has at least, and sentences to one of them: a page about corruption in
schools speaks of work and money too."""
SHORTEST_TOLD = 5
"""Words of a sentence that is counted for it."""
OWN_STUDY = frozenset({"methods", "results", "recommendations", "conclusions"})
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[a-h])[.)]? +")


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of an area, and what must stand beside it."""

    area: str
    pattern: re.Pattern[str]
    beside: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that is looked for."""

    titles: Mapping[str, re.Pattern[str]]
    words: tuple[Words, ...]
    leaning: re.Pattern[str]
    official: re.Pattern[str]
    bad: re.Pattern[str]
    against: re.Pattern[str]
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands."""

    mood: Mood
    paragraph: int
    heading: str
    """Its heading and its label, plain."""
    is_label: bool = False


@lru_cache(maxsize=1)
def load() -> Grounds:
    """The shipped rules."""
    text = resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return parse(tomllib.loads(text))


def parse(table: Mapping[str, Any]) -> Grounds:
    """Rules from a table; ``VocabularyError`` names what is malformed."""
    groups = rules.load().groups
    lean = {raw["name"]: rules.pattern(raw, f"lean {raw['name']!r}") for raw in table["lean"]}
    against = [x for raw in table["not"] for x in rules.phrases(raw, f"not {raw['name']!r}")]
    return Grounds(
        {raw["name"]: rules.pattern(raw, f"ground {raw['name']!r}") for raw in table["ground"]},
        tuple(
            Words(
                raw["area"],
                rules.pattern(raw, f"words {raw['area']!r}"),
                groups[raw["beside"]] if "beside" in raw else None,
            )
            for raw in table["words"]
        ),
        lean["on what was said"],
        lean["official"],
        lean["bad"],
        rules.joined(against),
        tuple(rules.aspect(raw) for raw in table["aspect"]),
    )


class _Kind:
    """What kind of document it is, by its title, headings and sentences; looked for when it is asked for."""

    def __init__(self, sheet: Sheet, known: Grounds) -> None:
        self._sheet, self._titles, self._known = sheet, known.titles, known
        self.title = plain(sheet.title or (sheet.lines[0].heading if sheet.lines else "")).strip()

    @cached_property
    def is_statistics(self) -> bool:
        """Whether all of it is about the problem."""
        return self._titles["statistics"].search(self.title) is not None and not self.is_programme

    @cached_property
    def is_programme(self) -> bool:
        """Whether it is about something that was tried."""
        if self._titles["of a programme"].search(self.title):
            return True
        headings = {_named(one) for one in {line.heading for line in self._sheet.lines}}
        headings.discard(self.title)
        return (
            any(self._titles["parts of a study"].search(words) for words in headings)
            or _has_one_side_only(headings, self._known)
            or _tells_of_what_was_done(self._sheet, self._known)
        )


def _has_one_side_only(headings: Iterable[str], known: Grounds) -> bool:
    """Whether one heading alone sounds like a side of a problem, as "Who" and "Where" of a programme do too."""
    sides = [words for words in headings if known.titles["facet"].search(words)]
    told = [words for words in headings if known.titles["problem"].search(words)]
    return len(sides) == 1 and not told


def _tells_of_what_was_done(sheet: Sheet, known: Grounds) -> bool:
    """Whether so many sentences begin, run or count something that the document is of what was tried."""
    of_rules = rules.load().against
    told = [plain(line.text) for line in sheet.lines[:LOOKED_AT]]
    told = [said for said in told if len(said.split()) >= SHORTEST_TOLD]
    done = sum(1 for said in told if known.against.search(said) or of_rules.search(said))
    return done > OF_WHAT_WAS_DONE * len(told)


def _named(heading: str) -> str:
    """A heading, plain and without a number."""
    return _NUMBERED.sub("", plain(heading).strip())


def places(sheet: Sheet, known: Grounds) -> list[Place]:
    """A place for each line of ``sheet``."""
    kind = _Kind(sheet, known)
    found: list[Place] = []
    moods: dict[tuple[str, str, str], Mood] = {}
    paragraph, label, opened = 0, "", 0
    before: Line | None = None
    named = ""
    for line, following in zip(sheet.lines, (*sheet.lines[1:], None), strict=False):
        starts = before is None or before.heading != line.heading or line.start - before.end > 1
        if before is None or before.heading != line.heading:
            named = _named(line.heading)
        if starts:
            paragraph, label = paragraph + 1, ""
        before = line
        is_label = line.text.strip() == line.heading.strip() or (
            starts and _is_label(line, following, known)
        )
        if is_label:
            label = plain(line.text)
        key = (line.heading, label, line.section)
        if key not in moods:
            moods[key] = _mood(named, label, line.section, kind, known)
        mood = moods[key]
        if mood == "open" and kind.title and named == kind.title and not is_label:
            opened += 1
            mood = "opening" if opened <= OPENING else mood
        found.append(Place(mood, paragraph, f"{named}\n{label}", is_label))
    return found


def _is_label(line: Line, following: Line | None, known: Grounds) -> bool:
    """Whether a line is a few words that name the paragraph behind them."""
    words = len(line.text.split())
    is_sentence = line.text.rstrip()[-1:] == "." and words > LABEL_OF_STATEMENT
    return (
        following is not None
        and following.heading == line.heading
        and following.start - line.end <= 1
        and words <= LABEL
        and not is_sentence
        and line.text.rstrip()[-1:] in ".?:"
        and not any(sign.isdigit() for sign in line.text)
        and any(one.search(plain(line.text)) for one in known.titles.values())
    )


def _mood(heading: str, label: str, section: str, kind: _Kind, known: Grounds) -> Mood:
    """What stands below a heading; a label says it nearer, the kind of the document what is left open."""
    mood: Mood = "problem" if kind.is_statistics else "open"
    for words in (label, "" if heading == kind.title else heading):
        if known.titles["reason"].search(words):
            return "problem"
        if known.titles["other"].search(words):
            return "other"
        if known.titles["problem"].search(words):
            return "problem"
        if known.titles["facet"].search(words) and not kind.is_programme:
            return "problem"
        if known.titles["opening"].search(words):
            mood = "problem" if kind.is_statistics else "opening"
            break
    return "other" if section in OWN_STUDY and not kind.is_statistics else mood


def areas_in(said: str, known: Grounds, own: Sequence[str] = ()) -> Counter[str]:
    """How many words of each area a plain text has; of an area of ``own`` nothing need stand beside them."""
    found: Counter[str] = Counter()
    for words in known.words:
        count = sum(1 for _ in words.pattern.finditer(said))
        if count and (words.area in own or words.beside is None or words.beside.search(said)):
            found[words.area] = count
    return found


def area_of(sheet: Sheet, known: Grounds) -> str | None:
    """The area of a document: the first that was suggested for it, else that of most of its words."""
    of_rules = {words.area for words in known.words}
    for suggested in sheet.areas:
        if suggested in of_rules:
            return suggested
    found: Counter[str] = Counter()
    for said in _telling(sheet):
        found.update(areas_in(said, known))
    area = max(found, key=lambda one: (found[one], one)) if found else None
    least = max(LEAST, min(LOOKED_AT, len(sheet.lines)) / LINES_A_WORD)
    return area if area is not None and found[area] >= least else None


def _telling(sheet: Sheet) -> Iterator[str]:
    yield plain(sheet.title)
    yield from dict.fromkeys(plain(line.heading) for line in sheet.lines[:LOOKED_AT])
    yield from (plain(line.text) for line in sheet.lines[:LOOKED_AT])
