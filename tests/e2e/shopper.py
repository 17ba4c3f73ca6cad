"""A shopper who talks to the chat API, over HTTP or over the WebSocket, and an agent who answers."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.e2e.house import AGENT, AGENT_PASSWORD, House

TURN_SECONDS = 40
Message = dict[str, Any]


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
    """One conversation; ``transport`` is http or socket."""

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
        """Click the first of the last choices whose title holds one of the words."""
        choices = [choice for message in self.seen for choice in message["choices"]]
        for choice in reversed(choices):
            if any(word.lower() in choice["title"].lower() for word in wanted):
                return await self._send({"choice": choice["payload"]}, None)
        raise AssertionError(f"no choice named {wanted} among {[choice['title'] for choice in choices]}")

    async def messages(self, after: int = 0) -> list[Message]:
        """All messages after a number."""
        async with self.session.get(f"{self.path}/messages", params={"after": after}, headers=self.headers) as response:
            assert response.status == 200, await response.text()
            return list((await response.json())["messages"])

    async def wait_for(self, wanted: str, seconds: float = 40) -> Message:
        """Wait until a message that holds these words has arrived."""
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            for message in await self.messages():
                if wanted.lower() in message["text"].lower():
                    return message
            await asyncio.sleep(0.2)
        raise AssertionError(f"{wanted!r} never came: {[message['text'] for message in await self.messages()]}")

    async def _send(self, body: dict[str, str], client_message_id: str | None) -> Reply:
        body = {**body, "client_message_id": client_message_id or str(uuid.uuid4())}
        reply = await (self._send_http(body) if self.transport == "http" else self._send_socket(body))
        self.seen.extend(reply.messages)
        return reply

    async def _send_http(self, body: dict[str, str]) -> Reply:
        async with self.session.post(f"{self.path}/messages", json=body, headers=self.headers) as response:
            document = await response.json()
            assert response.status == 200, document
            return Reply(document["messages"], document["state"])

    async def _send_socket(self, body: dict[str, str]) -> Reply:
        socket = await self._opened()
        await socket.send_json({"type": "message", **body})
        number, messages, state = None, {}, "bot"
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
                raise AssertionError(frame)
            if number is not None and state in ("human", "closed") and number in messages:
                break
        ordered = [messages[seq] for seq in sorted(messages) if seq >= (number or 0)]
        return Reply(ordered, state)

    async def _opened(self) -> aiohttp.ClientWebSocketResponse:
        if self._socket is None or self._socket.closed:
            self._socket = await self.session.ws_connect(f"{self.path}/socket")
            await self._socket.send_json({"type": "auth", "token": self.token})
            assert (await self._socket.receive_json(timeout=10))["type"] == "state"
        return self._socket


@asynccontextmanager
async def shopper(
    house: House, locale: str = "en", customer_id: str | None = None, transport: str = "http"
) -> AsyncIterator[Shopper]:
    """Open a conversation, signed in when a customer is named."""
    timeout = aiohttp.ClientTimeout(total=TURN_SECONDS)
    async with aiohttp.ClientSession(house.url, timeout=timeout) as session:
        body: dict[str, str] = {"channel": "api", "locale": locale}
        if customer_id:
            body["identity"] = house.identity(customer_id)
        async with session.post("/api/v1/conversations", json=body) as response:
            document = await response.json()
            assert response.status == 201, document
        yield Shopper(session, document["conversation_id"], document["token"], transport)


class Agent:
    """A person at the desk."""

    def __init__(self, session: aiohttp.ClientSession, csrf: str) -> None:
        self._session = session
        self._headers = {"X-Concierge-CSRF": csrf}

    async def queue(self) -> list[dict[str, Any]]:
        """Conversations that wait."""
        async with self._session.get("/api/v1/agent/queue") as response:
            return list((await response.json())["pending"])

    async def view(self, conversation_id: str) -> dict[str, Any]:
        """A conversation as the agent sees it."""
        async with self._session.get(f"/api/v1/agent/conversations/{conversation_id}") as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def do(self, conversation_id: str, verb: str, **body: str) -> dict[str, Any]:
        """claim, reply, note, return or close."""
        path = f"/api/v1/agent/conversations/{conversation_id}/{verb}"
        async with self._session.post(path, json=body, headers=self._headers) as response:
            document = await response.json()
            assert response.status in (200, 201), document
            return dict(document)

    async def proposals(self) -> list[dict[str, Any]]:
        """Past answers that wait for review."""
        async with self._session.get("/api/v1/agent/entries") as response:
            return list((await response.json())["entries"])

    async def step(self, entry_id: str, verb: str, **body: object) -> dict[str, Any]:
        """approve, reject, retire, rollback ... a past answer."""
        path = f"/api/v1/agent/entries/{entry_id}/{verb}"
        async with self._session.post(path, json=body, headers=self._headers) as response:
            document = await response.json()
            assert response.status == 200, document
            return dict(document["entry"])


@asynccontextmanager
async def agent(house: House) -> AsyncIterator[Agent]:
    """Log in as the agent of the house."""
    async with aiohttp.ClientSession(house.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        credentials = {"name": AGENT, "password": AGENT_PASSWORD}
        async with session.post("/api/v1/agent/login", json=credentials) as response:
            document = await response.json()
            assert response.status == 200, document
        yield Agent(session, document["csrf"])
