"""PgVectorIndex against a real PostgreSQL."""

import sys
import time
from collections.abc import Iterator
from itertools import count

import numpy as np
import psycopg
import pytest

from knowledge_base.index.pgvector import PgVectorIndex
from knowledge_base.index.port import IndexUnavailableError
from tests.contract.index_contract import DIMENSIONS, SharedIndexContract, numbers, silent_server, unit_rows

TABLES = count()


@pytest.fixture
def address(postgres: str) -> str:
    return postgres


@pytest.fixture
def index(address: str) -> Iterator[PgVectorIndex]:
    index = PgVectorIndex(address, f"answers_{next(TABLES)}", DIMENSIONS)
    index.open()
    yield index
    index.close()


class TestPgVectorIndex(SharedIndexContract):
    pass


def test_the_constructor_reaches_nothing():
    PgVectorIndex("host=127.0.0.1 port=1", "answers", DIMENSIONS)


@pytest.mark.parametrize("name", ["", "1st", 'a"; DROP TABLE x; --', "a b", "a.b", "答案", "a" * 51, "a\n"])
def test_a_name_that_is_none_is_refused(name: str):
    with pytest.raises(ValueError, match="no name for a table"):
        PgVectorIndex("", name, DIMENSIONS)


def test_rows_outlive_the_connection_and_are_shared(address: str, index: PgVectorIndex):
    index.add(numbers(1, 2), unit_rows(2))
    other = PgVectorIndex(address, index._table, DIMENSIONS)
    other.open()
    index.remove(numbers(1))
    assert other.search(unit_rows(1), 2).ids.tolist() == [[2, -1]]
    other.close()


def test_an_add_that_fails_half_way_adds_nothing(index: PgVectorIndex):
    rows = unit_rows(3)
    rows[2] = np.nan
    with pytest.raises(IndexUnavailableError):
        index.add(numbers(1, 2, 3), rows)
    assert len(index) == 0


def test_a_search_walks_the_graph_and_goes_on_past_removed_rows(address: str, index: PgVectorIndex):
    rows = unit_rows(1500)
    order = np.argsort(-(rows @ rows[0]))
    index.add(np.arange(1500), rows)
    index.remove(order[:500])
    found = index.search(rows[:1], 20).ids[0]
    assert len(set(found) & set(order[500:520])) >= 18
    assert set(found) <= set(order[500:])
    index.close()  # the server counts what a connection did at its end
    with psycopg.connect(address, autocommit=True) as connection:
        row = connection.execute(
            "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = %s", [f"{index._table}_graph"]
        ).fetchone()
    assert row is not None and row[0] > 0


def test_a_table_of_other_dimensions_is_refused(address: str, index: PgVectorIndex):
    with pytest.raises(IndexUnavailableError, match="holds 64 dimensions, not 32"):
        PgVectorIndex(address, index._table, 32).open()


def test_a_query_of_other_dimensions_is_a_named_error_and_harms_nothing(index: PgVectorIndex):
    with pytest.raises(IndexUnavailableError):
        index.add(numbers(1), np.ones((1, 32), np.float32))
    index.add(numbers(1), unit_rows(1))
    with pytest.raises(IndexUnavailableError):
        index.search(np.ones((1, 32), np.float32), 1)
    assert len(index) == 1


def test_a_broken_connection_is_made_anew(address: str, index: PgVectorIndex):
    index.add(numbers(1), unit_rows(1))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    assert len(index) == 1


def test_a_locked_table_is_given_up_at_the_deadline(address: str, index: PgVectorIndex):
    hasty = PgVectorIndex(address, index._table, DIMENSIONS, deadline=0.2)
    with psycopg.connect(address) as connection:
        connection.execute(psycopg.sql.SQL("LOCK TABLE {}").format(psycopg.sql.Identifier(index._table)))
        started = time.monotonic()
        with pytest.raises(IndexUnavailableError):
            hasty.search(unit_rows(1), 1)
        assert time.monotonic() - started < 3
    assert (hasty.search(unit_rows(1), 1).ids == -1).all()
    hasty.close()


@pytest.mark.parametrize("address", ["host=127.0.0.1 port=1", "no connection string"])
def test_a_server_that_is_not_there_is_a_named_error_without_the_password(address: str):
    index = PgVectorIndex(f"{address} password=geheim", "answers", DIMENSIONS, deadline=1)
    for call in (index.open, lambda: len(index), lambda: index.search(unit_rows(1), 1)):
        with pytest.raises(IndexUnavailableError) as refusal:
            call()
        assert "geheim" not in str(refusal.value)


def test_a_server_that_says_nothing_is_given_up_at_the_deadline():
    started = time.monotonic()
    with silent_server() as port, pytest.raises(IndexUnavailableError):
        PgVectorIndex(f"host=127.0.0.1 port={port}", "answers", DIMENSIONS, deadline=1).open()
    assert time.monotonic() - started < 10


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(IndexUnavailableError, match=r"storefront-concierge\[vector\]"):
        PgVectorIndex("", "answers", DIMENSIONS).open()
