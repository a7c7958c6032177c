"""The closed lists of the knowledge base: one TOML file a list, read once, checked when read.

A vocabulary is data. To add a term, add a ``[[term]]`` table to its file here, or, without touching
the package, to a file of the same name in an extra folder (``<home>/vocab``): a new ``[[term]]``
there joins the list, and an ``[[extend]]`` table with the slug of a term that exists adds to its
``areas`` and ``aliases``. A file of a new name is a new vocabulary.

This module does not map free words to slugs: what has no slug is unmapped, and stays so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from kb.errors import UnknownName, VocabularyError

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

TEXT_KEYS = ("slug", "label", "definition", "group", "good", "csl", "code", "part_of", "mark")
LIST_KEYS = ("areas", "aliases")
DIRECTIONS_OF_GOOD = ("up", "down", "neither")

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "areas": ("definition",),
    "outcomes": ("definition", "areas", "good"),
    "populations": ("definition", "group"),
    "document-types": ("definition", "csl"),
    "countries": ("group",),
    "directions": ("definition", "mark"),
}
"""Keys that every term of a vocabulary needs besides ``slug`` and ``label``."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary. Which of the optional fields are filled depends on the list."""

    slug: str
    label: str
    definition: str = ""
    group: str = ""
    """Populations: what divides them. Countries: ``country``, ``nation`` or ``region``."""
    areas: tuple[str, ...] = ()
    """Outcomes: the challenge areas it belongs to."""
    good: str = ""
    """Outcomes: the way of change that is good for people: ``up``, ``down`` or ``neither``."""
    aliases: tuple[str, ...] = ()
    csl: str = ""
    """Document types: the type in the Citation Style Language."""
    code: str = ""
    """Countries: ISO 3166 code; empty for a region."""
    part_of: str = ""
    """Countries: the slug of the state that a nation belongs to."""
    mark: str = ""
    """Directions: the sign that stands for it beside its label."""


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of terms, in the order of its file."""

    name: str
    label: str
    terms: tuple[Term, ...] = field(repr=False)

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """Every slug, in order."""
        return tuple(term.slug for term in self.terms)

    @cached_property
    def _by_slug(self) -> dict[str, Term]:
        return {term.slug: term for term in self.terms}

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def get(self, slug: str) -> Term | None:
        """The term of a slug, or nothing."""
        return self._by_slug.get(slug)

    def require(self, slug: str) -> Term:
        """The term of a slug; ``UnknownName`` offers the nearest when there is none."""
        term = self._by_slug.get(slug)
        if term is None:
            raise UnknownName.among(self.singular, slug, self.slugs)
        return term

    def label_of(self, slug: str) -> str:
        """The words to show for a slug; the slug itself where the list no longer holds it."""
        term = self._by_slug.get(slug)
        return term.label if term else slug

    def in_area(self, area: str) -> tuple[Term, ...]:
        """The terms that belong to a challenge area."""
        return tuple(term for term in self.terms if area in term.areas)

    @cached_property
    def singular(self) -> str:
        """What one of its terms is called in a message: ``document type``, ``country``."""
        words = self.name.replace("-", " ")
        for ending, instead in (("ies", "y"), ("statuses", "status"), ("s", "")):
            if words.endswith(ending):
                return words.removesuffix(ending) + instead
        return words


def names(extra: Path | None = None) -> tuple[str, ...]:
    """Every vocabulary there is, by name."""
    here = {
        entry.name.removesuffix(".toml")
        for entry in resources.files(__package__).iterdir()
        if entry.name.endswith(".toml")
    }
    added = {path.stem for path in extra.glob("*.toml")} if extra and extra.is_dir() else set()
    return tuple(sorted(here | added))


@lru_cache(maxsize=256)
def load(name: str, extra: Path | None = None) -> Vocabulary:
    """The vocabulary of a name, with what an extra folder adds. Read once in a process."""
    if name not in names(extra):
        raise UnknownName.among("vocabulary", name, names(extra))
    label, terms = name, dict[str, Term]()
    for where, text in _files(name, extra):
        table = _parsed(where, text)
        label = table.get("label", label)
        for number, raw in enumerate(table.get("term", ()), start=1):
            term = _term(raw, f"{where}: [[term]] {number}", REQUIRED.get(name, ()))
            if term.slug in terms:
                raise VocabularyError(
                    f"read {where}: [[term]] {number}: slug {term.slug!r} is there already; "
                    "a new slug, or [[extend]] to add to the term, is accepted"
                )
            terms[term.slug] = term
        for number, raw in enumerate(table.get("extend", ()), start=1):
            grown = _extended(raw, terms, f"{where}: [[extend]] {number}")
            terms[grown.slug] = grown
    vocabulary = Vocabulary(name, str(label), tuple(terms.values()))
    _check_references(vocabulary, extra)
    return vocabulary


def _files(name: str, extra: Path | None) -> Iterable[tuple[str, str]]:
    shipped = resources.files(__package__).joinpath(f"{name}.toml")
    if shipped.is_file():
        yield f"kb/vocab/{name}.toml", shipped.read_text(encoding="utf-8")
    if extra is not None and (own := extra / f"{name}.toml").is_file():
        yield str(own), own.read_text(encoding="utf-8")


def _parsed(where: str, text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"read {where}: not TOML ({error})") from error
    unknown = sorted(set(table) - {"label", "term", "extend"})
    if unknown:
        raise VocabularyError(
            f"read {where}: unknown key {unknown[0]!r}; label, [[term]] and [[extend]] are accepted"
        )
    return table


def _term(raw: Mapping[str, Any], where: str, required: tuple[str, ...]) -> Term:
    values = _checked_values(raw, where, (*TEXT_KEYS, *LIST_KEYS))
    for key in ("slug", "label", *required):
        if not values.get(key):
            raise VocabularyError(f"read {where}: {key!r} is missing; a value is needed")
    if not SLUG.fullmatch(str(values["slug"])):
        raise VocabularyError(
            f"read {where}: slug {values['slug']!r} is not accepted; "
            "lower-case letters and digits joined by single hyphens are"
        )
    if values.get("good") and values["good"] not in DIRECTIONS_OF_GOOD:
        raise VocabularyError(
            f"read {where}: good = {values['good']!r} is not accepted; "
            f"{', '.join(DIRECTIONS_OF_GOOD)} are"
        )
    return Term(**values)


def _extended(raw: Mapping[str, Any], terms: Mapping[str, Term], where: str) -> Term:
    values = _checked_values(raw, where, ("slug", *LIST_KEYS))
    term = terms.get(str(values.get("slug")))
    if term is None:
        raise VocabularyError(
            f"read {where}: slug {values.get('slug')!r} is not in the list; "
            "the slug of a term that exists is accepted"
        )
    return replace(
        term,
        areas=tuple(dict.fromkeys((*term.areas, *values.get("areas", ())))),
        aliases=tuple(dict.fromkeys((*term.aliases, *values.get("aliases", ())))),
    )


def _checked_values(
    raw: Mapping[str, Any], where: str, accepted: tuple[str, ...]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in accepted:
            raise VocabularyError(
                f"read {where}: unknown key {key!r}; accepted: {', '.join(accepted)}"
            )
        if key in LIST_KEYS:
            if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
                raise VocabularyError(f"read {where}: {key} is not a list of texts; one is needed")
            values[key] = tuple(value)
        elif isinstance(value, str):
            values[key] = value.strip()
        else:
            raise VocabularyError(f"read {where}: {key} is not a text; one is needed")
    return values


def _check_references(vocabulary: Vocabulary, extra: Path | None) -> None:
    areas = load("areas", extra).slugs if any(t.areas for t in vocabulary.terms) else ()
    for term in vocabulary.terms:
        for area in term.areas:
            if area not in areas:
                raise VocabularyError(
                    f"read vocabulary {vocabulary.name}: {term.slug!r} names area {area!r}; "
                    f"accepted: {', '.join(areas)}"
                )
        if term.part_of and term.part_of not in vocabulary:
            raise VocabularyError(
                f"read vocabulary {vocabulary.name}: {term.slug!r} is part of {term.part_of!r}, "
                "which is not in the list; a slug of the list is accepted"
            )
