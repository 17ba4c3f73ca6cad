"""Handing over to a person: asked for, or after an insult."""

from actions.action import CustomerAction, hand_over
from actions.context import TurnContext
from actions.replies import Event, Replies

REASONS = ("asked", "angry", "failed", "task")


class HandoffAction(CustomerAction):
    """The customer wants a person."""

    action_name = "action_handoff"

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Hand over with the reason of the choice or of the offer he accepts."""
        return hand_over(replies, "utter_handoff", handoff_reason(context))


class InsultAction(CustomerAction):
    """Anger with no further wish: apologise and hand over at once."""

    action_name = "action_insult"

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Apologise, hand over."""
        return hand_over(replies, "utter_handoff_angry", "angry")


def handoff_reason(context: TurnContext) -> str:
    """Why a person takes over: as the picked choice says, else as the accepted offer says, else asked."""
    offered = context.asked.removeprefix("person:") if context.asked.startswith("person:") else ""
    reason = context.value("handoff_reason") or offered
    return reason if reason in REASONS else "asked"
