"""Reading in a child: a file that hangs, crashes or eats memory costs one result and nothing else."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from pdf_builder import column, pdf

from ingest.extract import read
from ingest.extract.sandbox import Reader
from kb import ids
from kb.errors import Encrypted, ExtractError, LimitExceeded, NoText
from kb.models import Snapshot
from kb.settings import Limits

SMALL = pdf(
    [column(["The evaluation found that most of those who took part were in work a year later."])]
)


def own_children() -> list[psutil.Process]:
    """Children that read documents; other tests leave others."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "ingest.extract.child" in child.cmdline():
                found.append(child)
    return found


def snapshot(
    data: bytes, name: str = "report.pdf", media_type: str = "application/pdf"
) -> Snapshot:
    digest = ids.sha256(data)
    return Snapshot(name, f"file:{digest}", data, digest, media_type)


def inflating(mebibytes: int) -> bytes:
    """A PDF whose one page unpacks to so many MiB of drawing instructions: slow, and large."""
    content = b"BT /F1 9 Tf 72 700 Td (word) Tj ET\n"
    packer = zlib.compressobj(9)
    block = content * (2**20 // len(content))
    packed = b"".join(packer.compress(block) for _ in range(mebibytes)) + packer.flush()
    whole = pdf([column(["word"])])
    start = whole.index(b"<< /Length", whole.index(b"/Contents"))
    end = whole.index(b"endstream", start)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\n" % (len(packed), packed)
    return whole[:start] + stream + whole[end:]


def busy_child() -> psutil.Process:
    """The reading child of this process, once it is at work."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for child in own_children():
            if "ingest.extract.child" in child.cmdline() and child.cpu_times().user > 0.5:
                return child
        time.sleep(0.02)
    raise AssertionError("no reading child came to work")


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_child_reads_what_this_process_reads_and_is_used_again() -> None:
    with Reader(Limits()) as reader:
        first = reader.read(snapshot(SMALL))
        children = own_children()
        assert reader.read(snapshot(b"Words.", "a.txt", "text/plain")).text == "Words."
        assert [child.pid for child in children] == [c.pid for c in own_children()]
    assert first == read(snapshot(SMALL), Limits())
    assert until(lambda: not any(child.is_running() for child in children))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf([[], []]), NoText),
        (b"%PDF-1.7 garbage", ExtractError),
        (pdf([[] for _ in range(9)]), LimitExceeded),
    ],
)
def test_errors_of_a_reader_come_back_as_they_are(data: bytes, kind: type[ExtractError]) -> None:
    limits = Limits(pages=5)
    with pytest.raises(kind) as inside:
        read(snapshot(data), limits)
    with Reader(limits) as reader, pytest.raises(kind) as outside:
        reader.read(snapshot(data))
    assert str(outside.value) == str(inside.value)
    assert type(outside.value) is type(inside.value)
    assert not isinstance(outside.value, Encrypted)


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read() -> None:
    with Reader(Limits(seconds=1.5)) as reader:
        started = time.monotonic()
        with pytest.raises(LimitExceeded, match=r"longer than the 1.5 seconds"):
            reader.read(snapshot(inflating(60)))
        assert time.monotonic() - started < 10
        assert "a year later" in reader.read(snapshot(SMALL)).text


def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_one_is_read() -> None:
    with Reader(Limits(seconds=60, memory_bytes=400 * 2**20)) as reader:
        with pytest.raises(LimitExceeded, match="400 MiB of memory"):
            reader.read(snapshot(inflating(700)))
        assert "a year later" in reader.read(snapshot(SMALL)).text


def test_a_child_that_crashes_is_replaced() -> None:
    with Reader(Limits(seconds=60)) as reader, ThreadPoolExecutor(1) as pool:
        pending = pool.submit(reader.read, snapshot(inflating(60)))
        busy_child().send_signal(signal.SIGSEGV)
        with pytest.raises(ExtractError, match="fell over"):
            pending.result(30)
        assert "a year later" in reader.read(snapshot(SMALL)).text


def test_several_threads_have_a_child_each() -> None:
    with Reader(Limits(), workers=2) as reader, ThreadPoolExecutor(4) as pool:
        snapshots = [
            snapshot(f"Words of file {n}.".encode(), f"{n}.txt", "text/plain") for n in range(40)
        ]
        found = list(pool.map(reader.read, snapshots))
        assert [one.text for one in found] == [f"Words of file {n}." for n in range(40)]
        assert len(own_children()) <= 2


def test_closing_ends_the_children_and_what_they_were_reading() -> None:
    reader = Reader(Limits(seconds=60))
    failed = threading.Event()

    def work() -> None:
        try:
            reader.read(snapshot(inflating(60)))
        except ExtractError:
            failed.set()

    thread = threading.Thread(target=work)
    thread.start()
    child = busy_child()
    reader.close()
    thread.join(20)
    assert failed.is_set()
    assert until(lambda: not child.is_running())


def test_what_libraries_print_is_a_warning_of_the_result_and_not_on_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    broken = pdf(
        [[], column(["The words of the second page are found, and the first page has none."])]
    )
    broken = broken.replace(b"startxref\n", b"startxref\n9")
    with Reader(Limits()) as reader:
        found = reader.read(snapshot(broken))
        again = reader.read(snapshot(SMALL))
    assert any("the reader warned" in warning for warning in found.warnings)
    assert again.warnings == ()
    assert capfd.readouterr() == ("", "")


PARENT = """
import sys
from pathlib import Path
from ingest.extract.sandbox import Reader
from kb.models import Snapshot
from kb.settings import Limits
data = Path(sys.argv[1]).read_bytes()
Reader(Limits(seconds=120)).read(Snapshot("a.pdf", "file:a", data, "a", "application/pdf"))
"""


def test_no_child_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    slow = tmp_path / "slow.pdf"
    slow.write_bytes(inflating(100))
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(slow)], cwd=Path(__file__).parents[1]
    )
    try:
        process = psutil.Process(parent.pid)

        def at_work() -> bool:
            return any(child.cpu_times().user > 0.5 for child in process.children())

        assert until(at_work, 30)
        children = process.children()
    finally:
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    gone, alive = psutil.wait_procs(children, timeout=10)
    assert gone
    assert not alive
