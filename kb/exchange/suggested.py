"""What machines suggested of one document as lines of its file, and back, verified. It writes nothing.

The first line tells of the whole reading (``"kind": "reading"``): the rules that read the document, and
its design. Its profile follows from the facts and does not travel. The next (``"kind": "account"``) says by
which rules was read what it tells. A file of an older export lacks one or both: its document is read again
by ``reindex``. What follows from other documents (``suggestions.DERIVED``) does not travel either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from kb import vocab
from kb.catalogue import accounts, designs, suggestions, suggestions_checked
from kb.catalogue import tables as t
from kb.catalogue.designs import NOTE_TYPE
from kb.catalogue.record import Record
from kb.catalogue.suggestions_accounts import OF_ACCOUNT, Layout
from kb.evidence import STRONGEST_FIRST, WITHOUT_DESIGN
from kb.exchange import rows
from kb.exchange.layout import Malformed, numbered_lines

READING = "reading"
"""Kind of the line that tells of the whole reading. No suggestion is of it."""
ACCOUNT = "account"
"""Kind of the line that says who read what the document tells. No suggestion is of it."""


@dataclass(slots=True)
class Suggested:
    """The lines of one file, as rows of ``suggestions``, of ``designs`` and of ``accounts``."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    reading: dict[str, Any] | None = None
    account: dict[str, Any] | None = None


def lines(connection: Connection, document_id: str) -> Iterator[dict[str, Any]]:
    """The lines of a document's file, in the order of its text; none where nothing was suggested."""
    query = select(t.designs).where(t.designs.c.document_id == document_id)
    reading = connection.execute(query).mappings().first()
    if reading is not None:
        value = rows.row_to_value(t.designs, reading)
        yield {"kind": READING, **{name: value[name] for name in value if name != "profile"}}
    query = select(t.accounts).where(t.accounts.c.document_id == document_id)
    account = connection.execute(query).mappings().first()
    if account is not None:
        yield {"kind": ACCOUNT, **rows.row_to_value(t.accounts, account)}
    found = connection.execute(
        select(t.suggestions).where(
            t.suggestions.c.document_id == document_id,
            t.suggestions.c.kind.not_in(suggestions.DERIVED),
        )
    ).mappings()
    for row in sorted(found, key=lambda row: (row["start"], row["end"], row["id"])):
        yield rows.row_to_value(t.suggestions, row)


def read(path: Path, record: Record) -> tuple[Suggested, list[Malformed]]:
    """The lines of a file that fit the text they speak of, and those that do not."""
    taken, refused = Suggested(), list[Malformed]()
    layout = accounts.layout_of(record.page_map, record.headings, record.passages)
    passages = frozenset(passage.id for passage in record.passages)
    wholes: list[tuple[int, dict[str, Any]]] = []
    met: set[str] = set()
    for number, line in numbered_lines(path):
        try:
            value = rows.parse(line, number)
            if value.get("kind") in (READING, ACCOUNT):
                wholes.append((number, value))
                continue
            if value.get("kind") in suggestions.DERIVED:
                continue
            row = _suggestion(value, record, layout, passages, number)
            if row["id"] in met:
                raise Malformed(f"id {row['id']} is there already", number)
            met.add(row["id"])
            taken.rows.append(row)
        except Malformed as error:
            refused.append(error)
    for number, value in wholes:
        try:
            _whole(taken, value, record, number)
        except Malformed as error:
            refused.append(error)
    told = [row for row in taken.rows if row["kind"] in OF_ACCOUNT]
    if told and taken.account is None:
        taken.rows = [row for row in taken.rows if row["kind"] not in OF_ACCOUNT]
        refused.append(
            Malformed(f"what it tells ({len(told)}) is left out: no line says who read it")
        )
    return taken, refused


def _whole(taken: Suggested, value: Mapping[str, Any], record: Record, line: int) -> None:
    """A line that tells of the document as a whole; a second of its kind is refused."""
    is_reading = value["kind"] == READING
    if (taken.reading if is_reading else taken.account) is not None:
        raise Malformed(f"a second {value['kind']}; one is accepted", line)
    if is_reading:
        taken.reading = _reading(value, taken.rows, record, line)
    else:
        row = rows.row_from(t.accounts, value, line)
        _require_own(row, record, line)
        _require_no_note("account", record, line)
        taken.account = row


def _require_own(row: Mapping[str, Any], record: Record, line: int) -> None:
    if row["document_id"] != record.document.id:
        raise Malformed(
            f"document_id {row['document_id']!r} is not the document that the file is named for",
            line,
        )


def _require_no_note(kind: str, record: Record, line: int) -> None:
    if record.document.type == NOTE_TYPE:
        raise Malformed(f"{kind}: of a note, which is our own words, none is accepted", line)


def _suggestion(
    value: Mapping[str, Any],
    record: Record,
    layout: Layout,
    passages: frozenset[str],
    line: int,
) -> dict[str, Any]:
    row = rows.row_from(t.suggestions, value, line)
    _require_own(row, record, line)
    if row["passage_id"] is not None and row["passage_id"] not in passages:
        raise Malformed(f"passage_id {row['passage_id']!r} is no passage of the document", line)
    start, end = row["start"], row["end"]
    if not 0 <= start <= end or record.text[start:end] != row["quote"]:
        raise Malformed(f"quote is not what stands from {start} to {end}", line)
    if row["kind"] in OF_ACCOUNT:
        _require_no_note(row["kind"], record, line)
        row, problem = suggestions_checked.checked(row, layout)
    else:
        row, problem = suggestions.checked(row, record.page_map)
    if problem:
        raise Malformed(problem, line)
    expected = suggestions.id_of(row)
    if row["id"] != expected:
        raise Malformed(f"id {row['id']!r} is not {expected}", line)
    return row


def _reading(
    value: Mapping[str, Any], said: list[dict[str, Any]], record: Record, line: int
) -> dict[str, Any]:
    row = rows.row_from(t.designs, {**value, "profile": ""}, line)
    _require_own(row, record, line)
    accepted = (*STRONGEST_FIRST, *WITHOUT_DESIGN)
    if row["design"] not in accepted:
        raise Malformed(f"design {row['design']!r}; accepted: {', '.join(accepted)}", line)
    row["contrasts"] = [_contrast(one, line) for one in _list(row["contrasts"], line)]
    held = designs.reading_of(row, [one for one in said if one["kind"] in suggestions.OF_READING])
    return designs.row_of(record.document.id, held)


def _list(value: Any, line: int) -> list[Any]:
    if not isinstance(value, list):
        raise Malformed(f"contrasts: {value!r:.40} found; a list is accepted", line)
    return value


def _contrast(value: Any, line: int) -> dict[str, Any]:
    told = value if isinstance(value, dict) else {}
    number, name, design = (told.get(key) for key in ("number", "name", "design"))
    whole = isinstance(number, int) and not isinstance(number, bool) and number >= 0
    known = design in vocab.load("design-facts").slugs or design in WITHOUT_DESIGN
    if not (whole and isinstance(name, str) and "\0" not in name and known):
        raise Malformed(
            f"contrasts: {value!r:.60} found; a number, a name and a design are accepted", line
        )
    return {"number": number, "name": name, "design": design}
