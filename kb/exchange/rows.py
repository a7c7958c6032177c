"""Values to lines of plain files and back, in pairs. Deterministic: sorted keys, one spelling each.

Lines of tables are checked against the columns they will fill, so that a column added to the catalogue
needs nothing here. A field that is not known is passed over: newer software may add some.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import JSON, Boolean, Float, Integer, String, Table

from kb import ids, vocab
from kb.errors import UnknownName
from kb.exchange.layout import DATE, SHA256, Malformed
from kb.models import Document, Source

Spans = tuple[tuple[int, int], ...]

_SOURCE = TypeAdapter(Source)
_DOCUMENT = TypeAdapter(Document)
_SPANS = TypeAdapter(tuple[tuple[int, int], ...])


# --- JSON and TOML as we write them ------------------------------------------------------------


def json_line(value: Mapping[str, Any]) -> str:
    """One line of a ``.jsonl`` file."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(", ", ": ")) + "\n"


def json_block(value: Mapping[str, Any]) -> str:
    """A JSON object with one field a line, for people and for ``diff``."""
    fields = (
        f"{json.dumps(key)}: {json.dumps(value[key], ensure_ascii=False, sort_keys=True)}"
        for key in sorted(value)
    )
    return "{\n  " + ",\n  ".join(fields) + "\n}\n"


def toml_table(value: Mapping[str, Any]) -> str:
    """A flat TOML table of texts, truth values, numbers and lists of texts; nulls are left out."""
    return "".join(
        f"{key} = {_toml(value[key])}\n" for key in sorted(value) if value[key] is not None
    )


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are TOML's; TOML also wants DEL escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return str(int(value))


def parse(text: str, line: int | None = None) -> dict[str, Any]:
    """The JSON object in ``text``, which is a whole file or the line of that number."""
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise Malformed("nested too deeply; a JSON object is accepted", line) from error
    except json.JSONDecodeError as error:
        raise Malformed(f"{error.msg}; a JSON object is accepted", line or error.lineno) from error
    if not isinstance(value, dict):
        raise Malformed(f"{type(value).__name__} found; a JSON object is accepted", line)
    return value


# --- sources -----------------------------------------------------------------------------------


def source_to_toml(source: Source, *, public: bool) -> str:
    """``public`` leaves out names that are paths: they tell of somebody's machine."""
    value = asdict(source)
    value["aliases"] = sorted(a for a in source.aliases if not public or _is_address(a))
    return toml_table({k: v for k, v in value.items() if v not in ((), [])})


def source_from(value: Mapping[str, Any]) -> Source:
    """The source of a ``sources/<id>.toml``."""
    source: Source = _validated(_SOURCE, value)
    if source.id != ids.source_id(source.ref):
        raise Malformed(f"id {source.id!r} is not the id of ref {source.ref!r}; "
                        f"{ids.source_id(source.ref)} is accepted")  # fmt: skip
    _slugs("areas", source.areas)
    if source.type is not None:
        _slugs("document-types", (source.type,))
    return source


def _is_address(alias: str) -> bool:
    return alias.lower().startswith(("http://", "https://", "doi:"))


# --- documents ---------------------------------------------------------------------------------


def document_to_json(document: Document, cutter: str, spans: Spans | None) -> str:
    """``spans`` are those of the passages, in order; null where the text is left out."""
    return json_block({**asdict(document), "cutter": cutter, "passages": spans})


def document_from(value: Mapping[str, Any]) -> tuple[Document, str, Spans | None]:
    """The document of a ``document.json``, its cutter and the spans of its passages."""
    document: Document = _validated(_DOCUMENT, value)
    for digest in (document.snapshot_sha256, document.text_sha256):
        if not SHA256.fullmatch(digest):
            raise Malformed(f"{digest!r:.80} is no SHA-256; 64 hexadecimal digits are accepted")
    expected = ids.document_id(document.source_id, document.snapshot_sha256, document.text_sha256)
    if document.id != expected:
        raise Malformed(f"id {document.id!r} is not what its source and digests give; "
                        f"{expected} is accepted")  # fmt: skip
    if document.date is not None and not DATE.fullmatch(document.date):
        raise Malformed(f"date {document.date!r}; YYYY, YYYY-MM or YYYY-MM-DD is accepted")
    _slugs("document-types", (document.type,))
    _slugs("interests", (document.interest,))
    cutter = value.get("cutter")
    if not isinstance(cutter, str):
        raise Malformed("cutter is missing; the name and version of the passage cutter is accepted")
    spans = value.get("passages")
    return document, cutter, None if spans is None else _validated(_SPANS, spans)


def _validated(adapter: TypeAdapter[Any], value: Any) -> Any:
    try:
        return adapter.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise Malformed(f"{where}: {first['msg']}") from error
    except (TypeError, ValueError) as error:  # TOML has dates and infinities; we write neither
        raise Malformed(f"{error}; texts, whole numbers and lists are accepted") from error


def _slugs(vocabulary: str, values: Iterable[str]) -> None:
    for value in values:
        try:
            vocab.load(vocabulary).require(value)
        except UnknownName as error:
            raise Malformed(str(error)) from error


# --- lines of tables ---------------------------------------------------------------------------


def row_to_value(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields of a line: every column, null or not."""
    return {column.name: row[column.name] for column in table.columns}


def row_from(table: Table, value: Mapping[str, Any], line: int) -> dict[str, Any]:
    """Column values of a line, each of a kind and length that both engines take."""
    row: dict[str, Any] = {}
    for column in table.columns:
        found = value.get(column.name)
        if found is None and not column.nullable:
            raise Malformed(f"{column.name} is missing", line)
        if found is not None:
            problem = _misfit(column.type, found)
            if problem:
                raise Malformed(f"{column.name}: {problem}", line)
        row[column.name] = found
    return row


_KINDS: Sequence[tuple[type, tuple[type, ...], str]] = (
    (Boolean, (bool,), "true or false"),
    (Integer, (int,), "a whole number"),
    (Float, (int, float), "a number"),
    (String, (str,), "a text"),
)


def _misfit(column: Any, value: Any) -> str | None:
    if isinstance(column, JSON):
        return None
    for kind, types, accepted in _KINDS:
        if isinstance(column, kind):
            if not isinstance(value, types) or (isinstance(value, bool) and kind is not Boolean):
                return f"{value!r:.40} found; {accepted} is accepted"
            break
    if isinstance(value, str):
        if "\0" in value:
            return "it holds a null character"
        length = getattr(column, "length", None)
        if length and len(value) > length:
            return f"{len(value)} characters found; at most {length} are accepted"
    return None
