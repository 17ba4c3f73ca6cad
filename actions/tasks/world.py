"""What the shop knows of one customer in this turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from actions.services import Services
from storefront.changes import Kind, Situation, may_start
from storefront.identifiers import order_key
from storefront.model import Customer, Order, Product
from storefront.policy import Allowed, Policy, Refused

MOST_ORDERS = 30
"""Newest orders that are looked through when the customer names none."""


@dataclass(frozen=True)
class World:
    """The customer, his orders newest first, and the products in them."""

    customer: Customer
    orders: tuple[Order, ...]
    products: Mapping[str, Product]
    policy: Policy
    now: datetime

    @classmethod
    async def of(cls, customer_id: str, services: Services) -> World | None:
        """Read it all; None when the customer is gone."""
        customer = await services.shop.customer(customer_id)
        if customer is None:
            return None
        orders = (await services.shop.orders_of(customer_id))[:MOST_ORDERS]
        found = await services.shop.products({line.product_id for order in orders for line in order.lines})
        products = {product.product_id: product for product in found}
        return cls(customer, orders, products, services.policy, services.now())

    def order(self, number: str) -> Order | None:
        """His order with this number, however it is written."""
        return next((order for order in self.orders if order_key(order.order_id) == order_key(number)), None)

    def may(self, kind: Kind, order: Order) -> Allowed | Refused:
        """Whether such a change of this order can begin."""
        return may_start(kind, order, self.policy, self.now)

    def situation(self, order: Order | None) -> Situation:
        """What a decision of the policy looks at."""
        return Situation(self.customer, order, self.products)
