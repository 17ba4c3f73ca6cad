"""What an agent does with a conversation: takes it, answers, notes, gives it back, ends it."""

import logging
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.background import Background
from desk.bot.calls import UnavailableError
from desk.complaints.book import close_in_person
from desk.conversations.events import Hub, QueueEntry, StateChanged, Typing
from desk.conversations.journal import Journal
from desk.conversations.language import guess
from desk.conversations.model import Conversation, Draft, Message, Role
from desk.conversations.sentences import sentence
from desk.conversations.state import Event, State
from desk.conversations.tracker import TrackerNotes
from desk.handoff.queue import Queue
from desk.satisfaction.survey import Survey
from desk.store import conversations, messages
from desk.store.database import Database

LONGEST_NOTE = 1000
"""Characters the bot's tracker is told about what a person did."""

logger = logging.getLogger(__name__)


class NotYoursError(Exception):
    """The agent does not hold the conversation."""


class Ownership:
    """One agent at a time; every step is a transition of the state machine or a message of the owner."""

    def __init__(
        self,
        database: Database,
        hub: Hub,
        journal: Journal,
        queue: Queue,
        tracker: TrackerNotes,
        background: Background,
        survey: Survey,
    ) -> None:
        self._database = database
        self._hub = hub
        self._journal = journal
        self._queue = queue
        self._tracker = tracker
        self._background = background
        self._survey = survey

    async def look(self, conversation_id: str) -> tuple[QueueEntry, tuple[Message, ...]]:
        """The conversation and its messages, the notes among them; raise UnknownConversationError."""
        entry = await self._queue.entry(conversation_id)
        async with self._database.reading() as connection:
            return entry, await messages.visible(connection, conversation_id, private=True)

    async def typing(self, conversation_id: str, agent: str) -> None:
        """Show the customer that the agent who holds the conversation is writing."""
        conversation = (await self._queue.entry(conversation_id)).conversation
        if conversation.state is State.HUMAN and conversation.owner == agent:
            self._hub.publish(Typing(conversation_id, Role.AGENT))

    async def claim(self, conversation_id: str, agent: str) -> None:
        """Take a waiting conversation; raise ImpossibleTransitionError when somebody was faster."""
        async with self._database.writing() as connection:
            conversation = await conversations.transition(
                connection, conversation_id, Event.CLAIM, _actor(agent), owner=agent
            )
            said = await self._say(connection, conversation, "joined", name=agent)
        await self._moved(conversation, said)

    async def reply(self, conversation_id: str, agent: str, text: str, client_message_id: str | None) -> Message:
        """Answer the customer; raise NotYoursError unless the agent holds the conversation."""
        draft = Draft(Role.AGENT, text, guess(text), author=agent, dedupe_key=_key("reply", agent, client_message_id))
        async with self._database.writing() as connection:
            conversation = await self._held(connection, conversation_id, agent)
            message, is_new = await self._append(connection, conversation_id, draft)
        if is_new:
            self._journal.tell(conversation, [message])
        return message

    async def note(self, conversation_id: str, agent: str, text: str, client_message_id: str | None) -> Message:
        """Leave a note for colleagues; customers never see it."""
        draft = Draft(
            Role.AGENT,
            text,
            guess(text),
            author=agent,
            private=True,
            dedupe_key=_key("note", agent, client_message_id),
        )
        async with self._database.writing() as connection:
            conversation = await conversations.get(connection, conversation_id, lock=True)
            message, is_new = await self._append(connection, conversation_id, draft)
        if is_new:
            self._journal.tell(conversation, [message])
        return message

    async def give_back(self, conversation_id: str, agent: str, note: str) -> None:
        """Return the conversation to the bot, whose tracker is told what happened."""
        async with self._database.writing() as connection:
            await self._held(connection, conversation_id, agent)
            summary = note or _summary(await messages.visible(connection, conversation_id))
            conversation = await conversations.transition(
                connection, conversation_id, Event.RETURN, _actor(agent), held_by=agent
            )
            await conversations.tell_tracker(connection, conversation_id, "return", summary)
            said = await self._say(connection, conversation, "returned")
            await close_in_person(connection, conversation, agent, said[0].created_at)
        await self._moved(conversation, said)
        self._background.start(self._tell_tracker(conversation_id))

    async def close(self, conversation_id: str, agent: str) -> None:
        """End a conversation the agent holds or one that still waits, and ask the customer how it was."""
        async with self._database.writing() as connection:
            conversation = await conversations.get(connection, conversation_id, lock=True)
            if conversation.state is State.HUMAN and conversation.owner != agent:
                raise NotYoursError
            conversation = await conversations.transition(connection, conversation_id, Event.CLOSE, _actor(agent))
            said = await self._say(connection, conversation, "closed")
            asked = await self._survey.at_close(connection, conversation)
            said += await self._journal.write(connection, conversation_id, asked)
            await close_in_person(connection, conversation, agent, said[0].created_at)
        await self._moved(conversation, said)

    async def _held(self, connection: AsyncConnection, conversation_id: str, agent: str) -> Conversation:
        conversation = await conversations.get(connection, conversation_id, lock=True)
        if conversation.state is not State.HUMAN or conversation.owner != agent:
            raise NotYoursError
        return conversation

    async def _append(self, connection: AsyncConnection, conversation_id: str, draft: Draft) -> tuple[Message, bool]:
        stored = await self._journal.write(connection, conversation_id, [draft])
        if stored:
            return stored[0], True
        known = await messages.with_key(connection, conversation_id, draft.dedupe_key or "")
        if known is None:
            raise LookupError("a message was neither stored nor known")
        return known, False

    async def _say(
        self, connection: AsyncConnection, conversation: Conversation, sentence_name: str, **facts: object
    ) -> tuple[Message, ...]:
        language = conversation.last_language
        draft = Draft(Role.SYSTEM, sentence(sentence_name, language, **facts), language)
        return await self._journal.write(connection, conversation.id, [draft])

    async def _moved(self, conversation: Conversation, said: Iterable[Message]) -> None:
        self._journal.tell(conversation, said)
        self._hub.publish(StateChanged(conversation.id, conversation.state, conversation.owner))
        await self._queue.announce()

    async def _tell_tracker(self, conversation_id: str) -> None:
        try:
            async with self._database.reading() as connection:
                conversation = await conversations.get(connection, conversation_id)
            await self._tracker.deliver(conversation)
        except UnavailableError:
            logger.info("tracker_not_told", extra={"conversation_id": conversation_id})


def _actor(agent: str) -> str:
    return f"agent:{agent}"


def _key(kind: str, agent: str, client_message_id: str | None) -> str | None:
    return f"{kind}:{agent}:{client_message_id}" if client_message_id else None


def _summary(history: Iterable[Message]) -> str:
    said = [message.text for message in history if message.role is Role.AGENT]
    return "\n".join(said)[-LONGEST_NOTE:]
