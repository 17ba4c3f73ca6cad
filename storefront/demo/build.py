"""Builds the demo shop as it stands on a given day; docs/demo-shop.md tells what is in it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from storefront.demo.behaviour import taste_of
from storefront.demo.coupons import issue_coupons
from storefront.demo.orders import Ledger, ask_after_sales, make_orders
from storefront.demo.parcels import CHINA
from storefront.demo.reviews import voices
from storefront.demo.shopper import Shopper, Trip
from storefront.demo.source import source
from storefront.demo.traces import Traces
from storefront.model import Event, ShopData
from storefront.policy_file import read_policy

SEED = "pomelo living"
TRAINING_DAY = datetime(2026, 11, 1, tzinfo=UTC)
"""The day whose shop models are trained on, so that the same code always trains the same model."""

ORDERS = 420
YEAR = timedelta(days=364)
SETTLED = timedelta(days=5)
"""Orders older than this are left to time; younger ones are placed so that every status occurs."""

RETURNS, EXCHANGES = 8, 7
IDLE_SESSIONS = 1280
OPEN_ORDERS = {"pending": 12, "processed": 8, "shipped": 20, "late": 2}
"""How many other customers have an order of each kind, each customer at most one."""

AGES: dict[str, tuple[float, float]] = {
    "pending": (0.5, 15.0),
    "processed": (16.5, 22.0),
    "shipped": (34.0, 90.0),
    "late": (190.0, 210.0),
}
"""Hours since such an order was placed; eight in the morning in China is zero, after four is pending since."""

WALK_THROUGH = {
    "C0001": (("shipped", 53.0), ("processed", 20.5), ("pending", 11.0), ("pending", 0.0)),
    "C0002": (("shipped", 77.0), ("processed", 19.0), ("pending", 13.5), ("pending", 2.25)),
}
"""Two customers with an order of every kind, to show and to test; the newest of all lies at the start of today."""


def demo_shop(today: datetime) -> ShopData:
    """The whole shop, the same for every moment of the same UTC day; nothing in it is later than ``today``."""
    moment = today.replace(tzinfo=UTC) if today.tzinfo is None else today.astimezone(UTC)
    anchor = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    start = anchor - YEAR
    ledger = Ledger(anchor, read_policy().delivery.closed, SEED)
    trips = _trips(start, ledger)
    orders = ask_after_sales(make_orders(trips, ledger), RETURNS, EXCHANGES, ledger)
    orders, coupons = issue_coupons(orders, anchor, SEED)
    reviews, stars = voices(orders, start, anchor, SEED)
    return ShopData(
        customers=tuple(person.customer for person in source().people.values()),
        products=tuple(traits.product for traits in source().traits.values()),
        orders=orders,
        reviews=tuple(reviews),
        events=_events(trips, stars, start, anchor),
        coupons=coupons,
    )


def _trips(start: datetime, ledger: Ledger) -> list[Trip]:
    """Exactly as many trips as orders: settled ones in excess are taken from the end of some histories."""
    slots = _slots(ledger)
    settled = ORDERS - sum(len(own) for own in slots.values())
    shoppers = _shoppers(start, ledger.today - SETTLED, settled)
    _shorten(
        [shopper for customer_id, shopper in shoppers.items() if customer_id not in WALK_THROUGH],
        sum(len(shopper.trips) for shopper in shoppers.values()) - settled,
    )
    for customer_id, own in slots.items():
        for at, slot in sorted(own):
            shoppers[customer_id].visit(at, slot)
    return [trip for shopper in shoppers.values() for trip in shopper.trips]


def _shorten(shoppers: Sequence[Shopper], trips: int) -> None:
    """Forget so many of the last trips of people who have made more than one, the busy ones more often."""
    dice = Random(f"{SEED}:shorten")
    for _ in range(trips):
        dice.choices(shoppers, [len(shopper.trips) - 1 for shopper in shoppers])[0].trips.pop()


def _shoppers(start: datetime, end: datetime, at_least: int) -> dict[str, Shopper]:
    """Everybody's settled year, lived with one visit more until there are enough trips."""
    more = 0
    while True:
        shoppers = {customer_id: Shopper(customer_id, SEED) for customer_id in source().people}
        for customer_id, shopper in shoppers.items():
            shopper.live(start, end, _visits(customer_id) + more)
        if sum(len(shopper.trips) for shopper in shoppers.values()) >= at_least:
            return shoppers
        more += 1


def _visits(customer_id: str) -> int:
    """How often somebody comes of his own accord in a year: most seldom, some often."""
    dice = Random(f"{SEED}:{customer_id}:visits")
    abroad = 1 if source().people[customer_id].customer.locale == "en" else 0
    faithful = 4 if customer_id in WALK_THROUGH else 1
    return faithful + abroad + min(6, round(dice.expovariate(1 / 1.4)))


def _slots(ledger: Ledger) -> dict[str, list[tuple[datetime, str]]]:
    """Who has an order open today, of which kind and since when."""
    dice = Random(f"{SEED}:slots")
    slots = {
        customer_id: [(_placed(slot, hours, ledger), slot) for slot, hours in own]
        for customer_id, own in WALK_THROUGH.items()
    }
    others = [customer_id for customer_id in source().people if customer_id not in WALK_THROUGH]
    kinds = [slot for slot, count in OPEN_ORDERS.items() for _ in range(count)]
    for customer_id, slot in zip(dice.sample(others, k=len(kinds)), kinds, strict=True):
        slots[customer_id] = [(_placed(slot, dice.uniform(*AGES[slot]), ledger), slot)]
    return slots


def _placed(slot: str, hours: float, ledger: Ledger) -> datetime:
    """So many hours ago; earlier when the parcel would have had to leave on a day on which nothing leaves."""
    at = ledger.today - timedelta(seconds=round(hours * 3600))
    while slot in ("shipped", "late") and {(at + CHINA + timedelta(days=day)).date() for day in (0, 1)} & ledger.closed:
        at -= timedelta(days=1)
    return at


def _events(trips: Sequence[Trip], stars: Sequence[Event], start: datetime, anchor: datetime) -> tuple[Event, ...]:
    """The log of the year, oldest first; who orders often also looks around often."""
    events = list(stars)
    own: dict[str, list[Trip]] = {customer_id: [] for customer_id in source().people}
    for trip in trips:
        own[trip.customer_id].append(trip)
    everybody = len(trips) + 3 * len(own)
    for customer_id, his in own.items():
        traces = Traces(taste_of(customer_id), SEED, start, anchor)
        events += [event for trip in his for event in traces.of_trip(trip)]
        events += traces.of_idle_sessions(round(IDLE_SESSIONS * (len(his) + 3) / everybody))
    return tuple(sorted(events, key=lambda event: (event.at, event.customer_id, event.kind, event.product_id)))
