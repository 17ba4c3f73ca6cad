"""Who waits for a person, in order, and who has one."""

from desk.conversations.events import Hub, QueueChanged, QueueEntry, StateChanged
from desk.conversations.model import Conversation, Message
from desk.conversations.state import State
from desk.store import conversations as store
from desk.store import messages
from desk.store.database import Database


class Queue:
    """Reads the queue and tells everybody when it has moved."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub

    async def read(self) -> QueueChanged:
        """The queue now."""
        async with self._database.reading() as connection:
            pending = await store.in_state(connection, State.PENDING)
            active = await store.in_state(connection, State.HUMAN)
            last = await messages.last_of_customers(connection, [one.id for one in (*pending, *active)])
        return QueueChanged(
            tuple(_entry(one, place, last.get(one.id)) for place, one in enumerate(pending, 1)),
            tuple(_entry(one, None, last.get(one.id)) for one in active),
        )

    async def entry(self, conversation_id: str) -> QueueEntry:
        """One conversation as agents see it; raise UnknownConversationError."""
        async with self._database.reading() as connection:
            conversation = await store.get(connection, conversation_id)
            last = await messages.last_of_customers(connection, [conversation_id])
        return _entry(conversation, await self.position(conversation), last.get(conversation_id))

    async def position(self, conversation: Conversation) -> int | None:
        """The conversation's place while it waits."""
        if conversation.state is not State.PENDING:
            return None
        async with self._database.reading() as connection:
            waiting = await store.in_state(connection, State.PENDING)
        return next((place for place, one in enumerate(waiting, 1) if one.id == conversation.id), None)

    async def announce(self) -> None:
        """Tell agents the queue, and everybody who waits his place."""
        queue = await self.read()
        self._hub.publish(queue)
        for entry in queue.pending:
            self._hub.publish(StateChanged(entry.conversation.id, State.PENDING, position=entry.position))


def _entry(conversation: Conversation, position: int | None, last: Message | None) -> QueueEntry:
    return QueueEntry(conversation, position, last)
