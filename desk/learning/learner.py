"""Proposes past answers from what agents wrote, once they have given a conversation back or closed it.

Up to which message a conversation has been learnt from is kept with it, and a proposal's id follows from its words: a
crash in between costs nothing but doing the last conversation again.
"""

import asyncio
import logging
from dataclasses import replace

from sqlalchemy.exc import SQLAlchemyError

from desk.bot.actions import Actions, EntryDraft
from desk.bot.calls import UnavailableError
from desk.conversations.model import Conversation, Message, Role
from desk.store import conversations, messages
from desk.store.database import Database
from knowledge_base.entries import BadEntryError, EntryStateError, EntryStore, Provenance

AT_ONCE = 20
MOST_TRIES = 60
MOST_TURNS = 400
"""Messages of a conversation, from its end, that are learnt from."""

logger = logging.getLogger(__name__)


class Learner:
    """Follows the conversations that agents have finished."""

    def __init__(self, database: Database, actions: Actions, entries: EntryStore, look_every: float) -> None:
        """``look_every``: seconds between two looks for conversations to learn from."""
        self._look_every = look_every
        self._tries: dict[str, int] = {}
        self._database = database
        self._actions = actions
        self._entries = entries

    async def run(self) -> None:
        """Look for ever; what is away is tried again."""
        while True:
            await asyncio.sleep(self._look_every)
            try:
                if await self._actions.health() == "ok":
                    await self.learn()
            except (SQLAlchemyError, OSError) as error:
                logger.info("learning_waits", extra={"reason": type(error).__name__})

    async def learn(self) -> int:
        """Learn from every conversation that is due; how many proposals were made."""
        async with self._database.reading() as connection:
            due = await conversations.to_learn_from(connection, AT_ONCE)
        return sum([await self._try(conversation) for conversation in due])

    async def _try(self, conversation: Conversation) -> int:
        """Learn from one conversation; one that nothing can be made of is left behind after a while."""
        try:
            return await self._learn_from(conversation)
        except UnavailableError as error:
            tries = self._tries[conversation.id] = self._tries.get(conversation.id, 0) + 1
            logger.info("learning_waits", extra={"conversation_id": conversation.id, "reason": str(error)})
            if tries >= MOST_TRIES:
                logger.warning("nothing_learnt", extra={"conversation_id": conversation.id})
                async with self._database.writing() as connection:
                    await conversations.learnt(connection, conversation.id, None)
            return 0

    async def _learn_from(self, conversation: Conversation) -> int:
        async with self._database.reading() as connection:
            history = await messages.visible(connection, conversation.id)
        drafts = await self._actions.drafts(_transcript(conversation, history)) if history else ()
        made = sum([await self._propose(conversation, draft) for draft in drafts])
        async with self._database.writing() as connection:
            await conversations.learnt(connection, conversation.id, history[-1].seq if history else None)
        self._tries.pop(conversation.id, None)
        return made

    async def _propose(self, conversation: Conversation, draft: EntryDraft) -> bool:
        agent = draft.entry.provenance.agent
        born = Provenance(conversation_id=conversation.id, agent=agent, day=f"{conversation.created_at:%Y-%m-%d}")
        try:
            await self._entries.propose(replace(draft.entry, provenance=born), f"agent:{agent}", draft.note)
        except EntryStateError:  # proposed before the desk stopped
            return False
        except BadEntryError as error:
            logger.warning("proposal_refused", extra={"conversation_id": conversation.id, "reason": str(error)})
            return False
        return True


def _transcript(conversation: Conversation, history: tuple[Message, ...]) -> dict[str, object]:
    turns = [
        {"role": message.role.value, "text": message.text, "agent": message.author or ""}
        for message in history[-MOST_TURNS:]
        if message.role in (Role.CUSTOMER, Role.AGENT)
    ]
    identity = conversation.identity
    return {
        "conversation_id": conversation.id,
        "started_at": f"{conversation.created_at:%Y-%m-%d}",
        "customer_id": identity.customer_id if identity else None,
        "turns": turns,
    }
