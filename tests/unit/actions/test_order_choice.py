"""Which order "the other one" is."""

from dataclasses import replace
from typing import Any

import pytest

from actions.context import TurnContext
from actions.order_choice import names_the_other, the_others
from storefront.model import OrderStatus
from tests.shop_samples import PENDING

FIRST, SECOND, OLD = (
    replace(PENDING, order_id="PL1"),
    replace(PENDING, order_id="PL2"),
    replace(PENDING, order_id="PL3", status=OrderStatus.DELIVERED),
)


def others(text: str, **slots: Any) -> list[str]:
    context = TurnContext("c1", "t1", "en", text, "order_status", slots=slots)
    return [order.order_id for order in the_others(context, (FIRST, SECOND, OLD))]


def test_the_other_one_is_the_open_order_not_spoken_of() -> None:
    assert others("and the other one?", order_id="PL1") == ["PL2"]
    assert others("那另一单呢", order_id="PL2") == ["PL1"]
    assert others("另外那个呢", order_id="PL3") == ["PL1", "PL2"]


def test_orders_shown_together_go_first() -> None:
    assert others("what about the other order", order_id="PL1", listed_orders=["PL1", "PL3"]) == ["PL3"]


def test_without_an_order_spoken_of_there_is_no_other() -> None:
    assert others("and the other one?") == []
    assert others("and my order?", order_id="PL1") == []


@pytest.mark.parametrize("text", ["the other orders", "on the other hand", "别的颜色", "另外我想问"])
def test_other_things_are_no_other_order(text: str) -> None:
    assert not names_the_other(text)
