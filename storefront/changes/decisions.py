"""Whether a change may be made: first by status and time alone, then by everything."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import assert_never

from storefront.changes import addresses, invoices, lines, methods
from storefront.changes.kinds import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    Kind,
    RequestInvoice,
    ReturnItems,
    Situation,
    kind_of,
)
from storefront.changes.money import plan
from storefront.model import Order, OrderStatus
from storefront.policy import (
    DELIVERY_REASONS,
    AfterSalesRules,
    Allowed,
    Policy,
    Reason,
    Refused,
    accepts_reason,
    is_open,
    shop_day,
)


def may_start(kind: Kind, order: Order | None, policy: Policy, now: datetime) -> Allowed | Refused:
    """Whether such a change of this order can be asked for now, before any detail is known."""
    if kind is Kind.CHANGE_PROFILE_ADDRESS:
        return Allowed()
    if order is None:
        raise ValueError(f"{kind} needs an order")
    match kind:
        case Kind.CANCEL_ORDER:
            return is_open(order, policy.cancel, now)
        case Kind.CHANGE_ADDRESS:
            return is_open(order, policy.address, now)
        case Kind.CHANGE_ITEMS:
            return is_open(order, policy.items, now)
        case Kind.CHANGE_PAYMENT:
            return is_open(order, policy.payment, now)
        case Kind.RETURN_ITEMS:
            return _is_taken_back(order, policy.returns, policy, now)
        case Kind.EXCHANGE_ITEMS:
            return _is_taken_back(order, policy.exchange, policy, now)
        case Kind.REQUEST_INVOICE:
            return invoices.may_be_invoiced(order, policy, now)
    assert_never(kind)


def decide(change: Change, situation: Situation, policy: Policy, now: datetime) -> Allowed | Refused:
    """Whether the owner of this order or profile may make this change now; the first reason against it."""
    started = may_start(kind_of(change), situation.order, policy, now)
    if isinstance(started, Refused):
        return started
    return next(_refusals(change, situation, policy, now), Allowed())


def _refusals(change: Change, situation: Situation, policy: Policy, now: datetime) -> Iterator[Refused]:
    """The reasons against the details, found one by one: each check may rely on those before it."""
    match change:
        case CancelOrder():
            if isinstance(decision := accepts_reason(policy, change.reason), Refused):
                yield decision
        case ChangeAddress():
            yield from addresses.refusals(change.address, situation.the_order.address)
        case ChangeProfileAddress():
            yield from addresses.refusals(change.address, situation.customer.address)
        case ChangePayment():
            yield from methods.payment_refusals(change, situation, plan(change, situation, policy))
        case ReturnItems():
            yield from lines.refusals(change.lines, situation.the_order)
            yield from lines.excluded(change.lines, situation, policy.returns, change.reason)
            yield from methods.refund_refusals(change.method_id, situation, policy.returns)
        case ChangeItems():
            yield from lines.refusals(change.lines, situation.the_order)
            yield from lines.variant_refusals(change.lines, situation, policy.items.same_variant)
            money = plan(change, situation, policy)
            yield from methods.difference_refusals(change.method_id, situation, money, policy.items)
        case ExchangeItems():
            yield from lines.refusals(change.lines, situation.the_order)
            yield from lines.excluded(change.lines, situation, policy.exchange, change.reason)
            takes_like = policy.exchange.same_variant or change.reason in policy.exchange.fault_reasons
            yield from lines.variant_refusals(change.lines, situation, takes_like)
            money = plan(change, situation, policy)
            yield from methods.difference_refusals(change.method_id, situation, money, policy.exchange)
        case RequestInvoice():
            yield from invoices.refusals(change, situation, policy, now)
        case _:
            assert_never(change)


def _is_taken_back(order: Order, rules: AfterSalesRules, policy: Policy, now: datetime) -> Allowed | Refused:
    if order.status not in rules.states or order.status is OrderStatus.CANCELLED:
        return Refused(DELIVERY_REASONS[order.status])
    if rules.within_days is None or order.delivered_at is None:
        return Allowed()
    last_day = shop_day(order.delivered_at, policy) + timedelta(days=rules.within_days)
    if shop_day(now, policy) > last_day:
        return Refused(Reason.TOO_LATE, {"last_day": last_day.isoformat(), "days": str(rules.within_days)})
    return Allowed()
