"""What goes back to whom, and how soon."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from storefront.model import Order, PaymentMethod
from storefront.policy.rules import Days, Policy


@dataclass(frozen=True)
class Refund:
    """What goes back to one payment method, and within how many working days."""

    method_id: str
    kind: str
    label: str
    amount: Decimal
    days: Days


def refund_plan(order: Order, policy: Policy, methods: Iterable[PaymentMethod] = ()) -> tuple[Refund, ...]:
    """What cancelling the order pays back, to the methods it was paid with, in their order.

    Earlier refunds are taken off, so that no more goes back than is still with the shop.
    """
    known = tuple(methods)
    paid: dict[str, Decimal] = {}
    for payment in order.payments:
        signed = payment.amount if payment.kind == "payment" else -payment.amount
        paid[payment.method_id] = paid.get(payment.method_id, Decimal(0)) + signed
    left = net_paid(order)
    plan = []
    for method_id, net in paid.items():
        amount = min(net, left)
        if amount > 0:
            left -= amount
            plan.append(refund_to(method_id, amount, policy, known))
    return tuple(plan)


def refund_to(method_id: str, amount: Decimal, policy: Policy, methods: Iterable[PaymentMethod]) -> Refund:
    """A refund to one method; one that is no longer on file takes the days of an unknown one."""
    method = next((method for method in methods if method.id == method_id), None)
    rules = policy.refund
    if method is None:
        return Refund(method_id, "", "", amount, rules.other)
    return Refund(method_id, method.kind, method.label, amount, rules.days.get(method.kind, rules.other))


def net_paid(order: Order) -> Decimal:
    """What was paid for the order and has not gone back."""
    signed = (payment.amount if payment.kind == "payment" else -payment.amount for payment in order.payments)
    return sum(signed, Decimal(0))
