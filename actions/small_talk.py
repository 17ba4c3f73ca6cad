"""Greetings, thanks and small talk; who comes back after a while is asked about what was last spoken of."""

from actions.action import CustomerAction
from actions.context import TurnContext
from actions.replies import Event, Replies


class SmallTalkAction(CustomerAction):
    """Says the domain's response to the intent."""

    action_name = "action_small_talk"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Say it; a greeting after an absence names the order that was last spoken of."""
        order_id = await self._last_order(context) if context.intent == "greet" else ""
        if order_id:
            check = replies.choice("check_order", "order_status", order_number=order_id)
            replies.say("utter_greet_again", [check], order=order_id)
        else:
            replies.say(f"utter_{context.intent}")
        return []

    async def _last_order(self, context: TurnContext) -> str:
        """The customer's own order of before his absence; empty when he was not away or spoke of none."""
        number = str(context.slots.get("order_id") or "")
        if not number or context.identity is None or context.slots.get("returned") != context.turn_id:
            return ""
        order = await self.services.shop.order(number)
        return order.order_id if order and order.customer_id == context.identity.customer_id else ""
