"""Where an order stands, when it comes, and what to do when it does not."""

import re
from typing import Protocol

from rasa_sdk.events import SlotSet

from actions.account.action import Account
from actions.action import CustomerAction
from actions.context import TurnContext
from actions.general_questions import is_general
from actions.order_choice import Chosen, NotHis, choose, offer, say_not_his
from actions.order_standing import ON_THE_WAY, is_late, say_status
from actions.proof.gate import Gate
from actions.replies import Event, Replies
from actions.services import Services
from storefront.model import Order, OrderStatus
from storefront.policy import estimated_delivery

_OWN = re.compile(
    r"我的|我买|我那|我这|订单|单号|快递|包裹|怎么还|还没|还不|到哪|\b(?:my|order(?:ed)?|parcel|package|it|still)\b",
    re.IGNORECASE,
)


class QuestionAnswerer(Protocol):
    """Answers from the knowledge base; whether it found one."""

    async def answer(self, context: TurnContext, replies: Replies) -> bool:
        """Say the past answer when there is a sure one, else nothing."""

    async def answer_or_ask_back(self, context: TurnContext, replies: Replies) -> bool:
        """Say the past answer, or offer the likeliest questions."""

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Say the past answer, or offer the likeliest questions, or say that nothing was found."""


class OrderStatusAction(CustomerAction):
    """Names the order with its items, status, carrier, tracking number and expected day."""

    action_name = "action_order_status"
    goal = "order_status"

    def __init__(self, services: Services, gate: Gate, answerer: QuestionAnswerer, account: Account) -> None:
        super().__init__(services)
        self._gate = gate
        self._answerer = answerer
        self._account = account

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Prove, choose the order, say where it stands; a general question or one for a single fact is answered so."""
        told = await self._account.tell(context, replies)
        if told is not None:
            return told
        if self._is_general(context) and await self._answerer.answer(context, replies):
            self._after_general_answer(replies)
            return []
        gate = await self._gate.open(context, replies, self.goal)
        if gate.identity is None:
            return gate.events
        customer_id = gate.identity.customer_id
        chosen = await choose(context, self.services, customer_id)
        if isinstance(chosen, NotHis):
            return await say_not_his(chosen, self.goal, self.services, replies, customer_id)
        if not isinstance(chosen, Chosen):
            return await self._let_choose(chosen.orders, replies)
        await self.tell(chosen.order, replies)
        return [SlotSet("order_id", chosen.order.order_id), SlotSet("told", self.goal)]

    async def tell(self, order: Order, replies: Replies) -> None:
        """Say where the order stands, and the carrier's latest news."""
        await say_status(order, self.services, replies)

    def _is_general(self, context: TurnContext) -> bool:
        return is_general(context)

    def _after_general_answer(self, replies: Replies) -> None:
        """What follows a general answer; nothing for the status."""

    async def _let_choose(self, orders: tuple[Order, ...], replies: Replies) -> list[Event]:
        if not orders:
            replies.say("utter_no_orders")
            return []
        return await offer(orders, self.goal, self.services, replies, "utter_order_choose")


class DeliveryTimeAction(OrderStatusAction):
    """When an order comes; without one, how long delivery takes."""

    action_name = "action_delivery_time"
    goal = "delivery_time"

    def _is_general(self, context: TurnContext) -> bool:
        known = context.identity is not None or "order_number" in context.mentions
        return is_general(context) or not (known or speaks_of_own_order(context))

    def _after_general_answer(self, replies: Replies) -> None:
        replies.say("utter_delivery_check_mine", [replies.choice("check_order", "order_status")])


class DeliveryProblemAction(OrderStatusAction):
    """An order that is late, stuck or not where the carrier says."""

    action_name = "action_delivery_problem"
    goal = "delivery_problem"

    async def tell(self, order: Order, replies: Replies) -> None:
        """Say where the order stands, then offer what helps in that state."""
        await say_status(order, self.services, replies)
        if order.status is OrderStatus.DELIVERED:
            replies.offer_person("utter_delivery_not_received", "task")
        elif order.status in ON_THE_WAY:
            late = is_late(estimated_delivery(order, self.services.policy, self.services.now()), self.services)
            replies.offer_person("utter_delivery_late" if late else "utter_delivery_on_time", "task")


def speaks_of_own_order(context: TurnContext) -> bool:
    """Whether the customer has a certain order in mind (my parcel, 我的快递)."""
    return context.is_choice or _OWN.search(context.text) is not None
