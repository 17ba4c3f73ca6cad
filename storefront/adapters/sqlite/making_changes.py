"""Makes one change inside the caller's transaction; what it comes to is worked out in ``storefront.changes``."""

import sqlite3

from storefront.adapters.sqlite import rows_out
from storefront.adapters.sqlite.columns import time_text
from storefront.adapters.sqlite.receipts import earlier_receipt, record
from storefront.adapters.sqlite.rows_changed import write_customer, write_order, write_stock
from storefront.changes import (
    CancelOrder,
    ChangeItems,
    ChangeProfileAddress,
    ExchangeItems,
    Situation,
    applied,
    decide,
    facts_of,
    fingerprint,
    kind_of,
)
from storefront.identifiers import order_key
from storefront.model import Customer, Order, Product, Receipt
from storefront.policy import Policy, Refused
from storefront.port import ChangedMeanwhileError, Command, NotAllowedError, UnknownOrderError


def make_change(connection: sqlite3.Connection, command: Command, policy: Policy) -> Receipt:
    """Make the change, or give the receipt of the first time; the caller commits."""
    if (earlier := earlier_receipt(connection, command)) is not None:
        return earlier
    change, situation = command.change, _situation(connection, command)
    decision = decide(change, situation, policy, command.at)
    if isinstance(decision, Refused):
        raise NotAllowedError(decision.reason, decision.facts)
    if command.agreed and command.agreed != fingerprint(change, situation, policy):
        raise ChangedMeanwhileError("what the customer agreed to has changed")
    done = applied(change, situation, policy, command.at)
    if situation.order is not None and done.order is not None:
        write_order(connection, situation.order, done.order)
    write_customer(connection, situation.customer, done.customer)
    write_stock(connection, done.stock)
    if isinstance(change, CancelOrder) and policy.cancel.gives_coupon_back:
        _give_coupon_back(connection, situation.the_order)
    receipt = Receipt(
        key=command.key,
        kind=kind_of(change),
        conversation_id=command.conversation_id,
        turn_id=command.turn_id,
        order_id=situation.order.order_id if situation.order else "",
        customer_id=command.customer_id,
        created_at=command.at,
        facts=facts_of(change, situation, done),
    )
    record(connection, receipt)
    return receipt


def _situation(connection: sqlite3.Connection, command: Command) -> Situation:
    customer = _customer(connection, command.customer_id)
    if isinstance(command.change, ChangeProfileAddress):
        return Situation(customer, None, {})
    order = _owned_order(connection, command)
    return Situation(customer, order, _products(connection, order, command))


def _customer(connection: sqlite3.Connection, customer_id: str) -> Customer:
    rows = connection.execute("SELECT * FROM customers WHERE customer_id = ?", (customer_id,)).fetchall()
    if not rows:
        raise UnknownOrderError("there is no such order of this customer")
    return rows_out.customers(connection, rows)[0]


def _owned_order(connection: sqlite3.Connection, command: Command) -> Order:
    rows = connection.execute(
        "SELECT * FROM orders WHERE order_key = ? AND customer_id = ?",
        (order_key(command.order_id), command.customer_id),
    ).fetchall()
    if not rows:
        raise UnknownOrderError("there is no such order of this customer")
    return rows_out.orders(connection, rows)[0]


def _products(connection: sqlite3.Connection, order: Order, command: Command) -> dict[str, Product]:
    """The products of the order's lines and of the variants that are wanted."""
    ids = {line.product_id for line in order.lines}
    if isinstance(command.change, ChangeItems | ExchangeItems):
        for line in command.change.lines:
            wanted = connection.execute("SELECT product_id FROM variants WHERE sku = ?", (line.new_sku,)).fetchone()
            ids |= {wanted["product_id"]} if wanted else set()
    rows = [
        row
        for product_id in sorted(ids)
        for row in connection.execute("SELECT * FROM products WHERE product_id = ?", (product_id,))
    ]
    return {product.product_id: product for product in rows_out.products(connection, rows)}


def _give_coupon_back(connection: sqlite3.Connection, order: Order) -> None:
    # A coupon names no order; it is used at the very moment at which its order is placed.
    connection.execute(
        "UPDATE coupons SET used_at = NULL WHERE customer_id = ? AND used_at = ?",
        (order.customer_id, time_text(order.placed_at)),
    )
