"""Statements that count what became of the customers' messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from desk.conversations.model import Lookup, Role
from desk.conversations.state import State
from desk.store import schema

_messages = schema.messages
_turns = schema.turns


@dataclass(frozen=True)
class Tally:
    """Customers' messages: those the past answers were asked for, those answered from them, those an agent had."""

    asked: int = 0
    answered: int = 0
    to_agent: int = 0

    @property
    def share(self) -> float | None:
        """The share answered, 0 to 1; None when the past answers were asked for nothing."""
        return self.answered / self.asked if self.asked else None


async def tallies(connection: AsyncConnection, bounds: Sequence[datetime]) -> tuple[Mapping[str, Tally], ...]:
    """One tally a topic for each span between two of the rising ``bounds``, the topics in order.

    The topic is empty where the classifier could not be asked.
    """
    # Nothing was said in the turn itself: a slow turn of the bot may end when an agent is there already.
    to_agent = and_(_turns.c.answer_state == State.HUMAN, _turns.c.answer_until == _turns.c.seq)
    counted = (
        select(
            case(*((_messages.c.created_at < end, span) for span, end in enumerate(bounds[1:]))).label("span"),
            _topic().label("topic"),
            _turns.c.lookup,
            to_agent.label("to_agent"),
        )
        .join(_turns, _turns.c.id == _messages.c.turn_id)
        .where(
            _messages.c.role == Role.CUSTOMER,
            _messages.c.created_at >= bounds[0],
            _messages.c.created_at < bounds[-1],
            or_(_turns.c.lookup.is_not(None), to_agent),
        )
        .subquery()
    )
    rows = await connection.execute(
        select(
            counted.c.span,
            counted.c.topic,
            func.count(counted.c.lookup).label("asked"),
            func.count().filter(counted.c.lookup == Lookup.ANSWERED).label("answered"),
            func.count().filter(counted.c.to_agent).label("to_agent"),
        )
        .group_by(counted.c.span, counted.c.topic)
        .order_by(counted.c.span, counted.c.topic)
    )
    found: tuple[dict[str, Tally], ...] = tuple({} for _ in bounds[1:])
    for row in rows:
        found[row.span][row.topic] = Tally(row.asked, row.answered, row.to_agent)
    return found


def _topic() -> ColumnElement[str]:
    """The message's topic; a picked choice, which is not read, has that of the latest message read before it."""
    earlier = _messages.alias("earlier")
    offered_for = (
        select(earlier.c.analysis["topic"].as_string())
        .where(
            earlier.c.conversation_id == _messages.c.conversation_id,
            earlier.c.seq < _messages.c.seq,
            earlier.c.analysis.is_not(None),
        )
        .order_by(earlier.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    picked = case((_turns.c.target.is_not(None), offered_for))
    return func.coalesce(_messages.c.analysis["topic"].as_string(), picked, "")
