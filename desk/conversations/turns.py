"""Turns of customers: taken once, lined up, answered within the deadline, never lost."""

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from desk.background import Background
from desk.conversations.answering import language_of_answer
from desk.conversations.events import Hub, MessageStored
from desk.conversations.journal import Journal
from desk.conversations.language import guess
from desk.conversations.line import Answer, Lines, RunningTurn
from desk.conversations.model import Conversation, Draft, Message, Role, TurnRecord
from desk.conversations.playing import Player
from desk.conversations.receipts import ReceiptChaser
from desk.conversations.sentences import PERSON, STAY
from desk.conversations.state import State
from desk.satisfaction.questions import picked
from desk.satisfaction.survey import Survey
from desk.store import conversations, messages, turns
from desk.store.database import Database
from desk.store.secrets import digest, new_id

PAUSES = (0.5, 2.0)
"""Seconds before a turn is played again that the store would not keep."""

logger = logging.getLogger(__name__)


class ClientMessageConflictError(Exception):
    """The client used the same id for another message."""


class ConversationClosedError(Exception):
    """Nothing can be said in a closed conversation but how it was."""


class CustomerLeftError(Exception):
    """The customer signed out before the answer was there; it is not shown to the next one."""


class DeadChoiceError(Exception):
    """The choice was never offered here or is no longer valid."""


class NotAnsweredError(Exception):
    """The turn's answer could not be stored."""


@dataclass(frozen=True)
class Utterance:
    """What the customer sends: cleaned text, or the payload of a choice."""

    text: str | None = None
    choice: str | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same utterance."""
        return digest(f"choice:{self.choice}" if self.text is None else f"text:{self.text}")


@dataclass(frozen=True)
class Ticket:
    """A turn that was taken; ``run`` is None when its first answer is stored already."""

    conversation_id: str
    turn_id: str
    seq: int
    is_repeated: bool
    run: RunningTurn | None


class Turns:
    """Takes customers' messages and sees that each is answered."""

    def __init__(
        self,
        database: Database,
        hub: Hub,
        journal: Journal,
        player: Player,
        chaser: ReceiptChaser,
        background: Background,
        deadline: float,
        survey: Survey,
    ) -> None:
        self._database = database
        self._hub = hub
        self._journal = journal
        self._player = player
        self._chaser = chaser
        self._background = background
        self._deadline = deadline
        self._survey = survey
        self._lines = Lines(background, self._serve)
        self._runs: dict[str, RunningTurn] = {}

    async def take(
        self, conversation_id: str, epoch: int, utterance: Utterance, client_message_id: str | None, asked_at: float
    ) -> Ticket:
        """Store a message and line its turn up, or find the turn it repeats.

        ``epoch`` is the conversation's when its customer was let in, ``asked_at`` the event loop's time of the request.
        Raises CustomerLeftError, ClientMessageConflictError, ConversationClosedError, DeadChoiceError or
        LineTooLongError.
        """
        async with self._lines.entering(conversation_id):
            try:
                kept = await self._keep(conversation_id, epoch, utterance, client_message_id)
            except ConversationClosedError:
                if utterance.text is None or not await self._survey.is_answer(conversation_id, utterance.text):
                    raise
                kept = await self._keep(conversation_id, epoch, utterance, client_message_id, is_answer=True)
            conversation, turn, message = kept
            if message is not None:
                self._hub.publish(MessageStored(conversation_id, conversation.state, message))
            return self._ticket(turn, conversation, asked_at, message)

    async def answer(self, ticket: Ticket) -> Answer:
        """Wait for a turn's first answer; raise NotAnsweredError or CustomerLeftError when there will be none."""
        if ticket.run is not None:
            await ticket.run.answered.wait()
            if ticket.run.broken:
                raise NotAnsweredError
            if ticket.run.answer is not None:
                return ticket.run.answer
        async with self._database.reading() as connection:
            turn = await turns.get(connection, ticket.turn_id)
            said = await messages.of_turn(connection, ticket.conversation_id, turn.id, turn.answer_until)
        if turn.answer_state is None:
            raise NotAnsweredError
        if not said:
            raise CustomerLeftError
        return Answer(said, State(turn.answer_state))

    async def recover(self) -> None:
        """Take up what a stopped desk left behind."""
        async with self._database.reading() as connection:
            left = [
                (turn, await conversations.get(connection, turn.conversation_id))
                for turn in await turns.unsettled(connection)
            ]
        for turn, conversation in left:
            if turn.status == "done":
                self._chaser.chase(turn.conversation_id, turn.id)
            else:
                self._run(turn, conversation, asyncio.get_running_loop().time())

    async def close(self, patience: float) -> None:
        """Give running turns ``patience`` seconds; what is left is taken up at the next start."""
        answers = [asyncio.ensure_future(run.answered.wait()) for run in self._runs.values()]
        if answers:
            await asyncio.wait(answers, timeout=patience)
        for answer in answers:
            answer.cancel()
        for run in tuple(self._runs.values()):
            run.give_up()

    async def _keep(
        self, conversation_id: str, epoch: int, utterance: Utterance, client_id: str | None, is_answer: bool = False
    ) -> tuple[Conversation, TurnRecord, Message | None]:
        """The turn of this message, and the message when it was not stored before."""
        async with self._database.writing() as connection:
            conversation = await conversations.get(connection, conversation_id, lock=True)
            if conversation.epoch != epoch:
                raise CustomerLeftError
            known = await _known(connection, conversation, utterance, client_id)
            if known is not None:
                return conversation, known, None
            return conversation, *await self._store(connection, conversation, utterance, client_id, is_answer)

    async def _store(
        self,
        connection: AsyncConnection,
        conversation: Conversation,
        utterance: Utterance,
        client_id: str | None,
        is_answer: bool,
    ) -> tuple[TurnRecord, Message]:
        text, target = utterance.text or "", None
        if utterance.text is None:
            choice = await messages.take_choice(connection, conversation.id, utterance.choice or "")
            if choice is None:
                raise ConversationClosedError if conversation.state is State.CLOSED else DeadChoiceError
            text, target = choice.title, choice.target
        if conversation.state is State.CLOSED and not is_answer and picked(target) is None:
            raise ConversationClosedError
        await messages.withdraw_choices(connection, conversation.id)
        turn_id = new_id("t")
        (message,) = await self._journal.write(
            connection, conversation.id, [Draft(Role.CUSTOMER, text, guess(text))], turn_id=turn_id
        )
        new = turns.NewTurn(
            id=turn_id,
            conversation_id=conversation.id,
            epoch=conversation.epoch,
            seq=message.seq,
            text=text,
            target=target,
            client_message_id=client_id,
            content_hash=utterance.fingerprint,
        )
        return await turns.add(connection, new), message

    def _ticket(self, turn: TurnRecord, conversation: Conversation, asked_at: float, message: Message | None) -> Ticket:
        run = self._runs.get(turn.id)
        if run is None and turn.answer_until is None:
            run = self._run(turn, conversation, asked_at, message)
        elif run is not None and run.broken:
            run.renew()
            self._background.start(self._watch(run, asked_at + self._deadline))
        return Ticket(turn.conversation_id, turn.id, turn.seq, message is None, run)

    def _run(
        self, turn: TurnRecord, conversation: Conversation, asked_at: float, message: Message | None = None
    ) -> RunningTurn:
        run = RunningTurn(turn, language_of_answer(turn, conversation, None), message)
        self._runs[turn.id] = run
        if turn.answer_until is not None:
            run.is_held = True
            run.answered.set()
        self._background.start(self._watch(run, asked_at + self._deadline))
        if turn.target in (PERSON, STAY):
            # Who asks for a person must not wait behind a turn that hangs; these turns need no bot.
            self._background.start(self._serve(run))
        else:
            self._lines.add(run)
        return run

    async def _watch(self, run: RunningTurn, deadline: float) -> None:
        try:
            async with asyncio.timeout_at(deadline):
                await run.answered.wait()
        except TimeoutError:
            try:
                await self._player.hold(run)
            except Exception:
                logger.exception("holding_failed", extra={"turn_id": run.turn_id})
                run.give_up()

    async def _serve(self, run: RunningTurn) -> None:
        try:
            for pause in (*PAUSES, None):
                try:
                    await self._player.play(run)
                except Exception:
                    logger.exception("turn_broken", extra={"turn_id": run.turn_id})
                    if pause is None:
                        return
                    await asyncio.sleep(pause)
                else:
                    return
        finally:
            run.give_up()
            self._player.forget(run)
            self._runs.pop(run.turn_id, None)


async def _known(
    connection: AsyncConnection, conversation: Conversation, utterance: Utterance, client_id: str | None
) -> TurnRecord | None:
    found = await turns.with_client_id(connection, conversation.id, client_id) if client_id else None
    if found is None:
        return None
    turn, content_hash = found
    # An earlier customer's answer is not given again to the next one.
    if content_hash != utterance.fingerprint or turn.epoch != conversation.epoch:
        raise ClientMessageConflictError
    return turn
