"""The real desk on a real port with a real SQLite file, between a fake Rasa and a fake action server."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import jwt
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

from desk.bootstrap import Timing, build_app
from desk.conversations.receipts import Patience
from desk.handoff.agents import hash_password
from foundation.settings import Settings
from foundation.turns import SECRET_HEADER
from rehearsal.ports import free_port
from tests.integration.fakes import SECRET, FakeActions, FakeRasa, Server

IDENTITY_SECRET = "identity-secret-of-the-tests-0123456789"
PASSWORD = "correct horse battery"
AGENTS = f"anna:{hash_password(PASSWORD)} bert:{hash_password(PASSWORD)}"
TIMING = Timing(longest_turn=3.0, receipts=Patience(0.05, 10.0, 1.0), at_the_end=0.2, learn_every=0.1)

Json = dict[str, Any]


class Customer:
    """A conversation and its token."""

    def __init__(self, session: ClientSession, conversation_id: str, token: str) -> None:
        self.session = session
        self.id = conversation_id
        self.token = token
        self.path = f"/api/v1/conversations/{conversation_id}"
        self.headers = {"Authorization": f"Bearer {token}"}

    async def post(self, body: object) -> tuple[int, Json]:
        async with self.session.post(f"{self.path}/messages", json=body, headers=self.headers) as response:
            return response.status, await response.json()

    async def say(self, text: str, client_message_id: str | None = None) -> Json:
        body = {"text": text} | ({"client_message_id": client_message_id} if client_message_id else {})
        status, answer = await self.post(body)
        assert status == 200, answer
        return answer

    async def choose(self, answer: Json, title: str) -> Json:
        payload = next(c["payload"] for m in answer["messages"] for c in m["choices"] if title in c["title"])
        status, chosen = await self.post({"choice": payload})
        assert status == 200, chosen
        return chosen

    async def history(self, after: int = 0) -> Json:
        async with self.session.get(f"{self.path}/messages", params={"after": after}, headers=self.headers) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def texts(self) -> list[str]:
        return [message["text"] for message in (await self.history())["messages"]]

    async def sign_in(self, identity: str) -> tuple[int, Json]:
        async with self.session.post(
            f"{self.path}/identity", json={"identity": identity}, headers=self.headers
        ) as response:
            return response.status, await response.json()

    async def sign_out(self) -> int:
        async with self.session.delete(f"{self.path}/identity", headers=self.headers) as response:
            return response.status

    @asynccontextmanager
    async def socket(self) -> AsyncIterator[ClientWebSocketResponse]:
        async with self.session.ws_connect(f"{self.path}/socket") as opened:
            await opened.send_json({"type": "auth", "token": self.token})
            assert (await opened.receive_json(timeout=5))["type"] == "state"
            yield opened


class Agent:
    """A signed-in agent."""

    def __init__(self, session: ClientSession, csrf: str) -> None:
        self.session = session
        self.csrf = csrf

    async def get(self, path: str) -> Json:
        async with self.session.get(f"/api/v1/agent/{path}") as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def change(self, path: str, **body: object) -> tuple[int, Json]:
        async with self.session.post(
            f"/api/v1/agent/{path}", json=body, headers={"X-Concierge-CSRF": self.csrf}
        ) as response:
            return response.status, await response.json()

    async def do(self, conversation_id: str, verb: str, **body: object) -> tuple[int, Json]:
        async with self.session.post(
            f"/api/v1/agent/conversations/{conversation_id}/{verb}",
            json=body,
            headers={"X-Concierge-CSRF": self.csrf},
        ) as response:
            return response.status, await response.json()


class RunningDesk:
    """The desk and its two fakes."""

    def __init__(self, settings: Settings, timing: Timing) -> None:
        self.settings = settings
        self.timing = timing
        self.rasa = FakeRasa()
        self.actions = FakeActions()
        self.rasa_server = Server(self.rasa.app, settings.rasa_http_port)
        self.actions_server = Server(self.actions.app, settings.actions_http_port)
        self.desk_server = Server(lambda: build_app(self.settings, self.timing), settings.http_port)
        self.session = ClientSession(settings.desk_url)

    async def restart(self, **changes: Any) -> None:
        await self.desk_server.stop()
        self.settings = replace(self.settings, **changes)
        await self.desk_server.start()

    def identity(self, customer_id: str, **claims: object) -> str:
        now = int(time.time())
        whole = {"sub": customer_id, "aud": "concierge", "iat": now, "exp": now + 600} | claims
        return jwt.encode(
            {name: value for name, value in whole.items() if value is not None}, IDENTITY_SECRET, algorithm="HS256"
        )

    async def open(self, **body: object) -> Customer:
        async with self.session.post("/api/v1/conversations", json=body) as response:
            opened = await response.json()
            assert response.status == 201, opened
            return Customer(self.session, opened["conversation_id"], opened["token"])

    @asynccontextmanager
    async def agent(self, name: str = "anna") -> AsyncIterator[Agent]:
        async with ClientSession(self.settings.desk_url, cookie_jar=CookieJar(unsafe=True)) as session:
            async with session.post("/api/v1/agent/login", json={"name": name, "password": PASSWORD}) as response:
                answer = await response.json()
                assert response.status == 200, answer
            yield Agent(session, answer["csrf"])

    async def internal(self, path: str, body: object) -> tuple[int, Json]:
        async with self.session.post(f"/internal/{path}", json=body, headers={SECRET_HEADER: SECRET}) as response:
            return response.status, await response.json()

    def letters(self) -> list[Path]:
        return sorted((self.settings.var / "outbox").glob("*.json"))


@asynccontextmanager
async def running_desk(tmp_path: Path, timing: Timing = TIMING, **settings: Any) -> AsyncIterator[RunningDesk]:
    """Start all three; settings of the tests can be overridden."""
    whole: dict[str, Any] = {
        "http_port": free_port(),
        "actions_http_port": free_port(),
        "rasa_http_port": free_port(),
        "var": tmp_path / "var",
        "internal_secret": SECRET,
        "identity_secret": IDENTITY_SECRET,
        "agents": AGENTS,
        "rate_limit": "off",
        "turn_deadline": 2.0,
    }
    desk = RunningDesk(Settings(**(whole | settings)), timing)
    servers = (desk.rasa_server, desk.actions_server, desk.desk_server)
    try:
        for server in servers:
            await server.start()
        yield desk
    finally:
        await desk.session.close()
        for server in reversed(servers):
            await server.stop()


async def eventually(condition: Callable[[], Any], seconds: float = 12.0) -> Any:
    """Wait until a condition (or coroutine function) is true and give its value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if asyncio.iscoroutine(value):
            value = await value
        if value:
            return value
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.03)


def new_id() -> str:
    return str(uuid.uuid4())
