"""Words to slugs of a vocabulary: the longest phrase of a list that stands in a text, or none.

Phrases come from the vocabulary (labels, aliases) and from a file of more words beside this one. What has
no slug is unmapped and stays so; it forces nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kb.errors import VocabularyError
from kb.vocab import load

_LEFT_OUT: Mapping[str, frozenset[str]] = {
    "outcomes": frozenset(
        {"pay", "fees", "default", "joining", "matches", "deals", "demand", "scale", "continuing", "trust",
         "welfare", "attitudes", "business", "investment", "adoption", "spread", "growth of lenders",
         "regulation", "innovation", "ventures", "reach", "opt-out rate", "level 2", "level 3",
         "other outcome", "crime", "earnings", "saving", "income", "test beds", "belonging", "coordination",
         "number of lenders", "organisational functioning", "any job", "early loans", "payout", "prison",
         "literacy and numeracy", "public value", "health complaints", "empty accounts", "outcomes to 2006-07"}
    ),
    "populations": frozenset({"communities", "cities", "residents", "disadvantaged", "staff", "workers"}),
}  # fmt: skip
"""Labels and aliases that mean other things as well when they stand in a sentence."""


@dataclass(frozen=True)
class Terms:
    """The phrases of one vocabulary."""

    pattern: re.Pattern[str]
    slug_of: Mapping[str, str]
    stems: tuple[tuple[str, str], ...]
    areas: Mapping[str, tuple[str, ...]]

    def found(self, said: str) -> Iterator[tuple[int, int, str]]:
        """Where a phrase stands in plain text, and its slug."""
        for match in self.pattern.finditer(said):
            slug = self.slug(match.group())
            if slug is not None and not said.startswith(" interval", match.end()):
                yield match.start(), match.end(), slug

    def slug(self, phrase: str) -> str | None:
        """The slug of a phrase as it stands."""
        if phrase in self.slug_of:
            return self.slug_of[phrase]
        return next((slug for stem, slug in self.stems if phrase.startswith(stem)), None)

    def best(self, said: str, areas: tuple[str, ...] = ()) -> tuple[int, int, str] | None:
        """The longest phrase; of equals one that belongs to one of ``areas``, then the first."""
        ranked = [
            (
                -len(said[start:end].split()),
                not set(areas) & set(self.areas.get(slug, ())),
                start,
                end,
                slug,
            )
            for start, end, slug in self.found(said)
        ]
        return min(ranked)[2:] if ranked else None


@lru_cache(maxsize=4)
def of(name: str) -> Terms:
    """The phrases of the shipped vocabulary ``name`` (``outcomes``, ``populations``)."""
    vocabulary = load(name)
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    for term in vocabulary.terms:
        if term.slug == "other":
            continue
        for phrase in (term.label, *term.aliases):
            if phrase.lower() not in _LEFT_OUT.get(name, frozenset()):
                exact[phrase.lower()] = term.slug
    for slug, phrases in _more(name).items():
        if slug not in vocabulary:
            raise VocabularyError(
                f"read {name}.toml of the findings: {slug!r} is not in the vocabulary {name}; a slug of it is accepted"
            )
        for phrase in phrases:
            if phrase.endswith("*"):
                stems[phrase.rstrip("*")] = slug
            else:
                exact[phrase] = slug
    forms = [(phrase, re.escape(phrase)) for phrase in exact]
    forms += [(stem, re.escape(stem) + r"[\w-]*") for stem in stems]
    ordered = sorted(forms, key=lambda form: (-len(form[0]), form[0]))
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(form for _, form in ordered) + r")(?![\w])")
    return Terms(
        pattern,
        exact,
        tuple(sorted(stems.items(), key=lambda item: -len(item[0]))),
        {term.slug: term.areas for term in vocabulary.terms},
    )


def _more(name: str) -> Mapping[str, list[str]]:
    file = resources.files(__package__).joinpath(f"{name}.toml")
    table: Mapping[str, list[str]] = tomllib.loads(file.read_text("utf-8"))["words"]
    return table
