"""Writes what a change made of an order, a customer and the stock."""

import sqlite3
from collections.abc import Mapping

from storefront.adapters.sqlite.columns import money_text
from storefront.adapters.sqlite.rows_in import (
    address_columns,
    insert_invoice,
    insert_lines,
    insert_payments,
    insert_requests,
)
from storefront.identifiers import order_key, person_key
from storefront.model import Customer, Order


def write_order(connection: sqlite3.Connection, before: Order, after: Order) -> None:
    """Write a changed order; payments and requests are only ever added."""
    key = order_key(before.order_id)
    connection.execute(
        "UPDATE orders SET status = ?, cancel_reason = ?, items_modified = ?, line1 = ?, line2 = ?, city = ?,"
        " state = ?, country = ?, postcode = ? WHERE order_key = ?",
        (after.status.value, after.cancel_reason, int(after.items_modified), *address_columns(after.address), key),
    )
    if after.lines != before.lines:
        connection.execute("DELETE FROM order_lines WHERE order_key = ?", (key,))
        insert_lines(connection, key, after.lines)
    insert_payments(connection, key, after.payments[len(before.payments) :])
    insert_requests(connection, key, after.requests[len(before.requests) :])
    if after.invoice is not None and after.invoice != before.invoice:
        insert_invoice(connection, key, after.invoice)


def write_customer(connection: sqlite3.Connection, before: Customer, after: Customer) -> None:
    """Write a changed address, under which he is also found, and changed balances."""
    if after.address != before.address:
        connection.execute(
            "UPDATE customers SET line1 = ?, line2 = ?, city = ?, state = ?, country = ?, postcode = ?, person_key = ?"
            " WHERE customer_id = ?",
            (
                *address_columns(after.address),
                person_key(after.first_name, after.last_name, after.address.postcode),
                after.customer_id,
            ),
        )
    for old, new in zip(before.payment_methods, after.payment_methods, strict=True):
        if new.balance != old.balance:
            connection.execute(
                "UPDATE payment_methods SET balance = ? WHERE customer_id = ? AND id = ?",
                (money_text(new.balance), after.customer_id, new.id),
            )


def write_stock(connection: sqlite3.Connection, changes: Mapping[str, int]) -> None:
    """Add to each SKU's stock; the table lets none fall below zero."""
    connection.executemany(
        "UPDATE variants SET stock = stock + ? WHERE sku = ?", ((count, sku) for sku, count in changes.items())
    )
