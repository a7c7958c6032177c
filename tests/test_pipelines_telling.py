"""What a document tells, by the product's own ingest: read once, read again by newer rules, the same in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from built import base_in, ingest, note
from sqlalchemy import select, update

from ingest.tag.accounts import VERSION
from kb import review
from kb.accounts import Account
from kb.catalogue import Catalogue, accounts, designs, read, told
from kb.catalogue import tables as t
from kb.check import check
from kb.cite import Citations
from pipelines import grade, telling

TRIAL = """# Advice for young renters

## Methods

We randomly assigned 310 tenants to the advice and 305 to a leaflet. Debts were recorded by the lender after
twelve months.

## Results

Arrears fell by 40 pounds more with the advice than with the leaflet (95% CI 12 to 68).

## What we learned

The advice worked best where the adviser called twice. It was harder to reach tenants who had moved.
"""
PILOT = """# A pilot of coaching

## Results

After a year 62% of the young people who were coached were in work, against 48% of those who were not.
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = []
    for name, text in (("trial.md", TRIAL), ("pilot.md", PILOT)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        made.append(path)
    return [*made, note("jobstart")]


def everything(catalogue: Catalogue) -> list[Any]:
    """All that is told, with its citations."""
    with catalogue.read() as connection:
        citations = Citations(connection)
        documents = sorted(read.documents(connection))
        return [
            *told.findings(connection, citations),
            *told.lessons(connection, citations),
            *told.problems(connection, citations),
            told.programme(connection, documents),
            *citations.all(),
        ]


def test_a_report_is_read_for_what_it_tells_and_a_note_is_not(
    files: Sequence[Path], tmp_path: Path
) -> None:
    with base_in(tmp_path / "home", hashed=True) as base:
        trial, _, of_note = ingest(base, *files)
        with base.catalogue.read() as connection:
            held = accounts.of_document(connection, str(trial.document_id))
            assert accounts.of_document(connection, str(of_note.document_id)) is None
            found = told.findings(
                connection, Citations(connection), documents=[str(trial.document_id)]
            )
        assert held is not None
        assert held.reader == VERSION
        (arrears,) = [one for one in found if "Arrears fell" in one.text]
        assert (arrears.kind, arrears.direction, arrears.basis) == (
            "effect", "positive", "suggested",
        )  # fmt: skip
        assert check(base.catalogue, base.settings, teller=VERSION).ok


def test_what_older_rules_read_is_read_again_once_and_what_people_decided_stands(
    files: Sequence[Path], tmp_path: Path
) -> None:
    with base_in(tmp_path / "home", hashed=True) as base:
        ingest(base, *files)
        before = everything(base.catalogue)
        with base.catalogue.read() as connection:
            findings = told.findings(connection, Citations(connection))
        one = next(f for f in findings if f.basis == "suggested")
        review.edit(base.catalogue, one.id, {"outcome": "rent that was owed"}, "Ann", "Page 2.")
        judged = everything(base.catalogue)
        with base.catalogue.write() as connection:
            connection.execute(update(t.accounts).values(reader="accounts-0"))
        assert grade.reread(base.catalogue, base.embedder) == 2
        assert everything(base.catalogue) == judged != before
        assert grade.reread(base.catalogue, base.embedder) == 0


def test_a_document_of_an_older_base_is_read_when_the_base_is_brought_up(
    files: Sequence[Path], tmp_path: Path
) -> None:
    with base_in(tmp_path / "home", hashed=True) as base:
        ingest(base, *files)
        before = everything(base.catalogue)
        with base.catalogue.write() as connection:
            connection.execute(t.accounts.delete())
            told_kinds = t.suggestions.c.kind.in_(("finding", "lesson", "programme", "problem"))
            connection.execute(t.suggestions.delete().where(told_kinds))
        assert len(telling.reread(base.catalogue)) == 2
        assert everything(base.catalogue) == before


def test_a_document_whose_study_is_read_anew_is_told_anew(
    files: Sequence[Path], tmp_path: Path
) -> None:
    """What a result is worth hangs on how it was studied: both are read again together."""
    with base_in(tmp_path / "home", hashed=True) as base:
        (trial,) = ingest(base, files[0])
        document = str(trial.document_id)
        with base.catalogue.write() as connection:
            reading = designs.of_document(connection, document)
            assert reading is not None
            designs.write(connection, document, replace(reading, reader="designs-0"))
            accounts.write(connection, document, Account(reader=VERSION))
        assert grade.reread(base.catalogue, base.embedder) == 1
        with base.catalogue.read() as connection:
            held = accounts.of_document(connection, document)
        assert held is not None
        assert held.findings


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 2, 0)])
def test_swapping_the_order_of_ingest_changes_nothing_that_is_told(
    files: Sequence[Path], tmp_path: Path, order: tuple[int, ...]
) -> None:
    made = []
    for name, some in (("first", (0, 1, 2)), ("second", order)):
        with base_in(tmp_path / name, hashed=True) as base:
            for i in some:
                ingest(base, files[i])
            made.append(everything(base.catalogue))
            with base.catalogue.read() as connection:
                assert connection.execute(select(t.accounts.c.document_id)).all()
    assert made[0] == made[1]
