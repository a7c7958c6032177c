"""Reads the TOML file of an evidence standard, and refuses what a derivation could not use.

Every message is one line: the file, the key, and what is accepted. What the parts mean is said in
``kb.standards``; an example of each is among the shipped files.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, get_args

from kb import vocab
from kb.errors import VocabularyError
from kb.evidence import STRONGEST_FIRST, WITHOUT_DESIGN
from kb.standards import (
    Condition,
    Cost,
    Entry,
    Kind,
    Lack,
    Requirement,
    Rule,
    Scope,
    Standard,
    Step,
)

FOLDER = "standards"
LINKED = ("evaluations", "independent-evaluations", "places", "replication", "cost", "months")
"""Names that a requirement may ask for: those of ``kb.levels.Linked``."""

CONDITION: Mapping[str, type] = {
    "any": list,
    "all": list,
    "none": list,
    "at_least": dict,
    "at_most": dict,
}
STANDARD: Mapping[str, type] = {
    **dict.fromkeys(
        ("slug", "label", "short", "edition", "kind", "source", "scope", "unrated"), str
    ),
    **dict.fromkeys(("machine_ceiling", "note"), str),
    **dict.fromkeys(("step", "rule", "missing", "requirement", "entry", "cost"), list),
    "shown": bool,
    "areas": list,
}
STEP = {"slug": str, "label": str, "definition": str, "rank": int, "aside": str}
RULE = {"step": str, "reason": str, "rationale": str, **CONDITION}
LACK = {"step": str, "text": str, "quotes": list, **CONDITION}
REQUIREMENT = {"step": str, "text": str, **CONDITION}
ENTRY = {"slug": str, "label": str, "definition": str, "accepts": list}
COST = {"rating": int, "label": str, "up_to": float}

TYPES: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table of names and numbers",
}

T = TypeVar("T")
Table = Mapping[str, Any]


def read(extra: Path | None = None) -> dict[str, Standard]:
    """Every standard of the package and of ``<extra>/standards``, the paraded ones first."""
    accepted = _names(extra)
    found: dict[str, Standard] = {}
    for where, stem, text in _files(extra):
        standard = _Reader(where, accepted, vocab.load("areas", extra).slugs).standard(text)
        if standard.slug != stem:
            raise VocabularyError(
                f"read {where}: slug {standard.slug!r} is not the file's name; {stem!r} is accepted"
            )
        if standard.slug in found:
            raise VocabularyError(
                f"read {where}: slug {standard.slug!r} is a standard that is there already, and a "
                "standard is never replaced; another slug, its edition included, is accepted"
            )
        found[standard.slug] = standard
    ordered = sorted(found.values(), key=lambda one: (not one.shown, bool(one.areas), one.slug))
    return {one.slug: one for one in ordered}


def _files(extra: Path | None) -> Iterator[tuple[str, str, str]]:
    """Where it is, its name without ending, its text: the shipped files, then a person's own."""
    shipped = resources.files("kb.vocab").joinpath(FOLDER)
    for entry in sorted(shipped.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".toml"):
            stem = entry.name.removesuffix(".toml")
            yield f"kb/vocab/{FOLDER}/{entry.name}", stem, entry.read_text(encoding="utf-8")
    own = extra / FOLDER if extra is not None else None
    for path in sorted(own.glob("*.toml")) if own is not None and own.is_dir() else ():
        try:
            yield str(path), path.stem, path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise VocabularyError(f"read {path}: {error}; UTF-8 text is accepted") from error


def _names(extra: Path | None) -> frozenset[str]:
    """What a condition of a rule may ask for."""
    designs = (*STRONGEST_FIRST, *WITHOUT_DESIGN)
    return frozenset(
        (
            *designs,
            *vocab.load("design-aspects", extra).slugs,
            "planned",
            *(f"planned:{design}" for design in STRONGEST_FIRST),
            *(f"direction:{one}" for one in vocab.load("directions", extra).slugs),
        )
    )


class _Reader:
    """Reads one file; knows its name for messages, and what it may refer to."""

    def __init__(self, where: str, names: Collection[str], areas: Collection[str]) -> None:
        self.where, self.names, self.areas = where, names, areas

    def standard(self, text: str) -> Standard:
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise VocabularyError(f"read {self.where}: not TOML ({error})") from error
        required = ("slug", "label", "short", "edition", "kind", "source", "scope", "unrated")
        self._check(table, "", STANDARD, required)
        self._among(table["slug"], "slug", None)
        self._among(table["kind"], "kind", get_args(Kind))
        self._among(table["scope"], "scope", get_args(Scope))
        if not table["source"].startswith(("https://", "http://")):
            raise self._refused("source", "an address that begins with https:// is accepted")
        for area in self._texts(table, "areas", ""):
            self._among(area, "areas", self.areas)
        standard = Standard(
            slug=table["slug"],
            label=table["label"],
            short=table["short"],
            edition=table["edition"],
            kind=table["kind"],
            source=table["source"],
            scope=table["scope"],
            unrated=table["unrated"],
            steps=self._each(table, "step", self._step),
            shown=table.get("shown", False),
            areas=self._texts(table, "areas", ""),
            machine_ceiling=table.get("machine_ceiling"),
            note=table.get("note", ""),
            rules=self._each(table, "rule", self._rule),
            lacks=self._each(table, "missing", self._lack),
            requirements=self._each(table, "requirement", self._requirement),
            entries=self._each(table, "entry", self._entry),
            costs=self._each(table, "cost", self._cost),
        )
        self._whole(standard)
        return standard

    def _step(self, raw: Table, at: str) -> Step:
        self._check(raw, at, STEP, ("slug", "label", "definition"))
        self._among(raw["slug"], f"{at} slug", None)
        return Step(**raw)

    def _rule(self, raw: Table, at: str) -> Rule:
        self._check(raw, at, RULE, ("reason",))
        return Rule(raw.get("step"), self._condition(raw, at, self.names), raw["reason"])

    def _lack(self, raw: Table, at: str) -> Lack:
        self._check(raw, at, LACK, ("text",))
        quotes = self._texts(raw, "quotes", at)
        for name in quotes:
            self._among(name, f"{at} quotes", self.names)
        when = self._condition(raw, at, self.names)
        return Lack(raw.get("step"), when, raw["text"], quotes)

    def _requirement(self, raw: Table, at: str) -> Requirement:
        self._check(raw, at, REQUIREMENT, ("step", "text"))
        return Requirement(raw["step"], self._condition(raw, at, LINKED), raw["text"])

    def _entry(self, raw: Table, at: str) -> Entry:
        self._check(raw, at, ENTRY, ("slug", "label", "definition", "accepts"))
        accepts = self._texts(raw, "accepts", at)
        return Entry(raw["slug"], raw["label"], raw["definition"], accepts)

    def _cost(self, raw: Table, at: str) -> Cost:
        self._check(raw, at, COST, ("rating", "label"))
        return Cost(raw["rating"], raw["label"], raw.get("up_to"))

    def _condition(self, raw: Table, at: str, names: Collection[str]) -> Condition:
        said = Condition(
            any=self._texts(raw, "any", at),
            all=self._texts(raw, "all", at),
            none=self._texts(raw, "none", at),
            at_least=self._numbers(raw, "at_least", at),
            at_most=self._numbers(raw, "at_most", at),
        )
        for name in (*said.any, *said.all, *said.none, *said.at_least, *said.at_most):
            self._among(name, at, names)
        return said

    # --- what has to hold of the whole ---

    def _whole(self, one: Standard) -> None:
        """Steps are there, unlike and in order; what names a step names one that there is."""
        slugs = [step.slug for step in one.steps]
        if not slugs:
            raise self._refused("[[step]]", "at least one step is needed")
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        if twice:
            raise self._refused(f"[[step]] slug {twice[0]!r}", "each slug once is accepted")
        named = [rule.step for rule in one.rules] + [lack.step for lack in one.lacks]
        for step in (*named, *(need.step for need in one.requirements)):
            if step is not None:
                self._among(step, "step", slugs)
        if one.machine_ceiling is not None:
            self._among(one.machine_ceiling, "machine_ceiling", slugs)
        self._ranks(one)
        if one.kind == "form" and one.rules:
            raise self._refused("[[rule]]", "a form has no rules: people fill it in")
        if one.kind != "form" and not one.rules:
            raise self._refused("[[rule]]", "at least one rule is needed, or kind = 'form'")

    def _ranks(self, one: Standard) -> None:
        ranks = sorted(step.rank for step in one.steps if step.rank is not None)
        if not one.is_ordered:
            if ranks:
                raise self._refused("[[step]] rank", "only steps of a ladder have a rank")
            return
        if not ranks or ranks != list(range(1, len(ranks) + 1)):
            raise self._refused("[[step]] rank", "ranks 1, 2, 3 …, 1 for the weakest, are accepted")
        most = one.highest_derived
        for rule in one.rules:
            rank = one.require(rule.step).rank if rule.step is not None else None
            if most is not None and rank is not None and rank > most:
                raise self._refused(
                    f"[[rule]] step {rule.step!r}",
                    f"a rule for a step up to machine_ceiling {one.machine_ceiling!r} is accepted",
                )

    # --- values ---

    def _each(self, table: Table, key: str, read: Callable[[Table, str], T]) -> tuple[T, ...]:
        found = []
        for number, raw in enumerate(table.get(key, ()), start=1):
            at = f"[[{key}]] {number}"
            if not isinstance(raw, dict):
                raise self._refused(at, f"a table written as [[{key}]] is accepted")
            found.append(read(raw, at))
        return tuple(found)

    def _check(
        self, raw: Table, at: str, accepted: Mapping[str, type], required: Collection[str]
    ) -> None:
        for key, value in raw.items():
            if key not in accepted:
                near = difflib.get_close_matches(key, accepted, n=1)
                offer = f"did you mean {near[0]}?" if near else f"accepted: {', '.join(accepted)}"
                raise VocabularyError(
                    f"read {self.where}: {_named(at, 'unknown key')} {key!r}; {offer}"
                )
            wanted = accepted[key]
            is_number = isinstance(value, int) and not isinstance(value, bool)
            fits = is_number if wanted is int else isinstance(value, wanted)
            if not (fits or (wanted is float and is_number)):
                raise self._refused(_named(at, key), f"{TYPES[wanted]} is accepted")
        for key in required:
            if not raw.get(key):
                raise self._refused(_named(at, key), "missing; a value is needed", "is")

    def _texts(self, raw: Table, key: str, at: str) -> tuple[str, ...]:
        values = raw.get(key, [])
        if not all(isinstance(value, str) for value in values):
            raise self._refused(_named(at, key), "a list of texts is accepted")
        return tuple(values)

    def _numbers(self, raw: Table, key: str, at: str) -> dict[str, float]:
        values = raw.get(key, {})
        for name, value in values.items():
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                raise self._refused(_named(at, f"{key} {name}"), "a number above 0 is accepted")
        return {name: float(value) for name, value in values.items()}

    def _among(self, value: str, at: str, accepted: Collection[str] | None) -> None:
        if accepted is None:
            if not vocab.SLUG.fullmatch(value):
                raise self._refused(
                    f"{at} {value!r}", "lower-case letters and digits joined by single hyphens are"
                )
        elif value not in accepted:
            near = difflib.get_close_matches(value, accepted, n=3, cutoff=0.5)
            offer = " or ".join(near) if near else ", ".join(sorted(accepted))
            raise self._refused(f"{at} {value!r}", f"accepted: {offer}")

    def _refused(self, what: str, accepts: str, verb: str = "is not accepted;") -> VocabularyError:
        return VocabularyError(f"read {self.where}: {what} {verb} {accepts}")


def _named(at: str, key: str) -> str:
    return f"{at}: {key}" if at else key
