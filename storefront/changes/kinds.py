"""The eight changes a customer can ask for, and what a decision about one looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storefront.model import Address, Customer, Order, Product, RequestedLine, Variant


@dataclass(frozen=True)
class CancelOrder:
    """Give the whole order up before it is sent."""

    reason: str = ""


@dataclass(frozen=True)
class ChangeAddress:
    """Send the order to another address."""

    address: Address


@dataclass(frozen=True)
class ChangeItems:
    """Take other variants of the same products; ``method_id`` pays or receives the difference."""

    lines: tuple[RequestedLine, ...]
    method_id: str = ""


@dataclass(frozen=True)
class ChangePayment:
    """Pay the whole order with one other method."""

    method_id: str


@dataclass(frozen=True)
class ReturnItems:
    """Send delivered goods back; ``method_id`` receives the money."""

    lines: tuple[RequestedLine, ...]
    method_id: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ExchangeItems:
    """Send delivered goods back for other variants; ``method_id`` pays or receives the difference."""

    lines: tuple[RequestedLine, ...]
    method_id: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ChangeProfileAddress:
    """Make this the customer's own address, for orders to come."""

    address: Address


@dataclass(frozen=True)
class RequestInvoice:
    """Have an electronic invoice issued, corrected when there is one already, or sent again when it stays the same."""

    title: str
    email: str
    tax_number: str = ""
    for_company: bool = False


Change = (
    CancelOrder
    | ChangeAddress
    | ChangeItems
    | ChangePayment
    | ReturnItems
    | ExchangeItems
    | ChangeProfileAddress
    | RequestInvoice
)


class Kind(StrEnum):
    """The names of the changes, as receipts carry them."""

    CANCEL_ORDER = "cancel_order"
    CHANGE_ADDRESS = "change_address"
    CHANGE_ITEMS = "change_items"
    CHANGE_PAYMENT = "change_payment"
    RETURN_ITEMS = "return_items"
    EXCHANGE_ITEMS = "exchange_items"
    CHANGE_PROFILE_ADDRESS = "change_profile_address"
    REQUEST_INVOICE = "request_invoice"


_KINDS: Mapping[type[Change], Kind] = {
    CancelOrder: Kind.CANCEL_ORDER,
    ChangeAddress: Kind.CHANGE_ADDRESS,
    ChangeItems: Kind.CHANGE_ITEMS,
    ChangePayment: Kind.CHANGE_PAYMENT,
    ReturnItems: Kind.RETURN_ITEMS,
    ExchangeItems: Kind.EXCHANGE_ITEMS,
    ChangeProfileAddress: Kind.CHANGE_PROFILE_ADDRESS,
    RequestInvoice: Kind.REQUEST_INVOICE,
}


def kind_of(change: Change) -> Kind:
    """The change's name."""
    return _KINDS[type(change)]


@dataclass(frozen=True)
class Situation:
    """All that a decision looks at.

    ``order`` is None only for the profile's address; ``products`` holds, by product id, those of the order's lines,
    and may hold more: a wanted variant that belongs to one of these is told from one that does not exist.
    """

    customer: Customer
    order: Order | None
    products: Mapping[str, Product]

    @property
    def the_order(self) -> Order:
        """The order of a change that needs one; raise ValueError when there is none."""
        if self.order is None:
            raise ValueError("this change needs an order")
        return self.order

    def variant(self, product_id: str, sku: str) -> Variant | None:
        """The variant of this product."""
        product = self.products.get(product_id)
        return product.variant(sku) if product else None
