"""How satisfied customers were, counted on real SQLite."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete

from desk.conversations.model import Conversation
from desk.satisfaction.figures import SatisfactionFigures
from desk.satisfaction.model import Feedback, Reason
from desk.store import conversations, schema
from desk.store import satisfaction as store
from desk.store.database import Database
from desk.store.migrate import migrate
from desk.store.satisfaction import Tally
from foundation.clock import BusinessClock

NOW = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Shop:
    """A desk's database and the figures over it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.figures = SatisfactionFigures(database, BusinessClock(NOW, time.time()), SHANGHAI)

    async def asks(
        self, score: int | None = None, reason: Reason | None = None, *, by: str = "bot", at: datetime = NOW
    ) -> Conversation:
        """A conversation whose customer is asked and perhaps answers."""
        async with self.database.writing() as connection:
            conversation = await conversations.create(connection, "api", "en")
            await store.ask(connection, conversation, by, at)
            if score is not None:
                await store.answer(connection, conversation, Feedback(score, reason), at)
        return conversation


@pytest.fixture
async def shop(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    await migrate(database)
    yield Shop(database)
    await database.close()


async def test_a_shop_that_has_asked_nobody_has_no_mean(shop: Shop):
    summary = await shop.figures.summary(None, None)
    assert (summary.first, summary.last) == (date(2026, 4, 7), date(2026, 5, 6))
    assert (summary.by, summary.reasons, summary.total) == ({}, {}, Tally())
    assert (summary.total.mean, summary.total.share_good) == (None, None)


async def test_those_asked_are_counted_by_who_served_them(shop: Shop):
    for score in (5, 4, 2, None):
        await shop.asks(score)
    await shop.asks(3, by="agent:mei")
    summary = await shop.figures.summary(None, None)
    assert summary.by == {"agent:mei": Tally(1, 1, 3, 0), "bot": Tally(4, 3, 11, 2)}
    assert summary.total == Tally(5, 4, 14, 2)
    assert (summary.total.mean, summary.total.share_good) == (3.5, 0.5)


async def test_reasons_are_counted_the_most_frequent_first(shop: Shop):
    for reason in (Reason.TOO_SLOW, Reason.NOT_SOLVED, Reason.NOT_SOLVED, None):
        await shop.asks(2, reason)
    assert list((await shop.figures.summary(None, None)).reasons.items()) == [
        (Reason.NOT_SOLVED, 2),
        (Reason.TOO_SLOW, 1),
    ]


async def test_both_days_are_whole_days_of_the_shops_time_zone(shop: Shop):
    midnight = datetime(2026, 5, 4, tzinfo=SHANGHAI)
    for at in (midnight - timedelta(seconds=1), midnight, midnight + timedelta(days=2, seconds=-1)):
        await shop.asks(5, at=at)
    await shop.asks(5, at=midnight + timedelta(days=2))
    summary = await shop.figures.summary(date(2026, 5, 4), date(2026, 5, 5))
    assert summary.total.asked == 2


async def test_what_was_said_goes_with_its_conversation(shop: Shop):
    conversation = await shop.asks(1, Reason.RULES)
    async with shop.database.writing() as connection:
        await connection.execute(delete(schema.conversations).where(schema.conversations.c.id == conversation.id))
    assert (await shop.figures.summary(None, None)).total == Tally()
