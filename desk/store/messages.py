"""Statements about messages and the choices they offer."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.model import (
    Analysis,
    Choice,
    ChoiceDraft,
    Draft,
    Entity,
    Message,
    ProductCard,
    Role,
    Source,
)
from desk.store import schema
from desk.store.secrets import new_token

_table = schema.messages
_conversations = schema.conversations
_choices = schema.choices


async def append(
    connection: AsyncConnection,
    conversation_id: str,
    drafts: Iterable[Draft],
    *,
    at: datetime,
    epoch: int | None = None,
    turn_id: str | None = None,
) -> tuple[Message, ...]:
    """Store drafts with the next numbers; drafts whose ``dedupe_key`` is already there are left out.

    The caller holds the conversation's row, so that two writers cannot both find a key missing.
    ``epoch`` is the conversation's own unless given; messages of an earlier epoch are stored but stay hidden.
    """
    stored = []
    for draft in drafts:
        if draft.dedupe_key is not None and await _exists(connection, conversation_id, draft.dedupe_key):
            continue
        row = (
            await connection.execute(
                update(_conversations)
                .where(_conversations.c.id == conversation_id)
                .values(last_seq=_conversations.c.last_seq + 1)
                .returning(_conversations.c.last_seq, _conversations.c.epoch)
            )
        ).one()
        offered = await _offer(connection, conversation_id, draft.choices)
        message = Message(
            conversation_id=conversation_id,
            seq=row.last_seq,
            role=draft.role,
            text=draft.text,
            language=draft.language,
            created_at=at,
            choices=offered,
            products=draft.products,
            sources=draft.sources,
            author=draft.author,
            private=draft.private,
            response=draft.response,
        )
        await connection.execute(
            insert(_table).values(
                conversation_id=conversation_id,
                seq=row.last_seq,
                epoch=row.epoch if epoch is None else epoch,
                turn_id=turn_id,
                role=draft.role,
                text=draft.text,
                language=draft.language,
                choices=[asdict(choice) for choice in offered],
                products=[asdict(product) for product in draft.products],
                sources=[asdict(source) for source in draft.sources],
                analysis=None,
                author=draft.author,
                private=draft.private,
                dedupe_key=draft.dedupe_key,
                response=draft.response,
                created_at=at,
            )
        )
        stored.append(message)
    return tuple(stored)


async def visible(
    connection: AsyncConnection, conversation_id: str, after: int = 0, private: bool = False
) -> tuple[Message, ...]:
    """The current customer's messages above ``after`` in order; ``private`` adds the agents' notes."""
    return await _select(connection, conversation_id, _table.c.seq > after, private)


async def newest(connection: AsyncConnection, conversation_id: str, below: int | None = None) -> Message | None:
    """The current customer's newest message that he may see, of those with a number under ``below``; or None."""
    condition: ColumnElement[bool] = _table.c.private.is_(False)
    if below is not None:
        condition = condition & (_table.c.seq < below)
    query = _visible_query(conversation_id, condition).order_by(_table.c.seq.desc()).limit(1)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _message(row)


async def of_turn(
    connection: AsyncConnection, conversation_id: str, turn_id: str, until: int | None = None
) -> tuple[Message, ...]:
    """The messages of one turn that the current customer may see, up to the number ``until``."""
    condition = _table.c.turn_id == turn_id
    if until is not None:
        condition = condition & (_table.c.seq <= until)
    return await _select(connection, conversation_id, condition, private=False)


async def last_seq_of_turn(connection: AsyncConnection, turn_id: str) -> int:
    """The number of the turn's newest message."""
    result = await connection.execute(select(func.max(_table.c.seq)).where(_table.c.turn_id == turn_id))
    return int(result.scalar_one())


async def with_key(connection: AsyncConnection, conversation_id: str, dedupe_key: str) -> Message | None:
    """The message stored under a key, or None."""
    row = (
        await connection.execute(
            select(_table).where(_table.c.conversation_id == conversation_id, _table.c.dedupe_key == dedupe_key)
        )
    ).one_or_none()
    return None if row is None else _message(row)


async def last_of_customers(connection: AsyncConnection, conversation_ids: Iterable[str]) -> dict[str, Message]:
    """The newest visible customer message of each conversation."""
    newest: dict[str, Message] = {}
    for conversation_id in conversation_ids:
        row = (
            await connection.execute(
                _visible_query(conversation_id, _table.c.role == Role.CUSTOMER).order_by(_table.c.seq.desc()).limit(1)
            )
        ).one_or_none()
        if row is not None:
            newest[conversation_id] = _message(row)
    return newest


async def analyse(
    connection: AsyncConnection, conversation_id: str, seq: int, language: str, analysis: Analysis
) -> Message:
    """Keep what the classifier read in a message; gives the message with it."""
    row = (
        await connection.execute(
            update(_table)
            .where(_table.c.conversation_id == conversation_id, _table.c.seq == seq)
            .values(language=language, analysis=asdict(analysis))
            .returning(_table)
        )
    ).one()
    return _message(row)


async def move_turn(connection: AsyncConnection, turn_id: str, epoch: int) -> None:
    """Take a turn's messages along into a new epoch."""
    await connection.execute(update(_table).where(_table.c.turn_id == turn_id).values(epoch=epoch))


async def take_choice(connection: AsyncConnection, conversation_id: str, payload: str) -> ChoiceDraft | None:
    """What a live payload of this conversation stands for, or None."""
    row = (
        await connection.execute(
            select(_choices).where(_choices.c.payload == payload, _choices.c.conversation_id == conversation_id)
        )
    ).one_or_none()
    return None if row is None else ChoiceDraft(row.title, row.target)


async def withdraw_choices(connection: AsyncConnection, conversation_id: str) -> None:
    """End the life of every choice offered so far."""
    await connection.execute(delete(_choices).where(_choices.c.conversation_id == conversation_id))


async def _exists(connection: AsyncConnection, conversation_id: str, key: str) -> bool:
    result = await connection.execute(
        select(_table.c.seq).where(_table.c.conversation_id == conversation_id, _table.c.dedupe_key == key)
    )
    return result.first() is not None


async def _offer(
    connection: AsyncConnection, conversation_id: str, drafts: tuple[ChoiceDraft, ...]
) -> tuple[Choice, ...]:
    offered = tuple(Choice(draft.title, new_token()) for draft in drafts)
    for draft, choice in zip(drafts, offered, strict=True):
        await connection.execute(
            insert(_choices).values(
                payload=choice.payload, conversation_id=conversation_id, title=draft.title, target=draft.target
            )
        )
    return offered


def _visible_query(conversation_id: str, condition: ColumnElement[bool]) -> Any:
    return (
        select(_table)
        .join(_conversations, _conversations.c.id == _table.c.conversation_id)
        .where(_table.c.conversation_id == conversation_id, _table.c.epoch == _conversations.c.epoch, condition)
    )


async def _select(
    connection: AsyncConnection, conversation_id: str, condition: ColumnElement[bool], private: bool
) -> tuple[Message, ...]:
    query = _visible_query(conversation_id, condition).order_by(_table.c.seq)
    if not private:
        query = query.where(_table.c.private.is_(False))
    return tuple(_message(row) for row in await connection.execute(query))


def _message(row: Row[Any]) -> Message:
    return Message(
        conversation_id=row.conversation_id,
        seq=row.seq,
        role=Role(row.role),
        text=row.text,
        language=row.language,
        created_at=row.created_at,
        choices=tuple(Choice(**choice) for choice in row.choices),
        products=tuple(ProductCard(**product) for product in row.products),
        sources=tuple(Source(**source) for source in row.sources),
        analysis=_analysis(row.analysis),
        author=row.author,
        private=bool(row.private),
        response=row.response,
    )


def _analysis(stored: Any) -> Analysis | None:
    if stored is None:
        return None
    return Analysis(**{**stored, "entities": tuple(Entity(**entity) for entity in stored["entities"])})
