"""Where an order stands, in named responses: its state, when it comes, the carrier's latest news."""

from actions import formats, order_words
from actions.replies import Replies
from actions.services import Services
from storefront.model import Order, OrderStatus
from storefront.policy import DeliveryWindow, estimated_delivery

ON_THE_WAY = (OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED)


async def say_status(order: Order, services: Services, replies: Replies) -> None:
    """One response for the order's state with its facts, and the carrier's latest news when there is any."""
    facts = {"order": order_words.number(order), "items": await order_words.items(order, services, replies)}
    if order.status in ON_THE_WAY:
        await _say_on_the_way(order, services, replies, facts)
    elif order.status is OrderStatus.DELIVERED:
        facts["parcels"] = order_words.parcels(order, replies)
        if order.delivered_at:
            replies.say("utter_order_delivered", when=order_words.day(order.delivered_at, services, replies), **facts)
        else:
            replies.say("utter_order_delivered_undated", **facts)
    elif order.status is OrderStatus.CANCELLED:
        facts["refund"] = await order_words.made_refund(order, services, replies)
        replies.say("utter_order_cancelled", **facts)
    else:
        replies.say(f"utter_order_{order.status.value}", **facts)


def is_late(window: DeliveryWindow | None, services: Services) -> bool:
    """Whether the last expected day is over."""
    return window is not None and window.latest < services.today


async def _say_on_the_way(order: Order, services: Services, replies: Replies, facts: dict[str, str]) -> None:
    window = estimated_delivery(order, services.policy, services.now())
    if order.status is OrderStatus.SHIPPED:
        facts["parcels"] = order_words.parcels(order, replies)
    name = f"utter_order_{order.status.value}"
    if window is None:
        raise ValueError(f"the policy expects no day for order {order.order_id}")
    if is_late(window, services):
        replies.say(f"{name}_late", when=formats.day(window.latest, services.today, replies.language), **facts)
    else:
        when = formats.span(window.earliest, window.latest, services.today, replies.language)
        replies.say(name, when=when, **facts)
    events = sorted((event for parcel in order.shipments for event in parcel.events), key=lambda event: event.at)
    if events:
        news = events[-1]
        replies.say("utter_order_news", when=order_words.day(news.at, services, replies), news=news.text)
