"""What a customer has done with products, cleaned: as visits for the model, as one summary a product for the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from storefront.model import Event, Order, OrderStatus, Product

VIEW, CART, RATING, PURCHASE = "view", "cart", "rating", "purchase"
STRENGTH = {VIEW: 0, CART: 1, RATING: 2, PURCHASE: 3}
"""Which kind an interaction keeps when a product was touched more than once."""

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
VISIT_GAP = timedelta(hours=4)
"""A customer who does nothing for this long has left; what he does next is another visit."""

SAME_PURCHASE = timedelta(days=2)
"""An order and a purchase event of the same product closer than this are one purchase told twice."""


@dataclass(frozen=True)
class Touch:
    """What a customer did with one product in one visit; `kind` is the strongest of it."""

    product_id: str
    kind: str
    visit: int
    at: datetime


@dataclass(frozen=True)
class Interaction:
    """All a customer has done with one product; `kind` is the strongest trace, `at` the first one."""

    product_id: str
    kind: str
    at: datetime
    last_at: datetime
    sku: str = ""
    bought_at: tuple[datetime, ...] = ()
    rating: float | None = None


def products_by_sku(catalogue: Iterable[Product]) -> dict[str, str]:
    """The product each SKU of the catalogue belongs to."""
    return {variant.sku: product.product_id for product in catalogue for variant in product.variants}


def touches(events: Iterable[Event], product_of: Mapping[str, str]) -> tuple[Touch, ...]:
    """One customer's visits in time order, the strongest touch of each visit first.

    The model reads this order: what it learns to expect after the visits so far is what the next visit is for, not the
    page that happens to be opened first; and a basket is read before what was only looked at.
    """
    found: dict[tuple[int, str], Touch] = {}
    visit, before = 0, None
    for event in sorted(events, key=lambda event: event.at):
        product_id = event.product_id or product_of.get(event.sku, "")
        if not product_id or event.kind not in STRENGTH:
            continue
        visit += before is not None and event.at - before > VISIT_GAP
        before = event.at
        earlier = found.get((visit, product_id))
        if earlier is None:
            found[visit, product_id] = Touch(product_id, event.kind, visit, event.at)
        elif STRENGTH[event.kind] > STRENGTH[earlier.kind]:
            found[visit, product_id] = replace(earlier, kind=event.kind)
    return tuple(sorted(found.values(), key=lambda touch: (touch.visit, -STRENGTH[touch.kind], touch.at)))


def interactions(events: Iterable[Event], product_of: Mapping[str, str]) -> tuple[Interaction, ...]:
    """One customer's events as interactions; events that name no known SKU and no product are left out."""
    found: dict[str, Interaction] = {}
    for event in sorted(events, key=lambda event: event.at):
        product_id = event.product_id or product_of.get(event.sku, "")
        if not product_id or event.kind not in STRENGTH:
            continue
        earlier = found.get(product_id)
        fresh = earlier or Interaction(product_id, event.kind, event.at, event.at)
        found[product_id] = _with(fresh, event)
    return tuple(found.values())


def _with(earlier: Interaction, event: Event) -> Interaction:
    stronger = STRENGTH[event.kind] > STRENGTH[earlier.kind]
    keeps_sku = earlier.sku and (not event.sku or STRENGTH[event.kind] < STRENGTH[earlier.kind])
    return replace(
        earlier,
        kind=event.kind if stronger else earlier.kind,
        last_at=event.at,
        sku=earlier.sku if keeps_sku else event.sku,
        bought_at=(*earlier.bought_at, event.at) if event.kind == PURCHASE else earlier.bought_at,
        rating=event.value if event.kind == RATING else earlier.rating,
    )


def with_purchases(events: Sequence[Event], orders: Iterable[Order]) -> tuple[Event, ...]:
    """The events of any customers and the purchases their orders prove, for shops that record no behaviour.

    Cancelled orders prove nothing; an order that a purchase event already tells is not counted twice.
    """
    told: dict[tuple[str, str], list[datetime]] = {}
    for event in events:
        if event.kind == PURCHASE:
            for name in (event.sku, event.product_id):
                told.setdefault((event.customer_id, name), []).append(event.at)
    added = []
    for order in orders:
        if order.status is OrderStatus.CANCELLED:
            continue
        at = order.placed_at or UNDATED
        for line in order.lines:
            known = told.get((order.customer_id, line.sku), []) + told.get((order.customer_id, line.product_id), [])
            if any(abs(at - when) <= SAME_PURCHASE for when in known):
                continue
            added.append(Event(order.customer_id, PURCHASE, at, line.sku, line.product_id))
    return tuple(sorted((*events, *added), key=lambda event: event.at))
