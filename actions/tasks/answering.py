"""Answers the questions that stand beside a change, before the change goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.account.action import Account
from actions.context import TurnContext
from actions.order_status import QuestionAnswerer
from actions.replies import Event, Goal, Replies
from actions.tasks.asides import OF_ORDERS, Aside


class Asides:
    """Answers them; what nothing is known of is passed over, for the change is what the customer waits for."""

    def __init__(self, goals: Mapping[str, Goal], account: Account, answerer: QuestionAnswerer) -> None:
        self._goals = goals
        self._account = account
        self._answerer = answerer

    async def answer(self, asides: Sequence[Aside], context: TurnContext, replies: Replies) -> list[Event] | None:
        """Answer each; the events of those answered, None when none was."""
        events: list[Event] | None = None
        for aside in asides:
            if (told := await self._one(aside.as_turn(context), replies)) is not None:
                events = [*(events or ()), *told]
        return events

    async def _one(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        if (told := await self._account.tell(context, replies)) is not None:
            return told
        if context.intent in OF_ORDERS:
            return await self._goals[context.intent](context, replies)
        return [] if await self._answerer.answer(context, replies) else None


def order_in(events: Sequence[Event]) -> str:
    """The order that the answers were about; empty without one."""
    return next((str(event["value"]) for event in events if event.get("name") == "order_id" and event["value"]), "")
