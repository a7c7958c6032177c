"""Reading in a child process that can be killed: a bad file costs one result, never the run.

A ``Reader`` keeps up to ``workers`` children, each reading one snapshot after another; a child that runs
over its time, its memory or falls over is ended and replaced. Requests go to the child's standard input,
answers come back as JSON (never pickled: what a hostile file made of the child must not act in here).
What libraries print goes to a file of the child's own, is counted, and never reaches a terminal.

A child is told of its parent's end by the end of its standard input, whatever it is doing at that moment,
and by an alarm that rings a little after the time limit. What runs in the child is ``child.py``.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from types import TracebackType
from typing import IO, Self

from ingest.extract import wire
from kb.errors import ExtractError, LimitExceeded
from kb.models import Extraction, Snapshot
from kb.settings import Limits

_MEMORY_DEATHS = (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)
"""How engines end themselves when memory is refused; a plain fault is a SIGSEGV."""


class Reader:
    """Reads snapshots in children. Safe to call from several threads; a context manager."""

    def __init__(self, limits: Limits, workers: int = 1) -> None:
        self._limits = limits
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(max(1, workers)):
            # An empty place: its child is started when it is first needed.
            self._idle.put(None)
        self._children: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, snapshot: Snapshot) -> Extraction:
        """As ``ingest.extract.read``; waits for a child that is free."""
        if len(snapshot.data) > self._limits.bytes:
            raise LimitExceeded(
                f"read {snapshot.ref}: {len(snapshot.data)} bytes are more than the "
                f"{self._limits.bytes} accepted (WHATWORKS_MAX_MIB)"
            )
        child = self._idle.get()
        try:
            if child is None or not child.is_alive():
                child = self._replace(child)
            extraction = child.read(snapshot)
        except BaseException:
            # Only an answered request leaves a child that is known to be waiting for the next one.
            if child is not None and not child.is_waiting:
                self._drop(child)
                child = None
            raise
        finally:
            self._idle.put(child)
        return extraction

    def close(self) -> None:
        """End all children."""
        with self._lock:
            self._closed = True
            children, self._children = self._children, set()
        for child in children:
            child.end()

    def _replace(self, old: _Child | None) -> _Child:
        if old is not None:
            self._drop(old)
        with self._lock:
            if self._closed:
                raise ExtractError("read: the reader is closed; an open one is accepted")
            child = _Child(self._limits)
            self._children.add(child)
        return child

    def _drop(self, child: _Child) -> None:
        child.end()
        with self._lock:
            self._children.discard(child)


class _Child:
    """One process and its three channels: requests, answers, and what it prints."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.is_waiting = True
        self._printed: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        answers, child_end = os.pipe()
        try:
            self._process = subprocess.Popen(
                # -P: a file named like a module in the working folder must not be imported.
                [sys.executable, "-P", "-m", "ingest.extract.child", str(child_end)],
                stdin=subprocess.PIPE,
                stdout=self._printed,
                stderr=self._printed,
                pass_fds=(child_end,),
                env=_environment(),
                start_new_session=True,
            )
        except OSError as error:
            os.close(answers)
            raise ExtractError(f"start a reading process: {error.strerror}") from error
        finally:
            os.close(child_end)
        self._answers = answers
        self._send(wire.limits_to_line(limits), time.monotonic() + limits.seconds)

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def read(self, snapshot: Snapshot) -> Extraction:
        """Send one request and wait for its answer, as long as the limits allow."""
        self.is_waiting = False
        deadline = time.monotonic() + self._limits.seconds
        before = self._printed.seek(0, os.SEEK_END)
        try:
            self._send(wire.snapshot_to_bytes(snapshot), deadline)
            answer = self._receive(deadline)
        except TimeoutError:
            self.end()
            raise LimitExceeded(
                f"read {snapshot.ref}: it took longer than the {self._limits.seconds:g} seconds "
                "accepted (WHATWORKS_MAX_SECONDS)"
            ) from None
        except (EOFError, BrokenPipeError):
            raise self._fallen(snapshot.ref) from None
        self.is_waiting = True
        return wire.answer_from_bytes(answer, self._warnings(before))

    def end(self) -> None:
        """Kill the process and close the channels; may be called twice."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        if self._process.stdin and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
            os.close(self._answers)
            self._printed.close()

    def _send(self, data: bytes, deadline: float) -> None:
        assert self._process.stdin is not None
        descriptor = self._process.stdin.fileno()
        os.set_blocking(descriptor, False)
        view = memoryview(data)
        while view:
            _, ready, _ = select.select([], [descriptor], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            view = view[os.write(descriptor, view[: 1 << 20]) :]

    def _receive(self, deadline: float) -> bytes:
        size = int.from_bytes(self._exactly(8, deadline), "big")
        return self._exactly(size, deadline)

    def _exactly(self, size: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while size:
            ready, _, _ = select.select(
                [self._answers], [], [], max(0.0, deadline - time.monotonic())
            )
            if not ready:
                raise TimeoutError
            part = os.read(self._answers, min(size, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _fallen(self, ref: str) -> ExtractError:
        """The error for a child that ended without an answer."""
        code = self._process.wait()
        mib = self._limits.memory_bytes / 2**20
        how = signal.Signals(-code).name if code < 0 else f"status {code}"
        if code == wire.OUT_OF_MEMORY or -code in _MEMORY_DEATHS:
            return LimitExceeded(
                f"read {ref}: it needs more than the {mib:.0f} MiB of memory accepted "
                f"(WHATWORKS_MAX_MEMORY_MIB), or is damaged ({how})"
            )
        return ExtractError(
            f"read {ref}: the reading process fell over ({how}); an undamaged file is accepted"
        )

    def _warnings(self, before: int) -> tuple[str, ...]:
        """What the libraries printed during one request: how many lines, and the first."""
        self._printed.seek(before)
        lines = [line.strip() for line in self._printed.read(1 << 16).splitlines() if line.strip()]
        self._printed.seek(0)
        self._printed.truncate()
        if not lines:
            return ()
        first = lines[0].decode("utf-8", "replace")[:120]
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        return (f"the reader warned: {first}{more}",)


def _environment() -> dict[str, str]:
    """The parent's own, with its import path; the child finds the same modules wherever it runs."""
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "OMP_NUM_THREADS": "1"}
