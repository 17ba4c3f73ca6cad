import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge_base.index.local import FLAT_UP_TO, CellIndex, FlatIndex, GraphIndex, choose_index, load_index
from knowledge_base.index.snapshot import DamagedSnapshotError, Snapshot, read_snapshot, write_snapshot
from tests.contract.index_contract import DIMENSIONS, IndexContract, numbers, unit_rows

Local = FlatIndex | GraphIndex | CellIndex

KINDS = pytest.mark.parametrize("kind", [FlatIndex, GraphIndex, CellIndex])
TABLE = {"revision": 7, "fingerprint": "指纹", "shelves": {"e1": [0, 1, 2]}}


class TestFlatIndex(IndexContract):
    @pytest.fixture
    def index(self) -> FlatIndex:
        return FlatIndex(DIMENSIONS)


class TestGraphIndex(IndexContract):
    tolerance = 1e-2

    @pytest.fixture
    def index(self) -> GraphIndex:
        return GraphIndex(DIMENSIONS)


class TestCellIndex(IndexContract):
    tolerance = 1e-2

    @pytest.fixture
    def index(self) -> CellIndex:
        return CellIndex(DIMENSIONS)


def filled(kind: Callable[[int], Local], rows: int = 200) -> Local:
    index = kind(DIMENSIONS)
    index.add(np.arange(rows), unit_rows(rows))
    return index


@KINDS
def test_an_index_comes_back_from_its_dump(kind: Callable[[int], Local]):
    index = filled(kind)
    index.remove(numbers(3, 4))
    back = load_index(index.dump())
    before, after = index.search(unit_rows(20, seed=1), 10), back.search(unit_rows(20, seed=1), 10)
    assert type(back) is kind
    assert len(back) == 198
    assert after.ids.tolist() == before.ids.tolist()
    assert after.scores.tolist() == before.scores.tolist()
    assert back.vectors(numbers(199, 0)).tolist() == index.vectors(numbers(199, 0)).tolist()


@KINDS
def test_an_index_that_came_back_can_be_changed(kind: Callable[[int], Local]):
    back = load_index(filled(kind).dump())
    back.remove(numbers(5))
    back.add(numbers(1000), unit_rows(1, seed=2))
    assert len(back) == 200
    assert back.search(unit_rows(1, seed=2), 1).ids.tolist() == [[1000]]
    assert 5 not in back.search(unit_rows(200)[5:6], 200).ids


@KINDS
def test_an_empty_index_comes_back_empty_and_usable(kind: Callable[[int], Local]):
    back = load_index(kind(DIMENSIONS).dump())
    assert len(back) == 0
    back.add(numbers(6), unit_rows(1))
    assert back.search(unit_rows(1), 1).ids.tolist() == [[6]]


@KINDS
def test_what_stays_is_still_found_when_most_rows_are_removed(kind: Callable[[int], Local]):
    index = filled(kind)
    for start in range(0, 150, 10):
        index.remove(np.arange(start, start + 10))
    hits = index.search(unit_rows(200)[150:], 1)
    assert len(index) == 50
    assert hits.ids[:, 0].tolist() == list(range(150, 200))
    np.testing.assert_allclose(hits.scores[:, 0], 1, atol=1e-2)


def test_something_else_is_no_index():
    for content in (b"", b"fla", b"nope" + b"\x00" * 40):
        with pytest.raises(ValueError, match="not an index"):
            load_index(content)


@pytest.mark.parametrize(
    ("rows", "memory", "kind"),
    [
        (0, 10**9, FlatIndex),
        (FLAT_UP_TO, 0, FlatIndex),
        (FLAT_UP_TO + 1, 10**9, GraphIndex),
        (1_000_000, 10**9, GraphIndex),
        (1_000_000, 10**8, CellIndex),
        (10_000_000, 10**9, CellIndex),
    ],
)
def test_rows_and_memory_decide_on_the_kind(rows: int, memory: int, kind: type[Local]):
    assert type(choose_index(rows, 384, memory)) is kind


@KINDS
def test_a_snapshot_comes_back_with_its_table(kind: Callable[[int], Local], tmp_path: Path):
    path = tmp_path / "new" / "folder" / "answers.index"
    index = filled(kind)
    write_snapshot(Snapshot(TABLE, index), path)
    back = read_snapshot(path)
    assert back is not None
    assert back.table == TABLE
    assert type(back.index) is kind
    assert back.index.search(unit_rows(3), 5).ids.tolist() == index.search(unit_rows(3), 5).ids.tolist()
    assert [file.name for file in path.parent.iterdir()] == ["answers.index"]


def test_a_second_snapshot_replaces_the_first(tmp_path: Path):
    write_snapshot(Snapshot(TABLE, filled(FlatIndex)), tmp_path / "a")
    write_snapshot(Snapshot({"revision": 8}, FlatIndex(DIMENSIONS)), tmp_path / "a")
    back = read_snapshot(tmp_path / "a")
    assert back is not None and back.table == {"revision": 8} and len(back.index) == 0


def test_a_missing_snapshot_is_none(tmp_path: Path):
    assert read_snapshot(tmp_path / "nothing") is None


def test_a_snapshot_cut_short_is_damaged(tmp_path: Path):
    path = tmp_path / "a"
    write_snapshot(Snapshot(TABLE, filled(FlatIndex, 5)), path)
    whole = path.read_bytes()
    for length in (*range(200), len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedSnapshotError):
            read_snapshot(path)


def test_a_snapshot_with_any_one_byte_changed_is_damaged(tmp_path: Path):
    path = tmp_path / "a"
    write_snapshot(Snapshot(TABLE, filled(FlatIndex, 2)), path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        for flip in (1, 0x80):
            changed = bytearray(whole)
            changed[place] ^= flip
            path.write_bytes(changed)
            with pytest.raises(DamagedSnapshotError):
                read_snapshot(path)


def test_a_snapshot_that_this_version_cannot_read_counts_as_damaged(tmp_path: Path):
    class FromTheFuture(FlatIndex):
        def dump(self) -> bytes:
            return b"flat" + b"Zzzz" + super().dump()[8:]

    write_snapshot(Snapshot(TABLE, FromTheFuture(DIMENSIONS)), tmp_path / "a")
    with pytest.raises(DamagedSnapshotError):
        read_snapshot(tmp_path / "a")


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_snapshot_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
):
    write_snapshot(Snapshot(TABLE, filled(FlatIndex)), tmp_path / "a")
    before = (tmp_path / "a").read_bytes()

    def failing(_descriptor: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(type(error)):
        write_snapshot(Snapshot({"revision": 8}, FlatIndex(DIMENSIONS)), tmp_path / "a")
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == before


@pytest.mark.parametrize("block", [100, 2000])
def test_a_graph_keeps_its_rows_apart_when_it_puts_them_in_order(monkeypatch: pytest.MonkeyPatch, block: int):
    monkeypatch.setattr("knowledge_base.index.local.FLAT_UP_TO", 500)
    index, rows = GraphIndex(DIMENSIONS), unit_rows(2000)
    for start in range(0, 2000, block):
        index.add(np.arange(start, start + block), rows[start : start + block])
    index.remove(numbers(0, 1999))
    back = load_index(index.dump())
    again = load_index(back.dump())
    again.remove(numbers(7))
    again.add(numbers(7), rows[7:8])
    for one in (index, back, again):
        np.testing.assert_allclose(one.vectors(np.arange(1, 1999)), rows[1:1999], atol=3e-3)
        hits = one.search(rows[1:1999], 1)
        assert (hits.ids[:, 0] == np.arange(1, 1999)).mean() > 0.99
        np.testing.assert_allclose(hits.scores[:, 0], 1, atol=3e-3)


def test_a_graph_built_anew_keeps_what_it_kept():
    index = filled(GraphIndex)
    kept = index.vectors(np.arange(150, 200))
    for start in range(0, 150, 10):
        index.remove(np.arange(start, start + 10))
    assert index.vectors(np.arange(150, 200)).tolist() == kept.tolist()
    np.testing.assert_allclose(kept, unit_rows(200)[150:], atol=3e-3)


@pytest.mark.parametrize("kind", [GraphIndex, CellIndex])
def test_a_dimension_that_outweighs_the_others_is_not_cut_off(kind: Callable[[int], Local]):
    rows = unit_rows(300)
    rows[:, 5] += np.where(np.arange(300) % 2, 2.0, -2.0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = kind(DIMENSIONS)
    index.add(np.arange(300), rows)
    for one in (index, load_index(index.dump())):
        np.testing.assert_allclose(one.vectors(np.arange(300)), rows, atol=1e-2)
        np.testing.assert_allclose(one.search(rows, 1).scores[:, 0], 1, atol=2e-2)
