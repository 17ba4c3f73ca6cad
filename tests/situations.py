"""Orders on which something can be changed, for tests of changes; a wider shop than ``tests.shop_samples``."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from storefront.changes import Situation
from storefront.model import (
    Address,
    Customer,
    Order,
    OrderStatus,
    Payment,
    PaymentMethod,
    Product,
    RequestedLine,
    ShopData,
    Variant,
)
from tests.shop_samples import LIN, MUG, NOW, PENDING, SHOP, TENT

MUGS = replace(MUG, variants=(*MUG.variants, Variant("MUG-SAND", {"color": "sand"}, Decimal("30.00"), "CNY", 4)))
"""Blue costs 39.00 (5 left), clay 42.50 (sold out), sand 30.00 (4 left)."""

TENTS = replace(
    TENT,
    variants=(
        *TENT.variants,
        Variant("TENT-3", {"persons": "3"}, Decimal(999), "CNY", 2),
        Variant("TENT-GB", {"persons": "2", "plug": "GB"}, Decimal(99), "GBP", 9),
    ),
)
"""For two persons 899 (3 left), for three 999 (2 left), and one that is sold in pounds only."""

BUYER: Customer = replace(
    LIN,
    payment_methods=(
        *LIN.payment_methods,
        PaymentMethod("card-1", "card", "Visa 1111"),
        PaymentMethod("gift-2", "gift_card", "Gift card 2000", Decimal("2000.00")),
    ),
)
"""Alipay, a gift card with 60, a Visa and a gift card with 2000."""

OPEN: Order = replace(PENDING, payments=(Payment("payment", Decimal("977.00"), "ali-1"),))
"""Two blue mugs and a tent for two, pending, 977.00 paid with Alipay."""

ARRIVED: Order = replace(OPEN, order_id="PL1004", status=OrderStatus.DELIVERED, delivered_at=NOW - timedelta(days=3))
"""The same goods, delivered three days ago."""

ELSEWHERE = Address("1 Harbour Road", "Flat 2", "Bristol", "", "United Kingdom", "BS1 4ST")

CHANGEABLE_SHOP: ShopData = replace(
    SHOP, customers=(BUYER, *SHOP.customers[1:]), products=(MUGS, TENTS), orders=(*SHOP.orders, ARRIVED)
)


def situation(order: Order | None = OPEN, customer: Customer = BUYER, *products: Product) -> Situation:
    """The situation of this order; ``products`` go in place of the shop's."""
    return Situation(customer, order, {product.product_id: product for product in products or (MUGS, TENTS)})


def lines(*wanted: tuple[str, int] | tuple[str, int, str]) -> tuple[RequestedLine, ...]:
    """Requested lines of line id, quantity and new SKU."""
    return tuple(RequestedLine(*one) for one in wanted)
