"""Cancels an order inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Sequence
from decimal import Decimal

from storefront.adapters.sqlite import rows_out
from storefront.adapters.sqlite.columns import mapping_text, money_text, time_text
from storefront.identifiers import order_key
from storefront.model import Customer, Order, OrderStatus, Receipt
from storefront.policy import Policy, Refund, Refused, accepts_reason, may_cancel, refund_plan
from storefront.port import CancelOrder, NotAllowedError, ShopError, UnknownOrderError

KIND = "cancel_order"


class KeyReusedError(ShopError):
    """The idempotency key was used for another change before; nothing was changed."""


def cancel(connection: sqlite3.Connection, command: CancelOrder, policy: Policy) -> Receipt:
    """Cancel, refund and put back into stock, or give the receipt of the first time; the caller commits."""
    if (earlier := _earlier_receipt(connection, command)) is not None:
        return earlier
    order, customer = _owned_order(connection, command)
    for decision in (may_cancel(order, policy, command.at), accepts_reason(policy, command.reason)):
        if isinstance(decision, Refused):
            raise NotAllowedError(decision.reason)
    refunds = refund_plan(order, policy, customer.payment_methods)
    _change_order(connection, order, command.reason, refunds)
    _pay_gift_cards(connection, customer, refunds)
    _restock(connection, order)
    if policy.cancel.gives_coupon_back:
        _give_coupon_back(connection, order)
    receipt = _receipt(command, order, refunds)
    _record(connection, receipt)
    return receipt


def _earlier_receipt(connection: sqlite3.Connection, command: CancelOrder) -> Receipt | None:
    row = connection.execute("SELECT * FROM receipts WHERE key = ?", (command.key,)).fetchone()
    if row is None:
        return None
    receipt = rows_out.receipt(row)
    same = receipt.kind == KIND and order_key(receipt.order_id) == order_key(command.order_id)
    if not same or receipt.customer_id != command.customer_id:
        raise KeyReusedError("the key belongs to another change")
    return receipt


def _owned_order(connection: sqlite3.Connection, command: CancelOrder) -> tuple[Order, Customer]:
    rows = connection.execute(
        "SELECT * FROM orders WHERE order_key = ? AND customer_id = ?",
        (order_key(command.order_id), command.customer_id),
    ).fetchall()
    if not rows:
        raise UnknownOrderError("there is no such order of this customer")
    owner = connection.execute("SELECT * FROM customers WHERE customer_id = ?", (command.customer_id,)).fetchall()
    return rows_out.orders(connection, rows)[0], rows_out.customers(connection, owner)[0]


def _change_order(connection: sqlite3.Connection, order: Order, reason: str, refunds: Sequence[Refund]) -> None:
    key = order_key(order.order_id)
    connection.execute(
        "UPDATE orders SET status = ?, cancel_reason = ? WHERE order_key = ?",
        (OrderStatus.CANCELLED.value, reason, key),
    )
    connection.executemany(
        "INSERT INTO payments (order_key, kind, amount, method_id) VALUES (?, 'refund', ?, ?)",
        ((key, money_text(refund.amount), refund.method_id) for refund in refunds),
    )


def _pay_gift_cards(connection: sqlite3.Connection, customer: Customer, refunds: Sequence[Refund]) -> None:
    methods = {method.id: method for method in customer.payment_methods}
    for refund in refunds:
        if refund.kind == "gift_card":
            balance = (methods[refund.method_id].balance or Decimal(0)) + refund.amount
            connection.execute(
                "UPDATE payment_methods SET balance = ? WHERE customer_id = ? AND id = ?",
                (money_text(balance), customer.customer_id, refund.method_id),
            )


def _restock(connection: sqlite3.Connection, order: Order) -> None:
    connection.executemany(
        "UPDATE variants SET stock = stock + ? WHERE sku = ?", ((line.quantity, line.sku) for line in order.lines)
    )


def _give_coupon_back(connection: sqlite3.Connection, order: Order) -> None:
    # A coupon names no order; it is used at the very moment at which its order is placed.
    connection.execute(
        "UPDATE coupons SET used_at = NULL WHERE customer_id = ? AND used_at = ?",
        (order.customer_id, time_text(order.placed_at)),
    )


def _receipt(command: CancelOrder, order: Order, refunds: Sequence[Refund]) -> Receipt:
    return Receipt(
        key=command.key,
        kind=KIND,
        conversation_id=command.conversation_id,
        turn_id=command.turn_id,
        order_id=order.order_id,
        customer_id=order.customer_id,
        created_at=command.at,
        facts=_facts(command.reason, order, refunds),
    )


def _facts(reason: str, order: Order, refunds: Sequence[Refund]) -> dict[str, str]:
    """Sums over all refunds, then each refund under ``refund_1_...``, ``refund_2_...``."""
    facts = {
        "order_id": order.order_id,
        "reason": reason,
        "currency": order.currency,
        "amount": format(sum((refund.amount for refund in refunds), Decimal(0)), "f"),
        "method": ", ".join(refund.label or refund.method_id for refund in refunds),
        "days_min": str(min((refund.days.least for refund in refunds), default=0)),
        "days_max": str(max((refund.days.most for refund in refunds), default=0)),
        "refunds": str(len(refunds)),
    }
    for number, refund in enumerate(refunds, start=1):
        facts |= {
            f"refund_{number}_amount": format(refund.amount, "f"),
            f"refund_{number}_method": refund.label or refund.method_id,
            f"refund_{number}_kind": refund.kind,
            f"refund_{number}_days_min": str(refund.days.least),
            f"refund_{number}_days_max": str(refund.days.most),
        }
    return facts


def _record(connection: sqlite3.Connection, receipt: Receipt) -> None:
    connection.execute(
        "INSERT INTO receipts (key, position, kind, conversation_id, turn_id, order_id, customer_id, created_at, facts)"
        " VALUES (?, (SELECT COALESCE(MAX(position), 0) + 1 FROM receipts), ?, ?, ?, ?, ?, ?, ?)",
        (
            receipt.key,
            receipt.kind,
            receipt.conversation_id,
            receipt.turn_id,
            receipt.order_id,
            receipt.customer_id,
            time_text(receipt.created_at),
            mapping_text(receipt.facts),
        ),
    )
    connection.execute(
        "INSERT INTO audit (at, kind, key, conversation_id, turn_id, customer_id, order_id, details)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            time_text(receipt.created_at),
            receipt.kind,
            receipt.key,
            receipt.conversation_id,
            receipt.turn_id,
            receipt.customer_id,
            receipt.order_id,
            json.dumps(dict(receipt.facts), ensure_ascii=False),
        ),
    )
