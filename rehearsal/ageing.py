"""Time that has passed: everything the house keeps of a conversation, and the shop, becomes that much older.

The clocks of the processes cannot be moved while they run, and a proof, a code, a session and a delivery all count by
how long ago they were; so what is stored is moved back instead.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from storefront.model import ShopData

OF_IT = "conversation_id = ?"

DESK_TIMES = (
    ("conversations", "id = ?", ("state_since", "created_at", "expires_at", "proven_at")),
    ("conversation_tokens", OF_IT, ("expires_at",)),
    ("messages", OF_IT, ("created_at",)),
    ("turns", OF_IT, ("created_at",)),
    ("challenges", OF_IT, ("created_at", "expires_at")),
    ("satisfaction", OF_IT, ("asked_at", "answered_at")),
    ("complaints", OF_IT, ("created_at", "urgent_at", "due_at", "late_until", "answered_at", "letter_after")),
    ("complaint_texts", f"number IN (SELECT number FROM complaints WHERE {OF_IT})", ("created_at",)),  # noqa: S608 - own names
)
"""The desk's tables that hold times of a conversation: which rows are its own, and those times."""


def older(data: ShopData, span: timedelta) -> ShopData:
    """The shop with all its times moved back."""
    return replace(
        data,
        orders=_older(data.orders, span),
        reviews=tuple(replace(review, created_at=review.created_at - span) for review in data.reviews),
        events=tuple(replace(event, at=event.at - span) for event in data.events),
        coupons=_older(data.coupons, span),
    )


def age_desk(database: Path, conversation_id: str, span: timedelta) -> None:
    """Move back what the desk keeps of a conversation."""
    with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
        connection.create_function("moved_back", 1, lambda text: _moved_back(text, span))
        for table, its_own, columns in DESK_TIMES:
            moved = ", ".join(f"{column} = moved_back({column})" for column in columns)
            connection.execute(f"UPDATE {table} SET {moved} WHERE {its_own}", (conversation_id,))  # noqa: S608 - own names


def age_tracker(database: Path, conversation_id: str, span: timedelta) -> None:
    """Move back the events that Rasa keeps of a conversation: the column, and the time within each event."""
    seconds = span.total_seconds()
    with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
        query = "SELECT id, timestamp, data FROM events WHERE sender_id = ?"
        for number, timestamp, data in connection.execute(query, (conversation_id,)).fetchall():
            event = json.loads(data)
            event["timestamp"] -= seconds
            connection.execute(
                "UPDATE events SET timestamp = ?, data = ? WHERE id = ?",
                (timestamp - seconds, json.dumps(event), number),
            )


def _older(value: Any, span: timedelta) -> Any:
    if isinstance(value, datetime):
        return value - span
    if isinstance(value, tuple):
        return tuple(_older(one, span) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _older(getattr(value, one.name), span) for one in fields(value)})
    return value


def _moved_back(text: str | None, span: timedelta) -> str | None:
    """A time as the desk writes it, with its zone or without."""
    if text is None:
        return None
    moved = datetime.fromisoformat(text) - span
    return moved.isoformat("T" if "T" in text else " ", "microseconds")
