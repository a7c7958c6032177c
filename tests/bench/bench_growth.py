"""How the cost of building and asking grows with the number of passages; nothing is asserted.

    python tests/bench/bench_growth.py [--sizes 10000 30000 100000]

The slope is that of a straight line through the logarithms: 1 is linear, 0 is constant. One index
grows from size to size, as a knowledge base does; the addition of 300 passages to each is the cost
of showing one more report.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from bench_index import STAMP, query_cost
from synthetic import passages

from kb.index import files
from kb.index.edge import EdgeIndex

KIND = "a quarter of the documents"


def slope(sizes: list[int], costs: list[float]) -> float:
    """Exponent of growth."""
    return float(np.polyfit([math.log(s) for s in sizes], [math.log(c) for c in costs], 1)[0])


def main() -> None:
    """One table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    sizes: list[int] = parser.parse_args().sizes
    rows: list[list[float]] = []
    print("passages  build s  one report s  open s  query p50 ms  p95 ms  MiB on disk", flush=True)
    with TemporaryDirectory() as home:
        index, held, built = EdgeIndex(Path(home)), 0, 0.0
        for size in sizes:
            start = time.perf_counter()
            index.publish(size, STAMP, lambda _: (passages(size - held, held), []))  # noqa: B023
            index.optimise()
            built += time.perf_counter() - start
            start = time.perf_counter()
            index.publish(size + 1, STAMP, lambda _: (passages(300, size), []))  # noqa: B023
            added = time.perf_counter() - start
            start = time.perf_counter()
            reader = EdgeIndex(Path(home))
            reader.counts()
            opened = time.perf_counter() - start
            held = size + 300
            middle, high = query_cost(index, size, KIND, 100)
            disk = files.size(Path(home)) / 2**20
            rows.append([built, added, opened, middle, high, disk])
            print(
                f"{size:8,}  {built:7.1f}  {added:12.2f}  {opened:6.2f}  {middle:12.2f}"
                f"  {high:6.2f}  {disk:11.0f}",
                flush=True,
            )
    names = ("build", "one report", "open", "query p50", "query p95", "disk")
    for name, costs in zip(names, zip(*rows, strict=True), strict=True):
        print(f"slope of {name}: {slope(sizes, list(costs)):.2f}")


if __name__ == "__main__":
    main()
