"""What the rest of the room needs of a vector index; every adapter passes ``tests/contract/index_contract.py``."""

import re
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,49}")
"""What a table or a collection may be called, in PostgreSQL and in Milvus alike."""


class IndexUnavailableError(Exception):
    """A vector database cannot be reached, is too slow, refuses, or is not the one that was meant."""


@dataclass(frozen=True)
class Hits:
    """The best rows for each query, best first: ids and inner products, both [queries, count].

    Where there are fewer rows than asked for, the id is -1 and the score minus infinity.
    """

    ids: Ids
    scores: Vectors


def no_hits(queries: int, count: int) -> Hits:
    """So many times nothing; an adapter writes what it finds over it."""
    return Hits(np.full((queries, count), -1, np.int64), np.full((queries, count), -np.inf, np.float32))


class VectorIndex(Protocol):
    """Finds the rows whose unit vectors are nearest to a query; every row has an id of its own."""

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add rows: ids [rows] not yet in the index, vectors [rows, dimensions]."""

    def remove(self, ids: Ids) -> None:
        """Take rows out; ids that are not there are no error."""

    def search(self, queries: Vectors, count: int) -> Hits:
        """The ``count`` best rows for each of the queries [queries, dimensions]."""

    def vectors(self, ids: Ids) -> Vectors:
        """The vectors [rows, dimensions] in the order of the ids, as far as the index keeps them exactly.

        Raises KeyError for an id that is not there.
        """

    def __len__(self) -> int:
        """How many rows there are."""


def checked_name(name: str) -> str:
    """The name of a table or collection; raise ValueError when it is none."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a table or collection: letters, digits and _, at most 50")
    return name
