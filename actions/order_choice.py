"""Which of a customer's orders he means: by number, contents, place in the list, the only open one, or a choice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rasa_sdk.events import SlotSet

from actions import order_words
from actions.context import TurnContext
from actions.reading.orders import orders_meant
from actions.replies import Choice, Event, Replies
from actions.services import Services
from actions.tasks.world import World
from storefront.model import Order, OrderStatus

MOST_CHOICES = 3
OPEN = frozenset({OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED})

_POSITIONS = (
    (0, re.compile(r"第一|第1|头一|上面那|\bfirst\b|\b1st\b", re.IGNORECASE)),
    (1, re.compile(r"第二|第2|\bsecond\b|\b2nd\b", re.IGNORECASE)),
    (2, re.compile(r"第三|第3|\bthird\b|\b3rd\b", re.IGNORECASE)),
    (-1, re.compile(r"最后|\blast\b", re.IGNORECASE)),
    (
        0,
        re.compile(
            r"最新|较新|新的那|最近|刚买|刚下|\blatest\b|\bnewest\b|\bnewer\b"
            r"|\bmost recent\b",
            re.IGNORECASE,
        ),
    ),
)
_THE_OTHER = re.compile(
    r"另(?:外)?(?:那|一|的)*[个单笔件份]|别的那?[个单笔]|\bother (?:one|order|parcel|package|purchase"
    r"|delivery)\b(?!s)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"另|别的|其他|其它|所有|全部|哪些|历史|记录|\b(?:other|another|all|orders|history)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Chosen:
    """The order the customer means."""

    order: Order


@dataclass(frozen=True)
class NotHis:
    """A number that is no order of the customer's; whether it is somebody else's is never said."""

    number: str


@dataclass(frozen=True)
class Several:
    """Orders to choose from, newest first; none when the customer never ordered."""

    orders: tuple[Order, ...]


Choosing = Chosen | NotHis | Several


async def choose(context: TurnContext, services: Services, customer_id: str) -> Choosing:
    """Find the order that the message is about among the customer's own."""
    if mention := context.mentions.get("order_number"):
        for written in dict.fromkeys((mention.text, mention.value)):
            order = await services.shop.order(written)
            if order and order.customer_id == customer_id:
                return Chosen(order)
        return NotHis(mention.text)
    world = await World.of(customer_id, services)
    orders = world.orders if world else ()
    if world and (named := orders_meant("" if context.is_choice else context.text, orders, world.products)):
        described = [order for order in orders if order.order_id in named]
        described = [order for order in described if order.status in OPEN] or described
        return Chosen(described[0]) if len(described) == 1 else Several(tuple(described[:MOST_CHOICES]))
    if others := the_others(context, orders):
        return Chosen(others[0]) if len(others) == 1 else Several(others[:MOST_CHOICES])
    if pointed := _pointed_at(context, orders):
        return Chosen(pointed)
    for group in ([order for order in orders if order.status in OPEN], list(orders)):
        if len(group) == 1:
            return Chosen(group[0])
        if group:
            return Several(tuple(group[:MOST_CHOICES]))
    return Several(())


def names_the_other(text: str) -> bool:
    """Whether the text points at an order beside the one spoken of (the other one, 另一单)."""
    return _THE_OTHER.search(text) is not None


def the_others(context: TurnContext, orders: Sequence[Order]) -> tuple[Order, ...]:
    """What "the other one" may be: those listed beside the order spoken of, else open ones, else all."""
    spoken_of = str(context.slots.get("order_id") or "")
    if context.is_choice or not spoken_of or not names_the_other(context.text):
        return ()
    others = [order for order in orders if order.order_id != spoken_of]
    listed = context.slots.get("listed_orders") or ()
    shown = [order for order in others if order.order_id in listed] if spoken_of in listed else []
    return tuple(shown or [order for order in others if order.status in OPEN] or others)


def points_at_a_listed_one(context: TurnContext) -> bool:
    """Whether the message picks from the list shown before (the second one, 第二个)."""
    return bool(context.slots.get("listed_orders")) and position(context.text) is not None


async def offer(
    orders: Sequence[Order], goal: str, services: Services, replies: Replies, response: str, question: str = ""
) -> list[Event]:
    """Show orders as choices for a goal, or for the question that a choice is to answer; remember their sequence."""
    choices = [await _choice(order, goal, services, replies, question) for order in orders]
    replies.say(response, choices)
    replies.ask(f"order:{goal}")
    return [SlotSet("listed_orders", [order.order_id for order in orders])]


async def say_not_his(
    missing: NotHis, goal: str, services: Services, replies: Replies, customer_id: str, question: str = ""
) -> list[Event]:
    """Say that the number is not among the customer's orders, and offer the latest ones."""
    replies.say("utter_order_unknown", number=missing.number)
    orders = (await services.shop.orders_of(customer_id))[:MOST_CHOICES]
    if not orders:
        return []
    return await offer(orders, goal, services, replies, "utter_order_choose", question)


def _pointed_at(context: TurnContext, orders: Sequence[Order]) -> Order | None:
    own = {order.order_id: order for order in orders}
    number = pointed_at(context.text, context.slots.get("listed_orders") or ())
    if context.asked.startswith("order:") and number:
        return own.get(number)
    focus = own.get(str(context.slots.get("order_id") or ""))
    return None if context.is_choice or _OTHERS.search(context.text) else focus


def pointed_at(text: str, listed: Sequence[str]) -> str:
    """What stands in the list where the text points; empty when it points nowhere in it."""
    place = position(text)
    return listed[place] if place is not None and -len(listed) <= place < len(listed) else ""


def position(text: str) -> int | None:
    """The place in a list that the text points at (the second one, 最后一个); None without one."""
    return next((place for place, pattern in _POSITIONS if pattern.search(text)), None)


async def _choice(order: Order, goal: str, services: Services, replies: Replies, question: str) -> Choice:
    items = await order_words.items(order, services, replies)
    status = replies.part(f"utter_title_status_{order.status.value}")
    title = f"{order.order_id} · {items} · {status}"
    asked = {"question": question} if question else {}
    return Choice(title, goal, {"order_number": order.order_id, **asked})
