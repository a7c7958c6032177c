"""From the bytes of a note to a ``Note``, or one error with file, line and what is accepted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kb.errors import NoteError
from kb.notes.schema import Note

FENCE = re.compile(r"\A---[ \t]*\n(?P<matter>.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)


DATE_FIELDS = frozenset(
    {"start", "end", "date", "when", "issued", "as_of", "price_year", "reviewed_on"}
)

# libyaml where it is there: the starter corpus in 0.3 s instead of 2.4 s, with equal results.
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML without surprises: dates stay text, and a key may stand once."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def parse_file(path: Path) -> Note:
    """Read one note; its id must be the file's name without ``.md``."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoteError(f"{path}: cannot be read: {error.strerror or error}") from error
    note = parse(data, str(path))
    if note.id != path.stem:
        raise NoteError(
            f"{path}:2: id is {note.id!r} but the file is named {path.name}; "
            f"accepted: id: {path.stem}, or the file renamed to {note.id}.md"
        )
    return note


def parse(data: bytes, name: str) -> Note:
    """Read the bytes of a note. ``name`` is what an error calls the file."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NoteError(
            f"{name}:{line}: byte {error.start} is not UTF-8; accepted: UTF-8"
        ) from error
    match = FENCE.match(text)
    if match is None:
        raise NoteError(
            f"{name}:1: no front matter; accepted: a block between two lines '---' at the top"
        )
    matter = match["matter"]
    tree = _compose(matter, name)
    values = _Loader(matter).get_single_data()
    if not isinstance(values, dict):
        raise NoteError(f"{name}:2: front matter is not a table of fields; accepted: key: value")
    _dates_as_text(values)
    try:
        note = Note.model_validate({**values, "body": text[match.end() :].strip()})
    except ValidationError as error:
        raise NoteError(_first_problem(error, tree, name)) from error
    _references_resolve(note, tree, name)
    return note


def _compose(matter: str, name: str) -> yaml.Node | None:
    try:
        tree = yaml.compose(matter, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        problem = getattr(error, "problem", None) or "cannot be read as YAML"
        raise NoteError(f"{name}:{line}: front matter: {problem}; accepted: YAML") from error
    duplicate = _duplicate_key(tree)
    if duplicate is not None:
        raise NoteError(
            f"{name}:{duplicate.start_mark.line + 2}: {duplicate.value!r} stands twice; "
            "accepted: each field once"
        )
    return tree


def _duplicate_key(node: yaml.Node | None) -> yaml.ScalarNode | None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                return key if isinstance(key, yaml.ScalarNode) else None
            seen.add(key.value)
            if (found := _duplicate_key(value)) is not None:
                return found
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if (found := _duplicate_key(item)) is not None:
                return found
    return None


def _dates_as_text(values: dict[str, Any]) -> None:
    """A bare year is a number to YAML; a date field takes it as the text that was written."""
    for key, value in values.items():
        if key in DATE_FIELDS and isinstance(value, int):
            values[key] = str(value)
        elif isinstance(value, dict):
            _dates_as_text(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    _dates_as_text(item)


def _line_of(tree: yaml.Node | None, path: tuple[int | str, ...]) -> int:
    """Line of the node at ``path``, or of the nearest one above it that exists. 1-based, in the file."""
    node, line = tree, 2
    for step in path:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 2, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                break
            node = node.value[step]
            line = node.start_mark.line + 2
        else:
            break
    return line


def _first_problem(error: ValidationError, tree: yaml.Node | None, name: str) -> str:
    # A misspelt field gives two problems; the one that names what was written helps more.
    problems = sorted(
        error.errors(include_url=False), key=lambda problem: problem["type"] != "extra_forbidden"
    )
    first = problems[0]
    path = first["loc"]
    where = ".".join(str(step) for step in path) or "front matter"
    message = first["msg"].removeprefix("Value error, ")
    accepted = _accepted(first["type"], path)
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{name}:{_line_of(tree, path)}: {where}: {message}{accepted}{more}"


def _accepted(kind: str, path: tuple[int | str, ...]) -> str:
    if kind == "extra_forbidden":
        return f"; accepted: {_fields_beside(path)}"
    if kind == "string_pattern_mismatch" and path and path[-1] in {"start", "end", "issued"}:
        return "; accepted: YYYY, YYYY-MM or YYYY-MM-DD"
    if kind == "string_pattern_mismatch" and path and path[-1] in {"date", "when"}:
        return "; accepted: YYYY, YYYY-MM or YYYY-MM-DD, or two of them as 1998/1999"
    return ""


def _fields_beside(path: tuple[int | str, ...]) -> str:
    """Names of the fields that may stand where ``path`` ends."""
    schema = Note.model_json_schema(by_alias=True)
    node: dict[str, Any] = schema
    for step in path[:-1]:
        node = node.get("items", {}) if isinstance(step, int) else node["properties"][str(step)]
        while "$ref" in node or "anyOf" in node:
            node = node["anyOf"][0] if "anyOf" in node else _definition(schema, node["$ref"])
    return ", ".join(sorted(set(node.get("properties", {})) - {"body"}))


def _definition(schema: dict[str, Any], ref: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"][ref.rsplit("/", 1)[-1]]
    return found


def _references_resolve(note: Note, tree: yaml.Node | None, name: str) -> None:
    known = {reference.id for reference in note.references}
    for part in ("who", "related", "dates", "problems", "targets", "findings", "lessons", "costs"):
        for i, entry in enumerate(getattr(note, part)):
            figures = getattr(entry, "figures", ())
            named = [((part, i, "reference"), entry.reference)] + [
                ((part, i, "figures", j, "reference"), f.reference) for j, f in enumerate(figures)
            ]
            for path, reference in named:
                if reference is not None and reference not in known:
                    raise NoteError(
                        f"{name}:{_line_of(tree, path)}: reference {reference!r} is not in "
                        f"references; accepted: {', '.join(sorted(known))}"
                    )
