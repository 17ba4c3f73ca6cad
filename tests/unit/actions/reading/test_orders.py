"""Orders known by what they hold or what they cost."""

import pytest

from actions.reading.orders import numbers_in, orders_meant
from tests.shop_samples import SHOP

MINE = [order for order in SHOP.orders if order.customer_id == "C1"]
PRODUCTS = {product.product_id: product for product in SHOP.products}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the ¥977 one", "#PL1001"),
        ("九百七十七的那笔", "#PL1001"),
        ("今早那单977块的", "#PL1001"),
        ("my 899 order", "PL0800"),
        ("the tent and the mugs", "#PL1001"),
        ("ship it to 977 Elm Street", ""),
        ("文三路977号", ""),
        ("call me on 977", ""),
        ("the ¥500 one", ""),
    ],
)
def test_an_order_is_known_by_its_goods_or_its_sum(text: str, numbers: str) -> None:
    assert orders_meant(text, MINE, PRODUCTS) == frozenset(numbers.split())


def test_numbers_of_orders_are_read_in_their_order() -> None:
    assert [number.value for number in numbers_in("PL12345678 and PL23456789, zip 550002")] == [
        "PL12345678",
        "PL23456789",
    ]
