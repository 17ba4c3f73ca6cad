"""Short hashes: of what a customer said yes to, and of a change itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from storefront.changes.kinds import CancelOrder, Change, RequestInvoice, Situation, kind_of
from storefront.changes.money import plan
from storefront.policy import Policy

LENGTH = 16


def fingerprint(change: Change, situation: Situation, policy: Policy) -> str:
    """A hash of what is put to the customer: the change, its money, and the state and lines of the order.

    It differs when a price, the order or a rule on money changes while he thinks; stock that is still enough does not
    count. The change must be one that ``plan`` takes.
    """
    order = situation.order
    state = (
        [order.order_id, order.status, order.items_modified, [asdict(line) for line in order.lines]] if order else []
    )
    if isinstance(change, RequestInvoice) and situation.the_order.invoice is not None:
        # Behind the first invoice the same request is a correction, or the invoice sent again.
        state = [*state, asdict(situation.the_order.invoice)]
    return _hash([kind_of(change), asdict(change), asdict(plan(change, situation, policy)), state])


def same_change(change: Change) -> str:
    """A hash that tells two changes of one order apart; a cancellation is the same whatever its reason."""
    return _hash([kind_of(change), {} if isinstance(change, CancelOrder) else asdict(change)])


def _hash(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=_plain)
    # Halves of characters, which people can type, are no UTF-8; adapters replace them in the same way.
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:LENGTH]


def _plain(value: object) -> object:
    match value:
        case Decimal():
            # 39 and 39.00 are the same price.
            return format(value.normalize(), "f")
        case datetime():
            return value.isoformat()
        case Mapping():
            return dict(value)
    raise TypeError(f"{type(value).__name__} has no fingerprint")
