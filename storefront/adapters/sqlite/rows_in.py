"""Writes a shop's values into its tables."""

import sqlite3
from collections.abc import Iterable

from storefront.adapters.sqlite.columns import mapping_text, money_text, time_text
from storefront.identifiers import email_key, order_key, person_key, phone_tail
from storefront.model import Address, AfterSalesRequest, Customer, Invoice, Order, OrderLine, Payment, Product, ShopData

Column = str | int | float | None


def insert_shop(connection: sqlite3.Connection, data: ShopData) -> None:
    """Insert everything into empty tables; raise sqlite3.IntegrityError when ids or references clash."""
    for customer in data.customers:
        _insert_customer(connection, customer)
    for product in data.products:
        _insert_product(connection, product)
    for order in data.orders:
        _insert_order(connection, order)
    connection.executemany(
        "INSERT INTO reviews (product_id, customer_id, rating, text, created_at) VALUES (?, ?, ?, ?, ?)",
        (
            (review.product_id, review.customer_id, review.rating, review.text, time_text(review.created_at))
            for review in data.reviews
        ),
    )
    connection.executemany(
        "INSERT INTO events (customer_id, kind, at, sku, product_id, value) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (event.customer_id, event.kind, time_text(event.at), event.sku, event.product_id, event.value)
            for event in data.events
        ),
    )
    connection.executemany(
        "INSERT INTO coupons (code, kind, value, min_spend, valid_from, valid_until, customer_id, used_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                coupon.code,
                coupon.kind,
                money_text(coupon.value),
                money_text(coupon.min_spend),
                time_text(coupon.valid_from),
                time_text(coupon.valid_until),
                coupon.customer_id,
                time_text(coupon.used_at),
            )
            for coupon in data.coupons
        ),
    )


def _insert_customer(connection: sqlite3.Connection, customer: Customer) -> None:
    connection.execute(
        "INSERT INTO customers (customer_id, first_name, last_name, line1, line2, city, state, country, postcode,"
        " email, phone, points, locale, birth_year, gender, occupation, email_key, phone_tail, person_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            customer.customer_id,
            customer.first_name,
            customer.last_name,
            *address_columns(customer.address),
            customer.email,
            customer.phone,
            customer.points,
            customer.locale,
            customer.birth_year,
            customer.gender,
            customer.occupation,
            email_key(customer.email),
            phone_tail(customer.phone),
            person_key(customer.first_name, customer.last_name, customer.address.postcode),
        ),
    )
    connection.executemany(
        "INSERT INTO payment_methods (customer_id, id, kind, label, balance) VALUES (?, ?, ?, ?, ?)",
        (
            (customer.customer_id, method.id, method.kind, method.label, money_text(method.balance))
            for method in customer.payment_methods
        ),
    )


def _insert_product(connection: sqlite3.Connection, product: Product) -> None:
    connection.execute(
        "INSERT INTO products (product_id, name, name_zh, description, description_zh, category, brand)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            product.product_id,
            product.name,
            product.name_zh,
            product.description,
            product.description_zh,
            product.category,
            product.brand,
        ),
    )
    connection.executemany(
        "INSERT INTO variants (sku, product_id, options, price, currency, stock) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                variant.sku,
                product.product_id,
                mapping_text(variant.options),
                money_text(variant.price),
                variant.currency,
                variant.stock,
            )
            for variant in product.variants
        ),
    )


def _insert_order(connection: sqlite3.Connection, order: Order) -> None:
    key = order_key(order.order_id)
    connection.execute(
        "INSERT INTO orders (order_key, order_id, customer_id, status, currency, line1, line2, city, state, country,"
        " postcode, items_modified, placed_at, shipped_at, delivered_at, eta, cancel_reason)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            order.order_id,
            order.customer_id,
            order.status.value,
            order.currency,
            *address_columns(order.address),
            int(order.items_modified),
            time_text(order.placed_at),
            time_text(order.shipped_at),
            time_text(order.delivered_at),
            time_text(order.eta),
            order.cancel_reason,
        ),
    )
    insert_lines(connection, key, order.lines)
    insert_payments(connection, key, order.payments)
    _insert_shipments(connection, key, order)
    insert_requests(connection, key, order.requests)
    if order.invoice is not None:
        insert_invoice(connection, key, order.invoice)


def insert_lines(connection: sqlite3.Connection, key: str, lines: Iterable[OrderLine]) -> None:
    """Insert lines after those of the order that are there."""
    connection.executemany(
        "INSERT INTO order_lines (order_key, line_id, sku, product_id, name, options, price, quantity)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                key,
                line.line_id,
                line.sku,
                line.product_id,
                line.name,
                mapping_text(line.options),
                money_text(line.price),
                line.quantity,
            )
            for line in lines
        ),
    )


def insert_payments(connection: sqlite3.Connection, key: str, payments: Iterable[Payment]) -> None:
    """Insert payments and refunds after those of the order that are there."""
    connection.executemany(
        "INSERT INTO payments (order_key, kind, amount, method_id) VALUES (?, ?, ?, ?)",
        ((key, payment.kind, money_text(payment.amount), payment.method_id) for payment in payments),
    )


def insert_requests(connection: sqlite3.Connection, key: str, requests: Iterable[AfterSalesRequest]) -> None:
    """Insert requests after those of the order that are there."""
    for request in requests:
        parent = _insert(
            connection,
            "INSERT INTO requests (order_key, kind, method_id, reason, created_at) VALUES (?, ?, ?, ?, ?)",
            (key, request.kind, request.method_id, request.reason, time_text(request.created_at)),
        )
        connection.executemany(
            "INSERT INTO request_lines (request, line_id, quantity, new_sku) VALUES (?, ?, ?, ?)",
            ((parent, line.line_id, line.quantity, line.new_sku) for line in request.lines),
        )


def insert_invoice(connection: sqlite3.Connection, key: str, invoice: Invoice) -> None:
    """Insert the order's invoice in place of the one that may be there."""
    connection.execute(
        "INSERT OR REPLACE INTO invoices (order_key, title, tax_number, email, amount, requested_at, number,"
        " sent_again_at, corrections) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            invoice.title,
            invoice.tax_number,
            invoice.email,
            money_text(invoice.amount),
            time_text(invoice.requested_at),
            invoice.number,
            time_text(invoice.sent_again_at),
            invoice.corrections,
        ),
    )


def _insert_shipments(connection: sqlite3.Connection, key: str, order: Order) -> None:
    for shipment in order.shipments:
        parent = _insert(
            connection,
            "INSERT INTO shipments (order_key, tracking_number, carrier) VALUES (?, ?, ?)",
            (key, shipment.tracking_number, shipment.carrier),
        )
        connection.executemany(
            "INSERT INTO shipment_lines (shipment, line_id) VALUES (?, ?)",
            ((parent, line_id) for line_id in shipment.line_ids),
        )
        connection.executemany(
            "INSERT INTO shipment_events (shipment, at, text) VALUES (?, ?, ?)",
            ((parent, time_text(event.at), event.text) for event in shipment.events),
        )


def _insert(connection: sqlite3.Connection, statement: str, columns: Iterable[Column]) -> int | None:
    return connection.execute(statement, tuple(columns)).lastrowid


def address_columns(address: Address) -> tuple[str, str, str, str, str, str]:
    """An address in the order of its columns."""
    return (address.line1, address.line2, address.city, address.state, address.country, address.postcode)
