"""Reads a shop's values out of its tables."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from storefront.adapters.sqlite.columns import mapping_value, money_value, time_value
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
    Receipt,
    RequestedLine,
    Review,
    Shipment,
    ShipmentEvent,
    Variant,
)

Row = sqlite3.Row
Value = TypeVar("Value")


def customers(connection: sqlite3.Connection, rows: Sequence[Row]) -> tuple[Customer, ...]:
    """Customers with their payment methods."""
    methods = _grouped(
        connection,
        "SELECT customer_id AS parent, * FROM payment_methods"
        " WHERE customer_id IN (SELECT value FROM json_each(?)) ORDER BY position",
        [row["customer_id"] for row in rows],
        lambda row: PaymentMethod(row["id"], row["kind"], row["label"], money_value(row["balance"])),
    )
    return tuple(
        Customer(
            customer_id=row["customer_id"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            address=_address(row),
            payment_methods=tuple(methods[row["customer_id"]]),
            email=row["email"],
            phone=row["phone"],
            points=row["points"],
            locale=row["locale"],
            birth_year=row["birth_year"],
            gender=row["gender"],
            occupation=row["occupation"],
        )
        for row in rows
    )


def products(connection: sqlite3.Connection, rows: Sequence[Row]) -> tuple[Product, ...]:
    """Products with their variants."""
    variants = _grouped(
        connection,
        "SELECT product_id AS parent, * FROM variants"
        " WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY position",
        [row["product_id"] for row in rows],
        lambda row: Variant(
            row["sku"], mapping_value(row["options"]), Decimal(row["price"]), row["currency"], row["stock"]
        ),
    )
    return tuple(
        Product(
            product_id=row["product_id"],
            name=row["name"],
            variants=tuple(variants[row["product_id"]]),
            name_zh=row["name_zh"],
            description=row["description"],
            description_zh=row["description_zh"],
            category=row["category"],
            brand=row["brand"],
        )
        for row in rows
    )


def orders(connection: sqlite3.Connection, rows: Sequence[Row]) -> tuple[Order, ...]:
    """Orders with lines, payments, shipments, requests and invoice."""
    keys = [row["order_key"] for row in rows]
    lines = _grouped(
        connection,
        "SELECT order_key AS parent, * FROM order_lines"
        " WHERE order_key IN (SELECT value FROM json_each(?)) ORDER BY position",
        keys,
        _order_line,
    )
    payments = _grouped(
        connection,
        "SELECT order_key AS parent, * FROM payments"
        " WHERE order_key IN (SELECT value FROM json_each(?)) ORDER BY position",
        keys,
        lambda row: Payment(row["kind"], Decimal(row["amount"]), row["method_id"]),
    )
    shipments = _shipments(connection, keys)
    requests = _requests(connection, keys)
    invoices = _grouped(
        connection,
        "SELECT order_key AS parent, * FROM invoices WHERE order_key IN (SELECT value FROM json_each(?))",
        keys,
        _invoice,
    )
    return tuple(
        Order(
            order_id=row["order_id"],
            customer_id=row["customer_id"],
            status=OrderStatus(row["status"]),
            currency=row["currency"],
            address=_address(row),
            lines=tuple(lines[row["order_key"]]),
            payments=tuple(payments[row["order_key"]]),
            shipments=tuple(shipments[row["order_key"]]),
            items_modified=bool(row["items_modified"]),
            placed_at=time_value(row["placed_at"]),
            shipped_at=time_value(row["shipped_at"]),
            delivered_at=time_value(row["delivered_at"]),
            eta=time_value(row["eta"]),
            cancel_reason=row["cancel_reason"],
            requests=tuple(requests[row["order_key"]]),
            invoice=next(iter(invoices[row["order_key"]]), None),
        )
        for row in rows
    )


def review(row: Row) -> Review:
    """A row of reviews."""
    return Review(row["product_id"], row["rating"], row["text"], _time(row["created_at"]), row["customer_id"])


def event(row: Row) -> Event:
    """A row of events."""
    return Event(row["customer_id"], row["kind"], _time(row["at"]), row["sku"], row["product_id"], row["value"])


def coupon(row: Row) -> Coupon:
    """A row of coupons."""
    return Coupon(
        code=row["code"],
        kind=row["kind"],
        value=Decimal(row["value"]),
        min_spend=money_value(row["min_spend"]),
        valid_from=time_value(row["valid_from"]),
        valid_until=time_value(row["valid_until"]),
        customer_id=row["customer_id"],
        used_at=time_value(row["used_at"]),
    )


def receipt(row: Row) -> Receipt:
    """A row of receipts."""
    return Receipt(
        key=row["key"],
        kind=row["kind"],
        conversation_id=row["conversation_id"],
        turn_id=row["turn_id"],
        order_id=row["order_id"],
        customer_id=row["customer_id"],
        created_at=_time(row["created_at"]),
        facts=mapping_value(row["facts"]),
    )


def _order_line(row: Row) -> OrderLine:
    return OrderLine(
        line_id=row["line_id"],
        sku=row["sku"],
        product_id=row["product_id"],
        name=row["name"],
        options=mapping_value(row["options"]),
        price=Decimal(row["price"]),
        quantity=row["quantity"],
    )


def _invoice(row: Row) -> Invoice:
    return Invoice(
        title=row["title"],
        email=row["email"],
        amount=Decimal(row["amount"]),
        requested_at=_time(row["requested_at"]),
        tax_number=row["tax_number"],
        number=row["number"],
        sent_again_at=time_value(row["sent_again_at"]),
        corrections=row["corrections"],
    )


def _shipments(connection: sqlite3.Connection, keys: list[str]) -> dict[object, list[Shipment]]:
    rows = connection.execute(
        "SELECT * FROM shipments WHERE order_key IN (SELECT value FROM json_each(?)) ORDER BY position",
        (json.dumps(keys),),
    ).fetchall()
    parents = [row["position"] for row in rows]
    lines = _grouped(
        connection,
        "SELECT shipment AS parent, line_id FROM shipment_lines"
        " WHERE shipment IN (SELECT value FROM json_each(?)) ORDER BY position",
        parents,
        lambda row: str(row["line_id"]),
    )
    events = _grouped(
        connection,
        "SELECT shipment AS parent, at, text FROM shipment_events"
        " WHERE shipment IN (SELECT value FROM json_each(?)) ORDER BY position",
        parents,
        lambda row: ShipmentEvent(_time(row["at"]), row["text"]),
    )
    shipments: dict[object, list[Shipment]] = defaultdict(list)
    for row in rows:
        parent = row["position"]
        shipments[row["order_key"]].append(
            Shipment(row["tracking_number"], tuple(lines[parent]), row["carrier"], tuple(events[parent]))
        )
    return shipments


def _requests(connection: sqlite3.Connection, keys: list[str]) -> dict[object, list[AfterSalesRequest]]:
    rows = connection.execute(
        "SELECT * FROM requests WHERE order_key IN (SELECT value FROM json_each(?)) ORDER BY position",
        (json.dumps(keys),),
    ).fetchall()
    lines = _grouped(
        connection,
        "SELECT request AS parent, * FROM request_lines"
        " WHERE request IN (SELECT value FROM json_each(?)) ORDER BY position",
        [row["position"] for row in rows],
        lambda row: RequestedLine(row["line_id"], row["quantity"], row["new_sku"]),
    )
    requests: dict[object, list[AfterSalesRequest]] = defaultdict(list)
    for row in rows:
        requests[row["order_key"]].append(
            AfterSalesRequest(
                row["kind"],
                tuple(lines[row["position"]]),
                row["method_id"],
                row["reason"],
                time_value(row["created_at"]),
            )
        )
    return requests


def _grouped(
    connection: sqlite3.Connection, statement: str, parents: Iterable[str | int], build: Callable[[Row], Value]
) -> dict[object, list[Value]]:
    """Child rows as values, by their parent."""
    groups: dict[object, list[Value]] = defaultdict(list)
    for row in connection.execute(statement, (json.dumps(list(parents)),)):
        groups[row["parent"]].append(build(row))
    return groups


def _address(row: Row) -> Address:
    return Address(row["line1"], row["line2"], row["city"], row["state"], row["country"], row["postcode"])


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
