"""Which order and which goods of his own a customer complains about."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions import formats, order_words
from actions.context import TurnContext
from actions.reading.goods import named_lines
from actions.reading.orders import orders_holding
from actions.replies import Replies
from actions.services import Services
from actions.tasks.world import World
from storefront.model import Order, OrderLine, Topic

_OF_AN_ORDER = frozenset({Topic.LATE, Topic.GOODS, Topic.MONEY})
"""What concerns the order spoken of before, when the complaint names none."""


@dataclass(frozen=True)
class Subject:
    """The order, the lines of it that he named, and his e-mail address; of guests nothing is known."""

    order: Order | None = None
    lines: Sequence[OrderLine] = ()
    email: str = ""


async def subject_of(context: TurnContext, topic: Topic, services: Services) -> Subject:
    """The customer's own order that the complaint names; a number that is not his is treated as none at all."""
    world = await World.of(context.identity.customer_id, services) if context.identity else None
    if world is None:
        return Subject()
    order = _order(context, topic, world)
    email = world.customer.email
    if order is None:
        return Subject(email=email)
    named = {one.line_id for one in named_lines(context.text, order.lines, world.products)}
    return Subject(order, [line for line in order.lines if line.line_id in named], email)


async def named(subject: Subject, services: Services, replies: Replies) -> str:
    """The order and its goods as a piece of a sentence; empty without an order."""
    order = subject.order
    if order is None:
        return ""
    if not subject.lines:
        items = await order_words.items(order, services, replies)
    else:
        found = await services.shop.products({line.product_id for line in subject.lines})
        products = {product.product_id: product for product in found}
        items = formats.listed([order_words.name(line, products, replies) for line in subject.lines], replies.language)
    return replies.part("utter_part_about_order", order=order_words.number(order), items=items)


def _order(context: TurnContext, topic: Topic, world: World) -> Order | None:
    if mention := context.mentions.get("order_number"):
        return world.order(mention.text) or world.order(mention.value)
    if not context.is_choice:
        holding = orders_holding(context.text, world.orders, world.products)
        if len(holding) == 1:
            return next(order for order in world.orders if order.order_id in holding)
        if holding:
            return None
    return world.order(str(context.slots.get("order_id") or "")) if topic in _OF_AN_ORDER else None
