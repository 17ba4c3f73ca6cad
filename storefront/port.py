"""The port through which the bot reaches a shop; every adapter passes the contract suite in tests/contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storefront.changes import Change
from storefront.model import Coupon, Customer, Event, Order, Product, Receipt, Review


class ShopError(Exception):
    """Something the shop could not or would not do."""


class ShopUnavailableError(ShopError):
    """The shop's system cannot be reached or is locked; nothing was changed."""


class UnknownOrderError(ShopError):
    """There is no such order, or it is another customer's: the two are never told apart.

    For a change of the profile: there is no such customer.
    """


class NotAllowedError(ShopError):
    """The shop's policy forbids the change; ``reason`` is a policy reason code, ``facts`` word it."""

    def __init__(self, reason: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = dict(facts or {})


class ChangedMeanwhileError(ShopError):
    """What the customer agreed to is no longer what would happen; nothing was changed, and he must be asked again."""


class KeyReusedError(ShopError):
    """The idempotency key was used for another change before; nothing was changed."""


@dataclass(frozen=True)
class Command:
    """One change for one customer; ``key`` makes it happen once, however often it is sent.

    ``order_id`` is empty for a change of the profile. ``agreed`` is the fingerprint of what the customer said yes to;
    when it is empty nothing is compared.
    """

    key: str
    conversation_id: str
    turn_id: str
    customer_id: str
    order_id: str
    change: Change
    at: datetime
    agreed: str = ""


class Shop(Protocol):
    """What the bot asks of a shop."""

    async def customer(self, customer_id: str) -> Customer | None:
        """The customer with this id."""

    async def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this e-mail, letter case ignored."""

    async def customer_by_phone(self, phone: str) -> Customer | None:
        """The customer with this phone, compared by its digits with or without the country code."""

    async def customer_by_name(self, first_name: str, last_name: str, postcode: str) -> Customer | None:
        """The only customer with this full name and postcode; none when two share them."""

    async def order(self, order_id: str) -> Order | None:
        """The order with this number; a leading ``#``, blanks and letter case are ignored."""

    async def orders_of(self, customer_id: str) -> tuple[Order, ...]:
        """All orders of a customer, newest first."""

    async def products(self, product_ids: Collection[str] | None = None) -> tuple[Product, ...]:
        """The whole catalogue, or of it the products with these ids, in one reading."""

    async def product(self, product_id: str) -> Product | None:
        """The product with this id."""

    async def events_of(self, customer_id: str) -> tuple[Event, ...]:
        """A customer's behaviour, oldest first."""

    async def reviews_of(self, product_id: str) -> tuple[Review, ...]:
        """A product's reviews, newest first."""

    async def coupons_of(self, customer_id: str) -> tuple[Coupon, ...]:
        """Coupons this customer may use, his own and everybody's."""

    async def apply(self, command: Command) -> Receipt:
        """Make a change, once, whole or not at all.

        The same ``key`` again gives the first receipt and changes nothing. Raises KeyReusedError, UnknownOrderError,
        NotAllowedError, ChangedMeanwhileError or ShopUnavailableError.
        """

    async def receipts(self, conversation_id: str, turn_id: str | None = None) -> tuple[Receipt, ...]:
        """Receipts of changes made in a conversation, or in one turn of it, oldest first."""
