"""The command line as the contract has it: what it prints, how it ends, what it refuses and offers."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest
from commands import COMMAND, ROOT, exported, note, surroundings, whatworks, whatworks_alone
from pdf_builder import column, pdf

from kb import weights
from kb.models import Filters
from pipelines import cli
from pipelines.cli import screens

pytestmark = pytest.mark.skipif(
    bool(weights.missing(weights.default_folder())), reason="the weights are not there: make env"
)

SLUGS = (
    "mhfa-canberra-workplace-rct",
    "mhfa-workplaceaid",
    "kickstart",
    "future-jobs-fund",
    "this-is-me-city",
    "help-to-save",
)
QUESTION = "Has mental health first aid training helped staff?"
LINES = (
    "Mentors from local firms met apprentices every week.",
    "Nine of ten apprentices with a mentor stayed until the end.",
    "Without a mentor it was six of ten.",
)
COMMANDS = ("search", "ask", "attempts")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of a few notes and one report, made by the command itself. Not changed by any test."""
    folder = tmp_path_factory.mktemp("cli")
    report = folder / "mentors.pdf"
    title = {"Title": "Mentors for apprentices in Hull"}
    report.write_bytes(
        pdf([column(["Cover page of the report on mentors"]), column(LINES)], info=title)
    )
    home = folder / "home"
    ran = whatworks("ingest", *map(note, SLUGS), report, "--home", home, "--json")
    assert ran.status == 0, ran.err
    assert ran.json["totals"] == {"added": 7, "unchanged": 0, "updated": 0, "failed": 0}
    return home


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A copy of the base that a test may harm."""
    copy = tmp_path / "own"
    shutil.copytree(home, copy)
    return copy


# --- the shape of a call -----------------------------------------------------------------------


def test_every_command_of_the_help_says_what_it_does() -> None:
    for name in cli.COMMANDS:
        ran = whatworks(name, "--help")
        assert ran.status == 0
        assert ran.out.startswith(f"Usage: whatworks {name}")
        assert "--home" in ran.out
        assert "--json" in ran.out


def test_a_call_without_a_command_prints_the_help() -> None:
    ran = whatworks()
    assert (ran.status, ran.err) == (0, "")
    assert all(f"\n  {name}" in ran.out for name in cli.COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_filter_of_the_contract_is_an_option(command: str) -> None:
    found = cli.whatworks.get_command(click.Context(cli.whatworks), command)
    assert found is not None
    options = {name for option in found.params for name in option.opts}
    filters = "area outcome population kind design direction sector organisation country place type " \
              "interest standard min-level from to document"  # fmt: skip
    assert {f"--{name}" for name in filters.split()} <= options
    assert len(filters.split()) == len(Filters.__dataclass_fields__)


@pytest.mark.parametrize("before", [True, False])
def test_global_options_are_taken_before_and_after_the_command(home: Path, before: bool) -> None:
    options = ["--home", home, "--json"]
    ran = whatworks(*options, "attempts") if before else whatworks("attempts", *options)
    assert ran.status == 0
    assert len(ran.json["attempts"]) == len(SLUGS)


@pytest.mark.parametrize(
    ("arguments", "offered"),
    [
        (["serch", "x"], "did you mean search?"),
        (["eval", "page", "x"], "did you mean pages"),
        (["ask", "x", "--aera", "y"], "--area"),
        (["ask", "x", "--area", "mental-helth"], "did you mean mental-health-at-work?"),
        (["attempts", "--country", "englund"], "did you mean england"),
        (["ask", "x", "--sector", "busines"], "did you mean business?"),
        (["ask", "x", "--min-level", "9"], "accepted: 1 to 5"),
        (["ask", "x", "--standard", "nesta-2031"], "did you mean nesta-2013?"),
        (["ask", "x", "--from", "2020", "--to", "2010"], "accepted: the earlier year first"),
        (["ask", "x", "--document", "no-such-document"], "no-such-document"),
        (["ask", "x", "--design", "rtc"], "did you mean rct"),
        (["ask", "x", "--design", "lift"], "is none itself; accepted: rct"),
        (
            ["ask", "x", "--standard", "grade", "--min-level", "high"],
            "it is a form that people fill in",
        ),
        (["ask", "  "], "a few words are accepted"),
        (["ask"], "QUESTION"),
        (["cite", "mhfa-workplaced"], "did you mean mhfa-workplaceaid"),
        (["cite", "mhfa-workplaceaid", "--style", "oscolla"], "did you mean oscola"),
        (["ingest", "x", "--area", "finance-inclusion"], "did you mean financial-inclusion?"),
        (["eval", "questions", "no-such-file.yaml"], "no-such-file.yaml"),
    ],
)
def test_a_wrong_name_ends_with_status_2_and_one_line_that_offers_the_nearest(
    home: Path, arguments: list[str], offered: str
) -> None:
    ran = whatworks(*arguments, "--home", home)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert offered in ran.err


def test_a_home_without_a_base_is_a_wrong_name_and_nothing_is_made(tmp_path: Path) -> None:
    for command in (
        ["ask", "x"],
        ["attempts"],
        ["check"],
        ["status"],
        ["export", tmp_path / "out"],
    ):
        ran = whatworks(*command, "--home", tmp_path / "none")
        assert ran.status == 2
        assert "there is no knowledge base here; accepted:" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_fault_is_one_line_and_debug_adds_the_traceback(own: Path) -> None:
    (own / "catalogue.sqlite").write_bytes(b"no database at all" * 100)
    ran = whatworks("status", "--home", own)
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "Traceback" in whatworks("status", "--home", own, "--debug").err


def test_a_reader_that_leaves_early_ends_nothing_badly(home: Path) -> None:
    command = [*COMMAND, "attempts", "--home", str(home)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings(), cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(60) in (0, 1)


# --- questions ---------------------------------------------------------------------------------


def test_ask_prints_one_document_with_the_fields_of_the_contract(home: Path) -> None:
    ran = whatworks("ask", QUESTION, "--home", home, "--json")
    assert (ran.status, ran.err) == (0, "")
    told = ran.json
    assert told["answer_kind"] == "answered"
    assert told["answerable"] is True
    assert {"held", "how_selected", "searched_to", "last_added"} <= set(told["coverage"])
    assert set(told["close"]) <= {attempt["id"] for attempt in told["attempts"]}
    ids = {citation["id"] for citation in told["citations"]}
    assert {c for statement in told["summary"] for c in statement["citations"]} <= ids
    assert {x["citation"] for x in (*told["findings"], *told["lessons"])} <= ids
    assert {"embed", "retrieve", "rerank", "total"} <= set(told["timings_ms"])


def test_a_question_needs_no_quotation_marks(home: Path) -> None:
    ran = whatworks("ask", *QUESTION.split(), "--home", home, "--json")
    assert ran.json["question"] == QUESTION


def test_what_nothing_is_held_on_ends_with_status_4_and_no_findings(home: Path) -> None:
    ran = whatworks("ask", "How do bees tell each other where nectar is?", "--home", home, "--json")
    assert ran.status == 4
    assert ran.json["answerable"] is False
    assert ran.json["findings"] == ran.json["lessons"] == []
    assert ran.json["reason"]


def test_an_answer_for_people_never_quotes_a_paraphrase(home: Path) -> None:
    told = whatworks("ask", QUESTION, "--home", home, "--json").json
    ran = whatworks("ask", QUESTION, "--home", home)
    words = " ".join(ran.out.split())
    shown = [f for f in told["findings"] if f["attempt_id"] in told["close"]]
    assert any(finding["text"] in words for finding in shown)
    for finding in shown:
        assert f"“{finding['text']}" not in words
    assert "Our summary of" in words
    assert "the original is not held" in words
    assert "▲ Favours the attempt" in words
    assert "Nesta 3 of 5" in words
    assert "Related attempts, not on the question itself" in words


def test_an_answer_for_people_quotes_a_document_with_its_page(home: Path) -> None:
    ran = whatworks("ask", "Do mentors from local firms keep apprentices?", "--home", home)
    words = " ".join(ran.out.split())
    assert re.search(rf"“[^”]*{re.escape(LINES[0])}[^“]*”", words)
    assert "Mentors for apprentices in Hull · page" in words


def test_search_prints_hits_with_their_citations(home: Path) -> None:
    ran = whatworks("search", "mentors for apprentices", "--limit", "3", "--home", home, "--json")
    assert ran.status == 0
    told = ran.json
    assert [hit["rank"] for hit in told["hits"]] == [1, 2, 3]
    first = told["hits"][0]
    assert first["citation"]["kind"] == "quote"
    assert LINES[1] in first["text"]
    assert first["citation"]["quote"] == first["text"]
    assert set(told["timings_ms"]) == {"embed", "retrieve", "rerank", "total"}


def test_search_without_the_second_reading_takes_no_time_for_it(home: Path) -> None:
    told = whatworks("search", "mentors", "--no-rerank", "--home", home, "--json").json
    assert told["hits"]
    assert told["timings_ms"]["rerank"] < 5


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--area", "financial-inclusion"], {"help-to-save"}),
        (["--country", "australia"], {"mhfa-canberra-workplace-rct", "mhfa-workplaceaid"}),
        (["--from", "2021"], {"kickstart", "help-to-save"}),
        (["--area", "financial-inclusion", "--country", "australia"], set()),
    ],
)
def test_attempts_lists_what_the_filters_leave(
    home: Path, filters: list[str], expected: set[str]
) -> None:
    ran = whatworks("attempts", *filters, "--home", home, "--json")
    found = {attempt["id"] for attempt in ran.json["attempts"]}
    assert expected <= found < set(SLUGS)
    assert bool(expected) or found == set()
    assert ran.status == (0 if found else 4)


def test_attempts_of_a_stronger_level_are_among_those_of_a_weaker(home: Path) -> None:
    def at(step: int) -> set[str]:
        ran = whatworks("attempts", "--min-level", step, "--home", home, "--json")
        return {attempt["id"] for attempt in ran.json["attempts"]}

    assert at(3) < at(2) <= at(1)
    assert "this-is-me-city" not in at(2)


def test_the_register_for_people_shows_mark_word_and_level(home: Path) -> None:
    out = whatworks("attempts", "--area", "mental-health-at-work", "--home", home).out
    assert "– Not studied" in " ".join(out.split())
    assert "mhfa-workplaceaid" in out


@pytest.mark.parametrize("command", ["search", "ask"])
def test_questions_do_not_load_haystack(home: Path, command: str) -> None:
    code = (
        "import sys\nfrom pipelines.cli import run\n"
        f"status = run([{command!r}, 'first aid training', '--home', {str(home)!r}, '--json'])\n"
        "print(status, *sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    )
    ran = subprocess.run(
        [COMMAND[0], "-c", code], capture_output=True, text=True, cwd=ROOT, env=surroundings()
    )
    status, *loaded = ran.stderr.split()
    assert status == "0"
    assert not {"haystack", "streamlit", "spacy", "trafilatura"} & set(loaded)


# --- citing, plain files, upkeep ---------------------------------------------------------------


def test_a_passage_of_a_report_is_cited_with_its_page(home: Path) -> None:
    found = whatworks("search", "mentors", "--limit", "1", "--home", home, "--json").json
    passage = found["hits"][0]["citation"]["passage_id"]
    ran = whatworks("cite", passage, "--home", home)
    assert ran.status == 0
    assert "Mentors for apprentices in Hull" in ran.out
    assert "p." in ran.out


def test_an_attempt_is_cited_as_the_sources_that_its_note_summarises(home: Path) -> None:
    ran = whatworks("cite", "mhfa-workplaceaid", "--style", "apa", "--home", home, "--json")
    assert ran.json["style"] == "apa"
    assert len(ran.json["references"]) == 3
    assert all(one["summarised_in"] for one in ran.json["references"])


def test_items_for_a_reference_manager_are_printed_alone(home: Path) -> None:
    items = whatworks("cite", "mhfa-workplaceaid", "--to", "csl-json", "--home", home).json
    assert {"Reavley"} <= {a.get("family") for item in items for a in item.get("author", ())}
    assert "@" in whatworks("cite", "mhfa-workplaceaid", "--to", "bibtex", "--home", home).out


def test_an_export_that_is_imported_exports_the_same(home: Path, tmp_path: Path) -> None:
    first = exported(home, tmp_path / "first")
    ran = whatworks("import", tmp_path / "first", "--home", tmp_path / "second-home", "--json")
    assert (ran.status, ran.json["ok"]) == (0, True)
    assert exported(tmp_path / "second-home", tmp_path / "second") == first
    assert whatworks("check", "--home", tmp_path / "second-home").status == 0


def test_a_folder_that_is_no_export_is_refused(tmp_path: Path) -> None:
    ran = whatworks("import", tmp_path, "--home", tmp_path / "home")
    assert ran.status == 1
    assert "accepted: a folder that `whatworks export` wrote" in ran.err


def test_check_tells_a_lost_index_and_reindex_mends_it(own: Path) -> None:
    assert whatworks("check", "--home", own, "--json").json["ok"] is True
    shutil.rmtree(own / "index")
    broken = whatworks("check", "--home", own, "--json")
    assert broken.status == 3
    assert [one["name"] for one in broken.json["checks"] if not one["ok"]] == ["index"]
    assert whatworks("reindex", "--home", own).status == 0
    assert whatworks("check", "--home", own).status == 0


def test_a_question_mends_an_index_that_a_killed_run_left_behind(own: Path) -> None:
    shutil.rmtree(own / "index")
    assert whatworks("ask", QUESTION, "--home", own, "--json").json["answerable"] is True


def test_status_counts_what_is_held(home: Path) -> None:
    told = whatworks("status", "--home", home, "--json").json
    assert told["counts"]["documents"] == 7
    assert told["counts"]["attempts"] == 6
    assert told["runs"] == []


def test_the_home_of_the_environment_is_taken_and_an_option_wins(
    home: Path, tmp_path: Path
) -> None:
    ran = whatworks_alone("status", "--json", environment={"WHATWORKS_HOME": str(home)})
    assert ran.json["home"] == str(home)
    other = whatworks_alone("status", "--home", tmp_path, environment={"WHATWORKS_HOME": str(home)})
    assert other.status == 2


# --- measuring ---------------------------------------------------------------------------------


def test_eval_questions_compares_answers_with_the_labels(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    items = [
        {"id": "a", "question": QUESTION, "answerable": True, "attempt_ids": ["mhfa-workplaceaid"]},
        {"id": "b", "question": "How do bees dance?", "answerable": False},
    ]
    file.write_text(json.dumps(items), encoding="utf-8")
    told = whatworks("eval", "questions", file, "--home", home, "--json").json
    assert told["questions"] == 2
    assert told["attempt_recall@10"] == 1.0
    assert told["answerable_accuracy"] == told["unanswerable_accuracy"] == 1.0


def test_eval_beir_measures_a_small_collection(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    texts = {"d1": "Bees dance to show where nectar is.", "d2": "Trams run on rails through towns."}
    lines = [json.dumps({"_id": name, "title": "", "text": text}) for name, text in texts.items()]
    (folder / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
    query = json.dumps({"_id": "q1", "text": "How do bees tell where nectar is?"})
    (folder / "queries.jsonl").write_text(query, encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("query\tdoc\tgrade\nq1\td1\t1\n", encoding="utf-8")
    told = whatworks("eval", "beir", folder, "--json").json
    assert (told["dataset"], told["queries"], told["documents"]) == ("tiny", 1, 2)
    assert told["ndcg@10"] == 1.0


# --- the demonstration, the app, Ctrl-C --------------------------------------------------------


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "notes").mkdir(parents=True)
    for slug in SLUGS[:3]:
        shutil.copy(note(slug), folder / "notes")
    source = '[[source]]\nurl = "https://example.org/a"\ntitle = "A"\narea = []\nwhy = "b"\n'
    (folder / "sources.toml").write_text(source, encoding="utf-8")
    return folder


def test_the_demo_answers_its_question_and_builds_nothing_twice(corpus: Path) -> None:
    options = ["demo", "--corpus", corpus, "--home", corpus / "base"]
    first = whatworks(*options, "--json").json
    assert first["built"]["added"] == 3
    assert first["answerable"] is True
    ran = whatworks(*options)
    assert ran.status == 0
    assert "make app" in ran.out
    assert whatworks(*options, "--json").json["built"]["unchanged"] == 3
    assert whatworks("status", "--home", corpus / "base", "--json").json["counts"]["sources"] == 4


def test_the_demo_keeps_away_from_the_base_of_the_user(corpus: Path, tmp_path: Path) -> None:
    mine = {"WHATWORKS_HOME": str(tmp_path / "mine")}
    ran = whatworks_alone("demo", "--corpus", corpus, environment=mine, folder=tmp_path)
    assert ran.status == 0
    assert ran.err == ""
    assert (tmp_path / ".whatworks-demo" / "catalogue.sqlite").exists()
    assert not (tmp_path / "mine").exists()


def test_a_corpus_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert whatworks("demo", "--corpus", tmp_path, "--home", tmp_path / "h").status == 2


def test_the_app_is_served_to_this_machine_alone_and_reports_to_nobody() -> None:
    line = screens.command(8502, has_display=False)
    assert {"--server.address=127.0.0.1", "--browser.gatherUsageStats=false"} <= set(line)
    assert "--server.headless=true" in line
    assert "--server.headless=false" in screens.command(8502, has_display=True)


def test_ctrl_c_keeps_what_is_done_and_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [*COMMAND, "ingest", str(ROOT / "corpus" / "notes"), "--home", str(home)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
        cwd=ROOT,
        start_new_session=True,
        # A job in the background is started with SIGINT ignored; a terminal's is not.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        wait_for_documents(home, 3)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to its children too
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.decode().strip() == "whatworks: stopped; what was done is kept"
    held = whatworks("status", "--home", home, "--json").json["counts"]["documents"]
    assert 3 <= held < 91
    assert whatworks("ask", "What was tried?", "--home", home).status in (0, 4)
    assert whatworks("check", "--home", home).status == 0


def wait_for_documents(home: Path, count: int) -> None:
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import OperationalError

    file = home / "catalogue.sqlite"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if file.exists():
            engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
            try:
                with engine.connect() as connection:
                    held: Any = connection.execute(text("select count(*) from documents")).scalar()
                if held >= count:
                    return
            except OperationalError:
                held = 0  # the tables are still being made
            finally:
                engine.dispose()
        time.sleep(0.05)
    raise AssertionError(f"no {count} documents within a minute")
