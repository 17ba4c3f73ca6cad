"""What the rest of the room needs of a vector index; every adapter passes ``tests/contract/index_contract.py``."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Hits:
    """The best rows for each query, best first: ids and inner products, both [queries, count].

    Where there are fewer rows than asked for, the id is -1 and the score minus infinity.
    """

    ids: Ids
    scores: Vectors


class VectorIndex(Protocol):
    """Finds the rows whose unit vectors are nearest to a query; every row has an id of its own."""

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows: ids [rows] not yet in the index, vectors [rows, dimensions]."""

    def remove(self, ids: Ids) -> None:
        """Take rows out; ids that are not there are no error."""

    def search(self, queries: Vectors, count: int) -> Hits:
        """The ``count`` best rows for each of the queries [queries, dimensions]."""

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors of rows that are there, as far as the index keeps them exactly: [rows, dimensions]."""

    def __len__(self) -> int:
        """How many rows there are."""
