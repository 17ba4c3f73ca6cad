"""The book of complaints: recorded once a turn with a promise, answered once, told to the agents who listen."""

from datetime import datetime

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.complaints.model import AlreadyAnsweredError, Complaint, Heard, Status, UnknownTurnError
from desk.conversations.events import ComplaintsChanged, Hub
from desk.conversations.journal import Journal
from desk.conversations.language import guess
from desk.conversations.model import Conversation, Draft, Role
from desk.conversations.sentences import sentence
from desk.store import audit, complaints, conversations, turns
from desk.store.database import Database
from foundation.clock import BusinessClock
from storefront.policy import Policy, answer_due

URGENT_WHEN_LEFT = 0.25
"""The share of a promise's time that is left when its complaint becomes urgent."""


class ComplaintBook:
    """Records, lists and answers complaints; times are those of the business clock."""

    def __init__(self, database: Database, hub: Hub, journal: Journal, policy: Policy, clock: BusinessClock) -> None:
        self._database = database
        self._hub = hub
        self._journal = journal
        self._policy = policy
        self._clock = clock

    async def record(self, heard: Heard) -> tuple[Complaint, bool]:
        """Record what was said in a turn, in the open complaint when there is one; whether it is a new one.

        The same turn again changes nothing. Raises UnknownTurnError.
        """
        now = self._clock.now()
        async with self._database.writing() as connection:
            conversation, epoch = await _standing(connection, heard)
            known = await complaints.of_turn(connection, heard.turn_id)
            if known is not None:
                return known, heard.turn_id == await complaints.first_turn(connection, known.number)
            complaint = await complaints.open_in(connection, conversation.id, epoch)
            is_new = complaint is None
            if complaint is None:
                complaint = await self._open(connection, conversation, epoch, heard, now)
            else:
                who = _customer_id(conversation, epoch)
                await complaints.learn_who(connection, complaint.number, who, heard.order_id, heard.email)
            await complaints.add_text(connection, complaint.number, heard.turn_id, heard.text, now)
            await audit.record(
                connection,
                "complaint_recorded" if is_new else "complaint_added",
                actor="bot",
                conversation_id=conversation.id,
                detail=complaint.number,
            )
            complaint = await complaints.get(connection, complaint.number)
        await self.announce()
        return complaint, is_new

    async def listed(self, status: Status) -> tuple[Complaint, ...]:
        """All in a status, the one due first in front."""
        async with self._database.reading() as connection:
            return await complaints.listed(connection, status)

    async def answer(self, number: str, agent: str, text: str) -> Complaint:
        """Answer a complaint in its conversation, whoever holds that, and by mail when there is an address.

        The same agent's same answer again changes nothing. Raises UnknownComplaintError or AlreadyAnsweredError.
        """
        async with self._database.writing() as connection:
            complaint = await complaints.get(connection, number)
            conversation = await conversations.get(connection, complaint.conversation_id, lock=True)
            if not await complaints.answered(connection, number, agent, text, self._clock.now()):
                known = await complaints.get(connection, number)
                if (known.answered_by, known.answer) != (agent, text):
                    raise AlreadyAnsweredError
                return known
            heading = sentence("complaint_answered", complaint.language, number=number, name=agent)
            drafts = (
                Draft(Role.SYSTEM, heading, complaint.language, dedupe_key=f"complaint:{number}:heading"),
                Draft(Role.AGENT, text, guess(text), author=agent, dedupe_key=f"complaint:{number}"),
            )
            # The answer is for him who complained: on a shared phone another may have the conversation by now.
            stored = await self._journal.write(connection, conversation.id, drafts, epoch=complaint.epoch)
            await _note_answered(connection, complaint, agent)
            complaint = await complaints.get(connection, number)
        self._journal.tell(conversation, stored, complaint.epoch)
        await self.announce()
        return complaint

    def now(self) -> datetime:
        """The time that promises are measured by."""
        return self._clock.now()

    async def announce(self) -> None:
        """Tell the agents how many complaints are open."""
        self._hub.publish(await self.standing())

    async def standing(self) -> ComplaintsChanged:
        """How many complaints are open, soon due and overdue."""
        found, now = await self.listed(Status.OPEN), self._clock.now()
        return ComplaintsChanged(
            len(found), sum(one.is_urgent(now) for one in found), sum(one.is_overdue(now) for one in found)
        )

    async def _open(
        self, connection: AsyncConnection, conversation: Conversation, epoch: int, heard: Heard, now: datetime
    ) -> Complaint:
        due = answer_due(now, self._policy)
        complaint = Complaint(
            number=await complaints.new_number(connection),
            conversation_id=conversation.id,
            epoch=epoch,
            customer_id=_customer_id(conversation, epoch),
            order_id=heard.order_id,
            topic=heard.topic,
            language=heard.language,
            email=heard.email,
            created_at=now,
            urgent_at=due - (due - now) * URGENT_WHEN_LEFT,
            due_at=due,
        )
        await complaints.add(connection, complaint)
        return complaint


async def _standing(connection: AsyncConnection, heard: Heard) -> tuple[Conversation, int]:
    try:
        conversation, epoch, _ = await turns.standing(connection, heard.turn_id)
    except NoResultFound:
        raise UnknownTurnError(heard.turn_id) from None
    if conversation.id != heard.conversation_id:
        raise UnknownTurnError(heard.turn_id)
    return conversation, epoch


def _customer_id(conversation: Conversation, epoch: int) -> str | None:
    """Who complains; of one who has left meanwhile nobody knows."""
    identity = conversation.identity if epoch == conversation.epoch else None
    return identity.customer_id if identity else None


async def close_in_person(connection: AsyncConnection, conversation: Conversation, agent: str, at: datetime) -> None:
    """Mark a complaint as answered by the agent who has just talked with its customer in person."""
    complaint = await complaints.open_in(connection, conversation.id, conversation.epoch)
    if complaint is not None and await complaints.agent_wrote_since(connection, complaint):
        await complaints.answered(connection, complaint.number, agent, None, at)
        await _note_answered(connection, complaint, agent)


async def _note_answered(connection: AsyncConnection, complaint: Complaint, agent: str) -> None:
    await audit.record(
        connection,
        "complaint_answered",
        actor=f"agent:{agent}",
        conversation_id=complaint.conversation_id,
        detail=complaint.number,
    )
