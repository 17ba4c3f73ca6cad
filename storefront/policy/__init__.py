"""The shop's rules as values and pure functions: what is allowed, what goes back, when a parcel comes.

Nothing here reads a clock, a file or a database; times are aware datetimes. What a change of an order or of a profile
comes to under these rules is worked out in ``storefront.changes``.
"""

from storefront.policy.complaints import answer_due
from storefront.policy.coupons import coupon_is_valid
from storefront.policy.delivery import DeliveryWindow, estimated_delivery, shop_day
from storefront.policy.permission import accepts_reason, is_open, may_change
from storefront.policy.reasons import DELIVERY_REASONS, STATUS_REASONS, Allowed, Reason, Refused
from storefront.policy.refunds import Refund, net_paid, refund_plan, refund_to
from storefront.policy.rules import (
    DEFAULT_POLICY,
    AddressRules,
    AfterSalesRules,
    CancelRules,
    ComplaintRules,
    Contact,
    Days,
    DeliveryRules,
    ExchangeRules,
    InvoiceRules,
    ItemRules,
    MethodNeed,
    OpenOrderRules,
    PaymentRules,
    Policy,
    ProofRules,
    RefundRules,
    RefundTarget,
    ReturnRules,
    Zone,
)

__all__ = [
    "DEFAULT_POLICY",
    "DELIVERY_REASONS",
    "STATUS_REASONS",
    "AddressRules",
    "AfterSalesRules",
    "Allowed",
    "CancelRules",
    "ComplaintRules",
    "Contact",
    "Days",
    "DeliveryRules",
    "DeliveryWindow",
    "ExchangeRules",
    "InvoiceRules",
    "ItemRules",
    "MethodNeed",
    "OpenOrderRules",
    "PaymentRules",
    "Policy",
    "ProofRules",
    "Reason",
    "Refund",
    "RefundRules",
    "RefundTarget",
    "Refused",
    "ReturnRules",
    "Zone",
    "accepts_reason",
    "answer_due",
    "coupon_is_valid",
    "estimated_delivery",
    "is_open",
    "may_change",
    "net_paid",
    "refund_plan",
    "refund_to",
    "shop_day",
]
