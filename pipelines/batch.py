"""Many refs through the ingest pipeline: threads, progress in the catalogue, publishing of the index.

Each worker thread takes one document at a time through its own pipeline. What was committed is shown to
readers while the batch goes on. A batch returns results, failures among them, in the order of its refs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from ingest.assemble import Given
from ingest.extract.sandbox import Reader
from ingest.fetch import Fetcher, FileFetcher
from ingest.passages import CUTTER
from kb.catalogue import Catalogue, runs
from kb.embed import Embedder
from kb.errors import IndexMismatch, WhatWorksError
from kb.index import Index
from kb.models import IngestResult
from kb.publish import publish, stamp
from kb.settings import Settings
from pipelines.grade import Study, studied
from pipelines.ingest import Ingest, build
from pipelines.linking import relink
from pipelines.lists import files
from pipelines.telling import Tell

EVERY_SECONDS = 2.0
"""How often the index is published at most while a batch runs."""

OnResult = Callable[[int, int, IngestResult], None]
"""Called in the main thread with: refs done, refs in all, the result."""


@dataclass
class Publisher:
    """A thread that publishes what was committed, soon after and not too often."""

    catalogue: Catalogue
    index: Index
    embedder: Embedder
    _dirty: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)

    def committed(self) -> None:
        """Say that there is something to publish."""
        self._dirty.set()

    @contextmanager
    def running(self) -> Iterator[Publisher]:
        """Publish in the background; at the end, once more and whole."""
        thread = threading.Thread(target=self._loop, name="publish", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            self._dirty.set()
            thread.join()
        publish(self.catalogue, self.index, self.embedder, CUTTER)
        self.index.optimise()

    def _loop(self) -> None:
        while not self._stop.is_set():
            self._dirty.wait()
            if self._stop.is_set():
                return
            self._dirty.clear()
            # What remains undone is raised by the last publish, in the main thread.
            with suppress(WhatWorksError):
                if not publish(self.catalogue, self.index, self.embedder, CUTTER, wait=False):
                    self._dirty.set()  # another process is at it; look again
            self._stop.wait(EVERY_SECONDS)


def run(
    refs: Sequence[str],
    settings: Settings,
    catalogue: Catalogue,
    index: Index,
    embedder: Embedder,
    *,
    given: Mapping[str, Given] | None = None,
    default: Given | None = None,
    workers: int = 2,
    fetcher: Fetcher | None = None,
    on_result: OnResult | None = None,
    study: Study = studied,
    tell: Tell | None = None,
) -> list[IngestResult]:
    """Take every ref to its one end. ``given`` holds what was said of single refs."""
    require_same_index(index, embedder)
    expanded = files(refs)
    said = dict(given or {})
    fetcher = fetcher or FileFetcher(settings.limits)
    with catalogue.write() as connection:
        run_id = runs.begin(connection, len(expanded))
    results: dict[int, IngestResult] = {}
    publisher = Publisher(catalogue, index, embedder)
    with Reader(settings.limits, workers=workers) as reader, publisher.running():
        local = threading.local()

        def one(ref: str) -> IngestResult:
            if not hasattr(local, "ingest"):
                pipeline = build(catalogue, embedder, reader, settings.snapshots, study, tell)
                local.ingest = Ingest(catalogue, fetcher, pipeline)
            worker: Ingest = local.ingest
            return worker.one(ref, said.get(ref) or default or Given())

        for position, result in _in_threads(one, expanded, workers):
            results[position] = result
            with catalogue.write() as connection:
                runs.note_result(connection, run_id, position, result)
            if result.outcome in ("added", "updated"):
                publisher.committed()
            if on_result is not None:
                on_result(len(results), len(expanded), result)
    relink(catalogue)
    with catalogue.write() as connection:
        runs.finish(connection, run_id)
    return [results[i] for i in range(len(expanded))]


def require_same_index(index: Index, embedder: Embedder) -> None:
    """Refuse early to mix embedders or passage cutters in one index."""
    made, wanted = index.stamp(), stamp(embedder, CUTTER)
    if made is not None and made != wanted:
        raise IndexMismatch(
            f"add to the index: it was made with {made.embedder}, {made.cutter} and these settings "
            f"say {wanted.embedder}, {wanted.cutter}; accepted: the same ones, or `whatworks reindex`"
        )


def _in_threads(
    function: Callable[[str], IngestResult], refs: Sequence[str], workers: int
) -> Iterator[tuple[int, IngestResult]]:
    """Results as they end, with no more than a few refs waiting in memory."""
    waiting: dict[Future[IngestResult], int] = {}
    upcoming = iter(enumerate(refs))
    with ThreadPoolExecutor(workers, thread_name_prefix="ingest") as pool:
        try:
            while True:
                while len(waiting) < workers * 2 and (following := next(upcoming, None)):
                    waiting[pool.submit(function, following[1])] = following[0]
                if not waiting:
                    return
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result()
        finally:
            for future in waiting:
                future.cancel()
