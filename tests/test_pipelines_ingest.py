"""An ingest takes every ref to one end, whatever the ref is, and leaves a base in which all holds."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from commands import COMMAND, ROOT, exported, note, surroundings, whatworks, whatworks_alone
from fakes import HashEmbedder
from pdf_builder import column, pdf

from ingest.assemble import Given
from ingest.passages import CUTTER
from kb import weights
from kb.catalogue import open_catalogue, read
from kb.check import check
from kb.errors import IndexMismatch
from kb.index import open_index
from kb.models import IngestResult, Query
from kb.publish import publish, stamp
from kb.search import Searcher
from kb.settings import Settings
from pipelines import batch, lists
from pipelines.base import Base

needs_weights = pytest.mark.skipif(
    bool(weights.missing(weights.default_folder())), reason="the weights are not there: make env"
)
REPORT = pdf([column(["The mentors met every apprentice weekly.", "Most apprentices stayed."])])


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """An empty base with an embedder that needs no weights."""
    settings = Settings.from_environment({}, tmp_path / "home")
    settings = replace(settings, embedder=HashEmbedder().name)
    made = Base(settings, open_catalogue(settings), open_index(settings), HashEmbedder(), None)
    yield made
    made.close()


def ingest(base: Base, *refs: object, **options: object) -> list[IngestResult]:
    named = [str(ref) for ref in refs]
    return batch.run(
        named,
        base.settings,
        base.catalogue,
        base.index,
        base.embedder,
        **options,  # type: ignore[arg-type]
    )


def holds(base: Base) -> bool:
    """Whether every invariant does, the index's among them."""
    wanted = stamp(base.embedder, CUTTER)
    return check(base.catalogue, base.settings, base.index, stamp=wanted).ok


def encrypted(user_password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(REPORT)))
    writer.encrypt(user_password=user_password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- good input ----------------------------------------------------------------------------------


def test_a_report_ends_as_added_then_unchanged_then_updated(base: Base, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(REPORT)
    (first,) = ingest(base, file)
    assert (first.outcome, first.pages, first.passages) == ("added", 1, 1)
    (second,) = ingest(base, file)
    assert (second.outcome, second.document_id) == ("unchanged", first.document_id)
    file.write_bytes(pdf([column(["The mentors met nobody.", "All apprentices left."])]))
    (third,) = ingest(base, file)
    assert (third.outcome, third.source_id, third.reason) == ("updated", first.source_id, "changed")
    with base.catalogue.read() as connection:
        assert read.document(connection, str(first.document_id)).status == "superseded"
    assert holds(base)


def test_the_same_bytes_under_another_name_are_the_same_document(
    base: Base, tmp_path: Path
) -> None:
    for name in ("one.pdf", "other.pdf"):
        (tmp_path / name).write_bytes(REPORT)
    (first,) = ingest(base, tmp_path / "one.pdf")
    (second,) = ingest(base, tmp_path / "other.pdf")
    assert (second.outcome, second.document_id) == ("unchanged", first.document_id)


def test_what_a_person_says_of_a_ref_is_kept_with_its_source(base: Base, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(REPORT)
    said = Given(areas=("transitions-to-work",), added_by="Ann")
    (result,) = ingest(base, tmp_path / "report.pdf", default=said)
    with base.catalogue.read() as connection:
        source = read.sources(connection)[str(result.source_id)]
    assert (source.areas, source.added_by) == (("transitions-to-work",), "Ann")


def test_what_was_ingested_is_found(base: Base, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(REPORT)
    ingest(base, tmp_path / "report.pdf", note("kickstart"))
    searcher = Searcher(base.catalogue, base.index, base.embedder)
    (first, *_) = searcher.hits(searcher.find(Query("mentors of apprentices")))
    assert "The mentors met every apprentice weekly." in first.citation.quote
    assert first.citation.page == 1


# --- bad input -----------------------------------------------------------------------------------

BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("empty.pdf", lambda: b"", "the file is empty"),
    "locked": ("locked.pdf", lambda: encrypted("secret"), "password"),
    "scan": ("scan.pdf", lambda: pdf([[]] * 300), "300"),
    "cut": ("cut.pdf", lambda: REPORT[: len(REPORT) // 3], "cut.pdf"),
    "binary": ("noise.bin", lambda: bytes(range(256)) * 40, "noise.bin"),
    "note": ("bad-note.md", lambda: note("kickstart").read_bytes().replace(b"kind:", b"kond:", 1),
             "kond"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_bytes_end_as_failed_with_a_reason_of_one_line(
    base: Base, tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file, make, words = BAD[name]
    (tmp_path / file).write_bytes(make())
    (result,) = ingest(base, tmp_path / file)
    assert (result.outcome, result.document_id) == ("failed", None)
    assert words in str(result.reason)
    assert "unexpected fault" not in str(result.reason)
    assert "\n" not in str(result.reason)
    assert capfd.readouterr() == ("", "")


ODD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "encrypted with an empty password": ("open.pdf", lambda: encrypted("")),
    "a web page named .pdf": (
        "page.pdf",
        lambda: (
            b"<!doctype html><html><head><title>Mentors</title></head><body><article><h1>Mentors"
            b"</h1><p>The mentors met every apprentice weekly, and most apprentices stayed until the "
            b"end of the course.</p></article></body></html>"
        ),
    ),
    "bytes that are no UTF-8": (
        "latin.txt",
        lambda: "Les mentors \xe9taient l\xe0.".encode("latin-1"),
    ),
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_but_readable_bytes_end_as_added(base: Base, tmp_path: Path, name: str) -> None:
    file, make = ODD[name]
    (tmp_path / file).write_bytes(make())
    (result,) = ingest(base, tmp_path / file)
    assert (result.outcome, result.reason) == ("added", None)
    assert result.passages
    assert holds(base)


def test_a_folder_of_mixed_files_gives_each_its_end(base: Base, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    (folder / "deeper").mkdir(parents=True)
    (folder / "report.pdf").write_bytes(REPORT)
    (folder / "deeper" / "plain.txt").write_text("Mentors came on Mondays.", encoding="utf-8")
    (folder / "deeper" / "empty.txt").write_bytes(b"")
    (folder / ".hidden").write_bytes(b"x")
    results = {Path(r.ref).name: r.outcome for r in ingest(base, folder)}
    assert results == {"report.pdf": "added", "plain.txt": "added", "empty.txt": "failed"}


def test_an_empty_folder_and_a_missing_path_end_as_failed(base: Base, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    folder, missing = ingest(base, tmp_path / "nothing", tmp_path / "no-such.pdf")
    assert (folder.outcome, missing.outcome) == ("failed", "failed")
    assert "it is a folder" in str(folder.reason)
    assert "there is no such file" in str(missing.reason)


@needs_weights
def test_a_failure_puts_nothing_but_its_result_on_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "locked.pdf").write_bytes(encrypted("secret"))
    (tmp_path / "cut.pdf").write_bytes(REPORT[: len(REPORT) // 3])
    files = sorted(tmp_path.glob("*.pdf"))
    ran = whatworks_alone("ingest", *files, "--home", tmp_path / "home", "--json")
    assert (ran.status, ran.err) == (3, "")
    assert ran.json["totals"]["failed"] == 3


@pytest.mark.skipif(sys.platform != "linux", reason="only here may a file name be any bytes")
def test_a_file_name_that_is_no_text_ends_as_failed_and_stops_nobody(
    base: Base, tmp_path: Path
) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    with open(bytes(folder) + b"/\xff.txt", "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write(b"Mentors came on Mondays.")
    (folder / "plain.txt").write_text("Mentors came on Mondays again.", encoding="utf-8")
    outcomes = {result.outcome: result for result in ingest(base, folder)}
    assert set(outcomes) == {"added", "failed"}
    assert "the name is not UTF-8" in str(outcomes["failed"].reason)


def test_addresses_of_a_list_are_registered_and_end_as_failed(base: Base, tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(
        '[[source]]\nurl = "https://example.org/a"\ntitle = "A"\narea = ["financial-inclusion"]\n'
        'why = "for its tables"\n\n[[source]]\nurl = "no address"\n',
        encoding="utf-8",
    )
    listed = lists.read([str(file)], Given(added_by="Ann"))
    assert lists.register(base.catalogue, listed.sources) == 1
    (result,) = ingest(base, *listed.refs, given=listed.given)
    assert (result.ref, result.outcome) == ("https://example.org/a", "failed")
    assert "save the page and ingest the file" in str(result.reason)
    (malformed,) = listed.failed
    assert malformed.ref == f"{file}:7"
    with base.catalogue.read() as connection:
        (source,) = read.sources(connection).values()
    assert (source.title, source.why, source.areas) == (
        "A",
        "for its tables",
        ("financial-inclusion",),
    )


# --- homes and indexes that are not as they should be ---------------------------------------------


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    ran = whatworks("ingest", note("kickstart"), "--home", tmp_path / "file" / "home")
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "accepted: a folder that can be written" in ran.err


def test_an_index_of_another_embedder_is_refused_and_made_anew(base: Base, tmp_path: Path) -> None:
    ingest(base, note("kickstart"))
    other = replace(base, embedder=HashEmbedder(dimension=48, name="other"))
    with pytest.raises(IndexMismatch, match="reindex"):
        ingest(other, note("help-to-save"))
    with pytest.raises(IndexMismatch, match="reindex"):
        other.make_ready()
    publish(other.catalogue, other.index, other.embedder, CUTTER, rebuild=True)
    other.make_ready()
    assert holds(other)


@needs_weights
def test_a_command_refuses_an_index_of_another_embedder_in_one_line(
    base: Base, tmp_path: Path
) -> None:
    ingest(base, note("kickstart"))
    for command in (["search", "x"], ["ingest", note("help-to-save")]):
        ran = whatworks(*command, "--home", base.settings.home)
        assert ran.status == 1
        assert "whatworks reindex" in ran.err
    assert whatworks("reindex", "--home", base.settings.home).status == 0
    assert whatworks("search", "subsidised jobs", "--home", base.settings.home).status == 0


def test_a_catalogue_of_a_newer_version_is_refused(base: Base) -> None:
    with base.catalogue.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ran = whatworks("ingest", note("kickstart"), "--home", base.settings.home)
    assert ran.status == 1
    assert "newer" in ran.err
    assert ran.err.count("\n") == 1


# --- several at once -----------------------------------------------------------------------------


@needs_weights
def test_two_ingests_at_once_end_as_one_after_the_other(tmp_path: Path) -> None:
    slugs = ("kickstart", "help-to-save", "future-jobs-fund", "this-is-me-city", "prizesaver")
    together, alone = tmp_path / "together", tmp_path / "alone"
    halves = (slugs[:3], slugs[2:])  # one note is in both
    processes = [
        subprocess.Popen(
            [*COMMAND, "ingest", *(str(note(slug)) for slug in half), "--home", str(together)],
            env=surroundings(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for half in halves
    ]
    for process in processes:
        _, err = process.communicate(timeout=240)
        assert (process.returncode, err) == (0, "")
    assert whatworks("ingest", *map(note, slugs), "--home", alone).status == 0
    assert exported(together, tmp_path / "a") == exported(alone, tmp_path / "b")
    assert whatworks("check", "--home", together).status == 0
