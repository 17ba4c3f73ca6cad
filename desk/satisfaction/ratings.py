"""Ratings that a page sends itself, such as stars that it draws."""

from datetime import timedelta

from desk.conversations.model import Conversation
from desk.conversations.turns import CustomerLeftError
from desk.satisfaction.model import Feedback, Satisfaction
from desk.satisfaction.occasion import served_by
from desk.satisfaction.survey import Survey
from desk.store import conversations, messages
from desk.store import satisfaction as store
from desk.store.database import Database
from foundation.clock import BusinessClock

MAY_CHANGE_FOR = timedelta(hours=1)
"""How long after the first answer another one takes its place."""


class RatingSettledError(Exception):
    """The answer was given too long ago to be changed."""


class Ratings:
    """Takes whole answers, in every state of the conversation."""

    def __init__(self, database: Database, clock: BusinessClock, survey: Survey) -> None:
        self._database = database
        self._clock = clock
        self._survey = survey

    async def of(self, conversation: Conversation) -> Satisfaction | None:
        """What the current customer was asked and said; None when he was not asked."""
        async with self._database.reading() as connection:
            return await store.find(connection, conversation)

    async def rate(self, conversation_id: str, epoch: int, feedback: Feedback) -> Satisfaction:
        """Keep the answer of the customer of ``epoch``, asked or not; the same again changes nothing.

        Raises RatingSettledError after MAY_CHANGE_FOR, CustomerLeftError when another customer is there now.
        """
        async with self._database.writing() as connection:
            conversation = await conversations.get(connection, conversation_id, lock=True)
            if conversation.epoch != epoch:
                raise CustomerLeftError
            known = await store.find(connection, conversation)
            if known is None:
                history = await messages.visible(connection, conversation_id)
                await store.ask(connection, conversation, served_by(history), self._clock.now())
            elif known.feedback == feedback:
                return known
            elif known.answered_at is not None and self._clock.now() - known.answered_at > MAY_CHANGE_FOR:
                raise RatingSettledError
            await self._survey.answer(connection, conversation, feedback)
            return await store.asked(connection, conversation)
