"""Goods that are in none of the customer's orders."""

import pytest

from actions.tasks.elsewhere import never_ordered, wanted_instead
from tests.unit.actions.reading.goods import CANS, EARBUDS, ESPRESSO, SHOES, SWAN

CATALOGUE = (CANS, EARBUDS, ESPRESSO, SHOES, SWAN)
OWN = {product.product_id: product for product in (EARBUDS, SHOES)}


@pytest.mark.parametrize(
    "text",
    [
        "swap the earbuds for the espresso machine",
        "exchange my running shoes for an espresso machine, I pay the difference",
        "蓝牙耳机换成意式咖啡机，差价我补",
        "想把跑鞋换成咖啡机",
    ],
)
def test_other_goods_are_wanted_in_their_place(text: str) -> None:
    assert wanted_instead(text, OWN, CATALOGUE)


@pytest.mark.parametrize(
    "text", ["swap the earbuds for the white ones", "换成白色的", "把跑鞋换成42码", "exchange the shoes for new shoes"]
)
def test_another_version_is_no_other_product(text: str) -> None:
    assert not wanted_instead(text, OWN, CATALOGUE)


@pytest.mark.parametrize(
    "text", ["cancel the espresso machine", "cancel my espresso machine order", "把那单咖啡机取消掉", "咖啡机订单取消"]
)
def test_what_he_never_ordered_is_named(text: str) -> None:
    assert never_ordered(text, OWN, CATALOGUE)


@pytest.mark.parametrize(
    "text",
    [
        "cancel my order, I found a better espresso machine",
        "cancel the earbuds",
        "把那单耳机取消掉",
        "取消，我老公买了咖啡机了",
        "cancel it",
    ],
)
def test_goods_spoken_of_in_passing_are_not_what_it_is_about(text: str) -> None:
    assert not never_ordered(text, OWN, CATALOGUE)
