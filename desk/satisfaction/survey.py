"""The survey: asked once at the end, its answers heard among the customer's messages and kept with their turn."""

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.bot.actions import Actions
from desk.bot.calls import UnavailableError
from desk.bot.reply import Reply
from desk.conversations.answering import Outcome
from desk.conversations.model import Conversation, Draft, Message, TurnRecord, Understood
from desk.conversations.sentences import said
from desk.conversations.state import State
from desk.satisfaction.model import Feedback
from desk.satisfaction.occasion import FAREWELLS, is_farewell, served_by
from desk.satisfaction.questions import ASKED, OFFERED_A_PERSON, OPEN_FOR_A_WORD, after_reason, after_score, picked
from desk.satisfaction.questions import question as ask
from desk.satisfaction.reading import LONGEST_WORD, has_nothing_to_add, is_courtesy, is_remark, read_score, says_yes
from desk.store import audit, conversations, messages
from desk.store import satisfaction as store
from desk.store.database import Database
from foundation.clock import BusinessClock


class Survey:
    """Asks, hears and keeps; nothing it does holds up a wish."""

    def __init__(self, database: Database, actions: Actions, clock: BusinessClock) -> None:
        self._database = database
        self._actions = actions
        self._clock = clock

    async def behind_farewell(
        self, connection: AsyncConnection, conversation: Conversation, turn: TurnRecord, stored: tuple[Message, ...]
    ) -> tuple[Draft, ...]:
        """The question behind a turn's messages ``stored`` now, when they are a farewell; asked once a customer."""
        if not stored or stored[-1].response not in FAREWELLS or stored[-1].seq != turn.seq + len(stored):
            # With another message in between the conversation goes on.
            return ()
        history = await messages.visible(connection, conversation.id)
        if not is_farewell(stored, [one for one in history if one.seq < turn.seq]):
            return ()
        return await self._ask(connection, conversation, history, stored[-1].language)

    async def at_close(self, connection: AsyncConnection, conversation: Conversation) -> tuple[Draft, ...]:
        """The question at the end of a conversation that an agent has closed."""
        history = await messages.visible(connection, conversation.id)
        return await self._ask(connection, conversation, history, conversation.last_language)

    async def is_answer(self, conversation_id: str, text: str) -> bool:
        """Whether a text that comes now to a closed conversation answers the survey; a wish needs a new one."""
        async with self._database.reading() as connection:
            conversation = await conversations.get(connection, conversation_id)
            if conversation.state is not State.CLOSED:
                return False
            before = await messages.newest(connection, conversation_id)
        response = before.response if before is not None else None
        if response not in OPEN_FOR_A_WORD:
            return response == ASKED and read_score(text) is not None
        try:
            understood = await self._actions.understand(text, conversation.last_language)
        except UnavailableError:
            return True
        return is_remark(text, understood) or has_nothing_to_add(text, understood) or is_courtesy(text, understood)

    async def hear(
        self, turn: TurnRecord, conversation: Conversation, understood: Understood | None, language: str
    ) -> Outcome | None:
        """What the survey says to a customer's message that answers it; None for any other, which is the bot's."""
        if turn.target is not None:
            return await self._hear_choice(turn.target, conversation, language)
        if conversation.state not in (State.BOT, State.CLOSED):
            return None
        async with self._database.reading() as connection:
            before = await messages.newest(connection, conversation.id, below=turn.seq)
        response = before.response if before is not None else None
        if response == ASKED and (score := read_score(turn.text)):
            return _kept(after_score(score, conversation.state, language), Feedback(score=score))
        if response == OFFERED_A_PERSON and says_yes(turn.text):
            return Outcome(Reply((said("handed_over", language),), "asked"))
        if response in OPEN_FOR_A_WORD:
            return _hear_words(turn.text, conversation.state, understood, language)
        return None

    async def keep(self, connection: AsyncConnection, conversation: Conversation, feedback: Feedback) -> None:
        """Add a part of an answer to what the current customer has said; another score begins anew."""
        asked = await store.find(connection, conversation)
        if asked is None:
            return
        known = asked.feedback
        if feedback.score not in (None, known.score):
            known = Feedback(feedback.score)
        whole = Feedback(known.score, feedback.reason or known.reason, feedback.word or known.word)
        if whole != asked.feedback:
            await self.answer(connection, conversation, whole)

    async def answer(self, connection: AsyncConnection, conversation: Conversation, feedback: Feedback) -> None:
        """Keep a whole answer of the current customer, who was asked, and record it."""
        await store.answer(connection, conversation, feedback, self._clock.now())
        detail = f"score {feedback.score}" + (f", {feedback.reason}" if feedback.reason else "")
        await audit.record(connection, "rated", actor="customer", conversation_id=conversation.id, detail=detail)

    async def _ask(
        self, connection: AsyncConnection, conversation: Conversation, history: tuple[Message, ...], language: str
    ) -> tuple[Draft, ...]:
        if await store.find(connection, conversation) is not None:
            return ()
        await store.ask(connection, conversation, served_by(history), self._clock.now())
        return (ask(language),)

    async def _hear_choice(self, target: str, conversation: Conversation, language: str) -> Outcome | None:
        feedback = picked(target)
        if feedback is None:
            return None
        if feedback.score is not None:
            return _kept(after_score(feedback.score, conversation.state, language), feedback)
        async with self._database.reading() as connection:
            asked = await store.find(connection, conversation)
        return _kept(after_reason(asked.score if asked else None, conversation.state, language), feedback)


def _hear_words(text: str, state: State, understood: Understood | None, language: str) -> Outcome | None:
    is_polite = state is State.CLOSED and understood is not None and is_courtesy(text, understood)
    if is_polite or has_nothing_to_add(text, understood):
        return Outcome(Reply((said("satisfaction_left", language),)))
    # A closed conversation has taken nothing but an answer.
    if state is State.CLOSED or (understood is not None and is_remark(text, understood)):
        return _kept(said("satisfaction_word_kept", language), Feedback(word=text[:LONGEST_WORD]))
    return None


def _kept(reply: Draft, feedback: Feedback) -> Outcome:
    return Outcome(Reply((reply,)), feedback=feedback)
