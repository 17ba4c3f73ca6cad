"""An agent who answers, over the agent API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from rehearsal.house import AGENT, AGENT_PASSWORD, House
from rehearsal.shopper import RefusedError


class Agent:
    """A person at the desk; what the desk refuses raises RefusedError."""

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
            return await _taken(response)

    async def do(self, conversation_id: str, verb: str, **body: str) -> dict[str, Any]:
        """claim, reply, note, return or close."""
        path = f"/api/v1/agent/conversations/{conversation_id}/{verb}"
        async with self._session.post(path, json=body, headers=self._headers) as response:
            return await _taken(response)

    async def complaints(self, conversation_id: str) -> list[dict[str, Any]]:
        """All complaints of a conversation, the one due first in front."""
        found: list[dict[str, Any]] = []
        for status in ("open", "answered"):
            async with self._session.get("/api/v1/agent/complaints", params={"status": status}) as response:
                found += (await _taken(response))["complaints"]
        return [one for one in found if one["conversation_id"] == conversation_id]

    async def proposals(self) -> list[dict[str, Any]]:
        """Past answers that wait for review."""
        async with self._session.get("/api/v1/agent/entries") as response:
            return list((await response.json())["entries"])

    async def step(self, entry_id: str, verb: str, **body: object) -> dict[str, Any]:
        """approve, reject, retire, rollback ... a past answer."""
        path = f"/api/v1/agent/entries/{entry_id}/{verb}"
        async with self._session.post(path, json=body, headers=self._headers) as response:
            return dict((await _taken(response))["entry"])


@asynccontextmanager
async def agent(house: House) -> AsyncIterator[Agent]:
    """Log in as the agent of the house."""
    async with aiohttp.ClientSession(house.url, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        credentials = {"name": AGENT, "password": AGENT_PASSWORD}
        async with session.post("/api/v1/agent/login", json=credentials) as response:
            document = await _taken(response)
        yield Agent(session, document["csrf"])


async def _taken(response: aiohttp.ClientResponse) -> dict[str, Any]:
    document = dict(await response.json())
    if response.status not in (200, 201):
        raise RefusedError(response.status, document)
    return document
