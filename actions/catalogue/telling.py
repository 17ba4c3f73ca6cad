"""Says one fact of one product: a named response with what the catalogue holds, and the product's card."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from actions import formats
from actions.catalogue import words
from actions.catalogue.facts import at_price, in_stock, keys, nearest, price_range
from actions.catalogue.finding import keys_asked, options_not_sold
from actions.catalogue.questions import Fact, Question
from actions.reading.variants import fitting, wanted
from actions.recommend import card
from actions.replies import Replies
from storefront.model import Product, Variant

_HAVE = re.compile(
    r"(?:[还也])?有(?:没有?)?(?![线源尘])|没有(?=[吗么了]|\W*$)|\b(?:no|none in|not in"
    r"|nothing in)\b",
    re.IGNORECASE,
)
"""Who asks the shop 有没有白色 or "no 44?" neither has white nor wants no 44."""


@dataclass(frozen=True)
class Shown:
    """A product on its card; there is no reason to give, he asked for it."""

    sku: str
    product_id: str
    title: str
    price: Decimal
    currency: str
    reason: str = ""


@dataclass(frozen=True)
class Asked:
    """The question about one product: the options its text names, the variants that have them, and options by key.

    ``not_sold`` says that the product does not come like that.
    """

    question: Question
    product: Product
    options: Mapping[str, str]
    matching: tuple[Variant, ...]
    not_sold: bool
    keys: tuple[str, ...]

    @property
    def names_variants(self) -> bool:
        """Whether the text is about some of the variants only."""
        return bool(self.options) or self.not_sold


def read(question: Question, text: str, product: Product, catalogue: Sequence[Product]) -> Asked:
    """What a text, in which the product is not named any more, asks of it."""
    text = _HAVE.sub(" ", text)
    wish = wanted(text, product)
    matching = fitting(product, wish, {}) if wish.options else product.variants
    not_sold = not matching or bool(options_not_sold(text, product, catalogue))
    keys = tuple(key for key in keys_asked(text, product) if key not in wish.options)
    return Asked(question, product, wish.options, matching, not_sold, keys)


def tell(asked: Asked, replies: Replies) -> None:
    """Answer, with the card of the variant that is meant or of the cheapest that can be bought."""
    if asked.not_sold:
        replies.say("utter_no_such_variant", item=asked.product.title(replies.language))
        _say_stock(replace(asked, options={}, matching=asked.product.variants), replies)
    elif asked.question.fact is Fact.STOCK:
        _tell_stock(asked, replies)
    elif asked.question.fact is Fact.OPTIONS:
        _tell_options(asked, replies)
    elif asked.question.fact is Fact.PRICE:
        _tell_price(asked, replies)
    else:
        _tell_extreme(asked, replies)
    _show_card(asked, replies)


def _tell_stock(asked: Asked, replies: Replies) -> None:
    left = in_stock(asked.matching)
    if len(left) == 1 and (asked.options or len(asked.product.variants) == 1):
        price = formats.money(left[0].price, left[0].currency)
        replies.say("utter_variant_in_stock", item=words.item(asked.product, left[0].options, replies), price=price)
    elif left or not in_stock(asked.product.variants):
        _say_stock(asked, replies)
    else:
        near = nearest(in_stock(asked.product.variants), asked.options, words.MOST_VARIANTS)
        instead = words.variants(asked.product, near, (), replies)
        replies.say("utter_variant_sold_out", item=_item(asked, replies), instead=instead)


def _say_stock(asked: Asked, replies: Replies) -> None:
    """Which of the variants are in stock."""
    left = in_stock(asked.matching)
    if not left:
        replies.say("utter_product_sold_out", product=_item(asked, replies))
        return
    named = words.variants(asked.product, left, asked.keys, replies)
    replies.say("utter_stock_of_variants", product=_item(asked, replies), count=str(len(left)), variants=named)


def _tell_options(asked: Asked, replies: Replies) -> None:
    told = words.options_with_stock(asked.product, asked.keys or keys(asked.product), replies)
    replies.say("utter_product_options", product=asked.product.title(replies.language), options=told)


def _tell_price(asked: Asked, replies: Replies) -> None:
    left = in_stock(asked.matching)
    low, high = price_range(left or asked.matching)
    currency = asked.matching[0].currency
    if low == high:
        replies.say("utter_product_price", item=_item(asked, replies), price=formats.money(low, currency))
    else:
        prices = {"low": formats.money(low, currency), "high": formats.money(high, currency)}
        replies.say("utter_product_price_range", item=_item(asked, replies), **prices)
    if not left:
        replies.say("utter_product_sold_out", product=_item(asked, replies))


def _tell_extreme(asked: Asked, replies: Replies) -> None:
    left = in_stock(asked.matching)
    if not left:
        replies.say("utter_product_sold_out", product=_item(asked, replies))
        return
    low, high = price_range(left)
    currency, title = left[0].currency, asked.product.title(replies.language)
    if low == high:
        replies.say("utter_product_price", item=title, price=formats.money(low, currency))
        return
    cheapest = asked.question.fact is Fact.CHEAPEST
    price = low if cheapest else high
    named = words.variants(asked.product, at_price(left, price), (), replies)
    response = "utter_product_cheapest" if cheapest else "utter_product_dearest"
    replies.say(response, product=title, variant=named, price=formats.money(price, currency))


def _item(asked: Asked, replies: Replies) -> str:
    """The product with the options that are meant: all of one variant, else those that the text names."""
    only = asked.matching[0].options if asked.options and len(asked.matching) == 1 else asked.options
    return words.item(asked.product, only, replies)


def _show_card(asked: Asked, replies: Replies) -> None:
    product = asked.product
    some = in_stock(asked.matching) or in_stock(product.variants)
    if not some:
        return
    pick = max if asked.question.fact is Fact.DEAREST else min
    variant = pick(some, key=lambda one: one.price)
    title = product.title(replies.language)
    shown = Shown(variant.sku, product.product_id, title, variant.price, variant.currency)
    replies.show("products", products=[card(shown)])
