"""Handing over to a person: asked for, or after an insult."""

from actions.action import CustomerAction, hand_over
from actions.context import TurnContext
from actions.offers import handoff_reason
from actions.replies import Event, Replies


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
