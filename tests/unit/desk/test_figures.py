"""The share of customers' messages that past answers answered, week by week, on real SQLite."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.conversations.model import Analysis, Draft, Lookup, Role
from desk.conversations.state import State
from desk.learning.figures import AnswerFigures
from desk.store import conversations, messages, turns
from desk.store.database import Database
from desk.store.figures import Tally
from desk.store.migrate import migrate
from desk.store.secrets import new_id
from foundation.clock import BusinessClock

NOW = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
MONDAY = date(2026, 5, 4)
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Shop:
    """A desk's database with one conversation, and the figures over it."""

    def __init__(self, database: Database, conversation_id: str) -> None:
        self.database = database
        self.conversation_id = conversation_id

    async def hears(
        self,
        lookup: Lookup | None = None,
        *,
        topic: str | None = "logistics",
        at: datetime = NOW,
        state: State = State.BOT,
        target: str | None = None,
        said: bool = True,
    ) -> None:
        """A customer's message and the end of its turn, in which the bot ``said`` something or nothing."""
        turn_id = new_id("t")
        async with self.database.writing() as connection:
            (message,) = await messages.append(
                connection, self.conversation_id, [Draft(Role.CUSTOMER, "hello", "en")], at=at, turn_id=turn_id
            )
            if topic is not None:
                analysis = Analysis("inform", 0.9, "neutral", topic)
                await messages.analyse(connection, self.conversation_id, message.seq, "en", analysis)
            await turns.add(
                connection, turns.NewTurn(turn_id, self.conversation_id, 0, message.seq, "hello", target, None, "hash")
            )
            until = message.seq
            if said:
                (answer,) = await messages.append(
                    connection, self.conversation_id, [Draft(Role.BOT, "hi", "en")], at=at, turn_id=turn_id
                )
                until = answer.seq
            await turns.finish(connection, turn_id, until, state, True, lookup)

    async def weeks(self, count: int = 1, zone: ZoneInfo = SHANGHAI, now: datetime = NOW):
        clock = BusinessClock(now, time.time())
        return await AnswerFigures(self.database, clock, zone).weeks(count)

    async def asked(self, count: int, zone: ZoneInfo = SHANGHAI, now: datetime = NOW) -> dict[str, int]:
        """How many lookups each week has."""
        return {str(week.monday): week.total.asked for week in await self.weeks(count, zone, now)}


@pytest.fixture
async def shop(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    await migrate(database)
    async with database.writing() as connection:
        conversation = await conversations.create(connection, "api", "en")
    yield Shop(database, conversation.id)
    await database.close()


async def test_without_messages_every_week_is_there_and_has_no_share(shop: Shop):
    weeks = await shop.weeks(3)
    assert [week.monday for week in weeks] == [MONDAY - timedelta(weeks=2), MONDAY - timedelta(weeks=1), MONDAY]
    assert [(week.topics, week.total, week.total.share) for week in weeks] == [({}, Tally(), None)] * 3


async def test_only_lookups_that_gave_an_answer_count_as_answered(shop: Shop):
    for lookup in (Lookup.ANSWERED, Lookup.ASKED_BACK, Lookup.UNANSWERED, Lookup.ANSWERED, None):
        await shop.hears(lookup)
    (week,) = await shop.weeks()
    assert week.total == Tally(asked=4, answered=2)
    assert week.total.share == 0.5


async def test_each_topic_has_a_tally_and_the_total_is_of_all(shop: Shop):
    await shop.hears(Lookup.ANSWERED, topic="refund")
    await shop.hears(Lookup.ANSWERED, topic="logistics")
    await shop.hears(Lookup.UNANSWERED, topic="logistics")
    await shop.hears(Lookup.UNANSWERED, topic=None)
    (week,) = await shop.weeks()
    assert list(week.topics.items()) == [("", Tally(1, 0)), ("logistics", Tally(2, 1)), ("refund", Tally(1, 1))]
    assert week.total == Tally(4, 2)


async def test_a_picked_choice_has_the_topic_of_the_message_it_was_offered_for(shop: Shop):
    await shop.hears(Lookup.UNANSWERED, topic="refund")
    await shop.hears(Lookup.ASKED_BACK, topic="logistics")
    await shop.hears(Lookup.ANSWERED, topic=None, target='/inform{"entry_id": "a"}')
    (week,) = await shop.weeks()
    assert week.topics == {"refund": Tally(1, 0), "logistics": Tally(2, 1)}


async def test_what_an_agent_had_alone_is_counted_apart(shop: Shop):
    await shop.hears(Lookup.ANSWERED)
    await shop.hears(state=State.HUMAN, said=False)
    await shop.hears(state=State.HUMAN, said=False, topic="refund")
    await shop.hears(state=State.PENDING, said=False)
    await shop.hears(state=State.CLOSED, said=False)
    (week,) = await shop.weeks()
    assert week.topics == {"logistics": Tally(1, 1, 1), "refund": Tally(0, 0, 1)}
    assert week.topics["refund"].share is None
    assert week.total == Tally(1, 1, 2)


async def test_what_the_bot_answered_late_is_not_the_agents(shop: Shop):
    await shop.hears(Lookup.ANSWERED, state=State.HUMAN)
    await shop.hears(state=State.HUMAN)
    (week,) = await shop.weeks()
    assert week.total == Tally(asked=1, answered=1, to_agent=0)


async def test_a_turn_that_has_not_ended_is_not_counted(shop: Shop):
    async with shop.database.writing() as connection:
        (message,) = await messages.append(
            connection, shop.conversation_id, [Draft(Role.CUSTOMER, "hello", "en")], at=NOW, turn_id="t"
        )
        await turns.add(
            connection, turns.NewTurn("t", shop.conversation_id, 0, message.seq, "hello", None, None, "hash")
        )
    (week,) = await shop.weeks()
    assert week.total == Tally()


async def test_weeks_begin_on_monday_at_midnight_of_the_shops_time_zone(shop: Shop):
    midnight = datetime(2026, 5, 4, tzinfo=SHANGHAI)
    for at in (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(days=7, microseconds=-1)):
        await shop.hears(Lookup.ANSWERED, at=at)
    await shop.hears(Lookup.ANSWERED, at=midnight + timedelta(days=7))
    assert await shop.asked(2) == {"2026-04-27": 1, "2026-05-04": 2}
    assert await shop.asked(2, ZoneInfo("UTC")) == {"2026-04-27": 2, "2026-05-04": 2}


async def test_the_running_week_is_the_shops_and_not_utcs(shop: Shop):
    sunday_evening = datetime(2026, 5, 3, 17, 0, tzinfo=UTC)
    assert list(await shop.asked(1, SHANGHAI, sunday_evening)) == ["2026-05-04"]
    assert list(await shop.asked(1, ZoneInfo("UTC"), sunday_evening)) == ["2026-04-27"]


async def test_a_week_in_which_the_clocks_change_ends_at_local_midnight(shop: Shop):
    new_york = ZoneInfo("America/New_York")
    for hour in (3, 4):  # midnight was five hours behind UTC on Monday the 2nd and is four behind on the 9th
        await shop.hears(Lookup.ANSWERED, at=datetime(2026, 3, 9, hour, 30, tzinfo=UTC))
    await shop.hears(Lookup.ANSWERED, at=datetime(2026, 3, 2, 4, 30, tzinfo=UTC))
    now = datetime(2026, 3, 11, tzinfo=UTC)
    assert await shop.asked(3, new_york, now) == {"2026-02-23": 1, "2026-03-02": 1, "2026-03-09": 1}


async def test_what_is_older_than_the_first_week_is_left_out(shop: Shop):
    await shop.hears(Lookup.ANSWERED, at=NOW - timedelta(weeks=8))
    assert sum((await shop.asked(8)).values()) == 0
    assert sum((await shop.asked(9)).values()) == 1
    assert len(await shop.asked(104)) == 104
