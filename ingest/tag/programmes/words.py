"""The lists of this reader as values, and how they become patterns. It reads no document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kb import vocab

CAP = r"[A-Z][\w&’'+-]*(?:\.[a-z]{2,4}(?!\w)|\.(?=[A-Z]\.)[A-Z]\.)?(?<![’'-])"
"""A word that begins with a capital; a stop, an apostrophe or a hyphen after it is none of it."""
NAME = rf"{CAP}(?:[ ](?:(?:of|for|and|the|to|in|de|la|del|y|&)[ ]){{0,2}}(?:{CAP}|\d{{1,3}}\b))*+"
"""A name: capital words, joined by small ones."""
SPACES = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u00a0": " "})


@dataclass(frozen=True)
class Sectors:
    """Sector by known name and by words of names."""

    known: Mapping[str, str]
    first: Mapping[str, str]
    last: Mapping[str, str]
    within: tuple[tuple[str, str], ...]


@lru_cache(maxsize=8)
def table(name: str) -> Mapping[str, Any]:
    """A list file beside this one."""
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def listed(name: str) -> frozenset[str]:
    """A list of ``forms.toml``."""
    return frozenset(table("forms")[name])


@lru_cache(maxsize=32)
def plain(name: str) -> frozenset[str]:
    """A list of ``plain.toml``: words of short texts."""
    return frozenset(table("plain")[name])


def either(words: Iterable[str]) -> str:
    """One of ``words`` as a pattern, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[ ]") for word in ordered) + ")"


@lru_cache(maxsize=1)
def sectors() -> Sectors:
    """What tells the sector of an organisation: ``organisations.toml``."""
    known: dict[str, str] = {}
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    within: list[tuple[str, str]] = []
    for entry in table("organisations")["sector"]:
        slug = vocab.load("sectors").require(entry["slug"]).slug
        known.update({name.casefold(): slug for name in entry["known"]})
        first.update(dict.fromkeys(entry["first"], slug))
        last.update(dict.fromkeys(entry["last"], slug))
        within += [(word, slug) for word in entry["within"]]
    return Sectors(known, first, last, tuple(within))


@lru_cache(maxsize=1)
def places() -> Mapping[str, str]:
    """Country slug by the name of a place: countries, their other names, and parts of some."""
    found: dict[str, str] = {}
    for term in vocab.load("countries").terms:
        for name in (term.label, *term.aliases):
            found[name] = term.slug
    for slug, names in table("places")["places"].items():
        found.update(dict.fromkeys(names, vocab.load("countries").require(slug).slug))
    return found
