"""Grading one document: a file of no base, a document of one, and one that older rules read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from built import base_in, ingest, note
from commands import whatworks
from sqlalchemy import delete

from kb.catalogue import designs as catalogued
from kb.catalogue import tables as t
from kb.evidence import Reading
from pipelines import grade

TRIAL = """# Advice for young renters

## Methods

We randomly assigned 310 tenants to the advice and 305 to a leaflet. Debts were recorded by the lender after
twelve months.

## Results

Arrears fell by 40 pounds more with the advice than with the leaflet (95% CI 12 to 68).
"""
PRAISE = """# Our award-winning course

We launched our proven programme in Leeds last spring. Everyone loved it, and our team is proud of it.
"""
STANDARD = """
slug = "two-steps"
label = "Two steps"
short = "Two steps"
edition = "2026"
kind = "ladder"
source = "https://example.org/two-steps"
scope = "document"
shown = true
machine_ceiling = "b"
unrated = "Nothing in it says how it was studied."

[[step]]
slug = "a"
rank = 1
label = "Told"
definition = "It is told."

[[step]]
slug = "b"
rank = 2
label = "Compared"
definition = "It is compared with something."

[[rule]]
step = "b"
any = ["rct", "did", "matching"]
reason = "It is compared with something."

[[rule]]
step = "a"
any = ["programme-description", "post-only"]
reason = "It is told."
"""


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    path = tmp_path / "trial.md"
    path.write_text(TRIAL, encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_file_is_graded_without_a_base(trial: Path, home: Path) -> None:
    told = whatworks("grade", trial, "--home", home, "--json").json
    assert told["document_id"] is None
    assert told["design"] == "rct"
    assert not home.exists()
    randomised = next(fact for fact in told["design_facts"] if fact["fact"] == "rct")
    assert (randomised["status"], randomised["owner"]) == ("done", "this")
    assert "randomly assigned 310 tenants" in " ".join(randomised["quote"].split())
    nesta = told["levels"]["nesta-2013"]
    assert (nesta["level"], nesta["ceiling"], nesta["basis"]) == ("3", "3", "suggested")
    assert (nesta["scheme"], nesta["edition"]) == ("nesta-2013", "2013")
    assert told["levels"]["sms-wwg-2016"]["rank"] == 5


def test_every_level_says_why_and_why_not_higher_in_words_or_quotes(
    trial: Path, home: Path
) -> None:
    for level in whatworks("grade", trial, "--home", home, "--json").json["levels"].values():
        said = [(ground["text"], ground["against"]) for ground in level["grounds"]]
        assert level["why"] == [words for words, against in said if not against]
        assert level["why_not_higher"] == [words for words, against in said if against]
        assert level["level"] is None or level["why"]


def test_praise_raises_nothing_and_is_quoted_against_itself(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "praise.md"
    path.write_text(PRAISE, encoding="utf-8")
    nesta = whatworks("grade", path, "--home", home, "--json").json["levels"]["nesta-2013"]
    assert nesta["level"] in (None, "1")
    assert any("proven programme" in words for words in nesta["why_not_higher"])


def test_people_are_told_the_standards_of_the_app_and_others_when_named(
    trial: Path, home: Path
) -> None:
    plain = whatworks("grade", trial, "--home", home).out
    assert "Nesta 3 of 5" in plain
    assert "Maryland 5 of 5" in plain
    assert "no GRADE level" not in plain
    assert "no GRADE level" in whatworks("grade", trial, "--home", home, "--standard", "grade").out
    wrong = whatworks("grade", trial, "--home", home, "--standard", "nesta")
    assert wrong.status == 2
    assert "nesta-2013" in wrong.err


@pytest.mark.parametrize("ref", ["nosuch.pdf", "00000000-0000-0000-0000-000000000000"])
def test_what_is_not_there_is_refused_in_one_line(ref: str, home: Path) -> None:
    ran = whatworks("grade", ref, "--home", home)
    assert ran.status != 0
    assert len(ran.err.splitlines()) == 1
    assert ran.out == ""


def test_a_standard_of_the_base_is_graded_and_filtered_by_without_a_change_of_code(
    trial: Path, home: Path
) -> None:
    folder = home / "vocab" / "standards"
    folder.mkdir(parents=True)
    (folder / "two-steps.toml").write_text(STANDARD, encoding="utf-8")
    with base_in(home, hashed=True) as base:
        (result,) = ingest(base, trial)
        found = grade.held(base.catalogue, str(result.document_id))
    assert found.levels["two-steps"].level == "b"
    told = whatworks("grade", trial, "--home", home, "--json").json
    assert told["levels"]["two-steps"]["rank"] == 2
    assert "Two steps (2026): compared" in whatworks("grade", trial, "--home", home).out
    assert whatworks("attempts", "--home", home, "--standard", "two-steps").status == 4


def test_a_document_of_the_base_is_graded_as_its_file_is(trial: Path, home: Path) -> None:
    with base_in(home, hashed=True) as base:
        (result,) = ingest(base, trial)
        of_base = grade.held(base.catalogue, str(result.document_id))
        with grade.Grader(base.settings, base.catalogue.standards) as grader:
            of_file = grader.file(str(trial))
    assert of_base.reading.design == of_file.reading.design == "rct"
    assert sorted((f.rule, f.status, f.quote) for f in of_base.reading.facts) == sorted(
        (f.rule, f.status, f.quote) for f in of_file.reading.facts
    )
    assert {s: level.level for s, level in of_base.levels.items()} == {
        s: level.level for s, level in of_file.levels.items()
    }


def test_what_older_rules_read_is_read_again_once(trial: Path, home: Path) -> None:
    with base_in(home, hashed=True) as base:
        (result,) = ingest(base, trial)
        document = str(result.document_id)
        with base.catalogue.write() as connection:
            old = replace(Reading((), "programme-description"), reader="designs-0")
            catalogued.write(connection, document, old)
        assert grade.held(base.catalogue, document).reading.design == "programme-description"
        assert grade.reread(base.catalogue, base.embedder) == 1
        assert grade.held(base.catalogue, document).reading.design == "rct"
        assert grade.reread(base.catalogue, base.embedder) == 0


def test_a_document_from_before_there_were_design_facts_says_what_to_do(
    trial: Path, home: Path
) -> None:
    with base_in(home, hashed=True) as base:
        (result,) = ingest(base, trial)
        document = str(result.document_id)
        with base.catalogue.write() as connection:
            connection.execute(delete(t.designs).where(t.designs.c.document_id == document))
    refused = whatworks("grade", document, "--home", home)
    assert refused.status == 2
    assert "whatworks reindex" in refused.err


def test_a_note_that_a_person_confirmed_above_what_is_linked_is_held_at_three(
    tmp_path: Path, home: Path
) -> None:
    text = note("ips-eqolise").read_text("utf-8")
    confirmed = "\nreviewed_by: Ada Bell\nreviewed_on: '2026-11-01'\nevidence:"
    path = tmp_path / "ips-eqolise.md"
    path.write_text(text.replace("\nevidence:", confirmed, 1), encoding="utf-8")
    with base_in(home, hashed=True) as base:
        (result,) = ingest(base, path)
        nesta = grade.held(base.catalogue, str(result.document_id)).levels["nesta-2013"]
    assert (nesta.level, nesta.basis) == ("3", "judged")
    assert nesta.why_not_higher[0].startswith("Ada Bell judged it higher; ")


def test_a_note_is_suggested_nothing_above_what_its_author_took_it_for(home: Path) -> None:
    slug = "debt-advice-long-term-2021"
    with base_in(home, hashed=True) as base:
        ingest(base, note(slug))
    held = whatworks("attempts", "--home", home, "--json").json["attempts"][0]["levels"]
    assert held["nesta-2013"]["level"] == "1"
    assert held["sms-wwg-2016"]["level"] is None
    filtered = whatworks(
        "attempts", "--home", home, "--standard", "sms-wwg-2016", "--min-level", "2"
    )
    assert filtered.status == 4


def test_lists_tell_levels_by_the_standard_that_they_are_filtered_by(home: Path) -> None:
    with base_in(home) as base:
        ingest(base, note("tulsa-ida"))
    asked = ("--home", home, "--standard", "sms-wwg-2016", "--min-level", "5")
    for command in (
        ("attempts",),
        ("search", "savings"),
        ("ask", "Did Individual Development Accounts in Tulsa help people save?"),
    ):
        assert "Maryland" in " ".join(whatworks(*command, *asked).out.split()), command
