"""The rules of one shop as values; the defaults are those of a plain shop that ships what is not yet processed.

An open order may be cancelled or changed while it is pending, its items once, after which it is final; a delivered one
may be returned or exchanged, and what was paid is invoiced. ``storefront.policy_file`` reads a shop's own rules from a
file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum

from storefront.model import OrderStatus


@dataclass(frozen=True)
class ProofRules:
    """Which proof of identity a change needs: how it was given (token, code or details) and how old it may be."""

    methods: frozenset[str] = frozenset({"token", "code"})
    max_age: timedelta = timedelta(minutes=30)


@dataclass(frozen=True)
class OpenOrderRules:
    """Until when an order may be changed; no ``within`` is no limit on the time since it was placed."""

    states: frozenset[OrderStatus] = frozenset({OrderStatus.PENDING})
    within: timedelta | None = None
    after_items_modified: bool = False


@dataclass(frozen=True)
class CancelRules(OpenOrderRules):
    """When an order may be cancelled; no ``reasons`` accepts every reason."""

    reasons: tuple[str, ...] = ("no longer needed", "ordered by mistake")
    reason_required: bool = True
    gives_coupon_back: bool = True


@dataclass(frozen=True)
class AddressRules(OpenOrderRules):
    """When an order may go to another address."""


@dataclass(frozen=True)
class PaymentRules(OpenOrderRules):
    """When an order may be paid with another method."""


class MethodNeed(StrEnum):
    """When a payment method must be named for a change of items: always, or only for a difference in price."""

    ALWAYS = "always"
    DIFFERENCE = "difference"


class RefundTarget(StrEnum):
    """Where money may go back to: a method the order was paid with, a gift card of the customer, any of his methods."""

    ORIGINAL = "original"
    GIFT_CARD = "gift_card"
    ANY = "any"


@dataclass(frozen=True)
class ItemRules(OpenOrderRules):
    """When lines of an order may be changed to other variants; ``same_variant`` lets one be named again.

    ``refund_to`` says where the difference to a cheaper one may go.
    """

    method_required: MethodNeed = MethodNeed.ALWAYS
    refund_to: frozenset[RefundTarget] = frozenset({RefundTarget.ANY})
    same_variant: bool = False


@dataclass(frozen=True)
class AfterSalesRules:
    """When goods are taken back; no ``within_days`` is no limit on the days since delivery.

    With one of ``fault_reasons`` the fault is the shop's: excluded products and categories are taken back too, and
    ``postage`` for the way back is not asked for.
    """

    states: frozenset[OrderStatus] = frozenset({OrderStatus.DELIVERED})
    within_days: int | None = None
    excluded_products: frozenset[str] = frozenset()
    excluded_categories: frozenset[str] = frozenset()
    postage: Decimal = Decimal(0)
    fault_reasons: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ReturnRules(AfterSalesRules):
    """When goods may be sent back for their money, and where it may go.

    Unless ``method_required``, it goes back the way it came when the customer names no method.
    """

    method_required: bool = True
    refund_to: frozenset[RefundTarget] = frozenset({RefundTarget.ORIGINAL, RefundTarget.GIFT_CARD})


@dataclass(frozen=True)
class ExchangeRules(AfterSalesRules):
    """When goods may be exchanged for another variant; a faulty one, or any with ``same_variant``, for its like.

    ``refund_to`` says where the difference to a cheaper one may go.
    """

    method_required: MethodNeed = MethodNeed.ALWAYS
    refund_to: frozenset[RefundTarget] = frozenset({RefundTarget.ANY})
    same_variant: bool = False


@dataclass(frozen=True)
class Days:
    """A span of days, both ends included; (0, 0) is at once."""

    least: int
    most: int


@dataclass(frozen=True)
class RefundRules:
    """Working days until money is back, for each kind of payment method; ``other`` for an unknown one."""

    days: Mapping[str, Days] = field(default_factory=lambda: {"gift_card": Days(0, 0)})
    other: Days = Days(5, 7)


@dataclass(frozen=True)
class InvoiceRules:
    """When an electronic invoice may be asked for, and what stands on it.

    ``within_days`` counts from the day of the order, ``correction_days`` from the day of the invoice; None is no limit.
    ``includes_gift_cards`` puts what gift cards paid on it too; a shop that invoices the cards themselves must not.
    """

    states: frozenset[OrderStatus] = frozenset(OrderStatus) - {OrderStatus.CANCELLED}
    within_days: int | None = None
    corrections: int | None = None
    correction_days: int | None = None
    includes_gift_cards: bool = False


@dataclass(frozen=True)
class Zone:
    """Where parcels take a time of their own: a country or, within one, some of its states or cities."""

    countries: frozenset[str]
    states: frozenset[str]
    days: Days
    working_days: bool = False


@dataclass(frozen=True)
class DeliveryRules:
    """When parcels leave and how long they take; a carrier's own time goes before the zone's."""

    timezone: str = "UTC"
    leaves_same_day_until: time = time(16)
    closed: frozenset[date] = frozenset()
    standard: Days = Days(2, 4)
    carriers: Mapping[str, Days] = field(default_factory=dict)
    home_countries: frozenset[str] = frozenset()
    zones: tuple[Zone, ...] = ()
    abroad: Zone = Zone(frozenset(), frozenset(), Days(7, 15), working_days=True)


@dataclass(frozen=True)
class ComplaintRules:
    """By when a complaint is answered; whole days count as days on which people work, the rest as their hours."""

    answer_within: timedelta = timedelta(hours=24)
    opens: time = time(9)
    closes: time = time(18)
    weekends: bool = False
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Contact:
    """How the shop is called and reached; what is empty is not told."""

    name: str = ""
    name_zh: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Policy:
    """All rules of one shop."""

    proof: ProofRules = ProofRules()
    cancel: CancelRules = CancelRules()
    address: AddressRules = AddressRules()
    payment: PaymentRules = PaymentRules()
    items: ItemRules = ItemRules()
    returns: ReturnRules = ReturnRules()
    exchange: ExchangeRules = ExchangeRules()
    invoice: InvoiceRules = InvoiceRules()
    refund: RefundRules = RefundRules()
    delivery: DeliveryRules = DeliveryRules()
    complaints: ComplaintRules = ComplaintRules()
    contact: Contact = Contact()


DEFAULT_POLICY = Policy()
