"""The shop's nouns as frozen values; money is Decimal, times are aware datetimes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Topic(StrEnum):
    """What a complaint is about."""

    LATE = "late"
    GOODS = "goods"
    MONEY = "money"
    TREATMENT = "treatment"
    WAITING = "waiting"
    RULES = "rules"
    OTHER = "other"


class OrderStatus(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    PROCESSED = "processed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURN_REQUESTED = "return_requested"
    EXCHANGE_REQUESTED = "exchange_requested"


@dataclass(frozen=True)
class Address:
    """A postal address; unknown parts are empty."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    postcode: str = ""


GIFT_CARD = "gift_card"
"""The kind of the payment methods that have a balance."""


@dataclass(frozen=True)
class PaymentMethod:
    """A way the customer can pay; only gift cards have a balance."""

    id: str
    kind: str
    label: str
    balance: Decimal | None = None


@dataclass(frozen=True)
class Customer:
    """A customer's profile."""

    customer_id: str
    first_name: str
    last_name: str
    address: Address
    payment_methods: tuple[PaymentMethod, ...] = ()
    email: str = ""
    phone: str = ""
    points: int | None = None
    locale: str = ""
    birth_year: int | None = None
    gender: str = ""
    occupation: str = ""

    def method(self, method_id: str) -> PaymentMethod | None:
        """The payment method with this id."""
        return next((method for method in self.payment_methods if method.id == method_id), None)


@dataclass(frozen=True)
class Variant:
    """One sellable article; ``sku`` names it across the shop."""

    sku: str
    options: Mapping[str, str]
    price: Decimal
    currency: str
    stock: int


@dataclass(frozen=True)
class Product:
    """A product with its variants."""

    product_id: str
    name: str
    variants: tuple[Variant, ...]
    name_zh: str = ""
    description: str = ""
    description_zh: str = ""
    category: str = ""
    brand: str = ""

    def title(self, language: str) -> str:
        """The name in ``language`` (zh or en), or the only one there is."""
        return (self.name_zh or self.name) if language == "zh" else (self.name or self.name_zh)

    def variant(self, sku: str) -> Variant | None:
        """The variant with this SKU."""
        return next((variant for variant in self.variants if variant.sku == sku), None)


@dataclass(frozen=True)
class OrderLine:
    """One line of an order, as it was sold."""

    line_id: str
    sku: str
    product_id: str
    name: str
    options: Mapping[str, str]
    price: Decimal
    quantity: int


@dataclass(frozen=True)
class Payment:
    """Money that moved for an order; ``kind`` is payment or refund."""

    kind: str
    amount: Decimal
    method_id: str


@dataclass(frozen=True)
class ShipmentEvent:
    """A carrier's report."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Shipment:
    """A parcel and the lines in it."""

    tracking_number: str
    line_ids: tuple[str, ...]
    carrier: str = ""
    events: tuple[ShipmentEvent, ...] = ()


@dataclass(frozen=True)
class RequestedLine:
    """A line the customer wants to return or exchange for ``new_sku``."""

    line_id: str
    quantity: int
    new_sku: str = ""


@dataclass(frozen=True)
class AfterSalesRequest:
    """A return or an exchange under way."""

    kind: str
    lines: tuple[RequestedLine, ...]
    method_id: str
    reason: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True)
class Invoice:
    """An electronic invoice that was asked for; ``number`` is the shop's, once it is issued.

    ``sent_again_at`` is when the customer last asked for it to be sent once more, ``corrections`` how often its title
    or tax number was changed.
    """

    title: str
    email: str
    amount: Decimal
    requested_at: datetime
    tax_number: str = ""
    number: str = ""
    sent_again_at: datetime | None = None
    corrections: int = 0


@dataclass(frozen=True)
class Order:
    """An order as the shop knows it."""

    order_id: str
    customer_id: str
    status: OrderStatus
    currency: str
    address: Address
    lines: tuple[OrderLine, ...]
    payments: tuple[Payment, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    items_modified: bool = False
    placed_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    eta: datetime | None = None
    cancel_reason: str = ""
    requests: tuple[AfterSalesRequest, ...] = ()
    invoice: Invoice | None = None

    @property
    def total(self) -> Decimal:
        """What the lines cost together."""
        return sum((line.price * line.quantity for line in self.lines), Decimal(0))

    def line(self, line_id: str) -> OrderLine | None:
        """The line with this id."""
        return next((line for line in self.lines if line.line_id == line_id), None)


@dataclass(frozen=True)
class Review:
    """What a customer wrote about a product; rating 1 to 5."""

    product_id: str
    rating: int
    text: str
    created_at: datetime
    customer_id: str = ""


@dataclass(frozen=True)
class Event:
    """A trace of behaviour: ``kind`` is view, cart, purchase or rating; it names a SKU or a product."""

    customer_id: str
    kind: str
    at: datetime
    sku: str = ""
    product_id: str = ""
    value: float | None = None


@dataclass(frozen=True)
class Coupon:
    """A voucher; ``kind`` is percent or amount."""

    code: str
    kind: str
    value: Decimal
    min_spend: Decimal | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    customer_id: str = ""
    used_at: datetime | None = None


@dataclass(frozen=True)
class ShopData:
    """A whole shop, as imported and exported."""

    customers: tuple[Customer, ...] = ()
    products: tuple[Product, ...] = ()
    orders: tuple[Order, ...] = ()
    reviews: tuple[Review, ...] = ()
    events: tuple[Event, ...] = ()
    coupons: tuple[Coupon, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """Proof that a change was made once: ``key`` is its idempotency key, ``facts`` what the customer is told."""

    key: str
    kind: str
    conversation_id: str
    turn_id: str
    order_id: str
    customer_id: str
    created_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
