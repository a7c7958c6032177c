"""The embedded index under fire: killed publishers, readers meanwhile, damage, deletion."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from test_kb_index_contract import EMBEDDER, HELD, STAMP, A, B, C, ask, doc, identity, ids, passages

from kb.errors import IndexFault
from kb.index import Candidates, IndexedPassage, Narrow, Stamp, files
from kb.index.edge import EdgeIndex
from kb.index.generations import Generations
from kb.index.shard import Left, Shard, Way, way_for

SPAWN = multiprocessing.get_context("spawn")
"""A child that starts clean, as another command would."""


def numbered(number: int) -> list[IndexedPassage]:
    """Document ``number`` of a series, of 40 passages."""
    texts = [f"document {number} passage {place} about work" for place in range(40)]
    return passages(doc(f"series {number}"), *texts)


def publish_series(home: Path, start: int, stop: int) -> None:
    index = EdgeIndex(home)
    for number in range(start, stop):
        index.publish(number + 1, STAMP, lambda _: (numbered(number), []))  # noqa: B023


def read_until(home: Path, wanted: int, told: multiprocessing.Queue[str]) -> None:
    """Ask all the time; every answer must come from whole documents, never fewer than before."""
    index, seen, asked = EdgeIndex(home), 0, 0
    try:
        while seen < wanted:
            counts = index.counts()
            assert set(counts.values()) <= {40}, counts
            assert len(counts) >= seen, (len(counts), seen)
            seen = len(counts)
            found = ask(index, "document work", depth=50)
            assert len(found.dense) >= min(50, 40 * seen)
            asked += 1
        told.put(f"ok {asked}")
    except BaseException as error:
        told.put(f"{type(error).__name__}: {error}")
        raise


def open_again(shard: Path, opened: multiprocessing.Queue[str]) -> None:
    Shard.load(shard)
    opened.put("opened")
    while True:
        Shard.load(shard)


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.is_dir())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def filled(home: Path) -> EdgeIndex:
    index = EdgeIndex(home)
    index.publish(1, STAMP, lambda _: (HELD, []))
    return index


@pytest.mark.parametrize("trial", range(3))
def test_a_publisher_killed_at_any_moment_leaves_a_whole_generation(home: Path, trial: int) -> None:
    publish_series(home, 0, 1)
    child = SPAWN.Process(target=publish_series, args=(home, 1, 500))
    child.start()
    while EdgeIndex(home).change() < 2:  # it is at work
        time.sleep(0.01)
        assert child.is_alive()
    time.sleep(random.Random(trial).uniform(0, 0.4))
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()

    index = EdgeIndex(home)
    change = index.change()
    assert index.counts() == {doc(f"series {n}"): 40 for n in range(change)}
    assert len(ask(index, "document work").dense) == 10
    assert index.try_publish(change + 1, STAMP, lambda _: (numbered(change), []))
    assert len(index.counts()) == change + 1
    assert len(folders(home)) == 1


def test_readers_in_other_processes_see_whole_generations_while_one_publishes(home: Path) -> None:
    told: multiprocessing.Queue[str] = SPAWN.Queue()
    readers = [SPAWN.Process(target=read_until, args=(home, 8, told)) for _ in range(2)]
    for reader in readers:
        reader.start()
    publish_series(home, 0, 8)
    said = [told.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(10)
    assert all(line.startswith("ok") for line in said), said


def test_two_processes_that_publish_lose_nothing_of_each_other(home: Path) -> None:
    children = [
        SPAWN.Process(target=publish_series, args=(home, start, start + 4)) for start in (0, 4)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
        assert child.exitcode == 0
    assert EdgeIndex(home).counts() == {doc(f"series {n}"): 40 for n in range(8)}


def test_threads_of_one_reader_share_it_while_it_is_replaced(filled: EdgeIndex, home: Path) -> None:
    asked: list[int] = []
    done = threading.Event()

    def read() -> None:  # what it raises fails the test: an unhandled exception of a thread does
        while not done.is_set():
            assert len(ask(filled, "young people work", depth=3).dense) == 3
            asked.append(1)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        publish_series(home, 1, 5)
    finally:
        done.set()
        for thread in threads:
            thread.join(10)
    assert len(asked) > 3


def test_a_reader_sees_a_publish_by_another_at_its_next_query(
    filled: EdgeIndex, home: Path
) -> None:
    reader = EdgeIndex(home)
    assert identity(doc("d"), 0) not in ids(ask(reader, "an apprenticeship levy").dense)
    filled.publish(2, STAMP, lambda _: (passages(doc("d"), "an apprenticeship levy"), []))
    assert ask(reader, "an apprenticeship levy").dense[0][0] == identity(doc("d"), 0)


def test_only_the_current_generation_stays_on_disk(filled: EdgeIndex, home: Path) -> None:
    publish_series(home, 1, 4)
    assert folders(home) == [(home / "current").read_text().strip()]


def test_leftovers_of_a_killed_publisher_go_at_the_next_publish(
    filled: EdgeIndex, home: Path
) -> None:
    (home / "gen-000007-abcdef" / "shard").mkdir(parents=True)
    (home / "gone-12345678").mkdir()
    (home / ".current.99").write_text("gen-000007-abcdef\n")
    (home / "notes.txt").write_text("a person's own file stays")
    filled.publish(2, STAMP, lambda _: (numbered(1), []))
    left = sorted(path.name for path in home.iterdir())
    assert left == sorted(
        ["current", "publish.lock", "notes.txt", (home / "current").read_text().strip()]
    )


def test_an_index_deleted_while_open_is_empty_and_then_new(filled: EdgeIndex, home: Path) -> None:
    assert filled.counts() == {A: 2, B: 3, C: 1}
    shutil.rmtree(home)
    assert filled.counts() == {}
    assert ask(filled, "work") == Candidates()
    filled.publish(1, STAMP, lambda _: (passages(A, "begun again"), []))
    assert filled.counts() == {A: 1}


def test_a_publish_that_changes_nothing_notes_the_change_without_a_new_generation(
    filled: EdgeIndex, home: Path
) -> None:
    before = folders(home)
    filled.publish(7, STAMP, lambda _: ([], []))
    assert folders(home) == before
    assert filled.change() == 7


def rewrite(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    facts = json.loads(path.read_text())
    change(facts)
    path.write_text(json.dumps(facts))


DAMAGE: dict[str, Callable[[Path], None]] = {
    "manifest gone": lambda folder: (folder / "manifest.json").unlink(),
    "manifest cut short": lambda folder: (folder / "manifest.json").write_text('{"stamp":'),
    "manifest of another version": lambda folder: rewrite(
        folder / "manifest.json", lambda facts: facts.pop("drift")
    ),
    "shard gone": lambda folder: shutil.rmtree(folder / "shard"),
    "segments gone": lambda folder: shutil.rmtree(folder / "shard" / "segments"),
    "generation gone": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_generation_is_one_line_and_a_rebuild_mends_it(
    filled: EdgeIndex, home: Path, damage: Callable[[Path], None]
) -> None:
    damage(home / folders(home)[0])
    reader = EdgeIndex(home)
    with pytest.raises(IndexFault, match="whatworks reindex") as caught:
        ask(reader, "work")
    assert "\n" not in str(caught.value)
    reader.publish(2, STAMP, lambda _: (HELD, []), rebuild=True)
    assert reader.counts() == {A: 2, B: 3, C: 1}


def test_a_full_disk_is_refused_before_anything_is_written(
    filled: EdgeIndex, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=2**20))
    with pytest.raises(IndexFault, match="1 MiB are free"):
        filled.publish(2, STAMP, lambda _: (numbered(1), []))
    assert filled.counts() == {A: 2, B: 3, C: 1}
    assert len(folders(home)) == 1


def test_a_home_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(IndexFault, match="can be written"):
        EdgeIndex(tmp_path / "index").publish(1, STAMP, lambda _: (HELD, []))


def test_a_filter_loses_nothing_that_is_near_in_an_index_with_a_graph(home: Path) -> None:
    random, dimension, documents, each = np.random.default_rng(3), 16, 210, 100
    vectors = random.standard_normal((documents * each, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    names = [doc(f"many {number}") for number in range(documents)]
    held = [
        IndexedPassage(identity(names[n // each], n % each), names[n // each], n % each, "", vector)
        for n, vector in enumerate(vectors)
    ]
    index = EdgeIndex(home)
    index.publish(1, Stamp("random", dimension, "none"), lambda _: (held, []))
    assert Generations(home).current().manifest.drift == 0  # type: ignore[union-attr]

    some = frozenset(names[::10])
    for question in vectors[:20]:
        found = index.candidates(question, "", 100, Narrow(some)).dense
        near = sorted(
            (p for p in held if p.document_id in some), key=lambda p: -float(p.vector @ question)
        )
        assert {p.passage_id for p in near[:100]} == set(ids(found))


@pytest.mark.parametrize(
    ("left", "way"),
    [
        (None, Way()),
        (Left(100, 1_000), Way(is_exact=True)),
        (Left(40_000, 1_000_000), Way(is_exact=True)),
        (Left(50_000, 1_000_000), Way(is_widened=True)),
        (Left(60_000, 100_000), Way()),
    ],
)
def test_the_way_to_search_follows_from_what_a_filter_leaves(left: Left | None, way: Way) -> None:
    assert way_for(left) == way


def test_a_copy_keeps_content_and_holes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with (source / "holes").open("wb") as out:
        out.truncate(64 * 2**20)
        out.seek(8 * 2**20)
        out.write(b"something")
    (source / "empty").touch()
    (source / "dense").write_bytes(os.urandom(300_000))
    files.copy_tree(source, tmp_path / "target")
    for path in source.iterdir():
        assert (tmp_path / "target" / path.name).read_bytes() == path.read_bytes()
    assert files.size(tmp_path / "target") < 2 * 2**20


def test_what_a_reader_writes_in_passing_is_neither_copied_nor_waited_for(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "segments" / ".atomicwriteZFDQQ4").mkdir(parents=True)
    (source / "segments" / ".atomicwriteZFDQQ4" / "tmpfile.tmp").write_text("{")
    (source / "segments" / "segment.json").write_text("{}")
    files.copy_tree(source, tmp_path / "target")
    assert [path.name for path in (tmp_path / "target" / "segments").iterdir()] == ["segment.json"]


def test_a_copy_succeeds_while_other_processes_open_what_is_copied(
    filled: EdgeIndex, home: Path, tmp_path: Path
) -> None:
    source = home / folders(home)[0] / "shard"
    opened: multiprocessing.Queue[str] = SPAWN.Queue()
    opener = SPAWN.Process(target=open_again, args=(source, opened))
    opener.start()
    try:
        opened.get(timeout=60)
        for number in range(20):
            target = tmp_path / f"copy {number}"
            files.size(source)
            files.copy_tree(source, target)
            assert Shard.load(target).passages() == len(HELD)
        assert opener.is_alive()
    finally:
        opener.kill()
        opener.join()


def test_generation_names_never_come_again(home: Path) -> None:
    names = set()
    for change in range(5):
        EdgeIndex(home).publish(change, STAMP, lambda _: (HELD, []), rebuild=True)
        names.add(Generations(home).current_name())
        shutil.rmtree(home)
    assert len(names) == 5


def test_the_embedder_of_these_tests_is_deterministic() -> None:
    assert (EMBEDDER.query("work") == EMBEDDER.query("work")).all()
