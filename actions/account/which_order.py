"""Which of his orders a question of fact is about, and the fact told of it."""

import re
from collections.abc import Awaitable, Callable

from rasa_sdk.events import SlotSet

from actions.account.inquiry import GOAL, Inquiry
from actions.order_choice import (
    MOST_CHOICES,
    Choosing,
    Chosen,
    NotHis,
    Several,
    choose,
    offer,
    points_at_a_listed_one,
    say_not_his,
)
from actions.proof.gate import remembered
from actions.reading.orders import orders_holding
from actions.replies import Event
from actions.tasks.world import World
from storefront.model import Order

_LATEST = re.compile(
    r"最新|最近(?:那|的)?一?[单笔个]|上一?[单笔]|刚[买下]|\b(?:last|latest|newest|most recent) (?:order|one"
    r"|purchase)\b",
    re.IGNORECASE,
)


Tell = Callable[[Inquiry, Order, World], Awaitable[None]]


async def tell_of_one(inquiry: Inquiry, tell: Tell) -> list[Event]:
    """Tell a fact of the order that is meant; else ask which one that is."""
    world = await World.of(inquiry.customer_id, inquiry.services)
    if world is None or not world.orders:
        inquiry.replies.say("utter_no_orders")
        return []
    chosen = await which_order(inquiry, world)
    services, replies = inquiry.services, inquiry.replies
    if isinstance(chosen, Chosen):
        await tell(inquiry, chosen.order, world)
        return [SlotSet("order_id", chosen.order.order_id)]
    question = remembered(inquiry.words)
    kept = SlotSet("goal_text", question)
    if isinstance(chosen, NotHis):
        return [kept, *await say_not_his(chosen, GOAL, services, replies, inquiry.customer_id, question)]
    return [kept, *await offer(chosen.orders, GOAL, services, replies, "utter_order_choose", question)]


async def which_order(inquiry: Inquiry, world: World) -> Choosing:
    """The order with the number he names; else the one that holds the goods he names; else as for its status."""
    context = inquiry.context
    answering = context.asked == f"order:{GOAL}"
    picks = "order_number" in context.mentions or (answering and points_at_a_listed_one(context))
    if not picks:
        if described := holding(context.words if answering else inquiry.words, world):
            return Chosen(described[0]) if len(described) == 1 else Several(described[:MOST_CHOICES])
        if world.orders and _LATEST.search(inquiry.words):
            return Chosen(world.orders[0])
    return await choose(context, inquiry.services, inquiry.customer_id)


def holding(words: str, world: World) -> tuple[Order, ...]:
    """His orders with goods that the words name, newest first."""
    named = orders_holding(words, world.orders, world.products)
    return tuple(order for order in world.orders if order.order_id in named)
