"""The statements that must hold under pressure."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from desk.conversations.model import Draft, Role
from desk.conversations.state import Event, ImpossibleTransitionError, State
from desk.store import conversations, messages
from desk.store.database import Database
from desk.store.migrate import migrate

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path):
    one = Database(f"sqlite+aiosqlite:///{tmp_path / 'state' / 'desk.db'}")
    await migrate(one)
    yield one
    await one.close()


async def opened(database):
    async with database.writing() as connection:
        return await conversations.create(connection, "api", "en")


async def test_the_database_writes_ahead(database):
    async with database.reading() as connection:
        assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar_one() == "wal"


async def test_an_error_rolls_everything_back(database):
    conversation = await opened(database)
    with pytest.raises(RuntimeError):
        async with database.writing() as connection:
            await messages.append(connection, conversation.id, [Draft(Role.BOT, "x", "en")], at=NOW)
            raise RuntimeError
    async with database.reading() as connection:
        assert await messages.visible(connection, conversation.id) == ()


async def test_parallel_appends_never_share_a_number(database):
    conversation = await opened(database)

    async def append(number):
        async with database.writing() as connection:
            return await messages.append(
                connection, conversation.id, [Draft(Role.CUSTOMER, str(number), "en")] * 2, at=NOW
            )

    stored = await asyncio.gather(*(append(number) for number in range(25)))
    numbers = [message.seq for pair in stored for message in pair]
    assert sorted(numbers) == list(range(1, 51))
    assert all(first.seq + 1 == second.seq for first, second in stored)


async def test_a_key_is_stored_once_and_the_database_itself_insists(database):
    conversation = await opened(database)
    draft = Draft(Role.BOT, "receipt", "en", dedupe_key="receipt:1")
    async with database.writing() as connection:
        first = await messages.append(connection, conversation.id, [draft, draft], at=NOW)
        second = await messages.append(connection, conversation.id, [draft], at=NOW)
    assert (len(first), len(second)) == (1, 0)
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO messages SELECT conversation_id, 99, epoch, turn_id, role, text, language, choices,"
                " products, sources, analysis, author, private, dedupe_key, created_at, response FROM messages"
            )


async def test_moments_come_back_aware_and_equal(database):
    conversation = await opened(database)
    async with database.writing() as connection:
        (stored,) = await messages.append(connection, conversation.id, [Draft(Role.BOT, "x", "en")], at=NOW)
    async with database.reading() as connection:
        (read,) = await messages.visible(connection, conversation.id)
    assert read == stored


async def test_of_many_claims_one_wins(database):
    conversation = await opened(database)
    async with database.writing() as connection:
        await conversations.transition(connection, conversation.id, Event.HANDOFF, "bot", reason="asked")

    async def claim(agent):
        try:
            async with database.writing() as connection:
                await conversations.transition(connection, conversation.id, Event.CLAIM, agent, owner=agent)
        except ImpossibleTransitionError:
            return None
        return agent

    winners = [agent for agent in await asyncio.gather(*(claim(f"a{n}") for n in range(20))) if agent]
    assert len(winners) == 1
    async with database.reading() as connection:
        after = await conversations.get(connection, conversation.id)
    assert (after.state, after.owner, after.handoff_reason) == (State.HUMAN, winners[0], "asked")


async def test_a_restart_of_the_tracker_is_not_replaced_by_a_later_return(database):
    conversation = await opened(database)
    async with database.writing() as connection:
        await conversations.tell_tracker(connection, conversation.id, "restart")
        await conversations.tell_tracker(connection, conversation.id, "return", "note")
        told = await conversations.get(connection, conversation.id)
        await conversations.tell_tracker(connection, conversation.id, "restart")
        await conversations.tracker_was_told(connection, conversation.id, told.tracker_version)
        after = await conversations.get(connection, conversation.id)
        await conversations.tracker_was_told(connection, conversation.id, after.tracker_version)
        done = await conversations.get(connection, conversation.id)
    assert (told.tracker_task, after.tracker_task, done.tracker_task) == ("restart", "restart", None)
