"""Where a customer's money is: what has gone back, what waits for his parcel, what has not been paid back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rasa_sdk.events import SlotSet

from actions import formats, order_words
from actions.account.inquiry import Inquiry
from actions.account.which_order import holding
from actions.action import CustomerAction
from actions.context import TurnContext
from actions.general_questions import is_general
from actions.order_choice import MOST_CHOICES, Chosen, NotHis, choose, say_not_his, the_others
from actions.order_status import QuestionAnswerer
from actions.order_words import RefundLine
from actions.proof.gate import Gate
from actions.replies import Event, Replies
from actions.services import Services
from actions.tasks import words
from actions.tasks.world import World
from storefront.changes import ExchangeItems, Plan, ReturnItems, plan
from storefront.model import AfterSalesRequest, Order, OrderStatus
from storefront.policy import net_paid, refund_to

_OWN = re.compile(
    r"我的?|退我|没[退到收]|未[退到收]|不[退到]账|怎么还|到账了|到了[吗没]|进度|这[单笔]|那[单笔]|查"
    r"|\b(?:my|i|i'm|i've|me|still|yet|order|it|any news|status|pending|check)\b",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(
    r"多久|几天|多长时间|退[到回]哪|哪里[?？]?$|规则|\b(?:how long|how do|how does|how will|will (?:the|a) refund"
    r"|do you|what happens)\b",
    re.IGNORECASE,
)
_WAITING = frozenset({OrderStatus.RETURN_REQUESTED, OrderStatus.EXCHANGE_REQUESTED})


@dataclass(frozen=True)
class OrderMoney:
    """What has come back of an order's money, what will once the goods are back, and what should have but has not."""

    order: Order
    made: tuple[RefundLine, ...] = ()
    awaited: tuple[Plan, ...] = ()
    missing: Decimal = Decimal(0)

    @property
    def is_nothing(self) -> bool:
        """Whether no money goes back at all."""
        return not (self.made or self.awaited or self.missing)


def money_of(order: Order, world: World) -> OrderMoney:
    """The refunds of an order."""
    awaited: tuple[Plan, ...] = ()
    if order.status in _WAITING:
        plans = (_planned(request, order, world) for request in order.requests)
        awaited = tuple(one for one in plans if one is not None and one.refunds)
    missing = net_paid(order) if order.status is OrderStatus.CANCELLED else Decimal(0)
    return OrderMoney(order, order_words.refunds_made(order, world.customer), awaited, max(missing, Decimal(0)))


class RefundStatusAction(CustomerAction):
    """Where the money of a cancelled or returned order is; a question about refunds in general is answered so."""

    action_name = "action_refund_status"
    goal = "refund_status"

    def __init__(self, services: Services, gate: Gate, answerer: QuestionAnswerer) -> None:
        super().__init__(services)
        self._gate = gate
        self._answerer = answerer

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Prove, find the orders with money on its way, say where it is."""
        if asks_in_general(context) and await self._answerer.answer(context, replies):
            replies.say("utter_refund_check_mine", [replies.choice("check_refund", self.goal)])
            return []
        gate = await self._gate.open(context, replies, self.goal)
        if gate.identity is None:
            return gate.events
        inquiry = Inquiry(context.words, gate.identity.customer_id, context, self.services, replies)
        world = await World.of(inquiry.customer_id, self.services)
        if world is None or not world.orders:
            replies.say("utter_no_orders")
            return []
        orders: Sequence[Order] = ()
        if "order_number" in context.mentions:
            chosen = await choose(context, self.services, inquiry.customer_id)
            if isinstance(chosen, NotHis):
                return await say_not_his(chosen, self.goal, self.services, replies, inquiry.customer_id)
            orders = (chosen.order,) if isinstance(chosen, Chosen) else ()
        meant = orders or holding(inquiry.words, world) or the_others(context, world.orders)
        return [*_tell(meant, world, inquiry), SlotSet("told", self.goal)]


def asks_in_general(context: TurnContext) -> bool:
    """Whether the message asks how refunds go rather than where his own is."""
    if context.is_choice or not context.text or "order_number" in context.mentions:
        return False
    if is_general(context) or _IN_GENERAL.search(context.text):
        return True
    return context.identity is None and not _OWN.search(context.text)


def _tell(meant: Sequence[Order], world: World, inquiry: Inquiry) -> list[Event]:
    """Say it of the orders that are meant; of all of them when he named none that has money on its way."""
    found = [money for order in meant if not (money := money_of(order, world)).is_nothing]
    if not meant:
        spoken_of = str(inquiry.context.slots.get("order_id") or "")
        every = [money for order in world.orders if not (money := money_of(order, world)).is_nothing]
        found = [money for money in every if money.order.order_id == spoken_of] or every[:MOST_CHOICES]
    if not found:
        of = _these_orders(meant, inquiry.replies)
        inquiry.replies.offer_person("utter_refund_none", "task", orders=of)
        return [SlotSet("order_id", meant[0].order_id)] if len(meant) == 1 else []
    for money in found:
        _say(money, world, inquiry)
    return [SlotSet("order_id", found[0].order.order_id)]


def _say(money: OrderMoney, world: World, inquiry: Inquiry) -> None:
    replies, order = inquiry.replies, money.order
    facts = {"order": order_words.number(order), "items": order_words.goods(order, world.products, replies)}
    if money.made:
        refund = order_words.refund_words(money.made, replies)
        replies.say("utter_refund_made", refund=refund + _shows_within(order, world, replies), **facts)
    for one in money.awaited:
        refund = words.refund(one, order, replies) + words.postage(one, order, replies)
        replies.say("utter_refund_waits_for_return", refund=refund, **facts)
    if money.missing:
        amount = formats.money(money.missing, order.currency)
        replies.offer_person("utter_refund_missing", "task", amount=amount, **facts)


def _shows_within(order: Order, world: World, replies: Replies) -> str:
    """How long banks take to show a refund; empty when all of it is there at once."""
    methods = world.customer.payment_methods
    back = [payment for payment in order.payments if payment.kind == "refund"]
    most = max(refund_to(one.method_id, one.amount, world.policy, methods).days.most for one in back)
    return replies.part("utter_part_refund_shows", most=str(most)) if most else ""


def _planned(request: AfterSalesRequest, order: Order, world: World) -> Plan | None:
    """The money of a return or exchange under way; None when its goods have left the catalogue meanwhile."""
    situation = world.situation(order)
    lines = {line.line_id: line for line in order.lines}
    if any(one.line_id not in lines for one in request.lines):
        return None
    if request.kind == "return":
        return plan(ReturnItems(request.lines, request.method_id, request.reason), situation, world.policy)
    if all(situation.variant(lines[one.line_id].product_id, one.new_sku) for one in request.lines):
        return plan(ExchangeItems(request.lines, request.method_id, request.reason), situation, world.policy)
    return None


def _these_orders(orders: Sequence[Order], replies: Replies) -> str:
    if len(orders) == 1:
        return replies.part("utter_part_this_order", order=order_words.number(orders[0]))
    return replies.part("utter_part_your_orders")
