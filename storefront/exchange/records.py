"""One function for each kind of record: JSON fields to a frozen value, checked against what was read before."""

from dataclasses import dataclass, field

from storefront.exchange.errors import FieldError
from storefront.exchange.fields import Record, shown
from storefront.identifiers import order_key
from storefront.model import (
    Address,
    AfterSalesRequest,
    Coupon,
    Customer,
    Event,
    Invoice,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    Product,
    RequestedLine,
    Review,
    Shipment,
    ShipmentEvent,
    Variant,
)

PAYMENT_METHOD_KINDS = ("card", "paypal", "gift_card", "alipay", "wechat_pay")
EVENT_KINDS = ("view", "cart", "purchase", "rating")


@dataclass
class Catalogue:
    """What has been read so far, for duplicates and references."""

    customers: set[str] = field(default_factory=set)
    products: set[str] = field(default_factory=set)
    product_of_sku: dict[str, str] = field(default_factory=dict)
    orders: set[str] = field(default_factory=set)
    coupons: set[str] = field(default_factory=set)

    def customer(self, customer_id: str) -> str:
        """The id, when there is such a customer."""
        if customer_id not in self.customers:
            raise FieldError(f"there is no customer {shown(customer_id)}")
        return customer_id

    def product(self, product_id: str) -> str:
        """The id, when there is such a product."""
        if product_id not in self.products:
            raise FieldError(f"there is no product {shown(product_id)}")
        return product_id

    def sku(self, sku: str, product_id: str = "") -> str:
        """The SKU, when there is one, of this product where one is given."""
        if sku not in self.product_of_sku:
            raise FieldError(f"there is no SKU {shown(sku)}")
        if product_id and self.product_of_sku[sku] != product_id:
            raise FieldError(f"SKU {shown(sku)} belongs to another product than {shown(product_id)}")
        return sku


def customer(record: Record, known: Catalogue) -> Customer:
    """A line of customers.jsonl."""
    methods = record.parts("payment_methods", _payment_method)
    _unique([method.id for method in methods], "payment method")
    return Customer(
        customer_id=_new(record.name("customer_id"), known.customers, "customer"),
        first_name=record.text("first_name"),
        last_name=record.text("last_name"),
        address=_address(record.part("address")),
        payment_methods=methods,
        email=record.text("email", ""),
        phone=record.text("phone", ""),
        points=record.optional_integer("points", 0),
        locale=record.text("locale", ""),
        birth_year=record.optional_integer("birth_year", 1850, 2200),
        gender=record.text("gender", ""),
        occupation=record.text("occupation", ""),
    )


def product(record: Record, known: Catalogue) -> Product:
    """A line of products.jsonl."""
    product_id = _new(record.name("product_id"), known.products, "product")
    variants = record.parts("variants", _variant)
    for variant in variants:
        if variant.sku in known.product_of_sku:
            raise FieldError(f"SKU {shown(variant.sku)} was there before")
        known.product_of_sku[variant.sku] = product_id
    return Product(
        product_id=product_id,
        name=record.name("name"),
        variants=variants,
        name_zh=record.text("name_zh", ""),
        description=record.text("description", ""),
        description_zh=record.text("description_zh", ""),
        category=record.text("category", ""),
        brand=record.text("brand", ""),
    )


def order(record: Record, known: Catalogue) -> Order:
    """A line of orders.jsonl."""
    order_id = record.name("order_id")
    _new(order_key(order_id), known.orders, "order", shown_as=order_id)
    lines = record.parts("lines", lambda line: _order_line(line, known))
    line_ids = _unique([line.line_id for line in lines], "line")
    return Order(
        order_id=order_id,
        customer_id=known.customer(record.name("customer_id")),
        status=OrderStatus(record.choice("status", tuple(OrderStatus))),
        currency=record.name("currency"),
        address=_address(record.part("address")),
        lines=lines,
        payments=record.parts("payments", _payment),
        shipments=record.parts("shipments", lambda shipment: _shipment(shipment, line_ids)),
        items_modified=record.flag("items_modified"),
        placed_at=record.optional_time("placed_at"),
        shipped_at=record.optional_time("shipped_at"),
        delivered_at=record.optional_time("delivered_at"),
        eta=record.optional_time("eta"),
        cancel_reason=record.text("cancel_reason", ""),
        requests=record.parts("requests", lambda request: _request(request, line_ids, known), required=False),
        invoice=_invoice(record.part("invoice")) if record.has("invoice") else None,
    )


def review(record: Record, known: Catalogue) -> Review:
    """A line of reviews.jsonl."""
    return Review(
        product_id=known.product(record.name("product_id")),
        rating=record.integer("rating", 1, 5),
        text=record.text("text"),
        created_at=record.time("created_at"),
        customer_id=known.customer(record.name("customer_id")) if record.has("customer_id") else "",
    )


def event(record: Record, known: Catalogue) -> Event:
    """A line of events.jsonl."""
    product_id = known.product(record.name("product_id")) if record.has("product_id") else ""
    sku = known.sku(record.name("sku"), product_id) if record.has("sku") else ""
    if not sku and not product_id:
        raise FieldError("sku or product_id is missing")
    return Event(
        customer_id=known.customer(record.name("customer_id")),
        kind=record.choice("kind", EVENT_KINDS),
        at=record.time("at"),
        sku=sku,
        product_id=product_id,
        value=record.optional_number("value"),
    )


def coupon(record: Record, known: Catalogue) -> Coupon:
    """A line of coupons.jsonl."""
    return Coupon(
        code=_new(record.name("code"), known.coupons, "coupon"),
        kind=record.choice("kind", ("percent", "amount")),
        value=record.money("value"),
        min_spend=record.optional_money("min_spend"),
        valid_from=record.optional_time("valid_from"),
        valid_until=record.optional_time("valid_until"),
        customer_id=known.customer(record.name("customer_id")) if record.has("customer_id") else "",
        used_at=record.optional_time("used_at"),
    )


def _address(record: Record) -> Address:
    return Address(
        line1=record.text("line1", ""),
        line2=record.text("line2", ""),
        city=record.text("city", ""),
        state=record.text("state", ""),
        country=record.text("country", ""),
        postcode=record.text("postcode", ""),
    )


def _payment_method(record: Record) -> PaymentMethod:
    return PaymentMethod(
        id=record.name("id"),
        kind=record.choice("kind", PAYMENT_METHOD_KINDS),
        label=record.text("label"),
        balance=record.optional_money("balance"),
    )


def _variant(record: Record) -> Variant:
    return Variant(
        sku=record.name("sku"),
        options=record.options("options"),
        price=record.money("price"),
        currency=record.name("currency"),
        stock=record.integer("stock", 0),
    )


def _order_line(record: Record, known: Catalogue) -> OrderLine:
    product_id = known.product(record.name("product_id"))
    return OrderLine(
        line_id=record.name("line_id"),
        sku=known.sku(record.name("sku"), product_id),
        product_id=product_id,
        name=record.text("name"),
        options=record.options("options"),
        price=record.money("price"),
        quantity=record.integer("quantity", 1),
    )


def _payment(record: Record) -> Payment:
    return Payment(
        kind=record.choice("kind", ("payment", "refund")),
        amount=record.money("amount"),
        method_id=record.text("method_id"),
    )


def _shipment(record: Record, line_ids: frozenset[str]) -> Shipment:
    for line_id in record.texts("line_ids"):
        _known_line(line_id, line_ids)
    return Shipment(
        tracking_number=record.text("tracking_number"),
        line_ids=record.texts("line_ids"),
        carrier=record.text("carrier", ""),
        events=record.parts("events", _shipment_event, required=False),
    )


def _shipment_event(record: Record) -> ShipmentEvent:
    return ShipmentEvent(at=record.time("at"), text=record.text("text"))


def _request(record: Record, line_ids: frozenset[str], known: Catalogue) -> AfterSalesRequest:
    return AfterSalesRequest(
        kind=record.choice("kind", ("return", "exchange")),
        lines=record.parts("lines", lambda line: _requested_line(line, line_ids, known)),
        method_id=record.text("method_id"),
        reason=record.text("reason", ""),
        created_at=record.optional_time("created_at"),
    )


def _requested_line(record: Record, line_ids: frozenset[str], known: Catalogue) -> RequestedLine:
    line_id = record.name("line_id")
    _known_line(line_id, line_ids)
    return RequestedLine(
        line_id=line_id,
        quantity=record.integer("quantity", 1),
        new_sku=known.sku(record.name("new_sku")) if record.has("new_sku") else "",
    )


def _invoice(record: Record) -> Invoice:
    return Invoice(
        title=record.name("title"),
        email=record.name("email"),
        amount=record.money("amount"),
        requested_at=record.time("requested_at"),
        tax_number=record.text("tax_number", ""),
        number=record.text("number", ""),
        sent_again_at=record.optional_time("sent_again_at"),
        corrections=record.optional_integer("corrections", 0) or 0,
    )


def _known_line(line_id: str, line_ids: frozenset[str]) -> None:
    if line_id not in line_ids:
        raise FieldError(f"the order has no line {shown(line_id)}")


def _new(identifier: str, before: set[str], noun: str, shown_as: str = "") -> str:
    if identifier in before:
        raise FieldError(f"{noun} {shown(shown_as or identifier)} was there before")
    before.add(identifier)
    return identifier


def _unique(identifiers: list[str], noun: str) -> frozenset[str]:
    seen: set[str] = set()
    for identifier in identifiers:
        _new(identifier, seen, noun)
    return frozenset(seen)
