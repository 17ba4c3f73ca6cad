from decimal import Decimal

import pytest

from benchmarks.tau_retail.comparing import judge
from benchmarks.tau_retail.gold import after, paid_by_method
from benchmarks.tau_retail.shop import Shop
from benchmarks.tau_retail.tasks import Action
from storefront.model import OrderStatus
from tests.unit.benchmarks.small_shop import DELIVERED, ON_GIFT_CARD, PENDING, SHOP

NEW_ADDRESS = {
    "address1": "9 Elm Street",
    "address2": "",
    "city": "Austin",
    "state": "TX",
    "country": "USA",
    "zip": "78701",
}


def cancel(order_id: str = PENDING) -> Action:
    return Action("cancel_pending_order", {"order_id": order_id, "reason": "no longer needed"})


def swap(method: str = "paypal_1", order_id: str = PENDING, name: str = "modify_pending_order_items") -> Action:
    arguments = {
        "order_id": order_id,
        "item_ids": ["m-black-laser"],
        "new_item_ids": ["m-white-optical"],
        "payment_method_id": method,
    }
    return Action(name, arguments)


def pay(method: str, order_id: str = PENDING) -> Action:
    return Action("modify_pending_order_payment", {"order_id": order_id, "payment_method_id": method})


def send_back(method: str) -> Action:
    arguments = {"order_id": DELIVERED, "item_ids": ["l-black"], "payment_method_id": method}
    return Action("return_delivered_order_items", arguments)


def balance(shop: Shop) -> Decimal | None:
    return shop.customers["anna"].payment_methods[2].balance


def test_a_cancelled_order_is_paid_back_the_way_it_was_paid():
    order = after(SHOP, [cancel()]).orders[PENDING]
    assert (order.status, order.cancel_reason, paid_by_method(order)) == (OrderStatus.CANCELLED, "no longer needed", {})


def test_what_a_gift_card_paid_goes_back_on_it():
    assert balance(after(SHOP, [cancel(ON_GIFT_CARD)])) == Decimal("142.50")


def test_another_payment_method_pays_the_whole_and_the_first_gets_it_back():
    shop = after(SHOP, [pay("card_1", ON_GIFT_CARD)])
    assert paid_by_method(shop.orders[ON_GIFT_CARD]) == {"card_1": Decimal("42.50")}
    assert balance(shop) == Decimal("142.50")


def test_a_gift_card_that_does_not_cover_an_order_cannot_pay_it():
    assert after(SHOP, [pay("gift_card_1")]) == SHOP


def test_other_items_change_lines_and_settle_the_difference():
    order = after(SHOP, [swap()]).orders[PENDING]
    assert [line.sku for line in order.lines] == ["m-white-optical", "l-black"]
    assert paid_by_method(order) == {"paypal_1": Decimal("162.50")}
    assert order.items_modified


def test_after_its_items_were_changed_an_order_stays_as_it_is():
    changed = after(SHOP, [swap()])
    assert after(changed, [cancel(), pay("card_1")]) == changed


def test_an_item_out_of_stock_is_not_given():
    wanted = swap()
    gone = Action(wanted.name, {**wanted.arguments, "new_item_ids": ["m-red-laser"]})
    assert after(SHOP, [gone]) == SHOP


def test_a_return_writes_a_request_and_moves_no_money():
    order = after(SHOP, [send_back("card_1")]).orders[DELIVERED]
    assert order.status == OrderStatus.RETURN_REQUESTED
    assert [(one.kind, one.method_id, one.lines[0].line_id) for one in order.requests] == [("return", "card_1", "2")]
    assert len(order.payments) == 1


@pytest.mark.parametrize(("method", "accepted"), [("card_1", True), ("gift_card_1", True), ("paypal_1", False)])
def test_a_return_is_refunded_to_the_first_method_or_a_gift_card(method, accepted):
    assert (after(SHOP, [send_back(method)]) != SHOP) == accepted


def test_an_exchange_writes_a_request_with_the_new_article():
    order = after(SHOP, [swap("card_1", DELIVERED, "exchange_delivered_order_items")]).orders[DELIVERED]
    assert order.status == OrderStatus.EXCHANGE_REQUESTED
    assert [(one.line_id, one.new_sku) for one in order.requests[0].lines] == [("1", "m-white-optical")]


def test_addresses_of_an_order_and_of_a_profile_are_two_things():
    order_only = after(SHOP, [Action("modify_pending_order_address", {"order_id": PENDING, **NEW_ADDRESS})])
    assert order_only.orders[PENDING].address.city == "Austin"
    assert order_only.customers["anna"].address.city == "Denver"
    profile_only = after(SHOP, [Action("modify_user_address", {"user_id": "anna", **NEW_ADDRESS})])
    assert profile_only.customers["anna"].address.city == "Austin"


def test_the_gold_state_is_solved():
    actions = [pay("card_1"), swap("card_1")]
    assert judge(SHOP, actions, after(SHOP, actions)).solved


def test_half_of_the_way_is_missing_and_not_stray():
    actions = [pay("card_1"), swap("card_1"), cancel(ON_GIFT_CARD)]
    verdict = judge(SHOP, actions, after(SHOP, actions[:1]))
    assert not verdict.stray
    assert [text.split()[0] for text in verdict.missing] == [PENDING, ON_GIFT_CARD, "anna"]


@pytest.mark.parametrize("done", [cancel(ON_GIFT_CARD), swap("card_1"), pay("card_1")])
def test_anything_that_gold_does_not_lead_to_is_stray(done):
    assert judge(SHOP, [swap("paypal_1")], after(SHOP, [done])).stray


def test_a_wrong_reason_is_told():
    wrong = Action("cancel_pending_order", {"order_id": PENDING, "reason": "ordered by mistake"})
    (told,) = judge(SHOP, [cancel()], after(SHOP, [wrong])).stray
    assert "cancel_reason: wanted 'no longer needed', is 'ordered by mistake'" in told
