"""``whatworks review``: what it prints, how it ends, what it refuses and offers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from accounted import account
from bases import REPORT, folder_of, note, open_base, report
from commands import Ran, whatworks
from sqlalchemy import select

from kb.catalogue import accounts, designs
from kb.catalogue import tables as t
from kb.evidence import DesignFact, Guess, Reading
from kb.models import Ground

ASSIGNED = "Two employers offered coaching to young people who were out of work."
COUNTED = "Sixty of the hundred who started were in work after a year."
WHO = ("--as", "Ann", "--reason", "Table 1 says so.")


def fact(slug: str, quote: str) -> DesignFact:
    """A fact that software read out of the report."""
    start = REPORT.index(quote)
    return DesignFact(slug, "done", "this", quote, start, start + len(quote), "designs-1:x")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base with a report that waits and a note that states Nesta 3."""
    monkeypatch.delenv("WHATWORKS_CURATOR", raising=False)
    monkeypatch.setenv("WHATWORKS_HOME", str(tmp_path / "home"))
    base = open_base(tmp_path / "home")
    item = report()
    base.keep(item)
    facts = (
        fact("rct", ASSIGNED),
        replace(fact("none", COUNTED), aspect="sample", detail={"n": 100}),
    )
    said = Reading(
        facts,
        "rct",
        interest=Guess("deliverer", Ground("the address"), "designs-1:interest"),
        reader="designs-1",
    )
    with base.catalogue.write() as connection:
        designs.write(connection, item.document.id, said)
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    base.catalogue.close()
    return tmp_path / "home"


def first() -> str:
    """The id of the suggestion that waits first."""
    return str(whatworks("review", "list", "--json").json["items"][0]["id"])


def lines(ran: Ran) -> str:
    """What people read, on one line."""
    return " ".join(ran.out.split())


@pytest.mark.parametrize("arguments", [[], ["list"], ["--limit", "5"], ["--kind=design"]])
def test_review_alone_lists_what_waits_with_quotes_and_pages(
    home: Path, arguments: list[str]
) -> None:
    ran = whatworks("review", *arguments)
    assert ran.status == 0
    assert f"“{ASSIGNED}” A pilot · page iv" in lines(ran)
    assert "Randomised, done by this study" in ran.out
    assert "A level rests on this: Nesta 3, without it 1" in lines(ran)
    assert "suggested · " in ran.out
    assert "come first" in lines(ran)


def test_the_queue_as_json_has_the_documented_fields(home: Path) -> None:
    told = whatworks("review", "--json").json
    assert set(told) == {"items", "total", "order"}
    one = told["items"][0]
    assert set(one) == {
        "id", "kind", "document_id", "title", "value", "quote", "start", "end", "page", "page_label",
        "rule", "score", "status", "owner", "aspect", "detail", "reason", "passage_id", "rests",
        "basis", "words",
    }  # fmt: skip
    assert REPORT[one["start"] : one["end"]] == one["quote"]
    assert (one["basis"], one["page"], one["page_label"]) == ("suggested", 1, "iv")
    assert one["rests"][0]["scheme"] == "nesta-2013"


def test_nothing_that_waits_ends_with_status_4(home: Path) -> None:
    ran = whatworks("review", "--area", "financial-inclusion")
    assert (ran.status, ran.out.strip()) == (4, "Nothing waits for a person here.")
    assert whatworks("review", "log").status == 4


def test_a_decision_is_told_with_what_it_changes_and_is_in_the_record(home: Path) -> None:
    item = first()
    ran = whatworks("review", "decline", item[:8], *WHO)
    assert ran.status == 0, ran.err
    assert "Ann: declined Randomised" in ran.out
    assert "Nesta (2013): 3, suggested → 1, suggested" in ran.out
    (entry,) = whatworks("review", "log", "--json").json["judgements"]
    assert (entry["who"], entry["verified"], entry["reason"]) == ("Ann", False, "Table 1 says so.")
    assert (entry["about_id"], entry["stands"], entry["counts"]) == (item, True, True)
    shown = whatworks("review", "log", item)
    assert "Ann (unverified)" in shown.out
    assert "Table 1 says so." in lines(shown)


def test_a_change_as_json_has_before_and_after_by_scheme(home: Path) -> None:
    told = whatworks("review", "accept", first(), *WHO, "--json").json
    (change,) = told["changes"]
    assert set(change) == {
        "judgements", "about", "is_new", "notes", "type", "interest", "design", "levels",
    }  # fmt: skip
    by_scheme = {one["scheme"]: one for one in change["levels"]}
    assert by_scheme["nesta-2013"]["before"]["level"] == "3"
    assert by_scheme["nesta-2013"]["after"]["edition"] == "2013"
    assert change["judgements"][0]["value"]["about"]["quote"] == ASSIGNED


def test_the_whole_round_of_edit_level_document_and_undo(home: Path) -> None:
    item = first()
    edited = whatworks("review", "edit", item, "--set", "status=planned", *WHO, "--json").json
    assert edited["changes"][0]["design"] == {"before": "rct", "after": "protocol"}
    placed = whatworks(
        "review", "level", "a-pilot", "--standard", "sms-wwg-2016", "--step", "2", *WHO
    )
    assert placed.status == 0, placed.err
    assert "Maryland" in placed.out
    document = edited["changes"][0]["about"]["id"]
    said = whatworks("review", "document", document, "--interest", "funder", "--type", "blog", *WHO)
    assert "written by: unknown → funder" in said.out
    judgement = edited["changes"][0]["judgements"][0]["id"]
    undone = whatworks("review", "undo", judgement, *WHO, "--json").json
    assert undone["changes"][0]["design"] == {"before": "protocol", "after": "rct"}
    assert len(whatworks("review", "log", "--json").json["judgements"]) == 5


def test_people_who_differ_are_both_told(home: Path) -> None:
    for who, step in (("Ann", "2"), ("Bob", "3")):
        ran = whatworks(
            "review", "level", "a-pilot", "--step", step, "--as", who, "--reason", "So."
        )
    assert "Ann: nesta-2013: 2; Bob: nesta-2013: 3. They differ" in lines(ran)
    attempts = whatworks("attempts", "--json").json["attempts"]
    level = attempts[0]["levels"]["nesta-2013"]
    assert (level["level"], level["basis"]) == ("2", "judged")
    assert [one["who"] for one in level["judged"]] == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("arguments", "offered"),
    [
        (["lst"], "did you mean list or"),
        (["accept"], "ID..."),
        (["accept", "{first}"], "--as NAME or WHATWORKS_CURATOR"),
        (["accept", "{first}", "--as", "machine", "--reason", "x"], "a machine judges nothing"),
        (["accept", "{first}", "--as", "Ann"], "accepted: --reason"),
        (["accept", "no-such-id", *WHO], "whatworks review list"),
        (["edit", "{first}", *WHO], "nothing is set"),
        (["edit", "{first}", "--set", "planned", *WHO], "--set status=planned"),
        (["edit", "{first}", "--set", "status=plan", *WHO], "did you mean planned?"),
        (["undo", "no-such-id", *WHO], "whatworks review log"),
        (["level", "a-pilod", "--step", "2", *WHO], "did you mean a-pilot?"),
        (["level", "a-pilot", "--step", "4", *WHO], "by a body other than the deliverer"),
        (["level", "a-pilot", "--step", "6", *WHO], "step of nesta-2013"),
        (["level", "a-pilot", "--standard", "nesta", "--step", "2", *WHO], "nesta-2013"),
        (["level", "a-pilot", *WHO], "--step"),
        (["document", "a-pilot", "--type", "blog", *WHO], "there is none"),
        (["list", "--kind", "desing"], "did you mean design or"),
        (["list", "--area", "mental-helth"], "did you mean mental-health-at-work?"),
        (["log", "no-such-id"], "there is none"),
    ],
)
def test_a_wrong_call_ends_with_status_2_and_one_line_that_offers_the_way(
    home: Path, arguments: list[str], offered: str
) -> None:
    item = first() if "{first}" in arguments else ""
    ran = whatworks("review", *(item if a == "{first}" else a for a in arguments))
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert offered in ran.err


def test_the_curator_may_be_named_by_the_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATWORKS_CURATOR", "Cy")
    told = whatworks("review", "accept", first(), "--reason", "It is so.", "--json").json
    assert told["changes"][0]["judgements"][0]["who"] == "Cy"


def test_every_part_of_review_says_what_it_does() -> None:
    assert "accept" in whatworks("review", "--help").out
    for name in ("list", "accept", "edit", "decline", "undo", "level", "document", "log"):
        ran = whatworks("review", name, "--help")
        assert ran.status == 0
        assert ran.out.startswith(f"Usage: whatworks review {name}")


def test_what_a_report_tells_waits_and_is_accepted_edited_declined_and_taken_back(
    home: Path,
) -> None:
    base = open_base(home)
    with base.catalogue.write() as connection:
        others = select(t.documents.c.id).where(t.documents.c.type != "evidence-note")
        document = connection.execute(others).scalar_one()
        accounts.write(connection, document, account(REPORT))
    base.catalogue.close()
    queue = whatworks("review", "list", "--kind", "finding", "--json").json
    (one,) = queue["items"]
    assert (one["kind"], one["value"], one["basis"]) == ("finding", "positive", "suggested")
    assert one["words"].startswith("Effect against a comparison: in work after a year (")
    assert one["quote"] == COUNTED
    shown = lines(whatworks("review", "list", "--kind", "finding"))
    assert "What was found: Effect against a comparison" in shown
    done = whatworks("review", "edit", one["id"], "--set", "direction=mixed", *WHO, "--json").json
    what = done["changes"][0]["judgements"][0]["what"]
    assert what.startswith("edited Effect against a comparison")
    assert what.endswith("(direction: mixed)")
    assert whatworks("review", "list", "--kind", "finding", "--json").status == 4
    judgement = done["changes"][0]["judgements"][0]["id"]
    assert whatworks("review", "undo", judgement, *WHO).status == 0
    assert whatworks("review", "list", "--kind", "finding", "--json").json["total"] == 1
    for kind in ("lesson", "programme", "problem"):
        (item,) = whatworks("review", "list", "--kind", kind, "--json").json["items"]
        assert whatworks("review", "decline", item["id"], *WHO).status == 0
    wrong = whatworks("review", "edit", one["id"], "--set", "direction=great", *WHO)
    assert wrong.status == 2
    assert "accepted: mixed, negative, no-effect, positive, unclear" in wrong.err
