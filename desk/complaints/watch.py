"""Keeps promises in sight: urgent ones are told to agents, broken ones to their customers, once; letters are sent.

All it knows is in the store, so that a stopped desk goes on where it was and two desks do nothing twice.
"""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from desk.complaints.book import ComplaintBook
from desk.complaints.model import Complaint, Letter
from desk.complaints.words import promised
from desk.conversations.events import ComplaintsChanged, Hub
from desk.conversations.journal import Journal
from desk.conversations.model import Conversation
from desk.conversations.sentences import offer_of_a_person, said, sentence
from desk.conversations.state import State
from desk.mail import port
from desk.mail.courier import Courier
from desk.store import audit, complaints, conversations
from desk.store.database import Database
from storefront.policy import Policy, answer_due

LEASE = timedelta(minutes=1)
"""How long one desk has for the letters it has taken up; after that another may."""

logger = logging.getLogger(__name__)


class Watch:
    """Looks after open complaints."""

    def __init__(
        self,
        database: Database,
        hub: Hub,
        journal: Journal,
        book: ComplaintBook,
        courier: Courier,
        policy: Policy,
        look_every: float,
    ) -> None:
        """``look_every``: seconds between two looks."""
        self._database = database
        self._hub = hub
        self._journal = journal
        self._book = book
        self._courier = courier
        self._policy = policy
        self._zone = ZoneInfo(policy.delivery.timezone)
        self._look_every = look_every
        self._told = ComplaintsChanged(0, 0, 0)

    async def run(self) -> None:
        """Look for ever; a store that is away is looked at again."""
        while True:
            await asyncio.sleep(self._look_every)
            try:
                await self.look()
            except (SQLAlchemyError, OSError) as error:
                logger.info("complaints_wait", extra={"reason": type(error).__name__})

    async def look(self) -> None:
        """Tell what has become late, send what is owed, and tell the agents of this desk when anything has moved."""
        async with self._database.reading() as connection:
            broken = await complaints.overdue(connection, self._book.now())
        for complaint in broken:
            await self._own_up(complaint)
        await self._send_letters()
        standing = await self._book.standing()
        if standing != self._told:
            self._told = standing
            self._hub.publish(standing)

    async def _own_up(self, complaint: Complaint) -> None:
        """Tell the customer that his answer is late, with a new time."""
        until = answer_due(self._book.now(), self._policy)
        async with self._database.writing() as connection:
            conversation = await conversations.get(connection, complaint.conversation_id, lock=True)
            if not await complaints.promise_again(connection, complaint.number, until):
                return  # another desk was faster, or an agent
            when = promised(until, self._zone, complaint.language)
            choices = (offer_of_a_person(complaint.language),) if _may_choose(conversation, complaint) else ()
            draft = said("complaint_late", complaint.language, choices, number=complaint.number, when=when)
            stored = await self._journal.write(connection, conversation.id, [draft], epoch=complaint.epoch)
            await audit.record(
                connection, "complaint_late", actor="desk", conversation_id=conversation.id, detail=complaint.number
            )
        self._journal.tell(conversation, stored, complaint.epoch)

    async def _send_letters(self) -> None:
        now = datetime.now(UTC)
        async with self._database.reading() as connection:
            if not await complaints.owes_letters(connection, now):
                return
        async with self._database.writing() as connection:
            owed = await complaints.take_letters(connection, now, LEASE)
        for complaint, kind in owed:
            try:
                await self._courier.send(self._letter(complaint, kind, now))
            except port.NotSentError:
                logger.exception("complaint_not_mailed", extra={"conversation_id": complaint.conversation_id})
                continue
            async with self._database.writing() as connection:
                await complaints.letter_sent(connection, complaint.number, kind)

    def _letter(self, complaint: Complaint, kind: Letter, now: datetime) -> port.Letter:
        language = complaint.language
        facts = {
            "number": complaint.number,
            "when": promised(complaint.promised_at, self._zone, language),
            "answer": complaint.answer or "",
        }
        name = "complaint_answer" if kind is Letter.ANSWER else "complaint_late"
        return port.Letter(
            channel="email",
            to=complaint.email or "",
            subject=sentence(f"{name}_subject", language, **facts),
            text=sentence(f"{name}_letter", language, **facts),
            code="",
            language=language,
            conversation_id=complaint.conversation_id,
            created_at=now,
        )


def _may_choose(conversation: Conversation, complaint: Complaint) -> bool:
    return conversation.state is State.BOT and conversation.epoch == complaint.epoch
