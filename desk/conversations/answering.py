"""What the bot answers to one turn: read by the classifier, asked of Rasa, never nothing."""

import asyncio
import logging
from dataclasses import dataclass, replace

from desk.bot.actions import Actions
from desk.bot.calls import UnavailableError
from desk.bot.rasa import Rasa
from desk.bot.readiness import Readiness
from desk.bot.reply import Reply, UnreadableReplyError, read_reply
from desk.conversations.language import only_names, reply_language
from desk.conversations.model import Conversation, TurnRecord, Understood
from desk.conversations.sentences import offer_of_a_person, said
from desk.conversations.text import for_rasa
from desk.conversations.tracker import TrackerNotes
from desk.identity.people import for_turn
from desk.satisfaction.model import Feedback
from foundation.turns import Turn

LONGEST_TURN = 30.0
"""Seconds after which a turn that still has no result counts as failed."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What a turn came to; ``feedback`` is what the customer said of the conversation in it."""

    reply: Reply
    failed: bool = False
    feedback: Feedback | None = None


class Answerer:
    """Asks the action server and Rasa; failures become a friendly sentence and the offer of a person."""

    def __init__(
        self,
        actions: Actions,
        rasa: Rasa,
        readiness: Readiness,
        tracker: TrackerNotes,
        longest: float = LONGEST_TURN,
    ) -> None:
        self._actions = actions
        self._rasa = rasa
        self._readiness = readiness
        self._tracker = tracker
        self._longest = longest

    async def understand(self, turn: TurnRecord, conversation: Conversation) -> Understood | None:
        """The classifier's reading of the customer's text; None when it cannot be had or a choice was picked."""
        if turn.target is not None:
            return None
        try:
            return await self._actions.understand(turn.text, conversation.last_language)
        except UnavailableError as error:
            logger.warning("not_understood", extra={"turn_id": turn.id, "reason": str(error)})
            return None

    async def answer(
        self, turn: TurnRecord, conversation: Conversation, understood: Understood | None, language: str
    ) -> Outcome:
        """What to say and do; never raises for a bot that is away, hung or talks nonsense."""
        try:
            async with asyncio.timeout(self._longest):
                reply = await self._ask(turn, conversation, understood, language)
        except (UnavailableError, UnreadableReplyError, TimeoutError) as error:
            reason = f"{type(error).__name__}: {error}"
            logger.warning(
                "turn_failed", extra={"conversation_id": conversation.id, "turn_id": turn.id, "reason": reason}
            )
            return failure(language)
        if reply.is_empty:
            logger.warning("turn_empty", extra={"conversation_id": conversation.id, "turn_id": turn.id})
            return failure(language)
        if not reply.drafts:
            reply = replace(reply, drafts=(said("handed_over", language),))
        return Outcome(reply)

    async def _ask(
        self, turn: TurnRecord, conversation: Conversation, understood: Understood | None, language: str
    ) -> Reply:
        await self._readiness.rasa_has_been_ready()
        await self._tracker.deliver(conversation)
        signed = Turn(conversation.id, turn.id, language, for_turn(conversation.identity))
        message = for_rasa(turn.text) if turn.target is None else turn.target
        items = await self._rasa.turn(signed, message, understood.wire if understood else None, self._longest)
        return read_reply(items, language)


def failure(language: str) -> Outcome:
    """A failed turn: a friendly sentence and the offer of a person."""
    return Outcome(Reply((said("failed", language, (offer_of_a_person(language),)),)), failed=True)


def language_of_answer(turn: TurnRecord, conversation: Conversation, understood: Understood | None) -> str:
    """The classifier's word when there is one, else the script's; a choice or a bare name keeps the last language."""
    if turn.target is not None:
        return conversation.last_language
    if understood is not None:
        named = understood.analysis.intent == "inform" and only_names(turn.text)
        return conversation.last_language if named else understood.reply_language
    return reply_language(turn.text, conversation.last_language)
