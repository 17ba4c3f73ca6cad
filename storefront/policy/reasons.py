"""Decisions: allowed, or refused with a reason code that the bot has words for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from storefront.model import OrderStatus


class Reason(StrEnum):
    """Why a change is refused; every code has its words in the bot's responses."""

    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_PROCESSED = "already_processed"
    ALREADY_SHIPPED = "already_shipped"
    ALREADY_DELIVERED = "already_delivered"
    AFTER_SALES_UNDER_WAY = "after_sales_under_way"
    NOT_YET_PROCESSED = "not_yet_processed"
    NOT_DELIVERED_YET = "not_delivered_yet"
    """Goods can be returned or exchanged only once they have arrived."""

    ITEMS_WERE_MODIFIED = "items_were_modified"
    """The items were changed before; the order is final."""

    TOO_LATE = "too_late"
    """The time for it is over; facts: ``until`` or ``last_day``."""

    REASON_MISSING = "reason_missing"
    REASON_NOT_ACCEPTED = "reason_not_accepted"
    PROOF_TOO_OLD = "proof_too_old"
    PROOF_TOO_WEAK = "proof_too_weak"

    NOTHING_CHOSEN = "nothing_chosen"
    """No line of the order was named."""

    NOT_IN_ORDER = "not_in_order"
    """The order has no such line; facts: ``line_id``."""

    BAD_QUANTITY = "bad_quantity"
    """Fewer than one, or more than were bought; facts: ``name``, ``quantity``, ``most``."""

    SAME_VARIANT = "same_variant"
    """The new variant is the one he has; facts: ``name``, ``options``."""

    OTHER_PRODUCT = "other_product"
    """The new variant belongs to another product; facts: ``name``, ``sku``."""

    UNKNOWN_VARIANT = "unknown_variant"
    """The product is not sold in this variant and this currency; facts: ``name``, ``sku``."""

    SOLD_OUT = "sold_out"
    """Fewer in stock than wanted; facts: ``name``, ``options``, ``quantity``, ``stock``."""

    ADDRESS_INCOMPLETE = "address_incomplete"
    """A part that every parcel needs is empty; facts: ``missing``, the names of the parts."""

    SAME_ADDRESS = "same_address"
    """The new address is the old one."""

    UNKNOWN_METHOD = "unknown_method"
    """The customer has no such payment method."""

    SAME_METHOD = "same_method"
    """All was paid with this method already; facts: ``method``."""

    METHOD_NOT_ACCEPTED = "method_not_accepted"
    """Money does not go back to this method; facts: ``method``."""

    BALANCE_TOO_LOW = "balance_too_low"
    """The gift card does not cover the amount; facts: ``method``, ``balance``, ``needed``, ``currency``."""

    METHOD_MISSING = "method_missing"
    """A payment method must be named; facts for a difference in price: ``difference``, ``currency``."""

    NOT_RETURNABLE = "not_returnable"
    """This product is not taken back without a fault; facts: ``name``."""

    INVOICE_TOO_EARLY = "invoice_too_early"
    """The invoice is issued later in the life of the order; facts: ``from_status``, the first state it is issued in."""

    NOTHING_TO_INVOICE = "nothing_to_invoice"
    """Nothing that was paid is left to be invoiced."""

    CORRECTED_BEFORE = "corrected_before"
    """The invoice was corrected as often as may be; facts: ``most``."""

    CORRECTION_TOO_LATE = "correction_too_late"
    """The time to correct the invoice is over; facts: ``last_day``, ``days``."""

    TITLE_NOT_ACCEPTED = "title_not_accepted"
    """Nobody can be called so, or the title is missing."""

    TAX_NUMBER_MISSING = "tax_number_missing"
    """A company in China needs its tax number on the invoice."""

    TAX_NUMBER_WRONG = "tax_number_wrong"
    """The tax number cannot be right; facts: ``tax_number``, ``fault``, ``suggestion`` (may be empty)."""

    EMAIL_NOT_ACCEPTED = "email_not_accepted"
    """No mail can be sent there, or the address is missing."""


STATUS_REASONS: Mapping[OrderStatus, Reason] = {
    OrderStatus.PENDING: Reason.NOT_YET_PROCESSED,
    OrderStatus.PROCESSED: Reason.ALREADY_PROCESSED,
    OrderStatus.SHIPPED: Reason.ALREADY_SHIPPED,
    OrderStatus.DELIVERED: Reason.ALREADY_DELIVERED,
    OrderStatus.CANCELLED: Reason.ALREADY_CANCELLED,
    OrderStatus.RETURN_REQUESTED: Reason.AFTER_SALES_UNDER_WAY,
    OrderStatus.EXCHANGE_REQUESTED: Reason.AFTER_SALES_UNDER_WAY,
}
"""Why an order in this status is not open to a change before delivery."""

DELIVERY_REASONS: Mapping[OrderStatus, Reason] = {
    **STATUS_REASONS,
    OrderStatus.PENDING: Reason.NOT_DELIVERED_YET,
    OrderStatus.PROCESSED: Reason.NOT_DELIVERED_YET,
    OrderStatus.SHIPPED: Reason.NOT_DELIVERED_YET,
}
"""Why goods of an order in this status are not taken back."""


@dataclass(frozen=True)
class Allowed:
    """The change may be made."""


@dataclass(frozen=True)
class Refused:
    """The change may not be made, and why; ``facts`` word the refusal, two refusals are equal by their reason."""

    reason: Reason
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)
