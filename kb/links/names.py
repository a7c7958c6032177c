"""What a text is about, by its surface: names that return, places, years, and numbers that few texts share.

Cheap and shallow on purpose: it finds candidates for people and for ``pairs``, which never links by a name
alone. Facts of a programme with their quotes are read by ``ingest.tag.programmes``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kb import vocab

_CAPITAL = r"[A-Z][a-z’'&]+(?:-[A-Z]?[a-z]+)*|[A-Z]{2,8}s?|[A-Z]\w*[A-Z]\w*"
NAME = re.compile(
    rf"\b(?:{_CAPITAL})(?:\s+(?:(?:of|for|and|the|to|in|on|at|with|into|&)\s+){{0,2}}(?:{_CAPITAL}|\d\+?(?!\d))){{1,5}}"
)
PLACED = re.compile(
    r"\b(?:in|across|throughout|around|from|near|within|for)\s+(?:the\s+)?"
    r"([A-Z][a-z’'-]+(?:\s+(?:of\s+|upon\s+)?[A-Z][a-z’'-]+){0,2})"
)
YEAR = re.compile(r"(?<![\d.,£$€/-])(?:19[6-9]\d|20[0-4]\d)(?![\d,%]|\.\d)")
NUMBER = re.compile(
    r"(?<![\w.,/-])[£$€]?\d+(?:,\d{3})*(?:\.\d+)?%?(?![\w/]|[.,]\d)|(?<![\w.,])\d+(?= per cent)"
)
DASHES = re.compile(r"[\u2010-\u2015]")

_NO_NAME = (
    "january february march april may june july august september october november december spring summer "
    "autumn winter monday tuesday wednesday thursday friday saturday sunday table figure chapter section annex "
    "appendix box part phase year years round wave stage total addition order response particular partnership "
    "practice contrast general in on at as by for i we this these those it he she they our their"
)
NO_NAME = frozenset(_NO_NAME.split())
"""Words that begin no name of a programme or a place."""
NAMES, PLACES = 12, 6
"""How many of each are kept: those that return most."""
RETURNS = 2
"""A name in the running text must return this often; one in the title need not."""
WEIGHTY, LIGHT, FAINT = 1.0, 0.34, 0.1
"""What a number says: one of three digits and a fraction, or of four digits; a share or fraction of two; and a
bare number of three, which is a page or a footnote as often as not."""


def names(title: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Names of two words and more, the most frequent first; those of the title count as if they returned."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_plain(match[0]) for match in NAME.finditer(text))
    if not title.isupper():
        counts.update({_plain(match[0]): RETURNS for match in NAME.finditer(title)})
    kept = [
        (name, n)
        for name, n in counts.items()
        if n >= RETURNS and " " in name and name.split()[0] not in NO_NAME
    ]
    return tuple(name for name, _ in sorted(kept, key=lambda one: (-one[1], one[0]))[:NAMES])


def _plain(name: str) -> str:
    return (
        " ".join(name.replace("’", "'").casefold().split()).removesuffix("'s").removeprefix("the ")
    )


def places(title: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Places by how often the text is in them, the first leading. Those of the title lead."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_places(text))
    counts.update(dict.fromkeys(_places(title, is_title=True), 1000))
    kept = [(place, n) for place, n in counts.items() if n >= RETURNS]
    return tuple(place for place, _ in sorted(kept, key=lambda one: (-one[1], one[0]))[:PLACES])


def title_places(title: str) -> tuple[str, ...]:
    """The places that a title names."""
    return tuple(sorted(set(_places(title, is_title=True))))


def _places(text: str, *, is_title: bool = False) -> list[str]:
    found = []
    for match in PLACED.finditer(text):
        name = match[1].replace("’", "'").casefold().removesuffix("'s")
        if name.split()[0] not in NO_NAME and not (is_title and text.istitle() and " " in name):
            found.append(_countries().get(name, name))
    if is_title:
        told = f" {' '.join(re.findall(r'[a-z]+', text.casefold()))} "
        found.extend(
            slug for name, slug in _countries().items() if len(name) > 3 and f" {name} " in told
        )
    return found


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Names of countries, as they occur in texts, to one name of each."""
    known = {}
    for term in vocab.load("countries").terms:
        for name in (term.label, *term.aliases):
            known[name.casefold()] = term.label.casefold()
    return known


def years(texts: Iterable[str]) -> tuple[int, ...]:
    """Years that the text names, each once, in order."""
    return tuple(sorted({int(match[0]) for text in texts for match in YEAR.finditer(text)}))


def numbers(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Numbers that tell one text from another: three digits that count, a fraction, or a share; and in which
    of the texts each is first.

    Years, round hundreds and small counts are none. A share is written with its sign, money without.
    """
    found: dict[str, int] = {}
    for position, text in enumerate(texts):
        for match in NUMBER.finditer(DASHES.sub(" ", text)):
            plain = match[0].lstrip("£$€").replace(",", "")
            share = plain.endswith("%") or text[match.end() : match.end() + 9] == " per cent"
            digits = plain.rstrip("%").replace(".", "").strip("0")
            is_year = plain.isdigit() and 1900 <= int(plain) <= 2099 and "," not in match[0]
            if is_year or len(plain) > 15:
                continue
            if share and len(digits) >= 2:
                found.setdefault(f"{plain.rstrip('%')}%", position)
            elif not share and (len(digits) >= 3 or ("." in plain and len(digits) >= 2)):
                found.setdefault(plain, position)
    return tuple(sorted(found.items()))


@lru_cache(maxsize=100_000)
def weight(number: str) -> float:
    """How much sharing a number tells."""
    digits = number.rstrip("%").replace(".", "").strip("0")
    if number.isdigit() and len(number) < 4:
        return FAINT
    return WEIGHTY if len(digits) >= 3 else LIGHT
