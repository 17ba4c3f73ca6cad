"""The store of past answers on PostgreSQL."""

import asyncio

import psycopg

from knowledge_base.entries import EntryStore
from tests.contract.entries_contract import EntryStoreContract, an_entry, saying


class TestEntriesOnPostgres(EntryStoreContract):
    async def test_a_change_that_got_its_number_first_and_is_committed_last_is_never_skipped(
        self, address: str, store: EntryStore, other: EntryStore
    ):
        await store.put([an_entry("a"), an_entry("b")])
        async with await psycopg.AsyncConnection.connect(address) as hindrance:
            await hindrance.execute("SELECT 1 FROM entries WHERE entry_id = 'a' FOR UPDATE")
            slow = asyncio.create_task(store.edit(saying("a", "slow"), "mia"))
            await waiting(address, 1)
            quick = asyncio.create_task(other.edit(saying("b", "quick"), "leo"))
            await asyncio.wait([quick, asyncio.create_task(waiting(address, 2))], return_when="FIRST_COMPLETED")
            seen = await other.changed_since(1)
            assert (seen.revision, seen.live, quick.done()) == (1, (), False)
        first, second = await slow, await quick
        assert (first.revision, second.revision) == (2, 3)
        assert (await other.changed_since(seen.revision)).live == (first, second)

    async def test_a_broken_connection_is_made_anew(self, address: str, store: EntryStore):
        await store.put([an_entry("a")])
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        assert await store.live() == (an_entry("a"),)


async def waiting(address: str, connections: int) -> None:
    """Return once so many connections wait for a lock."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        while await (await connection.execute(query)).fetchone() != (connections,):  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.01)
