"""Agents' sign-in: argon2 passwords from the settings, sessions in the database."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from desk.store import agent_sessions, audit
from desk.store.agent_sessions import AgentSession
from desk.store.database import Database
from desk.store.secrets import new_token
from foundation.settings import InvalidSettingError

SESSION_LIFE = timedelta(hours=12)


class BadLoginError(Exception):
    """Name or password is wrong; it is not said which."""


@dataclass(frozen=True)
class SignedIn:
    """A new session and the token that goes into the cookie."""

    token: str
    session: AgentSession


def read_agents(setting: str) -> Mapping[str, str]:
    """Names and argon2 hashes out of ``name:hash`` pairs; raise InvalidSettingError for anything else."""
    agents = {}
    for pair in setting.split():
        name, _, hashed = pair.partition(":")
        if not name or not hashed.startswith("$argon2"):
            raise InvalidSettingError("CONCIERGE_AGENTS must hold name:argon2-hash pairs separated by blanks")
        agents[name] = hashed
    return agents


def hash_password(password: str) -> str:
    """The argon2id hash of a password, as the setting takes it."""
    return PasswordHasher().hash(password)


class Agents:
    """Signs agents in and out and knows their sessions."""

    def __init__(self, database: Database, hashes: Mapping[str, str]) -> None:
        self._database = database
        self._hashes = hashes
        self._hasher = PasswordHasher()
        self._nobody = ""
        # Argon2 is meant to cost memory and time: one at a time bounds what strangers can make us spend.
        self._one_at_a_time = asyncio.Lock()

    async def sign_in(self, name: str, password: str) -> SignedIn:
        """Open a session; raise BadLoginError."""
        async with self._one_at_a_time:
            right = await asyncio.to_thread(self._matches, self._hashes.get(name, ""), password)
        if not right or name not in self._hashes:
            raise BadLoginError
        signed_in = SignedIn(new_token(), AgentSession(name, new_token()))
        async with self._database.writing() as connection:
            await agent_sessions.add(connection, signed_in.token, signed_in.session, datetime.now(UTC) + SESSION_LIFE)
            await audit.record(connection, "signed_in", actor=f"agent:{name}")
        return signed_in

    async def session(self, token: str) -> AgentSession | None:
        """The session of a cookie's token while it lasts and while the agent is still in the settings."""
        async with self._database.reading() as connection:
            found = await agent_sessions.find(connection, token)
        return found if found is not None and found.agent in self._hashes else None

    async def sign_out(self, token: str) -> None:
        """End a session."""
        async with self._database.writing() as connection:
            await agent_sessions.remove(connection, token)

    def _matches(self, hashed: str, password: str) -> bool:
        if not hashed:
            # An unknown name must take as long as a known one.
            hashed = self._nobody = self._nobody or hash_password(new_token())
        try:
            return self._hasher.verify(hashed, password)
        except (Argon2Error, InvalidHashError):
            return False
