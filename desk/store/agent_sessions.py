"""Statements about agents' sign-ins."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.store import schema
from desk.store.secrets import digest

_table = schema.agent_sessions


@dataclass(frozen=True)
class AgentSession:
    """A signed-in agent and the word his requests must repeat."""

    agent: str
    csrf: str


async def add(connection: AsyncConnection, token: str, agent_session: AgentSession, expires_at: datetime) -> None:
    """Keep a session under its token's digest and drop those that have run out."""
    await connection.execute(delete(_table).where(_table.c.expires_at <= datetime.now(UTC)))
    await connection.execute(
        insert(_table).values(
            token_hash=digest(token), agent=agent_session.agent, csrf=agent_session.csrf, expires_at=expires_at
        )
    )


async def find(connection: AsyncConnection, token: str) -> AgentSession | None:
    """The live session of a token, or None."""
    row = (
        await connection.execute(
            select(_table).where(_table.c.token_hash == digest(token), _table.c.expires_at > datetime.now(UTC))
        )
    ).one_or_none()
    return None if row is None else AgentSession(row.agent, row.csrf)


async def remove(connection: AsyncConnection, token: str) -> None:
    """Forget a session."""
    await connection.execute(delete(_table).where(_table.c.token_hash == digest(token)))
