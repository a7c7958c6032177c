"""Suggestions become judgements: by people with reasons, one beside another, and nothing is ever written over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from bases import REPORT, Base, folder_of, note, open_base, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from kb import exchange, register, review, review_log, review_queue
from kb.catalogue import designs, judgements, shown
from kb.catalogue import tables as t
from kb.catalogue.judgements import Judgement
from kb.errors import UnknownId, UnknownName, UsageError
from kb.evidence import DesignFact, Guess, Reading
from kb.models import Attempt, Filters, Ground, Level
from kb.review import Change
from kb.review_queue import Pending

ASSIGNED = "Two employers offered coaching to young people who were out of work."
AGAIN = "Nobody who left early came back, whatever was tried to reach them by letter or by text."
COUNTED = "Sixty of the hundred who started were in work after a year."
NOTED = "The coaches kept notes of each meeting and of every call that they made for somebody."
ANN, BOB, WHY = "Ann Smith", "Bob", "Table 1 says so."
NESTA = "nesta-2013"


def fact(slug: str, quote: str = ASSIGNED, *, text: str = REPORT, **given: Any) -> DesignFact:
    """A fact that software read out of the report of ``bases``."""
    start = text.index(quote)
    values = {"status": "done", "owner": "this", "rule": "designs-1:x", **given}
    return DesignFact(slug, quote=quote, start=start, end=start + len(quote), **values)


def reading(*facts: DesignFact, design: str = "rct", **given: Any) -> Reading:
    """A randomised study of a hundred, asked of themselves, as software read it."""
    held = facts or (
        fact("rct", weight=0.4),
        fact("none", COUNTED, aspect="sample", detail={"n": 100}),
        fact("lower", NOTED, aspect="self-reported"),
        fact("did", AGAIN, status="planned"),
    )
    values: dict[str, Any] = {
        "type": Guess("evaluation", Ground("pilot", start=4, end=9), "designs-1:type"),
        "interest": Guess("evaluator", Ground("the address"), "designs-1:interest", 0.6),
        "reader": "designs-1",
    }
    return Reading(held, design, **{**values, **given})


def read_into(base: Base, said: Reading | None = None, ref: str = "https://example.org/a") -> str:
    """Keep a report with what was read out of it; its id."""
    item = report(ref=ref)
    if said is not None and said.interest is not None:
        item = replace(item, document=replace(item.document, interest=said.interest.value))
    base.keep(item)
    with base.catalogue.write() as connection:
        designs.write(connection, item.document.id, said or reading())
    return item.document.id


@pytest.fixture
def document(base: Base) -> str:
    """A report whose suggestions wait."""
    return read_into(base)


@pytest.fixture
def attempt(base: Base, tmp_path: Path) -> str:
    """The attempt of a note that states Nesta 3."""
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    return "a-pilot"


def waiting(base: Base, value: str = "", **given: Any) -> list[Pending]:
    """What waits, of one value where it is named."""
    queue = review_queue.pending(base.catalogue, limit=100, **given)
    return [one for one in queue.items if not value or value in (one.value, one.aspect)]


def levels(base: Base, document: str) -> dict[str, Level]:
    """The levels that every screen shows of a document."""
    with base.catalogue.read() as connection:
        view = shown.look(connection, base.catalogue.standards)
        return view.levels(view.readings([document]), [document])[document]


def read_of(base: Base, document: str) -> Reading:
    """The reading that every screen shows."""
    with base.catalogue.read() as connection:
        return shown.look(connection).readings([document])[document]


def level_of(base: Base, attempt: str, scheme: str = NESTA) -> Level:
    """The level of an attempt as the register shows it."""
    (found,) = [a for a in register.draw(base.catalogue, Filters()).attempts if a.id == attempt]
    assert isinstance(found, Attempt)
    return found.levels[scheme]


def rows(base: Base) -> dict[str, dict[str, Any]]:
    """Every judgement by its id, as it lies in the table."""
    with base.catalogue.read() as connection:
        held = connection.execute(select(t.judgements)).mappings()
        return {row["id"]: dict(row) for row in held}


def rct(base: Base) -> str:
    """The suggestion that it was randomised."""
    return waiting(base, "rct")[0].id


# --- the queue ---------------------------------------------------------------------------------


def test_a_fact_on_which_a_level_rests_waits_before_all_others(base: Base, document: str) -> None:
    queue = review_queue.pending(base.catalogue)
    first = queue.items[0]
    assert (first.value, first.quote, first.page) == ("rct", ASSIGNED, 1)
    assert [(one.scheme, one.level, one.without) for one in first.rests][:1] == [(NESTA, "3", "1")]
    assert [one.kind for one in queue.items[1:3]] == ["interest", "type"]
    assert queue.items[-1].status == "planned"
    assert queue.total == len(queue.items)
    assert "come first" in queue.order


def test_quotes_of_the_queue_are_verbatim_and_on_their_page(base: Base, document: str) -> None:
    for one in [*waiting(base), *waiting(base, kind="area")]:
        assert REPORT[one.start : one.end] == one.quote
        assert one.page is not None or not one.quote


def test_the_queue_narrows_by_area_document_and_kind_and_counts_all(base: Base) -> None:
    first, second = (read_into(base, ref=f"https://example.org/{name}") for name in "ab")
    assert {one.document_id for one in waiting(base)} == {first, second}
    assert {one.document_id for one in waiting(base, document=second[:9])} == {second}
    assert {one.kind for one in waiting(base, kind="interest")} == {"interest"}
    assert waiting(base, area="financial-inclusion") == []
    assert waiting(base, area="transitions-to-work") != []
    queue = review_queue.pending(base.catalogue, limit=2)
    assert (len(queue.items), queue.total) == (2, len(waiting(base)))


def test_areas_of_single_passages_wait_only_when_they_are_asked_for(
    base: Base, document: str
) -> None:
    assert all(one.passage_id is None for one in waiting(base))
    assert any(one.passage_id for one in waiting(base, kind="area"))


def test_a_note_has_nothing_to_review_because_it_is_compiled(base: Base, attempt: str) -> None:
    assert waiting(base) == []


# --- accept, edit, decline ---------------------------------------------------------------------


def test_an_accepted_suggestion_is_judged_and_waits_no_more(base: Base, document: str) -> None:
    (change,) = review.accept(base.catalogue, [rct(base)], ANN, WHY)
    held = {f.fact: f for f in read_of(base, document).facts}["rct"]
    assert (held.basis, held.judged_by, held.quote) == ("judged", ANN, ASSIGNED)
    assert waiting(base, "rct") == []
    (row,) = change.judgements
    assert (row.who, row.reason, row.verified, row.origin) == (ANN, WHY, False, None)
    assert row.value["about"]["quote"] == ASSIGNED
    assert change.before.levels == {
        scheme: replace(level, grounds=change.before.levels[scheme].grounds)
        for scheme, level in change.after.levels.items()
    }


def test_a_declined_fact_takes_its_level_with_it_and_undoing_brings_it_back(
    base: Base, document: str
) -> None:
    (declined,) = review.decline(base.catalogue, [rct(base)], ANN, "It was a lottery of places.")
    assert (declined.before.levels[NESTA].level, declined.after.levels[NESTA].level) == ("3", "1")
    assert (declined.before.design, declined.after.design) == ("rct", "protocol")
    undone = review.undo(base.catalogue, declined.judgements[0].id, ANN, "I misread it.")
    assert undone.after.levels[NESTA].level == "3"
    again = review.undo(base.catalogue, undone.judgements[0].id, ANN, "I was right at first.")
    assert again.after.levels[NESTA].level == levels(base, document)[NESTA].level == "1"
    assert len(rows(base)) == 3


def test_an_edited_fact_says_what_the_person_set_and_keeps_the_quote(
    base: Base, document: str
) -> None:
    (sample,) = waiting(base, "sample")
    review.edit(base.catalogue, sample.id, {"detail.n": "60", "detail.arm": "attempt"}, ANN, WHY)
    change = review.edit(base.catalogue, rct(base), {"status": "planned"}, ANN, WHY)
    held = {(f.fact, f.aspect): f for f in read_of(base, document).facts}
    assert held[("none", "sample")].detail == {"n": 60, "arm": "attempt"}
    assert (held[("rct", None)].status, held[("rct", None)].quote) == ("planned", ASSIGNED)
    assert change.after.levels[NESTA].level == "1"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, "nothing is set"),
        ({"status": "done"}, "it says that already"),
        ({"status": "maybe"}, "accepted: .*planned"),
        ({"fact": "rtc"}, "did you mean rct"),
        ({"aspect": "folow-up"}, "did you mean follow-up"),
        ({"quote": "Ours"}, "fact, owner, status"),
        ({"detail": "12"}, "names with a number"),
    ],
)
def test_an_edit_to_what_there_is_not_is_refused_and_nothing_is_written(
    base: Base, document: str, changes: dict[str, str], refused: str
) -> None:
    with pytest.raises(UsageError, match=refused):
        review.edit(base.catalogue, rct(base), changes, ANN, WHY)
    assert rows(base) == {}


def test_several_are_decided_together_or_not_at_all(base: Base, document: str) -> None:
    two = [one.id for one in waiting(base, kind="design")[:2]]
    with pytest.raises(UnknownId):
        review.accept(base.catalogue, [*two, "no-such-thing"], ANN, WHY)
    assert rows(base) == {}
    assert len(review.accept(base.catalogue, [*two, two[0][:12]], ANN, WHY)) == 2


def test_the_same_word_of_the_same_person_is_written_once(base: Base, document: str) -> None:
    item = rct(base)
    review.accept(base.catalogue, [item], ANN, WHY)
    (second,) = review.accept(base.catalogue, [item], ANN.upper(), WHY)
    assert (second.is_new, len(rows(base))) == (False, 1)
    (other,) = review.accept(base.catalogue, [item], ANN, "Table 2 says so too.")
    assert (other.is_new, len(rows(base))) == (True, 2)


def test_a_declined_area_no_longer_selects_the_document_nor_its_passages(
    base: Base, document: str
) -> None:
    (area,) = waiting(base, "transitions-to-work")
    review.decline(base.catalogue, [area.id], ANN, "It is not about work.")
    assert waiting(base, area="transitions-to-work") == []
    assert waiting(base, kind="area") == []


def test_an_edited_area_is_the_one_that_the_person_names(base: Base, document: str) -> None:
    (area,) = waiting(base, "transitions-to-work")
    review.edit(base.catalogue, area.id, {"area": "financial-inclusion"}, ANN, WHY)
    assert {one.document_id for one in waiting(base, area="financial-inclusion")} == {document}


# --- rules that read again ---------------------------------------------------------------------


def reread(base: Base, document: str, said: Reading) -> None:
    with base.catalogue.write() as connection:
        designs.write(connection, document, said)


def test_a_judgement_outlives_the_rules_that_suggested(base: Base, document: str) -> None:
    review.decline(base.catalogue, [rct(base)], ANN, "No.")
    newer = reading(fact("rct", rule="designs-2:y"), reader="designs-2")
    reread(base, document, newer)
    assert waiting(base, "rct") == []
    assert levels(base, document)[NESTA].level == "1"


def test_a_judgement_holds_where_newer_rules_cut_the_sentence_elsewhere(
    base: Base, document: str
) -> None:
    review.decline(base.catalogue, [rct(base)], ANN, "No.")
    reread(base, document, reading(fact("rct", ASSIGNED[:-1]), reader="designs-2"))
    assert waiting(base, "rct") == []
    assert "rct" not in {f.fact for f in read_of(base, document).facts}


def test_what_a_person_accepted_stays_where_newer_rules_no_longer_say_it(
    base: Base, document: str
) -> None:
    (change,) = review.accept(base.catalogue, [rct(base)], ANN, WHY)
    reread(base, document, reading(fact("qualitative", NOTED), design="qualitative"))
    assert (read_of(base, document).design, levels(base, document)[NESTA].level) == ("rct", "3")
    undone = review.undo(base.catalogue, change.judgements[0].id, ANN, "I misread it.")
    assert undone.after.design == "qualitative"
    restored = review.undo(base.catalogue, undone.judgements[0].id, ANN, "No, I was right.")
    assert restored.after.design == "rct"


def test_two_arms_in_one_sentence_are_judged_apart(base: Base) -> None:
    arms = [fact("none", COUNTED, aspect="sample", detail={"n": n}) for n in (60, 40)]
    document = read_into(base, reading(fact("rct"), *arms))
    first, second = sorted(waiting(base, "sample"), key=lambda one: str(one.detail))
    review.decline(base.catalogue, [first.id], ANN, "That is not an arm.")
    assert [one.id for one in waiting(base, "sample")] == [second.id]
    assert [f.detail for f in read_of(base, document).facts if f.aspect] == [second.detail]


# --- several people ----------------------------------------------------------------------------


def test_both_words_stay_and_the_lower_level_counts_until_one_agrees(
    base: Base, attempt: str
) -> None:
    review.judge_level(base.catalogue, attempt, NESTA, ["2"], ANN, "The towns differ.")
    second = review.judge_level(base.catalogue, attempt, NESTA, ["3"], BOB, "They are alike.")
    level = level_of(base, attempt)
    assert (level.level, level.basis) == ("2", "judged")
    assert [(one.who, one.level, one.counts) for one in level.judged] == [
        (ANN, "2", True),
        (BOB, "3", False),
    ]
    assert any("They differ, so the lower counts" in why for why in level.why_not_higher)
    assert "cautious word counts" in second.notes[0]
    agreed = review.judge_level(base.catalogue, attempt, NESTA, ["3"], ANN, "Bob is right.")
    assert (agreed.after.levels[NESTA].level, agreed.notes) == ("3", ())
    assert len(rows(base)) == 3


def test_where_one_accepts_and_one_declines_the_level_is_the_lower(
    base: Base, document: str
) -> None:
    item = rct(base)
    review.decline(base.catalogue, [item], ANN, "No.")
    (second,) = review.accept(base.catalogue, [item], BOB, "Yes.")
    assert levels(base, document)[NESTA].level == "1"
    assert ANN in second.notes[0]
    assert BOB in second.notes[0]


def test_a_weakness_that_one_declines_and_one_accepts_counts(base: Base, document: str) -> None:
    (weakness,) = waiting(base, "self-reported")
    review.decline(base.catalogue, [weakness.id], ANN, "From records.")
    review.accept(base.catalogue, [weakness.id], BOB, "They were asked.")
    assert "self-reported" in {f.aspect for f in read_of(base, document).facts}


def test_nobody_raises_a_level_by_taking_back_what_another_person_decided(
    base: Base, document: str
) -> None:
    (declined,) = review.decline(base.catalogue, [rct(base)], ANN, "No.")
    with pytest.raises(UsageError, match="would rise without it"):
        review.undo(base.catalogue, declined.judgements[0].id, BOB, "Yes.")
    assert len(rows(base)) == 1
    (weakness,) = waiting(base, "self-reported")
    (accepted,) = review.accept(base.catalogue, [weakness.id], ANN, WHY)
    review.undo(base.catalogue, accepted.judgements[0].id, BOB, "Not so.")
    assert len(rows(base)) == 3


# --- who and why -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", [None, "", "  ", "machine", "WhatWorks", "designs-1:rct", "anonymous", "17", "x" * 201, "a\nb\0"]
)  # fmt: skip
def test_nobody_and_no_machine_judges_anything(
    base: Base, document: str, attempt: str, who: str | None
) -> None:
    item, catalogue = rct(base), base.catalogue
    for act in (
        lambda: review.accept(catalogue, [item], who, WHY),
        lambda: review.decline(catalogue, [item], who, WHY),
        lambda: review.edit(catalogue, item, {"status": "planned"}, who, WHY),
        lambda: review.judge_level(catalogue, attempt, NESTA, ["2"], who, WHY),
        lambda: review.judge_document(catalogue, document, who, WHY, type="blog"),
        lambda: review.undo(catalogue, item, who, WHY),
    ):
        with pytest.raises(UsageError, match="accepted: a person's name, by --as NAME"):
            act()
    assert rows(base) == {}


@pytest.mark.parametrize("why", [None, "", " \n", "…", "a\0b", "\udcff so", "x" * 4001])
def test_a_judgement_without_a_reason_in_words_is_refused(
    base: Base, document: str, why: str | None
) -> None:
    with pytest.raises(UsageError, match=r"accepted: (--reason with|plain words|up to 4,000)"):
        review.accept(base.catalogue, [rct(base)], ANN, why)
    assert rows(base) == {}


def test_an_id_may_be_shortened_and_says_so_when_it_is_not_enough(
    base: Base, document: str
) -> None:
    item = rct(base)
    with pytest.raises(UnknownId, match=f"did you mean {item}"):
        review.accept(base.catalogue, [item[:-2] + "zz"], ANN, WHY)
    with pytest.raises(UnknownId, match="there is none"):
        review.accept(base.catalogue, ["%"], ANN, WHY)
    with pytest.raises(UnknownId, match="there is none"):
        review.accept(base.catalogue, [item + "\0"], ANN, WHY)
    for name in "bc":  # of more than sixteen ids two begin alike
        read_into(base, ref=f"https://example.org/{name}")
    first = [one.id[0] for one in waiting(base)]
    shared = next(digit for digit in first if first.count(digit) > 1)
    with pytest.raises(UsageError, match="several begin so"):
        review.accept(base.catalogue, [shared], ANN, WHY)
    assert review.accept(base.catalogue, [item[:8].upper()], ANN, WHY)


# --- documents and levels ----------------------------------------------------------------------


def test_a_person_says_what_a_document_is_and_who_wrote_it(base: Base, document: str) -> None:
    change = review.judge_document(
        base.catalogue, document[:8], ANN, "The title page.", type="blog", interest="deliverer"
    )
    assert (change.after.type, change.after.interest) == ("blog", "deliverer")
    assert len(change.judgements) == 2
    assert waiting(base, kind="type") == waiting(base, kind="interest") == []
    assert read_of(base, document).type == Guess(
        "blog", Ground(f"{ANN} decided: The title page."), "judged"
    )


def test_an_accepted_guess_is_the_judged_type(base: Base, document: str) -> None:
    review.accept(base.catalogue, [waiting(base, kind="type")[0].id], ANN, WHY)
    (change,) = review.decline(base.catalogue, [waiting(base, kind="interest")[0].id], ANN, WHY)
    assert (change.after.type, change.after.interest) == ("evaluation", "unknown")
    later = review.judge_document(base.catalogue, document, ANN, WHY, interest="funder")
    assert later.after.interest == "funder"


def test_a_note_is_no_source_whose_author_is_judged(base: Base, attempt: str) -> None:
    with base.catalogue.read() as connection:
        (document,) = connection.execute(select(t.attempts.c.document_id)).scalars()
    with pytest.raises(UsageError, match="evidence note"):
        review.judge_document(base.catalogue, document, ANN, WHY, type="blog")
    change = review.judge_level(base.catalogue, document, NESTA, ["2"], ANN, WHY)
    assert change.about.rated == ("attempt", attempt)


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({}, "nothing is said"),
        ({"type": "blogg"}, "did you mean blog"),
        ({"interest": "evaluater"}, "evaluator"),
    ],
)
def test_what_is_in_no_list_is_refused(
    base: Base, document: str, said: dict[str, str], refused: str
) -> None:
    with pytest.raises(UsageError, match=refused):
        review.judge_document(base.catalogue, document, ANN, WHY, **said)
    assert rows(base) == {}


def test_a_compiled_level_is_confirmed_lowered_and_judged(base: Base, attempt: str) -> None:
    assert level_of(base, attempt).basis == "compiled"
    same = review.judge_level(base.catalogue, attempt, NESTA, ["3"], ANN, "As the note says.")
    assert (same.after.levels[NESTA].level, same.after.levels[NESTA].basis) == ("3", "judged")
    lower = review.judge_level(base.catalogue, attempt, NESTA, ["1"], ANN, "No measure.")
    level = lower.after.levels[NESTA]
    assert (level.level, level.rank, level.label) == ("1", 1, "Account of impact")
    assert level.why[0].startswith(f"{ANN} judged it Nesta 1 on")
    none = review.judge_level(base.catalogue, attempt, NESTA, ["none"], ANN, "Nothing to rate.")
    assert none.after.levels[NESTA].level is None
    assert level_of(base, attempt).level is None


def test_a_judged_level_of_a_document_stands_beside_what_was_read(
    base: Base, document: str
) -> None:
    change = review.judge_level(base.catalogue, document, NESTA, ["2"], ANN, "A lottery of places.")
    level = change.after.levels[NESTA]
    assert (level.level, level.basis) == ("2", "judged")
    assert "Read out of the text by software: 3." in level.why
    assert ASSIGNED in level.why
    assert change.after.levels["sms-wwg-2016"].basis == "suggested"


def test_of_ticks_all_that_hold_are_named(base: Base, attempt: str) -> None:
    scheme = "maps-evidence-hub"
    change = review.judge_level(base.catalogue, attempt, scheme, ["outcomes", "process"], ANN, WHY)
    assert change.after.levels[scheme].held == ("outcomes", "process")
    with pytest.raises(UsageError, match="one is accepted"):
        review.judge_level(base.catalogue, attempt, NESTA, ["1", "2"], ANN, WHY)


@pytest.mark.parametrize(
    ("scheme", "step", "error"),
    [("nesta-2031", "3", UnknownName), (NESTA, "6", UnknownName), (NESTA, "", UnknownName)],
)
def test_an_unknown_scheme_or_step_is_refused(
    base: Base, attempt: str, scheme: str, step: str, error: type[UsageError]
) -> None:
    with pytest.raises(error):
        review.judge_level(base.catalogue, attempt, scheme, [step], ANN, WHY)
    assert rows(base) == {}


# --- what only linked evaluations carry --------------------------------------------------------


def link(base: Base, attempt: str, document: str, *, basis: str = "compiled") -> str:
    """A study of an attempt that a document reports; its id is the document's."""
    with base.catalogue.write() as connection:
        connection.execute(
            insert(t.studies).values(id=document, title="A study", basis=basis, created_at="2026")
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
        connection.execute(
            insert(t.attempt_studies).values(attempt_id=attempt, study_id=document, basis=basis)
        )
    return document


def test_four_needs_a_linked_evaluation_that_a_person_says_is_independent(
    base: Base, attempt: str, document: str
) -> None:
    def four() -> Change:
        return review.judge_level(base.catalogue, attempt, NESTA, ["4"], ANN, "It was repeated.")

    with pytest.raises(UsageError, match="an evaluation by a body other than the deliverer"):
        four()
    link(base, attempt, document)
    with pytest.raises(UsageError, match="an evaluation by a body other"):
        four()  # software alone says that the evaluator wrote it
    guessed = waiting(base, kind="interest")[0].id
    review.accept(base.catalogue, [guessed], ANN, "The title page.")
    assert four().after.levels[NESTA].level == "4"  # the note states what it cost
    with pytest.raises(UsageError, match="two independent evaluations in two places"):
        review.judge_level(base.catalogue, attempt, NESTA, ["5"], ANN, WHY)


def test_a_link_that_is_only_suggested_opens_no_door(
    base: Base, attempt: str, document: str
) -> None:
    link(base, attempt, document, basis="suggested")
    review.judge_document(base.catalogue, document, ANN, WHY, interest="independent")
    with pytest.raises(UsageError, match="an evaluation by a body other"):
        review.judge_level(base.catalogue, attempt, NESTA, ["4"], ANN, WHY)


@pytest.mark.parametrize("lost", ["link", "interest", "status"])
def test_a_judged_four_is_held_back_when_what_carried_it_is_gone(
    base: Base, attempt: str, document: str, lost: str
) -> None:
    link(base, attempt, document)
    said = review.judge_document(base.catalogue, document, ANN, WHY, interest="independent")
    review.judge_level(base.catalogue, attempt, NESTA, ["4"], ANN, WHY)
    assert level_of(base, attempt).level == "4"
    if lost == "interest":
        review.undo(base.catalogue, said.judgements[0].id, ANN, "The deliverer wrote it.")
    else:
        with base.catalogue.write() as connection:
            if lost == "link":
                connection.execute(delete(t.attempt_studies))
            else:
                connection.execute(
                    update(t.documents)
                    .where(t.documents.c.id == document)
                    .values(status="retracted")
                )
    level = level_of(base, attempt)
    assert level.level == "3"
    assert any("needs an evaluation by a body other" in why for why in level.why_not_higher)


def test_five_needs_two_independent_evaluations_in_two_places(
    base: Base, tmp_path: Path, attempt: str
) -> None:
    elsewhere = note("b-pilot", title="A pilot in Hull").replace(b"where: Leeds", b"where: Hull")
    base.take(folder_of(tmp_path / "more", {"notes/b-pilot.md": elsewhere}))
    first, second = (read_into(base, ref=f"https://example.org/{name}") for name in "xy")
    for document in (first, second):
        link(base, attempt, document)
        review.judge_document(base.catalogue, document, ANN, WHY, interest="independent")
    with pytest.raises(UsageError, match="in two places"):
        review.judge_level(base.catalogue, attempt, NESTA, ["5"], ANN, WHY)
    with base.catalogue.write() as connection:
        connection.execute(
            insert(t.attempt_studies).values(
                attempt_id="b-pilot", study_id=second, basis="compiled"
            )
        )
    change = review.judge_level(base.catalogue, attempt, NESTA, ["5"], ANN, "Done in both.")
    assert change.after.levels[NESTA].level == "5"


def test_one_document_is_never_judged_above_what_one_study_shows(base: Base, document: str) -> None:
    with pytest.raises(UsageError, match="a document tells of one study"):
        review.judge_level(base.catalogue, document, NESTA, ["4"], ANN, WHY)


# --- the record --------------------------------------------------------------------------------


def test_the_record_says_who_when_why_what_and_whether_it_stands(
    base: Base, document: str, attempt: str
) -> None:
    (made,) = review.decline(base.catalogue, [rct(base)], ANN, "No.")
    review.judge_level(base.catalogue, attempt, NESTA, ["2"], BOB, "The towns differ.")
    undone = review.undo(base.catalogue, made.judgements[0].id, ANN, "Yes.")
    everything = review_log.log(base.catalogue)
    assert [(e.judgement.who, e.judgement.reason, e.stands, e.counts) for e in everything] == [
        (ANN, "No.", False, False),
        (BOB, "The towns differ.", True, True),
        (ANN, "Yes.", True, False),
    ]
    assert everything[0].undone_by == undone.judgements[0].id
    times = [e.judgement.at for e in everything]
    assert times == sorted(set(times))
    of_one = [e.judgement.who for e in review_log.log(base.catalogue, document[:8])]
    assert of_one == [ANN, ANN]
    assert [e.title for e in review_log.log(base.catalogue, attempt)] == ["A pilot in Leeds"]
    assert len(review_log.log(base.catalogue, made.judgements[0].id)) == 2


def test_what_was_taken_back_is_not_taken_back_twice(base: Base, document: str) -> None:
    (made,) = review.accept(base.catalogue, [rct(base)], ANN, WHY)
    undone = review.undo(base.catalogue, made.judgements[0].id, ANN, "Not sure.")
    with pytest.raises(UsageError, match=f"accepted: undo {undone.judgements[0].id[:8]}"):
        review.undo(base.catalogue, made.judgements[0].id, ANN, "Not sure.")


Step = tuple[str, str, int]
ACTIONS = ("accept", "decline", "edit", "undo")
PLANS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.sampled_from((ANN, BOB, "Cy")), st.integers(0, 7)),
    min_size=1,
    max_size=9,
)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Base, Iterator[int]]]:
    """A base in which each example takes a document of its own."""
    base = open_base(tmp_path_factory.mktemp("many"))
    yield base, count()
    base.catalogue.close()


def claimed(history: list[tuple[str, str, int | None]]) -> int:
    """What a plain model makes of a history: the rank that the least claiming of the latest words gives."""
    undone: set[int] = set()
    for i in range(len(history) - 1, -1, -1):
        target = history[i][2]
        if target is not None and i not in undone:
            undone.add(target)
    latest = {
        who: action
        for i, (action, who, target) in enumerate(history)
        if target is None and i not in undone
    }
    ranks = {"accept": 3, "decline": 1, "edit": 1}
    return min((ranks[action] for action in latest.values()), default=3)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PLANS)
def test_rows_never_change_or_vanish_and_what_counts_follows_a_plain_model(
    many: tuple[Base, Iterator[int]], plan: list[Step]
) -> None:
    base, numbers = many
    document = read_into(base, ref=f"https://example.org/{next(numbers)}")
    item = waiting(base, "rct", document=document)[0].id
    made: list[str] = []
    history: list[tuple[str, str, int | None]] = []
    for number, (action, who, chosen) in enumerate(plan):
        before = rows(base)
        target = chosen % len(made) if action == "undo" and made else None
        if action == "undo" and target is None:
            continue
        after = [*history, (action, who, target)]
        try:
            new = act(base, action, item, who, f"Reason {number}.", made[target or 0 :][:1])
        except UsageError:
            assert target is not None
            is_idle = effective(history, target) is False
            is_rise = history[target][1] != who and claimed(after) > claimed(history)
            assert is_idle or is_rise
            assert rows(base) == before
            continue
        made.append(new)
        history = after
        now = rows(base)
        assert {key: now[key] for key in before} == before
        assert set(now) - set(before) == {new}
        assert levels(base, document)[NESTA].rank == claimed(history)


def act(base: Base, action: str, item: str, who: str, why: str, undone: list[str]) -> str:
    """One step of a plan; the id of the row it wrote."""
    catalogue = base.catalogue
    if action == "undo":
        change = review.undo(catalogue, undone[0], who, why)
    elif action == "edit":
        change = review.edit(catalogue, item, {"status": "planned"}, who, why)
    else:
        (change,) = getattr(review, action)(catalogue, [item], who, why)
    return change.judgements[0].id


def effective(history: list[tuple[str, str, int | None]], which: int) -> bool:
    """Whether a row was not taken back by a later one that stands."""
    return not any(
        target == which and effective(history, i) for i, (_, _, target) in enumerate(history)
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.booleans()), max_size=8))
def test_undoings_that_name_each_other_end_and_none_from_elsewhere_touches_ours(
    drawn: list[tuple[int, int, bool]],
) -> None:
    some = [
        Judgement(
            "document", "d", "type", {}, "Ann", "Why.",
            at=f"2026-01-0{second % 3 + 1}T00:00:00Z", id=str(i),
            origin="elsewhere" if is_foreign else None,
            undoes=str(target) if target < len(drawn) else None,
        )
        for i, (second, target, is_foreign) in enumerate(drawn)
    ]  # fmt: skip
    left = judgements.stands(some)
    by_id = {row.id: row for row in some}
    assert all(row in some for row in left)
    for undone, by in judgements.taken_back(some).items():
        assert by.at >= by_id[undone].at
        assert by.origin is None or by_id[undone].origin == by.origin


def test_times_only_grow_even_when_the_clock_was_ahead(base: Base, document: str) -> None:
    item = rct(base)
    (first,) = review.accept(base.catalogue, [item], ANN, WHY)
    with base.catalogue.write() as connection:
        connection.execute(
            insert(t.judgements).values(
                **{
                    **rows(base)[first.judgements[0].id],
                    "id": "later",
                    "at": "2099-01-01T00:00:00Z",
                }
            )
        )
    (second,) = review.decline(base.catalogue, [item], ANN, "No.")
    assert second.judgements[0].at > "2099-01-01T00:00:00"
    assert levels(base, document)[NESTA].level == "1"


# --- elsewhere ---------------------------------------------------------------------------------


def out(base: Base, folder: Path) -> Path:
    exchange.export(base.catalogue, base.settings, folder)
    return folder


def lines(*given: dict[str, Any]) -> dict[str, bytes | str]:
    return {"judgements/2026.jsonl": "".join(json.dumps(one) + "\n" for one in given)}


def forged(about_kind: str, about_id: str, field: str, value: Any, **given: Any) -> dict[str, Any]:
    """A line that another base might hand over."""
    return {
        "id": f"{about_id}-{field}-{len(json.dumps(given))}", "about_kind": about_kind, "about_id": about_id,
        "field": field, "value": value, "who": "Eve", "verified": True, "reason": "Trust me.",
        "at": "2026-01-02T03:04:05Z", "origin": "other-base", **given,
    }  # fmt: skip


def test_judgements_travel_with_their_origin_and_come_back_unchanged(
    tmp_path: Path, base: Base, document: str
) -> None:
    review.decline(base.catalogue, [rct(base)], ANN, "No.")
    review.judge_document(base.catalogue, document, ANN, WHY, interest="funder")
    folder = out(base, tmp_path / "out")
    other = open_base(tmp_path / "other")
    assert other.take(folder).failures == ()
    assert {row["who"] for row in rows(other).values()} == {ANN}
    assert all(row["origin"] for row in rows(other).values())
    assert levels(other, document)[NESTA].level == "1"
    written = sorted(out(other, tmp_path / "again").rglob("*.jsonl"))
    assert written
    for path in written:
        assert path.read_bytes() == (folder / path.relative_to(tmp_path / "again")).read_bytes()
    before = rows(base)
    assert base.take(tmp_path / "again").failures == ()
    assert rows(base) == before
    other.catalogue.close()


def test_a_level_judged_elsewhere_is_shown_with_its_origin_until_somebody_here_judges(
    base: Base, tmp_path: Path, attempt: str
) -> None:
    line = forged("attempt", attempt, f"level:{NESTA}", {"is": {"step": "2", "held": []}})
    base.take(folder_of(tmp_path / "f", lines(line)))
    level = level_of(base, attempt)
    assert (level.level, level.judged[0].origin) == ("2", "other-base")
    assert "in another base, other-ba" in level.why[0]
    review.judge_level(base.catalogue, attempt, NESTA, ["3"], ANN, "The towns are alike.")
    level = level_of(base, attempt)
    assert level.level == "3"
    assert [(one.who, one.counts) for one in level.judged] == [("Eve", False), (ANN, True)]
    assert not any("differ" in why for why in level.why_not_higher)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"at": "2999-01-02T03:04:05Z"}, "has not come yet"),
        ({"who": " "}, "nobody is named"),
        ({"who": "machine"}, "a machine judges nothing"),
        ({"who": "designs-1:rct"}, "a machine judges nothing"),
        ({"reason": ""}, "no reason is given"),
    ],
)
def test_a_forged_judgement_from_elsewhere_is_kept_marked_and_not_followed(
    base: Base, tmp_path: Path, attempt: str, given: dict[str, Any], problem: str
) -> None:
    line = forged("attempt", attempt, f"level:{NESTA}", {"is": {"step": "1", "held": []}}, **given)
    base.take(folder_of(tmp_path / "f", lines(line)))
    assert level_of(base, attempt).basis == "compiled"
    for entry in review_log.log(base.catalogue):
        assert (entry.judgement.origin, entry.counts, entry.stands) == ("other-base", False, False)
        assert problem in str(entry.problem)


@pytest.mark.parametrize(
    "value",
    [
        {"is": {"step": "4", "rank": 1, "held": []}},
        {"is": {"step": "5", "held": []}},
        {"is": {"step": "6", "held": []}},
        {"is": {"step": ["5"], "held": []}},
        {"is": {"step": "5", "held": [["x"]]}},
        {"is": "5"},
        ["5"],
        None,
    ],
)
def test_a_level_from_elsewhere_never_passes_the_guards(
    base: Base, tmp_path: Path, attempt: str, value: Any
) -> None:
    line = forged("attempt", attempt, f"level:{NESTA}", value)
    base.take(folder_of(tmp_path / "f", lines(line)))
    assert level_of(base, attempt).level == "3"
    assert level_of(base, attempt).rank == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "It was randomised, truly."},
        {"value": "did"},
        {"document_id": "elsewhere"},
        {"detail": None},
        {"start": 0},
    ],
)
def test_a_decision_from_elsewhere_counts_only_for_what_is_held_here_word_for_word(
    base: Base, tmp_path: Path, document: str, changed: dict[str, Any]
) -> None:
    (change,) = review.decline(base.catalogue, [rct(base)], ANN, "No.")
    row = change.judgements[0]
    review.undo(base.catalogue, row.id, ANN, "Yes.")
    about = row.value["about"]
    true = forged("suggestion", row.about_id, "decision", {"decision": "declined", "about": about})
    false = {**true, "id": "f", "value": {"decision": "declined", "about": {**about, **changed}}}
    base.take(folder_of(tmp_path / "false", lines(false)))
    assert levels(base, document)[NESTA].level == "3"
    base.take(folder_of(tmp_path / "true", lines(true)))
    assert levels(base, document)[NESTA].level == "1"


@pytest.mark.parametrize(
    "changes", [{"fact": "magic"}, {"status": ["done"]}, ["x"], {"detail": {"n": []}}]
)
def test_an_edit_from_elsewhere_to_what_there_is_not_is_not_followed(
    base: Base, tmp_path: Path, document: str, changes: Any
) -> None:
    (change,) = review.accept(base.catalogue, [rct(base)], ANN, WHY)
    row = change.judgements[0]
    review.undo(base.catalogue, row.id, ANN, "Not sure.")
    value = {"decision": "edited", "about": row.value["about"], "set": changes}
    line = forged("suggestion", row.about_id, "decision", value)
    base.take(folder_of(tmp_path / "f", lines(line)))
    assert {f.basis for f in read_of(base, document).facts} == {"suggested"}


def test_nobody_elsewhere_takes_back_what_was_decided_here(
    base: Base, tmp_path: Path, document: str
) -> None:
    (made,) = review.decline(base.catalogue, [rct(base)], ANN, "No.")
    row = made.judgements[0]
    line = forged("suggestion", row.about_id, "decision", {}, undoes=row.id)
    base.take(folder_of(tmp_path / "f", lines(line)))
    assert levels(base, document)[NESTA].level == "1"


def test_somebody_here_takes_back_what_came_from_elsewhere(
    base: Base, tmp_path: Path, attempt: str
) -> None:
    line = forged("attempt", attempt, f"level:{NESTA}", {"is": {"step": "1", "held": []}})
    base.take(folder_of(tmp_path / "f", lines(line)))
    change = review.undo(base.catalogue, line["id"], ANN, "Nobody here knows Eve.")
    assert (change.after.levels[NESTA].level, change.after.levels[NESTA].basis) == ("3", "compiled")
