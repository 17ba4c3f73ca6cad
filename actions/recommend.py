"""Recommendations: what the customer wants them to be, product cards, and what was understood of his limits."""

from collections.abc import Sequence

from actions import formats
from actions.action import CustomerAction
from actions.answer import question_of
from actions.context import TurnContext
from actions.replies import Event, Replies
from actions.services import Recommended
from recommender.wish import Wish, read_wish
from storefront.model import Product

SHOWN = 5


class RecommendAction(CustomerAction):
    """Shows products that exist, are in stock and keep the limits."""

    action_name = "action_recommend"

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Read the wish, ask the recommender, show the cards."""
        shop = self.services.shop
        catalogue = await shop.products()
        wish = read_wish(question_of(context), catalogue, context.language)
        history = await shop.events_of(context.identity.customer_id) if context.identity else ()
        found = await self.services.recommending.recommend(history, catalogue, wish, SHOWN)
        limits = limits_in_words(wish, catalogue, replies)
        if not found:
            _say_nothing(wish, limits, replies)
            return []
        if limits:
            replies.say("utter_recommend_wish", wish=limits)
        else:
            replies.say("utter_recommend")
        replies.show("products", products=[card(item) for item in found])
        return []


def card(item: Recommended) -> dict[str, str]:
    """A product card as the desk shows it."""
    return {
        "sku": item.sku,
        "title": item.title,
        "price": f"{item.price:.2f}",
        "currency": item.currency,
        "image": f"/images/{item.product_id}.svg",
        "reason": item.reason,
    }


def limits_in_words(wish: Wish, catalogue: Sequence[Product], replies: Replies) -> str:
    """The price limits that were understood; empty without any."""
    currency = next((variant.currency for product in catalogue for variant in product.variants), "")
    low = formats.money(wish.min_price, currency) if wish.min_price is not None else ""
    high = formats.money(wish.max_price, currency) if wish.max_price is not None else ""
    if low and high:
        return replies.part("utter_part_between", low=low, high=high)
    if high:
        return replies.part("utter_part_under", limit=high)
    return replies.part("utter_part_over", limit=low) if low else ""


def _say_nothing(wish: Wish, limits: str, replies: Replies) -> None:
    if limits:
        replies.say("utter_recommend_none", wish=limits)
    else:
        replies.say("utter_recommend_empty" if wish.is_open else "utter_recommend_none_of_kind")
