"""The catalogue on both engines: versions, names, notes, filters, writers at once, and what can go wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bases import Base, as_of, note, open_base, report
from sqlalchemy import func, inspect, select, text

from ingest.passages import CUTTER, split
from kb.catalogue import attempts, narrow, open_catalogue, read, runs, told, versions
from kb.catalogue import tables as t
from kb.catalogue.engine import HEAD, MIGRATIONS
from kb.catalogue.record import add_alias, make_current, record, restore, store_vectors
from kb.cite import Citations
from kb.errors import CatalogueError, CatalogueTooNew, UnknownId, UnknownName, UsageError
from kb.exchange.cutting import Cutter
from kb.exchange.notes import record_of
from kb.models import Filters, IngestResult
from kb.notes import parse
from kb.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def keep_note(base: Base, data: bytes) -> str:
    """Ingest a note without a pipeline; the id of its document."""
    parsed = parse(data, "note.md")
    with base.catalogue.read() as connection:
        source = versions.source_of(connection, f"note:{parsed.id}", "note.md", "")
        before = versions.current(connection, source)
    item = record_of(parsed, data, Cutter(CUTTER, split), before)
    with base.catalogue.write() as connection:
        record(connection, item)
    return item.document.id


def found(base: Base, **filters: object) -> frozenset[str] | None:
    """Documents that match."""
    with base.catalogue.read() as connection:
        return narrow.documents(connection, Filters(**filters))  # type: ignore[arg-type]


# --- documents and their versions --------------------------------------------------------------


def test_what_was_recorded_is_read_back_as_the_same_values(base: Base) -> None:
    item = report(aliases=["reports/pilot.pdf"], licence="CC BY 4.0")
    base.keep(item)
    with base.catalogue.read() as connection:
        assert read.document(connection, item.document.id) == item.document
        assert read.sources(connection) == {item.source.id: item.source}
        assert read.passages_of(connection, item.document.id) == item.passages
        stored = read.text_of(connection, item.document.id)
        tags = read.area_tags(connection, item.document.id)
    assert (stored.text, stored.page_map, stored.headings) == (
        item.text,
        item.page_map,
        item.headings,
    )
    assert sorted(tags, key=str) == sorted(item.areas, key=str)


def test_a_span_is_counted_in_code_points_on_both_engines(base: Base) -> None:
    item = report("Café “naïve” 👩‍🏫 coaches.\n\n" + "Words follow here. " * 30)
    base.keep(item)
    with base.catalogue.read() as connection:
        for start, end in ((0, 4), (5, 12), (13, 16), (3, 30)):
            assert read.span(connection, item.document.id, start, end) == item.text[start:end]


def test_recording_the_same_document_again_changes_nothing_but_its_lead(base: Base) -> None:
    item = report()
    base.keep(item)
    later = replace(item, document=replace(item.document, added_at="2027-01-01T00:00:00Z"))
    base.keep(later)
    with base.catalogue.read() as connection:
        assert read.document(connection, item.document.id) == item.document
        assert len(read.passages_of(connection, item.document.id)) == len(item.passages)


def test_a_changed_file_supersedes_its_older_version_which_stays_citable(base: Base) -> None:
    first = report(ref="https://example.org/pilot.pdf")
    second = report(first.text + " More.", ref="https://example.org/pilot.pdf", reason="changed")
    base.keep(first, second)
    with base.catalogue.read() as connection:
        old = read.document(connection, first.document.id)
        assert (old.status, old.superseded_by) == ("superseded", second.document.id)
        assert versions.current(connection, first.source.id) == second.document
        assert set(read.passage_counts(connection)) == {second.document.id}
        citation = Citations(connection).of_passage(first.passages[0])
    assert citation.status == "superseded"
    assert citation.quote == first.passages[0].text


def test_a_file_that_went_back_makes_its_first_version_lead_again(base: Base) -> None:
    first = report(ref="https://example.org/pilot.pdf")
    second = report(first.text + " More.", ref="https://example.org/pilot.pdf", reason="changed")
    base.keep(first, second, first)
    with base.catalogue.read() as connection:
        assert versions.current(connection, first.source.id) == first.document
        after = read.document(connection, second.document.id)
        assert after.superseded_by == first.document.id
        assert set(read.passage_counts(connection)) == {first.document.id}


def test_a_document_without_text_gets_it_when_it_is_ingested(base: Base) -> None:
    item = report()
    with base.catalogue.write() as connection:
        assert restore(connection, item, with_text=False)
    with base.catalogue.read() as connection:
        assert read.passages_of(connection, item.document.id) == ()
    base.keep(item)
    with base.catalogue.read() as connection:
        assert read.passages_of(connection, item.document.id) == item.passages
        assert read.text_of(connection, item.document.id).text == item.text


def test_an_older_version_leads_again_when_it_is_told_to(base: Base) -> None:
    first = report(ref="https://example.org/a")
    second = report(first.text + " More.", ref="https://example.org/a")
    base.keep(first, second)
    with base.catalogue.write() as connection:
        make_current(connection, first.document)
    with base.catalogue.read() as connection:
        assert versions.current(connection, first.source.id) == first.document
        assert read.document(connection, second.document.id).status == "superseded"


def test_a_source_grows_and_is_never_overwritten(base: Base) -> None:
    item = report(licence="CC BY 4.0")
    base.keep(item)
    other = replace(item.source, licence="all rights reserved", publisher="A Trust",
                    areas=("financial-inclusion",))  # fmt: skip
    base.keep(replace(item, source=other))
    with base.catalogue.read() as connection:
        (source,) = read.sources(connection).values()
    assert source.licence == "CC BY 4.0"
    assert (source.publisher, source.areas) == ("A Trust", ("financial-inclusion",))


def test_an_unknown_id_is_an_error_that_says_so(base: Base) -> None:
    with base.catalogue.read() as connection:
        with pytest.raises(UnknownId, match="there is none"):
            read.document(connection, "nothing")
        with pytest.raises(UnknownId):
            read.text_of(connection, "nothing")
        assert read.passages(connection, ["nothing"]) == {}


def test_vectors_come_back_in_half_precision(base: Base) -> None:
    item = report()
    base.keep(item)
    made = np.linspace(-1, 1, 4 * len(item.passages), dtype=np.float32).reshape(-1, 4)
    ids = [passage.id for passage in item.passages]
    with base.catalogue.write() as connection:
        store_vectors(connection, "some", ids, made)
        store_vectors(connection, "some", ids, made)
    with base.catalogue.read() as connection:
        back = read.vectors(connection, "some", ids, 4)
        assert read.vectors(connection, "other", ids, 4) == {}
    np.testing.assert_allclose(np.stack([back[i] for i in ids]), made, atol=1e-3)


# --- names -------------------------------------------------------------------------------------


def test_the_same_bytes_under_two_paths_are_one_source(base: Base) -> None:
    item = report(aliases=["a/pilot.pdf"])
    base.keep(item)
    digest = item.document.snapshot_sha256
    with base.catalogue.write() as connection:
        assert versions.source_of(connection, f"file:{digest}", "b/copy.pdf", digest) == (
            item.source.id
        )
        held, is_new_name = versions.held(
            connection, f"file:{digest}", "b/copy.pdf", digest, "pdf-1"
        )
        assert held == item.document
        assert is_new_name
        add_alias(connection, item.source.id, "b/copy.pdf")
        add_alias(connection, item.source.id, "b/copy.pdf")
    with base.catalogue.read() as connection:
        assert versions.held(connection, f"file:{digest}", "b/copy.pdf", digest, "pdf-1") == (
            item.document,
            False,
        )
        assert read.sources(connection)[item.source.id].aliases == ("a/pilot.pdf", "b/copy.pdf")


def test_other_bytes_under_a_known_path_belong_to_its_source(base: Base) -> None:
    item = report(aliases=["a/pilot.pdf"])
    base.keep(item)
    with base.catalogue.read() as connection:
        found = versions.source_of(connection, "file:" + "0" * 64, "a/pilot.pdf", "0" * 64)
    assert found == item.source.id


def test_bytes_read_by_an_older_extractor_are_not_taken_as_read(base: Base) -> None:
    item = report()
    base.keep(item)
    digest = item.document.snapshot_sha256
    with base.catalogue.read() as connection:
        assert versions.held(connection, f"file:{digest}", "a", digest, "pdf-2") == (None, False)


# --- notes -------------------------------------------------------------------------------------


def test_a_note_becomes_an_attempt_whose_statements_cite_its_source(base: Base) -> None:
    keep_note(base, note())
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        (attempt,) = attempts.attempts(connection, ["a-pilot"], citations)
        (finding,) = told.findings(connection, citations, attempts=["a-pilot"])
        (lesson,) = told.lessons(connection, citations, attempts=["a-pilot"])
        by_id = {citation.id: citation for citation in citations.all()}
    assert (attempt.direction, attempt.studies, attempt.documents) == ("positive", 0, 0)
    assert attempt.countries == ("england", "united-kingdom")
    assert attempt.country == "England"
    assert attempt.levels["nesta-2013"].basis == "compiled"
    assert (finding.basis, finding.figures[0].value, finding.figures[0].n) == ("compiled", 60, 100)
    assert lesson.theme is None
    cited = by_id[finding.citation]
    assert cited.kind == "paraphrase"
    assert cited.reports is not None
    assert (cited.reports.csl["title"], cited.reports.locator) == (
        "The pilot and what came of it",
        "Table 3",
    )
    assert finding.text in cited.quote


def test_a_corrected_note_moves_its_attempt_and_keeps_what_it_said_before(base: Base) -> None:
    before = keep_note(base, note(direction="positive"))
    after = keep_note(base, note(direction="no-effect", finding="It could be chance."))
    with base.catalogue.read() as connection:
        citations = Citations(connection)
        (attempt,) = attempts.attempts(connection, ["a-pilot"], citations)
        (finding,) = told.findings(connection, citations, attempts=["a-pilot"])
        held = connection.execute(select(t.findings.c.document_id)).scalars().all()
        assert attempts.ids_of_documents(connection, [before, after]) == {after: "a-pilot"}
    assert (attempt.direction, finding.text) == ("no-effect", "It could be chance.")
    assert sorted(held) == sorted([before, after])


# --- filters -----------------------------------------------------------------------------------


def test_each_filter_of_an_attempt_selects_its_note(base: Base) -> None:
    document = keep_note(base, note())
    base.keep(report(with_areas=False))
    for filters in (
        {"area": ("transitions-to-work",)},
        {"outcome": ("employment",)},
        {"population": ("young-people-16-24",)},
        {"kind": ("key-worker-or-coaching",)},
        {"direction": ("positive",)},
        {"sector": ("business",)},
        {"organisation": ("ACME",)},
        {"country": ("England",)},
        {"country": ("united-kingdom",)},
        {"place": ("leeds",)},
        {"type": ("evidence-note",)},
        {"interest": ("deliverer",)},
        {"standard": "nesta-2013", "min_level": "3"},
        {"from_year": 2018, "to_year": 2018},
        {"document": (document,)},
    ):
        assert found(base, **filters) == {document}, filters


def test_filters_of_one_kind_widen_and_of_different_kinds_narrow(base: Base) -> None:
    one = keep_note(base, note())
    two = keep_note(base, note("b", kind="mentoring", outcome="wellbeing", direction="negative"))
    assert found(base, direction=("positive", "negative")) == {one, two}
    assert found(base, direction=("negative",), kind=("mentoring",)) == {two}
    assert found(base, direction=("negative",), kind=("key-worker-or-coaching",)) == frozenset()
    assert found(base) is None


def test_a_report_is_found_by_its_suggested_area_and_its_year(base: Base) -> None:
    item = report()
    base.keep(item)
    assert found(base, area=("transitions-to-work",)) == {item.document.id}
    assert found(base, from_year=2019) == {item.document.id}
    assert found(base, from_year=2020) == frozenset()


@pytest.mark.parametrize(
    ("filters", "error", "says"),
    [
        ({"area": ("transition-to-work",)}, UnknownName, "did you mean transitions-to-work"),
        ({"country": ("Ruritania",)}, UnknownName, "unknown country"),
        ({"document": ("nothing",)}, UnknownId, "there is none"),
        ({"from_year": 2020, "to_year": 2010}, UsageError, "the earlier year first"),
        ({"standard": "nesta-2013", "min_level": "9"}, UsageError, "1 to 5"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused_with_what_is_accepted(
    base: Base, filters: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        found(base, **filters)


# --- several at once ---------------------------------------------------------------------------


def test_a_read_is_one_view_while_others_write(base: Base) -> None:
    one, two = report(ref="https://example.org/1"), report(ref="https://example.org/2")
    base.keep(one)
    with base.catalogue.read() as connection:
        assert len(read.documents(connection)) == 1
        base.keep(two)
        assert len(read.documents(connection)) == 1
    with base.catalogue.read() as connection:
        assert len(read.documents(connection)) == 2


def test_threads_write_at_once_and_nothing_is_lost(base: Base) -> None:
    items = [report(ref=f"https://example.org/{n}") for n in range(24)]
    faults: list[BaseException] = []

    def work(some: slice) -> None:
        try:
            base.keep(*items[some])
        except BaseException as error:  # noqa: BLE001 - whatever it was, the test must show it
            faults.append(error)

    threads = [threading.Thread(target=work, args=(slice(n, None, 4),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with base.catalogue.read() as connection:
        assert read.passage_counts(connection) == {
            item.document.id: len(item.passages) for item in items
        }
        assert read.last_change(connection) == len(items)


WRITER = """
import sys
from bases import open_base, report
base = open_base(__import__("pathlib").Path(sys.argv[1]), sys.argv[2] or None)
base.keep(*[report(ref=f"https://example.org/{sys.argv[3]}/{n}") for n in range(5)])
base.catalogue.close()
"""


def test_processes_open_a_new_base_and_write_at_once(
    new_base: Callable[[], Base], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = ""
    if request.node.callspec.params["new_base"] == "postgres":
        url = request.getfixturevalue("postgres").new_database()
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "shared"), url, str(n)],
            env={**os.environ, "PYTHONPATH": path},
            stderr=subprocess.PIPE,
        )
        for n in range(3)
    ]
    for process in started:
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said.decode()
    shared = open_base(tmp_path / "shared", url or None)
    try:
        with shared.catalogue.read() as connection:
            assert len(read.documents(connection)) == 15
    finally:
        shared.catalogue.close()


def test_a_transaction_that_fails_leaves_nothing(base: Base) -> None:
    item = report()

    def fail_half_way() -> None:
        with base.catalogue.write() as connection:
            record(connection, item)
            raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        fail_half_way()
    with base.catalogue.read() as connection:
        assert read.sources(connection) == {}
        assert read.last_change(connection) == 0


def test_a_run_tells_how_far_it_is_and_what_failed(base: Base) -> None:
    with base.catalogue.write() as connection:
        run_id = runs.begin(connection, 2)
        runs.note_result(connection, run_id, 0, IngestResult("a.pdf", "added", passages=3))
        runs.note_result(connection, run_id, 1, IngestResult("b.pdf", "failed", reason="no text"))
    with base.catalogue.read() as connection:
        (run,) = runs.recent(connection)
        assert (run.total, run.done, run.failed, run.is_alive) == (2, 2, 1, True)
        assert [result.ref for _, result in runs.failures(connection)] == ["b.pdf"]
    with base.catalogue.write() as connection:
        runs.finish(connection, run_id)
    with base.catalogue.read() as connection:
        assert not runs.recent(connection)[0].is_alive


# --- opening, and what can go wrong ------------------------------------------------------------


def test_migrations_make_the_tables_that_the_code_speaks_of(base: Base) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with base.catalogue.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, t.metadata) == []
        assert context.get_current_revision() == HEAD


def test_the_head_is_the_newest_migration_there_is() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_base_of_the_first_version_is_brought_up_with_what_it_holds(base: Base) -> None:
    as_of(base, "0001")
    with base.catalogue.engine.begin() as connection:
        values = "('s', 'r', '[]', false)"
        connection.execute(text(f"INSERT INTO sources (id, ref, areas, mirror) VALUES {values}"))
    again = open_catalogue(base.settings)
    with again.read() as connection:
        assert connection.execute(select(func.count()).select_from(t.base)).scalar() == 1
        assert set(read.sources(connection)) == {"s"}
    again.close()


def test_two_bases_have_two_identities(new_base: Callable[[], Base]) -> None:
    found = set()
    for base in (new_base(), new_base()):
        with base.catalogue.read() as connection:
            found.add(connection.execute(select(t.base.c.id)).scalar_one())
    assert len(found) == 2


def test_a_catalogue_of_a_newer_version_is_refused_and_left_alone(base: Base) -> None:
    with base.catalogue.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CatalogueTooNew, match="version 9999 is newer") as caught:
        open_catalogue(base.settings)
    assert "\n" not in str(caught.value)
    with base.catalogue.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == (
            "9999"
        )


def test_a_migration_that_was_killed_leaves_no_half_made_tables(tmp_path: Path) -> None:
    home = tmp_path / "home"
    script = (
        "import os, sys\n"
        "from sqlalchemy import event\n"
        "from sqlalchemy.engine import Engine\n"
        "from kb.catalogue import open_catalogue\n"
        "from kb.settings import Settings\n"
        "def die(conn, cursor, statement, *rest):\n"
        "    if statement.strip().upper().startswith('CREATE TABLE STUDIES'):\n"
        "        os._exit(9)\n"
        "event.listen(Engine, 'before_cursor_execute', die)\n"
        "open_catalogue(Settings.from_environment({}, home=sys.argv[1]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == 9
    base = open_base(home)
    assert inspect(base.catalogue.engine).has_table("studies")
    base.catalogue.close()


def test_a_home_without_a_base_is_an_error_where_none_may_be_made(tmp_path: Path) -> None:
    settings = Settings.from_environment({}, home=tmp_path / "none")
    with pytest.raises(CatalogueError, match="there is no knowledge base here"):
        open_catalogue(settings, create=False)
    assert not settings.home.exists()


def test_a_server_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    settings = replace(
        Settings.from_environment({}, home=tmp_path),
        database_url=f"postgresql+psycopg://nobody:secret@/x?host={tmp_path}",
    )
    with pytest.raises(CatalogueError, match="accepted: a reachable database") as caught:
        open_catalogue(settings)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_catalogue_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"not a database at all, but a page of text " * 99)
    with pytest.raises(CatalogueError, match="not a database"):
        open_catalogue(Settings.from_environment({}, home=tmp_path))


FULL = """
import resource, signal, sys
from pathlib import Path
from bases import open_base, report
from kb.errors import WhatWorksError
base = open_base(Path(sys.argv[1]))
base.keep(report(ref="https://example.org/small"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))
try:
    with base.catalogue.write() as connection:
        from kb.catalogue.record import record
        record(connection, report("Many words of a long report. " * 100_000, ref="https://example.org/b"))
except WhatWorksError as error:
    print(error)
"""


def test_a_full_disk_is_one_line_and_keeps_what_was_there(tmp_path: Path) -> None:
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.startswith("write the catalogue: "), done.stderr
    assert done.stdout.count("\n") == 1
    base = open_base(tmp_path)
    with base.catalogue.read() as connection:
        assert len(read.documents(connection)) == 1
    base.catalogue.close()


READ_ONLY = """
import sys
from pathlib import Path
from bases import open_base, report
from kb.catalogue import read
from kb.errors import WhatWorksError
try:
    base = open_base(Path(sys.argv[1]))
    with base.catalogue.read() as connection:
        print(len(read.documents(connection)))
    from kb.catalogue.record import record
    with base.catalogue.write() as connection:
        record(connection, report(ref="https://example.org/more"))
except WhatWorksError as error:
    print(error)
"""


def without_overrides() -> list[str]:
    """The beginning of a command for which permissions count, even where the tests run as root."""
    if os.geteuid() != 0:
        return []
    tool = shutil.which("setpriv")
    if tool is None:
        pytest.skip("running as root, and there is no setpriv to give up its powers with")
    return [tool, "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]


def test_a_read_only_home_is_read_and_a_write_is_one_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    try:
        base = open_base(home)
        base.keep(report(ref="https://example.org/one"))
        base.catalogue.close()
        for path in home.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        home.chmod(0o555)
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        done = subprocess.run(
            [*without_overrides(), sys.executable, "-c", READ_ONLY, str(home)],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        lines = done.stdout.splitlines()
        assert lines[:1] == ["1"], done.stdout + done.stderr
        assert len(lines) == 2
        assert "accepted: a home that this user can write" in lines[1]
    finally:
        home.chmod(0o755)


def test_a_new_base_is_made_by_several_processes_at_once(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom kb.catalogue import open_catalogue\nfrom kb.settings import Settings\n"
        "open_catalogue(Settings.from_environment({}, sys.argv[1])).close()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "home")]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT) for _ in range(4)]
    ended = [(process.communicate()[1], process.returncode) for process in processes]
    assert ended == [(b"", 0)] * 4
