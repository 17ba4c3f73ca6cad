"""The cancellation itself."""

from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions.action import CustomerAction
from actions.cancel.words import GOAL, say_refusal
from actions.context import TurnContext
from actions.proof.gate import Gate
from actions.proposals import Proposal
from actions.receipts import say_receipt
from actions.replies import Event, Replies
from actions.services import Services
from storefront.policy import Reason
from storefront.port import CancelOrder, NotAllowedError, UnknownOrderError


class AfterCancel(CustomerAction):
    """Makes the change the customer said yes to, once, and gives the receipt."""

    action_name = "action_after_cancel"
    hands_over_fury = False

    def __init__(self, services: Services, gate: Gate) -> None:
        super().__init__(services)
        self._gate = gate

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Check the proof once more, change the shop, say the receipt."""
        forget = [SlotSet(name, None) for name in ("cancel_order_id", "cancel_reason", "cancel_confirmed", "proposal")]
        proposal = Proposal.from_slot(context.slots.get("proposal"))
        if proposal is None or context.slots.get("cancel_confirmed") != proposal.key:
            return forget
        gate = await self._gate.open(replace(context, form=""), replies, GOAL, change=True)
        if gate.identity is None:
            return [*forget, *gate.events]
        await self._cancel(proposal, gate.identity.customer_id, context, replies)
        replies.ask(f"done:{proposal.key}")
        return [*forget, SlotSet("done", proposal.key), SlotSet("order_id", proposal.order_id)]

    async def _cancel(self, proposal: Proposal, customer_id: str, context: TurnContext, replies: Replies) -> None:
        command = CancelOrder(
            key=proposal.key,
            conversation_id=context.conversation_id,
            turn_id=context.turn_id,
            order_id=proposal.order_id,
            customer_id=customer_id,
            reason=proposal.reason,
            at=self.services.now(),
        )
        try:
            receipt = await self.services.shop.cancel_order(command)
        except UnknownOrderError:
            replies.say("utter_order_unknown", number=proposal.order_id)
            return
        except NotAllowedError as error:
            order = await self.services.shop.order(proposal.order_id)
            if order is not None:
                await say_refusal(Reason(error.reason), order, self.services, replies)
            return
        if receipt.turn_id != context.turn_id:
            replies.say("utter_already_done")
        say_receipt(receipt, replies)
