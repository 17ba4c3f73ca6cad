"""Orders known by their number or by what is in them or what they cost."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.reading.goods import named_lines
from actions.reading.places import named_places
from actions.reading.words import said
from storefront.model import Order, Product
from understanding.runtime.model import Entity
from understanding.runtime.numerals import ARABIC, CHINESE, FULL_WIDTH, amount
from understanding.runtime.patterns import ORDER_NUMBER, find_entities

_NUMBER = rf"(?:{ARABIC}|{CHINESE})"
_SUM = re.compile(
    rf"(?:[¥￥$€£]|\b(?:rmb|cny|usd))\s*(?P<before>{_NUMBER})"
    rf"|(?<![\w.,-])(?P<after>{_NUMBER})\s*(?:元|块钱?|的|那[单笔个]|rmb\b|cny\b|yuan\b|kuai\b|dollars?\b|euros?\b|one\b|order\b)",
    re.IGNORECASE | re.ASCII,
)
"""A number that is money, or that stands for the order: the 417 one."""


def numbers_in(text: str) -> tuple[Entity, ...]:
    """The order numbers of a text, in the order in which they stand."""
    return tuple(entity for entity in find_entities(text) if entity.type == ORDER_NUMBER)


def orders_meant(words: str, orders: Sequence[Order], products: Mapping[str, Product]) -> frozenset[str]:
    """The numbers of the orders that the words describe by their goods, else by what they came to."""
    return orders_holding(words, orders, products) or orders_costing(words, orders)


def orders_costing(words: str, orders: Sequence[Order]) -> frozenset[str]:
    """The numbers of the orders that came to a sum the words name: "the ¥417 one", 一千五百九十八的那笔."""
    plain = words.translate(FULL_WIDTH)
    sums = {amount(match["before"] or match["after"]) for match in _SUM.finditer(plain)}
    return frozenset(order.order_id for order in orders if order.total in sums)


def orders_holding(words: str, orders: Sequence[Order], products: Mapping[str, Product]) -> frozenset[str]:
    """The numbers of the orders that hold most of the goods the words name; empty when they name none.

    An order in which more of them are goes first; of equals the one whose goods have the best name among all lines.
    """
    if not words:
        return frozenset()
    own = {order.order_id: _named(words, order, products) for order in orders}
    lines = [replace(line, line_id=f"{order.order_id}\n{line.line_id}") for order in orders for line in order.lines]
    best = Counter(line.line_id.partition("\n")[0] for line in named_lines(words, lines, products))
    counts = {order_id: (count, best[order_id]) for order_id, count in own.items() if count}
    most = max(counts.values(), default=None)
    return frozenset(order_id for order_id, count in counts.items() if count == most)


def _named(words: str, order: Order, products: Mapping[str, Product]) -> int:
    """How many of the order's goods the words name; goods that may be either of two lines are in it all the same."""
    lines = named_lines(words, order.lines, products)
    return max(len(lines), len(named_places(said(words), order.lines, products)))
