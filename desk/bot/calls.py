"""One way of calling the other processes: deadline, size limit, JSON, named errors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from foundation.turns import SECRET_HEADER

LARGEST_ANSWER = 4 * 1024 * 1024
"""Bytes of an answer that are read; more is an error."""


class UnavailableError(Exception):
    """The other process did not answer, or not with anything usable."""


class Outbound:
    """The connections all outbound calls share; opened when the desk starts."""

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    @property
    def session(self) -> ClientSession:
        """The open session; raise UnavailableError before the start and after the end."""
        if self._session is None:
            raise UnavailableError("the desk is not running")
        return self._session

    async def open(self) -> None:
        """Open the session; proxies of the environment are ignored because the peers are on loopback."""
        self._session = ClientSession(connector=TCPConnector(limit=0, keepalive_timeout=30), trust_env=False)

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None


@dataclass(frozen=True)
class Peer:
    """Another process of ours: its base address, the secret it asks for, the shared connections."""

    outbound: Outbound
    base: str
    secret: str

    async def json(
        self, method: str, path: str, seconds: float, body: object = None, query: Mapping[str, str] | None = None
    ) -> Any:
        """The parsed JSON answer; raise UnavailableError for anything but a 2xx answer in JSON in time."""
        raw = await self.raw(method, path, seconds, body, query)
        try:
            return json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise UnavailableError(f"{path} answered something that is not JSON") from error

    async def raw(
        self, method: str, path: str, seconds: float, body: object = None, query: Mapping[str, str] | None = None
    ) -> bytes:
        """The answer's bytes; raise UnavailableError as ``json`` does."""
        try:
            async with self.outbound.session.request(
                method,
                URL(self.base + path, encoded=True).update_query(query or {}),
                json=body,
                headers={SECRET_HEADER: self.secret},
                timeout=ClientTimeout(total=seconds),
                allow_redirects=False,
            ) as response:
                if not 200 <= response.status < 300:
                    raise UnavailableError(f"{path} answered with status {response.status}")
                content = await response.content.read(LARGEST_ANSWER + 1)
                while len(content) <= LARGEST_ANSWER and (more := await response.content.read(LARGEST_ANSWER)):
                    content += more
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise UnavailableError(f"{path} did not answer: {type(error).__name__}") from error
        if len(content) > LARGEST_ANSWER:
            raise UnavailableError(f"{path} answered with more than {LARGEST_ANSWER} bytes")
        return content
