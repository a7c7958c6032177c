"""Values to the JSON shapes that the command line prints and the app hands out, field by field.

One way only: nothing is read back from these shapes (the plain files of ``kb.exchange`` are). Names and
meaning of a field are fixed once released; fields may be added. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kb.disagreements import Disagreements
from kb.evidence import DesignFact, Grade
from kb.gaps import Map
from kb.models import (
    Attempt,
    Citation,
    Filters,
    Finding,
    Hit,
    IngestResult,
    Lesson,
    Level,
    Picture,
)
from kb.register import Register

Json = dict[str, Any]

ENDS = ("added", "unchanged", "updated", "failed")
_SPELLED = {"from_year": "from", "to_year": "to"}
"""Filters whose option is a word that Python keeps for itself."""


def citation(value: Citation) -> Json:
    """A citation; ``quote`` is the very text of the document between ``start`` and ``end``."""
    return asdict(value)


def finding(value: Finding) -> Json:
    """A finding; ``citation`` is an id of the list of citations beside it."""
    return asdict(value)


def lesson(value: Lesson) -> Json:
    """A lesson; ``citation`` is an id of the list of citations beside it."""
    return asdict(value)


def attempt(value: Attempt) -> Json:
    """An attempt; ``citations`` are ids of the list of citations beside it."""
    return asdict(value)


def filters(value: Filters) -> Json:
    """Those that are set, by the names of their options."""
    return {_SPELLED.get(name, name): held for name, held in asdict(value).items() if held}


def hit(value: Hit) -> Json:
    """A passage with its citation written out, where else the same words stand, and what its document
    is rated at: its own ceiling, or what the attempt of a note is shown at."""
    return {
        "rank": value.rank,
        "score": value.score,
        "citation": citation(value.citation),
        "areas": list(value.areas),
        "text": value.text,
        "elsewhere": [citation(twin) for twin in value.elsewhere],
        "design": value.design,
        "levels": _levels(value.levels),
    }


def search(query: str, hits: Iterable[Hit], timings_ms: Mapping[str, float]) -> Json:
    """``search``. A part that was left out took no time."""
    parts = {name: timings_ms.get(name, 0.0) for name in ("embed", "retrieve", "rerank", "total")}
    return {"query": query, "hits": [hit(one) for one in hits], "timings_ms": parts}


def picture(value: Picture) -> Json:
    """``ask``. ``close`` names the attempts that are on the question, ``passages`` what other documents say."""
    return {
        "question": value.question,
        "filters": filters(value.filters),
        "answer_kind": value.answer_kind,
        "answerable": value.answerable,
        "reason": value.reason,
        "coverage": dict(value.coverage),
        "summary": [asdict(statement) for statement in value.summary],
        "attempts": [attempt(one) for one in value.attempts],
        "close": list(value.close),
        "findings": [finding(one) for one in value.findings],
        "lessons": [lesson(one) for one in value.lessons],
        "passages": [hit(one) for one in value.passages],
        "disagreements": [asdict(one) for one in value.disagreements],
        "gaps": [asdict(one) for one in value.gaps],
        "effects": [asdict(one) for one in value.effects],
        "changes": list(value.changes),
        "nearest": [dict(one) for one in value.nearest],
        "not_to_conclude": [dict(one) for one in value.not_to_conclude],
        "citations": [citation(one) for one in value.citations],
        "timings_ms": dict(value.timings_ms),
    }


def disagreements(value: Disagreements) -> Json:
    """``disagreements``: each side with its citation written out, as in ``search``; the ``citation`` of a
    figure is an id of the list beside them."""
    cited = {one.id: citation(one) for one in value.citations}
    return {
        "disagreements": [
            {
                **asdict(one),
                "sides": [{**asdict(side), "citation": cited[side.citation]} for side in one.sides],
            }
            for one in value.disagreements
        ],
        "citations": list(cited.values()),
    }


def gaps(value: Map) -> Json:
    """``gaps``: the cells of the map, and how many findings are in none of an outcome."""
    return {
        "cells": [{**asdict(cell), "directions": dict(cell.directions)} for cell in value.cells],
        "unmapped": value.unmapped,
        "never_evaluated": list(value.never_evaluated),
        "note": value.note,
    }


def register(value: Register) -> Json:
    """``attempts``: each with its studies, and the studies that belong to no attempt."""
    return {
        "attempts": [
            {
                **attempt(one),
                "study_list": [asdict(study) for study in value.studies.get(one.id, ())],
                "checked": asdict(value.checked[one.id]) if one.id in value.checked else None,
            }
            for one in value.attempts
        ],
        "unattached_studies": [asdict(study) for study in value.unattached],
        "citations": [citation(one) for one in value.citations],
    }


def grade(value: Grade) -> Json:
    """``grade``: design facts, other aspects of the study, and the level each standard derives."""
    reading = value.reading
    return {
        "document_id": value.document_id,
        "title": value.title,
        "type": value.type,
        "type_reason": asdict(reading.type) if reading.type else None,
        "interest": value.interest,
        "interest_reason": asdict(reading.interest) if reading.interest else None,
        "language": reading.language,
        "note": reading.note,
        "design_facts": [_fact(one) for one in reading.facts if one.fact != "none"],
        "attributes": [_fact(one) for one in reading.facts if one.aspect],
        "design": reading.design,
        "contrasts": [
            {**asdict(one), "levels": _levels(value.by_contrast.get(one.number, {}))}
            for one in reading.contrasts
        ],
        "levels": _levels(value.levels),
        "rules": reading.reader,
    }


def _fact(value: DesignFact) -> Json:
    return {**asdict(value), "detail": dict(value.detail)}


def _levels(values: Mapping[str, Level]) -> Json:
    return {scheme: asdict(level) for scheme, level in values.items()}


def ingest(results: Sequence[IngestResult]) -> Json:
    """``ingest``: the one end of each ref, in the order named, and how many ended how."""
    return {
        "results": [asdict(result) for result in results],
        "totals": {end: sum(result.outcome == end for result in results) for end in ENDS},
    }
