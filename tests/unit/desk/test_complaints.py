"""Complaints over a real SQLite file; a later moment is another desk on the same file, as after a restart."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desk.complaints.book import ComplaintBook, close_in_person
from desk.complaints.model import (
    AlreadyAnsweredError,
    Complaint,
    Heard,
    Status,
    UnknownComplaintError,
    UnknownTurnError,
)
from desk.complaints.watch import Watch
from desk.conversations.events import ComplaintsChanged, Hub
from desk.conversations.journal import Journal
from desk.conversations.model import Conversation, Draft, Message, Role
from desk.conversations.state import Event
from desk.identity import people
from desk.mail.courier import Courier
from desk.mail.outbox import Outbox
from desk.mail.port import Letter, NotSentError
from desk.store import conversations, messages, schema, turns
from desk.store.database import Database
from desk.store.migrate import migrate
from foundation.clock import BusinessClock
from foundation.turns import Identity
from storefront.model import Topic
from storefront.policy_file import read_policy

MONDAY = datetime(2026, 6, 15, 2, 0, tzinfo=UTC)
"""Ten in the morning in the demo shop, which answers within a day."""


class Away:
    """A mail server that takes nothing."""

    async def send(self, letter: Letter) -> None:
        raise NotSentError("away")


@dataclass
class At:
    """A desk at one moment."""

    database: Database
    moment: datetime
    outbox: Path
    mail_is_away: bool = False

    def __post_init__(self) -> None:
        self.hub, policy = Hub(), read_policy()
        clock = BusinessClock(self.moment, time.time())
        self.journal = Journal(self.database, self.hub, clock)
        self.book = ComplaintBook(self.database, self.hub, self.journal, policy, clock)
        post = Away() if self.mail_is_away else Outbox(self.outbox)
        courier = Courier(post, post)
        self.watch = Watch(self.database, self.hub, self.journal, self.book, courier, policy, 1.0)

    def letters(self) -> list[dict[str, str]]:
        return [json.loads(path.read_text("utf-8")) for path in sorted(self.outbox.glob("*.json"))]


@pytest.fixture
async def database(tmp_path):
    one = Database(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    await migrate(one)
    yield one
    await one.close()


@pytest.fixture
async def monday(database, tmp_path) -> At:
    return At(database, MONDAY, tmp_path / "outbox")


def later(desk: At, **span: float) -> At:
    return At(desk.database, desk.moment + timedelta(**span), desk.outbox)


async def opened(database: Database, customer_id: str = "C1") -> Conversation:
    async with database.writing() as connection:
        conversation = await conversations.create(connection, "api", "en")
        identity = Identity(customer_id, "token", MONDAY.isoformat(), may_change=True)
        await people.accept(connection, conversation.id, identity)
        return conversation


async def turn(database: Database, conversation: Conversation, name: str) -> str:
    async with database.writing() as connection:
        epoch = (await conversations.get(connection, conversation.id)).epoch
        await turns.add(connection, turns.NewTurn(name, conversation.id, epoch, 1, "words", None, None, "hash"))
    return name


async def complain(desk: At, conversation: Conversation, name: str = "t1", **known: str) -> tuple[Complaint, bool]:
    turn_id = await turn(desk.database, conversation, name)
    return await desk.book.record(heard(conversation, turn_id, **known))


def heard(conversation: Conversation, turn_id: str, **known: str) -> Heard:
    facts: Mapping[str, str] = {"text": "the lamp came broken", "email": "lin@example.com", **known}
    return Heard(conversation.id, turn_id, Topic.GOODS, language="en", **facts)


async def said(database: Database, conversation: Conversation) -> tuple[Message, ...]:
    async with database.reading() as connection:
        return await messages.visible(connection, conversation.id)


async def test_a_complaint_is_promised_an_answer_within_the_policys_time(monday):
    complaint, is_new = await complain(monday, await opened(monday.database), order_id="PL1")
    assert is_new
    assert complaint.due_at == MONDAY + timedelta(hours=25)  # the next full hour
    assert complaint.urgent_at > MONDAY + timedelta(hours=18)
    assert (complaint.customer_id, complaint.order_id, complaint.texts) == ("C1", "PL1", ("the lamp came broken",))


async def test_the_same_turn_is_recorded_once(monday):
    conversation = await opened(monday.database)
    first = await complain(monday, conversation)
    again = await monday.book.record(heard(conversation, "t1"))
    assert again == first
    assert len(await monday.book.listed(Status.OPEN)) == 1


async def test_a_second_complaint_adds_to_the_open_one_and_keeps_its_promise(monday):
    conversation = await opened(monday.database)
    first, _ = await complain(monday, conversation)
    second, is_new = await complain(later(monday, hours=3), conversation, "t2", text="and nobody answers")
    assert not is_new
    assert (second.number, second.due_at) == (first.number, first.due_at)
    assert second.texts == ("the lamp came broken", "and nobody answers")
    again, is_new = await monday.book.record(heard(conversation, "t2", text="and nobody answers"))
    assert (again.texts, is_new) == (second.texts, False)


async def test_a_complaint_after_an_answered_one_is_a_new_one(monday):
    conversation = await opened(monday.database)
    first, _ = await complain(monday, conversation)
    await monday.book.answer(first.number, "anna", "We send a new one.")
    second, is_new = await complain(monday, conversation, "t2")
    assert is_new
    assert second.number != first.number


async def test_a_turn_of_another_conversation_or_of_none_is_refused(monday):
    one, other = await opened(monday.database), await opened(monday.database, "C2")
    await turn(monday.database, other, "t9")
    for turn_id in ("t9", "never"):
        with pytest.raises(UnknownTurnError):
            await monday.book.record(heard(one, turn_id))


async def test_an_answer_reaches_the_chat_and_the_mail_once(monday):
    conversation = await opened(monday.database)
    complaint, _ = await complain(monday, conversation)
    for _ in range(2):
        answered = await monday.book.answer(complaint.number, "anna", "A new lamp leaves today.")
        assert (answered.status, answered.answered_by) == (Status.ANSWERED, "anna")
    await monday.watch.look()
    await later(monday, minutes=5).watch.look()
    heading, answer = await said(monday.database, conversation)
    assert complaint.number in heading.text
    assert (answer.role, answer.author, answer.text) == (Role.AGENT, "anna", "A new lamp leaves today.")
    (letter,) = monday.letters()
    assert letter["to"] == "lin@example.com"
    assert "A new lamp leaves today." in letter["text"]


async def test_another_answer_to_an_answered_complaint_is_refused(monday):
    conversation = await opened(monday.database)
    complaint, _ = await complain(monday, conversation)
    await monday.book.answer(complaint.number, "anna", "Yes.")
    for agent, text in (("anna", "No."), ("bert", "Yes.")):
        with pytest.raises(AlreadyAnsweredError):
            await monday.book.answer(complaint.number, agent, text)
    with pytest.raises(UnknownComplaintError):
        await monday.book.answer("C-NONE", "anna", "Yes.")


async def test_the_answer_is_not_shown_to_the_next_customer_on_the_same_phone(monday):
    conversation = await opened(monday.database)
    complaint, _ = await complain(monday, conversation)
    async with monday.database.writing() as connection:
        await people.forget(connection, conversation.id)
    with monday.hub.customer(conversation.id) as listener:
        await monday.book.answer(complaint.number, "anna", "A new lamp leaves today.")
        assert listener._events.empty()
    assert await said(monday.database, conversation) == ()
    await monday.watch.look()
    assert len(monday.letters()) == 1
    async with monday.database.reading() as connection:
        assert await conversations.to_learn_from(connection, 10) == ()


async def test_the_next_customer_complains_for_himself(monday):
    conversation = await opened(monday.database)
    first, _ = await complain(monday, conversation)
    async with monday.database.writing() as connection:
        await people.forget(connection, conversation.id)
    second, is_new = await complain(monday, conversation, "t2")
    assert is_new
    assert (second.number == first.number, second.customer_id) == (False, None)


async def test_nothing_is_said_before_a_complaint_is_due(monday):
    conversation = await opened(monday.database)
    await complain(monday, conversation)
    await later(monday, hours=24, minutes=50).watch.look()
    assert await said(monday.database, conversation) == ()


async def test_a_broken_promise_is_owned_up_to_once_with_a_new_time_in_chat_and_mail(monday):
    conversation = await opened(monday.database)
    complaint, _ = await complain(monday, conversation)
    for hours in (26, 27, 80):
        await later(monday, hours=hours).watch.look()
    (message,) = await said(monday.database, conversation)
    assert message.response == "desk_complaint_late"
    assert complaint.number in message.text
    assert "Wed 17 June, 13:00" in message.text
    (letter,) = monday.letters()
    assert "Wed 17 June, 13:00" in letter["text"]
    (listed,) = await later(monday, hours=80).book.listed(Status.OPEN)
    assert listed.is_overdue(later(monday, hours=80).moment)


async def test_two_desks_that_look_at_once_own_up_once(monday):
    conversation = await opened(monday.database)
    await complain(monday, conversation)
    desks = [later(monday, hours=26) for _ in range(3)]
    await asyncio.gather(*(desk.watch.look() for desk in desks))
    assert len(await said(monday.database, conversation)) == 1
    assert len(monday.letters()) == 1


async def test_an_answered_complaint_does_not_become_late(monday):
    conversation = await opened(monday.database)
    complaint, _ = await complain(monday, conversation)
    await monday.book.answer(complaint.number, "anna", "Yes.")
    await later(monday, hours=26).watch.look()
    assert "desk_complaint_late" not in [message.response for message in await said(monday.database, conversation)]


async def test_without_an_address_nothing_is_mailed(monday):
    conversation = await opened(monday.database)
    turn_id = await turn(monday.database, conversation, "t1")
    await monday.book.record(Heard(conversation.id, turn_id, Topic.OTHER, "so bad", "zh"))
    await later(monday, hours=26).watch.look()
    (message,) = await said(monday.database, conversation)
    assert "6月17日（周三）13:00" in message.text
    assert monday.letters() == []


async def test_a_letter_that_could_not_be_sent_is_sent_later(monday, tmp_path):
    conversation = await opened(monday.database)
    complaint, _ = await complain(monday, conversation)
    await monday.book.answer(complaint.number, "anna", "Yes.")
    await At(monday.database, MONDAY, tmp_path / "outbox", mail_is_away=True).watch.look()
    await monday.watch.look()
    assert monday.letters() == []  # the desk that took it up still has it
    async with monday.database.writing() as connection:
        await connection.execute(update(schema.complaints).values(letter_after=datetime.now(UTC)))
    await monday.watch.look()
    assert len(monday.letters()) == 1


async def test_the_list_has_the_one_due_first_in_front_and_agents_are_told_of_urgency(monday):
    first, _ = await complain(monday, await opened(monday.database), "t1")
    evening = later(monday, hours=10)
    second, _ = await complain(evening, await opened(monday.database, "C2"), "t2")
    assert [one.number for one in await evening.book.listed(Status.OPEN)] == [first.number, second.number]
    for desk, told in (
        (evening, ComplaintsChanged(2, 0, 0)),
        (later(monday, hours=20), ComplaintsChanged(2, 1, 0)),
        (later(monday, hours=26), ComplaintsChanged(2, 1, 1)),
    ):
        with desk.hub.agent() as listener:
            await desk.watch.look()
            events = [listener._events.get_nowait() for _ in range(listener._events.qsize())]
        assert told in events


@pytest.mark.parametrize(("writes", "status"), [(True, Status.ANSWERED), (False, Status.OPEN)])
async def test_a_complaint_talked_over_with_an_agent_in_person_is_answered(monday, writes, status):
    conversation = await opened(monday.database)
    await complain(monday, conversation)
    async with monday.database.writing() as connection:
        await conversations.transition(connection, conversation.id, Event.HANDOFF, "bot")
        held = await conversations.transition(connection, conversation.id, Event.CLAIM, "agent:anna", owner="anna")
        if writes:
            reply = Draft(Role.AGENT, "I see to it.", "en", author="anna")
            await messages.append(connection, conversation.id, [reply], at=MONDAY + timedelta(hours=30))
    while_he_is_there = later(monday, hours=30)
    await while_he_is_there.watch.look()
    assert "desk_complaint_late" not in [message.response for message in await said(monday.database, conversation)]
    async with monday.database.writing() as connection:
        await close_in_person(connection, held, "anna", while_he_is_there.moment)
        row = (await connection.execute(select(schema.complaints.c.status))).scalar_one()
    assert row == status
