"""Which payment methods a change may name."""

from collections.abc import Iterator
from decimal import Decimal

from storefront.changes.kinds import ChangePayment, Situation
from storefront.changes.money import Plan
from storefront.model import GIFT_CARD, PaymentMethod
from storefront.policy import ExchangeRules, ItemRules, MethodNeed, Reason, RefundTarget, Refused, ReturnRules


def payment_refusals(change: ChangePayment, situation: Situation, money: Plan) -> Iterator[Refused]:
    """What speaks against paying the order with this method."""
    if not change.method_id:
        yield Refused(Reason.METHOD_MISSING)
    method = situation.customer.method(change.method_id)
    if method is None:
        yield Refused(Reason.UNKNOWN_METHOD)
        return
    if money.charge is None:
        yield Refused(Reason.SAME_METHOD, {"method": method.label})
        return
    yield from _too_poor(method, money.charge.amount, situation)


def difference_refusals(
    method_id: str, situation: Situation, money: Plan, rules: ItemRules | ExchangeRules
) -> Iterator[Refused]:
    """What speaks against paying or receiving a difference in price with this method."""
    if not method_id:
        if rules.method_required is MethodNeed.ALWAYS or money.difference:
            facts = {"difference": format(money.difference, "f"), "currency": situation.the_order.currency}
            yield Refused(Reason.METHOD_MISSING, facts)
        return
    if money.difference < 0:
        yield from _no_target(method_id, situation, rules.refund_to)
        return
    method = situation.customer.method(method_id)
    if method is None:
        yield Refused(Reason.UNKNOWN_METHOD)
        return
    yield from _too_poor(method, money.difference, situation)


def refund_refusals(method_id: str, situation: Situation, rules: ReturnRules) -> Iterator[Refused]:
    """What speaks against paying for returned goods with this method."""
    if method_id:
        yield from _no_target(method_id, situation, rules.refund_to)
    elif rules.method_required:
        yield Refused(Reason.METHOD_MISSING)


def _no_target(method_id: str, situation: Situation, targets: frozenset[RefundTarget]) -> Iterator[Refused]:
    """What speaks against money going back to this method; one that paid may have left the profile since."""
    method = situation.customer.method(method_id)
    payments = situation.the_order.payments
    is_original = any(payment.kind == "payment" and payment.method_id == method_id for payment in payments)
    if method is None and not is_original:
        yield Refused(Reason.UNKNOWN_METHOD)
    is_gift_card = method is not None and method.kind == GIFT_CARD
    accepted = {
        RefundTarget.ORIGINAL: is_original,
        RefundTarget.GIFT_CARD: is_gift_card,
        RefundTarget.ANY: method is not None,
    }
    if not any(accepted[target] for target in targets):
        yield Refused(Reason.METHOD_NOT_ACCEPTED, {"method": method.label if method else ""})


def _too_poor(method: PaymentMethod, needed: Decimal, situation: Situation) -> Iterator[Refused]:
    balance = method.balance or Decimal(0)
    if method.kind == GIFT_CARD and balance < needed:
        facts = {
            "method": method.label,
            "balance": format(balance, "f"),
            "needed": format(needed, "f"),
            "currency": situation.the_order.currency,
        }
        yield Refused(Reason.BALANCE_TOO_LOW, facts)
