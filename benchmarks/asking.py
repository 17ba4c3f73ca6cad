"""How an index is measured, whichever it is; needs numpy alone, so that a peer's own environment can use it."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOUND = 10
BLOCK = 50_000
"""Rows added or compared at once."""

Search = Callable[[NDArray[np.float32]], Iterable[int]]
"""The ids of the best rows for one query of shape [1, dimensions]."""


def built(folder: Path, add: Callable[[int, NDArray[np.float32]], None]) -> dict[str, int]:
    """Hand over ``vectors.npy`` block by block with each block's first id; seconds, and megabytes held afterwards."""
    before, began = _private_megabytes(), time.monotonic()
    for start, block in _blocks(np.load(folder / "vectors.npy", mmap_mode="r")):
        add(start, block)
    del block
    return {"build_seconds": round(time.monotonic() - began), "megabytes": _private_megabytes() - before}


def point(width: int, folder: Path, search: Search) -> dict[str, float]:
    """Recall against ``exact.npy`` and milliseconds a query of ``queries.npy``, asked one by one."""
    queries, exact = np.load(folder / "queries.npy"), np.load(folder / "exact.npy")
    took, recall = [], 0.0
    for row, best in enumerate(exact):
        began = time.perf_counter()
        found = search(queries[row : row + 1])
        took.append(1000 * (time.perf_counter() - began))
        recall += len({int(one) for one in found} & set(best.tolist())) / FOUND
    return {
        "width": width,
        "recall": round(recall / len(exact), 4),
        "ms": round(float(np.mean(took)), 3),
        "p95_ms": round(float(np.quantile(took, 0.95)), 3),
    }


def _blocks(vectors: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    for start in range(0, len(vectors), BLOCK):
        yield start, np.array(vectors[start : start + BLOCK])


def _private_megabytes() -> int:
    """Memory of this process alone, without files that are mapped into it."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) // 1024
