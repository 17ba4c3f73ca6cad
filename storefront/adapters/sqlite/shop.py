"""The port over one SQLite file; the work is done in threads, so that the event loop never waits for the disk."""

import asyncio
import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from storefront.adapters.sqlite import rows_out
from storefront.adapters.sqlite.connection import changing, creating, is_loaded, reading, version_of
from storefront.adapters.sqlite.making_changes import make_change
from storefront.adapters.sqlite.rows_in import insert_shop
from storefront.adapters.sqlite.schema import DATA_TABLES, SCHEMA, SCHEMA_VERSION
from storefront.identifiers import email_key, order_key, person_key, phone_digits, phone_tail, same_phone
from storefront.model import Coupon, Customer, Event, Order, Product, Receipt, Review, ShopData
from storefront.policy import DEFAULT_POLICY, Policy
from storefront.port import Command, ShopError

Column = str | None
Value = TypeVar("Value")


class InconsistentShopError(ShopError):
    """The data to load contradict themselves (an id twice, an unknown reference); nothing was loaded."""


class SqliteShop:
    """A shop in the SQLite file at ``path``, under ``policy``; nothing is opened before the first call.

    A file of an older schema version is brought up to date. Every call raises ShopUnavailableError when the file is
    missing, corrupt, of another schema version or locked for more than two seconds.
    """

    def __init__(self, path: Path, policy: Policy = DEFAULT_POLICY) -> None:
        self._path = Path(path)
        self._policy = policy

    async def is_loaded(self) -> bool:
        """Whether the file is there and holds a shop; raises ShopUnavailableError when it cannot be read."""
        return await asyncio.to_thread(is_loaded, self._path)

    async def load(self, data: ShopData) -> None:
        """Replace the whole shop in one transaction; receipts and the audit log stay.

        Raises InconsistentShopError or ShopUnavailableError; the shop is then as before.
        """
        await asyncio.to_thread(self._load, data)

    async def dump(self) -> ShopData:
        """The whole shop at one moment, records in the order in which they were loaded."""
        return await asyncio.to_thread(self._dump)

    async def customer(self, customer_id: str) -> Customer | None:
        """See the port."""
        return _only(
            await asyncio.to_thread(self._customers, "SELECT * FROM customers WHERE customer_id = ?", (customer_id,))
        )

    async def customer_by_email(self, email: str) -> Customer | None:
        """See the port; none when two customers share the e-mail."""
        key = email_key(email)
        if not key:
            return None
        return _only(await asyncio.to_thread(self._customers, "SELECT * FROM customers WHERE email_key = ?", (key,)))

    async def customer_by_phone(self, phone: str) -> Customer | None:
        """See the port; none when two customers share the phone."""
        tail = phone_tail(phone)
        if not tail:
            return None
        found = await asyncio.to_thread(self._customers, "SELECT * FROM customers WHERE phone_tail = ?", (tail,))
        same = [customer for customer in found if same_phone(customer.phone, phone)]
        exact = [customer for customer in same if phone_digits(customer.phone) == phone_digits(phone)]
        return _only(exact or same)

    async def customer_by_name(self, first_name: str, last_name: str, postcode: str) -> Customer | None:
        """See the port."""
        key = person_key(first_name, last_name, postcode)
        if not key:
            return None
        return _only(await asyncio.to_thread(self._customers, "SELECT * FROM customers WHERE person_key = ?", (key,)))

    async def order(self, order_id: str) -> Order | None:
        """See the port."""
        key = order_key(order_id)
        if not key:
            return None
        return _only(await asyncio.to_thread(self._orders, "SELECT * FROM orders WHERE order_key = ?", (key,)))

    async def orders_of(self, customer_id: str) -> tuple[Order, ...]:
        """See the port."""
        return await asyncio.to_thread(
            self._orders,
            "SELECT * FROM orders WHERE customer_id = ? ORDER BY placed_at IS NULL, placed_at DESC, position DESC",
            (customer_id,),
        )

    async def products(self, product_ids: Collection[str] | None = None) -> tuple[Product, ...]:
        """See the port."""
        if product_ids is None:
            return await asyncio.to_thread(self._products, "SELECT * FROM products ORDER BY position", ())
        named = "SELECT * FROM products WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY position"
        return await asyncio.to_thread(self._products, named, (json.dumps(list(product_ids)),))

    async def product(self, product_id: str) -> Product | None:
        """See the port."""
        return _only(
            await asyncio.to_thread(self._products, "SELECT * FROM products WHERE product_id = ?", (product_id,))
        )

    async def events_of(self, customer_id: str) -> tuple[Event, ...]:
        """See the port."""
        statement = "SELECT * FROM events WHERE customer_id = ? ORDER BY at, position"
        rows = await asyncio.to_thread(self._rows, statement, (customer_id,))
        return tuple(rows_out.event(row) for row in rows)

    async def reviews_of(self, product_id: str) -> tuple[Review, ...]:
        """See the port."""
        statement = "SELECT * FROM reviews WHERE product_id = ? ORDER BY created_at DESC, position DESC"
        rows = await asyncio.to_thread(self._rows, statement, (product_id,))
        return tuple(rows_out.review(row) for row in rows)

    async def coupons_of(self, customer_id: str) -> tuple[Coupon, ...]:
        """See the port: unused ones; whether a date has passed is for ``policy.coupon_is_valid`` to say."""
        statement = "SELECT * FROM coupons WHERE customer_id IN ('', ?) AND used_at IS NULL ORDER BY position"
        rows = await asyncio.to_thread(self._rows, statement, (customer_id,))
        return tuple(rows_out.coupon(row) for row in rows)

    async def apply(self, command: Command) -> Receipt:
        """See the port."""
        return await asyncio.to_thread(self._apply, command)

    async def receipts(self, conversation_id: str, turn_id: str | None = None) -> tuple[Receipt, ...]:
        """See the port."""
        statement = (
            "SELECT * FROM receipts WHERE conversation_id = ?1 AND (?2 IS NULL OR turn_id = ?2) ORDER BY position"
        )
        rows = await asyncio.to_thread(self._rows, statement, (conversation_id, turn_id))
        return tuple(rows_out.receipt(row) for row in rows)

    def _load(self, data: ShopData) -> None:
        with creating(self._path) as connection:
            _prepare(connection)
            try:
                insert_shop(connection, data)
            except (sqlite3.IntegrityError, OverflowError) as error:
                raise InconsistentShopError(f"the shop's data contradict themselves: {error}") from error

    def _dump(self) -> ShopData:
        with reading(self._path) as connection:
            everything = {
                "customers": connection.execute("SELECT * FROM customers ORDER BY position").fetchall(),
                "products": connection.execute("SELECT * FROM products ORDER BY position").fetchall(),
                "orders": connection.execute("SELECT * FROM orders ORDER BY position").fetchall(),
                "reviews": connection.execute("SELECT * FROM reviews ORDER BY position").fetchall(),
                "events": connection.execute("SELECT * FROM events ORDER BY position").fetchall(),
                "coupons": connection.execute("SELECT * FROM coupons ORDER BY position").fetchall(),
            }
            return ShopData(
                customers=rows_out.customers(connection, everything["customers"]),
                products=rows_out.products(connection, everything["products"]),
                orders=rows_out.orders(connection, everything["orders"]),
                reviews=tuple(rows_out.review(row) for row in everything["reviews"]),
                events=tuple(rows_out.event(row) for row in everything["events"]),
                coupons=tuple(rows_out.coupon(row) for row in everything["coupons"]),
            )

    def _apply(self, command: Command) -> Receipt:
        with changing(self._path) as connection:
            return make_change(connection, _all_storable(command), self._policy)

    def _customers(self, statement: str, columns: Sequence[Column]) -> tuple[Customer, ...]:
        with reading(self._path) as connection:
            return rows_out.customers(connection, _fetch(connection, statement, columns))

    def _products(self, statement: str, columns: Sequence[Column]) -> tuple[Product, ...]:
        with reading(self._path) as connection:
            return rows_out.products(connection, _fetch(connection, statement, columns))

    def _orders(self, statement: str, columns: Sequence[Column]) -> tuple[Order, ...]:
        with reading(self._path) as connection:
            return rows_out.orders(connection, _fetch(connection, statement, columns))

    def _rows(self, statement: str, columns: Sequence[Column]) -> list[sqlite3.Row]:
        with reading(self._path) as connection:
            return _fetch(connection, statement, columns)


def _prepare(connection: sqlite3.Connection) -> None:
    """Empty tables in a file that may be new."""
    if version_of(connection) == 0:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    for table in reversed(DATA_TABLES):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 (our own constants)


def _fetch(connection: sqlite3.Connection, statement: str, columns: Sequence[Column]) -> list[sqlite3.Row]:
    return connection.execute(statement, [column and _storable(column) for column in columns]).fetchall()


def _storable(text: str) -> str:
    """The text with halves of characters replaced: people type them, SQLite cannot hold them."""
    return text.encode(errors="replace").decode()


def _all_storable(value: Value) -> Value:
    """The value with every text in it made storable."""
    if isinstance(value, str):
        return cast("Value", _storable(value))
    if isinstance(value, tuple):
        return cast("Value", tuple(_all_storable(item) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _all_storable(getattr(value, part.name)) for part in fields(value)}
        return cast("Value", replace(value, **parts))
    return value


def _only(values: Sequence[Value]) -> Value | None:
    """The value when it is the only one."""
    return values[0] if len(values) == 1 else None
