"""What documents tell travels in plain files, comes back as it was, and nothing forged is taken with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from accounted import FINDINGS, account, finding, lesson
from bases import Base, folder_of, note, open_base, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from kb import exchange, review
from kb.accounts import ToldFinding
from kb.catalogue import accounts, read, told
from kb.catalogue import tables as t
from kb.catalogue.record import Record
from kb.check import check
from kb.cite import Citations
from kb.models import Finding

ANN, WHY = "Ann Smith", "Table 1 says so."
REF = "https://example.org/a"


def telling(ref: str = REF) -> Record:
    """A report that tells one of each, with sections, dates and two lessons of one sentence."""
    item = report(ref=ref)
    one = finding(item.text, when="2014", place="Leeds")
    said = account(
        item.text,
        findings=(
            replace(one, span=replace(one.span, section="results", score=0.5)),
            finding(item.text, outcome="out of work", outcome_slug=None, direction="mixed"),
        ),
        lessons=(lesson(item.text), lesson(item.text, view="evaluator")),
    )
    return replace(item, account=said)


def out(base: Base, folder: Path) -> dict[str, bytes]:
    exchange.export(base.catalogue, base.settings, folder)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def findings_in(base: Base) -> list[Finding]:
    with base.catalogue.read() as connection:
        return told.findings(connection, Citations(connection))


def test_what_documents_tell_is_exported_imported_and_exported_to_the_same_bytes(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    one, two = new_base(), new_base()
    item = telling()
    one.keep(item)
    before = out(one, tmp_path / "one")
    assert out(one, tmp_path / "again") == before
    taken = two.take(tmp_path / "one")
    assert (taken.failures, taken.counts["accounts"]) == ((), 1)
    assert out(two, tmp_path / "two") == before
    assert findings_in(two) == findings_in(one)
    with one.catalogue.read() as ours, two.catalogue.read() as theirs:
        assert accounts.of_document(theirs, item.document.id) == accounts.of_document(
            ours, item.document.id
        )
    assert check(two.catalogue, two.settings).ok


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(FINDINGS, max_size=5))
def test_any_account_survives_the_round_trip_and_holds(
    tmp_path_factory: pytest.TempPathFactory, findings: list[ToldFinding]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    one, two = open_base(folder / "one"), open_base(folder / "two")
    try:
        item = report(ref=REF)
        one.keep(replace(item, account=account(item.text, findings=tuple(findings))))
        before = out(one, folder / "a")
        assert two.take(folder / "a").failures == ()
        assert out(two, folder / "b") == before
        assert findings_in(two) == findings_in(one)
        assert check(two.catalogue, two.settings).ok
    finally:
        one.catalogue.close()
        two.catalogue.close()


def test_what_a_person_decided_of_a_finding_counts_elsewhere_as_theirs(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    one, two = new_base(), new_base()
    one.keep(telling())
    first, second = findings_in(one)
    review.edit(one.catalogue, first.id, {"direction": "unclear"}, ANN, WHY)
    review.decline(one.catalogue, [second.id], ANN, WHY)
    out(one, tmp_path / "one")
    assert two.take(tmp_path / "one").ok
    (after,) = findings_in(two)
    assert (after.basis, after.direction) == ("judged", "unclear")
    assert after.judged_by.startswith(f"{ANN} (in another base, ")
    review.accept(two.catalogue, [first.id], "Bob", WHY)
    (ours,) = findings_in(two)
    assert (ours.direction, ours.judged_by) == (first.direction, "Bob")


def test_a_judgement_from_elsewhere_about_other_words_is_not_followed(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    one, two = new_base(), new_base()
    one.keep(telling())
    first, _ = findings_in(one)
    review.decline(one.catalogue, [first.id], ANN, WHY)
    out(one, tmp_path / "one")
    (file,) = (tmp_path / "one/judgements").iterdir()
    file.write_text(file.read_text("utf-8").replace('"when": "2014"', '"when": "2015"'), "utf-8")
    two.take(tmp_path / "one")
    assert [found.basis for found in findings_in(two)] == ["suggested", "suggested"]


def test_a_file_without_an_account_waits_to_be_read(base: Base, tmp_path: Path) -> None:
    item = telling()
    base.keep(replace(item, account=None))
    out(base, tmp_path / "folder")
    other = open_base(tmp_path / "other")
    assert other.take(tmp_path / "folder").ok
    with other.catalogue.read() as connection:
        assert accounts.outdated(connection, "accounts-1") == (item.document.id,)
    other.catalogue.close()


def test_what_follows_from_other_documents_does_not_travel(base: Base, tmp_path: Path) -> None:
    item = telling()
    base.keep(item)
    before = out(base, tmp_path / "one")
    words = item.text[:9]
    with base.catalogue.write() as connection:
        connection.execute(
            insert(t.suggestions).values(
                id="q", document_id=item.document.id, kind="quote", value="a-statement", score=1.0,
                quote=words, start=0, end=9, rule="quotes-1:x", detail={"state": "agrees"},
            )
        )  # fmt: skip
    assert out(base, tmp_path / "two") == before


@pytest.mark.parametrize(
    ("find", "instead", "says"),
    [
        ('"value": "positive"', '"value": "great"', "'great'; accepted: positive, negative"),
        ('"value": "positive"', '"value": "negative"', "id .* is not"),
        ('"kind": "effect"', '"kind": "proof"', "detail: kind: 'proof'; accepted: effect"),
        ('"outcome": "in work after a year"', '"outcome": " "', "detail: outcome: it is empty"),
        ('"outcome": "in work after a year"', '"outcome": 5', "detail: outcome: 5; a text"),
        ('"outcome": "in work after a year"', '"outcome": "a job"', "id .* is not"),
        ('"outcome_slug": "employment"', '"outcome_slug": "riches"', "outcome_slug: unknown .*riches"),
        ('["young-people-16-24"]', '["martians"]', "populations: unknown .*martians"),
        ('["young-people-16-24"]', '"women"', "populations: 'women'; a list"),
        ('"n": 100', '"n": -1', "figures: n: -1; a whole number"),
        ('"n": 100', '"n": true', "figures: n: True; a whole number"),
        ('"value": 60.0', '"value": NaN', "figures: value: nan; a number"),
        ('"value": 60.0', '"value": "60"', "figures: value: '60'; a number"),
        ('"unit": "percent"', '"colour": "red"', "figures: 'colour' is no field of a figure"),
        ('"text": "Sixty of the hundred"', '"text": ""', "figures: text: it is empty"),
        ('"text": "Sixty of the hundred"', '"text": "Ninety"', "figures: 'Ninety' is not in the quote"),
        ('"figures": [{', '"figures": [7, {', "figures: 7; an object"),
        ('"when": "2014"', '"when": ["2014"]', "when: .*; a text"),
        ('"page": 1', '"page": 2', "detail: page is 2, not 1"),
        ('"page_end_label": "iv"', '"page_end_label": "v"', "page_end_label is 'v', not 'iv'"),
        ('"heading": "The pilot', '"heading": "A pilot', "heading is 'A pilot"),
        ('"score": 0.5', '"score": 5', "score 5; 0 to 1 is accepted"),
        ('"value": "hindered"', '"value": "loved"', "'loved'; accepted: helped"),
        ('"view": "deliverer"', '"view": "god"', "view: 'god'; accepted: deliverer"),
        ('"nth": 2', '"nth": 1', "nth: 1; a whole number from 2"),
        ('"nth": 2', '"nth": 3', "id .* is not"),
        ('"value": "cost"', '"value": "praise"', "'praise'; accepted: name, organisation"),
        ('"per": "participant"', '"per": [1]', r"detail: 'per' is \[1\]; a text"),
        ('"area": "transitions-to-work"', '"area": "gardening"', "area: unknown .*gardening"),
        ('"value": "who"', '"value": "why"', "'why'; accepted: size"),
        ('"quote": "Sixty', '"quote": "Ninety', "quote is not what stands from"),
        ('"reader": "accounts-1"', '"reader": 1', "reader: 1 found; a text"),
    ],
)  # fmt: skip
def test_a_forged_statement_is_refused_with_its_line(
    tmp_path: Path, find: str, instead: str, says: str
) -> None:
    one, two = open_base(tmp_path / "one"), open_base(tmp_path / "two")
    item = telling()
    one.keep(item)
    out(one, tmp_path / "folder")
    (file,) = (tmp_path / "folder/suggestions").iterdir()
    written = file.read_text("utf-8").split("\n")
    telling_lines = [
        i for i, words in enumerate(written, start=1)
        if find in words and '"kind": "area"' not in words
    ]  # fmt: skip
    line = telling_lines[0]
    written[line - 1] = written[line - 1].replace(find, instead, 1)
    file.write_text("\n".join(written), "utf-8")
    taken = two.take(tmp_path / "folder")
    failure = taken.failures[0]
    assert (failure.file, failure.line) == (f"suggestions/{item.document.id}.jsonl", line)
    assert re.search(says, failure.reason), failure.reason
    assert check(two.catalogue, two.settings).ok
    one.catalogue.close()
    two.catalogue.close()


def test_a_statement_in_another_passage_than_its_own_is_refused(tmp_path: Path) -> None:
    one, two = open_base(tmp_path / "one"), open_base(tmp_path / "two")
    item = telling()
    one.keep(item)
    out(one, tmp_path / "folder")
    (file,) = (tmp_path / "folder/suggestions").iterdir()
    held, last = [], item.passages[-1].id
    for words in file.read_text("utf-8").splitlines():
        value = json.loads(words)
        if value["kind"] == "finding":
            value["passage_id"] = None if value["value"] == "mixed" else last
        held.append(json.dumps(value))
    file.write_text("\n".join(held), "utf-8")
    reasons = [failure.reason for failure in two.take(tmp_path / "folder").failures]
    assert len(item.passages) > 1
    assert len(reasons) == 2
    assert all("in which it stands" in reason for reason in reasons)
    one.catalogue.close()
    two.catalogue.close()


def test_a_second_account_is_refused(tmp_path: Path) -> None:
    one, two = open_base(tmp_path / "one"), open_base(tmp_path / "two")
    one.keep(telling())
    out(one, tmp_path / "folder")
    (file,) = (tmp_path / "folder/suggestions").iterdir()
    words = file.read_text("utf-8")
    (again,) = [line for line in words.splitlines() if '"kind": "account"' in line]
    file.write_text(words + again + "\n", "utf-8")
    assert [f.reason for f in two.take(tmp_path / "folder").failures] == [
        "a second account; one is accepted"
    ]
    one.catalogue.close()
    two.catalogue.close()


def test_a_note_tells_only_what_it_compiles(base: Base, tmp_path: Path) -> None:
    """A file that says that a machine read something out of a note is not believed."""
    base.take(folder_of(tmp_path / "notes", {"notes/a-pilot.md": note()}))
    with base.catalogue.read() as connection:
        (document,) = read.documents(connection)
    out(base, tmp_path / "folder")
    file = tmp_path / f"folder/suggestions/{document}.jsonl"
    file.parent.mkdir(exist_ok=True)
    line = {"kind": "account", "document_id": document, "reader": "accounts-1"}
    file.write_text(json.dumps(line) + "\n", "utf-8")
    other = open_base(tmp_path / "other")
    (failure,) = other.take(tmp_path / "folder").failures
    assert "our own words" in failure.reason
    with other.catalogue.read() as connection:
        assert connection.execute(select(t.accounts)).first() is None
    other.catalogue.close()
