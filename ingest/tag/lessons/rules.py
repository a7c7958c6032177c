"""The rules of lesson reading as values: cues, headings, themes and views, read from the files beside this one.

They say what is looked for; ``cues.py``, ``places.py`` and ``about.py`` look for it. It reads no document.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from ingest.tag.lessons.phrases import Phrases
from kb import vocab
from kb.errors import VocabularyError

Needs = Literal["nothing", "ours", "told"]
KINDS = ("helped", "hindered", "implication")
SILENT = ("none", "never")
NEEDS = ("nothing", "ours", "told")


@dataclass(frozen=True, slots=True)
class Cue:
    """One way of telling a lesson, or (``none``, ``never``) of looking like one."""

    id: str
    kind: str
    needs: Needs
    strength: float


@dataclass(frozen=True)
class Cues:
    """Every cue by id, the phrases, and the words for an attempt and its people."""

    by_id: Mapping[str, Cue]
    phrases: Phrases
    thin: Phrases
    """Those that count only where lessons are announced."""
    plain: Phrases
    """Those that count in short texts only."""
    ours: frozenset[str]


@dataclass(frozen=True)
class Headings:
    """What headings announce: kind by id."""

    kinds: Mapping[str, str]
    phrases: Phrases
    longest: Mapping[str, int]
    """Words by id; a longer heading does not announce it."""


@dataclass(frozen=True)
class Themes:
    """Phrases whose key is ``slug`` or, where they count two, ``slug!``."""

    order: Mapping[str, int]
    phrases: Phrases


@dataclass(frozen=True)
class Views:
    """Phrases by view, the first of ``order`` first, and whose view a document's author has."""

    order: Mapping[str, int]
    phrases: Phrases
    by_interest: Mapping[str, str]
    by_type: Mapping[str, str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """What tells a lesson: ``lessons.toml`` and, in short texts, ``plain.toml``."""
    table = _table("lessons.toml")
    phrases, thin, by_id = Phrases(table["words"]), Phrases(table["words"]), dict[str, Cue]()
    for entry in _entries(table, "rule", "lessons.toml"):
        needs = _one_of(entry, "needs", NEEDS, "nothing")
        kind = _one_of(entry, "kind", (*KINDS, *SILENT))
        by_id[entry["id"]] = Cue(entry["id"], kind, needs, float(entry.get("strength", 0.5)))
        (thin if needs == "told" else phrases).add(entry["id"], entry["phrases"])
    own = _table("plain.toml")
    plain = Phrases(own["words"])
    for entry in _entries(own, "rule", "plain.toml"):
        kind = _one_of(entry, "kind", (*KINDS, *SILENT))
        by_id[entry["id"]] = Cue(entry["id"], kind, "nothing", float(entry.get("strength", 0.5)))
        plain.add(entry["id"], entry["phrases"])
    return Cues(by_id, phrases, thin, plain, frozenset(table["words"]["ours"].split()))


@lru_cache(maxsize=1)
def headings() -> Headings:
    """What headings announce lessons: ``headings.toml``."""
    table = _table("headings.toml")
    phrases, kinds, longest = Phrases(table["words"]), dict[str, str](), dict[str, int]()
    for entry in _entries(table, "heading", "headings.toml"):
        kinds[entry["id"]] = _one_of(entry, "kind", (*KINDS, "lesson", "quiet", "none"))
        longest[entry["id"]] = int(entry.get("longest", table["longest"]))
        phrases.add(entry["id"], entry["phrases"])
    return Headings(kinds, phrases, longest)


@lru_cache(maxsize=1)
def themes() -> Themes:
    """What tells a theme: ``themes.toml``; a slug that the vocabulary does not hold is refused."""
    table = _table("themes.toml")
    phrases, order = Phrases(table["words"]), dict[str, int]()
    for entry in _entries(table, "theme", "themes.toml", id_key="slug"):
        slug = vocab.load("themes").require(entry["slug"]).slug
        order[slug] = len(order)
        phrases.add(slug, entry["phrases"])
        phrases.add(f"{slug}!", entry["strong"])
    return Themes(order, phrases)


@lru_cache(maxsize=1)
def views() -> Views:
    """What tells a view: ``views.toml``."""
    table = _table("views.toml")
    phrases, order = Phrases(table["words"]), dict[str, int]()
    for entry in _entries(table, "view", "views.toml", id_key="slug"):
        slug = vocab.load("views").require(entry["slug"]).slug
        order[slug] = len(order)
        phrases.add(slug, entry["phrases"])
    return Views(order, phrases, table["by_interest"], table["by_type"])


def _table(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _entries(
    table: Mapping[str, Any], kind: str, name: str, id_key: str = "id"
) -> list[Mapping[str, Any]]:
    entries: list[Mapping[str, Any]] = table.get(kind, [])
    for entry in entries:
        for key in (id_key, "phrases", "rationale"):
            if not entry.get(key):
                raise VocabularyError(
                    f"read {name}: [[{kind}]] {entry.get(id_key, '?')!r} has no {key}; one is needed"
                )
    return entries


def _one_of(
    entry: Mapping[str, Any], key: str, accepted: tuple[str, ...], default: str | None = None
) -> Any:
    value = entry.get(key, default)
    if value not in accepted:
        raise VocabularyError(
            f"read the rule {entry['id']!r}: {key} = {value!r} is not accepted; "
            f"{', '.join(accepted)} are"
        )
    return value
