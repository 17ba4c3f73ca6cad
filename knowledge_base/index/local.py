"""Indexes in this process's memory, made by FAISS (Douze et al. 2024).

``FlatIndex`` compares with every row; ``GraphIndex`` walks a graph of neighbours (HNSW: Malkov and Yashunin 2018);
``CellIndex`` looks into the cells nearest to the query (IVF: Jegou et al. 2011). The latter two keep a byte
a dimension, all to the same scale, so that bytes are compared with bytes.
"""

from collections.abc import Callable
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage

from knowledge_base.index.port import Hits, Ids, Vectors, no_hits

FLAT_UP_TO = 20_000
"""Rows up to which comparing with all of them is as fast as anything else."""

DEAD_SHARE = 0.25
"""Share of removed rows from which a graph is built anew."""

GONE = np.int64(-1)
"""The id of a removed row on disk."""

LEAST_TO_TRAIN = 1000
"""Rows on which cells are learnt at least."""

NEIGHBOURS = 20
BUILD_WIDTH = 200
SEARCH_WIDTH = 192
"""How many neighbours a row keeps and how many candidates a build and a search follow; docs/benchmarks.md."""

AGAIN = 2
"""How many times as many rows as asked for are ordered anew."""

UNORDERED_SHARE = 0.2
"""Share of rows, added since they were last put in the order of cells, from which that is done again."""

BLOCK = 10_000
"""Rows read at once where all are."""

BYTES = faiss.ScalarQuantizer.QT_8bit_direct_signed
LARGEST, ZERO = 127, np.float32(128)
"""The largest number kept, and what FAISS adds to each to make it a byte."""

RANGE = 4.5
"""How many times the average (root mean square) of a unit vector's numbers the largest kept is at least."""

WITHIN = 0.9999
"""So many of the first rows' numbers are not larger than the largest kept; larger ones are cut off."""

HEAD = 20
"""Bytes before the ids of an index on disk: dimensions, rows, scale."""

PLACES = np.array([1, 4, 16, 64], np.uint8)
QUARTERS: Vectors = (np.arange(256, dtype=np.uint8)[:, None] // PLACES % 4 / np.float32(4) - 0.375 - ZERO).astype(
    np.float32
)
"""What is to be added to four bytes, for each byte that says what rounding left over of their numbers."""

TINY = np.float32(1e-30)

GRAPH_BYTES_A_ROW = NEIGHBOURS * 2 * 4 + 24


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
    def load(cls, content: memoryview) -> "FlatIndex":
        """What ``dump`` gave, without its first word."""
        index = cls.__new__(cls)
        index._index = _deserialised(content)
        return index


class _Quantised:
    """A byte a dimension; removed rows are skipped until they are too many."""

    _word = b""

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._scale = np.float32(LARGEST / (RANGE * dimensions**-0.5))
        self._index: Any = None
        self._by_id: Ids | None
        self._number(np.zeros(0, np.int64))

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex."""
        if not len(ids):
            return
        is_first = self._index is None
        if is_first:
            self._scale = min(self._scale, _scale_for(vectors[:BLOCK]))
        rows = _rounded(self._scaled(vectors))
        if is_first:
            self._index = self._made(rows)
        self._index.add(rows)
        self._number(np.concatenate([self._ids, np.asarray(ids, np.int64)]))

    def remove(self, ids: Ids) -> None:
        """See VectorIndex."""
        rows, there = self._looked_up(ids)
        self._ids[rows[there]] = GONE
        self._number(self._ids)
        if len(self._ids) - len(self) > DEAD_SHARE * len(self._ids):
            self._build_anew()

    def search(self, queries: Vectors, count: int) -> Hits:
        """See VectorIndex."""
        if not len(self) or not len(queries):
            return no_hits(len(queries), count)
        lengths = np.maximum(np.sqrt((queries * queries).sum(axis=1, keepdims=True)), TINY)
        scores, rows = self._nearest(self._scaled(queries / lengths), count)
        ids = self._ids[rows]
        if rows.min() < 0:
            ids[rows < 0], scores[rows < 0] = -1, -np.inf
        return Hits(ids, scores * (lengths / self._scale**2))

    def vectors(self, ids: Ids) -> Vectors:
        """See VectorIndex; to a byte a dimension or better."""
        rows, there = self._looked_up(ids)
        if not there.all():
            raise KeyError("a row that was asked for is not in the index")
        return self._kept(rows) / self._scale if len(rows) else np.zeros((0, self._dimensions), np.float32)

    def __len__(self) -> int:
        """How many rows there are."""
        return self._count

    def dump(self) -> bytes:
        """The whole index, for ``load_index``; what was removed is marked so."""
        body = bytes(faiss.serialize_index(self._index)) if self._index is not None else b""
        head = np.array([self._dimensions, len(self._ids)], np.int64).tobytes() + self._scale.tobytes()
        return b"".join((self._word, head, self._ids.tobytes(), self._beside(), body))

    @classmethod
    def load(cls, content: memoryview) -> Self:
        """What ``dump`` gave, without its first word."""
        dimensions, rows = np.frombuffer(content, np.int64, 2).tolist()
        index = cls(dimensions)
        index._scale = np.frombuffer(content, np.float32, 1, offset=16)[0]
        if rows:
            index._ids = np.frombuffer(content, np.int64, rows, offset=HEAD).copy()
            index._restore(content[HEAD + 8 * rows :])
        return index

    def _made(self, rows: Vectors) -> Any:
        """An empty index of FAISS that these rows are about to fill."""
        raise NotImplementedError

    def _parameters(self, count: int, selector: Any) -> Any:
        raise NotImplementedError

    def _beside(self) -> bytes:
        """What is kept beside FAISS's index."""
        return b""

    def _restore(self, content: memoryview) -> None:
        self._index = _deserialised(content)
        self._number(self._ids)

    def _number(self, ids: Ids) -> None:
        """Say which row has which id, removed ones ``GONE``."""
        gone = ids == GONE
        self._ids, self._by_id = ids, None
        self._alive = faiss.IDSelectorBitmap(np.packbits(~gone, bitorder="little")) if gone.any() else None
        self._count = len(ids) - int(np.count_nonzero(gone))

    def _scaled(self, vectors: Vectors) -> Vectors:
        scaled: Vectors = np.asarray(vectors, np.float32) * self._scale
        return scaled

    def _nearest(self, queries: Vectors, count: int) -> tuple[Vectors, Ids]:
        """Scores and rows of scaled queries, both [queries, count]."""
        found: tuple[Vectors, Ids] = self._index.search(
            _rounded(queries), count, params=self._parameters(count, self._alive)
        )
        return found

    def _kept(self, rows: Ids) -> Vectors:
        """What is kept of rows, scaled."""
        kept: Vectors = self._index.reconstruct_batch(rows)
        return kept

    def _looked_up(self, ids: Ids) -> tuple[Ids, NDArray[np.bool_]]:
        """The rows of ids, and which of the ids are there at all."""
        ids = np.asarray(ids, np.int64)
        if not len(self._ids):
            return np.zeros(len(ids), np.int64), np.zeros(len(ids), bool)
        if self._by_id is None:
            self._by_id = np.argsort(self._ids)
        places = np.searchsorted(self._ids, ids, sorter=self._by_id)
        rows = self._by_id[np.minimum(places, len(self._ids) - 1)]
        return rows, (self._ids[rows] == ids) & (ids != GONE)

    def _build_anew(self) -> None:
        ids = self._ids[self._ids != GONE]
        vectors = self.vectors(ids)
        self._clear()
        self.add(ids, vectors)  # what is kept of what was kept is the same, however often this is done

    def _clear(self) -> None:
        """Forget all rows."""
        self._number(self._ids[:0])
        self._index.reset()


class GraphIndex(_Quantised):
    """HNSW over rows of a byte a dimension: fast, exact to a few in a hundred.

    The best found are ordered anew with two bits more of each number, which a walk does not read. Rows near to each
    other stand close in memory, where a walk comes by one after the other (Coleman et al. 2022).
    """

    _word = b"hnsw"
    width = SEARCH_WIDTH

    def __init__(self, dimensions: int) -> None:
        super().__init__(dimensions)
        self._rests = np.zeros((0, -(-dimensions // len(PLACES))), np.uint8)
        self._unordered = 0

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """See VectorIndex."""
        super().add(ids, vectors)
        self._rests = np.concatenate([self._rests, _rests(self._scaled(vectors))])
        self._unordered += len(ids)
        if len(ids) > UNORDERED_SHARE * len(self._ids):
            self._order()

    def _made(self, rows: Vectors) -> Any:
        index = faiss.IndexHNSWSQ(self._dimensions, BYTES, NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = BUILD_WIDTH
        return index

    def _parameters(self, count: int, selector: Any) -> Any:
        return faiss.SearchParametersHNSW(efSearch=max(self.width, count), sel=selector)

    def _beside(self) -> bytes:
        return np.int64(self._unordered).tobytes() + self._rests.tobytes()

    def _restore(self, content: memoryview) -> None:
        shape = (len(self._ids), self._rests.shape[1])
        self._unordered = int(np.frombuffer(content, np.int64, 1)[0])
        self._rests = np.frombuffer(content, np.uint8, shape[0] * shape[1], offset=8).reshape(shape).copy()
        super()._restore(content[8 + self._rests.nbytes :])
        if self._unordered > UNORDERED_SHARE * len(self._ids):
            self._order()

    def _clear(self) -> None:
        super()._clear()
        self._rests, self._unordered = self._rests[:0], 0

    def _nearest(self, queries: Vectors, count: int) -> tuple[Vectors, Ids]:
        scores, rows = super()._nearest(queries, AGAIN * count)
        for query, own_scores, own in zip(queries, scores, rows, strict=True):
            found = own[own >= 0]
            exact = self._kept(found) @ query
            best = np.argsort(-exact, kind="stable")
            own_scores[: len(found)], own[: len(found)] = exact[best], found[best]
        return scores[:, :count], rows[:, :count]

    def _kept(self, rows: Ids) -> Vectors:
        kept: Vectors = QUARTERS.take(self._rests[rows], axis=0).reshape(len(rows), -1)[:, : self._dimensions]
        kept += self._numbers[rows]
        return kept

    def _number(self, ids: Ids) -> None:
        super()._number(ids)
        if self._index is not None:  # FAISS moves its numbers when rows come or change places
            storage = faiss.downcast_index(self._index.storage)
            self._numbers = faiss.rev_swig_ptr(storage.codes.data(), storage.codes.size()).reshape(-1, self._dimensions)

    def _order(self) -> None:
        """Put rows into the order of the cells they lie in, cells of like centres beside each other.

        A million rows take ten seconds: it is done when as many are added at once that this takes longer anyway, and
        when an index comes back from the disk.
        """
        if len(self._ids) <= FLAT_UP_TO:
            return
        cells = faiss.Kmeans(self._dimensions, int(len(self._ids) ** 0.5), niter=8, seed=1, max_points_per_centroid=64)
        starts = range(0, len(self._ids), BLOCK)
        cells.train(self._index.reconstruct_batch(np.linspace(0, len(self._ids) - 1, 64 * cells.k, dtype=np.int64)))
        cell_of = np.concatenate(
            [cells.assign(self._index.reconstruct_n(start, min(BLOCK, len(self._ids) - start)))[1] for start in starts]
        )
        rank = np.argsort(leaves_list(linkage(cells.centroids, "average")))
        order = np.argsort(rank[cell_of], kind="stable")
        self._index.permute_entries(order)
        self._number(self._ids[order])
        self._rests, self._unordered = self._rests[order], 0


class CellIndex(_Quantised):
    """IVF over rows of a byte a dimension: the least memory."""

    _word = b"cell"

    def _made(self, rows: Vectors) -> Any:
        cells = max(16, int(4 * np.sqrt(len(rows))))
        coarse = faiss.IndexFlatIP(self._dimensions)
        index = faiss.IndexIVFScalarQuantizer(coarse, self._dimensions, cells, BYTES, faiss.METRIC_INNER_PRODUCT, False)
        coarse.this.disown()
        index.own_fields = True
        index.cp.min_points_per_centroid = 1
        index.make_direct_map()
        index.train(_enough(rows))
        return index

    def _parameters(self, count: int, selector: Any) -> Any:
        cells = self._index.nlist
        # as many rows as a flat index compares with are looked at in any case: a small index loses nothing
        enough = -(-cells * FLAT_UP_TO // self._index.ntotal)
        return faiss.SearchParametersIVF(nprobe=min(cells, max(cells // 16, enough)), sel=selector)

    def _restore(self, content: memoryview) -> None:
        super()._restore(content)
        self._index.make_direct_map()


LocalIndex = FlatIndex | GraphIndex | CellIndex


def choose_index(rows: int, dimensions: int, memory_bytes: int) -> LocalIndex:
    """The index for so many rows: exact while that is fast enough, else a graph, else cells when memory is short."""
    if rows <= FLAT_UP_TO:
        return FlatIndex(dimensions)
    if rows * (dimensions * 5 // 4 + GRAPH_BYTES_A_ROW) <= memory_bytes:
        return GraphIndex(dimensions)
    return CellIndex(dimensions)


def load_index(content: bytes) -> LocalIndex:
    """An index from what its ``dump`` gave; raise ValueError when that is none."""
    kinds: dict[bytes, Callable[[memoryview], LocalIndex]]
    kinds = {b"flat": FlatIndex.load, b"hnsw": GraphIndex.load, b"cell": CellIndex.load}
    load = kinds.get(content[:4])
    if load is None:
        raise ValueError("not an index")
    return load(memoryview(content)[4:])  # its parts are read where they are


def _rounded(scaled: Vectors) -> Vectors:
    """Whole numbers; queries too are rounded, or some processors would cut their fractions off."""
    whole: Vectors = np.minimum(np.maximum(np.rint(scaled), -LARGEST), LARGEST)
    return whole


def _scale_for(vectors: Vectors) -> np.float32:
    """The scale at which nearly all numbers are kept."""
    return np.float32(LARGEST / max(float(np.quantile(np.abs(vectors), WITHIN)), float(TINY)))


def _rests(scaled: Vectors) -> NDArray[np.uint8]:
    """What rounding leaves over in quarters, four numbers a byte."""
    quarters = np.clip(np.floor((scaled - _rounded(scaled) + 0.5) * 4), 0, 3).astype(np.uint8)
    padded = np.pad(quarters, ((0, 0), (0, -scaled.shape[1] % len(PLACES))))
    packed: NDArray[np.uint8] = padded.reshape(len(scaled), padded.shape[1] // len(PLACES), len(PLACES)) @ PLACES
    return packed


def _enough(rows: Vectors) -> Vectors:
    """Training rows for the cells; a handful is repeated with noise."""
    if len(rows) >= LEAST_TO_TRAIN:
        return rows
    chance = np.random.default_rng(0)
    copies = rows[chance.integers(0, len(rows), LEAST_TO_TRAIN)]
    return (copies + chance.normal(0, LARGEST / RANGE, copies.shape)).astype(np.float32)


def _rows(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(vectors, dtype=np.float32)


def _hits(scores: Vectors, ids: Ids) -> Hits:
    return Hits(ids.astype(np.int64), np.where(ids < 0, -np.inf, scores).astype(np.float32))


def _deserialised(content: memoryview) -> Any:
    return faiss.deserialize_index(np.frombuffer(content, np.uint8))
