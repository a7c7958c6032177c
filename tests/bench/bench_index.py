"""Cost of a hybrid query with a filter, without reranking, in process; nothing is asserted.

    python tests/bench/bench_index.py [--passages 100000] [--local 10000]

Prints percentiles, and the ratio to qdrant-client's local mode in the same run: times drift with the
machine, the ratio less so.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from synthetic import DIMENSION, PASSAGES_A_DOCUMENT, document_id, passages, questions

from kb import fusion
from kb.index import ALL, Index, Narrow, Stamp
from kb.index.edge import EdgeIndex
from kb.index.server import ServerIndex

STAMP = Stamp("synthetic", DIMENSION, "synthetic")


def percentiles(ask: Callable[[int], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after a warm-up."""
    for number in range(5):
        ask(number)
    taken = []
    for number in range(times):
        start = time.perf_counter()
        ask(number)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def query_cost(index: Index, held: int, narrow: str, times: int) -> tuple[float, float]:
    """Percentiles of candidates and fusion under a kind of filter."""
    asked = questions(50)
    pick = random.Random(5)
    documents = range(max(1, held // PASSAGES_A_DOCUMENT))

    def chosen(share: float) -> Narrow:
        many = max(1, int(len(documents) * share))
        return Narrow(frozenset(document_id(d) for d in pick.sample(documents, many)))

    kinds: dict[str, Callable[[], Narrow]] = {
        "none": lambda: ALL,
        "half of the documents": lambda: chosen(0.5),
        "a quarter of the documents": lambda: chosen(0.25),
        "one document in a hundred": lambda: chosen(0.01),
    }
    filters = [kinds[narrow]() for _ in range(10)]

    def ask(number: int) -> object:
        vector, text = asked[number % len(asked)]
        found = index.candidates(vector, text, fusion.DEPTH, filters[number % len(filters)])
        return fusion.fuse(found)

    return percentiles(ask, times)


def main() -> None:
    """Build both, ask both, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--local", type=int, default=10_000)
    sizes = parser.parse_args()
    kinds = (
        "none",
        "half of the documents",
        "a quarter of the documents",
        "one document in a hundred",
    )
    with TemporaryDirectory() as home:
        edge = EdgeIndex(Path(home))
        start = time.perf_counter()
        edge.publish(1, STAMP, lambda _: (passages(sizes.passages), []))
        built = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"built {sizes.passages:,} passages in {built:.0f} s, peak memory {peak:.2f} GiB")
        costs = {kind: query_cost(edge, sizes.passages, kind, 200) for kind in kinds}
        for kind, (middle, high) in costs.items():
            print(
                f"embedded, {sizes.passages:,}, filter {kind}: p50 {middle:.1f} ms, p95 {high:.1f} ms"
            )
        edge.close()
    from qdrant_client import QdrantClient

    with TemporaryDirectory() as home, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # local mode warns about its own size
        local = ServerIndex(QdrantClient(":memory:"), Path(home) / "lock")
        local.publish(1, STAMP, lambda _: (passages(sizes.local), []))
        kind = "a quarter of the documents"
        middle, high = query_cost(local, sizes.local, kind, 30)
        print(f"local mode, {sizes.local:,}, filter {kind}: p50 {middle:.1f} ms, p95 {high:.1f} ms")
        print(
            f"local mode at {sizes.local:,} costs {middle / costs[kind][0]:.1f} times the embedded "
            f"index at {sizes.passages:,} (medians; p95 {high / costs[kind][1]:.1f} times)"
        )


if __name__ == "__main__":
    main()
