from datetime import UTC, datetime, timedelta
from decimal import Decimal

from recommender.history import interactions, touches, with_purchases
from storefront.model import Address, Event, Order, OrderLine, OrderStatus

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
PRODUCT_OF = {"MUG-BLUE": "MUG", "TENT-2P": "TENT"}


def event(kind: str, minutes: float, sku: str = "", product_id: str = "", value: float | None = None) -> Event:
    return Event("C1", kind, NOW + timedelta(minutes=minutes), sku, product_id, value)


def order(status: OrderStatus, placed_at: datetime | None = NOW) -> Order:
    line = OrderLine("1", "MUG-BLUE", "MUG", "Mug", {}, Decimal(39), 1)
    return Order("O1", "C1", status, "CNY", Address(), (line,), placed_at=placed_at)


def test_a_visit_is_told_with_its_purchase_before_what_was_only_looked_at() -> None:
    found = touches(
        [event("view", 0, product_id="TENT"), event("view", 1, product_id="MUG"), event("purchase", 5, sku="MUG-BLUE")],
        PRODUCT_OF,
    )
    assert [(touch.product_id, touch.kind) for touch in found] == [("MUG", "purchase"), ("TENT", "view")]


def test_hours_without_a_trace_begin_another_visit() -> None:
    found = touches([event("view", 0, product_id="MUG"), event("view", 60 * 5, product_id="MUG")], PRODUCT_OF)
    assert [touch.visit for touch in found] == [0, 1]


def test_a_product_is_summed_up_once_with_its_strongest_trace_and_its_rating() -> None:
    (mug,) = interactions(
        [
            event("rating", 900, product_id="MUG", value=5.0),
            event("view", 0, product_id="MUG"),
            event("purchase", 5, sku="MUG-BLUE"),
        ],
        PRODUCT_OF,
    )
    assert (mug.kind, mug.sku, mug.rating, mug.at) == ("purchase", "MUG-BLUE", 5.0, NOW)
    assert mug.bought_at == (NOW + timedelta(minutes=5),)


def test_traces_that_name_nothing_known_are_left_out() -> None:
    assert interactions([event("view", 0, sku="GONE"), event("dance", 0, product_id="MUG")], PRODUCT_OF) == ()


def test_orders_stand_in_for_purchases_that_no_event_tells() -> None:
    (told,) = with_purchases((), [order(OrderStatus.DELIVERED)])
    assert (told.kind, told.sku, told.product_id) == ("purchase", "MUG-BLUE", "MUG")


def test_a_purchase_told_by_event_and_order_counts_once() -> None:
    event_of_it = event("purchase", 30, sku="MUG-BLUE")
    assert with_purchases([event_of_it], [order(OrderStatus.DELIVERED)]) == (event_of_it,)


def test_cancelled_orders_prove_no_purchase_and_undated_ones_do() -> None:
    assert with_purchases((), [order(OrderStatus.CANCELLED)]) == ()
    assert len(with_purchases((), [order(OrderStatus.DELIVERED, placed_at=None)])) == 1
