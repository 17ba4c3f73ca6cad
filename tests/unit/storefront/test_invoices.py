"""Invoices: when one may be asked for, what stands on it, when it may be corrected."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from storefront.changes import (
    Kind,
    Purpose,
    RequestInvoice,
    applied,
    decide,
    facts_of,
    fingerprint,
    may_start,
    plan,
    purpose_of,
)
from storefront.model import Invoice, Order, OrderStatus, Payment
from storefront.policy import DEFAULT_POLICY, Allowed, InvoiceRules, Policy, Reason, Refused
from storefront.policy_file import read_policy
from tests.shop_samples import NOW
from tests.situations import ARRIVED, OPEN, situation

DEMO = read_policy()
PERSON = RequestInvoice("林小雨", "lin@example.com")
COMPANY = RequestInvoice("杭州青禾科技有限公司", "books@qinghe.example", "91330106MA2B4C5D6X", for_company=True)
LTD = RequestInvoice("Fern & Harbour Ltd", "accounts@fern.example", for_company=True)
INVOICED = replace(ARRIVED, invoice=Invoice("林小雨", "lin@example.com", Decimal("977.00"), NOW - timedelta(days=9)))


def reason(change: RequestInvoice, order: Order = OPEN, policy: Policy = DEFAULT_POLICY) -> Reason | None:
    decision = decide(change, situation(order), policy, NOW)
    return decision.reason if isinstance(decision, Refused) else None


@pytest.mark.parametrize("status", sorted(set(OrderStatus) - {OrderStatus.CANCELLED}))
def test_the_plain_policy_invoices_every_order_but_a_cancelled_one(status: OrderStatus) -> None:
    long_ago = replace(OPEN, status=status, placed_at=NOW - timedelta(days=900))
    assert reason(PERSON, long_ago) is None
    assert reason(PERSON, replace(OPEN, status=OrderStatus.CANCELLED)) is Reason.ALREADY_CANCELLED


@pytest.mark.parametrize("status", [OrderStatus.PENDING, OrderStatus.PROCESSED])
def test_the_demo_shop_says_from_when_on_it_invoices(status: OrderStatus) -> None:
    refusal = may_start(Kind.REQUEST_INVOICE, replace(OPEN, status=status), DEMO, NOW)
    assert isinstance(refusal, Refused)
    assert (refusal.reason, refusal.facts) == (Reason.INVOICE_TOO_EARLY, {"from_status": "shipped"})


def test_the_demo_shop_waits_until_a_return_is_settled() -> None:
    assert reason(PERSON, replace(ARRIVED, status=OrderStatus.RETURN_REQUESTED), DEMO) is Reason.AFTER_SALES_UNDER_WAY
    assert reason(PERSON, replace(ARRIVED, status=OrderStatus.EXCHANGE_REQUESTED), DEMO) is None


def test_the_time_for_an_invoice_ends_with_the_last_day() -> None:
    last = replace(ARRIVED, placed_at=NOW - timedelta(days=180))
    assert reason(PERSON, last, DEMO) is None
    decision = decide(PERSON, situation(replace(ARRIVED, placed_at=NOW - timedelta(days=181))), DEMO, NOW)
    assert isinstance(decision, Refused)
    assert (decision.reason, decision.facts) == (Reason.TOO_LATE, {"last_day": "2026-03-09", "days": "180"})


def test_what_stands_on_it_was_paid_has_not_gone_back_and_came_from_no_gift_card() -> None:
    payments = (
        Payment("payment", Decimal("900.00"), "ali-1"),
        Payment("payment", Decimal("77.00"), "gift-1"),
        Payment("refund", Decimal("39.00"), "ali-1"),
        Payment("refund", Decimal("7.00"), "gift-1"),
    )
    order = replace(ARRIVED, payments=payments)
    assert plan(PERSON, situation(order), DEMO).total == Decimal("861.00")
    with_cards = Policy(invoice=InvoiceRules(includes_gift_cards=True))
    assert plan(PERSON, situation(order), with_cards).total == Decimal("931.00")


@pytest.mark.parametrize(
    "payments",
    [
        (),
        (Payment("payment", Decimal("977.00"), "gift-2"),),
        (Payment("payment", Decimal("977.00"), "ali-1"), Payment("refund", Decimal("977.00"), "ali-1")),
    ],
)
def test_where_nothing_is_left_nothing_is_invoiced(payments: tuple[Payment, ...]) -> None:
    assert reason(PERSON, replace(ARRIVED, payments=payments)) is Reason.NOTHING_TO_INVOICE


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (COMPANY, None),
        (LTD, None),
        (replace(LTD, tax_number="GB123456789"), None),
        (replace(COMPANY, tax_number=""), Reason.TAX_NUMBER_MISSING),
        (replace(COMPANY, tax_number="GB123456789"), Reason.TAX_NUMBER_WRONG),
        (replace(COMPANY, tax_number="91330106MA2B4C5D60"), Reason.TAX_NUMBER_WRONG),
        (replace(LTD, tax_number="none"), Reason.TAX_NUMBER_WRONG),
        (replace(PERSON, title="  "), Reason.TITLE_NOT_ACCEPTED),
        (replace(PERSON, title="12345"), Reason.TITLE_NOT_ACCEPTED),
        (replace(PERSON, title="x" * 101), Reason.TITLE_NOT_ACCEPTED),
        (replace(PERSON, title="<b>Lin</b>"), Reason.TITLE_NOT_ACCEPTED),
        (replace(PERSON, title="see https://example.com"), Reason.TITLE_NOT_ACCEPTED),
        (replace(PERSON, email=""), Reason.EMAIL_NOT_ACCEPTED),
        (replace(PERSON, email="lin@example"), Reason.EMAIL_NOT_ACCEPTED),
        (replace(PERSON, email="lin@example.com, all@example.com"), Reason.EMAIL_NOT_ACCEPTED),
    ],
)
def test_title_tax_number_and_mail_must_be_such_as_exist(change: RequestInvoice, expected: Reason | None) -> None:
    assert reason(change) is expected


def test_letters_in_a_credit_code_come_with_what_was_meant() -> None:
    decision = decide(replace(COMPANY, tax_number="9133O106MA20B10D6U"), situation(), DEFAULT_POLICY, NOW)
    assert isinstance(decision, Refused)
    assert decision.facts["suggestion"] == "91330106MA20B10D6U"


def test_the_order_carries_its_invoice_and_the_receipt_tells_it() -> None:
    done = applied(COMPANY, situation(ARRIVED), DEMO, NOW)
    expected = Invoice(COMPANY.title, COMPANY.email, Decimal("977.00"), NOW, COMPANY.tax_number)
    assert done.order == replace(ARRIVED, invoice=expected)
    facts = facts_of(COMPANY, situation(ARRIVED), done)
    assert {"purpose": "issue", "title": COMPANY.title, "total": "977.00"}.items() <= facts.items()
    assert (facts["tax_number"], facts["email"]) == (COMPANY.tax_number, COMPANY.email)


def test_another_title_corrects_the_invoice_once_within_thirty_days() -> None:
    assert purpose_of(COMPANY, INVOICED) is Purpose.CORRECT
    done = applied(COMPANY, situation(INVOICED), DEMO, NOW)
    assert done.order is not None and done.order.invoice is not None
    assert (done.order.invoice.title, done.order.invoice.corrections) == (COMPANY.title, 1)
    again = decide(replace(COMPANY, title="杭州青禾贸易有限公司"), situation(done.order), DEMO, NOW)
    assert isinstance(again, Refused)
    assert (again.reason, again.facts) == (Reason.CORRECTED_BEFORE, {"most": "1"})


def test_an_invoice_older_than_that_stays_as_it_is() -> None:
    assert INVOICED.invoice is not None
    old = replace(INVOICED, invoice=replace(INVOICED.invoice, requested_at=NOW - timedelta(days=31)))
    assert reason(COMPANY, old, DEMO) is Reason.CORRECTION_TOO_LATE
    assert reason(COMPANY, old) is None


def test_the_same_invoice_is_sent_again_however_old_and_wherever_to() -> None:
    old = replace(INVOICED, status=OrderStatus.RETURN_REQUESTED, placed_at=NOW - timedelta(days=400), payments=())
    again = replace(PERSON, email="new@example.com")
    assert purpose_of(again, old) is Purpose.SEND_AGAIN
    assert decide(again, situation(old), DEMO, NOW) == Allowed()
    done = applied(again, situation(old), DEMO, NOW)
    assert old.invoice is not None and done.order is not None
    assert done.order.invoice == replace(old.invoice, email="new@example.com", sent_again_at=NOW)
    assert done.plan.total == Decimal("977.00")


def test_an_invoice_that_came_meanwhile_is_put_to_the_customer_again() -> None:
    without = replace(INVOICED, invoice=None)
    assert fingerprint(PERSON, situation(INVOICED), DEMO) != fingerprint(PERSON, situation(without), DEMO)
    assert INVOICED.invoice is not None
    other = replace(INVOICED, invoice=replace(INVOICED.invoice, corrections=1))
    assert fingerprint(COMPANY, situation(INVOICED), DEMO) != fingerprint(COMPANY, situation(other), DEMO)
