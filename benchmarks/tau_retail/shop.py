"""The public shop in memory, in the values of the import format."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from storefront.model import Customer, Order, Product, ShopData, Variant


@dataclass(frozen=True)
class Shop:
    """Customers and orders as they stand, and the catalogue."""

    customers: Mapping[str, Customer]
    orders: Mapping[str, Order]
    products: Mapping[str, Product]

    @classmethod
    def of(cls, data: ShopData) -> "Shop":
        """Index a whole shop."""
        return cls(
            {one.customer_id: one for one in data.customers},
            {one.order_id: one for one in data.orders},
            {one.product_id: one for one in data.products},
        )

    @cached_property
    def variants(self) -> Mapping[str, Variant]:
        """Every sellable article by its SKU."""
        return {variant.sku: variant for product in self.products.values() for variant in product.variants}

    def orders_of(self, customer_id: str) -> tuple[Order, ...]:
        """A customer's orders."""
        return tuple(order for order in self.orders.values() if order.customer_id == customer_id)

    def with_order(self, order: Order) -> "Shop":
        """The same shop with this order changed."""
        return replace(self, orders={**self.orders, order.order_id: order})

    def with_customer(self, customer: Customer) -> "Shop":
        """The same shop with this customer changed."""
        return replace(self, customers={**self.customers, customer.customer_id: customer})
