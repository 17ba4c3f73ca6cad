"""When an order was placed, left the warehouse or was delivered; for what is still to come, where the order is."""

import re
from collections.abc import Mapping
from datetime import datetime

from actions import order_words
from actions.account.inquiry import Inquiry
from actions.account.which_order import tell_of_one
from actions.order_standing import say_status
from actions.replies import Event
from actions.tasks.world import World
from storefront.model import Order

_PLACED = re.compile(
    r"\b(?:order(?:ed)? (?:it|that|this|them)|i order|buy|bought|purchased?|placed?|made|paid"
    r"|order date"
    r"|purchase date)\b|[下买拍付]|购买",
    re.IGNORECASE,
)
_DELIVERED = re.compile(
    r"\b(?:delivered|arrived?|received?|signed for|come|get here|dropped off)\b|[签收]|送[到达]"
    r"|到[的货]",
    re.IGNORECASE,
)


async def tell_dates(inquiry: Inquiry) -> list[Event]:
    """The day that is asked for."""
    return await tell_of_one(inquiry, _say_date)


async def _say_date(inquiry: Inquiry, order: Order, world: World) -> None:
    event = event_asked(inquiry.words)
    moments: Mapping[str, datetime | None] = {
        "placed": order.placed_at,
        "shipped": order.shipped_at,
        "delivered": order.delivered_at,
    }
    moment = moments[event]
    if moment is None:
        await say_status(order, inquiry.services, inquiry.replies)
        return
    facts = {
        "order": order_words.number(order),
        "items": order_words.goods(order, world.products, inquiry.replies),
        "when": order_words.day(moment, inquiry.services, inquiry.replies),
    }
    inquiry.replies.say(f"utter_order_{event}_on", **facts)


def event_asked(words: str) -> str:
    """What of an order the words ask the day of: that it was placed, shipped or delivered."""
    if _DELIVERED.search(words):
        return "delivered"
    return "placed" if _PLACED.search(words) else "shipped"
