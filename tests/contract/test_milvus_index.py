"""MilvusIndex against the embedded edition of Milvus, which speaks the server's protocol."""

import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from milvus_lite.server_manager import server_manager_instance as servers

from knowledge_base.index.milvus import AT_ONCE, MilvusIndex
from knowledge_base.index.port import IndexUnavailableError
from tests.contract.index_contract import DIMENSIONS, SharedIndexContract, numbers, silent_server, unit_rows

COLLECTIONS = count()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for all tests but those that stop it."""
    path = str(tmp_path_factory.mktemp("milvus") / "vectors.db")
    yield path
    servers.release_server(path)


@pytest.fixture
def index(address: str) -> Iterator[MilvusIndex]:
    index = MilvusIndex(address, f"answers_{next(COLLECTIONS)}", DIMENSIONS)
    index.open()
    yield index
    index.close()


@pytest.fixture
def own_address(tmp_path: Path) -> Iterator[str]:
    yield str(tmp_path / "vectors.db")
    servers.release_server(str(tmp_path / "vectors.db"))


def opened(address: str) -> MilvusIndex:
    index = MilvusIndex(address, "answers", DIMENSIONS)
    index.open()
    return index


class TestMilvusIndex(SharedIndexContract):
    pass


def test_the_constructor_reaches_nothing(own_address: str):
    MilvusIndex(own_address, "answers", DIMENSIONS)
    assert not Path(own_address).exists()


@pytest.mark.parametrize("name", ["", "1st", 'a"; --', "a b", "a.b", "答案", "a" * 51, "a\n"])
def test_a_name_that_is_none_is_refused(name: str):
    with pytest.raises(ValueError, match="no name for a table or collection"):
        MilvusIndex("x.db", name, DIMENSIONS)


def test_rows_outlive_the_server_and_are_shared(own_address: str):
    before = opened(own_address)
    before.add(numbers(1, 2, 3), unit_rows(3))
    before.remove(numbers(1))
    before.close()
    servers.release_server(own_address)
    first, second = opened(own_address), opened(own_address)
    first.remove(numbers(2))
    assert second.search(unit_rows(1), 2).ids.tolist() == [[3, -1]]
    first.close()
    second.close()


def test_collections_of_one_server_are_apart(address: str, index: MilvusIndex):
    other = opened(address)
    other.add(numbers(9), unit_rows(1))
    assert len(index) == 0
    other.close()


def test_more_rows_than_one_request_takes_are_added_read_and_removed(index: MilvusIndex):
    rows = AT_ONCE + 2
    index.add(np.arange(rows), unit_rows(rows))
    assert len(index) == rows
    assert np.allclose(index.vectors(np.arange(rows)[::-1]), unit_rows(rows)[::-1], atol=1e-6)
    index.remove(np.arange(rows - 1))
    assert index.search(unit_rows(1), 3).ids.tolist() == [[rows - 1, -1, -1]]


def test_a_collection_of_other_dimensions_is_refused(address: str, index: MilvusIndex):
    with pytest.raises(IndexUnavailableError, match="holds 64 dimensions, not 32"):
        MilvusIndex(address, index._collection, 32).open()
    assert len(index) == 0  # the refused one did not take the connection with it


def test_a_vector_of_other_dimensions_is_a_named_error_and_harms_nothing(index: MilvusIndex):
    with pytest.raises(IndexUnavailableError):
        index.add(numbers(1), np.ones((1, 32), np.float32))
    index.add(numbers(1), unit_rows(1))
    with pytest.raises(IndexUnavailableError):
        index.search(np.ones((1, 32), np.float32), 1)
    assert len(index) == 1


def test_a_server_that_went_away_is_a_named_error_at_once(own_address: str):
    index = opened(own_address)
    index.add(numbers(1), unit_rows(1))
    servers.release_server(own_address)
    started = time.monotonic()
    for call in (
        lambda: index.search(unit_rows(1), 1),
        lambda: index.add(numbers(2), unit_rows(1)),
        lambda: index.remove(numbers(1)),
        lambda: index.vectors(numbers(1)),
        lambda: len(index),
    ):
        with pytest.raises(IndexUnavailableError, match="answers cannot be used"):
            call()
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "bogus://x", "/proc/nowhere/vectors.db"])
def test_a_server_that_is_not_there_is_a_named_error_without_the_token(address: str):
    with pytest.raises(IndexUnavailableError) as refusal:
        MilvusIndex(address, "answers", DIMENSIONS, deadline=1, token="root:geheim").open()
    assert "geheim" not in str(refusal.value)


def test_an_index_that_is_not_open_says_so(address: str):
    with pytest.raises(IndexUnavailableError, match="not open"):
        MilvusIndex(address, "answers", DIMENSIONS).search(unit_rows(1), 1)


def test_a_server_that_says_nothing_is_given_up_at_the_deadline():
    started = time.monotonic()
    with silent_server() as port, pytest.raises(IndexUnavailableError):
        MilvusIndex(f"http://127.0.0.1:{port}", "answers", DIMENSIONS, deadline=1).open()
    assert time.monotonic() - started < 10


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(IndexUnavailableError, match=r"storefront-concierge\[vector\]"):
        MilvusIndex("x.db", "answers", DIMENSIONS).open()
