"""Makes orders of the demo shop's trips: what was paid and where each order stands today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from storefront.demo.parcels import Journey, Route, journey, route_of, shipment
from storefront.demo.shopper import Trip
from storefront.demo.source import source
from storefront.model import (
    AfterSalesRequest,
    Customer,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    RequestedLine,
    Shipment,
)

CANCEL_REASONS = ("no longer needed", "ordered by mistake", "wrong item or size", "found it cheaper", "takes too long")
RETURN_REASONS = ("does not fit", "not as expected", "changed my mind", "too small", "color differs from the photo")
NOT_RETURNABLE = ("skincare",)
NOT_RETURNABLE_PRODUCTS = ("P1008", "P1310", "P1409")
GIFT_CARD_SHARE = Decimal("60.00")
TWO_PARCELS = 0.3


@dataclass(frozen=True)
class Ledger:
    """What all orders share: today, days on which nothing leaves, coupons spent by customer and moment."""

    today: datetime
    closed: frozenset[date]
    seed: str


def make_orders(trips: Sequence[Trip], ledger: Ledger) -> tuple[Order, ...]:
    """One order for each trip, oldest first, with numbers that grow but cannot be guessed from each other."""
    ordered = sorted(trips, key=lambda trip: (trip.at, trip.customer_id))
    numbers = sorted(Random(f"{ledger.seed}:numbers").sample(range(10_000_000, 99_999_999), k=len(ordered)))
    return tuple(_order(f"PL{number}", trip, ledger) for number, trip in zip(numbers, ordered, strict=True))


def ask_after_sales(orders: Iterable[Order], returns: int, exchanges: int, ledger: Ledger) -> tuple[Order, ...]:
    """Turn some recently delivered orders into ones with a return or an exchange under way."""
    orders = list(orders)
    dice = Random(f"{ledger.seed}:after-sales")
    since = ledger.today - timedelta(days=45)
    recent = [
        index
        for index, order in enumerate(orders)
        if order.status is OrderStatus.DELIVERED
        and order.customer_id not in ("C0001", "C0002")
        and order.delivered_at is not None
        and since <= order.delivered_at <= ledger.today - timedelta(days=1)
        and _returnable(order)
    ]
    dice.shuffle(recent)
    for index in recent[:returns]:
        orders[index] = _with_return(orders[index], ledger, dice)
    swappable = [index for index in recent[returns:] if _other_variant(_returnable(orders[index])[0])]
    for index in swappable[:exchanges]:
        orders[index] = _with_exchange(orders[index], ledger, dice)
    return tuple(orders)


def _order(order_id: str, trip: Trip, ledger: Ledger) -> Order:
    customer = source().people[trip.customer_id].customer
    dice = Random(f"{ledger.seed}:{trip.customer_id}:{trip.at.isoformat()}")
    lines = _lines(trip, customer)
    goods = sum((line.price * line.quantity for line in lines), Decimal(0))
    route = route_of(customer, goods, dice)
    order = Order(
        order_id=order_id,
        customer_id=trip.customer_id,
        status=OrderStatus.PENDING,
        currency=trip.picks[0].variant.currency,
        address=customer.address,
        lines=lines,
        payments=_payments(trip, customer, goods + route.fee, dice),
        placed_at=trip.at,
    )
    if trip.cancelled:
        refunds = tuple(replace(payment, kind="refund") for payment in order.payments)
        return replace(
            order,
            status=OrderStatus.CANCELLED,
            payments=order.payments + refunds,
            cancel_reason=dice.choice(CANCEL_REASONS),
        )
    return _on_its_way(order, trip, customer, route, ledger, dice)


def _on_its_way(order: Order, trip: Trip, customer: Customer, route: Route, ledger: Ledger, dice: Random) -> Order:
    way = _journey(trip, route, ledger, dice)
    if trip.slot == "pending":
        return order
    if trip.slot == "processed" or way.shipped_at > ledger.today:
        return replace(order, status=OrderStatus.PROCESSED, eta=way.promised_at)
    arrived = way.delivered_at <= ledger.today
    return replace(
        order,
        status=OrderStatus.DELIVERED if arrived else OrderStatus.SHIPPED,
        shipments=_shipments(order, customer, route, way, ledger, dice, stuck=trip.slot == "late"),
        shipped_at=way.shipped_at,
        delivered_at=way.delivered_at if arrived else None,
        eta=way.promised_at,
    )


def _journey(trip: Trip, route: Route, ledger: Ledger, dice: Random) -> Journey:
    way = journey(trip.at, route, ledger.closed, dice)
    if trip.slot not in ("shipped", "late") or way.delivered_at > ledger.today:
        return way
    # It was to be on its way today: the carrier takes as long as that needs.
    arrives = ledger.today + timedelta(hours=dice.randint(3, 30))
    return replace(way, delivered_at=arrives, promised_at=way.promised_at if trip.slot == "late" else arrives)


def _lines(trip: Trip, customer: Customer) -> tuple[OrderLine, ...]:
    return tuple(
        OrderLine(
            line_id=str(number),
            sku=pick.variant.sku,
            product_id=pick.traits.product.product_id,
            name=pick.traits.product.title(customer.locale),
            options=pick.variant.options,
            price=pick.variant.price,
            quantity=pick.quantity,
        )
        for number, pick in enumerate(trip.picks, start=1)
    )


def _payments(trip: Trip, customer: Customer, due: Decimal, dice: Random) -> tuple[Payment, ...]:
    """Mostly one payment; the newest order of C0001 is paid in part with the gift card."""
    ways = [method for method in customer.payment_methods if method.kind != "gift_card"]
    method = ways[0] if len(ways) == 1 or dice.random() < 0.7 else dice.choice(ways[1:])
    cards = [method for method in customer.payment_methods if method.kind == "gift_card"]
    if trip.slot == "pending" and trip.customer_id == "C0001" and cards and due > GIFT_CARD_SHARE:
        return (
            Payment("payment", due - GIFT_CARD_SHARE, method.id),
            Payment("payment", GIFT_CARD_SHARE, cards[0].id),
        )
    return (Payment("payment", due, method.id),)


def _shipments(
    order: Order, customer: Customer, route: Route, way: Journey, ledger: Ledger, dice: Random, stuck: bool
) -> tuple[Shipment, ...]:
    line_ids = [line.line_id for line in order.lines]
    split = len(line_ids) > 2 and dice.random() < TWO_PARCELS
    parcels = [line_ids[:1], line_ids[1:]] if split else [line_ids]
    seen_until = min(ledger.today, way.shipped_at + timedelta(days=1)) if stuck else ledger.today
    return tuple(shipment(customer, tuple(parcel), route, way, seen_until, dice) for parcel in parcels)


def _returnable(order: Order) -> list[OrderLine]:
    traits = source().traits
    return [
        line
        for line in order.lines
        if line.product_id not in NOT_RETURNABLE_PRODUCTS
        and traits[line.product_id].product.category not in NOT_RETURNABLE
    ]


def _other_variant(line: OrderLine) -> str:
    variants = source().traits[line.product_id].product.variants
    return next((variant.sku for variant in variants if variant.stock and variant.sku != line.sku), "")


def _with_return(order: Order, ledger: Ledger, dice: Random) -> Order:
    line = _returnable(order)[0]
    request = AfterSalesRequest(
        kind="return",
        lines=(RequestedLine(line.line_id, line.quantity),),
        method_id=order.payments[0].method_id,
        reason=dice.choice(RETURN_REASONS),
        created_at=_asked_at(order, ledger, 15, dice),
    )
    return replace(order, status=OrderStatus.RETURN_REQUESTED, requests=(request,))


def _with_exchange(order: Order, ledger: Ledger, dice: Random) -> Order:
    line = _returnable(order)[0]
    request = AfterSalesRequest(
        kind="exchange",
        lines=(RequestedLine(line.line_id, line.quantity, _other_variant(line)),),
        method_id=order.payments[0].method_id,
        reason=dice.choice(RETURN_REASONS),
        created_at=_asked_at(order, ledger, 30, dice),
    )
    return replace(order, status=OrderStatus.EXCHANGE_REQUESTED, requests=(request,))


def _asked_at(order: Order, ledger: Ledger, window: int, dice: Random) -> datetime:
    """Some hours to some days after delivery, within the shop's window and not after today."""
    delivered = order.delivered_at or ledger.today
    latest = min(ledger.today, delivered + timedelta(days=window))
    return (delivered + (latest - delivered) * dice.uniform(0.05, 0.7)).replace(microsecond=0)
