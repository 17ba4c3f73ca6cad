"""hnswlib over the same vectors; runs in `.venv-bench`, which holds requirements/bench.in.

``build FOLDER`` reads vectors.npy and keeps an index there; ``ask FOLDER WIDTH ...`` reads queries.npy and exact.npy.
Either writes its figures as the last line of standard output.
"""

import json
import sys
from pathlib import Path

import hnswlib
import numpy as np

from benchmarks.asking import FOUND, built, point

NEIGHBOURS, BUILD_WIDTH = 16, 200
"""The library's own defaults."""


def build(folder):
    """Build with as many threads as ours."""
    rows, dimensions = np.load(folder / "vectors.npy", mmap_mode="r").shape
    index = hnswlib.Index("ip", dimensions)
    index.init_index(rows, ef_construction=BUILD_WIDTH, M=NEIGHBOURS)
    index.set_num_threads(2)
    figures = built(folder, lambda first, block: index.add_items(block, range(first, first + len(block))))
    index.save_index(str(folder / "hnswlib.index"))
    return figures


def ask(folder, widths):
    """One query after the other on one thread."""
    index = hnswlib.Index("ip", np.load(folder / "queries.npy", mmap_mode="r").shape[1])
    index.load_index(str(folder / "hnswlib.index"))
    index.set_num_threads(1)
    return {"points": [_point(index, width, folder) for width in widths]}


def _point(index, width, folder):
    index.set_ef(width)
    return point(width, folder, lambda query: index.knn_query(query, FOUND)[0][0])


if __name__ == "__main__":
    place = Path(sys.argv[2])
    print(json.dumps(build(place) if sys.argv[1] == "build" else ask(place, [int(one) for one in sys.argv[3:]])))
