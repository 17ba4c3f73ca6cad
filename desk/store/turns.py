"""Statements about turns: accepted once, answered once, settled when nothing more can come of them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.model import Conversation, Lookup, TurnRecord
from desk.store import messages, schema
from desk.store.conversations import read_row

_table = schema.turns
_conversations = schema.conversations


@dataclass(frozen=True)
class NewTurn:
    """What a turn starts from."""

    id: str
    conversation_id: str
    epoch: int
    seq: int
    text: str
    target: str | None
    client_message_id: str | None
    content_hash: str


async def add(connection: AsyncConnection, turn: NewTurn) -> TurnRecord:
    """Store a turn that waits for its place."""
    await connection.execute(
        insert(_table).values(
            id=turn.id,
            conversation_id=turn.conversation_id,
            epoch=turn.epoch,
            seq=turn.seq,
            text=turn.text,
            target=turn.target,
            client_message_id=turn.client_message_id,
            content_hash=turn.content_hash,
            status="queued",
            settled=False,
            created_at=datetime.now(UTC),
        )
    )
    return TurnRecord(turn.id, turn.conversation_id, turn.epoch, turn.seq, turn.text, turn.target, "queued", None, None)


async def get(connection: AsyncConnection, turn_id: str) -> TurnRecord:
    """The turn as it stands."""
    return _turn((await connection.execute(select(_table).where(_table.c.id == turn_id))).one())


async def with_client_id(
    connection: AsyncConnection, conversation_id: str, client_message_id: str
) -> tuple[TurnRecord, str] | None:
    """The turn a client has named already, and the digest of what it said."""
    row = (
        await connection.execute(
            select(_table).where(
                _table.c.conversation_id == conversation_id, _table.c.client_message_id == client_message_id
            )
        )
    ).one_or_none()
    return None if row is None else (_turn(row), row.content_hash)


async def start(connection: AsyncConnection, turn_id: str) -> None:
    """Mark the turn as handed to the bot: from here on it may have changed something."""
    await connection.execute(update(_table).where(_table.c.id == turn_id).values(status="running"))


async def standing(connection: AsyncConnection, turn_id: str) -> tuple[Conversation, int, str]:
    """The turn's conversation, held until a writing transaction ends, with the turn's epoch and status now."""
    row = (
        await connection.execute(
            select(_conversations, _table.c.epoch.label("turn_epoch"), _table.c.status)
            .join(_table, _table.c.conversation_id == _conversations.c.id)
            .where(_table.c.id == turn_id)
            .with_for_update(of=_conversations)
        )
    ).one()
    return read_row(row), row.turn_epoch, row.status


async def answer(connection: AsyncConnection, turn_id: str, until: int, state: str) -> None:
    """Fix the turn's first answer, if it has none yet: its messages up to the number ``until``."""
    await connection.execute(update(_table).where(_table.c.id == turn_id).values(_first_answer(until, state)))


async def finish(
    connection: AsyncConnection, turn_id: str, until: int, state: str, settled: bool, lookup: Lookup | None = None
) -> None:
    """End the turn and fix its answer if it has none yet; an unsettled one may still have receipts to come."""
    await connection.execute(
        update(_table)
        .where(_table.c.id == turn_id)
        .values(_first_answer(until, state) | {"status": "done", "settled": settled, "lookup": lookup})
    )


async def settle(connection: AsyncConnection, turn_id: str) -> None:
    """Nothing more is expected of the turn."""
    await connection.execute(update(_table).where(_table.c.id == turn_id).values(settled=True))


async def unsettled(connection: AsyncConnection) -> tuple[TurnRecord, ...]:
    """Turns a stopped desk left behind, in the order they came."""
    rows = await connection.execute(
        select(_table).where(_table.c.settled.is_(False)).order_by(_table.c.created_at, _table.c.seq)
    )
    return tuple(_turn(row) for row in rows)


async def take_running_along(connection: AsyncConnection, conversation_id: str, epoch: int) -> None:
    """Move the turn that runs now into a new epoch, so that its own customer sees its result."""
    rows = await connection.execute(
        update(_table)
        .where(_table.c.conversation_id == conversation_id, _table.c.status == "running")
        .values(epoch=epoch)
        .returning(_table.c.id)
    )
    for row in rows.all():
        await messages.move_turn(connection, row.id, epoch)


def _first_answer(until: int, state: str) -> dict[str, Any]:
    return {
        "answer_until": func.coalesce(_table.c.answer_until, until),
        "answer_state": func.coalesce(_table.c.answer_state, state),
    }


def _turn(row: Row[Any]) -> TurnRecord:
    return TurnRecord(
        id=row.id,
        conversation_id=row.conversation_id,
        epoch=row.epoch,
        seq=row.seq,
        text=row.text,
        target=row.target,
        status=row.status,
        answer_until=row.answer_until,
        answer_state=row.answer_state,
    )
