"""The wish to cancel: which order, and whether it may be."""

from rasa_sdk.events import FollowupAction, SlotSet

from actions.action import CustomerAction
from actions.cancel.reasons import reason_in
from actions.cancel.words import FORM, GOAL, form_slots, say_refusal
from actions.context import TurnContext
from actions.general_questions import is_general
from actions.order_choice import Choosing, Chosen, NotHis, choose, offer, say_not_his
from actions.order_status import QuestionAnswerer
from actions.proof.gate import Gate
from actions.replies import Event, Replies
from actions.services import Services
from storefront.model import Order
from storefront.policy import Refused, may_cancel


class CancelOrderAction(CustomerAction):
    """Finds the order and opens the form that asks for the reason and the yes."""

    action_name = "action_cancel_order"

    def __init__(self, services: Services, gate: Gate, answerer: QuestionAnswerer) -> None:
        super().__init__(services)
        self._gate = gate
        self._answerer = answerer

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Prove, choose, check the policy, open the form."""
        if is_general(context) and await self._answerer.answer(context, replies):
            return []
        gate = await self._gate.open(context, replies, GOAL, change=True)
        if gate.identity is None:
            return gate.events
        customer_id = gate.identity.customer_id
        chosen = await self._choose(context, customer_id)
        if isinstance(chosen, NotHis):
            return await say_not_his(chosen, GOAL, self.services, replies, customer_id)
        if not isinstance(chosen, Chosen):
            return await self._let_choose(chosen.orders, customer_id, replies)
        decision = may_cancel(chosen.order, self.services.policy, self.services.now())
        if isinstance(decision, Refused):
            await say_refusal(decision.reason, chosen.order, self.services, replies)
            return [SlotSet("order_id", chosen.order.order_id)]
        reason = reason_in(context, self.services.policy.cancel.reasons, answering=False)
        return [*form_slots(chosen.order, reason), FollowupAction(FORM)]

    async def _choose(self, context: TurnContext, customer_id: str) -> Choosing:
        """The order meant; the only one that can be cancelled goes before the only open one."""
        if "order_number" not in context.mentions:
            possible = await self._possible(customer_id)
            if len(possible) == 1 and not context.slots.get("order_id"):
                return Chosen(possible[0])
        return await choose(context, self.services, customer_id)

    async def _let_choose(self, orders: tuple[Order, ...], customer_id: str, replies: Replies) -> list[Event]:
        if not orders:
            replies.say("utter_no_orders")
            return []
        possible = await self._possible(customer_id)
        if not possible:
            replies.say("utter_cancel_none")
            return []
        return await offer(possible[:3], GOAL, self.services, replies, "utter_order_choose")

    async def _possible(self, customer_id: str) -> list[Order]:
        now, policy = self.services.now(), self.services.policy
        orders = await self.services.shop.orders_of(customer_id)
        return [order for order in orders if not isinstance(may_cancel(order, policy, now), Refused)]
