"""Filters meet raw documents through their findings, as people have them, and the attempts these are linked to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from accounted import IN_WORK, TRUST, account, finding
from bases import REPORT, Base, folder_of, note, report
from sqlalchemy import insert, select

from kb import review
from kb.catalogue import accounts, narrow, read
from kb.catalogue import tables as t
from kb.models import Filters

ANN, WHY = "Ann Smith", "Table 1 says so."


@pytest.fixture
def two(base: Base) -> tuple[Base, str, str]:
    """A report with a favourable and an unmapped finding, another with one about women on earnings."""
    first = report(ref="https://example.org/a")
    second = report(ref="https://example.org/b")
    base.keep(
        replace(
            first,
            account=account(
                first.text,
                findings=(
                    finding(first.text),
                    finding(first.text, TRUST, outcome_slug=None, direction="mixed", populations=()),
                ),
            ),
        ),
        replace(
            second,
            account=account(
                second.text,
                findings=(
                    finding(
                        second.text, outcome_slug="earnings", direction="negative",
                        populations=("young-people-16-24", "women"),
                    ),
                ),
            ),
        ),
    )  # fmt: skip
    return base, first.document.id, second.document.id


def found(base: Base, **filters: object) -> set[str]:
    with base.catalogue.read() as connection:
        wanted = Filters(**filters)  # type: ignore[arg-type]
        return set(narrow.documents(connection, wanted) or ())


def carrying(base: Base, *directions: str) -> list[str]:
    """Words of the passages that carry a finding of these directions."""
    with base.catalogue.read() as connection:
        ids = narrow.passages(connection, Filters(direction=directions))
        assert ids is not None
        return [one.text for one in read.passages(connection, sorted(ids)).values()]


@pytest.mark.parametrize(
    ("filters", "which"),
    [
        ({"direction": ("positive",)}, {0}),
        ({"direction": ("mixed",)}, {0}),
        ({"direction": ("negative",)}, {1}),
        ({"direction": ("mixed", "negative")}, {0, 1}),
        ({"direction": ("no-effect",)}, set()),
        ({"outcome": ("employment",)}, {0}),
        ({"outcome": ("earnings", "saving")}, {1}),
        ({"population": ("women",)}, {1}),
        ({"population": ("young-people-16-24",)}, {0, 1}),
        ({"population": ("men",)}, set()),
        ({"population": ("women",), "direction": ("negative",)}, {1}),
        ({"population": ("women",), "direction": ("positive",)}, set()),
    ],
)
def test_findings_select_their_document(
    two: tuple[Base, str, str], filters: dict[str, tuple[str, ...]], which: set[int]
) -> None:
    base, *documents = two
    assert found(base, **filters) == {documents[i] for i in which}


def test_what_a_person_decided_is_what_selects(two: tuple[Base, str, str]) -> None:
    base, first, second = two
    with base.catalogue.read() as connection:
        rows = accounts.rows_of_kinds(connection, ["finding"], [second])
    review.edit(base.catalogue, rows[0]["id"], {"direction": "unclear"}, ANN, WHY)
    assert found(base, direction=("negative",)) == set()
    assert found(base, direction=("unclear",)) == {second}
    assert carrying(base, "negative") == []
    assert len(carrying(base, "unclear")) == 1
    review.decline(base.catalogue, [rows[0]["id"]], ANN, WHY)
    assert found(base, outcome=("earnings",)) == set()
    assert found(base, outcome=("employment",)) == {first}


def test_what_a_person_accepted_selects_where_newer_rules_no_longer_say_it(
    two: tuple[Base, str, str],
) -> None:
    base, _, second = two
    with base.catalogue.read() as connection:
        (row,) = accounts.rows_of_kinds(connection, ["finding"], [second])
    review.accept(base.catalogue, [row["id"]], ANN, WHY)
    with base.catalogue.write() as connection:
        accounts.write(connection, second, account(REPORT, "accounts-2", findings=()))
    assert found(base, population=("women",)) == {second}
    assert carrying(base, "negative") != []


def test_a_direction_selects_the_passages_that_carry_it(two: tuple[Base, str, str]) -> None:
    base, *_ = two
    (words,) = carrying(base, "positive")
    assert IN_WORK in words
    (words,) = carrying(base, "mixed")
    assert TRUST in words
    with base.catalogue.read() as connection:
        assert narrow.passages(connection, Filters(outcome=("employment",))) is None


def test_a_note_is_selected_by_what_it_states_and_by_what_is_linked_to_its_attempt(
    two: tuple[Base, str, str],
) -> None:
    base, _, second = two
    base.take(folder_of(base.settings.home / "notes", {"notes/a-pilot.md": note()}))
    with base.catalogue.read() as connection:
        of_note = connection.execute(select(t.attempts.c.document_id)).scalar_one()
    assert found(base, outcome=("earnings",)) == {second}
    assert of_note in found(base, outcome=("employment",))
    with base.catalogue.write() as connection:
        connection.execute(
            insert(t.studies).values(id=second, title="s", basis="suggested", created_at="2026")
        )
        connection.execute(
            insert(t.study_documents).values(
                study_id=second, document_id=second, role="reports", is_primary=True,
                basis="suggested",
            )
        )  # fmt: skip
        connection.execute(
            insert(t.attempt_studies).values(
                attempt_id="a-pilot", study_id=second, basis="suggested"
            )
        )
    assert found(base, outcome=("earnings",)) == {second, of_note}
    texts = carrying(base, "positive")
    assert any("More were in work than in the similar town." in words for words in texts)


def test_an_attempt_that_was_not_studied_is_met_by_every_passage_of_its_note(base: Base) -> None:
    unstudied = note().replace(b"kind: effect", b"kind: experience")
    base.take(folder_of(base.settings.home / "notes", {"notes/a-pilot.md": unstudied}))
    with base.catalogue.read() as connection:
        of_note = connection.execute(select(t.attempts.c.document_id)).scalar_one()
        every = {one.id for one in read.passages_of(connection, of_note)}
        assert narrow.passages(connection, Filters(direction=("not-studied",))) == frozenset(every)
