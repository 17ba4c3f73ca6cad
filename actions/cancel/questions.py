"""The cancel form's questions: why, and the proposal."""

from rasa_sdk.events import SlotSet

from actions import formats, order_words
from actions.action import CustomerAction
from actions.cancel.words import GOAL, proposal_choices, reason_choices
from actions.context import TurnContext
from actions.proposals import Proposal
from actions.replies import Event, Replies


class AskCancelReason(CustomerAction):
    """Asks why, with the shop's reasons as choices."""

    action_name = "action_ask_cancel_form_cancel_reason"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Name the order and ask."""
        order = await self.services.shop.order(str(context.slots.get("cancel_order_id") or ""))
        if order is None or context.slots.get("prompted") == context.turn_id:
            return []
        items = await order_words.items(order, self.services, replies)
        choices = reason_choices(self.services, replies)
        replies.say("utter_ask_cancel_reason", choices, order=order_words.number(order), items=items)
        replies.ask("cancel_reason")
        return []


class AskCancelConfirmed(CustomerAction):
    """Puts the change to the customer in plain words, with amounts, and remembers it as a proposal."""

    action_name = "action_ask_cancel_form_cancel_confirmed"
    hands_over_fury = False

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Propose."""
        order = await self.services.shop.order(str(context.slots.get("cancel_order_id") or ""))
        if order is None or context.slots.get("prompted") == context.turn_id:
            return []
        reason = str(context.slots.get("cancel_reason") or "")
        proposal = Proposal.make(context.conversation_id, GOAL, order.order_id, order.customer_id, reason)
        replies.say(
            "utter_cancel_propose",
            proposal_choices(proposal, replies),
            order=order_words.number(order),
            items=await order_words.items(order, self.services, replies),
            total=formats.money(order.total, order.currency),
            refund=await order_words.planned_refund(order, self.services, replies),
        )
        replies.ask(f"proposal:{proposal.key}")
        return [SlotSet("proposal", proposal.as_slot())]
