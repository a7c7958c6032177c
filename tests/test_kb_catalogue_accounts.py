"""What documents tell, as the catalogue keeps it: rows and back, ids that outlive rules, newer readings."""

from __future__ import annotations

from dataclasses import replace

from accounted import FINDINGS, IN_WORK, account, cost, finding, lesson, problem
from bases import REPORT, Base, note, report
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from ingest.passages import split
from kb.accounts import Account, ToldFinding
from kb.catalogue import accounts, read
from kb.catalogue import suggestions_accounts as rows
from kb.catalogue import tables as t
from kb.catalogue.record import Record, record
from kb.exchange.cutting import Cutter
from kb.exchange.notes import record_of
from kb.models import Figure
from kb.notes import parse


def kept(base: Base, item: Record | None = None, said: Account | None = None) -> str:
    """A report with its account in the base; its id."""
    made = item or report()
    base.keep(replace(made, account=said or account(made.text)))
    return made.document.id


def account_in(base: Base, document: str) -> Account | None:
    with base.catalogue.read() as connection:
        return accounts.of_document(connection, document)


def ids_in(base: Base, document: str) -> dict[str, str]:
    """Ids of what a document tells, by kind and value."""
    with base.catalogue.read() as connection:
        found = accounts.rows_of_kinds(connection, rows.OF_ACCOUNT, [document])
    return {row["id"]: f"{row['kind']} {row['value']}" for row in found}


def test_what_a_document_tells_comes_back_as_it_was_read(base: Base) -> None:
    said = account(REPORT)
    document = kept(base, said=said)
    held = account_in(base, document)
    assert held is not None
    assert held.programme[0].id
    assert replace(held, programme=tuple(replace(f, id="") for f in held.programme)) == said


def test_each_stands_on_its_page_under_its_heading_and_in_its_passage(base: Base) -> None:
    document = kept(base)
    with base.catalogue.read() as connection:
        held = accounts.rows_of_kinds(connection, rows.OF_ACCOUNT, [document])
        passages = read.passages(connection, [row["passage_id"] for row in held])
    told = {row["kind"]: row for row in held}
    assert told["programme"]["detail"]["page"] == 2
    assert told["programme"]["detail"]["page_label"] == "v"
    assert told["programme"]["detail"]["heading"] == "What we learned"
    assert told["finding"]["detail"]["page_label"] == "iv"
    for row in held:
        place = passages[row["passage_id"]].locator
        assert place.start <= row["start"] < place.end
        assert REPORT[row["start"] : row["end"]] == row["quote"]


def test_ids_outlive_the_rules_that_read_and_what_they_read_besides(base: Base) -> None:
    document = kept(base)
    before = ids_in(base, document)
    newer = account(
        REPORT,
        reader="accounts-2",
        findings=(finding(REPORT, kind="change", comparator="a town", population=None),),
        lessons=(lesson(REPORT, theme="people-and-skills", view="evaluator"),),
        programme=(cost(REPORT, detail={"per": "total"}),),
        problems=(problem(REPORT, population="young people"),),
    )
    with base.catalogue.write() as connection:
        accounts.reread(connection, document, newer)
    assert ids_in(base, document) == before
    held = account_in(base, document)
    assert held is not None
    assert (held.reader, held.findings[0].kind) == ("accounts-2", "change")


def test_the_same_reader_writes_nothing_again_and_a_newer_one_replaces_all(base: Base) -> None:
    document = kept(base)
    with base.catalogue.write() as connection:
        accounts.reread(connection, document, account(REPORT, findings=()))
    assert len(ids_in(base, document)) == 4
    with base.catalogue.write() as connection:
        accounts.reread(connection, document, Account(reader="accounts-2"))
    assert ids_in(base, document) == {}
    assert account_in(base, document) == Account(reader="accounts-2")


def test_a_newer_account_leaves_areas_and_the_reading_of_designs(base: Base) -> None:
    document = kept(base)
    with base.catalogue.write() as connection:
        before = connection.execute(
            select(func.count()).where(t.suggestions.c.kind == "area")
        ).scalar_one()
        accounts.write(connection, document, Account(reader="accounts-2"))
        after = connection.execute(
            select(func.count()).where(t.suggestions.c.document_id == document)
        ).scalar_one()
    assert before == after > 0


def test_one_outcome_and_direction_of_one_sentence_is_one_finding(base: Base) -> None:
    twice = (
        finding(REPORT, population="women", populations=("women",)),
        finding(
            REPORT, population="men", populations=("men",), figures=(Figure("the hundred", value=100.0),)
        ),
        finding(REPORT, direction="mixed"),
    )  # fmt: skip
    document = kept(base, said=account(REPORT, findings=twice))
    held = account_in(base, document)
    assert held is not None
    both = {one.direction: one for one in held.findings}
    assert both["positive"].populations == ("women", "men")
    assert both["positive"].population == "women; men"
    assert [f.text for f in both["positive"].figures] == ["Sixty of the hundred", "the hundred"]
    assert len(held.findings) == 2


def test_two_lessons_of_one_sentence_are_told_apart(base: Base) -> None:
    two = (lesson(REPORT), lesson(REPORT, view="evaluator"))
    document = kept(base, said=account(REPORT, lessons=(*two, two[0])))
    held = account_in(base, document)
    assert held is not None
    assert set(held.lessons) == set(two)


def test_an_account_of_a_note_is_not_kept(base: Base) -> None:
    parsed = parse(note(), "a-pilot.md")
    item = record_of(parsed, note(), Cutter("passages-1", split), None)
    with base.catalogue.write() as connection:
        record(connection, replace(item, account=Account(reader="accounts-1")))
    assert account_in(base, item.document.id) is None
    with base.catalogue.read() as connection:
        assert accounts.outdated(connection, "accounts-1") == ()


def test_documents_of_older_rules_and_unread_ones_wait_to_be_read(base: Base) -> None:
    read_one = kept(base)
    unread = report(REPORT + " Once more.", ref="https://example.org/unread")
    base.keep(unread)
    with base.catalogue.read() as connection:
        assert accounts.outdated(connection, None) == (unread.document.id,)
        assert accounts.outdated(connection, "accounts-1") == (unread.document.id,)
        both = tuple(sorted((read_one, unread.document.id)))
        assert accounts.outdated(connection, "accounts-2") == both
        assert accounts.outdated(connection, "accounts-1", [read_one]) == both


def test_a_document_read_again_by_newer_rules_at_ingest_takes_their_account(base: Base) -> None:
    item = report()
    kept(base, item)
    kept(base, item, account(REPORT, reader="accounts-2", lessons=()))
    held = account_in(base, item.document.id)
    assert held is not None
    assert (held.reader, held.lessons) == ("accounts-2", ())


def test_an_unread_document_has_no_account(base: Base) -> None:
    item = report()
    base.keep(item)
    assert account_in(base, item.document.id) is None


def test_what_stands_before_the_first_passage_is_left_out_since_it_cannot_be_opened() -> None:
    item = report()
    layout = rows.Layout(item.page_map, item.headings, [(50, "p")])
    early = account(REPORT, findings=(finding(REPORT, "The pilot"), finding(REPORT)))
    made = rows.rows_of(item.document.id, early, layout)
    assert [row["quote"] for row in made if row["kind"] == "finding"] == [IN_WORK]


def test_a_figure_whose_words_are_not_in_the_sentence_is_left_out_since_nobody_could_check_it() -> (
    None
):
    item = report()
    layout = rows.Layout(item.page_map, item.headings, [(0, "p")])
    figures = (Figure("Sixty  of\nthe hundred", value=60.0), Figure("ninety", value=90.0))
    (row,) = rows.rows_of("d", Account(findings=(finding(REPORT, figures=figures),)), layout)
    assert [one["value"] for one in row["detail"]["figures"]] == [60.0]


@given(FINDINGS)
def test_any_finding_survives_its_row(told: ToldFinding) -> None:
    item = report()
    layout = rows.Layout(item.page_map, item.headings, [(0, "p")])
    (row,) = rows.rows_of(item.document.id, Account(findings=(told,)), layout)
    assert rows.finding(row) == told
    assert rows.told_of(rows.with_value(row, told)) == told
    assert row["id"] == rows.id_of(row)


@given(st.lists(FINDINGS, max_size=6))
def test_no_two_rows_of_an_account_have_one_id(told: list[ToldFinding]) -> None:
    item = report()
    layout = rows.Layout(item.page_map, item.headings, [(0, "p")])
    facts = tuple(cost(REPORT, value=one.outcome) for one in told)
    said = Account(findings=tuple(told), programme=facts, lessons=(lesson(REPORT),) * 3)
    made = rows.rows_of(item.document.id, said, layout)
    assert len({row["id"] for row in made}) == len(made)


def test_a_row_says_which_kind_it_is_of(base: Base) -> None:
    document = kept(base)
    assert sorted(ids_in(base, document).values()) == [
        "finding positive", "lesson hindered", "problem who", "programme cost",
    ]  # fmt: skip
