"""The figures' statements mean the same to PostgreSQL as to SQLite."""

from datetime import timedelta

from desk.conversations.model import Lookup
from desk.conversations.state import State
from desk.satisfaction.model import Reason
from desk.store import conversations
from desk.store.database import Database
from desk.store.figures import Tally
from desk.store.migrate import migrate
from desk.store.satisfaction import Tally as Satisfied
from tests.unit.desk import test_satisfaction_figures as satisfaction
from tests.unit.desk.test_figures import NOW, Shop


async def test_weeks_topics_and_outcomes_are_counted(empty: str):
    database = Database(empty)
    await migrate(database)
    async with database.writing() as connection:
        conversation = await conversations.create(connection, "api", "en")
    shop = Shop(database, conversation.id)
    assert [week.topics for week in await shop.weeks(2)] == [{}, {}]
    await shop.hears(Lookup.UNANSWERED, at=NOW - timedelta(weeks=1))
    await shop.hears(Lookup.ASKED_BACK, topic="refund")
    await shop.hears(Lookup.ANSWERED, topic=None, target='/inform{"entry_id": "a"}')
    await shop.hears(state=State.HUMAN, said=False)
    assert [week.topics for week in await shop.weeks(2)] == [
        {"logistics": Tally(1, 0)},
        {"logistics": Tally(0, 0, 1), "refund": Tally(2, 1)},
    ]
    await database.close()


async def test_satisfaction_is_counted_by_who_served_and_why_not(empty: str):
    database = Database(empty)
    await migrate(database)
    shop = satisfaction.Shop(database)
    assert (await shop.figures.summary(None, None)).total == Satisfied()
    await shop.asks(5)
    await shop.asks(2, Reason.NOT_SOLVED)
    await shop.asks(by="agent:mei")
    summary = await shop.figures.summary(None, None)
    assert summary.by == {"agent:mei": Satisfied(1), "bot": Satisfied(2, 2, 7, 1)}
    assert summary.reasons == {Reason.NOT_SOLVED: 1}
    await database.close()
