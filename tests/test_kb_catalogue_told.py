"""The one place where what notes state and what documents tell is read: bases apart, words that open, one order."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from accounted import IN_WORK, MONEY, TRUST, account, finding, lesson
from bases import REPORT, Base, note, open_base, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from ingest.passages import split
from kb import review
from kb.accounts import Account
from kb.catalogue import accounts, told
from kb.catalogue import tables as t
from kb.catalogue.record import Record, record
from kb.cite import Citations
from kb.exchange.cutting import Cutter
from kb.exchange.notes import record_of
from kb.models import Citation, Finding, Lesson, Problem
from kb.notes import parse

ANN, BOB, WHY = "Ann Smith", "Bob", "Table 1 says so."


def from_report(ref: str = "https://example.org/a", said: Account | None = None) -> Record:
    """A report that tells something."""
    item = report(ref=ref)
    return replace(item, account=said or account(item.text))


def from_note(slug: str = "a-pilot", **said: str) -> Record:
    data = note(slug, **said)
    return record_of(parse(data, f"{slug}.md"), data, Cutter("passages-1", split), None)


def keep(base: Base, *items: Record) -> tuple[str, ...]:
    """Records into the base; their ids."""
    for item in items:
        with base.catalogue.write() as connection:
            record(connection, item)
    return tuple(item.document.id for item in items)


def findings_in(base: Base, **asked: Any) -> tuple[list[Finding], dict[str, Citation]]:
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        found = told.findings(connection, citations, **asked)
        return found, {one.id: one for one in citations.all()}


def lessons_in(base: Base, **asked: Any) -> list[Lesson]:
    with base.catalogue.read() as connection:
        return told.lessons(connection, Citations(connection), **asked)


def problems_in(base: Base, areas: Sequence[str] | None = None) -> list[Problem]:
    with base.catalogue.read() as connection:
        return told.problems(connection, Citations(connection), areas)


def link(base: Base, document: str, attempt: str | None = None, basis: str = "suggested") -> None:
    """One study a document, of an attempt."""
    with base.catalogue.write() as connection:
        connection.execute(
            insert(t.studies).values(id=document, title="s", basis=basis, created_at="2026")
        )
        connection.execute(
            insert(t.study_documents).values(
                study_id=document,
                document_id=document,
                role="reports",
                is_primary=True,
                basis=basis,
            )
        )
        if attempt:
            connection.execute(
                insert(t.attempt_studies).values(attempt_id=attempt, study_id=document, basis=basis)
            )


# --- what is there ------------------------------------------------------------------------------


def test_everything_current_is_told_notes_first_each_with_its_own_basis(base: Base) -> None:
    document, of_note = keep(base, from_report(), from_note())
    found, cited = findings_in(base)
    assert [(one.basis, one.document_id) for one in found] == [
        ("compiled", of_note), ("suggested", document),
    ]  # fmt: skip
    compiled, suggested = found
    assert (compiled.attempt_id, suggested.attempt_id) == ("a-pilot", None)
    assert cited[compiled.citation].kind == "paraphrase"
    assert cited[suggested.citation].kind == "quote"
    assert suggested.text == cited[suggested.citation].quote == IN_WORK


@pytest.mark.parametrize(
    ("asked", "bases"),
    [
        ({"attempts": ["a-pilot"]}, ["compiled"]),
        ({"attempts": []}, []),
        ({"documents": []}, []),
        ({"attempts": ["a-pilot"], "documents": []}, ["compiled"]),
        ({"attempts": ["another"]}, []),
        ({}, ["compiled", "suggested"]),
    ],
)
def test_what_is_asked_for_alone_is_told(
    base: Base, asked: dict[str, list[str]], bases: list[str]
) -> None:
    keep(base, from_report(), from_note())
    assert [one.basis for one in findings_in(base, **asked)[0]] == bases
    assert [one.basis for one in lessons_in(base, **asked)] == bases


def test_documents_are_told_in_the_order_asked_for(base: Base) -> None:
    ids = keep(base, *(from_report(f"https://example.org/{n}") for n in "abc"))
    asked = [ids[1], ids[0]]
    assert [one.document_id for one in findings_in(base, documents=asked)[0]] == asked


def test_a_citation_made_at_once_is_the_one_made_from_the_text(base: Base) -> None:
    keep(base, from_report(), from_note())
    found, cited = findings_in(base)
    with base.catalogue.read() as connection:
        slow = Citations(connection)
        for one in found:
            fast = cited[one.citation]
            made = slow.of_span(
                fast.document_id, fast.start, fast.end,
                "main" if fast.kind == "paraphrase" else None, "Table 3",
            )  # fmt: skip
            assert replace(made, id="") == replace(fast, id="")


def test_citations_of_what_is_counted_are_made_only_when_they_are_asked_for(base: Base) -> None:
    keep(base, from_report("https://example.org/a"), from_report("https://example.org/b"))
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        first, second = told.findings(connection, citations)
        assert [one.id for one in citations.these([second.citation])] == [second.citation]
        assert [one.id for one in citations.all()] == [first.citation, second.citation]
        again = told.findings(connection, citations)
        assert [one.citation for one in again] == [first.citation, second.citation]


def test_figures_rest_on_the_citation_of_their_finding(base: Base) -> None:
    keep(base, from_report(), from_note())
    for one in findings_in(base)[0]:
        assert [figure.citation for figure in one.figures] == [one.citation]


def test_problems_are_told_by_area_and_programmes_by_document(base: Base) -> None:
    (document,) = keep(base, from_report())
    assert [one.aspect for one in problems_in(base, ["transitions-to-work"])] == ["who"]
    assert problems_in(base, ["financial-inclusion"]) == []
    with base.catalogue.read() as connection:
        of_other = told.problems(connection, Citations(connection), documents=["none"])
    assert of_other == []
    with base.catalogue.read() as connection:
        facts = told.programme(connection, [document, "none"])
    (fact,) = facts[document]
    assert (fact.basis, fact.value, fact.span.quote) == ("suggested", "£1,200 each", MONEY)
    assert fact.id


def test_a_version_that_was_replaced_tells_nothing(base: Base) -> None:
    old = from_report()
    keep(base, old)
    newer = report(REPORT + " It went on.", ref="https://example.org/a", reason="changed")
    keep(base, newer)
    assert findings_in(base)[0] == []
    assert [one.document_id for one in findings_in(base, documents=[old.document.id])[0]] == [
        old.document.id
    ]


# --- links --------------------------------------------------------------------------------------


def test_a_finding_knows_the_study_and_the_attempt_that_its_document_is_linked_to(
    base: Base,
) -> None:
    document, other, _ = keep(
        base, from_report(), from_report("https://example.org/b"), from_note()
    )
    link(base, document, "a-pilot")
    link(base, other)
    found = {one.document_id: one for one in findings_in(base, documents=[document, other])[0]}
    assert (found[document].study_id, found[document].attempt_id) == (document, "a-pilot")
    assert (found[other].study_id, found[other].attempt_id) == (other, None)
    assert lessons_in(base, documents=[document])[0].attempt_id == "a-pilot"


def test_of_two_attempts_the_one_that_a_person_linked_is_told(base: Base) -> None:
    document, *_ = keep(base, from_report(), from_note("a-pilot"), from_note("the-other"))
    link(base, document, "a-pilot")
    with base.catalogue.write() as connection:
        connection.execute(
            insert(t.attempt_studies).values(
                attempt_id="the-other", study_id=document, basis="judged"
            )
        )
    assert findings_in(base, documents=[document])[0][0].attempt_id == "the-other"


def test_a_document_that_only_cites_a_study_is_none_of_its_reports(base: Base) -> None:
    (document,) = keep(base, from_report())
    link(base, document)
    with base.catalogue.write() as connection:
        connection.execute(update(t.study_documents).values(role="cites"))
    assert findings_in(base)[0][0].study_id is None


# --- people's word ------------------------------------------------------------------------------


def test_what_a_person_accepted_is_judged_and_says_by_whom(base: Base) -> None:
    keep(base, from_report())
    (one,) = findings_in(base)[0]
    review.accept(base.catalogue, [one.id], ANN, WHY)
    (after,), cited = findings_in(base)
    assert after == replace(one, basis="judged", judged_by=ANN)
    assert cited[after.citation].quote == IN_WORK


@pytest.mark.parametrize(
    ("setting", "shown"),
    [
        ({"direction": "mixed"}, {"direction": "mixed"}),
        ({"kind": "change"}, {"kind": "change"}),
        ({"outcome": "a job"}, {"outcome": "a job"}),
        ({"outcome_slug": "none"}, {"outcome_slug": None}),
        ({"outcome_slug": "earnings"}, {"outcome_slug": "earnings"}),
        ({"populations": "women, men"}, {"populations": ("women", "men")}),
        ({"populations": "none"}, {"populations": ()}),
        ({"comparator": "a town", "when": "2014"}, {"comparator": "a town", "when": "2014"}),
    ],
)
def test_what_a_person_set_otherwise_is_what_is_told(
    base: Base, setting: dict[str, str], shown: dict[str, Any]
) -> None:
    keep(base, from_report())
    (one,) = findings_in(base)[0]
    review.edit(base.catalogue, one.id, setting, ANN, WHY)
    (after,) = findings_in(base)[0]
    assert after == replace(one, basis="judged", judged_by=ANN, **shown)


def test_what_a_person_declined_is_not_told_and_comes_back_when_that_is_undone(base: Base) -> None:
    keep(base, from_report())
    (one,) = findings_in(base)[0]
    (change,) = review.decline(base.catalogue, [one.id], ANN, "It is a plan.")
    assert findings_in(base)[0] == []
    review.undo(base.catalogue, change.judgements[0].id, ANN, "I misread it.")
    assert findings_in(base)[0] == [one]


def test_lessons_problems_and_facts_of_programmes_are_judged_alike(base: Base) -> None:
    (document,) = keep(base, from_report())
    (heard,), (met,) = lessons_in(base), problems_in(base)
    with base.catalogue.read() as connection:
        (fact,) = told.programme(connection, [document])[document]
    review.edit(base.catalogue, heard.id, {"view": "participant"}, ANN, WHY)
    review.edit(base.catalogue, met.id, {"area": "financial-inclusion"}, ANN, WHY)
    review.edit(base.catalogue, fact.id, {"detail.per": "total", "value": "£1,200"}, ANN, WHY)
    assert lessons_in(base) == [replace(heard, view="participant", basis="judged", judged_by=ANN)]
    assert [one.area for one in problems_in(base, ["financial-inclusion"])] == [
        "financial-inclusion"
    ]
    with base.catalogue.read() as connection:
        (after,) = told.programme(connection, [document])[document]
    assert (after.value, after.detail, after.basis) == ("£1,200", {"per": "total"}, "judged")


def reread(base: Base, document: str, **said: Any) -> None:
    with base.catalogue.write() as connection:
        accounts.write(connection, document, account(REPORT, "accounts-2", **said))


def test_what_a_person_accepted_stays_where_newer_rules_no_longer_say_it(base: Base) -> None:
    (document,) = keep(base, from_report())
    (one,), cited = findings_in(base)
    review.accept(base.catalogue, [one.id], ANN, WHY)
    reread(base, document, findings=(), lessons=(), programme=(), problems=())
    (after,), now = findings_in(base)
    assert after == replace(one, basis="judged", judged_by=ANN)
    assert now[after.citation] == cited[one.citation]


def test_a_word_holds_where_newer_rules_cut_the_sentence_or_turn_the_direction(base: Base) -> None:
    (document,) = keep(base, from_report())
    (one,) = findings_in(base)[0]
    review.decline(base.catalogue, [one.id], ANN, "It is a plan.")
    reread(base, document, findings=(finding(REPORT, IN_WORK[:-1], direction="mixed"),))
    assert findings_in(base)[0] == []
    reread(base, document, findings=(finding(REPORT, TRUST),))
    assert [one.text for one in findings_in(base)[0]] == [TRUST]


@pytest.mark.parametrize(
    ("ann", "bob", "counts"),
    [
        ("positive", "unclear", "unclear"),
        ("negative", "unclear", "unclear"),
        ("mixed", "positive", "mixed"),
        ("positive", "no-effect", "no-effect"),
        ("positive", "negative", "negative"),
        ("no-effect", "negative", "no-effect"),
        ("positive", None, None),
        ("negative", None, "negative"),
        ("no-effect", None, "no-effect"),
    ],
)
def test_where_people_differ_the_word_that_claims_least_counts(
    base: Base, ann: str, bob: str | None, counts: str | None
) -> None:
    """A failure does not go unseen because one of two declined it; a success does."""
    keep(base, from_report(said=account(REPORT, findings=(finding(REPORT, kind="effect"),))))
    (one,) = findings_in(base)[0]
    for who, said in ((ANN, ann), (BOB, bob)):
        if said is None:
            review.decline(base.catalogue, [one.id], who, WHY)
        elif said == one.direction:
            review.accept(base.catalogue, [one.id], who, WHY)
        else:
            review.edit(base.catalogue, one.id, {"direction": said}, who, WHY)
    assert [found.direction for found in findings_in(base)[0]] == ([counts] if counts else [])


def test_of_two_kinds_the_one_that_claims_less_counts(base: Base) -> None:
    keep(base, from_report())
    (one,) = findings_in(base)[0]
    review.accept(base.catalogue, [one.id], ANN, WHY)
    (change,) = [review.edit(base.catalogue, one.id, {"kind": "change"}, BOB, WHY)]
    assert [found.kind for found in findings_in(base)[0]] == ["change"]
    assert change.notes


# --- whatever was ingested first ----------------------------------------------------------------


def items() -> tuple[Record, ...]:
    return (
        from_report("https://example.org/a"),
        from_report("https://example.org/b", account(REPORT, lessons=(lesson(REPORT, MONEY),))),
        from_note("a-pilot"),
        from_note("the-other", direction="negative"),
        from_report(
            "https://example.org/c",
            account(REPORT, findings=(finding(REPORT, TRUST, direction="negative"),)),
        ),
    )


def everything(base: Base) -> list[Any]:
    """All that is told, citations with it."""
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        made: list[Any] = [
            *told.findings(connection, citations),
            *told.lessons(connection, citations),
            *told.problems(connection, citations),
            told.programme(connection, sorted(item.document.id for item in items())),
        ]
        return [*made, *(replace(one, status="current") for one in citations.all())]


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_swapping_the_order_of_ingest_changes_nothing_that_is_told(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    first, second = open_base(tmp_path / "first"), open_base(tmp_path / "second")
    made = items()
    keep(first, *made)
    keep(second, *(made[i] for i in order))
    assert everything(first) == everything(second)
    first.catalogue.close()
    second.catalogue.close()


DECISIONS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["accept", "decline", "edit", "undo"])), max_size=6
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DECISIONS)
def test_suggested_compiled_and_judged_are_never_one(decisions: list[tuple[int, str]]) -> None:
    """Whatever people decide: no statement twice, judged ones name somebody, others nobody, and what a
    note compiled stays compiled."""
    with tempfile.TemporaryDirectory() as folder:
        base = open_base(Path(folder))
        keep(base, *items())
        start = {one.id: one for one in findings_in(base)[0]}
        ids = sorted(i for i, one in start.items() if one.basis == "suggested")
        last: dict[str, str] = {}
        for which, what in decisions:
            decide(base, ids[which], what, last)
            found = findings_in(base)[0]
            check_apart(start, found)
        base.catalogue.close()


def decide(base: Base, item: str, what: str, last: dict[str, str]) -> None:
    if what == "undo":
        if item in last:
            review.undo(base.catalogue, last.pop(item), ANN, "No.")
        return
    if what == "edit":
        change = review.edit(base.catalogue, item, {"direction": "unclear"}, ANN, WHY)
    else:
        act = review.accept if what == "accept" else review.decline
        (change,) = act(base.catalogue, [item], ANN, WHY)
    last[item] = change.judgements[0].id


def check_apart(start: dict[str, Finding], found: list[Finding]) -> None:
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert (one.basis == "judged") == bool(one.judged_by)
        assert one.citation
        before = start[one.id]
        if before.basis == "compiled":
            assert one == replace(before, citation=one.citation, figures=one.figures)
        else:
            assert one.basis in ("suggested", "judged")
    stated = {i for i, one in start.items() if one.basis == "compiled"}
    assert stated <= {one.id for one in found}
