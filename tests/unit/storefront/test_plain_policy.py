"""The default policy, sentence by sentence: what a plain shop lets its customers change."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from storefront.changes import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    Kind,
    ReturnItems,
    applied,
    decide,
    may_start,
    plan,
)
from storefront.model import AfterSalesRequest, Order, OrderStatus, Payment
from storefront.policy import DEFAULT_POLICY, Allowed, Days, Reason, Refused
from tests.shop_samples import NOW
from tests.situations import ARRIVED, BUYER, ELSEWHERE, MUGS, OPEN, lines, situation

BEFORE_DELIVERY = (Kind.CANCEL_ORDER, Kind.CHANGE_ADDRESS, Kind.CHANGE_ITEMS, Kind.CHANGE_PAYMENT)
AFTER_DELIVERY = (Kind.RETURN_ITEMS, Kind.EXCHANGE_ITEMS)


def verdict(change: Change, order: Order | None = OPEN) -> Reason | None:
    """Why the plain policy refuses; nothing when it allows."""
    decision = decide(change, situation(order), DEFAULT_POLICY, NOW)
    return decision.reason if isinstance(decision, Refused) else None


@pytest.mark.parametrize("status", sorted(set(OrderStatus) - {OrderStatus.PENDING}))
@pytest.mark.parametrize("kind", BEFORE_DELIVERY)
def test_an_order_can_be_cancelled_or_modified_only_while_it_is_pending(kind: Kind, status: OrderStatus):
    assert may_start(kind, OPEN, DEFAULT_POLICY, NOW) == Allowed()
    assert isinstance(may_start(kind, replace(OPEN, status=status), DEFAULT_POLICY, NOW), Refused)


@pytest.mark.parametrize("status", sorted(set(OrderStatus) - {OrderStatus.DELIVERED}))
@pytest.mark.parametrize("kind", AFTER_DELIVERY)
def test_an_order_can_be_returned_or_exchanged_only_when_it_is_delivered(kind: Kind, status: OrderStatus):
    assert may_start(kind, ARRIVED, DEFAULT_POLICY, NOW) == Allowed()
    assert isinstance(may_start(kind, replace(ARRIVED, status=status), DEFAULT_POLICY, NOW), Refused)


@pytest.mark.parametrize("status", [OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED])
def test_goods_on_their_way_are_refused_because_they_are_not_delivered_yet(status: OrderStatus):
    order = replace(ARRIVED, status=status)
    assert verdict(ReturnItems(lines(("1", 1)), "ali-1"), order) is Reason.NOT_DELIVERED_YET


def test_the_plain_policy_takes_goods_back_however_long_ago_they_came():
    order = replace(ARRIVED, delivered_at=NOW - timedelta(days=4000))
    assert verdict(ReturnItems(lines(("1", 1)), "ali-1"), order) is None


@pytest.mark.parametrize("reason", ["no longer needed", "ordered by mistake"])
def test_a_cancellation_takes_one_of_two_reasons(reason: str):
    assert verdict(CancelOrder(reason)) is None


def test_a_cancellation_without_a_reason_or_with_another_is_refused():
    assert verdict(CancelOrder()) is Reason.REASON_MISSING
    assert verdict(CancelOrder("found it cheaper")) is Reason.REASON_NOT_ACCEPTED


def test_a_cancelled_order_is_refunded_to_the_original_method_in_five_to_seven_days():
    done = applied(CancelOrder("no longer needed"), situation(), DEFAULT_POLICY, NOW)
    assert done.order is not None
    assert (done.order.status, done.order.cancel_reason) == (OrderStatus.CANCELLED, "no longer needed")
    assert done.order.payments[1:] == (Payment("refund", Decimal("977.00"), "ali-1"),)
    assert [refund.days for refund in done.plan.refunds] == [Days(5, 7)]


def test_a_cancelled_order_paid_by_gift_card_is_refunded_at_once():
    order = replace(OPEN, payments=(Payment("payment", Decimal("977.00"), "gift-2"),))
    done = applied(CancelOrder("no longer needed"), situation(order), DEFAULT_POLICY, NOW)
    assert [refund.days for refund in done.plan.refunds] == [Days(0, 0)]
    assert done.customer.method("gift-2") == replace(BUYER.payment_methods[3], balance=Decimal("2977.00"))


def test_a_pending_order_can_go_to_another_address():
    done = applied(ChangeAddress(ELSEWHERE), situation(), DEFAULT_POLICY, NOW)
    assert verdict(ChangeAddress(ELSEWHERE)) is None
    assert done.order == replace(OPEN, address=ELSEWHERE)
    assert done.customer == BUYER


def test_the_new_payment_method_must_differ_from_the_original_one():
    assert verdict(ChangePayment("ali-1")) is Reason.SAME_METHOD
    assert verdict(ChangePayment("card-1")) is None


def test_a_gift_card_must_cover_the_whole_total():
    assert verdict(ChangePayment("gift-1")) is Reason.BALANCE_TOO_LOW
    assert verdict(ChangePayment("gift-2")) is None


def test_after_a_change_of_payment_the_order_is_still_pending_and_the_old_method_refunded():
    done = applied(ChangePayment("gift-2"), situation(), DEFAULT_POLICY, NOW)
    assert done.order is not None
    assert done.order.status is OrderStatus.PENDING
    assert done.order.payments[1:] == (
        Payment("payment", Decimal("977.00"), "gift-2"),
        Payment("refund", Decimal("977.00"), "ali-1"),
    )
    assert [refund.days for refund in done.plan.refunds] == [Days(5, 7)]
    assert done.customer.payment_methods[3].balance == Decimal("1023.00")


def test_a_gift_card_that_paid_before_is_refunded_at_once():
    order = replace(OPEN, payments=(Payment("payment", Decimal("977.00"), "gift-2"),))
    done = applied(ChangePayment("card-1"), situation(order), DEFAULT_POLICY, NOW)
    assert [(refund.method_id, refund.days) for refund in done.plan.refunds] == [("gift-2", Days(0, 0))]
    assert done.customer.payment_methods[3].balance == Decimal("2977.00")


def test_the_items_of_an_order_are_modified_only_once_and_the_order_is_final_then():
    change = ChangeItems(lines(("1", 2, "MUG-SAND")), "ali-1")
    after = applied(change, situation(), DEFAULT_POLICY, NOW).order
    assert after is not None
    assert after.status is OrderStatus.PENDING
    finals: tuple[Change, ...] = (
        ChangeItems(lines(("2", 1, "TENT-3")), "ali-1"),
        CancelOrder("no longer needed"),
        ChangeAddress(ELSEWHERE),
        ChangePayment("card-1"),
    )
    for final in finals:
        assert verdict(final, after) is Reason.ITEMS_WERE_MODIFIED


def test_an_item_becomes_another_variant_of_the_same_product_that_is_in_stock():
    assert verdict(ChangeItems(lines(("1", 1, "MUG-SAND")), "ali-1")) is None
    assert verdict(ChangeItems(lines(("1", 1, "MUG-BLUE")), "ali-1")) is Reason.SAME_VARIANT
    assert verdict(ChangeItems(lines(("1", 1, "TENT-3")), "ali-1")) is Reason.OTHER_PRODUCT
    assert verdict(ChangeItems(lines(("1", 1, "MUG-GOLD")), "ali-1")) is Reason.UNKNOWN_VARIANT
    assert verdict(ChangeItems(lines(("1", 1, "MUG-CLAY")), "ali-1")) is Reason.SOLD_OUT


def test_a_change_of_items_needs_a_method_even_when_nothing_is_to_pay():
    even = replace(MUGS, variants=tuple(replace(one, price=Decimal("39.00"), stock=9) for one in MUGS.variants))
    change = ChangeItems(lines(("1", 1, "MUG-CLAY")))
    decision = decide(change, situation(OPEN, BUYER, even), DEFAULT_POLICY, NOW)
    assert decision == Refused(Reason.METHOD_MISSING)


def test_a_gift_card_must_cover_the_difference_in_price():
    dearer = ChangeItems(lines(("2", 1, "TENT-3")), "gift-1")
    assert verdict(dearer) is Reason.BALANCE_TOO_LOW
    assert verdict(replace(dearer, method_id="gift-2")) is None
    assert verdict(ExchangeItems(dearer.lines, "gift-1"), ARRIVED) is Reason.BALANCE_TOO_LOW


def test_a_gift_card_need_not_cover_a_difference_that_goes_back():
    empty = replace(BUYER, payment_methods=(replace(BUYER.payment_methods[1], balance=Decimal(0)),))
    change = ChangeItems(lines(("1", 2, "MUG-SAND")), "gift-1")
    assert decide(change, situation(OPEN, empty), DEFAULT_POLICY, NOW) == Allowed()


def test_returned_goods_are_paid_back_to_the_original_method_or_an_existing_gift_card():
    for method_id in ("ali-1", "gift-1", "gift-2"):
        assert verdict(ReturnItems(lines(("1", 1)), method_id), ARRIVED) is None
    assert verdict(ReturnItems(lines(("1", 1)), "card-1"), ARRIVED) is Reason.METHOD_NOT_ACCEPTED
    assert verdict(ReturnItems(lines(("1", 1)), "gift-9"), ARRIVED) is Reason.UNKNOWN_METHOD
    assert verdict(ReturnItems(lines(("1", 1))), ARRIVED) is Reason.METHOD_MISSING


def test_a_return_is_a_request_and_moves_no_money_and_no_stock_before_the_goods_are_back():
    change = ReturnItems(lines(("1", 1), ("2", 1)), "ali-1", "too big")
    done = applied(change, situation(ARRIVED), DEFAULT_POLICY, NOW)
    request = AfterSalesRequest("return", change.lines, "ali-1", "too big", NOW)
    assert done.order == replace(ARRIVED, status=OrderStatus.RETURN_REQUESTED, requests=(request,))
    assert (done.customer, done.stock) == (BUYER, {})
    assert [refund.amount for refund in done.plan.refunds] == [Decimal("938.00")]


def test_an_exchange_is_a_request_that_keeps_the_new_goods_for_the_customer():
    change = ExchangeItems(lines(("1", 2, "MUG-SAND")), "card-1", "too big")
    assert verdict(change, ARRIVED) is None
    done = applied(change, situation(ARRIVED), DEFAULT_POLICY, NOW)
    request = AfterSalesRequest("exchange", change.lines, "card-1", "too big", NOW)
    assert done.order == replace(ARRIVED, status=OrderStatus.EXCHANGE_REQUESTED, requests=(request,))
    assert (done.customer, done.stock) == (BUYER, {"MUG-SAND": -2})
    assert done.plan.difference == Decimal("-18.00")


def test_an_exchange_is_for_another_variant_of_the_same_product_only():
    assert verdict(ExchangeItems(lines(("1", 1, "TENT-3")), "ali-1"), ARRIVED) is Reason.OTHER_PRODUCT
    assert verdict(ExchangeItems(lines(("1", 1, "MUG-BLUE")), "ali-1"), ARRIVED) is Reason.SAME_VARIANT


@pytest.mark.parametrize(
    "after", [ReturnItems(lines(("1", 1)), "ali-1"), ExchangeItems(lines(("2", 1, "TENT-3")), "ali-1")]
)
def test_a_second_request_for_the_same_order_is_refused(after: Change):
    first = applied(ReturnItems(lines(("2", 1)), "ali-1"), situation(ARRIVED), DEFAULT_POLICY, NOW)
    assert verdict(after, first.order) is Reason.AFTER_SALES_UNDER_WAY


def test_the_customers_own_address_can_always_be_changed():
    change = ChangeProfileAddress(ELSEWHERE)
    done = applied(change, situation(None), DEFAULT_POLICY, NOW)
    assert verdict(change, None) is None
    assert done.customer == replace(BUYER, address=ELSEWHERE)
    assert done.order is None
    assert plan(change, situation(None), DEFAULT_POLICY).total == 0
