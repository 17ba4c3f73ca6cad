"""The vector index: a small port, and exact search with FAISS behind it."""

from dataclasses import dataclass
from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Hit:
    """A row of the index and its inner product with the query."""

    row: int
    score: float


class VectorIndex(Protocol):
    """Finds the rows nearest to a vector; rows are numbered in the order they were given."""

    def search(self, vector: Vectors, count: int) -> list[Hit]:
        """The ``count`` best rows for one vector of shape [dimensions], best first."""

    def __len__(self) -> int:
        """How many rows there are."""


class FlatIndex:
    """Exact inner-product search, the fastest way up to some ten thousand rows."""

    def __init__(self, vectors: Vectors) -> None:
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))

    def search(self, vector: Vectors, count: int) -> list[Hit]:
        """The best rows for one vector, best first; none when the index is empty."""
        if not len(self):
            return []
        scores, rows = self._index.search(vector[None, :].astype(np.float32), min(count, len(self)))
        return [Hit(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True)]

    def __len__(self) -> int:
        """How many vectors are in it."""
        return int(self._index.ntotal)
