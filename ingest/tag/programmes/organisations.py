"""Names of organisations in a sentence, each with its sector where its name tells it.

It knows names by a list, by words that only organisations have in theirs, and by the list they stand in;
a name of two words that nothing tells apart from a person's is left out. What they did is ``roles.py``'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.tag.programmes import words

LONGEST = 70
MOST = 12
"""Names of one list."""
_JOINT = re.compile(r"(?:,?[ ]and[ ]|,[ ]|;[ ])(?:(?:the|its|our|their)[ ])?")
_LEAD = re.compile(r"(?:(?:the|its|our|their|a|an|both|government's)[ ])?(?:[a-z][\w-]*[ ]){0,2}")
_ARTICLE = re.compile(r"^(?:[Tt]he|[Aa]n?)[ ]")
_POSSESSIVE = re.compile(r"[’']s?$")
_PERSON = re.compile(r"[A-Z][a-zé’'-]+(?: [A-Z]\.?)? [A-Z][a-zé’'-]+")


@dataclass(frozen=True, slots=True)
class Organisation:
    """A name in a sentence and its span; ``sector`` is empty where the name does not tell it."""

    name: str
    sector: str
    start: int
    end: int


def sector_of(name: str) -> str:
    """The sector that a name tells; empty where it does not."""
    table = words.sectors()
    plain = _ARTICLE.sub("", _POSSESSIVE.sub("", name), count=1).replace("’", "'").casefold()
    if plain in table.known:
        return table.known[plain]
    parts = plain.split()
    if len(parts) < 2:
        return ""
    by_end = table.last.get(parts[-1].rstrip(".")) or table.first.get(parts[0])
    return by_end or next((slug for word, slug in table.within if _holds(plain, word)), "")


def _holds(plain: str, word: str) -> bool:
    return f" {word} " in f" {plain} "


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    names = [name for entry in words.table("organisations")["sector"] for name in entry["known"]]
    return re.compile(rf"{words.either(names)}(?![\w-])")


_NAME = re.compile(words.NAME)
_ONE_NAME = re.compile(rf"{words.CAP}(?:[ ](?:(?:of|for|the|to|de|la|&)[ ]){{0,2}}{words.CAP})*+")


def at(text: str, place: int) -> tuple[Organisation, ...]:
    """The names listed at ``place``: "the Cabinet Office and the Department for Education"."""
    found: list[Organisation] = []
    lead = _LEAD.match(text, place)
    here = lead.end() if lead else place
    while len(found) < MOST:
        one = _one(text, here, bool(found))
        if one is None:
            break
        found.append(one)
        joint = _JOINT.match(text, one.end)
        if joint is None:
            break
        here = joint.end()
    return tuple(one for one in found if one.name)


def _one(text: str, place: int, follows: bool) -> Organisation | None:
    """The name at ``place``; one without a name (a person, perhaps) where the list goes on behind it."""
    known = _known().match(text, place)
    match = known or _ONE_NAME.match(text, place)
    longer = _ONE_NAME.match(text, place)
    if known and longer and longer.end() > known.end():
        match = longer if sector_of(longer[0]) else known
    if match is None or len(match[0]) > LONGEST:
        return None
    end = match.end()
    name = _ARTICLE.sub("", _POSSESSIVE.sub("", match[0]))
    sector = sector_of(name)
    if not sector and not _may_be(name, follows):
        name = ""
    return Organisation(" ".join(name.split()), sector, match.start(), end)


def _may_be(name: str, follows: bool) -> bool:
    """Whether a name of no known sector is taken: no person's, and in a list of organisations."""
    return follows and not _PERSON.fullmatch(name) and len(name) > 1 and name not in words.places()
