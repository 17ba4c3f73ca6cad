"""Money and stock of changes: nothing is lost, nothing is made, nothing falls below zero."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from storefront.changes import (
    Applied,
    CancelOrder,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    ReturnItems,
    Situation,
    applied,
    decide,
    plan,
)
from storefront.model import Order, OrderStatus, Payment, RequestedLine
from storefront.policy import DEFAULT_POLICY, Allowed, net_paid
from tests.shop_samples import NOW
from tests.situations import ARRIVED, BUYER, MUGS, OPEN, TENTS, lines, situation

METHODS = ("", *(method.id for method in BUYER.payment_methods))
FULLER = replace(MUGS, variants=tuple(replace(variant, stock=3) for variant in MUGS.variants))
MUCH = replace(
    OPEN,
    lines=(replace(OPEN.lines[0], quantity=4), replace(OPEN.lines[1], quantity=2)),
    payments=(Payment("payment", Decimal("1954.00"), "ali-1"),),
)
"""Four mugs and two tents, in a shop that has three mugs of every colour."""

SKUS = {"1": tuple(variant.sku for variant in MUGS.variants), "2": tuple(variant.sku for variant in TENTS.variants)}
"""The variants of the products on each line."""

SPLIT = (Payment("payment", Decimal("937.00"), "ali-1"), Payment("payment", Decimal("40.00"), "gift-1"))


def wishes(seed: int) -> Iterator[tuple[RequestedLine, ...]]:
    """Sensible and senseless wishes, many of which no shop allows."""
    dice = random.Random(seed)
    for _ in range(500):
        chosen = dice.choices("112", k=dice.randint(1, 3))
        yield tuple(RequestedLine(line, dice.randint(0, 3), dice.choice(SKUS[line])) for line in chosen)


def allowed_changes(
    kind: type[ChangeItems] | type[ExchangeItems], order: Order
) -> list[tuple[ChangeItems | ExchangeItems, Applied]]:
    """Whatever of many wishes is allowed, with what comes of it."""
    where = situation(order, BUYER, FULLER, TENTS)
    changes = [kind(wish, method) for wish, method in itertools.product(wishes(7), METHODS)]
    done = [
        (change, applied(change, where, DEFAULT_POLICY, NOW))
        for change in changes
        if decide(change, where, DEFAULT_POLICY, NOW) == Allowed()
    ]
    assert len({change.lines for change, _ in done}) > 20
    return done


def stock_after(done: Applied) -> dict[str, int]:
    stock = {variant.sku: variant.stock for product in (FULLER, TENTS) for variant in product.variants}
    return {sku: count + done.stock.get(sku, 0) for sku, count in stock.items()}


def all_balances(where: Situation) -> Decimal:
    return sum((method.balance or Decimal(0) for method in where.customer.payment_methods), Decimal(0))


@pytest.mark.parametrize("by_gift_card", [Decimal(0), Decimal(40), Decimal(1900)])
def test_after_a_change_of_items_exactly_the_value_of_the_lines_is_paid(by_gift_card: Decimal):
    split = (
        Payment("payment", MUCH.total - by_gift_card, "ali-1"),
        Payment("payment", by_gift_card, "gift-1"),
    )
    for change, done in allowed_changes(ChangeItems, replace(MUCH, payments=split)):
        assert done.order is not None
        assert net_paid(done.order) == done.order.total, change
        assert done.order.total - MUCH.total == done.plan.difference, change


def test_after_a_change_of_items_no_goods_are_lost():
    for change, done in allowed_changes(ChangeItems, MUCH):
        assert done.order is not None
        assert sum(done.stock.values()) == 0, change
        assert sum(line.quantity for line in done.order.lines) == 6, change
        assert len({line.line_id for line in done.order.lines}) == len(done.order.lines), change


@pytest.mark.parametrize(
    ("kind", "order"), [(ChangeItems, MUCH), (ExchangeItems, replace(MUCH, status=OrderStatus.DELIVERED))]
)
def test_no_balance_and_no_stock_falls_below_zero(kind: type[ChangeItems] | type[ExchangeItems], order: Order):
    for change, done in allowed_changes(kind, order):
        assert min(stock_after(done).values()) >= 0, change
        assert all((method.balance or 0) >= 0 for method in done.customer.payment_methods), change


@pytest.mark.parametrize("payments", [OPEN.payments, SPLIT])
def test_gift_cards_lose_and_gain_exactly_what_the_order_says(payments: tuple[Payment, ...]):
    order = replace(OPEN, payments=payments)
    before = situation(order)
    changes = [ChangePayment(method) for method in ("card-1", "gift-2", "ali-1")]
    changes += [CancelOrder("no longer needed")]
    for change in changes:
        if decide(change, before, DEFAULT_POLICY, NOW) != Allowed():
            continue
        done = applied(change, before, DEFAULT_POLICY, NOW)
        assert done.order is not None
        moved = sum(
            (
                payment.amount if payment.kind == "refund" else -payment.amount
                for payment in done.order.payments[len(payments) :]
                if payment.method_id.startswith("gift")
            ),
            Decimal(0),
        )
        assert all_balances(replace(before, customer=done.customer)) - all_balances(before) == moved, change


@pytest.mark.parametrize("payments", [OPEN.payments, SPLIT])
def test_a_change_of_payment_leaves_the_whole_sum_on_the_new_method(payments: tuple[Payment, ...]):
    order = replace(OPEN, payments=payments)
    done = applied(ChangePayment("card-1"), situation(order), DEFAULT_POLICY, NOW)
    assert done.order is not None
    left = plan(CancelOrder(), situation(done.order), DEFAULT_POLICY).refunds
    assert [(refund.method_id, refund.amount) for refund in left] == [("card-1", Decimal("977.00"))]


def test_a_method_that_paid_in_part_takes_over_only_the_rest():
    money = plan(ChangePayment("ali-1"), situation(replace(OPEN, payments=SPLIT)), DEFAULT_POLICY)
    assert money.total == Decimal("977.00")
    assert money.charge is not None
    assert money.charge.amount == Decimal("40.00")
    assert [(refund.method_id, refund.amount) for refund in money.refunds] == [("gift-1", Decimal("40.00"))]


def test_an_order_without_payments_is_paid_at_its_price_and_gives_nothing_back():
    unpaid = situation(replace(OPEN, payments=()))
    money = plan(ChangePayment("card-1"), unpaid, DEFAULT_POLICY)
    assert money.charge is not None
    assert (money.charge.amount, money.refunds) == (Decimal("977.00"), ())
    cheaper = plan(ChangeItems(lines(("1", 2, "MUG-SAND")), "ali-1"), unpaid, DEFAULT_POLICY)
    assert (cheaper.difference, cheaper.refunds) == (0, ())


def test_goods_bought_with_a_coupon_give_back_their_share_of_what_was_paid():
    order = replace(ARRIVED, payments=(Payment("payment", Decimal("900.00"), "ali-1"),))
    one_mug = plan(ReturnItems(lines(("1", 1)), "ali-1"), situation(order), DEFAULT_POLICY)
    assert (one_mug.total, one_mug.refunds[0].amount) == (Decimal("39.00"), Decimal("35.93"))
    everything = plan(ReturnItems(lines(("1", 2), ("2", 1)), "ali-1"), situation(order), DEFAULT_POLICY)
    assert everything.refunds[0].amount == Decimal("900.00")


def test_a_shipping_fee_is_not_given_back_with_the_goods():
    order = replace(ARRIVED, payments=(Payment("payment", Decimal("985.00"), "ali-1"),))
    everything = plan(ReturnItems(lines(("1", 2), ("2", 1)), "ali-1"), situation(order), DEFAULT_POLICY)
    assert everything.refunds[0].amount == Decimal("977.00")


def test_no_method_gets_back_more_than_it_paid_so_that_a_gift_card_never_becomes_cash():
    order = replace(ARRIVED, payments=SPLIT)
    everything = ReturnItems(lines(("1", 2), ("2", 1)), "ali-1")
    for change in (everything, replace(everything, method_id="")):
        refunds = plan(change, situation(order), DEFAULT_POLICY).refunds
        assert [(one.method_id, one.amount) for one in refunds] == [
            ("ali-1", Decimal("937.00")),
            ("gift-1", Decimal("40.00")),
        ]
    onto_a_card = plan(replace(everything, method_id="gift-2"), situation(order), DEFAULT_POLICY).refunds
    assert [(one.method_id, one.amount) for one in onto_a_card] == [("gift-2", Decimal("977.00"))]


def test_the_difference_is_told_before_a_method_is_chosen():
    money = plan(ChangeItems(lines(("2", 1, "TENT-3"))), situation(), DEFAULT_POLICY)
    assert money.difference == Decimal(100)
    assert money.charge is not None
    assert (money.charge.method_id, money.charge.label) == ("", "")


def test_a_line_changed_in_part_is_split_and_one_changed_whole_keeps_its_id():
    done = applied(ChangeItems(lines(("1", 1, "MUG-SAND")), "ali-1"), situation(), DEFAULT_POLICY, NOW)
    assert done.order is not None
    assert [(line.line_id, line.sku, line.quantity) for line in done.order.lines] == [
        ("1", "MUG-BLUE", 1),
        ("1-2", "MUG-SAND", 1),
        ("2", "TENT-2", 1),
    ]
    assert done.order.lines[1].options == {"color": "sand"}
    assert done.order.lines[1].price == Decimal("30.00")
    whole = applied(ChangeItems(lines(("1", 2, "MUG-SAND")), "ali-1"), situation(), DEFAULT_POLICY, NOW)
    assert whole.order is not None
    assert [line.line_id for line in whole.order.lines] == ["1", "2"]


def test_a_new_line_never_takes_the_id_of_another():
    taken = replace(OPEN, lines=(OPEN.lines[0], replace(OPEN.lines[1], line_id="1-2")))
    done = applied(ChangeItems(lines(("1", 1, "MUG-SAND")), "ali-1"), situation(taken), DEFAULT_POLICY, NOW)
    assert done.order is not None
    assert [line.line_id for line in done.order.lines] == ["1", "1-3", "1-2"]


def test_a_cancelled_order_puts_all_its_goods_back():
    done = applied(CancelOrder("no longer needed"), situation(), DEFAULT_POLICY, NOW)
    assert done.stock == {"MUG-BLUE": 2, "TENT-2": 1}
    assert done.order is not None
    assert done.order.status is OrderStatus.CANCELLED
    assert net_paid(done.order) == 0
