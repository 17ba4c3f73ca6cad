"""Invoices: what asking for one comes to, what amount stands on it, and what speaks against it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from storefront.changes.kinds import RequestInvoice, Situation
from storefront.model import GIFT_CARD, Customer, Invoice, Order, OrderStatus
from storefront.policy import STATUS_REASONS, Allowed, Policy, Reason, Refused, net_paid, shop_day
from storefront.tax_numbers import credit_code_fault, foreign_number_fault

LONGEST_TITLE = 100
NOTHING = Decimal(0)
_WAY = (OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
"""The states that an order goes through, in their order."""

_EMAIL = re.compile(r"[^\s@<>,;:\"'()\[\]]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,}")
_NO_TITLE = re.compile(r"[\x00-\x1f\x7f<>{}@|\\]|https?:|www\.", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Purpose(StrEnum):
    """What a request for an invoice comes to."""

    ISSUE = "issue"
    CORRECT = "correct"
    SEND_AGAIN = "send_again"


def purpose_of(change: RequestInvoice, order: Order) -> Purpose:
    """Whether the order gets its first invoice, a corrected one, or the one it has once more."""
    invoice = order.invoice
    if invoice is None:
        return Purpose.ISSUE
    is_same = (change.title, change.tax_number) == (invoice.title, invoice.tax_number)
    return Purpose.SEND_AGAIN if is_same else Purpose.CORRECT


def may_be_invoiced(order: Order, policy: Policy, now: datetime) -> Allowed | Refused:
    """Whether anything can be asked for now; an invoice that is there can always be sent again."""
    rules = policy.invoice
    if order.status is OrderStatus.CANCELLED:
        return Refused(Reason.ALREADY_CANCELLED)
    if order.invoice is not None:
        return Allowed()
    if order.status not in rules.states:
        return _not_in_this_state(order.status, rules.states)
    if rules.within_days is not None and order.placed_at is not None:
        return _by(shop_day(order.placed_at, policy), rules.within_days, Reason.TOO_LATE, policy, now)
    return Allowed()


def correction_is_open(order: Order, policy: Policy, now: datetime) -> Allowed | Refused:
    """Whether the order's invoice may be corrected now."""
    rules, invoice = policy.invoice, order.invoice
    if invoice is None:
        return Allowed()
    if rules.corrections is not None and invoice.corrections >= rules.corrections:
        return Refused(Reason.CORRECTED_BEFORE, {"most": str(rules.corrections)})
    if rules.correction_days is None:
        return Allowed()
    return _by(shop_day(invoice.requested_at, policy), rules.correction_days, Reason.CORRECTION_TOO_LATE, policy, now)


def refusals(change: RequestInvoice, situation: Situation, policy: Policy, now: datetime) -> Iterator[Refused]:
    """What speaks against this very invoice."""
    order = situation.the_order
    purpose = purpose_of(change, order)
    if purpose is Purpose.CORRECT and isinstance(decision := correction_is_open(order, policy, now), Refused):
        yield decision
    if purpose is not Purpose.SEND_AGAIN:
        if left_to_invoice(order, situation.customer, policy) <= 0:
            yield Refused(Reason.NOTHING_TO_INVOICE)
        if refusal := title_refusal(change.title):
            yield refusal
        if refusal := tax_number_refusal(change):
            yield refusal
    if not _EMAIL.fullmatch(change.email):
        yield Refused(Reason.EMAIL_NOT_ACCEPTED)


def title_refusal(title: str) -> Refused | None:
    """Why an invoice cannot be made out to this name."""
    is_name = 0 < len(title.strip()) <= LONGEST_TITLE and any(character.isalpha() for character in title)
    return None if is_name and not _NO_TITLE.search(title) else Refused(Reason.TITLE_NOT_ACCEPTED)


def tax_number_refusal(change: RequestInvoice) -> Refused | None:
    """Why the tax number will not do; a company whose name is Chinese needs one, and it is a credit code."""
    is_chinese = change.for_company and _CHINESE.search(change.title) is not None
    if not change.tax_number:
        return Refused(Reason.TAX_NUMBER_MISSING) if is_chinese else None
    bad = (credit_code_fault if is_chinese else foreign_number_fault)(change.tax_number)
    if bad is None:
        return None
    facts = {"tax_number": change.tax_number, "fault": bad.fault.value, "suggestion": bad.suggestion}
    return Refused(Reason.TAX_NUMBER_WRONG, facts)


def amount(change: RequestInvoice, situation: Situation, policy: Policy) -> Decimal:
    """What stands on the invoice; one that is only sent again keeps what stood on it."""
    order = situation.the_order
    if order.invoice is not None and purpose_of(change, order) is Purpose.SEND_AGAIN:
        return order.invoice.amount
    return left_to_invoice(order, situation.customer, policy)


def left_to_invoice(order: Order, customer: Customer, policy: Policy) -> Decimal:
    """What was paid and has not gone back; where the shop invoices gift cards themselves, without what they paid."""
    paid = net_paid(order)
    return max(paid if policy.invoice.includes_gift_cards else paid - paid_by_gift_cards(order, customer), NOTHING)


def paid_by_gift_cards(order: Order, customer: Customer) -> Decimal:
    """What the customer's gift cards paid for the order and did not get back."""
    cards = {method.id for method in customer.payment_methods if method.kind == GIFT_CARD}
    return net_paid(replace(order, payments=tuple(one for one in order.payments if one.method_id in cards)))


def invoiced(change: RequestInvoice, situation: Situation, policy: Policy, now: datetime) -> Invoice:
    """The order's invoice after the change."""
    invoice, purpose = situation.the_order.invoice, purpose_of(change, situation.the_order)
    if invoice is not None and purpose is Purpose.SEND_AGAIN:
        return replace(invoice, email=change.email, sent_again_at=now)
    return Invoice(
        title=change.title,
        email=change.email,
        amount=amount(change, situation, policy),
        requested_at=now,
        tax_number=change.tax_number,
        corrections=invoice.corrections + 1 if invoice is not None else 0,
    )


def _not_in_this_state(status: OrderStatus, states: frozenset[OrderStatus]) -> Refused:
    later = _WAY[_WAY.index(status) + 1 :] if status in _WAY else ()
    first = next((one for one in later if one in states), None)
    return Refused(Reason.INVOICE_TOO_EARLY, {"from_status": first.value}) if first else Refused(STATUS_REASONS[status])


def _by(start: date, days: int, reason: Reason, policy: Policy, now: datetime) -> Allowed | Refused:
    last_day = start + timedelta(days=days)
    if shop_day(now, policy) <= last_day:
        return Allowed()
    return Refused(reason, {"last_day": last_day.isoformat(), "days": str(days)})
