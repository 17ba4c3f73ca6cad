"""Facts asked for in plain words, whatever the message was taken for; also those asked for only by "and that one?"."""

import re
from collections.abc import Mapping

from rasa_sdk.events import SlotSet

from actions.account.action import Account
from actions.account.which_order import holding
from actions.catalogue.action import ProductAction
from actions.catalogue.finding import named_in
from actions.context import TurnContext
from actions.following_up import asks_again, is_elliptic
from actions.order_choice import MOST_CHOICES, offer
from actions.order_standing import say_status
from actions.proof.gate import Gate
from actions.replies import Event, Goal, Replies
from actions.services import Services
from actions.tasks.world import World
from actions.whereabouts import Whereabouts, whereabouts_in
from storefront.model import Order, OrderStatus

_PRONOUN = re.compile(r"\b(?:it|they|them|that|this)\b|它|这|那", re.IGNORECASE)
_PARCEL = re.compile(r"\bmy (?:\w+ )?(?:order|parcel|package|delivery|stuff)\b|包裹|快递|我的货|订单", re.IGNORECASE)
UNDER_WAY = "request_status"
"""What the question is called where a return or an exchange is, while it waits for a proof."""

_REQUESTED = frozenset({OrderStatus.RETURN_REQUESTED, OrderStatus.EXCHANGE_REQUESTED})


class Facts:
    """The readers of plain questions of fact, the surest first."""

    def __init__(
        self, services: Services, gate: Gate, account: Account, product: ProductAction, goals: Mapping[str, Goal]
    ) -> None:
        self._services = services
        self._gate = gate
        self._account = account
        self._product = product
        self._goals = goals

    async def tell(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        """The events of the fact that was told; None when the message asks for none."""
        for tell in (self._account.tell, self._product.tell, self._where_it_is, self.tell_again):
            events = await tell(context, replies)
            if events is not None:
                return events
        return None

    async def tell_of_order(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        """What a message about an order may ask beside where it is: the last question again, money, a return."""
        events = await self.tell_again(context, replies)
        if events is None and whereabouts_in(context.words) in (Whereabouts.MONEY, Whereabouts.REQUEST):
            return await self._where_it_is(context, replies)
        return events

    async def tell_again(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        """What was asked before, of the order that the message names; None when it names none or asks something."""
        goal = None if context.asked.startswith("order:") else self._goals.get(context.told)
        if goal is None or not (asks_again(context) or await self._names_his_goods(context)):
            return None
        return await goal(context, replies)

    async def _names_his_goods(self, context: TurnContext) -> bool:
        return is_elliptic(context.text) and bool(await self._his_orders(context))

    async def _where_it_is(self, context: TurnContext, replies: Replies) -> list[Event] | None:
        what = whereabouts_in(context.words)
        if what is Whereabouts.MONEY:
            return await self._goals["refund_status"](context, replies)
        if what is Whereabouts.REQUEST:
            return await self.how_it_stands(context, replies)
        if what is Whereabouts.PARCEL and await self._is_his(context):
            return await self._goals["order_status"](context, replies)
        return None

    async def how_it_stands(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Where a return or an exchange is that is under way."""
        if "order_number" in context.mentions or context.is_choice:
            return await self._goals["order_status"](context, replies)
        gate = await self._gate.open(context, replies, UNDER_WAY)
        if gate.identity is None:
            return gate.events
        world = await World.of(gate.identity.customer_id, self._services)
        orders = [order for order in world.orders if order.status in _REQUESTED] if world else []
        meant = [order for order in orders if world and order in holding(context.words, world)] or orders
        if not meant:
            replies.say("utter_no_request")
            return []
        if len(meant) > 1:
            return await offer(meant[:MOST_CHOICES], "order_status", self._services, replies, "utter_order_choose")
        await say_status(meant[0], self._services, replies)
        return [SlotSet("order_id", meant[0].order_id), SlotSet("told", "order_status")]

    async def _is_his(self, context: TurnContext) -> bool:
        """Whether the message is about a parcel of the customer's: by number, by its goods, or the one spoken of."""
        if "order_number" in context.mentions or _PARCEL.search(context.words):
            return True
        if context.identity is None:
            return bool(named_in(context.words, await self._services.shop.products()).products)
        spoken_of = bool(context.slots.get("order_id")) and _PRONOUN.search(context.words) is not None
        return spoken_of or bool(await self._his_orders(context))

    async def _his_orders(self, context: TurnContext) -> tuple[Order, ...]:
        """The customer's orders that hold the goods he names."""
        world = await World.of(context.identity.customer_id, self._services) if context.identity else None
        return holding(context.words, world) if world else ()
