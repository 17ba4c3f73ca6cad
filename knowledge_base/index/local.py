"""Indexes in this process's memory, made by FAISS (Douze et al. 2024).

``FlatIndex`` compares with every row; ``GraphIndex`` walks a graph of neighbours (HNSW: Malkov and Yashunin 2018);
``CellIndex`` looks into the cells nearest to the query (IVF: Jegou et al. 2011). The latter two keep a byte
a dimension.
"""

from collections.abc import Callable
from typing import Any, Self

import faiss
import numpy as np

from knowledge_base.index.port import Hits, Ids, Vectors

FLAT_UP_TO = 20_000
"""Rows up to which comparing with all of them is as fast as anything else."""

DEAD_SHARE = 0.25
"""Share of removed rows from which a graph is built anew."""

GONE = np.int64(-1)
"""The id of a removed row on disk."""

LEAST_TO_TRAIN = 1000
"""Rows on which the range of each dimension, or the cells, are learnt at least."""

NEIGHBOURS = 24
BUILD_WIDTH = 120
SEARCH_WIDTH = 192
"""How many neighbours a row keeps and how many candidates a build and a search follow; docs/benchmarks.md."""

GRAPH_BYTES_A_ROW = NEIGHBOURS * 2 * 4 + 24
CELL_BYTES_A_ROW = 16


class FlatIndex:
    """Exact inner-product search."""

    def __init__(self, dimensions: int) -> None:
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex."""
        self._index.add_with_ids(_rows(vectors), np.asarray(ids, np.int64))

    def remove(self, ids: Ids) -> None:
        """See VectorIndex."""
        if len(ids):
            self._index.remove_ids(np.asarray(ids, np.int64))

    def search(self, queries: Vectors, count: int) -> Hits:
        """See VectorIndex."""
        return _hits(*self._index.search(_rows(queries), count))

    def vectors(self, ids: Ids) -> Vectors:
        """See VectorIndex; exact."""
        try:
            found: Vectors = self._index.reconstruct_batch(np.asarray(ids, np.int64))
        except RuntimeError as error:  # FAISS has no narrower one for an id that is not there
            raise KeyError("a row that was asked for is not in the index") from error
        return found

    def __len__(self) -> int:
        """How many rows there are."""
        return int(self._index.ntotal)

    def dump(self) -> bytes:
        """The whole index, for ``load_index``."""
        return b"flat" + bytes(faiss.serialize_index(self._index))

    @classmethod
    def load(cls, content: bytes) -> "FlatIndex":
        """What ``dump`` gave, without its first word."""
        index = cls.__new__(cls)
        index._index = _deserialised(content)
        return index


class _Quantised:
    """Rows in the order they were added, a byte a dimension; removed ones are skipped until they are too many."""

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._index: Any = None
        self._ids = np.zeros(0, np.int64)
        self._alive = np.zeros(0, bool)
        self._row_of: dict[int, int] = {}

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex."""
        if not len(ids):
            return
        rows = _rows(vectors)
        if self._index is None:
            self._index = self._made(len(rows))
            self._index.train(_enough(rows))
        self._index.add(rows)
        first = len(self._ids)
        self._row_of.update({int(one): first + place for place, one in enumerate(ids)})
        self._ids = np.concatenate([self._ids, np.asarray(ids, np.int64)])
        self._alive = np.concatenate([self._alive, np.ones(len(ids), bool)])

    def remove(self, ids: Ids) -> None:
        """See VectorIndex."""
        gone = [row for one in ids if (row := self._row_of.pop(int(one), None)) is not None]
        self._alive[gone] = False
        if len(self._ids) - len(self) > DEAD_SHARE * len(self._ids):
            self._build_anew()

    def search(self, queries: Vectors, count: int) -> Hits:
        """See VectorIndex."""
        if not len(self):
            return _nothing(len(queries), count)
        selector = None if self._alive.all() else faiss.IDSelectorBitmap(np.packbits(self._alive, bitorder="little"))
        scores, rows = self._index.search(_rows(queries), count, params=self._parameters(count, selector))
        return _hits(scores, np.where(rows < 0, -1, self._ids[rows]))

    def vectors(self, ids: Ids) -> Vectors:
        """See VectorIndex; to a byte a dimension."""
        rows = np.array([self._row_of[int(one)] for one in ids], np.int64)
        found: Vectors = self._index.reconstruct_batch(rows) if len(rows) else np.zeros((0, self._dimensions), "f4")
        return found

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._row_of)

    def _made(self, rows: int) -> Any:
        """An empty index of FAISS that so many rows are about to fill."""
        raise NotImplementedError

    def _parameters(self, count: int, selector: Any) -> Any:
        raise NotImplementedError

    def _build_anew(self) -> None:
        ids = self._ids[self._alive]
        vectors = self.vectors(ids)
        self._ids, self._alive, self._row_of = np.zeros(0, np.int64), np.zeros(0, bool), {}
        if not len(ids):
            self._index = None
            return
        self._index.reset()  # keeps what was learnt, so the same bytes come out again however often this is done
        self.add(ids, vectors)

    def dump(self) -> bytes:
        """The whole index, for ``load_index``; what was removed is marked so."""
        body = bytes(faiss.serialize_index(self._index)) if self._index is not None else b""
        head = np.array([self._dimensions, len(self._ids)], np.int64).tobytes()
        return self._word + head + np.where(self._alive, self._ids, GONE).tobytes() + body

    _word = b""

    @classmethod
    def load(cls, content: bytes) -> Self:
        """What ``dump`` gave, without its first word."""
        index = cls(int(np.frombuffer(content, np.int64, 1)[0]))
        index._restore(content)
        return index

    def _restore(self, content: bytes) -> None:
        count = int(np.frombuffer(content, np.int64, 2)[1])
        self._ids = np.frombuffer(content, np.int64, count, offset=16).copy()
        self._alive = self._ids != GONE
        self._row_of = {int(one): row for row, one in enumerate(self._ids) if one != GONE}
        self._index = _deserialised(content[16 + 8 * count :]) if count else None


class GraphIndex(_Quantised):
    """HNSW over rows of a byte a dimension: fast, exact to a few in a hundred."""

    _word = b"hnsw"
    width = SEARCH_WIDTH

    def _made(self, rows: int) -> Any:
        index = faiss.IndexHNSWSQ(
            self._dimensions, faiss.ScalarQuantizer.QT_8bit, NEIGHBOURS, faiss.METRIC_INNER_PRODUCT
        )
        index.hnsw.efConstruction = BUILD_WIDTH
        return index

    def _parameters(self, count: int, selector: Any) -> Any:
        return faiss.SearchParametersHNSW(efSearch=max(self.width, 2 * count), sel=selector)


class CellIndex(_Quantised):
    """IVF over rows of a byte a dimension: the least memory."""

    _word = b"cell"

    def _made(self, rows: int) -> Any:
        cells = max(16, int(4 * np.sqrt(rows)))
        coarse = faiss.IndexFlatIP(self._dimensions)
        index = faiss.IndexIVFScalarQuantizer(
            coarse, self._dimensions, cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        coarse.this.disown()
        index.own_fields = True
        index.cp.min_points_per_centroid = 1
        index.make_direct_map()
        return index

    def _parameters(self, count: int, selector: Any) -> Any:
        cells = self._index.nlist
        # as many rows as a flat index compares with are looked at in any case: a small index loses nothing
        enough = -(-cells * FLAT_UP_TO // self._index.ntotal)
        return faiss.SearchParametersIVF(nprobe=min(cells, max(cells // 16, enough)), sel=selector)

    def _restore(self, content: bytes) -> None:
        super()._restore(content)
        if self._index is not None:
            self._index.make_direct_map()


LocalIndex = FlatIndex | GraphIndex | CellIndex


def choose_index(rows: int, dimensions: int, memory_bytes: int) -> LocalIndex:
    """The index for so many rows: exact while that is fast enough, else a graph, else cells when memory is short."""
    if rows <= FLAT_UP_TO:
        return FlatIndex(dimensions)
    if rows * (dimensions + GRAPH_BYTES_A_ROW) <= memory_bytes:
        return GraphIndex(dimensions)
    return CellIndex(dimensions)


def load_index(content: bytes) -> LocalIndex:
    """An index from what its ``dump`` gave; raise ValueError when that is none."""
    kinds: dict[bytes, Callable[[bytes], LocalIndex]]
    kinds = {b"flat": FlatIndex.load, b"hnsw": GraphIndex.load, b"cell": CellIndex.load}
    load = kinds.get(bytes(content[:4]))
    if load is None:
        raise ValueError("not an index")
    return load(content[4:])


def _enough(rows: Vectors) -> Vectors:
    """Training rows; a handful is repeated with noise wide enough for any unit vector to fit in later."""
    if len(rows) >= LEAST_TO_TRAIN:
        return rows
    chance = np.random.default_rng(0)
    copies = rows[chance.integers(0, len(rows), LEAST_TO_TRAIN)]
    return (copies + chance.normal(0, 2 * copies.shape[1] ** -0.5, copies.shape)).astype(np.float32)


def _rows(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(vectors, dtype=np.float32)


def _hits(scores: Vectors, ids: Ids) -> Hits:
    return Hits(ids.astype(np.int64), np.where(ids < 0, -np.inf, scores).astype(np.float32))


def _nothing(queries: int, count: int) -> Hits:
    return Hits(np.full((queries, count), -1, np.int64), np.full((queries, count), -np.inf, np.float32))


def _deserialised(content: bytes) -> Any:
    return faiss.deserialize_index(np.frombuffer(content, np.uint8))
