"""A shopper who talks to the chat API, over HTTP or over the WebSocket."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from rehearsal.house import House

TURN_SECONDS = 40
Message = dict[str, Any]


class RefusedError(Exception):
    """The desk did not take a request; ``status`` is its HTTP status."""

    def __init__(self, status: int, answer: object) -> None:
        super().__init__(f"the desk answered {status}: {answer}")
        self.status = status


class NoSuchChoiceError(Exception):
    """No choice that was offered has such a title."""


class NeverCameError(Exception):
    """What was waited for did not arrive in time."""


@dataclass
class Reply:
    """What came back in a turn."""

    messages: list[Message]
    state: str

    @property
    def said(self) -> list[Message]:
        """Everything but the customer's own words."""
        return [message for message in self.messages if message["role"] != "customer"]

    @property
    def text(self) -> str:
        """All that was said, as one text."""
        return "\n".join(message["text"] for message in self.said)

    @property
    def choices(self) -> list[dict[str, str]]:
        """Choices offered."""
        return [choice for message in self.said for choice in message["choices"]]

    @property
    def sources(self) -> list[str]:
        """Entry ids of the cited answers."""
        return [source["entry_id"] for message in self.said for source in message["sources"]]

    @property
    def products(self) -> list[dict[str, Any]]:
        """Product cards shown."""
        return [product for message in self.said for product in message["products"]]

    @property
    def intent(self) -> str:
        """What the bot took the customer's words for."""
        return str((self.messages[0].get("analysis") or {}).get("intent"))


@dataclass
class Shopper:
    """One conversation; ``transport`` is http or socket. What the desk refuses raises RefusedError."""

    session: aiohttp.ClientSession
    conversation_id: str
    token: str
    transport: str = "http"
    seen: list[Message] = field(default_factory=list)
    _socket: aiohttp.ClientWebSocketResponse | None = None

    @property
    def path(self) -> str:
        """Where this conversation lives."""
        return f"/api/v1/conversations/{self.conversation_id}"

    @property
    def headers(self) -> dict[str, str]:
        """The proof that it is ours."""
        return {"Authorization": f"Bearer {self.token}"}

    async def say(self, text: str, client_message_id: str | None = None) -> Reply:
        """Send words and wait for the turn to end."""
        return await self._send({"text": text}, client_message_id)

    async def choose(self, *wanted: str) -> Reply:
        """Click the newest choice whose title holds one of the words; raise NoSuchChoiceError."""
        choices = [choice for message in self.seen for choice in message["choices"]]
        for choice in reversed(choices):
            if any(word.lower() in choice["title"].lower() for word in wanted):
                return await self._send({"choice": choice["payload"]}, None)
        raise NoSuchChoiceError(f"no choice named {wanted} among {[choice['title'] for choice in choices]}")

    async def sign_in(self, identity: str) -> None:
        """Prove who the customer is."""
        await self._request("POST", f"{self.path}/identity", {"identity": identity})

    async def sign_out(self) -> None:
        """Leave the conversation to whoever comes next."""
        await self._request("DELETE", f"{self.path}/identity")

    async def click(self, payload: str) -> Reply:
        """Click the choice that carries this payload."""
        return await self._send({"choice": payload}, None)

    async def messages(self, after: int = 0) -> list[Message]:
        """All messages after a number."""
        return list((await self._after(after))["messages"])

    async def news(self) -> Reply:
        """What came since the last turn, and whose the conversation is now."""
        document = await self._after(max((message["seq"] for message in self.seen), default=0))
        self.seen.extend(document["messages"])
        return Reply(document["messages"], document["state"])

    async def _after(self, seq: int) -> dict[str, Any]:
        return await self._request("GET", f"{self.path}/messages?after={seq}")

    async def wait_for(self, wanted: str, seconds: float = 40) -> Message:
        """Wait until a message that holds these words has arrived; raise NeverCameError."""
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            for message in await self.messages():
                if wanted.lower() in message["text"].lower():
                    return message
            await asyncio.sleep(0.2)
        raise NeverCameError(f"{wanted!r} never came: {[message['text'] for message in await self.messages()]}")

    async def _send(self, body: dict[str, str], client_message_id: str | None) -> Reply:
        body = {**body, "client_message_id": client_message_id or str(uuid.uuid4())}
        reply = await (self._send_http(body) if self.transport == "http" else self._send_socket(body))
        self.seen.extend(reply.messages)
        return reply

    async def _send_http(self, body: dict[str, str]) -> Reply:
        document = await self._request("POST", f"{self.path}/messages", body)
        return Reply(document["messages"], document["state"])

    async def _request(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        async with self.session.request(method, path, json=body, headers=self.headers) as response:
            document = await response.json()
            if response.status != 200:
                raise RefusedError(response.status, document)
            return dict(document)

    async def _send_socket(self, body: dict[str, str]) -> Reply:
        socket = await self._opened()
        await socket.send_json({"type": "message", **body})
        messages: dict[int, Message] = {}
        number, state = None, "bot"
        while True:
            # a turn is over when the bot has spoken (or a person holds the conversation) and the line falls silent
            quiet = 1.5 if messages and number is not None else TURN_SECONDS
            try:
                frame = await socket.receive_json(timeout=quiet)
            except TimeoutError:
                break
            if frame["type"] == "ack":
                number = frame["seq"]
            elif frame["type"] == "message":
                messages[frame["message"]["seq"]] = frame["message"]
            elif frame["type"] == "state":
                state = frame["state"]
            elif frame["type"] == "error":
                raise RefusedError(400, frame)
            if number is not None and state in ("human", "closed") and number in messages:
                break
        ordered = [messages[seq] for seq in sorted(messages) if seq >= (number or 0)]
        return Reply(ordered, state)

    async def _opened(self) -> aiohttp.ClientWebSocketResponse:
        if self._socket is None or self._socket.closed:
            self._socket = await self.session.ws_connect(f"{self.path}/socket")
            await self._socket.send_json({"type": "auth", "token": self.token})
            first = await self._socket.receive_json(timeout=10)
            if first["type"] != "state":
                raise RefusedError(401, first)
        return self._socket


@asynccontextmanager
async def shopper(
    house: House, locale: str = "en", customer_id: str | None = None, transport: str = "http"
) -> AsyncIterator[Shopper]:
    """Open a conversation, signed in when a customer is named."""
    identity = house.identity(customer_id) if customer_id else None
    async with visitor(house, locale, identity, transport) as one:
        yield one


@asynccontextmanager
async def visitor(
    house: House, locale: str, identity: str | None = None, transport: str = "http"
) -> AsyncIterator[Shopper]:
    """Open a conversation with an identity token of the caller's making, or as a guest; may raise RefusedError."""
    timeout = aiohttp.ClientTimeout(total=TURN_SECONDS)
    async with aiohttp.ClientSession(house.url, timeout=timeout) as session:
        body = {"channel": "api", "locale": locale} | ({"identity": identity} if identity else {})
        async with session.post("/api/v1/conversations", json=body) as response:
            document = await response.json()
            if response.status != 201:
                raise RefusedError(response.status, document)
        yield Shopper(session, document["conversation_id"], document["token"], transport)
