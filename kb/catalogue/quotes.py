"""Notes and their originals in the catalogue: where each statement of a note stands in a document that is held.

Rows of ``suggestions`` of kind quote, on the original: the value is the id of the note's statement, the span the
words that say it; without a place (0 to 0) where they were not found. Matching is ``kb.links.originals``'.
A document and a note that met already are not read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select

from kb import pages
from kb.catalogue import read, suggestions
from kb.catalogue import tables as t
from kb.catalogue.read import in_chunks
from kb.links import originals
from kb.links.originals import Quote, State, Statement
from kb.links.sentences import Original, original
from kb.models import Figure, PageMap

KIND = "quote"
BEST_FIRST: tuple[State, ...] = ("agrees", "differs", "not-found")
"""Of several originals that tell a statement, the one that agrees leads."""
FIGURE_COLUMNS = (
    "text", "value", "low", "high", "unit", "counts", "status", "arm", "n", "months", "as_of", "currency",
    "price_year",
)  # fmt: skip

Row = dict[str, Any]
Met = tuple[str, str, str]
"""A document, a note, and the key of the reference that the document is."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many statements of an attempt were found in an original that is held."""

    agrees: int = 0
    differs: int = 0
    not_found: int = 0
    total: int = 0
    """Every finding, lesson and cost of its note."""
    held: int = 0
    """Those whose original is held: the rest could not be checked."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement of a note with the references that it and its figures rest on."""

    id: str
    kind: str
    text: str
    about: str
    reference: str
    figures: tuple[tuple[str, Figure], ...]
    """Each with the key of its reference."""

    def of(self, key: str) -> Statement | None:
        """What it takes from one reference; null where it takes nothing."""
        figures = tuple(figure for own, figure in self.figures if own == key)
        if key != self.reference and not figures:
            return None
        return Statement(self.id, self.kind, self.text, figures, self.about)


# --- writing ------------------------------------------------------------------------------------


def write(connection: Connection, met: Iterable[Met]) -> int:
    """Make the quotes those of ``met``; how many rows were written or removed."""
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for document, note, key in met:
        wanted[(document, note)].add(key)
    held: dict[tuple[str, str], list[str]] = defaultdict(list)
    stale: list[str] = []
    s = t.suggestions.c
    for row in connection.execute(
        select(s.id, s.document_id, s.rule, s.detail).where(s.kind == KIND)
    ):
        detail = row.detail or {}
        pair = (row.document_id, str(detail.get("note")))
        keys = wanted.get(pair, set())
        is_current = row.rule.startswith(f"{originals.VERSION}:") and detail.get("keys") == sorted(
            keys
        )
        (held[pair] if is_current else stale).append(row.id)
    for some in in_chunks(stale):
        connection.execute(delete(t.suggestions).where(s.id.in_(some)))
    new = [pair for pair in sorted(wanted) if pair not in held]
    rows = _rows(connection, {pair: wanted[pair] for pair in new})
    if rows:
        connection.execute(insert(t.suggestions), rows)
    return len(stale) + len(rows)


def _rows(connection: Connection, wanted: Mapping[tuple[str, str], Collection[str]]) -> list[Row]:
    statements = stated(connection, {note for _, note in wanted})
    attempts = _attempts(connection, {note for _, note in wanted})
    by_document: dict[str, list[tuple[Stated, str, list[str]]]] = defaultdict(list)
    for (document, note), keys in wanted.items():
        for one in statements.get(note, ()):
            if any(one.of(key) for key in keys):
                by_document[document].append((one, note, sorted(keys)))
    rows: dict[str, Row] = {}
    for document, some in by_document.items():
        held = original_of(connection, document)
        page_map = read.text_of(connection, document).page_map if held.sentences else None
        for one, note, keys in some:
            row = _row(document, one, _best(one, keys, held), page_map)
            row["detail"] |= {"note": note, "attempt": attempts[note], "keys": keys}
            rows[row["id"]] = row
    return list(rows.values())


def original_of(connection: Connection, document: str) -> Original:
    """A document that is held, cut into sentences."""
    p = t.passages.c
    query = select(p.id, p.start, p.text).where(p.document_id == document).order_by(p.position)
    return original((row.id, row.start, row.text) for row in connection.execute(query))


def _best(one: Stated, keys: Iterable[str], held: Original) -> Quote:
    """Where a document that is one of several references of a note tells a statement best."""
    found = [originals.meet(s, held) for key in keys if (s := one.of(key)) is not None]
    return min(found, key=lambda q: (BEST_FIRST.index(q.state), -q.score))


def _attempts(connection: Connection, notes: Collection[str]) -> dict[str, str]:
    a = t.attempts.c
    found = {}
    for some in in_chunks(sorted(notes)):
        query = select(a.document_id, a.id).where(a.document_id.in_(some))
        found.update({row.document_id: row.id for row in connection.execute(query)})
    return found


def _row(document: str, one: Stated, quote: Quote, page_map: PageMap | None) -> Row:
    place: Row = {"page": None, "page_label": None}
    if quote.passage_id is not None and page_map is not None:
        at = pages.locate(page_map, (), quote.start, quote.end)
        place = {"page": at.page, "page_label": at.page_label}
    row = {
        "document_id": document,
        "passage_id": quote.passage_id,
        "kind": KIND,
        "value": one.id,
        "score": quote.score,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "rule": f"{originals.VERSION}:{quote.state}",
        "detail": {
            "statement": one.kind,
            "text": one.text,
            "state": quote.state,
            "numbers": [asdict(number) for number in quote.numbers],
            **place,
        },
    }
    return {"id": suggestions.id_of(row), **row}


# --- what notes state ---------------------------------------------------------------------------


def stated(connection: Connection, notes: Collection[str]) -> dict[str, list[Stated]]:
    """The findings, lessons and costs of notes, by the note's document, in the note's order."""
    made: dict[str, list[Stated]] = defaultdict(list)
    for some in in_chunks(sorted(notes)):
        figures = _figures(connection, some)
        for kind, table in (("finding", t.findings), ("lesson", t.lessons)):
            query = select(table).where(table.c.document_id.in_(some)).order_by(table.c.position)
            for row in connection.execute(query).mappings():
                about = " ".join(str(row[n] or "") for n in ("outcome", "population") if n in row)
                made[row["document_id"]].append(_stated(row, kind, about, figures))
        a = t.attempts.c
        for row in connection.execute(
            select(a.document_id, a.costs).where(a.document_id.in_(some))
        ).mappings():
            for entry in row["costs"]:
                about = " ".join(str(entry.get(n) or "") for n in ("per", "paid_by"))
                made[row["document_id"]].append(_stated(entry, "cost", about, figures))
    return dict(made)


def _stated(
    row: Mapping[Any, Any],
    kind: str,
    about: str,
    figures: Mapping[tuple[str, str], list[RowMapping]],
) -> Stated:
    own = str(row.get("reference") or "")
    told = tuple(
        (f["reference"] or own, Figure(**{name: f[name] for name in FIGURE_COLUMNS}))
        for f in figures.get((kind, row["id"]), ())
    )
    return Stated(str(row["id"]), kind, str(row["text"]), about, own, told)


def _figures(
    connection: Connection, notes: Collection[str]
) -> dict[tuple[str, str], list[RowMapping]]:
    made: dict[tuple[str, str], list[RowMapping]] = defaultdict(list)
    query = (
        select(t.figures).where(t.figures.c.document_id.in_(notes)).order_by(t.figures.c.position)
    )
    for row in connection.execute(query).mappings():
        made[(row["owner_kind"], row["owner_id"])].append(row)
    return made


# --- reading ------------------------------------------------------------------------------------


def quotes(
    connection: Connection, attempts: Collection[str]
) -> dict[str, tuple[str, int, int, State]]:
    """By statement of these attempts whose original is held: the original's document and span, and whether
    it agrees. A span of 0 to 0 says that nothing was found; one of what was not found, that some of its numbers
    are there. What a person declined counts as not found."""
    notes = _notes(connection, attempts)
    rows = _suggested(connection, set(notes.values()))
    return {
        statement: (row["document_id"], row["start"], row["end"], row["state"])
        for statement, row in rows.items()
    }


def checked(connection: Connection, attempts: Collection[str]) -> dict[str, Checked]:
    """By attempt: how many of its note's statements were found in an original that is held."""
    notes = _notes(connection, attempts)
    statements = stated(connection, set(notes.values()))
    rows = _suggested(connection, set(notes.values()))
    made = {}
    for attempt, note in notes.items():
        of = [one.id for one in statements.get(note, ())]
        states = [rows[one]["state"] for one in of if one in rows]
        made[attempt] = Checked(
            states.count("agrees"), states.count("differs"), states.count("not-found"),
            len(of), len(states),
        )  # fmt: skip
    return made


def _notes(connection: Connection, attempts: Collection[str]) -> dict[str, str]:
    found = {}
    for some in in_chunks(sorted(set(attempts))):
        query = select(t.attempts.c.id, t.attempts.c.document_id).where(t.attempts.c.id.in_(some))
        found.update({row.id: row.document_id for row in connection.execute(query)})
    return found


def _suggested(connection: Connection, notes: Collection[str]) -> dict[str, Row]:
    """By statement: the best of its quotes."""
    declined = _declined(connection)
    s = t.suggestions.c
    query = (
        select(t.suggestions)
        .join(t.documents, t.documents.c.id == s.document_id)
        .where(s.kind == KIND, t.documents.c.superseded_by.is_(None))
        .order_by(s.document_id, s.id)
    )
    found: dict[str, Row] = {}
    for row in connection.execute(query).mappings():
        detail = row["detail"] or {}
        if detail.get("note") not in notes:
            continue
        one: Row = {**row, "state": detail["state"]}
        if row["id"] in declined:
            one |= {"state": "not-found", "start": 0, "end": 0}
        held = found.get(row["value"])
        if held is None or _place(one) < _place(held):
            found[row["value"]] = one
    return found


def _place(row: Row) -> tuple[int, float]:
    return BEST_FIRST.index(row["state"]), -row["score"]


def _declined(connection: Connection) -> frozenset[str]:
    """Quotes that a person said are wrong."""
    from kb.catalogue.judgements import DECISION, standing

    found = standing(connection, "suggestion").get("suggestion", {})
    return frozenset(
        item
        for (item, name), some in found.items()
        if name == DECISION and some[-1].value.get("decision") == "declined"
    )
