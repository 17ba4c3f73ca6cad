"""Receipts of turns that failed or came late: asked for until they are there, shown exactly once."""

import asyncio
import logging
import time
from dataclasses import dataclass

from desk.background import Background
from desk.bot.actions import Actions, Receipt
from desk.bot.calls import UnavailableError
from desk.bot.reply import receipt_key
from desk.conversations.journal import Journal
from desk.conversations.model import Draft, Role
from desk.conversations.text import without_surrogates
from desk.store import conversations, turns
from desk.store.database import Database

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long and how often receipts are asked for, in seconds."""

    every: float = 1.0
    longest: float = 600.0
    # An action server that was frozen in the middle of a turn answers first and commits a moment later.
    after_first_answer: float = 60.0


class ReceiptChaser:
    """Asks the action server what a turn has changed, until it says so."""

    def __init__(
        self,
        database: Database,
        actions: Actions,
        journal: Journal,
        background: Background,
        patience: Patience,
    ) -> None:
        self._database = database
        self._actions = actions
        self._journal = journal
        self._background = background
        self._patience = patience
        self._chased: set[str] = set()

    def chase(self, conversation_id: str, turn_id: str) -> None:
        """Begin to ask in the background; a turn is chased once at a time."""
        if turn_id not in self._chased:
            self._chased.add(turn_id)
            self._background.start(self._run(conversation_id, turn_id))

    async def _run(self, conversation_id: str, turn_id: str) -> None:
        try:
            await self._ask_until_answered(conversation_id, turn_id)
            async with self._database.writing() as connection:
                await turns.settle(connection, turn_id)
        except Exception:
            # The turn stays unsettled and is chased again after the next start.
            logger.exception("receipts_failed", extra={"conversation_id": conversation_id, "turn_id": turn_id})
        finally:
            self._chased.discard(turn_id)

    async def _ask_until_answered(self, conversation_id: str, turn_id: str) -> None:
        end = time.monotonic() + self._patience.longest
        answered = False
        while time.monotonic() < end:
            try:
                receipts = await self._actions.receipts(conversation_id, turn_id)
            except UnavailableError:
                receipts = ()
            else:
                if not answered:
                    answered = True
                    end = min(end, time.monotonic() + self._patience.after_first_answer)
            for receipt in receipts:
                await self._show(conversation_id, turn_id, receipt)
            await asyncio.sleep(self._patience.every)

    async def _show(self, conversation_id: str, turn_id: str, receipt: Receipt) -> None:
        async with self._database.reading() as connection:
            language = (await conversations.get(connection, conversation_id)).last_language
        text = receipt.text.get(language) or next(iter(receipt.text.values()), "")
        if text.strip():
            draft = Draft(
                Role.BOT,
                without_surrogates(text.strip()),
                language,
                dedupe_key=receipt_key(receipt.key),
                response=receipt.response,
            )
            await self._journal.add_to_turn(turn_id, [draft])
