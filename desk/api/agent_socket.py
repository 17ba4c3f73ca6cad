"""The agents' WebSocket."""

import asyncio
import logging
import time

from aiohttp import web

from desk.api.agent import COOKIE, AgentGate
from desk.api.connection import CLOSE_CODES, TOO_SLOW, Connection, Connections, TooSlowError
from desk.api.edge import translated
from desk.api.frames import agent_frame, error_frame, read_agent_frame
from desk.api.limits import Limit, RateLimits
from desk.conversations.events import Event, Hub, Listener
from desk.handoff.agents import Agents
from desk.handoff.ownership import Ownership
from desk.handoff.queue import Queue

LOOK_AGAIN = 30.0
"""Seconds after which it is checked that the session still lasts."""

FRAMES = Limit("agent_frames", 100, 10.0)

logger = logging.getLogger(__name__)


class AgentSocket:
    """Pushes the queue and the messages of conversations that wait for or have a person."""

    def __init__(
        self,
        gate: AgentGate,
        agents: Agents,
        ownership: Ownership,
        queue: Queue,
        hub: Hub,
        rate_limits: RateLimits,
        connections: Connections,
    ) -> None:
        self._gate = gate
        self._agents = agents
        self._ownership = ownership
        self._queue = queue
        self._hub = hub
        self._limits = rate_limits
        self._connections = connections

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve until one side goes or the session ends."""
        session = await self._gate.enter(request)
        connection, socket = await self._connections.accept(request)
        with self._hub.agent() as listener:
            sending = asyncio.create_task(self._forward(connection, listener, request.cookies.get(COOKIE, "")))
            try:
                await self._receive(connection, session.agent, sending)
            except (TooSlowError, ConnectionError):
                await connection.close(TOO_SLOW)
            finally:
                await connection.end(sending)
        return socket

    async def _receive(self, connection: Connection, agent: str, sending: asyncio.Task[None]) -> None:
        while not sending.done():
            try:
                data = await connection.receive()
                if data is None:
                    return
                self._limits.check(FRAMES, agent)
                await self._ownership.typing(read_agent_frame(data).conversation_id, agent)
            except (TooSlowError, ConnectionError):
                raise
            except Exception as error:  # noqa: BLE001 - the edge: translated() logs what is unexpected
                await connection.send(error_frame(translated(error)))

    async def _forward(self, connection: Connection, listener: Listener, token: str) -> None:
        try:
            await self._send(connection, await self._queue.read())
            checked_at = time.monotonic()
            while True:
                try:
                    event = await asyncio.wait_for(listener.next(), LOOK_AGAIN)
                except TimeoutError:
                    pass
                else:
                    if event is None:
                        break
                    await self._send(connection, event)
                if time.monotonic() - checked_at >= LOOK_AGAIN:
                    checked_at = time.monotonic()
                    if await self._agents.session(token) is None:
                        await connection.close(CLOSE_CODES[401])
                        return
        except (TooSlowError, ConnectionError):
            logger.info("socket_lost")
        await connection.close(TOO_SLOW)

    async def _send(self, connection: Connection, event: Event) -> None:
        frame = agent_frame(event)
        if frame is not None:
            await connection.send(frame)
