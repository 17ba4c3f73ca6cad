"""hnswlib over the same vectors; runs in `.venv-bench`, which holds requirements/bench.in.

``build FOLDER`` reads vectors.npy and keeps an index there; ``ask FOLDER WIDTH ...`` reads queries.npy and exact.npy.
Either writes its figures as the last line of standard output.
"""

import json
import sys
import time
from pathlib import Path

import hnswlib
import numpy as np

NEIGHBOURS, BUILD_WIDTH = 16, 200
"""The library's own defaults."""

BLOCK = 50_000
FOUND = 10


def build(folder):
    """Build with as many threads as ours."""
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    before, began = private_megabytes(), time.monotonic()
    index = hnswlib.Index("ip", vectors.shape[1])
    index.init_index(len(vectors), ef_construction=BUILD_WIDTH, M=NEIGHBOURS)
    index.set_num_threads(2)
    for start in range(0, len(vectors), BLOCK):
        index.add_items(np.array(vectors[start : start + BLOCK]))
    built = {"build_seconds": round(time.monotonic() - began), "megabytes": private_megabytes() - before}
    index.save_index(str(folder / "hnswlib.index"))
    return built


def ask(folder, widths):
    """One query after the other on one thread."""
    queries, exact = np.load(folder / "queries.npy"), np.load(folder / "exact.npy")
    index = hnswlib.Index("ip", queries.shape[1])
    index.load_index(str(folder / "hnswlib.index"))
    index.set_num_threads(1)
    return {"points": [point(index, width, queries, exact) for width in widths]}


def point(index, width, queries, exact):
    """Recall and milliseconds a query."""
    index.set_ef(width)
    took, recall = [], 0.0
    for row, best in enumerate(exact):
        began = time.perf_counter()
        found, _ = index.knn_query(queries[row : row + 1], FOUND)
        took.append(1000 * (time.perf_counter() - began))
        recall += len(set(found[0].tolist()) & set(best.tolist())) / FOUND
    return {
        "width": width,
        "recall": round(recall / len(exact), 4),
        "ms": round(float(np.mean(took)), 3),
        "p95_ms": round(float(np.quantile(took, 0.95)), 3),
    }


def private_megabytes():
    """Memory of this process alone, without files that are mapped into it."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) // 1024


if __name__ == "__main__":
    place = Path(sys.argv[2])
    print(json.dumps(build(place) if sys.argv[1] == "build" else ask(place, [int(one) for one in sys.argv[3:]])))
