"""The customer's WebSocket."""

import asyncio
import logging

from aiohttp import web

from desk.api import limits
from desk.api.access import Gate, address
from desk.api.connection import IDENTITY_CHANGED, NO_AUTH, TOO_SLOW, Connection, Connections, TooSlowError
from desk.api.edge import may_connect, translated
from desk.api.errors import ApiError
from desk.api.frames import (
    MessageFrame,
    ReadFrame,
    ack_frame,
    customer_frame,
    error_frame,
    read_auth,
    read_customer_frame,
    state_frame,
)
from desk.api.limits import Limit, RateLimits
from desk.api.wire import message_out
from desk.conversations.events import CustomerChanged, Hub, Listener, Typing
from desk.conversations.model import Conversation, Role
from desk.conversations.register import Register
from desk.conversations.turns import Ticket, Turns, Utterance
from desk.handoff.queue import Queue

AUTH_SECONDS = 5
FRAMES = Limit("frames", 100, 10.0)

logger = logging.getLogger(__name__)


class CustomerSocket:
    """Serves one conversation over a socket; the token comes in the first frame, never in the address."""

    def __init__(
        self,
        register: Register,
        turns: Turns,
        queue: Queue,
        hub: Hub,
        gate: Gate,
        rate_limits: RateLimits,
        connections: Connections,
        allowed_origins: frozenset[str],
    ) -> None:
        self._register = register
        self._turns = turns
        self._queue = queue
        self._hub = hub
        self._gate = gate
        self._limits = rate_limits
        self._connections = connections
        self._allowed_origins = allowed_origins

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve until one side goes."""
        self._limits.check(limits.ADDRESS, address(request))
        if not may_connect(request, self._allowed_origins):
            raise ApiError(403, "this origin may not use the chat API")
        connection, socket = await self._connections.accept(request)
        conversation_id = request.match_info["id"]
        # Listening begins before the token is checked, so that a change of customer in between is not missed.
        with self._hub.customer(conversation_id) as listener:
            try:
                conversation = await self._greet(connection, conversation_id)
                if conversation is not None:
                    await self._serve(connection, conversation, address(request), listener)
            except (TooSlowError, ConnectionError):
                await connection.close(TOO_SLOW)
        return socket

    async def _greet(self, connection: Connection, conversation_id: str) -> Conversation | None:
        try:
            async with asyncio.timeout(AUTH_SECONDS):
                data = await connection.receive()
            if data is None:
                return None
            conversation = await self._register.enter(conversation_id, read_auth(data).token)
            await connection.send(state_frame(conversation.state, await self._queue.position(conversation)))
        except TimeoutError:
            await connection.refuse(ApiError(401, "the auth frame did not come in time"), NO_AUTH)
            return None
        except (TooSlowError, ConnectionError):
            raise
        except Exception as error:  # noqa: BLE001 - the edge: translated() logs what is unexpected
            await connection.refuse(translated(error))
            return None
        return conversation

    async def _serve(
        self, connection: Connection, conversation: Conversation, visitor: str, listener: Listener
    ) -> None:
        sending = asyncio.create_task(_forward(connection, listener))
        waiting: set[asyncio.Task[None]] = set()
        try:
            while not sending.done():
                try:
                    data = await connection.receive()
                    if data is None:
                        break
                    self._limits.check(FRAMES, conversation.id)
                    frame = read_customer_frame(data)
                except ApiError as error:
                    if error.status == 429:
                        await connection.refuse(error)
                        break
                    await connection.send(error_frame(error))
                    continue
                if isinstance(frame, MessageFrame):
                    await self._message(connection, conversation, visitor, frame, waiting)
                elif isinstance(frame, ReadFrame):
                    await self._register.read(conversation.id, frame.seq)
                else:
                    self._hub.publish(Typing(conversation.id, Role.CUSTOMER))
        finally:
            await connection.end(sending)
            for task in tuple(waiting):
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _message(
        self,
        connection: Connection,
        conversation: Conversation,
        visitor: str,
        frame: MessageFrame,
        waiting: set[asyncio.Task[None]],
    ) -> None:
        asked_at = asyncio.get_running_loop().time()
        try:
            self._gate.count_message(conversation, visitor)
            ticket = await self._turns.take(
                conversation.id,
                conversation.epoch,
                Utterance(frame.text, frame.choice),
                frame.client_message_id,
                asked_at,
            )
        except Exception as error:  # noqa: BLE001 - the edge: translated() logs what is unexpected
            await connection.send(error_frame(translated(error), frame.client_message_id))
            return
        await connection.send(ack_frame(frame.client_message_id, ticket.seq))
        task = asyncio.create_task(self._follow(connection, ticket, frame.client_message_id))
        waiting.add(task)
        task.add_done_callback(waiting.discard)

    async def _follow(self, connection: Connection, ticket: Ticket, client_message_id: str | None) -> None:
        try:
            turn = await self._turns.answer(ticket)
            if ticket.is_repeated:
                # The first time they were pushed to whoever listened then; this client may have missed them.
                for message in turn.messages:
                    await connection.send(f'{{"type":"message","message":{message_out(message).model_dump_json()}}}')
        except (TooSlowError, ConnectionError):
            logger.info("socket_lost")
        except Exception as error:  # noqa: BLE001 - the edge: translated() logs what is unexpected
            await connection.send(error_frame(translated(error), client_message_id))


async def _forward(connection: Connection, listener: Listener) -> None:
    try:
        while (event := await listener.next()) is not None:
            if isinstance(event, CustomerChanged):
                await connection.close(IDENTITY_CHANGED)
                return
            frame = customer_frame(event)
            if frame is not None:
                await connection.send(frame)
    except (TooSlowError, ConnectionError):
        logger.info("socket_lost")
    await connection.close(TOO_SLOW)
