"""Which order a wish is about, and whether the wish fits the state that order is in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from actions.context import Mention
from actions.reading.orders import numbers_in, orders_holding, orders_meant
from actions.tasks.invoices.hearing import prefers
from actions.tasks.kinds import SIBLINGS
from actions.tasks.state import Task
from actions.tasks.world import World
from storefront.changes import Kind
from storefront.model import Order
from storefront.policy import Allowed, Reason, Refused

SHORTEST_NUMBER = 7
"""Digits of an order number that has no letters before it; postcodes are shorter."""

_TELLS_MORE = frozenset({Reason.ITEMS_WERE_MODIFIED, Reason.TOO_LATE})
_EVERY_ORDER = re.compile(
    r"(?:两|几|所有|全部)[个笔张]?订?单[^，。,.]{0,6}都|(?:所有|全部)(?:的)?订单"
    r"|\b(?:both|all)(?: of)?(?: my| the)?(?: open| pending)? orders\b",
    re.IGNORECASE,
)
_THAT_ONE = re.compile(r"那就|那[单个笔]|这[单个笔]|它|\b(?:it|that|this|then|instead)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """The order, and the kind of change that fits its state."""

    order: Order
    kind: Kind


@dataclass(frozen=True)
class Forbidden:
    """The order that was meant, and why the wish does not fit it."""

    order: Order
    refusal: Refused


@dataclass(frozen=True)
class Many:
    """Orders the wish may mean, newest first; none when no order of his fits."""

    orders: tuple[Order, ...]


Search = Found | Forbidden | Many


def fits(task: Task, order: Order, world: World) -> Found | Forbidden:
    """Whether this very order may be changed so."""
    refusal = world.may(task.kind, order)
    if isinstance(refusal, Allowed):
        return Found(order, task.kind)
    sibling = SIBLINGS.get(task.kind)
    if sibling is None:
        return Forbidden(order, refusal)
    other = world.may(sibling, order)
    if isinstance(other, Allowed):
        return Found(order, sibling)
    return Forbidden(order, other if other.reason in _TELLS_MORE else refusal)


def search(task: Task, world: World, spoken_of: str) -> Search:
    """The order that is meant: by what is in it or cost, else the one spoken of, else the only one that fits."""
    verdicts = [fits(task, order, world) for order in world.orders]
    possible = tuple(one for one in verdicts if isinstance(one, Found))
    if task.kind is Kind.REQUEST_INVOICE:
        possible = tuple(one for one in possible if prefers(task, one.order)) or possible
    fitting = [found.order for found in possible]
    described = orders_meant(task.words, fitting, world.products) or orders_meant(
        task.words, world.orders, world.products
    )
    if described:
        return _of_those(described, verdicts, possible)
    for verdict in verdicts:
        if verdict.order.order_id == spoken_of and (isinstance(verdict, Found) or _THAT_ONE.search(task.words)):
            return verdict
    if len(possible) == 1:
        return possible[0]
    if not possible and len(verdicts) == 1:
        return verdicts[0]
    return Many(tuple(found.order for found in possible))


def names_order(text: str, mention: Mention, world: World) -> bool:
    """Whether what was taken for an order number is one: it has the form, is his, or is long enough.

    The last digits of a card, a postcode and a house number are none.
    """
    if numbers_in(text) or world.order(mention.text) or world.order(mention.value):
        return True
    return len(re.sub(r"\D", "", mention.value)) >= SHORTEST_NUMBER


def means_every_order(words: str) -> bool:
    """Whether the words mean all of his orders."""
    return _EVERY_ORDER.search(words) is not None


def describes_one(words: str, world: World) -> bool:
    """Whether the words tell of any of his orders: its goods, or what it came to."""
    return bool(orders_meant(words, world.orders, world.products))


def describes_another(words: str, order: Order, world: World) -> bool:
    """Whether the words name goods that are in another of his orders and not in this one."""
    holding = orders_holding(words, world.orders, world.products)
    return bool(holding) and order.order_id not in holding


def _of_those(described: frozenset[str], verdicts: Iterable[Found | Forbidden], possible: Iterable[Found]) -> Search:
    fitting = [found for found in possible if found.order.order_id in described]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return Many(tuple(found.order for found in fitting))
    return next(one for one in verdicts if one.order.order_id in described)
