"""Recommendations: what the customer wants them to be, product cards, and what was understood of his limits."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions import formats
from actions.action import CustomerAction
from actions.context import TurnContext
from actions.replies import Event, Replies
from actions.services import Recommended
from recommender.wish import Wish, read_wish
from storefront.model import Product

SHOWN = 5

_OTHERS = re.compile(
    r"换一[批些个]|换几|其他|其它|别的|还有|再推荐|再来"
    r"|\b(?:others?|another|else|different|more (?:ideas|options|suggestions))\b",
    re.IGNORECASE,
)


class RecommendAction(CustomerAction):
    """Shows products that exist, are in stock and keep the limits."""

    action_name = "action_recommend"

    async def serve(self, context: TurnContext, replies: Replies) -> list[Event]:
        """Read the wish, ask the recommender, show the cards."""
        shop = self.services.shop
        catalogue = await shop.products()
        wish = read_wish(context.words, catalogue, context.language)
        seen = _seen(context)
        wish = replace(wish, exclude_skus=wish.exclude_skus | seen)
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
        spoken_of = [SlotSet("product_id", found[0].product_id)] if len(found) == 1 else []
        return [SlotSet("shown_skus", sorted(seen | {item.sku for item in found})), *spoken_of]


def _seen(context: TurnContext) -> frozenset[str]:
    """What was shown before, when the customer wants to see something else."""
    shown = context.slots.get("shown_skus") or []
    return frozenset(str(sku) for sku in shown) if _OTHERS.search(context.text) else frozenset()


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
