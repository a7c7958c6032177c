"""Which programme a document is about: its name, its short form, and the words that mean it.

A name is taken where it is given a short form, stands in the title, or is called a programme in so many
words, and is repeated; the one with most of these. Of a document that names none there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.tag.programmes import organisations, words
from ingest.tag.sheet import Sheet

SEEN = 3
"""Times that a name, or its short form, must stand in the text."""
READ = 4_000
"""Sentences that are looked through for names."""
_NAME = re.compile(words.NAME)
_DEFINED = re.compile(rf"({words.NAME})[ ]\(([A-Z][A-Za-z0-9&-]{{1,11}})\)")
_START = re.compile(
    r"(?:The|This|Our|In|A|An|For|Since|Through|Under|As|At|And|But|While|When|With|If|On|By|From|Today|Most)[ ]"
)
_OWNER = re.compile(r"^[A-Z]\w+[’']s[ ]")


@dataclass(frozen=True, slots=True)
class Programme:
    """What a document is about: its name and short form, and the sentence (index and span) that gives them."""

    name: str
    acronym: str
    line: int
    start: int
    end: int
    strength: float


def find(sheet: Sheet, flat: Sequence[str]) -> Programme | None:
    """The programme of ``sheet``; ``flat`` are its sentences with plain spaces."""
    seen: Counter[str] = Counter()
    first: dict[str, tuple[int, int, int]] = {}
    short: dict[str, str] = {}
    called: set[str] = set()
    for i, text in enumerate(flat[:READ]):
        for match in _NAME.finditer(text):
            name = _plain(match[0])
            if not name:
                continue
            seen[name] += 1
            at = text.find(name, match.start(), match.end())
            first.setdefault(name, (i, at, at + len(name)))
            if _is_called(text, match.end()):
                called.add(name)
        for name, acronym, low, high in _defined(text):
            short.setdefault(name, acronym)
            first[name] = (i, low, high)
    ranked = sorted(
        ((_strength(name, seen, short, called, sheet.title), name) for name in first),
        key=lambda pair: (-pair[0], first[pair[1]]),
    )
    if not ranked or ranked[0][0] <= 0:
        return None
    strength, name = ranked[0]
    return Programme(name, short.get(name, ""), *first[name], strength)


def _plain(name: str) -> str:
    """A name without the word that opens the sentence and without what owns it ("Mexico’s …")."""
    name = _START.sub("", name, count=1)
    name = _OWNER.sub("", name)
    return re.sub(r"[’']s?$", "", name)


def _defined(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Names with the short form behind them in brackets, cut to the words whose letters it has."""
    for match in _DEFINED.finditer(text) if "(" in text else ():
        name, acronym = match[1], match[2]
        letters = [one.lower() for one in acronym if one.isupper() or one.isdigit()]
        capital = [one for one in re.finditer(r"[A-Z]\w*|\d+", name)]
        if len(letters) < 2 or len(capital) < len(letters):
            continue
        tail = capital[-len(letters) :]
        if [one[0][0].lower() for one in tail] == letters:
            low = match.start(1) + tail[0].start()
            yield name[tail[0].start() :], acronym, low, match.end(1)


_CALLED = re.compile(
    rf"(?:[ ]\([A-Za-z0-9&-]{{2,12}}\))?,?[ ](?:is|was)[ ](?:a|an|the|one of)[ ](?:[\w’',-]+[ ]){{0,6}}?"
    rf"{words.either(words.listed('called'))}(?!\w)"
)


def _is_called(text: str, end: int) -> bool:
    return _CALLED.match(text, end) is not None


def _strength(
    name: str, seen: Counter[str], short: dict[str, str], called: set[str], title: str
) -> float:
    """How sure it is that the document is about ``name``; 0 where it is not to be taken."""
    parts = name.casefold().split()
    if not _may_name(name, parts):
        return 0.0
    count = seen[name] + (seen[short[name]] if name in short else 0)
    in_title = len(name) > 3 and _in(name, title)
    is_headed = parts[-1] in words.listed("heads") and len(parts) > 1
    if count < SEEN or not (in_title or (is_headed and name in short) or name in called):
        return 0.0
    weight = 1.0 + 2.0 * in_title + 1.0 * is_headed + 1.0 * (name in called) + 0.5 * (name in short)
    return weight * min(count, 40) * (1.0 + 0.1 * len(parts))


def _in(name: str, title: str) -> bool:
    return f" {_letters(name)} " in f" {_letters(title)} "


def _letters(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _may_name(name: str, parts: Sequence[str]) -> bool:
    if all(part in words.listed("no_name") or len(part) < 3 for part in parts):
        return False
    if parts[0] in words.listed("no_name") and len(parts) < 3:
        return False
    is_headed = parts[-1] in words.listed("heads")
    return name not in words.places() and (is_headed or not organisations.sector_of(name))


def meaning(programme: Programme | None) -> re.Pattern[str]:
    """What means the programme in a sentence: its name, its short form, "the programme"."""
    things = words.either(words.listed("things"))
    own = rf"(?:[Tt]he|[Tt]his|[Oo]ur)[ ](?:[a-z][\w-]*[ ]){{0,2}}?{things}(?![\w-])"
    if programme is None:
        return re.compile(rf"(?<!\w){own}")
    named = [programme.name, programme.acronym] if programme.acronym else [programme.name]
    return re.compile(rf"(?<![\w-])(?:{words.either(named)}(?!\w)|{own})")
