"""One turn played to its end: understood, answered by the bot when the bot owns the conversation, concluded once."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.bot.reply import Reply
from desk.conversations.answering import Answerer, Outcome, failure, language_of_answer
from desk.conversations.events import Hub, StateChanged, Typing
from desk.conversations.journal import Journal
from desk.conversations.line import RunningTurn
from desk.conversations.model import Conversation, Draft, Message, Role, TurnRecord, Understood
from desk.conversations.receipts import ReceiptChaser
from desk.conversations.sentences import PERSON, STAY, offer_of_a_person, offer_to_stay, sentence
from desk.conversations.state import Event, State
from desk.handoff.queue import Queue
from desk.store import conversations, messages, turns
from desk.store.database import Database

NOTHING = Outcome(Reply(()))


@dataclass(frozen=True)
class _Concluded:
    turn: TurnRecord
    conversation: Conversation
    stored: tuple[Message, ...]
    moved: bool


class Player:
    """Plays turns; whatever it says is stored first and pushed then."""

    def __init__(
        self,
        database: Database,
        hub: Hub,
        journal: Journal,
        queue: Queue,
        answerer: Answerer,
        chaser: ReceiptChaser,
    ) -> None:
        self._database = database
        self._hub = hub
        self._journal = journal
        self._queue = queue
        self._answerer = answerer
        self._chaser = chaser

    async def hold(self, run: RunningTurn) -> None:
        """Answer a turn whose deadline has passed with a holding sentence; the turn itself goes on."""
        async with run.settling:
            if run.is_over:
                return
            async with self._database.writing() as connection:
                turn = await turns.get(connection, run.turn_id)
                conversation = await conversations.get(connection, run.conversation_id, lock=True)
                # While a person owns the conversation the bot is silent, slow or not.
                drafts = [_holding(run.language)] if conversation.state is State.BOT else []
                stored = await self._journal.write(connection, run.conversation_id, drafts, run.turn_id)
                await self._fix_answer(connection, turn, conversation)
            run.is_held = True
            run.answered.set()
        await self._journal.tell(run.conversation_id, stored, turn.epoch)

    async def play(self, run: RunningTurn) -> None:
        """Play one turn; only the store can make it fail, and then it can be played again."""
        async with self._database.reading() as connection:
            turn = await turns.get(connection, run.turn_id)
            conversation = await conversations.get(connection, run.conversation_id)
        if turn.status == "done":
            return
        if turn.epoch != conversation.epoch:
            await self._finish(run, NOTHING)
        elif turn.status == "running":
            # The desk stopped while the bot was at it: asking again could do things twice.
            await self._finish(run, failure(run.language))
        elif turn.target == STAY:
            drafts = (Draft(Role.BOT, sentence("stayed", run.language), run.language),)
            await self._finish(run, Outcome(Reply(drafts)), Event.STAY)
        elif turn.target == PERSON:
            drafts = (Draft(Role.BOT, sentence("handed_over", run.language), run.language),)
            await self._finish(run, Outcome(Reply(drafts, "asked")))
        else:
            await self._converse(run, turn, conversation)

    async def _converse(self, run: RunningTurn, turn: TurnRecord, conversation: Conversation) -> None:
        if conversation.state is State.BOT:
            self._hub.publish(Typing(conversation.id, Role.BOT))
        understood = await self._answerer.understand(turn, conversation)
        run.language = language_of_answer(turn, conversation, understood)
        conversation = await self._note(run, turn, understood)
        if conversation.state is State.BOT and turn.epoch == conversation.epoch:
            await self._finish(run, await self._answerer.answer(turn, conversation, understood, run.language))
        else:
            await self._finish(run, NOTHING)

    async def _note(self, run: RunningTurn, turn: TurnRecord, understood: Understood | None) -> Conversation:
        message = None
        async with self._database.writing() as connection:
            conversation = await conversations.get(connection, run.conversation_id, lock=True)
            if turn.epoch == conversation.epoch:
                await conversations.speak(connection, conversation.id, run.language)
                if conversation.state is State.BOT:
                    await turns.start(connection, turn.id)
            if understood is not None:
                message = await messages.analyse(
                    connection, conversation.id, turn.seq, understood.language, understood.analysis
                )
        if message is not None:
            await self._journal.tell(conversation.id, [message], turn.epoch)
        return conversation

    async def _finish(self, run: RunningTurn, outcome: Outcome, event: Event | None = None) -> None:
        event = event or (Event.HANDOFF if outcome.reply.handoff else None)
        async with run.settling:
            async with self._database.writing() as connection:
                done = await self._conclude(connection, run, outcome, event)
            run.is_over = True
            run.answered.set()
        await self._journal.tell(run.conversation_id, done.stored, done.turn.epoch)
        if outcome.failed or run.is_held:
            self._chaser.chase(run.conversation_id, run.turn_id)
        if done.moved:
            self._hub.publish(StateChanged(run.conversation_id, done.conversation.state))
            await self._queue.announce()

    async def _conclude(
        self, connection: AsyncConnection, run: RunningTurn, outcome: Outcome, event: Event | None
    ) -> _Concluded:
        turn = await turns.get(connection, run.turn_id)
        conversation = await conversations.get(connection, run.conversation_id, lock=True)
        here = turn.epoch == conversation.epoch
        # A failure needs no offer of a person when there is one already.
        silent = conversation.state is not State.BOT and (outcome.failed or event is Event.HANDOFF)
        stored = await self._journal.write(connection, conversation.id, () if silent else outcome.reply.drafts, turn.id)
        moved = here and (conversation.state, event) in (
            (State.BOT, Event.HANDOFF),
            (State.PENDING, Event.STAY),
        )
        if moved and event is not None:
            conversation = await self._move(connection, conversation, event, outcome.reply.handoff)
        if here and event is Event.HANDOFF and conversation.state is State.PENDING:
            stored += await self._tell_place(connection, run)
        await self._fix_answer(connection, turn, conversation)
        await turns.finish(connection, turn.id, settled=not (outcome.failed or run.is_held))
        return _Concluded(turn, conversation, stored, moved)

    async def _move(
        self, connection: AsyncConnection, conversation: Conversation, event: Event, reason: str | None
    ) -> Conversation:
        if event is Event.STAY:
            await conversations.tell_tracker(connection, conversation.id, "return")
        actor = "customer" if event is Event.STAY else "bot"
        return await conversations.transition(connection, conversation.id, event, actor, reason=reason)

    async def _tell_place(self, connection: AsyncConnection, run: RunningTurn) -> tuple[Message, ...]:
        waiting = [one.id for one in await conversations.in_state(connection, State.PENDING)]
        text = sentence("waiting", run.language, position=waiting.index(run.conversation_id) + 1)
        draft = Draft(Role.SYSTEM, text, run.language, choices=(offer_to_stay(run.language),))
        return await self._journal.write(connection, run.conversation_id, [draft], run.turn_id)

    async def _fix_answer(self, connection: AsyncConnection, turn: TurnRecord, conversation: Conversation) -> None:
        until = await messages.last_seq_of_turn(connection, turn.id)
        await turns.answer(connection, turn.id, until, conversation.state)


def _holding(language: str) -> Draft:
    return Draft(Role.BOT, sentence("holding", language), language, choices=(offer_of_a_person(language),))
