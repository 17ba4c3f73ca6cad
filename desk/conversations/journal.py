"""Messages written into conversations and told to whoever listens, in that order."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.events import Hub, MessageStored
from desk.conversations.model import Conversation, Draft, Message
from desk.store import messages, turns
from desk.store.database import Database
from foundation.clock import BusinessClock


class Journal:
    """Appends to conversations; nothing is told before it is stored."""

    def __init__(self, database: Database, hub: Hub, clock: BusinessClock) -> None:
        self._database = database
        self._hub = hub
        self._clock = clock

    async def write(
        self,
        connection: AsyncConnection,
        conversation_id: str,
        drafts: Iterable[Draft],
        *,
        turn_id: str | None = None,
        epoch: int | None = None,
    ) -> tuple[Message, ...]:
        """Store within a transaction that holds the conversation's row; ``tell`` after it has been committed.

        ``epoch`` is the conversation's unless the messages belong to a turn of an earlier one.
        """
        return await messages.append(
            connection, conversation_id, drafts, at=self._clock.now(), epoch=epoch, turn_id=turn_id
        )

    async def add_to_turn(self, turn_id: str, drafts: Iterable[Draft]) -> None:
        """Store what came of a turn after its end and tell it."""
        async with self._database.writing() as connection:
            conversation, epoch, _ = await turns.standing(connection, turn_id)
            stored = await self.write(connection, conversation.id, drafts, turn_id=turn_id, epoch=epoch)
        self.tell(conversation, stored, epoch)

    def tell(self, conversation: Conversation, stored: Iterable[Message], epoch: int | None = None) -> None:
        """Push stored messages, unless they belong to an earlier customer.

        ``conversation`` is as it was in the transaction that stored them, and nothing may be awaited in between.
        """
        if epoch is None or epoch == conversation.epoch:
            for message in stored:
                self._hub.publish(MessageStored(conversation.id, conversation.state, message))
