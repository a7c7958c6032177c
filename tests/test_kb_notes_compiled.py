"""What a note compiled stands in the catalogue: facts of the problem, dates as the sources give them, figures."""

from __future__ import annotations

from pathlib import Path

from bases import Base
from sqlalchemy import select

from ingest.passages import CUTTER, split
from kb.catalogue import attempts, compiled, read, versions
from kb.catalogue import tables as t
from kb.catalogue.record import record
from kb.check import check
from kb.cite import Citations
from kb.exchange.cutting import Cutter
from kb.exchange.notes import record_of
from kb.notes import Note, parse, parse_file

NOTES = Path(__file__).resolve().parents[1] / "corpus" / "notes"


def keep(base: Base, name: str) -> tuple[str, Note]:
    """Ingest a starter note without a pipeline; the id of its document, and the note."""
    data = (NOTES / f"{name}.md").read_bytes()
    note = parse(data, name)
    with base.catalogue.read() as connection:
        source = versions.source_of(connection, f"note:{note.id}", f"{name}.md", "")
    item = record_of(note, data, Cutter(CUTTER, split), None)
    with base.catalogue.write() as connection:
        record(connection, item)
    assert source
    return item.document.id, note


def test_each_fact_of_the_problem_opens_at_the_sentence_that_says_it(base: Base) -> None:
    document, note = keep(base, "inclusive-economy-partnership")
    with base.catalogue.read() as connection:
        rows = connection.execute(select(t.problems).order_by(t.problems.c.position)).mappings()
        facts = rows.all()
        text = read.text_of(connection, document).text
        citations = Citations(connection)
        cited = [
            citations.of_span(document, row["start"], row["end"], row["reference"]) for row in facts
        ]
    assert len(facts) == len(note.problems) >= 6
    for row, fact, citation in zip(facts, note.problems, cited, strict=True):
        assert text[row["start"] : row["end"]].startswith(" ".join(fact.text.split()))
        assert (row["area"], row["aspect"], row["basis"]) == (fact.area, fact.aspect, "compiled")
        assert (row["attempt_id"], row["reference"]) == (note.id, fact.reference)
        assert citation.kind == "paraphrase"
        assert citation.reports is not None
        assert citation.quote == text[row["start"] : row["end"]]


def test_a_figure_of_a_problem_keeps_how_it_was_meant(base: Base) -> None:
    keep(base, "inclusive-economy-partnership")
    with base.catalogue.read() as connection:
        rows = connection.execute(
            select(t.figures).where(t.figures.c.owner_kind == "problem")
        ).mappings()
        hedges = {(row["value"], row["hedge"]) for row in rows}
        owners = set(connection.execute(select(t.problems.c.id)).scalars())
        held = set(
            connection.execute(
                select(t.figures.c.owner_id).where(t.figures.c.owner_kind == "problem")
            ).scalars()
        )
    assert {(800000.0, "about"), (800000.0, "over")} <= hedges
    assert held == owners


def test_dates_that_differ_are_kept_side_by_side_each_with_its_source(base: Base) -> None:
    document, note = keep(base, "education-action-zones")
    with base.catalogue.read() as connection:
        row = connection.execute(select(t.attempts.c.dates, t.attempts.c.related)).one()
        text = read.text_of(connection, document).text
    assert [(d["what"], d["date"], d["reference"]) for d in row.dates] == [
        ("start", "1998/1999", "community-care-2003"),
        ("start", "1997", "nursery-world"),
    ]
    for said, entry in zip(row.dates, note.dates, strict=True):
        assert text[said["start"] : said["end"]] == entry.text
    assert row.related == []


def test_where_a_result_is_of_one_place_the_place_is_kept(base: Base) -> None:
    keep(base, "danish-national-rtw-programme")
    with base.catalogue.read() as connection:
        rows = connection.execute(select(t.findings.c.place, t.findings.c.direction)).all()
    assert ("municipality M2", "positive") in rows
    assert ("municipality M3", "negative") in rows
    assert attempts.direction_of([row.direction for row in rows]) == "mixed"


def test_a_note_that_is_written_twice_leaves_one_row_a_fact(base: Base) -> None:
    document, note = keep(base, "inclusive-economy-partnership")
    with base.catalogue.write() as connection:
        compiled.write(connection, document, note)
    with base.catalogue.read() as connection:
        ids = list(connection.execute(select(t.problems.c.id)).scalars())
    assert len(ids) == len(set(ids)) == len(note.problems)


def test_a_base_of_notes_with_problems_holds_together(base: Base) -> None:
    for name in ("inclusive-economy-partnership", "kickstart", "talent-match-plus-merseyside"):
        keep(base, name)
    report = check(base.catalogue, base.settings)
    looked = {one.name: one for one in report.checks}
    assert looked["statements"].ok
    assert looked["references"].ok
    assert looked["ids"].ok


def test_every_starter_note_with_an_address_of_a_side_names_it_once() -> None:
    for path in sorted(NOTES.glob("*.md")):
        keys = [reference.id for reference in parse_file(path).references]
        assert len(keys) == len(set(keys)), path.stem
