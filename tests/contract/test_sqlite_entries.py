"""The store of past answers on SQLite."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from knowledge_base.entries import EntryStore
from tests.contract.entries_contract import EntryStoreContract, an_entry, saying


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def empty(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


class TestEntriesOnSqlite(EntryStoreContract):
    async def test_an_edit_waits_for_a_long_import_of_another_process(self, file: Path, store: EntryStore):
        await store.put([an_entry("a")])
        importing = sqlite3.connect(file, isolation_level=None)
        importing.execute("BEGIN IMMEDIATE")
        edit = asyncio.create_task(store.edit(saying("a", "new"), "mia"))
        await asyncio.sleep(6)  # longer than the driver waits by itself
        importing.close()
        assert (await edit).answers == {"en": "new"}
