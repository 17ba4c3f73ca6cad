"""The world after a change, as whole new values: an adapter writes them, a simulator compares them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import assert_never

from storefront.changes.invoices import invoiced
from storefront.changes.kinds import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    RequestInvoice,
    ReturnItems,
    Situation,
)
from storefront.changes.lines import pairs
from storefront.changes.money import Plan, plan
from storefront.model import (
    GIFT_CARD,
    AfterSalesRequest,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    RequestedLine,
)
from storefront.policy import Policy


@dataclass(frozen=True)
class Applied:
    """The order and the customer after the change, what it adds to each SKU's stock, and its money."""

    order: Order | None
    customer: Customer
    stock: Mapping[str, int]
    plan: Plan


def applied(change: Change, situation: Situation, policy: Policy, now: datetime) -> Applied:
    """The world after a change that ``decide`` allows; it is not asked here again.

    A coupon that a cancellation gives back is not part of it: coupons name no order.
    """
    money = plan(change, situation, policy)
    order, customer = situation.order, situation.customer
    match change:
        case ChangeProfileAddress():
            return Applied(order, replace(customer, address=change.address), {}, money)
        case ChangeAddress():
            return Applied(replace(situation.the_order, address=change.address), customer, {}, money)
        case CancelOrder():
            cancelled = replace(situation.the_order, status=OrderStatus.CANCELLED, cancel_reason=change.reason)
            stock = Counter[str]()
            for line in cancelled.lines:
                stock[line.sku] += line.quantity
            return Applied(_paid(cancelled, money), _with_balances(customer, money), _moved(stock), money)
        case ChangePayment():
            return Applied(_paid(situation.the_order, money), _with_balances(customer, money), {}, money)
        case ChangeItems():
            changed = replace(situation.the_order, lines=_changed_lines(change.lines, situation), items_modified=True)
            stock = _given_back(change.lines, situation.the_order)
            stock.subtract(_taken(change.lines))
            return Applied(_paid(changed, money), _with_balances(customer, money), _moved(stock), money)
        case ReturnItems():
            asked = _asked(change, "return", OrderStatus.RETURN_REQUESTED, situation.the_order, now)
            return Applied(asked, customer, {}, money)
        case ExchangeItems():
            # What comes back is put into stock when it has arrived; what goes out is kept for the customer now.
            asked = _asked(change, "exchange", OrderStatus.EXCHANGE_REQUESTED, situation.the_order, now)
            reserved = {sku: -count for sku, count in _taken(change.lines).items()}
            return Applied(asked, customer, reserved, money)
        case RequestInvoice():
            with_invoice = replace(situation.the_order, invoice=invoiced(change, situation, policy, now))
            return Applied(with_invoice, customer, {}, money)
    assert_never(change)


def _paid(order: Order, money: Plan) -> Order:
    """The order with the money that moves now, the charge before the refunds."""
    charges = (Payment("payment", money.charge.amount, money.charge.method_id),) if money.charge else ()
    refunds = tuple(Payment("refund", refund.amount, refund.method_id) for refund in money.refunds)
    return replace(order, payments=(*order.payments, *charges, *refunds))


def _with_balances(customer: Customer, money: Plan) -> Customer:
    """The customer with what gift cards pay and get back at once."""
    moved = {refund.method_id: refund.amount for refund in money.refunds}
    if money.charge:
        moved[money.charge.method_id] = -money.charge.amount
    methods = tuple(
        replace(method, balance=(method.balance or Decimal(0)) + moved[method.id])
        if method.kind == GIFT_CARD and method.id in moved
        else method
        for method in customer.payment_methods
    )
    return replace(customer, payment_methods=methods)


def _changed_lines(requested: tuple[RequestedLine, ...], situation: Situation) -> tuple[OrderLine, ...]:
    """The order's lines with the new variants; a line changed in part is split, the new part after the old."""
    order = situation.the_order
    taken = {line.line_id for line in order.lines}
    lines: list[OrderLine] = []
    for line in order.lines:
        parts = [one for one in requested if one.line_id == line.line_id]
        rest = line.quantity - sum(part.quantity for part in parts)
        if rest:
            lines.append(replace(line, quantity=rest))
        for number, part in enumerate(parts):
            line_id = line.line_id if not rest and number == 0 else _free_id(line.line_id, taken)
            taken.add(line_id)
            lines.append(_changed_line(line, part, line_id, situation))
    return tuple(lines)


def _changed_line(line: OrderLine, part: RequestedLine, line_id: str, situation: Situation) -> OrderLine:
    variant = situation.variant(line.product_id, part.new_sku)
    if variant is None:
        raise ValueError(f"the product has no variant {part.new_sku!r}")
    return replace(
        line,
        line_id=line_id,
        sku=variant.sku,
        options=variant.options,
        price=variant.price,
        quantity=part.quantity,
    )


def _free_id(line_id: str, taken: set[str]) -> str:
    number = 2
    while f"{line_id}-{number}" in taken:
        number += 1
    return f"{line_id}-{number}"


def _given_back(requested: tuple[RequestedLine, ...], order: Order) -> Counter[str]:
    stock = Counter[str]()
    for one, line in pairs(requested, order):
        stock[line.sku] += one.quantity
    return stock


def _taken(requested: tuple[RequestedLine, ...]) -> Counter[str]:
    stock = Counter[str]()
    for one in requested:
        stock[one.new_sku] += one.quantity
    return stock


def _moved(stock: Counter[str]) -> dict[str, int]:
    return {sku: count for sku, count in stock.items() if count}


def _asked(change: ReturnItems | ExchangeItems, kind: str, status: OrderStatus, order: Order, now: datetime) -> Order:
    request = AfterSalesRequest(kind, change.lines, change.method_id, change.reason, now)
    return replace(order, status=status, requests=(*order.requests, request))
