"""One open WebSocket: bounded sending, orderly closing, all of them closed when the desk stops."""

import asyncio
import weakref
from typing import Final

from aiohttp import WSCloseCode, WSMsgType, web

from desk.api.errors import ApiError
from desk.api.frames import error_frame
from desk.api.parsing import LARGEST_BODY

SEND_SECONDS = 10
"""A client that takes no frame for so long is too slow."""

IDENTITY_CHANGED: Final = 4001
CLOSE_CODES: Final = {401: 4401, 403: 4403, 404: 4404, 429: 4429}
NO_AUTH: Final = 4408
TOO_SLOW: Final = 4429


class TooSlowError(Exception):
    """The client does not take its frames."""


class Connection:
    """A socket to one client."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._sending = asyncio.Lock()
        self._closing = False

    async def send(self, frame: str) -> None:
        """Send one frame; raise TooSlowError or ConnectionError when the client does not take it."""
        async with self._sending:
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._socket.send_str(frame)
            except TimeoutError:
                raise TooSlowError from None

    async def receive(self) -> str | None:
        """The next text frame, None when the client has gone; raise ApiError for a frame that is not text."""
        message = await self._socket.receive()
        if message.type is WSMsgType.TEXT:
            return str(message.data)
        if message.type is WSMsgType.BINARY:
            raise ApiError(400, "frames must be text")
        return None

    async def close(self, code: int) -> None:
        """Close with a code; a client that does not answer is not waited for long."""
        self._closing = True
        await self._socket.close(code=code)

    async def end(self, sending: asyncio.Task[None]) -> None:
        """End the task that sends; one that says goodbye may finish."""
        if self._closing:
            await asyncio.wait({sending}, timeout=3)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)

    async def refuse(self, error: ApiError, code: int | None = None) -> None:
        """Say why and close."""
        try:
            await self.send(error_frame(error))
        except (TooSlowError, ConnectionError):
            pass
        await self.close(code or CLOSE_CODES.get(error.status, WSCloseCode.POLICY_VIOLATION))


class Connections:
    """All open sockets of the desk."""

    def __init__(self) -> None:
        self._open: weakref.WeakSet[web.WebSocketResponse] = weakref.WeakSet()

    async def accept(self, request: web.Request) -> tuple[Connection, web.WebSocketResponse]:
        """Complete the handshake."""
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=LARGEST_BODY, timeout=2.0)
        await socket.prepare(request)
        self._open.add(socket)
        return Connection(socket), socket

    async def close(self) -> None:
        """Tell every client that the desk goes away."""
        await asyncio.gather(
            *(socket.close(code=WSCloseCode.GOING_AWAY) for socket in list(self._open)), return_exceptions=True
        )
