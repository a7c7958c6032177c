"""Suggestions as rows and back: what a machine proposed, of which kind, on which words.

Values and dictionaries only; it asks no database. What people decided is never here (``judgements``).
Kinds: ``area`` (of a passage or a document), ``design`` (one fact of how something was studied),
``type`` and ``interest`` (what a document is, who wrote it). What a document tells is
``suggestions_accounts``'.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from kb import ids, pages, vocab
from kb.catalogue import suggestions_accounts
from kb.errors import UnknownName
from kb.evidence import DesignFact, FactOwner, FactStatus, Guess, Reading
from kb.models import AreaTag, Ground, PageMap

Row = Mapping[Any, Any]

OF_READING = ("design", "type", "interest")
"""Kinds that one reading of a document replaces."""

DERIVED = ("quote",)
"""Kinds that follow from other documents too (a note's statement and the passage that says it): made anew
whenever documents are linked, so that they do not travel."""

VOCABULARY_OF: Mapping[str, str] = {
    "design": "design-facts",
    "type": "document-types",
    "interest": "interests",
}
_LONGEST = 1000
"""Characters of a text in a detail: names and numbers read out of one sentence, never a sentence."""


def id_of(row: Row) -> str:
    """Id of a suggestion.

    A judgement about what a reading said must outlive the rules that read it, so neither the rule nor the
    version of it is in the id of one. An area's rule is: another rule's suggestion is another one.
    """
    kind, about = row["kind"], row["passage_id"] or row["document_id"]
    if kind in suggestions_accounts.OF_ACCOUNT:
        return suggestions_accounts.id_of(row)
    told = f"{row['value']} {row['rule']}"
    if kind == "design":
        detail = row["detail"] or {}
        told = f"{row['value']} {detail.get('aspect') or ''} {detail.get('nth', 1)}"
    elif kind in (*OF_READING, *DERIVED):
        told = row["value"]
    return ids.statement_id(kind, about, row["start"], row["end"], told)


def of_area(document_id: str, passage_id: str | None, tag: AreaTag) -> dict[str, Any]:
    """The row of an area; ``passage_id`` is null where the whole document is meant."""
    return _identified(
        {
            "document_id": document_id,
            "passage_id": passage_id,
            "kind": "area",
            "value": tag.area,
            "score": tag.score,
            "quote": tag.quote,
            "start": tag.start,
            "end": tag.end,
            "rule": tag.rule,
            "detail": None,
        }
    )


def of_reading(document_id: str, reading: Reading, page_map: PageMap) -> list[dict[str, Any]]:
    """The rows of a reading, each fact on the page its quote begins on."""
    rows = list(_of_facts(document_id, reading.facts, page_map))
    for kind, guess in (("type", reading.type), ("interest", reading.interest)):
        if guess is not None:
            rows.append(_of_guess(document_id, kind, guess, page_map))
    return rows


def _of_facts(
    document_id: str, facts: Iterable[DesignFact], page_map: PageMap
) -> Iterator[dict[str, Any]]:
    """A sentence may tell the same twice with other numbers (two arms): those are told apart by ``nth``."""
    told: dict[tuple[str, str | None, int, int], list[DesignFact]] = {}
    for fact in facts:
        alike = told.setdefault((fact.fact, fact.aspect, fact.start, fact.end), [])
        if any(_says(fact) == _says(other) for other in alike):
            continue
        alike.append(fact)
        detail = {
            "status": fact.status,
            "owner": fact.owner,
            "aspect": fact.aspect,
            "detail": dict(fact.detail),
            "section": fact.section,
            "contrast": fact.contrast,
            **_place(page_map, fact.start, fact.end),
        }
        if len(alike) > 1:
            detail["nth"] = len(alike)
        yield _identified(
            {
                "document_id": document_id,
                "passage_id": None,
                "kind": "design",
                "value": fact.fact,
                "score": fact.weight,
                "quote": fact.quote,
                "start": fact.start,
                "end": fact.end,
                "rule": fact.rule,
                "detail": detail,
            }
        )


def _says(fact: DesignFact) -> tuple[Any, ...]:
    return fact.status, fact.owner, dict(fact.detail), fact.contrast


def _of_guess(document_id: str, kind: str, guess: Guess, page_map: PageMap) -> dict[str, Any]:
    """A reason that is no quote (the address, the name of a file) is kept as a detail and opens nowhere."""
    reason = guess.reason
    if reason.start is None or reason.end is None:
        quote, start, end, detail = "", 0, 0, {"reason": reason.text}
    else:
        quote, start, end = reason.text, reason.start, reason.end
        detail = _place(page_map, start, end)
    return _identified(
        {
            "document_id": document_id,
            "passage_id": None,
            "kind": kind,
            "value": guess.value,
            "score": guess.score,
            "quote": quote,
            "start": start,
            "end": end,
            "rule": guess.rule,
            "detail": detail,
        }
    )


def _identified(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_of(row), **row}


def _place(page_map: PageMap, start: int, end: int) -> dict[str, Any]:
    found = pages.locate(page_map, (), start, end)
    return {"page": found.page, "page_label": found.page_label}


# --- and back ----------------------------------------------------------------------------------


def fact(row: Row) -> DesignFact:
    """The design fact of a row."""
    detail = row["detail"]
    return DesignFact(
        fact=row["value"],
        status=detail["status"],
        owner=detail["owner"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        rule=row["rule"],
        aspect=detail["aspect"],
        detail=dict(detail["detail"]),
        section=detail["section"],
        weight=row["score"],
        contrast=detail["contrast"],
        page=detail["page"],
        page_label=detail["page_label"],
        id=row["id"],
    )


def guess(row: Row) -> Guess:
    """The suggested type, or the suggested author's part, of a row."""
    detail = row["detail"] or {}
    if "reason" in detail:
        reason = Ground(detail["reason"])
    else:
        reason = Ground(
            row["quote"],
            document_id=row["document_id"],
            start=row["start"],
            end=row["end"],
            page=detail.get("page"),
            page_label=detail.get("page_label"),
        )
    return Guess(row["value"], reason, row["rule"], row["score"])


# --- what another base says --------------------------------------------------------------------


def checked(row: dict[str, Any], page_map: PageMap) -> tuple[dict[str, Any], str | None]:
    """A row that came from outside with the detail that its kind has, and what is wrong with it."""
    kind, detail = row["kind"], row["detail"]
    if kind not in OF_READING:
        return {**row, "detail": None}, None
    problem = _of_no_vocabulary(VOCABULARY_OF[kind], row["value"])
    if problem is None and not 0 <= row["score"] <= 1:
        problem = f"score {row['score']!r}; 0 to 1 is accepted"
    if problem is None and row["passage_id"] is not None:
        problem = f"passage_id: a suggestion of kind {kind} is about the whole document"
    if problem is None and not isinstance(detail, dict):
        problem = f"detail: {detail!r:.40} found; an object is accepted"
    if problem is not None:
        return row, problem
    kept, problem = (_fact_detail if kind == "design" else _guess_detail)(detail)
    if problem is None and "reason" not in kept:
        kept |= _place(page_map, row["start"], row["end"])
        astray = [name for name in ("page", "page_label") if detail.get(name) != kept[name]]
        if astray:
            problem = f"detail: {astray[0]} is {detail.get(astray[0])!r:.40}, not {kept[astray[0]]}"
    return {**row, "detail": kept}, problem


def _fact_detail(detail: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    kept = {
        "status": detail.get("status"),
        "owner": detail.get("owner"),
        "aspect": detail.get("aspect"),
        "detail": detail.get("detail"),
        "section": detail.get("section", ""),
        "contrast": detail.get("contrast", 0),
    }
    if "nth" in detail:
        kept["nth"] = detail["nth"]
    for name, accepted in (("status", get_args(FactStatus)), ("owner", get_args(FactOwner))):
        if kept[name] not in accepted:
            return kept, f"detail: {name} {kept[name]!r:.40}; accepted: {', '.join(accepted)}"
    if kept["aspect"] is not None:
        problem = _of_no_vocabulary("design-aspects", kept["aspect"])
        if problem:
            return kept, f"detail: {problem}"
    if not _is_text(kept["section"]):
        return kept, f"detail: section {kept['section']!r:.40}; a text is accepted"
    for name, least in (("contrast", 0), ("nth", 1)):
        number = kept.get(name, least)
        if not isinstance(number, int) or isinstance(number, bool) or number < least:
            return kept, f"detail: {name} {number!r:.40}; a whole number from {least} is accepted"
    return kept, _not_told(kept["detail"])


def _not_told(told: Any) -> str | None:
    if not isinstance(told, dict):
        return f"detail: detail {told!r:.40} found; an object is accepted"
    for name, value in told.items():
        whole = isinstance(value, bool) or _is_text(value)
        if not whole and not (isinstance(value, int | float) and math.isfinite(value)):
            return f"detail: {name!r:.40} is {value!r:.40}; a text, a number or a truth value is accepted"
    return None


def _guess_detail(detail: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    if "reason" not in detail:
        return {}, None
    kept = {"reason": detail["reason"]}
    problem = f"detail: reason {kept['reason']!r:.40}; a text is accepted"
    return kept, None if _is_text(kept["reason"]) else problem


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value and len(value) <= _LONGEST


def _of_no_vocabulary(name: str, slug: Any) -> str | None:
    try:
        vocab.load(name).require(str(slug))
    except UnknownName as error:
        return str(error)
    return None
