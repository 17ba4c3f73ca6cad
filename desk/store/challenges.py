"""Statements about verification codes; codes and destinations are stored as keyed digests only."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.store import schema

_table = schema.challenges


@dataclass(frozen=True)
class Challenge:
    """A code sent to prove who a guest is; nobody's code (``customer_id`` None) can never be right."""

    id: str
    conversation_id: str
    customer_id: str | None
    code_hash: str
    destination_hash: str | None
    tries_left: int
    created_at: datetime
    expires_at: datetime


async def replace(connection: AsyncConnection, challenge: Challenge) -> None:
    """Make this the conversation's only live challenge."""
    await connection.execute(
        update(_table).where(_table.c.conversation_id == challenge.conversation_id).values(live=False)
    )
    await connection.execute(
        insert(_table).values(
            id=challenge.id,
            conversation_id=challenge.conversation_id,
            customer_id=challenge.customer_id,
            code_hash=challenge.code_hash,
            destination_hash=challenge.destination_hash,
            tries_left=challenge.tries_left,
            live=True,
            created_at=challenge.created_at,
            expires_at=challenge.expires_at,
        )
    )


async def live(connection: AsyncConnection, conversation_id: str) -> Challenge | None:
    """The conversation's live challenge, held until the transaction ends."""
    row = (
        await connection.execute(
            select(_table)
            .where(_table.c.conversation_id == conversation_id, _table.c.live.is_(True))
            .order_by(_table.c.created_at.desc())
            .limit(1)
            .with_for_update()
        )
    ).one_or_none()
    if row is None:
        return None
    return Challenge(
        row.id,
        row.conversation_id,
        row.customer_id,
        row.code_hash,
        row.destination_hash,
        row.tries_left,
        row.created_at,
        row.expires_at,
    )


async def use_try(connection: AsyncConnection, challenge_id: str) -> int:
    """Count a wrong answer; gives the tries left."""
    result = await connection.execute(
        update(_table)
        .where(_table.c.id == challenge_id)
        .values(tries_left=_table.c.tries_left - 1)
        .returning(_table.c.tries_left)
    )
    return int(result.scalar_one())


async def end(connection: AsyncConnection, conversation_id: str) -> None:
    """Let no code of the conversation be valid any more."""
    await connection.execute(update(_table).where(_table.c.conversation_id == conversation_id).values(live=False))


async def sent_since(
    connection: AsyncConnection, since: datetime, conversation_id: str, destination_hash: str | None
) -> tuple[int, int]:
    """How many challenges the conversation and the destination have had since a moment."""
    recent = select(func.count()).select_from(_table).where(_table.c.created_at >= since.astimezone(UTC))
    of_conversation = await connection.execute(recent.where(_table.c.conversation_id == conversation_id))
    if destination_hash is None:
        return int(of_conversation.scalar_one()), 0
    of_destination = await connection.execute(recent.where(_table.c.destination_hash == destination_hash))
    return int(of_conversation.scalar_one()), int(of_destination.scalar_one())
