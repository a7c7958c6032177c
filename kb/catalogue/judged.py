"""What people's judgements make of suggestions and documents: laid over, never written into them.

``load`` reads the judgements that stand, ``Decided`` answers for facts, readings, documents and areas;
levels are ``kb.catalogue.judged_levels``'. Writing judgements is ``kb.catalogue.judgements``', what
several people's words come to ``kb.catalogue.verdicts``'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from kb import vocab
from kb.catalogue import tables as t
from kb.catalogue.judgements import DECISION, INTEREST, LEVEL, TYPE, Judgement, standing
from kb.catalogue.read import in_chunks
from kb.catalogue.verdicts import (
    ACCEPTED,
    DECLINED,
    EDITED,
    NEITHER,
    VOCABULARY_OF,
    Said,
    Verdict,
    check_changes,
    name_of,
    outcome,
    verdict,
)
from kb.errors import UsageError
from kb.evidence import STRONGEST_FIRST, WITHOUT_DESIGN, DesignFact, Guess, Reading
from kb.models import Document, Ground
from kb.standards import Standards
from kb.standards import load as load_standards

COPIED = (
    "document_id", "passage_id", "kind", "value", "score", "quote", "start", "end", "rule", "detail",
)  # fmt: skip
"""Columns of a suggestion that a judgement about it keeps a copy of, under ``about``."""

Key = tuple[str, str, str]
"""Kind of item, its id, the field."""


@dataclass(frozen=True)
class Decided:
    """The judgements that stand, ready to be laid over what machines suggested and notes compiled."""

    verdicts: Mapping[Key, Verdict] = field(default_factory=dict)
    suggestions_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Judged suggestions by the document that they are about."""

    @cached_property
    def documents(self) -> frozenset[str]:
        """Documents of which, or of whose suggestions, anything is judged; the others are as suggested."""
        own = {item for kind, item, _ in self.verdicts if kind == "document"}
        return frozenset(own | set(self.suggestions_of))

    def of(self, kind: str, item: str, name: str) -> Verdict | None:
        """The verdict on a field of an item; null where nobody judged it."""
        return self.verdicts.get((kind, item, name))

    def on(self, suggestion_id: str) -> Verdict | None:
        """The verdict on a suggestion."""
        return self.of("suggestion", suggestion_id, DECISION)

    def with_levels(self, kind: str) -> Set[str]:
        """Documents or attempts of which somebody judged a level."""
        return self._levels.get(kind, {}).keys()

    def levels_of(self, kind: str, item: str) -> Mapping[str, Verdict]:
        """By scheme: the verdicts on the level of a document or an attempt."""
        return self._levels.get(kind, {}).get(item, {})

    @cached_property
    def _levels(self) -> dict[str, dict[str, dict[str, Verdict]]]:
        """By kind of item, item and scheme."""
        found: dict[str, dict[str, dict[str, Verdict]]] = {}
        for (kind, item, name), one in self.verdicts.items():
            if name.startswith(LEVEL):
                schemes = found.setdefault(kind, {}).setdefault(item, {})
                schemes[name.removeprefix(LEVEL)] = one
        return found

    def facts(self, document_id: str, facts: Iterable[DesignFact]) -> tuple[DesignFact, ...]:
        """The facts of a document with people's word over the machine's.

        Accepted and edited facts are judged, whatever the rules say of them now; declined ones are gone.
        """
        kept = self.unjudged(document_id, facts)
        judged = self.about(document_id, "design").values()
        kept.extend(_fact(found) for found in judged if found.counts.value is not None)
        return tuple(sorted(kept, key=lambda fact: (fact.start, fact.end, fact.id)))

    def unjudged(self, document_id: str, facts: Iterable[DesignFact]) -> list[DesignFact]:
        """The facts of which nobody judged anything, nor of the same words under an older reading."""
        judged, some = self.about(document_id, "design"), list(facts)
        present = {fact.id for fact in some}
        gone = [copy_of(found) for item, found in judged.items() if item not in present]
        return [
            fact
            for fact in some
            if fact.id not in judged and not any(_is_same(fact, about) for about in gone)
        ]

    def reading(self, document_id: str, reading: Reading) -> Reading:
        """A reading with people's word over the machine's; as it was where nobody judged anything."""
        if document_id not in self.documents:
            return reading
        facts = self.facts(document_id, reading.facts)
        return replace(
            reading,
            facts=facts,
            design=design_of(reading.design, facts),
            type=self._guess(document_id, TYPE, reading.type),
            interest=self._guess(document_id, INTEREST, reading.interest),
        )

    def document(self, document: Document) -> Document:
        """A document with the type and the author's part that people decided."""
        said = {name: self.of("document", document.id, name) for name in NEITHER}
        values = {name: found.counts.value for name, found in said.items() if found}
        return replace(document, **values) if values else document

    def area(self, row: Mapping[Any, Any]) -> str | None:
        """The area of a suggestion's row as people have it; null where it was declined.

        What is declined for a document is declined for its passages.
        """
        found = self.on(row["id"])
        if found is not None:
            return None if found.counts.value is None else str(found.counts.value)
        whole = self.about(row["document_id"], "area").values()
        declined = {
            about["value"]
            for v in whole
            if v.counts.value is None and (about := copy_of(v))["passage_id"] is None
        }
        return None if row["value"] in declined else str(row["value"])

    def about(self, document_id: str, kind: str) -> dict[str, Verdict]:
        """Verdicts on the suggestions of one kind about a document, by suggestion."""
        of = ((item, self.on(item)) for item in self.suggestions_of.get(document_id, ()))
        return {item: v for item, v in of if v is not None and copy_of(v)["kind"] == kind}

    def _guess(self, document_id: str, name: str, guess: Guess | None) -> Guess | None:
        found = self.of("document", document_id, name)
        if found is None:
            return guess
        judgement = found.counts.judgement
        why = Ground(f"{name_of(judgement)} decided: {judgement.reason}")
        return Guess(str(found.counts.value), why, "judged")


def design_of(read: str, facts: Collection[DesignFact]) -> str:
    """The design of a document once people have decided on its facts.

    What the rules made of all facts together stands as long as a fact still carries it; where none
    does, or a person named a stronger one, the strongest that is done leads.
    """
    counting = {f.fact: f for f in facts if f.counts and f.fact in STRONGEST_FIRST}
    judged = {f.fact for f in facts if f.counts and f.basis == "judged"} & set(counting)
    leading = judged | ({read} & set(counting)) or set(counting)
    if leading:
        return min(leading, key=STRONGEST_FIRST.index)
    if read in WITHOUT_DESIGN:
        return read
    telling = [f for f in facts if f.fact in STRONGEST_FIRST]
    if any(f.owner == "this" and f.status == "planned" for f in telling):
        return "protocol"
    return "cited-only" if any(f.owner == "cited" for f in telling) else "programme-description"


def _fact(found: Verdict) -> DesignFact:
    judgement = found.counts.judgement
    fact: DesignFact = found.counts.value
    return replace(fact, basis="judged", judged_by=name_of(judgement))


def _is_same(fact: DesignFact, about: Mapping[str, Any]) -> bool:
    """Whether a fact says what was judged under an older reading, on mostly the same words.

    Newer rules may cut a sentence elsewhere; what a person said of it holds all the same.
    """
    told = about["detail"]
    if (about["value"], told["aspect"]) != (fact.fact, fact.aspect):
        return False
    if fact.aspect is not None and told["detail"] != dict(fact.detail):
        return False
    shared = min(about["end"], fact.end) - max(about["start"], fact.start)
    return bool(2 * shared > max(about["end"] - about["start"], fact.end - fact.start))


def copy_of(found: Verdict) -> Mapping[str, Any]:
    """What the suggestion was when it was judged."""
    about: Mapping[str, Any] = found.counts.judgement.value["about"]
    return about


# --- reading what stands ------------------------------------------------------------------------


def load(connection: Connection, standards: Standards | None = None) -> Decided:
    """Every judgement that stands, by item and field. Without ``standards`` the shipped ones are meant."""
    said: dict[Key, list[Said]] = {}
    of_document: dict[str, dict[str, None]] = {}
    found = standing(connection)
    decisions = found.pop("suggestion", {})
    foreign = {i for (i, _), some in decisions.items() if any(j.origin for j in some)}
    held = _rows(connection, foreign)
    for (item, _), some in decisions.items():
        for judgement in some:
            if not _is_fit(judgement, held.get(item)):
                continue
            about = judgement.value["about"]
            changes = judgement.value.get("set") or {}
            value = outcome(judgement.value["decision"], changes, {**about, "id": item})
            said.setdefault(("suggestion", item, DECISION), []).append(Said(judgement, value))
            of_document.setdefault(about["document_id"], {})[item] = None
            if about["kind"] in NEITHER:
                key = ("document", about["document_id"], about["kind"])
                said.setdefault(key, []).append(Said(judgement, value or NEITHER[about["kind"]]))
    for kind, fields in found.items():
        for (item, name), some in fields.items():
            told = [(j, _value(name, j.value.get("is"), standards)) for j in some]
            fit = [Said(judgement, value) for judgement, value in told if value is not None]
            said.setdefault((kind, item, name), []).extend(fit)
    return Decided(
        {key: verdict(key[2], some) for key, some in said.items() if some},
        {document: tuple(items) for document, items in of_document.items()},
    )


def _rows(connection: Connection, ids: Collection[str]) -> dict[str, Mapping[Any, Any]]:
    return {
        row["id"]: row
        for some in in_chunks(ids)
        for row in connection.execute(
            select(t.suggestions).where(t.suggestions.c.id.in_(some))
        ).mappings()
    }


def _is_fit(judgement: Judgement, held: Mapping[Any, Any] | None) -> bool:
    """Whether a decision about a suggestion can be followed.

    One from elsewhere only where the suggestion is held here and its copy says what is held: the copy
    travelled, and might quote what the document does not say.
    """
    value = judgement.value
    about, changes = value.get("about"), value.get("set") or {}
    if value.get("decision") not in (ACCEPTED, EDITED, DECLINED) or not isinstance(about, dict):
        return False
    if judgement.origin is None:
        return all(name in about for name in COPIED)
    if held is None or any(about.get(name) != held[name] for name in COPIED):
        return False
    if not isinstance(changes, dict):
        return False
    try:
        check_changes(about["kind"], changes)
    except UsageError:
        return False
    return True


def _value(name: str, value: Any, standards: Standards | None) -> Any:
    """What a field was judged to be: a slug of its list, or a step with its rank; null for anything else."""
    if not name.startswith(LEVEL):
        is_slug = name in NEITHER and str(value) in vocab.load(VOCABULARY_OF[name])
        return value if is_slug else None
    standard = (standards or load_standards()).get(name.removeprefix(LEVEL))
    if standard is None or not isinstance(value, dict):
        return None
    step, held = value.get("step"), value.get("held") or []
    known = {one.slug: one for one in standard.steps}
    if not isinstance(held, list) or not isinstance(step, str | None):
        return None
    if any(str(one) not in known for one in (*held, *([step] if step else []))):
        return None
    return {"step": step, "rank": known[step].rank if step else None, "held": held}
