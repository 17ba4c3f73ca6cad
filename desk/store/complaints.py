"""Statements about complaints: recorded once a turn, answered once, made overdue once, letters kept until sent."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.complaints.model import Complaint, Letter, Status, UnknownComplaintError
from desk.conversations.model import Role
from desk.conversations.state import State
from desk.store import schema
from storefront.model import Topic

MOST_LISTED = 500

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_table = schema.complaints
_texts = schema.complaint_texts


async def new_number(connection: AsyncConnection) -> str:
    """A number that no complaint has: too short for an order number, without letters that look like digits."""
    while True:
        number = "C-" + "".join(secrets.choice(_ALPHABET) for _ in range(5))
        if (await connection.execute(select(_table.c.number).where(_table.c.number == number))).first() is None:
            return number


async def add(connection: AsyncConnection, complaint: Complaint) -> None:
    """Store a new complaint without its texts."""
    await connection.execute(
        insert(_table).values(
            number=complaint.number,
            conversation_id=complaint.conversation_id,
            epoch=complaint.epoch,
            customer_id=complaint.customer_id,
            order_id=complaint.order_id,
            topic=complaint.topic,
            language=complaint.language,
            email=complaint.email,
            created_at=complaint.created_at,
            urgent_at=complaint.urgent_at,
            due_at=complaint.due_at,
            status=complaint.status,
        )
    )


async def add_text(connection: AsyncConnection, number: str, turn_id: str, text: str, at: datetime) -> None:
    """Add what the customer said in one turn."""
    await connection.execute(insert(_texts).values(turn_id=turn_id, number=number, text=text, created_at=at))


async def learn_who(
    connection: AsyncConnection, number: str, customer_id: str | None, order_id: str | None, email: str | None
) -> None:
    """Fill in what was not known of the customer when he first complained."""
    await connection.execute(
        update(_table)
        .where(_table.c.number == number)
        .values(
            customer_id=func.coalesce(_table.c.customer_id, customer_id),
            order_id=func.coalesce(_table.c.order_id, order_id),
            email=func.coalesce(_table.c.email, email),
        )
    )


async def get(connection: AsyncConnection, number: str) -> Complaint:
    """The complaint; raise UnknownComplaintError."""
    found = await _read(connection, _table.c.number == number)
    if not found:
        raise UnknownComplaintError(number)
    return found[0]


async def of_turn(connection: AsyncConnection, turn_id: str) -> Complaint | None:
    """The complaint that holds what was said in a turn."""
    found = await _read(connection, _table.c.number.in_(select(_texts.c.number).where(_texts.c.turn_id == turn_id)))
    return found[0] if found else None


async def first_turn(connection: AsyncConnection, number: str) -> str:
    """The turn in which a complaint was first made."""
    query = select(_texts.c.turn_id).where(_texts.c.number == number).order_by(_texts.c.created_at, _texts.c.turn_id)
    return str((await connection.execute(query.limit(1))).scalar_one())


async def open_in(connection: AsyncConnection, conversation_id: str, epoch: int) -> Complaint | None:
    """The open complaint of one customer's part of a conversation."""
    found = await _read(
        connection,
        (_table.c.conversation_id == conversation_id) & (_table.c.epoch == epoch) & (_table.c.status == Status.OPEN),
    )
    return found[0] if found else None


async def listed(connection: AsyncConnection, status: Status) -> tuple[Complaint, ...]:
    """All complaints in a status, the one due first in front."""
    return await _read(connection, _table.c.status == status)


async def answered(connection: AsyncConnection, number: str, agent: str, text: str | None, at: datetime) -> bool:
    """Mark an open complaint as answered; False when it is no longer open. With a text its letter is owed."""
    values: dict[str, Any] = {"status": Status.ANSWERED, "answered_by": agent, "answered_at": at, "answer": text}
    owed = _owed(Letter.ANSWER) if text is not None else {"letter": None}
    done = await connection.execute(
        update(_table).where(_table.c.number == number, _table.c.status == Status.OPEN).values(values | owed)
    )
    return bool(done.rowcount)


async def overdue(connection: AsyncConnection, now: datetime) -> tuple[Complaint, ...]:
    """Open complaints whose customers must be told that their promise was broken, unless a person is with them."""
    conversations = schema.conversations
    with_a_person = exists().where(
        conversations.c.id == _table.c.conversation_id,
        conversations.c.epoch == _table.c.epoch,
        conversations.c.state == State.HUMAN,
    )
    return await _read(
        connection,
        (_table.c.status == Status.OPEN) & (_table.c.due_at <= now) & _table.c.late_until.is_(None) & ~with_a_person,
    )


async def promise_again(connection: AsyncConnection, number: str, until: datetime) -> bool:
    """Note the second promise, once, and owe its letter; False when it is made already or the complaint answered."""
    done = await connection.execute(
        update(_table)
        .where(_table.c.number == number, _table.c.status == Status.OPEN, _table.c.late_until.is_(None))
        .values({"late_until": until} | _owed(Letter.LATE))
    )
    return bool(done.rowcount)


async def agent_wrote_since(connection: AsyncConnection, complaint: Complaint) -> bool:
    """Whether an agent has written to this customer in his conversation since he complained."""
    written = schema.messages
    row = await connection.execute(
        select(written.c.seq).where(
            written.c.conversation_id == complaint.conversation_id,
            written.c.epoch == complaint.epoch,
            written.c.role == Role.AGENT,
            written.c.private.is_(False),
            written.c.created_at >= complaint.created_at,
        )
    )
    return row.first() is not None


async def owes_letters(connection: AsyncConnection, now: datetime) -> bool:
    """Whether any letter may be taken up now."""
    return (await connection.execute(select(_table.c.number).where(_may_be_sent(now)))).first() is not None


async def take_letters(
    connection: AsyncConnection, now: datetime, lease: timedelta
) -> tuple[tuple[Complaint, Letter], ...]:
    """The letters owed, which nobody else takes up before the lease is over."""
    rows = await connection.execute(
        update(_table).where(_may_be_sent(now)).values(letter_after=now + lease).returning(_table)
    )
    return tuple((_complaint(row), Letter(row.letter)) for row in rows)


async def letter_sent(connection: AsyncConnection, number: str, letter: Letter) -> None:
    """Owe this letter no more; one that has become due meanwhile stays."""
    await connection.execute(
        update(_table).where(_table.c.number == number, _table.c.letter == letter).values(letter=None)
    )


def _owed(letter: Letter) -> dict[str, Any]:
    return {"letter": letter, "letter_after": None}


def _may_be_sent(now: datetime) -> Any:
    free = or_(_table.c.letter_after.is_(None), _table.c.letter_after <= now)
    return _table.c.letter.is_not(None) & _table.c.email.is_not(None) & free


async def _read(connection: AsyncConnection, condition: Any) -> tuple[Complaint, ...]:
    query = select(_table).where(condition).order_by(_table.c.due_at, _table.c.number).limit(MOST_LISTED)
    found = tuple(_complaint(row) for row in await connection.execute(query))
    return await _with_texts(connection, found) if found else ()


async def _with_texts(connection: AsyncConnection, found: Iterable[Complaint]) -> tuple[Complaint, ...]:
    texts: dict[str, list[str]] = {one.number: [] for one in found}
    rows = await connection.execute(
        select(_texts.c.number, _texts.c.text)
        .where(_texts.c.number.in_(texts))
        .order_by(_texts.c.created_at, _texts.c.turn_id)
    )
    for row in rows:
        texts[row.number].append(row.text)
    return tuple(replace(one, texts=tuple(texts[one.number])) for one in found)


def _complaint(row: Row[Any]) -> Complaint:
    return Complaint(
        number=row.number,
        conversation_id=row.conversation_id,
        epoch=row.epoch,
        customer_id=row.customer_id,
        order_id=row.order_id,
        topic=Topic(row.topic),
        language=row.language,
        email=row.email,
        created_at=row.created_at,
        urgent_at=row.urgent_at,
        due_at=row.due_at,
        late_until=row.late_until,
        status=Status(row.status),
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        answer=row.answer,
    )
