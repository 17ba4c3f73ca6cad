"""What every vector index must do; a test class inherits it and says how its index is made."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import numpy as np
import pytest

from knowledge_base.index.port import Ids, VectorIndex, Vectors

DIMENSIONS = 64


def unit_rows(count: int, seed: int = 0) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def numbers(*ids: int) -> Ids:
    return np.array(ids, np.int64)


class SharedIndex(VectorIndex, Protocol):
    def clear(self) -> None: ...


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


class IndexContract:
    """The inheriting class, or its module, has a fixture ``index`` that gives an empty index of 64 dimensions."""

    tolerance = 1e-3
    """How far a score, or one dimension of a vector that is given back, may be from the truth."""

    @pytest.fixture
    def filled(self, index: VectorIndex) -> VectorIndex:
        """The index with fifty rows, numbered from 0."""
        index.add(np.arange(50), unit_rows(50))
        return index

    def test_an_empty_index_finds_nothing(self, index: VectorIndex):
        hits = index.search(unit_rows(2), 3)
        assert len(index) == 0
        assert hits.ids.tolist() == [[-1] * 3] * 2
        assert hits.scores.tolist() == [[-np.inf] * 3] * 2

    def test_the_best_rows_come_first_with_their_inner_products(self, filled: VectorIndex):
        queries = unit_rows(4, seed=1)
        hits = filled.search(queries, 10)
        truth = queries @ unit_rows(50).T
        assert (np.diff(hits.scores, axis=1) <= 0).all()
        np.testing.assert_allclose(hits.scores, np.take_along_axis(truth, hits.ids, axis=1), atol=self.tolerance)
        np.testing.assert_allclose(hits.scores, -np.sort(-truth, axis=1)[:, :10], atol=self.tolerance)
        assert (hits.ids.dtype, hits.scores.dtype) == (np.int64, np.float32)

    def test_no_queries_find_nothing(self, filled: VectorIndex):
        assert filled.search(unit_rows(0), 3).ids.shape == (0, 3)

    def test_a_query_need_not_be_a_unit_vector(self, filled: VectorIndex):
        single, double = filled.search(unit_rows(1, seed=1), 5), filled.search(2 * unit_rows(1, seed=1), 5)
        np.testing.assert_allclose(double.scores, 2 * single.scores, atol=4 * self.tolerance)

    def test_every_row_is_found_by_itself(self, filled: VectorIndex):
        hits = filled.search(unit_rows(50), 1)
        assert hits.ids[:, 0].tolist() == list(range(50))
        np.testing.assert_allclose(hits.scores[:, 0], 1, atol=self.tolerance)

    def test_rows_added_later_are_found_as_exactly_as_the_first(self, index: VectorIndex):
        rows = unit_rows(200)
        index.add(np.arange(3), rows[:3])
        index.add(np.arange(3, 200), rows[3:])
        hits = index.search(rows, 1)
        assert hits.ids[:, 0].tolist() == list(range(200))
        np.testing.assert_allclose(hits.scores[:, 0], 1, atol=self.tolerance)

    def test_adding_nothing_changes_nothing(self, index: VectorIndex):
        index.add(numbers(), unit_rows(0))
        assert len(index) == 0
        index.add(numbers(1), unit_rows(1))
        index.add(numbers(), unit_rows(0))
        assert len(index) == 1

    def test_a_removed_row_is_never_found(self, filled: VectorIndex):
        filled.remove(numbers(0, 7, 49))
        found = filled.search(unit_rows(50), 50).ids
        assert not np.isin(found, [0, 7, 49]).any()
        assert np.isin(np.arange(50)[[1, 6, 8, 48]], found[0]).all()
        assert len(filled) == 47

    def test_removing_what_is_not_there_is_no_error(self, filled: VectorIndex):
        filled.remove(numbers(3, 99, -5))
        filled.remove(numbers(3))
        filled.remove(numbers())
        assert len(filled) == 49

    def test_removing_from_an_empty_index_is_no_error(self, index: VectorIndex):
        index.remove(numbers(1))
        assert len(index) == 0

    def test_an_index_whose_rows_are_all_removed_is_empty_and_can_be_filled_again(self, filled: VectorIndex):
        filled.remove(np.arange(50))
        assert len(filled) == 0
        assert (filled.search(unit_rows(1), 2).ids == -1).all()
        filled.add(numbers(8), unit_rows(1, seed=2))
        assert filled.search(unit_rows(1, seed=2), 2).ids.tolist() == [[8, -1]]

    def test_ids_come_back_as_they_were_given(self, index: VectorIndex):
        ids = numbers(2**62, 0, 10**12, 5)
        index.add(ids, unit_rows(4))
        assert index.search(unit_rows(4), 1).ids[:, 0].tolist() == ids.tolist()

    def test_an_id_can_be_added_again_after_its_removal(self, filled: VectorIndex):
        again = unit_rows(1, seed=3)
        filled.remove(numbers(4))
        filled.add(numbers(4), again)
        assert len(filled) == 50
        assert filled.search(again, 1).ids.tolist() == [[4]]
        assert filled.search(unit_rows(50)[4:5], 1).ids[0, 0] != 4
        np.testing.assert_allclose(filled.vectors(numbers(4)), again, atol=self.tolerance)

    def test_what_is_missing_to_the_count_is_filled_up(self, index: VectorIndex):
        index.add(numbers(1, 2), unit_rows(2))
        hits = index.search(unit_rows(1), 5)
        assert hits.ids.tolist() == [[1, 2, -1, -1, -1]]
        assert np.isfinite(hits.scores[0, :2]).all()
        assert hits.scores[0, 2:].tolist() == [-np.inf] * 3

    def test_vectors_come_back_in_the_order_asked_for(self, filled: VectorIndex):
        asked = numbers(31, 2, 49, 2)
        np.testing.assert_allclose(filled.vectors(asked), unit_rows(50)[asked], atol=self.tolerance)
        assert filled.vectors(asked).dtype == np.float32

    def test_no_vectors_are_given_for_no_ids(self, filled: VectorIndex):
        assert filled.vectors(numbers()).shape == (0, DIMENSIONS)

    def test_the_vector_of_an_unknown_or_removed_row_is_a_key_error(self, filled: VectorIndex):
        filled.remove(numbers(5))
        for missing in (5, 50):
            with pytest.raises(KeyError):
                filled.vectors(numbers(1, missing))

    def test_several_queries_at_once_find_what_each_finds_alone(self, filled: VectorIndex):
        queries = unit_rows(6, seed=4)
        together = filled.search(queries, 7)
        assert together.ids.shape == together.scores.shape == (6, 7)
        for place in range(6):
            alone = filled.search(queries[place : place + 1], 7)
            assert alone.ids[0].tolist() == together.ids[place].tolist()

    def test_nineteen_in_twenty_of_the_true_best_are_found_among_two_thousand(self, index: VectorIndex):
        rows, queries = unit_rows(2000), unit_rows(100, seed=5)
        index.add(np.arange(2000), rows)
        best = np.argsort(-(queries @ rows.T), axis=1)[:, :10]
        hits = index.search(queries, 10).ids
        recall = np.mean([len(set(found) & set(true)) / 10 for found, true in zip(hits, best, strict=True)])
        assert recall >= 0.95


class SharedIndexContract(IndexContract):
    """What an index in a database must do besides, since other processes use it too."""

    def test_adding_an_id_that_is_there_replaces_its_vector(self, index: SharedIndex):
        index.add(numbers(1), unit_rows(1))
        index.add(numbers(1), unit_rows(1, seed=1))
        assert len(index) == 1
        assert np.allclose(index.vectors(numbers(1)), unit_rows(1, seed=1), atol=1e-6)

    @pytest.mark.parametrize("ids", [(0, 2), (1, 2)])
    def test_clearing_takes_every_row_out(self, index: SharedIndex, ids: tuple[int, int]):
        index.add(numbers(*ids), unit_rows(2))
        index.clear()
        assert len(index) == 0
