"""Orders known by their number or by what is in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.reading.goods import named_lines
from storefront.model import Order, Product
from understanding.runtime.model import Entity
from understanding.runtime.patterns import ORDER_NUMBER, find_entities


def numbers_in(text: str) -> tuple[Entity, ...]:
    """The order numbers of a text, in the order in which they stand."""
    return tuple(entity for entity in find_entities(text) if entity.type == ORDER_NUMBER)


def orders_holding(words: str, orders: Sequence[Order], products: Mapping[str, Product]) -> frozenset[str]:
    """The numbers of the orders that hold most of the goods the words name; empty when they name none.

    An order in which more of them are goes first; of equals the one whose goods have the best name among all lines.
    """
    if not words:
        return frozenset()
    own = {order.order_id: len(named_lines(words, order.lines, products)) for order in orders}
    lines = [replace(line, line_id=f"{order.order_id}\n{line.line_id}") for order in orders for line in order.lines]
    best = Counter(line.line_id.partition("\n")[0] for line in named_lines(words, lines, products))
    counts = {order_id: (count, best[order_id]) for order_id, count in own.items() if count}
    most = max(counts.values(), default=None)
    return frozenset(order_id for order_id, count in counts.items() if count == most)
