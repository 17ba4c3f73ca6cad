"""Receipts by their idempotency key, and the audit log beside them."""

import json
import sqlite3

from storefront.adapters.sqlite import rows_out
from storefront.adapters.sqlite.columns import mapping_text, time_text
from storefront.changes import CHANGE, ChangeProfileAddress, kind_of, same_change
from storefront.identifiers import order_key
from storefront.model import Receipt
from storefront.port import Command, KeyReusedError


def earlier_receipt(connection: sqlite3.Connection, command: Command) -> Receipt | None:
    """The receipt under this key; raise KeyReusedError when it is another change's."""
    row = connection.execute("SELECT * FROM receipts WHERE key = ?", (command.key,)).fetchone()
    if row is None:
        return None
    receipt = rows_out.receipt(row)
    order_id = "" if isinstance(command.change, ChangeProfileAddress) else command.order_id
    change = same_change(command.change)
    is_same = (
        receipt.kind == kind_of(command.change)
        and receipt.customer_id == command.customer_id
        and order_key(receipt.order_id) == order_key(order_id)
        # Receipts of older versions, all of cancellations, do not name their change.
        and receipt.facts.get(CHANGE, change) == change
    )
    if not is_same:
        raise KeyReusedError("the key belongs to another change")
    return receipt


def record(connection: sqlite3.Connection, receipt: Receipt) -> None:
    """Keep the receipt and write the audit log."""
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
