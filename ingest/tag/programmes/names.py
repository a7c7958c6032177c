"""Which programme a document is about: its name, its short form, and the words that mean it.

A name is taken where it is given a short form, stands in the title, or is called a programme in so many
words, and is repeated; the one with most of these. Of a document that names none there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.tag.programmes import organisations, words
from ingest.tag.sheet import Sheet

SEEN = 3
"""Times that a name, or its short form, must stand in the text."""
READ = 4_000
"""Sentences that are looked through for names."""
_NAME = re.compile(words.NAME)
_DEFINED = re.compile(rf"({words.NAME})[ ]\(([A-Z][A-Za-z0-9&-]{{1,11}})\)")
START = re.compile(
    r"(?:The|This|Our|In|A|An|For|Since|Through|Under|As|At|And|But|While|When|With|If|On|By|From|Today|Most)[ ]"
)
_OWNER = re.compile(r"^[A-Z]\w+[’']s[ ]")
_POSSESSIVE = re.compile(r"[’']s?$")
_PART = re.compile(r"\w+")
_FOR = re.compile(r"[ ](?:for|in|of|to)[ ]")
_SITE = re.compile(
    r"(?<![\w.@/-])[A-Za-z][\w-]+\.(?:org|com|net|se|io|info|nz|uk|eu|gov)(?:\.[a-z]{2})?(?![\w/@-])"
)
"""A programme that goes by the address of its site."""
OWN_SHAPE = re.compile(r"[A-Z]\w*[a-z][A-Z]|\w\.\w")
"""One word that can only be a name: TheyWorkForYou, openaid.se."""
OFTEN = 12
"""Times from which a name in the title needs not be called a programme in so many words."""
ABOUT_ONE = ("case-study", "evaluation", "report", "journal-article", "web-page")
"""Types whose title names what they are about, where they are about one thing."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What a document is about: its name and short form, and the sentence (index and span) that gives them."""

    name: str
    acronym: str
    line: int
    start: int
    end: int
    strength: float
    others: tuple[str, ...] = ()
    """Other short forms of longer forms of the name."""
    called: str = ""
    """What sort of thing it is called: ``platform``."""


@dataclass(slots=True)
class _Read:
    """What the sentences say of names: how often each stands, where first, its short form, what it is called."""

    seen: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    short: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """How often a name or its short form stands in the text."""
        return self.seen[name] + (self.seen[self.short[name]] if name in self.short else 0)


def find(sheet: Sheet, flat: Sequence[str]) -> Programme | None:
    """The programme of ``sheet``; ``flat`` are its sentences with plain spaces."""
    told = _read(flat)
    needed = max(SEEN, len(flat) // 60)
    ranked = sorted(
        ((_strength(name, told, sheet, needed), name) for name in told.first),
        key=lambda pair: (-pair[0], told.first[pair[1]]),
    )
    if not ranked or ranked[0][0] <= 0:
        return None
    strength, name = ranked[0]
    longer = [acronym for other, acronym in told.short.items() if _is_form_of(other, name)]
    parts = [part for acronym in longer for part in (acronym, acronym.partition("-")[0])]
    others = tuple(sorted({part for part in parts if len(part) > 1 and part.isupper()}))
    line, start, end = told.first[name]
    acronym, noun = told.short.get(name, ""), told.called.get(name, "")
    return Programme(name, acronym, line, start, end, strength, others, noun)


def _read(flat: Sequence[str]) -> _Read:
    told = _Read()
    for i, text in enumerate(flat[:READ]):
        for match in _SITE.finditer(text) if "." in text else ():
            told.seen[match[0]] += 1
            told.first.setdefault(match[0], (i, *match.span()))
        for match in _NAME.finditer(text):
            for name in _names(match[0]):
                told.seen[name] += 1
                at = text.find(name, match.start(), match.end())
                told.first.setdefault(name, (i, at, at + len(name)))
                said = _CALLED.match(text, at + len(name))
                if said and name not in told.called:
                    told.called[name] = said[1]
                    told.first[name] = (i, at, at + len(name))
        for name, acronym, low, high in _defined(text):
            if name not in told.short:
                told.short[name], told.first[name] = acronym, (i, low, high)
    return told


def _is_form_of(other: str, name: str) -> bool:
    """Whether a name is a longer form of ``name``, the word before it left out or not."""
    return name in other or (name.partition(" ")[2] in other and name.count(" ") > 1)


def _names(name: str) -> Iterator[str]:
    """A name without the word that opens the sentence and without what owns it ("Mexico’s …"); also its head
    alone ("Joint Initiative for …")."""
    name = _OWNER.sub("", START.sub("", name, count=1))
    name = _POSSESSIVE.sub("", name)
    if name:
        yield name
    cut = _FOR.search(name)
    if cut and name[: cut.start()].rsplit(" ", 1)[-1].casefold() in words.listed("heads"):
        yield name[: cut.start()]


def _defined(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Names with the short form behind them in brackets, cut to the words whose letters it has."""
    for match in _DEFINED.finditer(text) if "(" in text else ():
        name, acronym = match[1], match[2]
        letters = [one.lower() for one in acronym if one.isalnum()]
        parts = list(_PART.finditer(name))
        initials = [one[0][0].lower() for one in parts]
        for i in range(len(parts) - 1, -1, -1):
            if len(letters) >= 2 and parts[i][0][0].isupper() and _spells(initials[i:], letters):
                low = parts[i].start()
                yield name[low:], acronym, match.start(1) + low, match.end(1)
                break


def _spells(initials: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether ``letters`` stand in ``initials`` in order, first and last the same: JIHA, Joint Initiative … Africa."""
    if initials[0] != letters[0] or initials[-1] != letters[-1]:
        return False
    rest = iter(initials)
    return all(letter in rest for letter in letters)


_CALLED = re.compile(
    rf"(?:[ ]\([A-Za-z0-9&-]{{2,12}}\))?,?[ ](?:is|was)[ ](?:a|an|the|one of)[ ](?:[\w’',-]+[ ]){{0,6}}?"
    rf"({words.either(words.listed('called'))})(?!\w)"
)


def _strength(name: str, told: _Read, sheet: Sheet, needed: int) -> float:
    """How sure it is that the document is about ``name``; 0 where it is not to be taken."""
    parts = name.casefold().split()
    count, short, called = told.count(name), told.short, told.called
    if count < SEEN or not _may_name(name, parts):
        return 0.0
    in_title = len(name) > 3 and _in(_stem(name), sheet.title)
    is_headed = parts[-1] in words.listed("heads") and len(parts) > 1
    is_alone = len(parts) == 1 and OWN_SHAPE.search(name) is None
    is_told = name in called or is_headed or count >= OFTEN
    if not in_title and count < needed:
        return 0.0
    by_title = sheet.type in ABOUT_ONE and _says(sheet.title)
    if is_alone or (
        not (in_title and is_told)
        and (by_title or not (is_headed and (name in short or name in called)))
    ):
        return 0.0
    weight = 1.0 + 2.0 * in_title + 1.0 * is_headed + 1.0 * (name in called) + 0.5 * (name in short)
    return weight * min(count, 40) * (1.0 + 0.1 * len(parts))


def _stem(name: str) -> str:
    return name.partition(".")[0] if _SITE.fullmatch(name) else name


def _says(title: str) -> bool:
    """Whether a title names anything: "Open Data" and "Final report" do not."""
    none = words.listed("no_name")
    return any(part not in none and len(part) > 3 for part in _letters(title).split())


def _in(name: str, title: str) -> bool:
    return f" {_letters(name)} " in f" {_letters(title)} "


def _letters(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()


def _may_name(name: str, parts: Sequence[str]) -> bool:
    """Whether a name can be a programme's: no heading, no running header, no place, no organisation."""
    none = words.listed("no_name")
    if all(part in none or len(part) < 3 for part in parts) or (
        len(parts) < 3 and parts[0] in none
    ):
        return False
    if (
        (len(parts) > 1 and name.isupper())
        or name in words.places()
        or name in words.listed("regions")
    ):
        return False
    return parts[-1] in words.listed("heads") or not organisations.sector_of(name)


def meaning(programme: Programme | None) -> re.Pattern[str]:
    """What means the programme in a sentence: its name, its short form, "the programme"."""
    things = set(words.listed("things"))
    if programme is not None:
        head = programme.name.rsplit(" ", 1)[-1].casefold()
        things |= {head} & words.listed("heads") | ({programme.called} - {""})
    none = words.either(words.listed("not_ours"))
    own = (
        rf"(?:[Tt]he|[Tt]his|[Oo]ur)[ ](?!{none}[ ])(?:[a-z][\w-]*[ ]){{0,2}}?"
        rf"{words.either(things)}(?![\w-])"
    )
    if programme is None:
        return re.compile(rf"(?<!\w){own}")
    named = [part for part in (programme.name, programme.acronym, *programme.others) if part]
    # A short form of four letters or more means the same in any case: JI-HOA, JI-HoA.
    loose = [f"(?i:{re.escape(one)})" for one in named[1:] if len(one) > 3]
    every = "|".join([words.either(named), *loose])
    return re.compile(rf"(?<![\w-])(?:(?:{every})(?!\w)|{own})")
