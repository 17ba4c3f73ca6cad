"""One turn played to its end: understood, answered by the bot when the bot owns the conversation, concluded once."""

import logging
import time
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.bot.reply import Reply
from desk.conversations.answering import Answerer, Outcome, failure, language_of_answer
from desk.conversations.events import Hub, StateChanged, Typing
from desk.conversations.journal import Journal
from desk.conversations.line import RunningTurn
from desk.conversations.model import Conversation, Draft, Message, Role, Understood
from desk.conversations.receipts import ReceiptChaser
from desk.conversations.sentences import PERSON, STAY, offer_of_a_person, offer_to_stay, said, sentence
from desk.conversations.state import Event, State
from desk.handoff.queue import Queue
from desk.satisfaction.survey import Survey
from desk.store import conversations, messages, turns
from desk.store.database import Database

NOTHING = Outcome(Reply(()))

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Said:
    """What was stored for a turn: nothing of it may be shown when ``epoch`` is no longer the conversation's."""

    conversation: Conversation
    epoch: int
    stored: tuple[Message, ...]
    is_whole: bool = True
    moved: bool = False


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
        survey: Survey,
    ) -> None:
        self._database = database
        self._hub = hub
        self._journal = journal
        self._queue = queue
        self._answerer = answerer
        self._chaser = chaser
        self._survey = survey
        self._unsaved: dict[str, tuple[Outcome, Event | None]] = {}

    async def hold(self, run: RunningTurn) -> None:
        """Answer a turn whose deadline has passed with a holding sentence; the turn itself goes on."""
        async with run.settling:
            if run.is_over:
                return
            async with self._database.writing() as connection:
                conversation, epoch, _ = await turns.standing(connection, run.turn_id)
                # While a person owns the conversation the bot is silent, slow or not.
                drafts = [_holding(run.language)] if conversation.state is State.BOT else []
                stored = await self._journal.write(
                    connection, conversation.id, drafts, turn_id=run.turn_id, epoch=epoch
                )
                until = stored[-1].seq if stored else run.turn.seq
                await turns.answer(connection, run.turn_id, until, conversation.state)
            run.is_held = True
            self._show(run, _Said(conversation, epoch, stored))

    async def play(self, run: RunningTurn) -> None:
        """Play one turn; only the store can make it fail, and then it can be played again."""
        async with self._database.reading() as connection:
            conversation, epoch, status = await turns.standing(connection, run.turn_id)
        if status == "done":
            return
        if run.turn_id in self._unsaved:
            await self._finish(run, *self._unsaved[run.turn_id])
        elif epoch != conversation.epoch:
            await self._finish(run, NOTHING)
        elif status == "running":
            # The desk stopped while the bot was at it: asking again could do things twice.
            await self._finish(run, failure(run.language))
        elif run.turn.target == STAY:
            await self._finish(run, _says(run, "stayed"), Event.STAY)
        elif run.turn.target == PERSON:
            await self._finish(run, _says(run, "handed_over", handoff="asked"), Event.HANDOFF)
        else:
            await self._converse(run, conversation)

    def forget(self, run: RunningTurn) -> None:
        """Drop what is kept of a turn that is not played again."""
        self._unsaved.pop(run.turn_id, None)

    async def _converse(self, run: RunningTurn, before: Conversation) -> None:
        if before.state is State.BOT:
            self._hub.publish(Typing(before.id, Role.BOT))
        began = time.monotonic()
        understood = await self._answerer.understand(run.turn, before)
        understood_at = time.monotonic()
        run.language = language_of_answer(run.turn, before, understood)
        heard = await self._survey.hear(run.turn, before, understood, run.language)
        conversation = await self._note(run, before.epoch, understood, is_bots=heard is None)
        if heard is not None:
            await self._finish(run, heard, Event.HANDOFF if heard.reply.handoff else None)
        elif conversation.state is State.BOT and conversation.epoch == before.epoch:
            asked_at = time.monotonic()
            outcome = await self._answerer.answer(run.turn, conversation, understood, run.language)
            logger.info(
                "turn_answered",
                extra={
                    "turn_id": run.turn_id,
                    "understand_ms": round((understood_at - began) * 1000, 1),
                    "answer_ms": round((time.monotonic() - asked_at) * 1000, 1),
                },
            )
            await self._finish(run, outcome, Event.HANDOFF if outcome.reply.handoff else None)
        else:
            await self._finish(run, NOTHING)

    async def _note(self, run: RunningTurn, epoch: int, understood: Understood | None, is_bots: bool) -> Conversation:
        message = None
        async with self._database.writing() as connection:
            conversation = await conversations.get(connection, run.conversation_id, lock=True)
            if epoch == conversation.epoch:
                if run.language != conversation.last_language:
                    await conversations.speak(connection, conversation.id, run.language)
                if conversation.state is State.BOT and is_bots:
                    await turns.start(connection, run.turn_id)
            if understood is not None:
                message = await messages.analyse(
                    connection, conversation.id, run.turn.seq, understood.language, understood.analysis
                )
        if message is not None:
            if run.message is not None:
                run.message = message
            self._journal.tell(conversation, [message], epoch)
        return conversation

    async def _finish(self, run: RunningTurn, outcome: Outcome, event: Event | None = None) -> None:
        # A store that fails for a moment must not lose what the bot has already said and done.
        self._unsaved[run.turn_id] = (outcome, event)
        async with run.settling:
            async with self._database.writing() as connection:
                said = await self._conclude(connection, run, outcome, event)
            run.is_over = True
            self._show(run, said)
        if outcome.failed or run.is_held:
            self._chaser.chase(run.conversation_id, run.turn_id)
        if said.moved:
            self._hub.publish(StateChanged(run.conversation_id, said.conversation.state))
            await self._queue.announce()

    async def _conclude(
        self, connection: AsyncConnection, run: RunningTurn, outcome: Outcome, event: Event | None
    ) -> _Said:
        conversation, epoch, _ = await turns.standing(connection, run.turn_id)
        here = epoch == conversation.epoch
        # A failure needs no offer of a person when there is one already.
        silent = conversation.state is not State.BOT and (outcome.failed or event is Event.HANDOFF)
        drafts = () if silent else outcome.reply.drafts
        stored = await self._journal.write(connection, conversation.id, drafts, turn_id=run.turn_id, epoch=epoch)
        is_whole = len(stored) == len(drafts)
        moved = here and (conversation.state, event) in ((State.BOT, Event.HANDOFF), (State.PENDING, Event.STAY))
        if moved and event is not None:
            conversation = await self._move(connection, conversation, event, outcome.reply.handoff)
        if here and event is Event.HANDOFF and conversation.state is State.PENDING:
            stored += await self._tell_place(connection, run)
        if here and outcome.feedback is not None:
            await self._survey.keep(connection, conversation, outcome.feedback)
        elif here and is_whole and event is None and conversation.state is State.BOT and not run.is_held:
            stored += await self._ask_how_it_was(connection, run, conversation, stored)
        until = stored[-1].seq if stored else run.turn.seq
        if not is_whole:
            until = await messages.last_seq_of_turn(connection, run.turn_id)
        settled = not (outcome.failed or run.is_held)
        lookup = None if silent else outcome.reply.lookup
        await turns.finish(connection, run.turn_id, until, conversation.state, settled, lookup)
        return _Said(conversation, epoch, stored, is_whole, moved)

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
        return await self._journal.write(connection, run.conversation_id, [draft], turn_id=run.turn_id)

    async def _ask_how_it_was(
        self, connection: AsyncConnection, run: RunningTurn, conversation: Conversation, stored: tuple[Message, ...]
    ) -> tuple[Message, ...]:
        drafts = await self._survey.behind_farewell(connection, conversation, run.turn, stored)
        return await self._journal.write(connection, conversation.id, drafts, turn_id=run.turn_id)

    def _show(self, run: RunningTurn, said: _Said) -> None:
        self._journal.tell(said.conversation, said.stored, said.epoch)
        if said.epoch != said.conversation.epoch or not said.is_whole:
            # What may be shown is then read from the store by whoever waits.
            run.message = None
        run.settle(said.stored, said.conversation.state)


def _says(run: RunningTurn, name: str, handoff: str | None = None) -> Outcome:
    return Outcome(Reply((said(name, run.language),), handoff))


def _holding(language: str) -> Draft:
    return said("holding", language, (offer_of_a_person(language),))
