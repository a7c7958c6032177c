"""Plain files: nothing is lost on the way out and back, nothing held is overwritten, nothing secret travels."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bases import Base, bytes_of, folder_of, note, open_base, report, with_comparison
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from kb import ids, pages
from kb.catalogue import attempts, designs, read, told, versions
from kb.catalogue import tables as t
from kb.check import check
from kb.cite import Citations
from kb.errors import ExchangeError
from kb.exchange import export
from kb.exchange.cutting import from_spans
from kb.exchange.layout import Malformed
from kb.exchange.licences import allows_copying
from kb.exchange.rows import source_from, source_to_toml, toml_table
from kb.exchange.swap import replacing
from kb.exchange.write import LINKS
from kb.models import PageMap, Source

ROOT = Path(__file__).resolve().parents[1]
AT = "2026-03-04T05:06:07Z"


def tree(folder: Path) -> dict[str, str]:
    """Every file with its digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def out(base: Base, folder: Path, *, public: bool = False) -> dict[str, str]:
    """Export and look."""
    export(base.catalogue, base.settings, folder, public=public)
    return tree(folder)


def filled(base: Base, tmp_path: Path) -> Base:
    """A base with something in every table that travels."""
    base.take(folder_of(tmp_path / "notes", {"notes/a-pilot.md": note(), "sources.toml": LIST}))
    base.take(folder_of(tmp_path / "notes", {"notes/a-pilot.md": note(direction="mixed")}))
    first = with_comparison(report(ref="https://example.org/pilot.pdf", licence="OGL v3.0"))
    second = report(first.text + " More.", ref="https://example.org/pilot.pdf", reason="changed")
    other = report("Words.\n\nWhat we learned\n\nMore “words” – ß 👩‍🏫.\u2028Lines.",
                   aliases=["/home/someone/pilot.pdf", "https://example.org/again"])  # fmt: skip
    base.keep(first, second, other)
    with base.catalogue.write() as connection:
        finding = connection.execute(select(t.findings.c.id)).scalars().first()
        study = first.document.id
        connection.execute(
            insert(t.studies).values(id=study, title="Pilot", basis="judged", created_at=AT)
        )
        connection.execute(
            insert(t.study_documents).values(
                study_id=study, document_id=first.document.id, role="reports", is_primary=True,
                basis="judged",
            )
        )  # fmt: skip
        connection.execute(insert(t.study_aliases).values(alias="old-study", study_id=study))
        connection.execute(
            insert(t.attempt_studies).values(
                attempt_id="a-pilot", study_id=study, basis="suggested"
            )
        )
        connection.execute(
            update(t.findings).where(t.findings.c.id == finding).values(study_id=study)
        )
        connection.execute(insert(t.judgements).values(**JUDGEMENT))
        connection.execute(
            insert(t.screening).values(
                document_id=other.document.id, state="excluded", reason="no-attempt", who="Ann",
                at=AT,
            )
        )  # fmt: skip
    return base


LIST = """
[[source]]
url = "https://example.org/Report?b=1"
title = "A \\"report\\""
publisher = "A Trust"
date = 2014
area = ["transitions-to-work", "financial-inclusion"]
why = "It tells how coaching was set up."
mirror = true
type = "evaluation"
licence = "CC BY 4.0"
"""
JUDGEMENT = {
    "id": "j1", "about_kind": "finding", "about_id": "f", "field": "direction",
    "value": {"is": ["mixed", 1.5, None]}, "who": "Ann", "verified": False, "reason": "Table 3 says so.",
    "at": AT,
}  # fmt: skip


# --- out and back ------------------------------------------------------------------------------


def test_a_base_exported_and_imported_exports_to_the_same_bytes(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    first = filled(new_base(), tmp_path)
    before = out(first, tmp_path / "one")
    assert out(first, tmp_path / "again") == before
    second = new_base()
    taken = second.take(tmp_path / "one")
    assert (taken.failures, taken.ignored) == ((), ())
    assert out(second, tmp_path / "two") == before
    report_ = check(second.catalogue, second.settings)
    assert report_.ok, report_


def test_every_table_travels_or_says_why_it_does_not() -> None:
    travel = {
        t.sources, t.source_aliases, t.documents, t.texts, t.passages, t.suggestions, t.designs,
        t.accounts, t.judgements, t.screening, *LINKS.values(),
    }  # fmt: skip
    from_notes = {
        t.attempts, t.attempt_terms, t.findings, t.lessons, t.problems, t.figures, t.note_references,
    }  # fmt: skip
    derived = {t.vectors, t.changes, t.index_state, t.signatures}
    local = {t.runs, t.run_results, t.base}
    assert travel | from_notes | derived | local == set(t.metadata.tables.values())


def test_importing_twice_adds_nothing(new_base: Callable[[], Base], tmp_path: Path) -> None:
    filled(new_base(), tmp_path)
    out(filled(new_base(), tmp_path / "b"), tmp_path / "one")
    base = new_base()
    assert base.take(tmp_path / "one").counts["documents"] == 5
    again = base.take(tmp_path / "one")
    assert sum(again.counts.values()) == 0
    assert again.ok


def test_a_sqlite_base_and_a_postgres_base_export_to_the_same_bytes(
    base: Base, tmp_path: Path
) -> None:
    # Whatever engine the parameter names, the other side is SQLite.
    before = out(filled(base, tmp_path), tmp_path / "one")
    plain = open_base(tmp_path / "plain")
    plain.take(tmp_path / "one")
    assert out(plain, tmp_path / "two") == before
    plain.catalogue.close()


def test_passages_keep_their_ids_without_being_cut_again(base: Base, tmp_path: Path) -> None:
    item = report(ref="https://example.org/a")
    base.keep(item)
    out(base, tmp_path / "one")

    def refuse(*_: object) -> tuple[()]:
        raise AssertionError("a document's passages come from their spans")

    from kb.exchange import import_

    other = open_base(tmp_path / "other")
    import_(other.catalogue, other.settings, tmp_path / "one", cut=refuse, cutter="other-9")
    with other.catalogue.read() as connection:
        assert read.passages_of(connection, item.document.id) == item.passages
    other.catalogue.close()


text_ = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), min_size=1, max_size=200
)
words = st.lists(
    st.sampled_from(["Work", "pay", "“coach”", "–", "naïve\u2028é", "👩\u200d🏫", "Dr.", "5%\n\n"]),
    max_size=200,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.one_of(text_, words.map(" ".join)).filter(lambda text: bool(text.strip())),
    title=text_,
    licence=st.none() | text_,
    aliases=st.lists(text_, unique=True, max_size=3),
)
def test_any_text_survives_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory,
    body: str,
    title: str,
    licence: str | None,
    aliases: list[str],
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    one, two = open_base(folder / "one"), open_base(folder / "two")
    try:
        item = report(body, title=title, licence=licence, aliases=sorted(aliases))
        one.keep(item)
        before = out(one, folder / "a")
        assert two.take(folder / "a").failures == ()
        assert out(two, folder / "b") == before
        with two.catalogue.read() as connection:
            assert read.passages_of(connection, item.document.id) == item.passages
            assert read.document(connection, item.document.id) == item.document
    finally:
        one.catalogue.close()
        two.catalogue.close()


@given(st.builds(Source, id=st.none(), ref=text_, title=st.none() | text_, why=st.none() | text_,
                 licence=st.none() | text_, aliases=st.lists(text_).map(sorted).map(tuple)))  # fmt: skip
def test_any_source_is_read_back_from_its_toml(source: Source) -> None:
    import tomllib

    source = replace(source, id=ids.source_id(source.ref))
    assert source_from(tomllib.loads(source_to_toml(source, public=False))) == source


# --- notes and lists ---------------------------------------------------------------------------


def test_a_folder_of_notes_alone_is_a_base(base: Base, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "corpus", {
        "notes/a-pilot.md": note(), "notes/b.md": note("b"), "README.md": "For people.",
    })  # fmt: skip
    taken = base.take(folder)
    assert taken.counts["notes"] == 2
    assert (taken.failures, taken.ignored) == ((), ("README.md",))
    with base.catalogue.read() as connection:
        assert attempts.all_ids(connection) == ("a-pilot", "b")
        finding = told.findings(connection, Citations(connection), attempts=["b"])[0]
    assert finding.direction == "positive"
    assert check(base.catalogue, base.settings).ok


def test_an_imported_note_is_the_document_that_an_ingest_makes(tmp_path: Path) -> None:
    assemble = pytest.importorskip("ingest.assemble")
    extract = pytest.importorskip("ingest.extract.note")
    from ingest.extract import sniff
    from kb.models import Snapshot
    from kb.settings import Limits

    data = note()
    base = open_base(tmp_path / "home")
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": data}))
    digest = ids.sha256(data)
    snapshot = Snapshot(
        "notes/a-pilot.md", f"file:{digest}", data, digest, sniff(data, "a-pilot.md")
    )
    extraction = extract.read(data, name="a-pilot.md", url=None, limits=Limits())
    source_id = ids.source_id(assemble.canonical_ref(snapshot, extraction))
    made = assemble.document(snapshot, extraction, source_id, assemble.Given(), None)
    with base.catalogue.read() as connection:
        (held,) = read.documents(connection).values()
        stored = read.text_of(connection, held.id)
    base.catalogue.close()
    assert replace(held, added_at="") == replace(made, added_at="")
    assert (stored.text, stored.headings) == (extraction.text, extraction.headings)


def test_a_note_changed_in_an_export_is_a_new_version_of_it(base: Base, tmp_path: Path) -> None:
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    out(base, tmp_path / "one")
    changed = note(direction="negative")
    (tmp_path / "one/notes/a-pilot.md").write_bytes(changed)
    other = open_base(tmp_path / "other")
    assert other.take(tmp_path / "one").ok
    with other.catalogue.read() as connection:
        current = versions.current(connection, ids.source_id("note:a-pilot"))
        (attempt,) = attempts.attempts(connection, ["a-pilot"], Citations(connection))
        held = read.documents(
            connection, connection.execute(select(t.documents.c.id)).scalars().all()
        )
    assert current is not None
    assert current.replaces_reason == "changed"
    assert (attempt.direction, len(held)) == ("negative", 2)
    assert check(other.catalogue, other.settings).ok
    other.catalogue.close()


def test_a_note_with_carriage_returns_keeps_its_bytes(base: Base, tmp_path: Path) -> None:
    data = note().replace(b"\n", b"\r\n")
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": data}))
    out(base, tmp_path / "one")
    assert (tmp_path / "one/notes/a-pilot.md").read_bytes() == data


def test_a_list_of_addresses_becomes_sources_without_documents(base: Base, tmp_path: Path) -> None:
    taken = base.take(folder_of(tmp_path / "corpus", {"sources.toml": LIST}))
    assert taken.counts == {"sources": 1}
    with base.catalogue.read() as connection:
        (source,) = read.sources(connection).values()
    assert source.id == ids.source_id("https://example.org/Report?b=1")
    assert (source.title, source.date, source.type) == ('A "report"', "2014", "evaluation")
    assert (source.mirror, source.areas) == (True, ("transitions-to-work", "financial-inclusion"))


# --- what is wrong is named, the rest is taken ---------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "line", "says"),
    [
        ("notes/bad.md", b"no front matter", 1, "no front matter"),
        ("notes/bad.md", note("bad", direction="up"), 23, "Input should be"),
        ("notes/bad.md", note("other"), 2, "id is 'other' but the file is named bad.md"),
        ("notes/bad.md", b"---\n\xff\n---\n", 2, "not UTF-8"),
        ("sources.toml", LIST + "[[source]]\ntitle = 'x'\n", 12, "no address"),
        ("sources.toml", "[[source]]\nurl = 3\n", 1, "url is int"),
        ("sources.toml", "[[source]\n", 1, "TOML is accepted"),
        ("sources.toml", "[[source]]\nurl = 'https://a.b'\narea = ['x']\n", 1, "unknown area"),
        ("sources.toml", "[[source]]\nurl = 'https://a.b'\nautor = 'x'\n", 1, "'autor'; accepted"),
        ("sources/x.toml", "ref = 'https://a.b'\n", None, "id: Field required"),
        ("judgements/2026.jsonl", "{}\nnot json\n", 1, "id is missing"),
        ("judgements/2026.jsonl", json.dumps({**JUDGEMENT, "at": "../../etc"}), 1, "is no time"),
        ("judgements/2026.jsonl", json.dumps({**JUDGEMENT, "verified": 1}), 1, "true or false"),
        ("judgements/2026.jsonl", json.dumps({**JUDGEMENT, "who": "a\0b"}), 1, "null character"),
        ("judgements/2026.jsonl", json.dumps({**JUDGEMENT, "id": "x" * 65}), 1, "at most 64"),
        ("links.jsonl", '{"link": "friend"}', 1, "accepted: study, study-document"),
        ("links.jsonl", "[1]", 1, "a JSON object is accepted"),
        ("links.jsonl", '{"link": "finding-study", "finding_id": "f"}', 1, "f is not held"),
        ("screening.jsonl", '{"document_id": "d", "state": "included"}', 1, "d is not held"),
        ("snapshots/ab/abc", b"x", None, "no SHA-256"),
        ("snapshots/ab/ab" + "0" * 62, b"x", None, "not those its name stands for"),
        ("documents/x/text.txt", "text", None, "No such file"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_one_line_and_the_rest_is_taken(
    tmp_path: Path, name: str, content: bytes | str, line: int | None, says: str
) -> None:
    base = open_base(tmp_path / "home")
    folder = folder_of(tmp_path / "folder", {"notes/good.md": note("good"), name: content})
    taken = base.take(folder)
    base.catalogue.close()
    assert taken.counts["notes"] == 1
    assert not taken.ok
    failure = taken.failures[0]
    assert failure.file.startswith(name.rsplit("/", 1)[0])
    assert failure.line == line
    assert says in failure.reason
    assert "\n" not in str(failure)
    assert str(tmp_path) not in str(failure)


def altered(folder: Path, name: str, change: Callable[[str], str]) -> None:
    (path,) = folder.glob(name)
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode())


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("documents/*/text.txt", lambda s: s.replace("Sixty", "Ninety"), "it was altered"),
        ("documents/*/pagemap.json", lambda s: s.replace('"runs":[[0,', '"runs":[[1,'), "expected one from 0"),
        ("documents/*/pagemap.json", lambda s: s[:-5], "pagemap.json"),
        ("documents/*/document.json", lambda s: s.replace('"passages": [[0, ', '"passages": [[7, '), None),
        ("documents/*/document.json", lambda s: s.replace('"passages": [[0, ', '"passages": [[90000, '), "does not follow"),
        ("documents/*/document.json", lambda s: s.replace('"text_sha256": "', '"text_sha256": "0'), "no SHA-256"),
        ("documents/*/document.json", lambda s: s.replace('"status": "not-checked"', '"status": "fine"'), "status"),
        ("documents/*/document.json", lambda s: s.replace('"type": "report"', '"type": "rapport"'), "unknown document type"),
        ("documents/*/document.json", lambda s: s.replace('"date": "2019-05"', '"date": "May"'), "YYYY"),
        ("documents/*/document.json", lambda s: s.replace('"source_id": "', '"source_id": "x'), "is not what its source"),
        ("sources/*.toml", lambda s: s.replace('ref = "', 'ref = "x'), "is not the id of ref"),
    ],
)  # fmt: skip
def test_a_document_that_does_not_hold_together_is_not_taken(
    tmp_path: Path, name: str, change: Callable[[str], str], says: str | None
) -> None:
    one, two = open_base(tmp_path / "one"), open_base(tmp_path / "two")
    item = report()
    one.keep(item)
    out(one, tmp_path / "folder")
    altered(tmp_path / "folder", name, change)
    taken = two.take(tmp_path / "folder")
    with two.catalogue.read() as connection:
        held = read.documents(connection)
    one.catalogue.close()
    two.catalogue.close()
    if says is None:  # other spans are other passages, and as good
        assert len(held) == 1
        return
    assert held == {}
    assert any(says in failure.reason for failure in taken.failures), taken.failures


def test_a_suggestion_whose_quote_is_not_there_is_left_out(tmp_path: Path) -> None:
    one, two = open_base(tmp_path / "one"), open_base(tmp_path / "two")
    one.keep(report())
    out(one, tmp_path / "folder")
    altered(tmp_path / "folder", "suggestions/*.jsonl", lambda s: s.replace('"The"', '"Tho"', 1))
    taken = two.take(tmp_path / "folder")
    one.catalogue.close()
    two.catalogue.close()
    assert taken.counts["suggestions"] == 1
    (failure,) = taken.failures
    assert failure.line == 1
    assert "quote is not what stands" in failure.reason


def test_what_was_read_out_of_a_document_comes_back_whole(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    one, two = new_base(), new_base()
    item = with_comparison(report())
    one.keep(item)
    out(one, tmp_path / "folder")
    (file,) = (tmp_path / "folder/suggestions").iterdir()
    assert json.loads(file.read_text("utf-8").split("\n")[0])["kind"] == "reading"
    assert two.take(tmp_path / "folder").ok
    with one.catalogue.read() as ours, two.catalogue.read() as theirs:
        assert designs.of_document(theirs, item.document.id) == designs.of_document(
            ours, item.document.id
        )
        assert designs.profiles(theirs) == designs.profiles(ours)
    assert check(two.catalogue, two.settings).ok


def test_an_export_of_an_older_base_is_taken_and_its_documents_wait_to_be_read(
    base: Base, tmp_path: Path
) -> None:
    item = report()
    base.keep(item)
    out(base, tmp_path / "folder")

    def as_of_old(line: str) -> str:
        return re.sub(r'"detail": null, ', "", line)

    altered(tmp_path / "folder", "suggestions/*.jsonl", as_of_old)
    other = open_base(tmp_path / "other")
    assert other.take(tmp_path / "folder").ok
    with other.catalogue.read() as connection:
        assert designs.of_document(connection, item.document.id) is None
        assert designs.outdated(connection, "designs-1") == (item.document.id,)
        assert len(read.area_tags(connection, item.document.id)) == 2
    assert check(other.catalogue, other.settings).ok
    other.catalogue.close()


@pytest.mark.parametrize(
    ("find", "instead", "says"),
    [
        ('"status": "planned"', '"status": "done-well"', "detail: status 'done-well'; accepted: done, planned"),
        ('"owner": "this"', '"owner": "me"', "detail: owner 'me'; accepted: this, cited"),
        ('"aspect": "follow-up"', '"aspect": "follow-on"', "unknown .*follow-on"),
        ('"months": 12', '"months": [12]', r"detail: 'months' is \[12\]; a text, a number"),
        ('"months": 12', '"months": NaN', "detail: 'months' is nan"),
        ('"months": 12', '"months": "\\u0000"', "detail: 'months' is"),
        ('"contrast": 0', '"contrast": -1', "detail: contrast -1; a whole number"),
        ('"section": "methods"', '"section": 7', "detail: section 7"),
        ('"page": 1', '"page": 2', "detail: page is 2, not 1"),
        ('"page_label": "iv"', '"page_label": "vi"', "detail: page_label is 'vi', not iv"),
        ('"score": 0.5', '"score": 5', "score 5; 0 to 1 is accepted"),
        ('"value": "did"', '"value": "dud"', "unknown .*'dud'"),
        ('"value": "did"', '"value": "rct"', "id .* is not"),
        ('"value": "evaluation"', '"value": "gospel"', "unknown .*'gospel'"),
        ('"nth": 2', '"nth": 3', "id .* is not"),
        ('"nth": 2', '"nth": "2"', "detail: nth '2'"),
        ('{"reason": "The address is that of the deliverer."}', '{"reason": 5}', "detail: reason 5"),
        ('{"reason": "The address is that of the deliverer."}', 'null', "detail: None found; an object"),
        ('{"reason": "The address is that of the deliverer."}', '[1]', r"detail: \[1\] found; an object"),
        ('"design": "did"', '"design": "perfect"', "design 'perfect'; accepted: rct"),
        ('"contrasts": []', '"contrasts": [{"number": 1}]', "contrasts: .* a number, a name and a design"),
        ('"contrasts": []', '"contrasts": {}', "contrasts: {} found; a list"),
        ('"reader": "designs-1"', '"reader": 1', "reader: 1 found; a text"),
    ],
)  # fmt: skip
def test_a_forged_fact_is_refused_with_its_line(
    tmp_path: Path, find: str, instead: str, says: str
) -> None:
    one, two = open_base(tmp_path / "one"), open_base(tmp_path / "two")
    item = with_comparison(report())
    one.keep(item)
    out(one, tmp_path / "folder")
    (file,) = (tmp_path / "folder/suggestions").iterdir()
    written = file.read_text("utf-8").split("\n")
    line = next(i for i, words in enumerate(written, start=1) if find in words)
    written[line - 1] = written[line - 1].replace(find, instead, 1)
    file.write_text("\n".join(written), "utf-8")
    taken = two.take(tmp_path / "folder")
    failure = taken.failures[0]
    assert (failure.file, failure.line) == (f"suggestions/{item.document.id}.jsonl", line)
    assert re.search(says, failure.reason), failure.reason
    with two.catalogue.read() as connection:
        assert set(read.documents(connection)) == {item.document.id}
    assert check(two.catalogue, two.settings).ok
    one.catalogue.close()
    two.catalogue.close()


def test_a_second_reading_and_a_line_met_before_are_refused(tmp_path: Path) -> None:
    one, two = open_base(tmp_path / "one"), open_base(tmp_path / "two")
    one.keep(with_comparison(report()))
    out(one, tmp_path / "folder")
    altered(tmp_path / "folder", "suggestions/*.jsonl", lambda s: s + s)
    taken = two.take(tmp_path / "folder")
    reasons = [failure.reason for failure in taken.failures]
    assert sum("is there already" in reason for reason in reasons) == len(reasons) - 1
    assert "a second reading; one is accepted" in reasons
    one.catalogue.close()
    two.catalogue.close()


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_bytes(note("secret"))
    base = open_base(tmp_path / "home")
    folder = folder_of(tmp_path / "folder", {"notes/good.md": note("good")})
    (folder / "notes/secret.md").symlink_to(secret)
    taken = base.take(folder)
    base.catalogue.close()
    assert [failure.reason for failure in taken.failures] == [
        "not a regular file; a regular file is accepted"
    ]


@pytest.mark.parametrize(
    ("marker", "says"),
    [(None, "holds no whatworks.toml"), ("format = 2\n", "its format is 2"), ("x", "TOML")],
)
def test_a_folder_that_is_no_export_is_refused(
    tmp_path: Path, marker: str | None, says: str
) -> None:
    base = open_base(tmp_path / "home")
    folder = tmp_path / "folder"
    folder.mkdir()
    if marker:
        (folder / "whatworks.toml").write_text(marker)
    with pytest.raises(ExchangeError, match=says) as caught:
        base.take(folder)
    assert "\n" not in str(caught.value)
    base.catalogue.close()


# --- into a base that holds something ------------------------------------------------------------


def test_a_judgement_is_never_overwritten(base: Base, tmp_path: Path) -> None:
    with base.catalogue.write() as connection:
        connection.execute(insert(t.judgements).values(**JUDGEMENT))
    other = json.dumps({**JUDGEMENT, "value": "positive", "who": "Bob"})
    taken = base.take(folder_of(tmp_path / "f", {"judgements/2026.jsonl": other}))
    assert "ours stays" in taken.failures[0].reason
    with base.catalogue.read() as connection:
        (row,) = connection.execute(select(t.judgements)).mappings()
    assert (row["who"], row["value"], row["origin"]) == ("Ann", JUDGEMENT["value"], None)


def test_whoever_speaks_in_a_file_is_marked_even_where_it_names_this_base(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    here, there = new_base(), new_base()
    with here.catalogue.write() as connection:
        connection.execute(insert(t.judgements).values(**JUDGEMENT))
        here_id = connection.execute(select(t.base.c.id)).scalar_one()
    out(here, tmp_path / "one")
    there.take(tmp_path / "one")
    with there.catalogue.read() as connection:
        assert connection.execute(select(t.judgements.c.origin)).scalar_one() == here_id
    out(there, tmp_path / "two")
    with here.catalogue.write() as connection:
        connection.execute(t.judgements.delete())
    here.take(tmp_path / "two")
    with here.catalogue.read() as connection:
        assert connection.execute(select(t.judgements.c.origin)).scalar_one() == here_id


def test_our_own_line_that_is_held_stays_ours(new_base: Callable[[], Base], tmp_path: Path) -> None:
    here = new_base()
    with here.catalogue.write() as connection:
        connection.execute(insert(t.judgements).values(**JUDGEMENT))
    out(here, tmp_path / "one")
    assert here.take(tmp_path / "one").ok
    with here.catalogue.read() as connection:
        assert connection.execute(select(t.judgements.c.origin)).scalar_one() is None


def test_the_later_reading_of_a_source_leads_and_the_other_stays_citable(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    ref = "https://example.org/pilot"
    older = report(ref=ref, added_at="2026-01-01T00:00:00Z")
    newer = report(older.text + " More.", ref=ref, added_at="2026-02-01T00:00:00Z")
    for mine, theirs in ((older, newer), (newer, older)):
        one, two = new_base(), new_base()
        one.keep(mine)
        two.keep(theirs)
        out(two, tmp_path / f"from-{theirs.document.id}")
        assert one.take(tmp_path / f"from-{theirs.document.id}").ok
        with one.catalogue.read() as connection:
            assert versions.current(connection, older.source.id) == newer.document
            assert read.document(connection, older.document.id).status == "superseded"
        assert check(one.catalogue, one.settings).ok


def test_a_base_that_went_on_from_a_version_keeps_its_own(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    ref = "https://example.org/pilot"
    first = report(ref=ref, added_at="2026-03-01T00:00:00Z")
    # Read earlier by the clock, later by the base's own account.
    second = report(first.text + " More.", ref=ref, added_at="2026-01-01T00:00:00Z")
    one, two = new_base(), new_base()
    two.keep(first)
    out(two, tmp_path / "old")
    one.keep(first, second)
    one.take(tmp_path / "old")
    out(one, tmp_path / "new")
    two.take(tmp_path / "new")
    for base in (one, two):
        with base.catalogue.read() as connection:
            assert versions.current(connection, first.source.id) == second.document


def test_an_attempt_follows_the_version_that_leads_when_notes_meet(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    one, two = new_base(), new_base()
    two.take(folder_of(tmp_path / "old", {"notes/a-pilot.md": note(direction="mixed")}))
    with two.catalogue.write() as connection:
        connection.execute(update(t.documents).values(added_at="2020-01-01T00:00:00Z"))
    out(two, tmp_path / "theirs")
    one.take(folder_of(tmp_path / "new", {"notes/a-pilot.md": note(direction="negative")}))
    taken = one.take(tmp_path / "theirs")
    assert taken.ok
    with one.catalogue.read() as connection:
        (attempt,) = attempts.attempts(connection, ["a-pilot"], Citations(connection))
        held = connection.execute(select(t.findings.c.id)).scalars().all()
    assert (attempt.direction, len(held)) == ("negative", 2)
    assert check(one.catalogue, one.settings).ok


# --- public --------------------------------------------------------------------------------------


def test_a_public_export_copies_only_what_may_be_copied(base: Base, tmp_path: Path) -> None:
    free = report("Free words of a report. " * 20, licence="CC BY-NC 4.0")
    closed = report("Closed words of a report. " * 20, aliases=["/home/ann/closed.pdf"])
    base.keep(free, closed)
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    made = export(base.catalogue, base.settings, tmp_path / "public", public=True)
    files = tree(tmp_path / "public")
    assert made.left_out == (closed.document.id,)
    assert f"documents/{free.document.id}/text.txt" in files
    assert f"snapshots/{free.document.snapshot_sha256[:2]}/{free.document.snapshot_sha256}" in files
    assert "notes/a-pilot.md" in files
    everything = b"".join((tmp_path / "public" / name).read_bytes() for name in files)
    assert b"Closed words" not in everything
    assert closed.document.snapshot_sha256 not in {Path(name).name for name in files}
    assert b"/home/ann" not in everything
    assert str(tmp_path).encode() not in everything


def test_a_public_export_is_imported_and_holds_together(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    before = out(filled(new_base(), tmp_path), tmp_path / "one", public=True)
    base = new_base()
    taken = base.take(tmp_path / "one")
    assert taken.ok
    assert check(base.catalogue, base.settings).ok
    assert out(base, tmp_path / "two", public=True) == before


def test_a_full_export_fills_in_what_a_public_one_left_out(
    new_base: Callable[[], Base], tmp_path: Path
) -> None:
    origin = new_base()
    item = report()
    origin.keep(item)
    out(origin, tmp_path / "public", public=True)
    before = out(origin, tmp_path / "full")
    base = new_base()
    base.take(tmp_path / "public")
    base.take(tmp_path / "full")
    assert out(base, tmp_path / "again") == before


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("CC BY 4.0", True), ("CC-BY-NC-ND 3.0 IGO", True), ("cc0", True), ("OGL v3.0", True),
        ("Open Government Licence v3.0", True), ("The Open Government Licence 3.0", True),
        ("Public domain", True), ("https://creativecommons.org/licenses/by-sa/4.0/", True),
        ("Creative Commons Attribution 4.0 International", True),
        ("https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", True),
        (None, False), ("", False), ("All rights reserved", False), ("© A Trust 2019", False),
        ("not CC BY", False), ("CC BY 4.0 except the photographs", False), ("copyright", False),
        ("https://example.org/creativecommons.org/licenses/by", False), ("unknown", False),
    ],
)  # fmt: skip
def test_only_a_known_open_licence_allows_copying(licence: str | None, allowed: bool) -> None:
    assert allows_copying(licence) is allowed


# --- the folder itself -----------------------------------------------------------------------------


def test_what_vanished_from_the_base_vanishes_from_the_export(base: Base, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    base.keep(report(ref="https://example.org/a"), report(ref="https://example.org/b"))
    out(base, folder)
    with base.catalogue.write() as connection:
        connection.execute(
            t.sources.delete().where(t.sources.c.id == ids.source_id("https://example.org/a"))
        )
    assert len([name for name in out(base, folder) if name.startswith("sources/")]) == 1


def test_what_is_not_ours_in_an_export_stays(base: Base, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    out(base, folder)
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("ref")
    (folder / "README.md").write_text("ours")
    base.keep(report())
    files = out(base, folder)
    assert {".git/HEAD", "README.md"} <= set(files)
    assert [path.name for path in tmp_path.iterdir() if "export" in path.name] == []


def test_a_folder_that_is_not_an_export_is_left_alone(base: Base, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(ExchangeError, match="not empty and not an export"):
        export(base.catalogue, base.settings, folder)
    assert tree(folder) != {}
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExchangeError, match="not a folder"):
        export(base.catalogue, base.settings, tmp_path / "file")


def test_an_export_that_fails_leaves_the_earlier_one(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "one", {"notes/a.md": "old"})
    before = tree(folder)

    def fail() -> None:
        with replacing(folder) as draft:
            (draft / "whatworks.toml").write_text("new")
            raise OSError(28, "No space left on device")

    with pytest.raises(ExchangeError, match="No space left on device"):
        fail()
    assert tree(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_swap_that_was_cut_short_is_put_right_by_the_next_export(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "one", {"README.md": "ours", "notes/a.md": "old"})
    draft = tmp_path / ".one.export-draft"
    draft.mkdir()
    # As after a kill between the two renames, with what is not ours on its way.
    folder.rename(tmp_path / ".one.export-old")
    (tmp_path / ".one.export-old/README.md").rename(draft / "README.md")
    with replacing(folder) as fresh:
        (fresh / "whatworks.toml").write_text("format = 1\n")
    assert set(tree(folder)) == {"README.md", "whatworks.toml"}
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


EXPORT_FULL = """
import resource, signal, sys
from pathlib import Path
from bases import open_base
from kb.errors import WhatWorksError
from kb.exchange import export
base = open_base(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    export(base.catalogue, base.settings, Path(sys.argv[2]))
except WhatWorksError as error:
    print(error)
"""


def test_a_full_disk_during_an_export_is_one_line(tmp_path: Path) -> None:
    base = open_base(tmp_path / "home")
    base.keep(report("Many words of a long report. " * 2000))
    base.catalogue.close()
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", EXPORT_FULL, str(tmp_path / "home"), str(tmp_path / "one")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.startswith("export to "), done.stderr
    assert done.stdout.count("\n") == 1
    assert not (tmp_path / "one").exists()


def test_a_missing_snapshot_is_a_warning_of_the_export(base: Base, tmp_path: Path) -> None:
    item = report()
    base.keep(item)
    digest = item.document.snapshot_sha256
    (base.settings.snapshots / digest[:2] / digest).unlink()
    made = export(base.catalogue, base.settings, tmp_path / "one")
    assert len(made.warnings) == 1
    assert digest in made.warnings[0]


def test_spans_that_leave_the_text_are_refused() -> None:
    for spans in (((0, 5), (3, 99)), ((4, 4),), ((5, 3),), ((4, 6), (0, 2)), ((-1, 2),)):
        with pytest.raises(Malformed):
            from_spans("d", "some words", PageMap(), (), spans)


def test_files_are_utf8_with_line_feeds_and_sorted_keys(base: Base, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    out(filled(base, tmp_path), folder)
    for path in folder.rglob("*.json*"):
        data = path.read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")
        texts = [data] if path.suffix == ".json" else data.split(b"\n")[:-1]
        for text in texts:
            value = json.loads(text)
            assert list(value) == sorted(value)
    assert toml_table({"b": ["x"], "a": 'q"\x7f\n', "c": None}) == (
        'a = "q\\"\\u007f\\n"\nb = ["x"]\n'
    )


def test_the_page_map_on_disk_is_the_one_in_the_catalogue(base: Base, tmp_path: Path) -> None:
    item = report()
    base.keep(item)
    out(base, tmp_path / "one")
    written = (tmp_path / f"one/documents/{item.document.id}/pagemap.json").read_text()
    assert pages.from_json(written) == (item.page_map, item.headings)
    digest = item.document.snapshot_sha256
    assert (tmp_path / f"one/snapshots/{digest[:2]}/{digest}").read_bytes() == bytes_of(item)


def test_the_starter_corpus_is_such_a_folder_and_all_of_it_is_taken(tmp_path: Path) -> None:
    base = open_base(tmp_path / "home")
    taken = base.take(ROOT / "corpus")
    found = check(base.catalogue, base.settings)
    base.catalogue.close()
    assert taken.failures == ()
    assert taken.ignored == ("README.md",)
    assert taken.counts["notes"] == len(list((ROOT / "corpus/notes").glob("*.md")))
    assert found.ok, found
