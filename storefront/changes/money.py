"""What a change costs and gives back, as it is put to the customer and as the receipt says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import assert_never

from storefront.changes.invoices import amount
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
from storefront.model import Customer, Order, RequestedLine
from storefront.policy import AfterSalesRules, Policy, Refund, net_paid, refund_plan, refund_to

NOTHING = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Charge:
    """What is taken from one payment method; kind and label are empty while the method is not known."""

    method_id: str
    kind: str
    label: str
    amount: Decimal


@dataclass(frozen=True)
class Plan:
    """The money of one change.

    ``total`` is what the order is worth, for items, a return or an exchange the value of the lines concerned, for an
    invoice what stands on it.
    ``difference`` is what other variants cost more (above zero: the customer pays) or less (he gets it back).
    ``postage`` is what the way back costs the customer; the shop takes it off when the goods have arrived, so that it
    is not part of ``refunds``.
    """

    total: Decimal
    difference: Decimal = NOTHING
    refunds: tuple[Refund, ...] = ()
    charge: Charge | None = None
    postage: Decimal = NOTHING


def plan(change: Change, situation: Situation, policy: Policy) -> Plan:
    """The money of a change whose lines and variants exist; payment methods need not be chosen yet."""
    match change:
        case CancelOrder():
            order = situation.the_order
            return Plan(worth(order), refunds=refund_plan(order, policy, situation.customer.payment_methods))
        case ChangeAddress():
            return Plan(worth(situation.the_order))
        case ChangeProfileAddress():
            return Plan(NOTHING)
        case ChangePayment():
            return _payment_plan(change, situation, policy)
        case ReturnItems():
            return _return_plan(change, situation, policy)
        case ChangeItems():
            return _difference_plan(change, situation, policy, NOTHING)
        case ExchangeItems():
            return _difference_plan(change, situation, policy, _postage(policy.exchange, change.reason))
        case RequestInvoice():
            return Plan(amount(change, situation, policy))
    assert_never(change)


def worth(order: Order) -> Decimal:
    """What was paid for the order and is still with the shop; for one without payments, its price."""
    return net_paid(order) if order.payments else order.total


def _payment_plan(change: ChangePayment, situation: Situation, policy: Policy) -> Plan:
    """The new method pays what others paid, and they get it back; what it paid itself before stays."""
    order, customer = situation.the_order, situation.customer
    paid = refund_plan(order, policy, customer.payment_methods)
    refunds = tuple(refund for refund in paid if refund.method_id != change.method_id)
    due = _sum(refund.amount for refund in refunds) if order.payments else order.total
    return Plan(worth(order), refunds=refunds, charge=_charge(change.method_id, due, customer))


def _return_plan(change: ReturnItems, situation: Situation, policy: Policy) -> Plan:
    order = situation.the_order
    value = _sum(_price(requested, order) for requested in change.lines)
    return Plan(
        value,
        refunds=_refunds(change.method_id, _share(value, order), situation, policy),
        postage=_postage(policy.returns, change.reason),
    )


def _difference_plan(
    change: ChangeItems | ExchangeItems, situation: Situation, policy: Policy, postage: Decimal
) -> Plan:
    order = situation.the_order
    value = _sum(_price(requested, order) for requested in change.lines)
    difference = _sum(_new_price(requested, situation) for requested in change.lines) - value
    if difference < 0:
        back = _share(-difference, order)
        refunds = _refunds(change.method_id, back, situation, policy)
        return Plan(value, -back, refunds, postage=postage)
    return Plan(value, difference, charge=_charge(change.method_id, difference, situation.customer), postage=postage)


def _price(requested: RequestedLine, order: Order) -> Decimal:
    line = order.line(requested.line_id)
    if line is None:
        raise ValueError(f"the order has no line {requested.line_id!r}")
    return line.price * requested.quantity


def _new_price(requested: RequestedLine, situation: Situation) -> Decimal:
    line = situation.the_order.line(requested.line_id)
    variant = situation.variant(line.product_id, requested.new_sku) if line else None
    if variant is None:
        raise ValueError(f"the product has no variant {requested.new_sku!r}")
    return variant.price * requested.quantity


def _share(value: Decimal, order: Order) -> Decimal:
    """What was really paid for goods of this price: each line carries its share of coupons and points."""
    paid, price = net_paid(order), order.total
    if paid >= price:
        return value
    share = (value * paid / price).quantize(CENT, ROUND_HALF_UP)
    return max(min(share, paid), NOTHING)


def _postage(rules: AfterSalesRules, reason: str) -> Decimal:
    return NOTHING if reason in rules.fault_reasons else rules.postage


def _refunds(method_id: str, amount: Decimal, situation: Situation, policy: Policy) -> tuple[Refund, ...]:
    """What goes to the chosen method, and where that paid less, to the others that paid: no gift card becomes cash."""
    methods = situation.customer.payment_methods
    paid = {refund.method_id: refund.amount for refund in refund_plan(situation.the_order, policy, methods)}
    if method_id and method_id not in paid:
        return (refund_to(method_id, amount, policy, methods),) if amount > 0 else ()
    refunds = []
    for one in sorted(paid, key=lambda one: one != method_id):
        part = min(paid[one], amount)
        if part > 0:
            refunds.append(refund_to(one, part, policy, methods))
            amount -= part
    return tuple(refunds)


def _charge(method_id: str, amount: Decimal, customer: Customer) -> Charge | None:
    if amount <= 0:
        return None
    method = customer.method(method_id)
    return Charge(method_id, method.kind if method else "", method.label if method else "", amount)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
