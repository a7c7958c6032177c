"""The process that reads for ``sandbox``: one request after another until its input ends.

Run as ``python -m ingest.extract.child <answer descriptor>``. It writes answers there and nowhere else.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from typing import IO

from ingest import extract
from ingest.extract import wire
from kb.errors import LimitExceeded
from kb.models import Snapshot
from kb.settings import Limits

GRACE_SECONDS = 15
"""After the time limit, when a parent that is still there would long have ended this process."""


def main(answers: int) -> None:
    """Answer requests from standard input."""
    requests = sys.stdin.buffer
    limits = wire.limits_from_line(requests.readline())
    _limit_memory(limits)
    waiting: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    while True:
        snapshot = waiting.get()
        signal.alarm(int(limits.seconds) + GRACE_SECONDS)
        answer = _answer(snapshot, limits)
        signal.alarm(0)
        _write(answers, len(answer).to_bytes(8, "big") + answer)


def _listen(requests: IO[bytes], waiting: queue.SimpleQueue[Snapshot]) -> None:
    """Pass requests on. The end of input is the end of the parent: leave at once, even in mid-read."""
    status = 0
    try:
        while line := requests.readline():
            waiting.put(wire.snapshot_from(line, requests.read))
    except MemoryError:
        status = wire.OUT_OF_MEMORY
    os._exit(status)


def _answer(snapshot: Snapshot, limits: Limits) -> bytes:
    try:
        return wire.extraction_to_bytes(extract.read(snapshot, limits))
    except MemoryError:
        mib = limits.memory_bytes / 2**20
        message = (
            f"read {snapshot.ref}: it needs more than the {mib:.0f} MiB of memory accepted "
            "(WHATWORKS_MAX_MEMORY_MIB)"
        )
        return wire.error_to_bytes(LimitExceeded(message), snapshot.ref)
    except Exception as error:  # noqa: BLE001
        # Whatever a library raises on a bad file is that file's failure, with its reason.
        return wire.error_to_bytes(error, snapshot.ref)


def _limit_memory(limits: Limits) -> None:
    try:
        import resource
    except ImportError:
        # Not on this platform: time and bytes are still limited.
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = (
        limits.memory_bytes if hard == resource.RLIM_INFINITY else min(limits.memory_bytes, hard)
    )
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    # A file that makes the engine fault should leave no core behind.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    main(int(sys.argv[1]))
