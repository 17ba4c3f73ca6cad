"""What a customer may change, as values, and what each change comes to: pure, without I/O and without a clock.

``may_start`` looks at status and time only, ``decide`` at everything; ``plan`` is the money put to the customer,
``fingerprint`` names what he said yes to, ``applied`` is the world after it and ``facts_of`` what the receipt tells.
"""

from storefront.changes.applying import Applied, applied
from storefront.changes.decisions import decide, may_start
from storefront.changes.facts import CHANGE, facts_of
from storefront.changes.fingerprints import fingerprint, same_change
from storefront.changes.invoices import (
    Purpose,
    correction_is_open,
    left_to_invoice,
    paid_by_gift_cards,
    purpose_of,
    tax_number_refusal,
    title_refusal,
)
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
from storefront.changes.money import Charge, Plan, plan

__all__ = [
    "CHANGE",
    "Applied",
    "CancelOrder",
    "Change",
    "ChangeAddress",
    "ChangeItems",
    "ChangePayment",
    "ChangeProfileAddress",
    "Charge",
    "ExchangeItems",
    "Kind",
    "Plan",
    "Purpose",
    "RequestInvoice",
    "ReturnItems",
    "Situation",
    "applied",
    "correction_is_open",
    "decide",
    "facts_of",
    "fingerprint",
    "kind_of",
    "left_to_invoice",
    "may_start",
    "paid_by_gift_cards",
    "plan",
    "purpose_of",
    "same_change",
    "tax_number_refusal",
    "title_refusal",
]
