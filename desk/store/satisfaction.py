"""Statements about what customers say of their conversations: asked once a customer, answered, counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.model import Conversation
from desk.satisfaction.model import GOOD, Feedback, Reason, Satisfaction
from desk.store import schema

_table = schema.satisfaction


@dataclass(frozen=True)
class Tally:
    """How many were asked, how many gave a score, all scores together, and how many of them were good ones."""

    asked: int = 0
    answered: int = 0
    points: int = 0
    good: int = 0

    @property
    def mean(self) -> float | None:
        """The mean score; None without any."""
        return self.points / self.answered if self.answered else None

    @property
    def share_good(self) -> float | None:
        """The share of good scores, 0 to 1; None without any."""
        return self.good / self.answered if self.answered else None

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(
            self.asked + other.asked,
            self.answered + other.answered,
            self.points + other.points,
            self.good + other.good,
        )


async def asked(connection: AsyncConnection, conversation: Conversation) -> Satisfaction:
    """What the current customer was asked, and was."""
    return _read((await connection.execute(_current(conversation))).one())


async def find(connection: AsyncConnection, conversation: Conversation) -> Satisfaction | None:
    """What the current customer was asked; None when he was not."""
    row = (await connection.execute(_current(conversation))).one_or_none()
    return None if row is None else _read(row)


async def ask(connection: AsyncConnection, conversation: Conversation, served_by: str, at: datetime) -> None:
    """Remember that the current customer was asked; the caller holds the conversation's row and knows he was not."""
    await connection.execute(
        insert(_table).values(
            conversation_id=conversation.id,
            epoch=conversation.epoch,
            customer_id=_customer_id(conversation),
            served_by=served_by,
            asked_at=at,
        )
    )


async def answer(connection: AsyncConnection, conversation: Conversation, feedback: Feedback, at: datetime) -> None:
    """Keep the whole answer of the current customer; the time of the first one stays."""
    await connection.execute(
        update(_table)
        .where(_table.c.conversation_id == conversation.id, _table.c.epoch == conversation.epoch)
        .values(
            customer_id=func.coalesce(_table.c.customer_id, _customer_id(conversation)),
            score=feedback.score,
            reason=feedback.reason,
            word=feedback.word,
            answered_at=func.coalesce(_table.c.answered_at, at),
        )
    )


async def tallies(connection: AsyncConnection, start: datetime, end: datetime) -> Mapping[str, Tally]:
    """One tally for everybody who served, of those asked from ``start`` to before ``end``."""
    rows = await connection.execute(
        select(
            _table.c.served_by,
            func.count().label("asked"),
            func.count(_table.c.score).label("answered"),
            func.coalesce(func.sum(_table.c.score), 0).label("points"),
            func.count().filter(_table.c.score >= GOOD).label("good"),
        )
        .where(_within(start, end))
        .group_by(_table.c.served_by)
        .order_by(_table.c.served_by)
    )
    return {row.served_by: Tally(row.asked, row.answered, row.points, row.good) for row in rows}


async def reasons(connection: AsyncConnection, start: datetime, end: datetime) -> Mapping[Reason, int]:
    """How often each reason was given, the most frequent first."""
    count = func.count().label("count")
    rows = await connection.execute(
        select(_table.c.reason, count)
        .where(_within(start, end), _table.c.reason.is_not(None))
        .group_by(_table.c.reason)
        .order_by(count.desc(), _table.c.reason)
    )
    return {Reason(row[0]): row[1] for row in rows}


def _current(conversation: Conversation) -> Select[Any]:
    return select(_table).where(_table.c.conversation_id == conversation.id, _table.c.epoch == conversation.epoch)


def _within(start: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(_table.c.asked_at >= start, _table.c.asked_at < end)


def _customer_id(conversation: Conversation) -> str | None:
    return conversation.identity.customer_id if conversation.identity else None


def _read(row: Row[Any]) -> Satisfaction:
    return Satisfaction(
        conversation_id=row.conversation_id,
        epoch=row.epoch,
        customer_id=row.customer_id,
        served_by=row.served_by,
        asked_at=row.asked_at,
        score=row.score,
        reason=Reason(row.reason) if row.reason else None,
        word=row.word,
        answered_at=row.answered_at,
    )
