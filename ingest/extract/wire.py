"""What passes between a reader and its child, in pairs: limits, a snapshot, and the answer."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from kb import errors
from kb.models import Extraction, Found, Snapshot
from kb.pages import from_json, to_json
from kb.settings import Limits

OUT_OF_MEMORY = 71
"""Exit status of a child that could not even take a request in."""


def limits_to_line(limits: Limits) -> bytes:
    """The first line a child reads."""
    return json.dumps(asdict(limits)).encode() + b"\n"


def limits_from_line(line: bytes) -> Limits:
    """What ``limits_to_line`` wrote."""
    return Limits(**json.loads(line))


def snapshot_to_bytes(snapshot: Snapshot) -> bytes:
    """A line of JSON with the size, then the bytes themselves."""
    head = {
        field.name: getattr(snapshot, field.name)
        for field in fields(snapshot)
        if field.name != "data"
    }
    return json.dumps({**head, "size": len(snapshot.data)}).encode() + b"\n" + snapshot.data


def snapshot_from(line: bytes, read: Any) -> Snapshot:
    """The snapshot that ``line`` announces; ``read(size)`` yields its bytes."""
    head: dict[str, Any] = json.loads(line)
    size = head.pop("size")
    return Snapshot(**head, data=read(size))


def extraction_to_bytes(extraction: Extraction) -> bytes:
    """An answer: what was read."""
    value = {
        "text": extraction.text,
        "map": to_json(extraction.page_map, extraction.headings),
        "metadata": [[found.field, found.value, found.origin] for found in extraction.metadata],
        "extractor": extraction.extractor,
        "method": extraction.method,
        "kept": extraction.kept,
        "pages_without_text": extraction.pages_without_text,
        "warnings": extraction.warnings,
    }
    return json.dumps(value).encode()


def error_to_bytes(error: Exception, ref: str) -> bytes:
    """An answer: why it was not read, as one line."""
    if isinstance(error, errors.WhatWorksError):
        kind, message = type(error).__name__, str(error)
    else:
        kind = errors.ExtractError.__name__
        message = f"read {ref}: {type(error).__name__}: {error}; an undamaged file is accepted"
    return json.dumps({"error": kind, "message": " ".join(message.split())}).encode()


def answer_from_bytes(answer: bytes, warnings: tuple[str, ...] = ()) -> Extraction:
    """The extraction with ``warnings`` added, or the error raised again."""
    value: dict[str, Any] = json.loads(answer)
    if "error" in value:
        kind = getattr(errors, value["error"], errors.ExtractError)
        raise kind(value["message"])
    page_map, headings = from_json(value["map"])
    return Extraction(
        text=value["text"],
        page_map=page_map,
        headings=headings,
        metadata=tuple(Found(*found) for found in value["metadata"]),
        extractor=value["extractor"],
        method=value["method"],
        kept=value["kept"],
        pages_without_text=tuple(value["pages_without_text"]),
        warnings=(*value["warnings"], *warnings),
    )
