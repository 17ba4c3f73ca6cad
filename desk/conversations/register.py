"""Opening conversations, knowing who may read them, signing in and out."""

import logging
from dataclasses import dataclass

from desk.background import Background
from desk.bot.calls import UnavailableError
from desk.conversations.events import CustomerChanged, Hub, ReadUpTo, StateChanged
from desk.conversations.model import Conversation, Message
from desk.conversations.state import State
from desk.conversations.tracker import TrackerNotes
from desk.handoff.queue import Queue
from desk.identity import people
from desk.store import conversations as store
from desk.store import messages
from desk.store.database import Database
from foundation.turns import Identity

logger = logging.getLogger(__name__)


class NoTokenError(Exception):
    """No token was given, or none that is known and alive."""


class OtherConversationError(Exception):
    """The token belongs to another conversation."""


@dataclass(frozen=True)
class Opened:
    """A conversation and a token for it."""

    conversation: Conversation
    token: str


class Register:
    """The customers' side of conversations but for their turns."""

    def __init__(
        self, database: Database, hub: Hub, queue: Queue, tracker: TrackerNotes, background: Background
    ) -> None:
        self._database = database
        self._hub = hub
        self._queue = queue
        self._tracker = tracker
        self._background = background

    async def open(self, channel: str, language: str, identity: Identity | None) -> Opened:
        """Open a conversation."""
        async with self._database.writing() as connection:
            conversation = await store.create(connection, channel, language)
            if identity is not None:
                await people.accept(connection, conversation.id, identity)
            return Opened(conversation, await store.issue_token(connection, conversation))

    async def resume(self, identity: Identity) -> tuple[Opened, ...]:
        """The customer's open conversations, each with a token of its own."""
        async with self._database.writing() as connection:
            found = await store.open_of_customer(connection, identity.customer_id)
            return tuple([Opened(one, await store.issue_token(connection, one)) for one in found])

    async def enter(self, conversation_id: str, token: str) -> Conversation:
        """The conversation, for the holder of its token.

        Raises UnknownConversationError, NoTokenError or OtherConversationError.
        """
        async with self._database.reading() as connection:
            conversation, owner = await store.with_token_owner(connection, conversation_id, token)
        if owner is None:
            raise NoTokenError
        if owner != conversation_id:
            raise OtherConversationError
        return conversation

    async def history(self, conversation_id: str, after: int) -> tuple[Conversation, tuple[Message, ...]]:
        """The conversation and what its customer may see above a number."""
        async with self._database.reading() as connection:
            return (
                await store.get(connection, conversation_id),
                await messages.visible(connection, conversation_id, after),
            )

    async def sign_in(self, conversation_id: str, identity: Identity, token: str) -> Identity | None:
        """Keep a proof; another customer's hides everything so far. Gives the proof that stands now."""
        async with self._database.writing() as connection:
            changed = await people.accept(connection, conversation_id, identity)
            if changed:
                await store.revoke_other_tokens(connection, conversation_id, kept=token)
            proof = (await store.get(connection, conversation_id)).identity
        if changed:
            await self.customer_changed(conversation_id)
        return proof

    async def sign_out(self, conversation_id: str, token: str) -> None:
        """Forget who the customer is and hide everything so far."""
        async with self._database.writing() as connection:
            await people.forget(connection, conversation_id)
            await store.revoke_other_tokens(connection, conversation_id, kept=token)
        await self.customer_changed(conversation_id)

    async def prove_in_chat(self, conversation_id: str, identity: Identity) -> None:
        """Keep a proof given within a turn; raise OtherConversationError when it may not change the customer."""
        async with self._database.writing() as connection:
            if not await people.may_become(connection, conversation_id, identity.customer_id):
                raise OtherConversationError
            changed = await people.accept(connection, conversation_id, identity, within_turn=True)
        if changed:
            await self.customer_changed(conversation_id)

    async def customer_changed(self, conversation_id: str) -> None:
        """Tell everybody who listens that what they hold is another customer's."""
        self._hub.publish(CustomerChanged(conversation_id))
        self._hub.publish(StateChanged(conversation_id, State.BOT))
        await self._queue.announce()
        # The tracker is told before the next turn at the latest; telling it now keeps that turn short.
        self._background.start(self._restart_tracker(conversation_id))

    async def read(self, conversation_id: str, seq: int) -> None:
        """Remember how far the customer has read."""
        async with self._database.writing() as connection:
            mark = await store.mark_read(connection, conversation_id, seq)
        if mark:
            self._hub.publish(ReadUpTo(conversation_id, mark))

    async def _restart_tracker(self, conversation_id: str) -> None:
        try:
            async with self._database.reading() as connection:
                conversation = await store.get(connection, conversation_id)
            await self._tracker.deliver(conversation)
        except (UnavailableError, store.UnknownConversationError):
            logger.info("tracker_not_told", extra={"conversation_id": conversation_id})
