"""Messages written into conversations and told to whoever listens, in that order."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.events import Hub, MessageStored
from desk.conversations.model import Draft, Message
from desk.store import conversations, messages, turns
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
        turn_id: str | None = None,
        first_of_turn: str | None = None,
    ) -> tuple[Message, ...]:
        """Store within an open transaction; tell with ``tell`` after it has been committed.

        Messages of a turn keep the turn's epoch; ``first_of_turn`` names a turn that is about to be stored.
        """
        epoch = None
        if turn_id is not None:
            epoch = (await turns.get(connection, turn_id)).epoch
        return await messages.append(
            connection, conversation_id, drafts, at=self._clock.now(), epoch=epoch, turn_id=turn_id or first_of_turn
        )

    async def add_to_turn(self, turn_id: str, drafts: Iterable[Draft]) -> tuple[Message, ...]:
        """Store what came of a turn, late or not, and tell it."""
        async with self._database.writing() as connection:
            turn = await turns.get(connection, turn_id)
            stored = await self.write(connection, turn.conversation_id, drafts, turn_id)
        await self.tell(turn.conversation_id, stored, turn.epoch)
        return stored

    async def tell(self, conversation_id: str, stored: Iterable[Message], epoch: int | None = None) -> None:
        """Push stored messages, unless they belong to an earlier customer."""
        async with self._database.reading() as connection:
            conversation = await conversations.get(connection, conversation_id)
        if epoch is not None and epoch != conversation.epoch:
            return
        for message in stored:
            self._hub.publish(MessageStored(conversation_id, conversation.state, message))
