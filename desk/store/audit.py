"""The record of who did what; rows are only ever added."""

from datetime import UTC, datetime

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.store import schema


async def record(
    connection: AsyncConnection,
    action: str,
    *,
    actor: str,
    conversation_id: str | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
    detail: str = "",
) -> None:
    """Add one line; ``detail`` carries no customer text."""
    await connection.execute(
        insert(schema.audit).values(
            at=datetime.now(UTC),
            conversation_id=conversation_id,
            actor=actor,
            action=action,
            from_state=from_state,
            to_state=to_state,
            detail=detail,
        )
    )


async def transitions(connection: AsyncConnection, conversation_id: str) -> tuple[tuple[str, str, str, str], ...]:
    """The conversation's transitions in order: (event, from state, to state, actor)."""
    table = schema.audit
    rows = await connection.execute(
        select(table.c.action, table.c.from_state, table.c.to_state, table.c.actor)
        .where(table.c.conversation_id == conversation_id, table.c.to_state.is_not(None))
        .order_by(table.c.id)
    )
    return tuple((row[0], row[1], row[2], row[3]) for row in rows)
