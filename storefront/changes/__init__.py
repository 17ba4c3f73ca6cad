"""What a customer may change, as values, and what each change comes to: pure, without I/O and without a clock.

``may_start`` looks at status and time only, ``decide`` at everything; ``plan`` is the money put to the customer,
``fingerprint`` names what he said yes to, ``applied`` is the world after it and ``facts_of`` what the receipt tells.
"""

from storefront.changes.applying import Applied, applied
from storefront.changes.decisions import decide, may_start
from storefront.changes.facts import CHANGE, facts_of
from storefront.changes.fingerprints import fingerprint, same_change
from storefront.changes.kinds import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ChangeProfileAddress,
    ExchangeItems,
    Kind,
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
    "ReturnItems",
    "Situation",
    "applied",
    "decide",
    "facts_of",
    "fingerprint",
    "kind_of",
    "may_start",
    "plan",
    "same_change",
]
