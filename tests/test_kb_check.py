"""``check`` sees each thing that can go wrong, names it, and is silent on a base that is whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from accounted import account
from bases import Base, folder_of, note, open_base, report, with_comparison
from sqlalchemy import insert, select, text, update

from kb.catalogue import read, runs
from kb.catalogue import tables as t
from kb.check import CHECKS, CheckReport, check
from kb.index import ALL, Candidates, Differ, Narrow, Stamp
from kb.models import PageMap, Run
from kb.status import status
from kb.tiling import problem_of

STAMP = Stamp("hash", 32, "passages-1")


@dataclass
class HeldIndex:
    """An index that says what it is told to say."""

    held: dict[str, int] = field(default_factory=dict)
    made: Stamp | None = STAMP

    def stamp(self) -> Stamp | None:
        return self.made

    def change(self) -> int:
        return 0

    def counts(self) -> dict[str, int]:
        return self.held

    def candidates(self, vector: Any, text: str, depth: int, narrow: Narrow = ALL) -> Candidates:
        return Candidates()

    def publish(
        self, change: int, stamp: Stamp, difference: Differ, *, rebuild: bool = False
    ) -> None:
        _, out = difference(self.held)
        assert isinstance(out, Collection)

    def try_publish(self, change: int, stamp: Stamp, difference: Differ) -> bool:
        return True

    def optimise(self) -> bool:
        return False

    def close(self) -> None:
        pass


@pytest.fixture
def whole(base: Base, tmp_path: Path) -> Base:
    """A base with a note, two versions of a report and another report; everything holds."""
    first = report(ref="https://example.org/a")
    base.keep(first, report(first.text + " More.", ref="https://example.org/a"))
    told = with_comparison(report(ref="https://example.org/b"))
    base.keep(replace(told, account=account(told.text)))
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note()}))
    base.take(folder_of(tmp_path / "corpus", {"notes/a-pilot.md": note(direction="mixed")}))
    return base


def broken(found: CheckReport) -> dict[str, str]:
    """Names and details of what does not hold."""
    assert found.ok is (not [c for c in found.checks if not c.ok])
    return {c.name: c.detail for c in found.checks if not c.ok}


def test_a_whole_base_holds_and_each_check_looked_at_something(whole: Base) -> None:
    with whole.catalogue.read() as connection:
        counts = read.passage_counts(connection)
    found = check(whole.catalogue, whole.settings, HeldIndex(counts), stamp=STAMP)
    assert broken(found) == {}
    assert [c.name for c in found.checks] == list(CHECKS)
    assert all(c.count for c in found.checks)


def test_an_empty_base_holds(base: Base) -> None:
    assert check(base.catalogue, base.settings, HeldIndex(made=None), stamp=STAMP).ok


def test_without_an_index_everything_else_is_checked(whole: Base) -> None:
    names = [c.name for c in check(whole.catalogue, whole.settings).checks]
    assert names == [name for name in CHECKS if name != "index"]


@pytest.mark.parametrize(
    ("statement", "name", "says"),
    [
        ("UPDATE passages SET text = 'other' WHERE position = 0", "passages", "is not its text"),
        ("UPDATE passages SET position = position + 5", "passages", "where 0 follows"),
        ("UPDATE passages SET page = 2 WHERE page = 1", "pages", "expected"),
        ("UPDATE passages SET page_label = 'x' WHERE page = 1", "pages", "expected"),
        ("UPDATE passages SET words_sha256 = 'x'", "ids", "words is x"),
        ("UPDATE texts SET text = replace(text, 'trust', 'truss')", "texts", "text is"),
        ("UPDATE texts SET page_map = replace(page_map, '\"runs\":[[0,', '\"runs\":[[1,')", "page-maps", "expected one from 0"),
        ("UPDATE documents SET superseded_by = NULL", "versions", "2 current documents"),
        ("UPDATE documents SET superseded_by = 'gone' WHERE superseded_by IS NOT NULL", "versions", "gone, which is not held"),
        ("UPDATE documents SET snapshot_sha256 = 'ab'", "snapshots", "snapshot ab"),
        ("UPDATE suggestions SET quote = 'never said'", "quotes", "not at its place"),
        ("UPDATE suggestions SET rule = 'other-2'", "ids", "suggestion"),
        ("UPDATE suggestions SET quote = quote || '.' WHERE kind = 'design'", "quotes", "not at its place"),
        ("UPDATE suggestions SET start = start + 1 WHERE kind = 'design'", "ids", "suggestion"),
        ("UPDATE suggestions SET value = 'rct' WHERE value = 'did'", "designs", "not what its facts give"),
        ("UPDATE designs SET profile = replace(profile, 'did', 'rct')", "designs", "not what its facts give"),
        ("DELETE FROM suggestions WHERE value = 'did'", "designs", "not what its facts give"),
        ("UPDATE sources SET ref = ref || 'x'", "ids", "source"),
        ("UPDATE findings SET \"end\" = 999999", "statements", "to 999999 of"),
        ("UPDATE findings SET direction = 'negative'", "ids", "finding"),
        ("UPDATE lessons SET start = start + 1", "ids", "lesson"),
        ("UPDATE findings SET reference = 'nobody'", "references", "nobody is not listed"),
        ("UPDATE figures SET reference = 'nobody'", "references", "nobody is not listed"),
        ("UPDATE figures SET text = '61 of 100' WHERE owner_kind = 'finding'", "statements", "not in the text"),
        ("UPDATE figures SET owner_id = 'x'", "statements", "finding x is gone"),
        ("UPDATE findings SET study_id = 'x'", "foreign-keys", "points at no study x"),
        ("UPDATE suggestions SET value = 'negative' WHERE kind = 'finding'", "ids", "suggestion"),
        ("UPDATE suggestions SET value = 'great' WHERE kind = 'finding'", "accounts", "'great'; accepted: positive"),
        ("UPDATE suggestions SET passage_id = NULL WHERE kind = 'finding'", "accounts", "in which it stands"),
        ("UPDATE suggestions SET quote = 'never' WHERE kind = 'lesson'", "quotes", "not at its place"),
        ("UPDATE suggestions SET start = start + 1 WHERE kind = 'problem'", "ids", "suggestion"),
        ("DELETE FROM accounts", "accounts", "not known by which rules it was read"),
        ("UPDATE accounts SET reader = ''", "accounts", "not known by which rules it was read"),
        ("UPDATE documents SET type = 'evidence-note'", "accounts", "as if it were a source"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_named(whole: Base, statement: str, name: str, says: str) -> None:
    with whole.catalogue.engine.begin() as connection:
        connection.execute(text(statement.replace(":", "\\:")))
    found = broken(check(whole.catalogue, whole.settings))
    assert name in found
    assert says in found[name]


@pytest.mark.parametrize(
    ("change", "name", "says"),
    [
        ({"page": 7}, "pages", "(7, 'iv'), expected (1, 'iv')"),
        ({"detail": {"months": 3}}, "designs", "not what its facts give"),
        ({"owner": "cited"}, "designs", "not what its facts give"),
        ({"aspect": "sample"}, "ids", "id is not"),
    ],
)
def test_a_fact_whose_detail_was_changed_is_named(
    whole: Base, change: dict[str, Any], name: str, says: str
) -> None:
    with whole.catalogue.write() as connection:
        held = select(t.suggestions).where(t.suggestions.c.value == "lift")
        (row,) = connection.execute(held).mappings()
        connection.execute(
            update(t.suggestions)
            .where(t.suggestions.c.id == row["id"])
            .values(detail={**row["detail"], **change})
        )
    found = broken(check(whole.catalogue, whole.settings))
    assert name in found
    assert says in found[name]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"page": 7}, "page is 7, not 1"),
        ({"heading": "Elsewhere"}, "heading is 'Elsewhere'"),
        ({"outcome_slug": "riches"}, "unknown"),
        ({"figures": [{"text": "Sixty", "value": "60"}]}, "a number is accepted"),
        ({"figures": [{"text": "Seventy", "value": 70.0}]}, "'Seventy' is not in the quote"),
        ({"figures": [{"text": "Sixty", "arm": "unknown"}]}, "holds more than its kind has"),
        ({"praise": "much"}, "holds more than its kind has"),
    ],
)
def test_a_finding_whose_detail_was_changed_is_named(
    whole: Base, change: dict[str, Any], says: str
) -> None:
    with whole.catalogue.write() as connection:
        held = select(t.suggestions).where(t.suggestions.c.kind == "finding")
        (row,) = connection.execute(held).mappings()
        connection.execute(
            update(t.suggestions)
            .where(t.suggestions.c.id == row["id"])
            .values(detail={**row["detail"], **change})
        )
    found = broken(check(whole.catalogue, whole.settings))
    assert says in found["accounts"]


def test_documents_that_wait_to_be_read_for_what_they_tell_are_told_of(whole: Base) -> None:
    found = check(whole.catalogue, whole.settings, teller="accounts-1")
    (one,) = [c for c in found.checks if c.name == "accounts"]
    assert one.ok
    assert "; 1 document was read by other rules" in one.detail
    counts = status(whole.catalogue, whole.settings, teller="accounts-2")["counts"]
    assert counts["documents_told_by_older_rules"] == 2
    assert counts["suggested"] == {"finding": 1, "lesson": 1, "programme": 1, "problem": 1}
    assert counts["documents_with_findings"] == 1


def test_documents_that_older_rules_read_are_told_and_are_no_fault(whole: Base) -> None:
    found = check(whole.catalogue, whole.settings, reader="designs-1")
    (one,) = [c for c in found.checks if c.name == "designs"]
    assert (one.ok, one.count) == (True, 1)
    assert one.detail.endswith(
        "; 2 documents were read by other rules than the present ones, or not at all "
        "(`whatworks reindex` reads them)"
    )
    newer = check(whole.catalogue, whole.settings, reader="designs-2")
    assert "; 3 documents were" in next(c.detail for c in newer.checks if c.name == "designs")
    assert newer.ok


def test_status_tells_how_documents_were_studied(whole: Base) -> None:
    counts = status(whole.catalogue, whole.settings, reader="designs-2")["counts"]
    assert counts["documents_with_design_facts"] == 1
    assert counts["documents_by_design"] == {"did": 1}
    assert counts["documents_nothing_proposed"] == 0
    assert counts["documents_read_by_older_rules"] == 3
    told = status(whole.catalogue, whole.settings)["counts"]
    assert told["documents_read_by_older_rules"] == 2


def test_a_row_that_points_at_nothing_is_named(tmp_path: Path) -> None:
    base = open_base(tmp_path / "home")
    with base.catalogue.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.execute(insert(t.study_aliases).values(alias="a", study_id="never held"))
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    found = broken(check(base.catalogue, base.settings))
    base.catalogue.close()
    assert "points at no row of studies" in found["foreign-keys"]


def test_a_lost_or_altered_snapshot_is_named(whole: Base) -> None:
    one, two, *_ = sorted(p for p in whole.settings.snapshots.rglob("*") if p.is_file())
    one.unlink()
    two.write_bytes(b"other")
    detail = broken(check(whole.catalogue, whole.settings))["snapshots"]
    assert f"snapshot {one.name}: No such file" in detail
    assert f"snapshot {two.name}: its bytes are other ones" in detail


@pytest.mark.parametrize("change", ["missing", "extra", "fewer"])
def test_an_index_that_disagrees_is_named(whole: Base, change: str) -> None:
    with whole.catalogue.read() as connection:
        held = read.passage_counts(connection)
    first = min(held)
    if change == "missing":
        del held[first]
    elif change == "extra":
        held["nobody"] = 3
    else:
        held[first] -= 1
    found = broken(check(whole.catalogue, whole.settings, HeldIndex(held), stamp=STAMP))
    assert set(found) == {"index"}
    assert ("nobody" if change == "extra" else first) in found["index"]


def test_an_index_of_another_embedder_is_named(whole: Base) -> None:
    with whole.catalogue.read() as connection:
        held = read.passage_counts(connection)
    index = HeldIndex(held, Stamp("other", 64, "passages-1"))
    found = broken(check(whole.catalogue, whole.settings, index, stamp=STAMP))
    assert "other" in found["index"]


def test_many_faults_are_counted_and_few_are_named(whole: Base) -> None:
    with whole.catalogue.write() as connection:
        connection.execute(update(t.passages).values(words_sha256="x"))
    detail = broken(check(whole.catalogue, whole.settings))["ids"]
    assert detail.count("words is x") == 3
    assert "more)" in detail


def test_a_document_without_text_is_whole_unless_passages_were_left(tmp_path: Path) -> None:
    base = open_base(tmp_path / "home")
    base.keep(report())
    with base.catalogue.write() as connection:
        connection.execute(t.texts.delete())
    assert "has passages and no text" in broken(check(base.catalogue, base.settings))["passages"]
    with base.catalogue.write() as connection:
        connection.execute(t.passages.delete())
    assert check(base.catalogue, base.settings).ok
    base.catalogue.close()


@pytest.mark.parametrize(
    ("runs_", "length", "says"),
    [
        ((Run(0, 3, 0), Run(3, 5, 0)), 5, None),
        ((), 5, None),
        ((Run(0, 3, 0), Run(4, 5, 0)), 5, "expected one from 3"),
        ((Run(0, 3, 0), Run(2, 5, 0)), 5, "expected one from 3"),
        ((Run(0, 0, 0), Run(0, 5, 0)), 5, "expected one from 0"),
        ((Run(0, 3, 0),), 5, "runs end at 3"),
        ((Run(0, 5, 7),), 5, "page 7, which is not listed"),
    ],
)
def test_runs_tile_the_text_or_say_where_they_do_not(
    runs_: tuple[Run, ...], length: int, says: str | None
) -> None:
    problem = problem_of(PageMap((), runs_), (), length)
    assert problem is None if says is None else says in str(problem)


def test_status_counts_what_is_held_and_says_by_what(whole: Base) -> None:
    with whole.catalogue.write() as connection:
        runs.begin(connection, 4)
    found: Mapping[str, Any] = status(whole.catalogue, whole.settings, HeldIndex())
    counts = found["counts"]
    assert (counts["sources"], counts["documents"], counts["superseded"]) == (3, 3, 2)
    assert counts["documents_by_type"] == {"evidence-note": 1, "report": 2}
    assert counts["documents_by_area"] == {"transitions-to-work": 3}
    assert (counts["attempts"], counts["findings"], counts["lessons"]) == (1, 1, 1)
    assert counts["findings_by_kind"] == {"effect": 1}
    assert counts["unmapped"] == {"kinds": 0, "outcomes": 0, "themes": 1}
    with whole.catalogue.read() as connection:
        assert counts["passages"] == sum(read.passage_counts(connection).values())
    assert found["versions"]["extractors"] == ["note-1", "pdf-1"]
    assert found["versions"]["indexed_with"] == asdict(STAMP)
    assert found["sizes"]["catalogue"] > 0
    assert found["sizes"]["snapshots"] > 0
    assert [run["total"] for run in found["runs"]] == [4]
    assert json.loads(json.dumps(found)) == found


def test_status_of_an_empty_base_is_zeroes(base: Base) -> None:
    found = status(base.catalogue, base.settings)
    assert found["counts"]["documents"] == 0
    assert found["last_added"] is None
    assert found["versions"]["indexed_with"] is None
