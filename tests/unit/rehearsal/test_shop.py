"""Parts put into a shop and compared with it, on the demo shop of the day on which rehearsals play."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from rehearsal.parts import PartError, read_part
from rehearsal.script import ShopChanges
from rehearsal.shop import KINDS, changed_besides, unlike, with_changes
from rehearsal.stage import OPENING
from storefront.demo.build import demo_shop
from storefront.model import OrderStatus

ORDER, SKU, CUSTOMER = "PL99948362", "P1509-BLK", "C0001"


@pytest.fixture(scope="module")
def shop():
    return demo_shop(OPENING)


def changes(exact=False, **kinds):
    return ShopChanges(
        {
            kind: {key: read_part(KINDS[kind], part, key, exact=exact) for key, part in parts.items()}
            for kind, parts in kinds.items()
        }
    )


def order_of(shop):
    return next(order for order in shop.orders if order.order_id == ORDER)


def customer_of(shop):
    return next(customer for customer in shop.customers if customer.customer_id == CUSTOMER)


def test_parts_change_what_they_name_and_nothing_else(shop):
    given = changes(
        orders={ORDER: {"status": "delivered", "delivered_at": "-3d", "address": {"line1": "Elsewhere 1"}}},
        variants={SKU: {"stock": 0, "price": "1.50"}},
    )
    after = with_changes(shop, given, OPENING)
    order = order_of(after)
    assert (order.status, order.delivered_at) == (OrderStatus.DELIVERED, OPENING - timedelta(days=3))
    assert order.address == replace(order_of(shop).address, line1="Elsewhere 1")
    variant = next(one for product in after.products for one in product.variants if one.sku == SKU)
    assert (variant.stock, variant.price) == (0, Decimal("1.50"))
    assert changed_besides(shop, after, given) == ()
    assert {path.split(" ")[0] for path in changed_besides(shop, after, ShopChanges())} == {
        f"orders.{ORDER}.status",
        f"orders.{ORDER}.delivered_at",
        f"orders.{ORDER}.address.line1",
        f"variants.{SKU}.stock",
        f"variants.{SKU}.price",
    }


def test_a_payment_method_is_changed_by_its_id_or_added(shop):
    new = {"kind": "gift_card", "label": "Gift card", "balance": "5"}
    given = changes(customers={CUSTOMER: {"payment_methods": {"gift_card_C0001": {"balance": "7"}, "gift_1": new}}})
    methods = {one.id: one for one in customer_of(with_changes(shop, given, OPENING)).payment_methods}
    assert methods["gift_card_C0001"].balance == Decimal(7)
    assert (methods["gift_1"].kind, methods["gift_1"].balance) == ("gift_card", Decimal(5))
    assert len(methods) == len(customer_of(shop).payment_methods) + 1


def test_a_new_payment_method_must_be_whole_and_an_order_must_be_there(shop):
    half = changes(customers={CUSTOMER: {"payment_methods": {"gift_1": {"balance": "5"}}}})
    with pytest.raises(PartError, match="a new PaymentMethod misses kind, label"):
        with_changes(shop, half, OPENING)
    with pytest.raises(PartError, match=r"orders\.PL0 is not in the shop"):
        with_changes(shop, changes(orders={"PL0": {"status": "shipped"}}), OPENING)


def test_lists_of_records_are_replaced_with_their_times(shop):
    request = {"kind": "return", "lines": [{"line_id": "1", "quantity": 1}], "method_id": "m", "created_at": "-2h"}
    (found,) = order_of(with_changes(shop, changes(orders={ORDER: {"requests": [request]}}), OPENING)).requests
    assert (found.lines[0].line_id, found.created_at) == ("1", OPENING - timedelta(hours=2))


def test_a_record_that_may_be_missing_is_put_in_whole_and_then_changed_in_part(shop):
    new = {"title": "林小雨", "email": "lin@example.com", "amount": "39", "requested_at": "-9d"}
    given = with_changes(shop, changes(orders={ORDER: {"invoice": new}}), OPENING)
    invoice = order_of(given).invoice
    assert (invoice.title, invoice.requested_at) == ("林小雨", OPENING - timedelta(days=9))
    again = with_changes(given, changes(orders={ORDER: {"invoice": {"corrections": 1}}}), OPENING)
    assert order_of(again).invoice == replace(invoice, corrections=1)
    with pytest.raises(PartError, match="a new Invoice misses title"):
        with_changes(shop, changes(orders={ORDER: {"invoice": {"email": "a@b.cn"}}}), OPENING)
    assert list(unlike(given, changes(exact=True, orders={ORDER: {"invoice": {"title": "林小雨"}}}))) == []
    assert list(unlike(shop, changes(exact=True, orders={ORDER: {"invoice": {"title": "林小雨"}}}))) != []


def test_what_is_named_in_the_end_is_compared_and_the_rest_is_not(shop):
    good = changes(
        exact=True,
        orders={ORDER: {"status": "pending", "lines": [{"sku": SKU}, {"quantity": 1}], "address": {"country": "CN"}}},
        customers={CUSTOMER: {"payment_methods": {"gift_card_C0001": {"balance": "200"}}}},
    )
    assert list(unlike(shop, good)) == []


def test_each_difference_is_one_sentence(shop):
    wrong = changes(
        exact=True,
        orders={ORDER: {"status": "shipped", "lines": [{"quantity": 2}, {}]}, "PL0": {}},
        customers={CUSTOMER: {"payment_methods": {"gift_1": {}, "gift_card_C0001": {"balance": "1"}}}},
        variants={SKU: {"price": "1"}},
    )
    assert list(unlike(shop, wrong)) == [
        f"orders.{ORDER}.status is pending, must be shipped",
        f"orders.{ORDER}.lines[0].quantity is 1, must be 2",
        "orders.PL0 is not in the shop",
        f"customers.{CUSTOMER}.payment_methods.gift_1 is not there",
        f"customers.{CUSTOMER}.payment_methods.gift_card_C0001.balance is 200.00, must be 1",
        f"variants.{SKU}.price is 299.00, must be 1",
    ]
    (length,) = unlike(shop, changes(exact=True, orders={ORDER: {"lines": [{}]}}))
    assert length.startswith(f"orders.{ORDER}.lines has 2 entries, not 1: [{{line_id: ")


def test_naming_a_list_excuses_all_of_it(shop):
    order = order_of(shop)
    fewer = replace(order, lines=order.lines[:1])
    after = replace(shop, orders=tuple(fewer if one is order else one for one in shop.orders))
    assert changed_besides(shop, after, changes(exact=True, orders={ORDER: {"lines": [{"sku": SKU}]}})) == ()
    assert changed_besides(shop, after, changes(exact=True, orders={ORDER: {"status": "pending"}})) != ()


def test_many_changes_are_told_in_few_sentences(shop):
    told = changed_besides(shop, replace(shop, orders=()), ShopChanges())
    assert told[-1] == f"and {len(shop.orders) - 12} more"
